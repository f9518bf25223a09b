"""Values of a field that stand for all its values, as far as a condition can tell them apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, zip_longest

from builder.conditions.facts import Facts, atoms_behind
from builder.conditions.made_up import ANOTHER_TEXT, other_texts
from builder.conditions.nodes import Compare, Condition, FieldRef, Literal, fields_of
from builder.dates import FIRST_MONTH, LAST_MONTH, is_month, month_number, numbered_month
from builder.records import dataclass
from builder.schema import Field, FieldName, Kind, Value

_ANY_MONTH = "2030-01"

Constant = int | str


def representatives(field: Field, condition: Condition, facts: Facts) -> Iterator[Value]:
    """Yield values that the schema allows, of which one at least stands for each that the condition tells apart.

    Numbers and months are taken on both sides of what they are compared with: constants, and the
    values of other fields. A text is one that the condition names, or another one. Of a list those items
    are put in and taken out together that the condition only ever looks for together, few of them first.
    Where no other text can be made up that the schema allows, "another text" stands for it all the same:
    `field.allows` tells.
    """
    seen = _seen(field, condition, facts)
    match field.kind:
        case Kind.FLAG:
            yield from filter(field.allows, (True, False))
        case Kind.CHOICE:
            yield from filter(field.allows, field.choices)
        case Kind.WHOLE:
            yield from _numbers(field, seen)
        case Kind.MONTH:
            yield from _months(field, seen)
        case Kind.TEXT:
            yield from seen.texts(field)
        case Kind.TEXTS:
            held = facts.given.get(field.name, ())
            yield from _toggled(held if isinstance(held, tuple) else (), seen.kinds(field), field)


def is_made_up(value: Value, field: Field, condition: Condition, facts: Facts) -> bool:
    """Tell whether a text stands for all those that no condition names."""
    return field.kind is Kind.TEXT and value not in _seen(field, condition, facts).named()


def distance(value: Value, given: Value, field: Field) -> int:
    """Return how far a number or month lies from the given one; 0 for what has no distances."""
    if field.kind is Kind.MONTH:
        return abs(month_number(str(value)) - month_number(str(given)))
    return abs(value - given) if isinstance(value, int) and isinstance(given, int) else 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a field is compared with: fields (itself the first), sets of constants, values of the other fields."""

    linked: tuple[Field, ...]
    literals: tuple[tuple[Constant, ...], ...]
    values: tuple[Constant, ...]

    def constants(self) -> Iterator[Constant]:
        yield from chain(*self.literals, self.values)

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
        if len(self.linked) > 1:
            yield from (month_number(month) for field in self.linked for month in month_ends(field))

    def named(self) -> Sequence[str]:
        """Return the texts compared with."""
        texts = (constant for constant in self.constants() if isinstance(constant, str))
        choices = (choice for field in self.linked if field.kind is Kind.CHOICE for choice in field.choices)
        return tuple(dict.fromkeys(chain(texts, choices)))

    def texts(self, field: Field) -> Iterator[str]:
        """Yield the texts compared with, and as many others as there are fields to differ from each other."""
        named, count = self.named(), len(self.linked)
        yield from (text for text in named if field.may_hold(text))
        others = [other_texts(count, named, other.may_hold) for other in self.linked if other.kind is not Kind.CHOICE]
        yield from dict.fromkeys(text for texts in others for text in texts if field.may_hold(text))
        if len(others[0]) < count:
            yield ANOTHER_TEXT

    def kinds(self, field: Field) -> Sequence[Sequence[str]]:
        """Return the items of lists that are looked for, those together that always are."""
        if len(self.linked) > 1:
            return [(text,) for text in dict.fromkeys(self.texts(field))]
        found: dict[tuple[int, ...], list[str]] = {}
        for item in self.named():
            if field.may_hold(item):
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


def _numbers(field: Field, seen: _Seen) -> Iterator[int]:
    reach = len(seen.linked)
    yield from _around(seen.numbers(), reach, field.allows, lambda number: number + reach)


def _months(field: Field, seen: _Seen) -> Iterator[str]:
    allows = _test_of_months(field)
    found = _around(seen.months(), len(seen.linked), allows, lambda number: max(number, LAST_MONTH))
    yield from map(numbered_month, found)


def month_ends(field: Field) -> tuple[str, ...]:
    """Return the first and the last month that a field may have; none where it may have any, or none at all."""
    allows, every = _test_of_months(field), range(FIRST_MONTH, LAST_MONTH + 1)
    if allows(every[0]) and allows(every[-1]):
        return ()
    ends = (next(filter(allows, every), None), next(filter(allows, reversed(every)), None))
    return tuple(numbered_month(number) for number in ends if number is not None)


def _test_of_months(field: Field) -> Callable[[int], bool]:
    def allows(number: int) -> bool:
        month = numbered_month(number)
        return is_month(month) and field.allows(month)

    return allows


def _around(
    numbers: Iterable[int], reach: int, allows: Callable[[int], bool], farthest: Callable[[int], int]
) -> Iterator[int]:
    """Yield each number and the nearest ones on both sides of it, as many as there are fields to stand between."""
    for number in dict.fromkeys(numbers):
        away = farthest(number) - number
        below = islice(filter(allows, range(number - 1, number - away - 1, -1)), reach)
        above = islice(filter(allows, range(number + 1, number + away + 1)), reach)
        yield from filter(allows, (number,))
        yield from (value for pair in zip_longest(below, above) for value in pair if value is not None)


def _toggled(held: tuple[str, ...], kinds: Sequence[Sequence[str]], field: Field) -> Iterator[tuple[str, ...]]:
    """Yield a list as it is, then with one kind of items put in or taken out, then with two, and so on."""
    for size in range(len(kinds) + 1):
        for some in combinations(kinds, size):
            gone = {item for kind in some for item in kind}
            kept = tuple(item for item in held if item not in gone)
            new = tuple(kind[0] for kind in some if not set(kind) & set(held))
            items = _shortened(kept, new, kinds, field)
            if field.allows(items):
                yield items


def _shortened(
    kept: tuple[str, ...], new: tuple[str, ...], kinds: Sequence[Sequence[str]], field: Field
) -> tuple[str, ...]:
    """Return a list that is no longer than it may be, if what makes no difference can be left out for that."""
    items = [*kept, *new]
    for position in reversed(tuple(_spare(kept, kinds))):
        if field.allows(tuple(items)):
            break
        del items[position]
    return tuple(items)


def _spare(held: Iterable[str], kinds: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield the positions of items that nobody looks for, and of those of the same kind as one before."""
    kind_of = {item: number for number, kind in enumerate(kinds) for item in kind}
    seen: set[int] = set()
    for position, item in enumerate(held):
        kind = kind_of.get(item)
        if kind is None or kind in seen:
            yield position
        else:
            seen.add(kind)
