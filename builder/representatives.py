"""Values of a field that stand for all its values, as far as a condition can tell them apart."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from builder.conditions.facts import Facts
from builder.conditions.nodes import Atom, Compare, Condition, FieldRef, Literal, atoms, fields_of
from builder.conditions.proof import fields_behind
from builder.dates import month_number, numbered_month
from builder.schema import Field, FieldName, Kind, Value

_MOST_ITEMS = 6
_MONTHS = 12


def representatives(field: Field, condition: Condition, facts: Facts) -> Iterator[Value]:
    """Yield values of a field of which one at least stands for each that the condition tells apart.

    Numbers and months are taken on both sides of what they are compared with: constants, and the
    values of other fields. A text is only ever one that the condition names, and of a list only the
    first six items that it names are put in and taken out together.
    """
    comparisons = _comparisons(field.name, condition, facts)
    linked = {field.name, *(name for atom in comparisons for name in fields_of(atom))}
    constants = tuple(dict.fromkeys(_constants(field.name, comparisons, facts)))
    match field.kind:
        case Kind.FLAG:
            yield from (True, False)
        case Kind.CHOICE:
            yield from field.choices
        case Kind.WHOLE:
            numbers = (value for value in constants if isinstance(value, int))
            yield from _around(numbers, len(linked), field.minimum, field.maximum)
        case Kind.MONTH:
            months = (month_number(value) for value in constants if isinstance(value, str))
            yield from map(numbered_month, _around(months, len(linked), _MONTHS, None))
        case Kind.TEXT:
            yield from (value for value in constants if isinstance(value, str))
        case Kind.TEXTS:
            given = facts.given.get(field.name, ())
            texts = tuple(value for value in constants if isinstance(value, str))
            yield from _toggled(given if isinstance(given, tuple) else (), texts[:_MOST_ITEMS])


def distance(value: Value, given: Value, field: Field) -> int:
    """Return how far a number or month lies from the given one; 0 for what has no distances."""
    if field.kind is Kind.MONTH:
        return abs(month_number(str(value)) - month_number(str(given)))
    return abs(value - given) if isinstance(value, int) and isinstance(given, int) else 0


def _around(numbers: Iterable[int], reach: int, low: int | None, high: int | None) -> Iterator[int]:
    """Yield each number and those beside it, as far away as there are fields to stand between."""
    for number in numbers:
        for step in range(reach + 1):
            for value in dict.fromkeys((number - step, number + step)):
                if (low is None or value >= low) and (high is None or value <= high):
                    yield value


def _toggled(held: tuple[str, ...], items: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a list with one item put in or taken out, then with two, and so on."""
    for size in range(1, len(items) + 1):
        for some in combinations(items, size):
            kept = tuple(item for item in held if item not in some)
            yield (*kept, *(item for item in some if item not in held))


def _comparisons(name: FieldName, condition: Condition, facts: Facts) -> tuple[Compare, ...]:
    """Return the comparisons with a field, and with those it is compared with."""
    rules = (facts.rules[other].only_when for other in fields_behind(condition, facts) if other in facts.rules)
    every = dict.fromkeys(atom for part in (condition, *rules) for atom in atoms(part) if isinstance(atom, Compare))
    linked = _linked(name, every)
    return tuple(atom for atom in every if linked.intersection(fields_of(atom)))


def _linked(name: FieldName, comparisons: Iterable[Atom]) -> frozenset[FieldName]:
    linked = frozenset({name})
    pairs = [frozenset(fields_of(atom)) for atom in comparisons]
    while more := frozenset().union(*(pair for pair in pairs if pair & linked)) - linked:
        linked |= more
    return linked


def _constants(name: FieldName, comparisons: Iterable[Compare], facts: Facts) -> Iterator[int | str]:
    """Yield what a field is compared with: constants, and the given values of other fields."""
    for atom in comparisons:
        for side in (atom.left, atom.right):
            match side:
                case Literal(constant):
                    yield from constant if isinstance(constant, tuple) else (constant,)
                case FieldRef(other):
                    value = facts.given.get(other)
                    if other != name and isinstance(value, int | str):
                        yield value
