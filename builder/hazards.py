"""Checking for all readers that dangerous advice is never given to one in danger without a caution."""

from collections.abc import Iterator, Sequence

from builder.diagnostics import Diagnostic, Problems, Severity, did_you_mean
from builder.markup.body import Html, Way, pieces_with_conditions
from builder.markup.compiling import CAUTION
from builder.modules import Module
from builder.reasoning.diagrams import TooLargeError
from builder.reasoning.space import BUDGET, Space
from builder.reasoning.witnesses import profile_lines
from builder.vocabulary import Vocabulary
from builder.yaml_text import Scalar


def check_hazards(module: Module, vocabulary: Vocabulary, problems: Problems) -> None:
    """Note every hazard that a module names and that is unknown, or that some reader meets unguarded.

    A hazard is guarded where every reader for whom it is one and who gets the module gets a caution in it, too.
    """
    for scalar in module.hazards:
        if scalar.text not in vocabulary.hazards:
            hint = did_you_mean(scalar.text, vocabulary.hazards)
            problems.add(scalar.place, f"unknown hazard `{scalar.text}`", hint)
        else:
            problems.take_all(_unguarded(module, scalar, vocabulary))


def _unguarded(module: Module, scalar: Scalar, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Yield what is wrong about one hazard of a module: a reader without a caution, or that this cannot be decided."""
    try:
        witness = _witness((vocabulary.hazards[scalar.text], module.when), _ways_to_cautions(module), vocabulary)
    except TooLargeError as error:
        message = f"whether all in danger of `{scalar.text}` get a caution is too large to decide: {error}"
        hint = "look at it yourself, or write the caution at the top level of this module"
        yield Diagnostic(scalar.place, message, hint, Severity.WARNING)
        return
    if witness:
        message = f"readers in danger of `{scalar.text}` get this module without a caution"
        hint = "write a `/// caution | ...`, at the top level or in a passage for just these readers"
        yield Diagnostic(scalar.place, message, hint, witness=witness)


def _witness(danger: Way, cautions: Sequence[Way], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the profile of a reader for whom some conditions hold and who comes to no caution; nothing for nobody."""
    conditions = (*danger, *(condition for way in cautions for condition in way))
    space = Space(vocabulary.schema, vocabulary.rules, conditions, BUDGET)
    coming, *warned = (space.sets.all_of(space.truths(one).yes for one in way) for way in (danger, *cautions))
    given = space.member(space.sets.without(coming, space.sets.any_of(warned)))
    return () if given is None else profile_lines(given, vocabulary.schema)


def _ways_to_cautions(module: Module) -> tuple[Way, ...]:
    """Return for every caution the conditions under which a reader of the module comes to it."""
    pieces = pieces_with_conditions(module.body)
    return tuple(way for piece, way in pieces if isinstance(piece, Html) and CAUTION in piece.text)
