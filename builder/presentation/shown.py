"""For which readers a part of a page is, in the numbers of the library's conditions (see `public_views`)."""

from collections.abc import Iterable

from builder.condition_table import ConditionTable
from builder.conditions.nodes import Condition


def shown_for(table: ConditionTable, *conditions: Condition) -> str:
    """Return the mark of what is for readers for whom none of some conditions is "no"; empty for everyone."""
    return " ".join(str(number) for number in map(table.number, conditions) if number)


def either(marks: Iterable[str]) -> str:
    """Return the mark of what is for readers whom any of some marks fits."""
    listed = tuple(dict.fromkeys(marks))
    return "" if "" in listed else ";".join(listed)
