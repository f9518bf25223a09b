"""Every distinct condition of a library under a number, the same in its data and on its pages."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cached_property

from builder.conditions.nodes import ALWAYS, Condition
from builder.library import Library
from builder.markup.body import passages_of


@dataclasses.dataclass(frozen=True)
class ConditionTable:
    """Conditions, each once; the position of one is its number, and "always" has the number 0."""

    conditions: tuple[Condition, ...]

    def number(self, condition: Condition) -> int:
        """Return the number of a condition of the library."""
        return self._numbers[condition]

    @cached_property
    def _numbers(self) -> Mapping[Condition, int]:
        return {condition: number for number, condition in enumerate(self.conditions)}


def condition_table(library: Library) -> ConditionTable:
    """Number the conditions of modules and all that is in them in reading order, then the meanings of names."""
    named = (condition.named.condition for condition in library.vocabulary.conditions.values())
    return ConditionTable(tuple(dict.fromkeys((ALWAYS, *_in_order(library), *named))))


def _in_order(library: Library) -> Iterator[Condition]:
    for _, modules in library.in_order():
        for module in modules:
            yield module.when
            yield from (task.when for task in module.tasks)
            yield from (passage.condition for passage in passages_of(module.body))
            yield from (column.when for sheet in library.worksheets_of(module) for column in sheet.all_columns)
