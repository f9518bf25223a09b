"""Single values that fall between two conditions: `< 240` here and `> 240` there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from builder.conditions.nodes import Compare, FieldRef, Literal, Operator, atoms
from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site
from builder.findings.survey import Survey, decided
from builder.modules import Module
from builder.reasoning.diagrams import NOBODY, Readers
from builder.schema import FieldName

# How a comparison reads from its other side.
_UPWARDS = {Operator.MORE: Operator.LESS, Operator.LESS: Operator.MORE}


@dataclass(frozen=True, slots=True)
class Edge:
    """One value of a field, up to which a condition comes without taking it in."""

    field: FieldName
    value: int | str


@dataclass(slots=True)
class Sides:
    """Where conditions end below a value, and where they begin above it."""

    below: list[Site]
    above: list[Site]


def find_holes(survey: Survey) -> Iterator[Diagnostic]:
    """Yield every value that two complementary conditions leave out, at the one that begins above it."""
    edges: defaultdict[Edge, Sides] = defaultdict(lambda: Sides([], []))
    for site in survey.sites:
        for edge, operator in dict.fromkeys(_strict(site)):
            (edges[edge].below if operator is Operator.LESS else edges[edge].above).append(site)
    for edge, sides in edges.items():
        for site in sides.above:
            yield from decided(survey, site.name, site.place, partial(_beside, survey, edge, site, sides.below))


def _strict(site: Site) -> Iterator[tuple[Edge, Operator]]:
    """Yield every value that a condition comes up to and leaves out, with the side on which it lies."""
    for atom in atoms(site.condition):
        if not isinstance(atom, Compare) or atom.operator not in _UPWARDS:
            continue
        left, right = atom.left, atom.right
        if isinstance(left, FieldRef) and isinstance(right, Literal) and not isinstance(right.value, tuple):
            yield Edge(left.name, right.value), atom.operator
        if isinstance(left, Literal) and isinstance(right, FieldRef) and not isinstance(left.value, tuple):
            yield Edge(right.name, left.value), _UPWARDS[atom.operator]


def _beside(survey: Survey, edge: Edge, site: Site, others: Sequence[Site]) -> Iterator[Diagnostic]:
    for other in others:
        left_out = _left_out(survey, edge, other, site)
        if survey.someone(left_out):
            there = f"this condition and {other.place.source.name}:{other.place.line}"
            yield Diagnostic(
                site.place,
                f"`{edge.field}` of exactly {edge.value} falls between "
                + ("two parts of this condition" if other is site else there),
                "write `<=` or `>=` in one of the two",
                Severity.WARNING,
                survey.witness(left_out),
            )
            return


def _left_out(survey: Survey, edge: Edge, lower: Site, upper: Site) -> Readers:
    """Return the readers with just this value who would get the one with less, the other with more, and get neither.

    Only in one module, or between two modules that say the same of everything else.
    """
    space, sets = survey.space, survey.sets
    here = space.answers.equal(edge.field, edge.value)
    sides = [_outside(survey, edge, site) for site in (lower, upper)]
    if lower.module is not upper.module and not (_are_modules(lower, upper) and sides[0] == sides[1]):
        return NOBODY
    caught = sets.any_of(survey.truths(site.condition).yes for site in _at(survey.sites, edge, lower, upper))
    return sets.without(sets.all_of([here, *sides]), caught)


def _are_modules(*sites: Site) -> bool:
    return all(isinstance(site.piece, Module) for site in sites)


def _outside(survey: Survey, edge: Edge, site: Site) -> Readers:
    """Return the readers who would get a piece with some other value of the field."""
    whole = survey.sets.both(survey.coming(site), survey.truths(site.condition).yes)
    return survey.space.answers.forget(whole, edge.field)


def _at(sites: Iterable[Site], edge: Edge, lower: Site, upper: Site) -> Iterator[Site]:
    """Yield the two conditions, and those in the same places that are about just this value."""
    yield lower
    yield upper
    for site in sites:
        if site.module in (lower.module, upper.module) and any(
            isinstance(atom, Compare) and _is_about(atom, edge) for atom in atoms(site.condition)
        ):
            yield site


def _is_about(atom: Compare, edge: Edge) -> bool:
    """Tell whether a comparison takes the value in by itself: `==`, `<=`, `>=` or `in`."""
    match atom:
        case Compare(FieldRef(name), operator, Literal(value)) | Compare(Literal(value), operator, FieldRef(name)):
            taken = value if isinstance(value, tuple) else (value,)
            including = {Operator.EQUAL, Operator.AT_MOST, Operator.AT_LEAST, Operator.IN}
            return name == edge.field and operator in including and edge.value in taken
        case _:
            return False
