"""Values of a field that stand for all its values, as far as a condition can tell them apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from builder.conditions.facts import Facts, atoms_behind
from builder.conditions.nodes import Compare, Condition, FieldRef, Literal, fields_of
from builder.dates import month_number, numbered_month
from builder.schema import Field, FieldName, Kind, Value

ANOTHER_TEXT = "another text"
_ANY_MONTH = "2030-01"
_FIRST_MONTH = 12

Constant = int | str


def representatives(field: Field, condition: Condition, facts: Facts) -> Iterator[Value]:
    """Yield values of a field of which one at least stands for each that the condition tells apart.

    Numbers and months are taken on both sides of what they are compared with: constants, and the
    values of other fields. A text is one that the condition names, or another one. Of a list those items
    are put in and taken out together that the condition only ever looks for together, few of them first.
    """
    seen = _seen(field, condition, facts)
    match field.kind:
        case Kind.FLAG:
            yield from (True, False)
        case Kind.CHOICE:
            yield from field.choices
        case Kind.WHOLE:
            yield from _around(seen.numbers(), len(seen.linked), field.minimum, field.maximum)
        case Kind.MONTH:
            yield from map(numbered_month, _around(seen.months(), len(seen.linked), _FIRST_MONTH, None))
        case Kind.TEXT:
            yield from seen.texts()
        case Kind.TEXTS:
            held = facts.given.get(field.name, ())
            yield from _toggled(held if isinstance(held, tuple) else (), seen.kinds())


def is_made_up(value: Value, field: Field) -> bool:
    """Tell whether a text stands for all those that no condition names."""
    return field.kind is Kind.TEXT and str(value).startswith(ANOTHER_TEXT)


def distance(value: Value, given: Value, field: Field) -> int:
    """Return how far a number or month lies from the given one; 0 for what has no distances."""
    if field.kind is Kind.MONTH:
        return abs(month_number(str(value)) - month_number(str(given)))
    return abs(value - given) if isinstance(value, int) and isinstance(given, int) else 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a field is compared with: fields (itself among them), sets of constants, values of the other fields."""

    linked: tuple[Field, ...]
    literals: tuple[tuple[Constant, ...], ...]
    values: tuple[Constant, ...]

    def constants(self) -> Iterator[Constant]:
        for literal in self.literals:
            yield from literal
        yield from self.values

    def numbers(self) -> Iterator[int]:
        """Yield the numbers compared with, and the ends of ranges where two fields or no constants are compared."""
        found = [constant for constant in self.constants() if isinstance(constant, int)]
        yield from found
        if len(self.linked) > 1 or not found:
            ends = [end for field in self.linked for end in (field.minimum, field.maximum) if end is not None]
            yield from ends if ends or found else (0,)

    def months(self) -> Iterator[int]:
        found = [constant for constant in self.constants() if isinstance(constant, str)]
        yield from (month_number(month) for month in found or (_ANY_MONTH,))

    def texts(self) -> Iterator[str]:
        """Yield the texts compared with, and as many others as there are fields to differ from each other."""
        yield from (constant for constant in self.constants() if isinstance(constant, str))
        for field in self.linked:
            yield from field.choices if field.kind is Kind.CHOICE else ()
        for number in range(1, len(self.linked) + 1):
            yield ANOTHER_TEXT if number == 1 else f"{ANOTHER_TEXT} {number}"

    def kinds(self) -> Sequence[Sequence[str]]:
        """Return the items of lists that are looked for, those together that always are."""
        if len(self.linked) > 1:
            return [(text,) for text in dict.fromkeys(self.texts())]
        found: dict[tuple[int, ...], list[str]] = {}
        for item in dict.fromkeys(constant for constant in self.constants() if isinstance(constant, str)):
            where = tuple(number for number, literal in enumerate(self.literals) if item in literal)
            found.setdefault(where, []).append(item)
        return list(found.values())


def _seen(field: Field, condition: Condition, facts: Facts) -> _Seen:
    every = [atom for atom in atoms_behind(condition, facts) if isinstance(atom, Compare)]
    linked = _linked(field.name, every)
    compares = [atom for atom in every if not set(linked).isdisjoint(fields_of(atom))]
    sides = [side for atom in compares for side in (atom.left, atom.right)]
    values = (facts.given.get(s.name) for s in sides if isinstance(s, FieldRef) and s.name != field.name)
    return _Seen(
        linked=tuple(facts.fields[name] for name in linked),
        literals=tuple(dict.fromkeys(_listed(side.value) for side in sides if isinstance(side, Literal))),
        values=tuple(dict.fromkeys(constant for value in values if value is not None for constant in _listed(value))),
    )


def _listed(value: Constant | tuple[Constant, ...]) -> tuple[Constant, ...]:
    return value if isinstance(value, tuple) else (value,)


def _linked(name: FieldName, compares: Iterable[Compare]) -> tuple[FieldName, ...]:
    """Return a field and those that it is compared with, directly or by way of others."""
    linked = [name]
    pairs = [fields_of(atom) for atom in compares]
    for one in linked:
        linked.extend(other for pair in pairs if one in pair for other in pair if other not in linked)
    return tuple(dict.fromkeys(linked))


def _around(numbers: Iterable[int], reach: int, low: int | None, high: int | None) -> Iterator[int]:
    """Yield each number and those beside it, as far away as there are fields to stand between."""
    for number in dict.fromkeys(numbers):
        for step in range(reach + 1):
            for value in dict.fromkeys((number - step, number + step)):
                if (low is None or value >= low) and (high is None or value <= high):
                    yield value


def _toggled(held: tuple[str, ...], kinds: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield a list as it is, then with one kind of items put in or taken out, then with two, and so on."""
    for size in range(len(kinds) + 1):
        for some in combinations(kinds, size):
            gone = {item for kind in some for item in kind}
            new = (kind[0] for kind in some if not set(kind) & set(held))
            yield (*(item for item in held if item not in gone), *new)
