"""Checking that dangerous advice is never given to a reader in danger without a caution."""

from collections.abc import Iterator, Mapping

from builder.conditions.nodes import And, Compare, Condition, Holds, Known, Named, Not, Or
from builder.diagnostics import Problems, did_you_mean
from builder.markup.body import Body, Html, Passage
from builder.markup.compiling import CAUTION
from builder.modules import Module, ModuleId


def check_hazards(modules: Mapping[ModuleId, Module], hazards: Mapping[str, Condition], problems: Problems) -> None:
    """Note every hazard that a module names and that is unknown, or that some reader meets unguarded.

    A hazard is guarded where the module is not for the readers in danger, or where a caution stands in it
    that all of these see: under no condition, or under the hazard's own.
    """
    for module in modules.values():
        for scalar in module.hazards:
            if scalar.text not in hazards:
                problems.add(scalar.place, f"unknown hazard `{scalar.text}`", did_you_mean(scalar.text, hazards))
            elif not _is_guarded(module, hazards[scalar.text]):
                hint = "write a `/// caution | ...`, at the top level or in a passage for just these readers"
                problems.add(
                    scalar.place, f"readers in danger of `{scalar.text}` get this module without a caution", hint
                )


def _is_guarded(module: Module, danger: Condition) -> bool:
    meaning = _meaning(danger)
    if Not(meaning) in _parts(_meaning(module.when)):
        return True
    known = {meaning, *_parts(_meaning(module.when))}
    return any(set(path) <= known for path in _caution_paths(module.body, ()))


def _caution_paths(body: Body, path: tuple[Condition, ...]) -> Iterator[tuple[Condition, ...]]:
    """Yield, for every caution, the conditions under which a reader sees it."""
    for piece in body:
        if isinstance(piece, Html) and CAUTION in piece.text:
            yield path
        elif isinstance(piece, Passage):
            condition = _meaning(piece.condition)
            yield from _caution_paths(piece.then, (*path, *_parts(condition)))
            yield from _caution_paths(piece.otherwise, (*path, Not(condition)))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.operands if isinstance(condition, And) else (condition,)


def _meaning(condition: Condition) -> Condition:
    """Return a condition with every name replaced by what it stands for."""
    match condition:
        case Named(_, meaning):
            return _meaning(meaning)
        case Not(operand):
            return Not(_meaning(operand))
        case And(operands):
            return And(tuple(_meaning(operand) for operand in operands))
        case Or(operands):
            return Or(tuple(_meaning(operand) for operand in operands))
        case Compare() | Holds() | Known():
            return condition
