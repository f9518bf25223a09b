"""The values of a field that differ for some condition: the first is always "not given"."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from builder.conditions.made_up import other_texts
from builder.dates import FIRST_MONTH, LAST_MONTH, numbered_month
from builder.reasoning.cuts import Cuts
from builder.reasoning.diagrams import TooLargeError
from builder.schema import Field, FieldName, Kind, Schema, Value

Domain = tuple[Value | None, ...]


def domain_of(field: Field, cuts: Cuts, schema: Schema) -> Domain:
    """Return one value of every kind that the conditions tell apart, "not given" (None) first.

    Fields compared with each other get as many values of each kind as there are such fields, so that
    every order of theirs is possible.

    Raises:
        TooLargeError: no value of some kind can be made up.
    """
    count = len(cuts.group) or 1
    values: Iterable[Value] = iter(())
    match field.kind:
        case Kind.FLAG:
            values = filter(field.allows, (True, False))
        case Kind.CHOICE:
            values = filter(field.allows, field.choices)
        case Kind.WHOLE:
            values = _numbers(field, cuts, count)
        case Kind.MONTH:
            values = _months(field, cuts, count)
        case Kind.TEXT:
            values = _texts(field, cuts, schema)
        case Kind.TEXTS:
            values = ((),)  # what a list holds is asked item by item, see `item_kinds`
    kinds: dict[Value, None] = dict.fromkeys(values)
    return (None, *kinds)


def _numbers(field: Field, cuts: Cuts, count: int) -> Iterator[int]:
    edges = _edges(cuts, lambda constant: constant if isinstance(constant, int) else None)
    low = field.minimum if field.minimum is not None else min(edges, default=0) - count - 1
    high = field.maximum if field.maximum is not None else max(edges, default=0) + count + 1
    return _regions(edges, (low, high), count, lambda _: True)


def _months(field: Field, cuts: Cuts, count: int) -> Iterator[str]:
    edges = _edges(cuts, _month_number)
    found = _regions(edges, (FIRST_MONTH, LAST_MONTH), count, lambda month: field.allows(numbered_month(month)))
    return (numbered_month(month) for month in found)


def _edges(cuts: Cuts, number: Callable[[int | str], int | None]) -> Sequence[int]:
    """Return the least number of every region but the first."""
    starts = [number(constant) for constant in cuts.at]
    ends = [number(constant) for constant in cuts.above]
    return sorted({edge for edge in starts if edge is not None} | {edge + 1 for edge in ends if edge is not None})


def _regions(edges: Sequence[int], ends: tuple[int, int], count: int, fits: Callable[[int], bool]) -> Iterator[int]:
    """Yield some numbers of each region; of the lowest, where one is enough, the one next to its edge."""
    low, high = ends
    inner = [edge for edge in edges if low < edge <= high]
    first = inner[0] if inner else high + 1
    start = range(first - 1, low - 1, -1) if inner and count == 1 else range(low, first)
    yield from islice(filter(fits, start), count)
    for edge, following in pairwise([*inner, high + 1]):
        yield from islice(filter(fits, range(edge, following)), count)


def _month_number(constant: int | str) -> int | None:
    year, _, month = str(constant).partition("-")
    return int(year) * 12 + int(month) - 1 if year.isdecimal() and month.isdecimal() else None


def _texts(field: Field, cuts: Cuts, schema: Schema) -> Iterator[str]:
    """Yield the texts that a field, or an item of it, is compared with and may be, and as many others as it takes.

    Raises:
        TooLargeError: fewer others can be made up.
    """
    linked = [schema.fields[name] for name in sorted(cuts.group or {field.name}) if not schema.fields[name].choices]
    constants = {constant for constant in (*cuts.at, *cuts.above, *_items(cuts)) if isinstance(constant, str)}
    choices = {choice for name in cuts.group for choice in schema.fields[name].choices}
    named = sorted(constants | choices)
    count = len(cuts.group) or 1
    others = {other.name: other_texts(count, named, other.may_hold) for other in linked}
    if len(others[field.name]) < count:
        raise TooLargeError(f"no text was found that fits the layout of `{field.name}`")
    every = dict.fromkeys(text for texts in (named, *others.values()) for text in texts)
    yield from filter(field.may_hold, every)


def _items(cuts: Cuts) -> frozenset[str]:
    return frozenset().union(*cuts.lists)


def item_kinds(field: Field, cuts: Cuts, schema: Schema) -> Mapping[str, str]:
    """Return every item that a list is searched for, with the one that stands for its kind.

    Items that are only ever looked for together are of one kind. Items that no list can hold are left out.

    Raises:
        TooLargeError: a field's value is looked for, and no value can be made up that no condition names.
    """
    if cuts.group:
        return {item: item for item in _texts(field, cuts, schema)}
    first: dict[frozenset[frozenset[str]], str] = {}
    kinds: dict[str, str] = {}
    for item in filter(field.may_hold, sorted(_items(cuts))):
        together = frozenset(constants for constants in cuts.lists if item in constants)
        kinds[item] = first.setdefault(together, item)
    return kinds


def most_items(field: Field, schema: Schema) -> int | None:
    """Return how many items a list may hold; None for any number."""
    limit = _below(_part(field, schema), "maxItems")
    return limit if isinstance(limit, int) else None


def _part(field: Field, schema: Schema) -> object:
    node: object = schema.json
    for key in field.name.split("."):
        node = _below(_below(node, "properties"), key)
    return node


def _below(node: object, key: str) -> object:
    return node.get(key) if isinstance(node, Mapping) else None


def field_order(names: Iterable[FieldName], groups: Iterable[frozenset[FieldName]], schema: Schema) -> list[FieldName]:
    """Return fields in the questionnaire's order, with fields that depend on each other side by side."""
    cluster = {name: frozenset({name}) for name in names}
    for group in groups:
        merged = frozenset().union(*(cluster.get(name, frozenset({name})) for name in group))
        cluster.update(dict.fromkeys(merged, merged))
    first = {name: min(schema.order[other] for other in cluster[name]) for name in cluster}
    return sorted(cluster, key=lambda name: (first[name], schema.order[name]))
