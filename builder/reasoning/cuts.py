"""Which constants each field is compared with, and where these cut its values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.conditions.facts import Applicability
from builder.conditions.nodes import MIRRORED, Atom, Compare, Condition, FieldRef, Literal, Operator, atoms
from builder.conditions.representatives import month_ends
from builder.schema import Field, FieldName, Kind, Schema


@dataclass(slots=True)
class Cuts:
    """What matters about one field's values.

    A constant in `at` separates what is below it from itself, one in `above` separates itself from what is
    above. `lists` are the constants looked for together. `group` names the fields it is compared with.
    """

    at: set[int | str] = field(default_factory=set)
    above: set[int | str] = field(default_factory=set)
    lists: set[frozenset[str]] = field(default_factory=set)
    group: frozenset[FieldName] = frozenset()


def find_cuts(
    conditions: Iterable[Condition], rules: Mapping[FieldName, Applicability], schema: Schema
) -> Mapping[FieldName, Cuts]:
    """Return the cuts of every field that some condition looks at; fields compared with each other share theirs."""
    found: dict[FieldName, Cuts] = {}
    pairs: list[tuple[FieldName, FieldName]] = []
    for atom in _all_atoms(conditions, rules):
        pairs.extend(_take(atom, found))
    for name, rule in rules.items():
        if name in found and rule.otherwise is not None:
            _take_value(found[name], rule.otherwise)
    for one, other in pairs:
        _take_range(found[one], schema.fields[one])
        _take_range(found[other], schema.fields[other])
        _join(one, other, found)
    return found


def _all_atoms(conditions: Iterable[Condition], rules: Mapping[FieldName, Applicability]) -> Iterator[Atom]:
    seen: dict[Atom, None] = {}
    for condition in (*conditions, *(rule.only_when for rule in rules.values())):
        seen.update(dict.fromkeys(atoms(condition)))
    yield from seen


def _take(atom: Atom, found: dict[FieldName, Cuts]) -> Iterator[tuple[FieldName, FieldName]]:
    """Note an atom's constants; yield the pair of fields it compares, if it does."""
    match atom:
        case Compare(FieldRef(one), _, FieldRef(other)):
            found.setdefault(one, Cuts())
            found.setdefault(other, Cuts())
            yield one, other
        case Compare(FieldRef(name), operator, Literal(value)):
            _take_comparison(found.setdefault(name, Cuts()), operator, value)
        case Compare(Literal(value), operator, FieldRef(name)):
            _take_comparison(found.setdefault(name, Cuts()), MIRRORED.get(operator, operator), value)
        case Compare():
            pass
        case _:
            found.setdefault(atom.name, Cuts())


def _take_comparison(cuts: Cuts, operator: Operator, value: int | str | tuple[int | str, ...]) -> None:
    constants = value if isinstance(value, tuple) else (value,)
    cuts.lists.add(frozenset(constant for constant in constants if isinstance(constant, str)))
    if operator not in {Operator.AT_MOST, Operator.MORE}:
        cuts.at.update(constants)
    if operator not in {Operator.LESS, Operator.AT_LEAST}:
        cuts.above.update(constants)


def _take_value(cuts: Cuts, value: bool | int | str | tuple[str, ...]) -> None:  # noqa: FBT001 - a value of a field
    if isinstance(value, tuple):
        cuts.lists.update(frozenset({item}) for item in value)
    elif not isinstance(value, bool):
        cuts.at.add(value)
        cuts.above.add(value)


def _take_range(cuts: Cuts, field: Field) -> None:
    """Cut at the ends of a field's range: a field with another range is compared with it."""
    cuts.at.update(() if field.minimum is None else (field.minimum,))
    cuts.above.update(() if field.maximum is None else (field.maximum,))
    months = month_ends(field) if field.kind is Kind.MONTH else ()
    cuts.at.update(months[:1])
    cuts.above.update(months[1:])


def _join(one: FieldName, other: FieldName, found: dict[FieldName, Cuts]) -> None:
    group = frozenset({one, other}) | found[one].group | found[other].group
    at = set().union(*(found[name].at for name in group))
    above = set().union(*(found[name].above for name in group))
    lists = set().union(*(found[name].lists for name in group))
    for name in group:
        found[name] = Cuts(at, above, lists, group)
