"""Links to a module that some reader of the text does not get."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from builder.diagnostics import Diagnostic, Severity
from builder.findings.survey import Survey, decided
from builder.markup.body import LinkStart, Way, pieces_with_conditions
from builder.modules import Module, ModuleId
from builder.sources import Place


def find_dead_links(survey: Survey) -> Iterator[Diagnostic]:
    """Yield every link that stands as plain text for a reader who does not get the module it leads to."""
    for module in survey.library.modules.values():
        for key, way, place in _links(module):
            target = survey.library.modules.get(ModuleId(key))
            if target is not None:
                yield from decided(survey, "this link", place, partial(_dead, survey, target, way, place))


def _dead(survey: Survey, target: Module, way: Way, place: Place) -> Iterator[Diagnostic]:
    coming = survey.sets.all_of(survey.truths(condition).yes for condition in way)
    witness = survey.witness(survey.sets.both(coming, survey.truths(target.when).no))
    if witness:
        message = f"for some readers this link is plain text: they do not get `{target.id}`"
        hint = "see that the sentence works without it"
        yield Diagnostic(place, message, hint, Severity.NOTE, witness)


def _links(module: Module) -> Iterator[tuple[str, Way, Place]]:
    """Yield every link's target with the conditions around it; links to one module have their places in order."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for link in module.links:
        places[link.target.rpartition("/")[2].removesuffix(".md")].append(link.place)
    for piece, way in pieces_with_conditions(module.body, (module.when,)):
        if isinstance(piece, LinkStart):
            left = places[piece.module]
            yield piece.module, way, left.pop(0) if left else module.place
