"""Which other answers are ahead of a reader, of those within their power."""

from collections.abc import Iterator, Mapping
from itertools import islice

from builder.conditions.facts import Facts
from builder.conditions.nodes import Condition
from builder.conditions.representatives import is_made_up, representatives
from builder.schema import Field, FieldName, Kind, Value

_MOST_VALUES = 1_000

Settings = Mapping[FieldName, Value]


def moves(field: Field, condition: Condition, facts: Facts) -> Iterator[Settings]:
    """Yield the changes of one answer that a reader can still make, the nearest first.

    Numbers go up, months get later, lists longer, choices to what the schema says; of values
    between which the condition sees no difference one stands for all. An answer that is not given
    is a question and no change, unless another answer brings it.
    """
    if not field.is_in_readers_power or not _is_open_to_change(field, facts):
        return
    given = facts.given.get(field.name)
    values = field.goals or dict.fromkeys(islice(representatives(field, condition, facts), _MOST_VALUES))
    real = (value for value in values if not is_made_up(value, field, condition, facts))
    ahead = [value for value in real if given is None or _is_ahead(value, given, field)]
    if field.kind in {Kind.WHOLE, Kind.MONTH}:
        ahead.sort(key=lambda value: (value, "") if isinstance(value, int) else (0, str(value)))
    yield from ({**field.comes_with, field.name: value} for value in ahead)


def _is_open_to_change(field: Field, facts: Facts) -> bool:
    """Tell whether the answer is given or comes with others, none of which is given as it must be."""
    if not field.comes_with:
        return field.name in facts.given
    return all(facts.given.get(name, wanted) != wanted for name, wanted in field.comes_with.items())


def _is_ahead(value: Value, given: Value, field: Field) -> bool:
    if field.goes_by_stages:
        return field.choices.index(str(value)) > field.choices.index(str(given))
    if isinstance(value, tuple) and isinstance(given, tuple):
        return len(value) > len(given)
    if field.kind in {Kind.WHOLE, Kind.MONTH}:
        return (value > given) if isinstance(value, int) and isinstance(given, int) else str(value) > str(given)
    return value != given
