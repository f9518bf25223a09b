"""Which missing answers could still change what a guide shows."""

import dataclasses
from collections.abc import Iterator
from functools import cached_property

from builder.conditions.facts import Facts, fields_around
from builder.conditions.nodes import Condition
from builder.conditions.undecided import may_fail, may_hold, undecided_fields
from builder.library import Library
from builder.markup.body import Body, FieldValue, Passage
from builder.modules import Module
from builder.records import dataclass
from builder.schema import FieldName, Value
from builder.worksheets import Worksheet

NAME = FieldName("name")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a condition may still become, and the missing answers that could change it."""

    may_hold: bool
    may_fail: bool
    waits_for: frozenset[FieldName]


@dataclasses.dataclass(frozen=True)
class Relevance:
    """A library's fields, seen from what they change in a guide other than its list of answers.

    What it finds out about a condition it keeps for all readers who give the same answers to the fields around that
    condition: from one question to the next most conditions stay as they are. Conditions of the library go by
    their identity, which is theirs as long as the library is held here.
    """

    library: Library
    _around: dict[int, tuple[FieldName, ...]] = dataclasses.field(default_factory=dict)
    _outlooks: dict[tuple[int, tuple[Value | None, ...]], Outlook] = dataclasses.field(default_factory=dict)

    def fields(self, facts: Facts) -> frozenset[FieldName]:
        """Return the fields whose answer could change a page, a passage, a task, a date or a printed value."""
        found = set(self.on_every_guide)
        for module in self.library.modules.values():
            outlook = self.outlook(module.when, facts)
            found |= outlook.waits_for
            if outlook.may_hold:
                found.update(self._inside(module, facts))
        return _with_deciding(frozenset(found - facts.given.keys()), facts)

    def outlook(self, condition: Condition, facts: Facts) -> Outlook:
        """Return what a condition of the library may still become."""
        around = self._around.get(id(condition))
        if around is None:
            around = self._around[id(condition)] = fields_around(condition, facts)
        key = (id(condition), tuple(facts.given.get(name) for name in around))
        if key not in self._outlooks:
            self._outlooks[key] = Outlook(
                may_hold(condition, facts), may_fail(condition, facts), undecided_fields(condition, facts)
            )
        return self._outlooks[key]

    def _inside(self, module: Module, facts: Facts) -> Iterator[FieldName]:
        for task in module.tasks:
            yield from self.outlook(task.when, facts).waits_for
        for worksheet in self.library.worksheets_of(module):
            yield from self._on_sheet(worksheet, facts)
        yield from self._in_body(module.body, facts)

    def _on_sheet(self, worksheet: Worksheet, facts: Facts) -> Iterator[FieldName]:
        for column in worksheet.all_columns:
            outlook = self.outlook(column.when, facts)
            yield from outlook.waits_for
            if outlook.may_hold:
                yield from worksheet.filling(column)

    def _in_body(self, body: Body, facts: Facts) -> Iterator[FieldName]:
        for piece in body:
            if isinstance(piece, FieldValue):
                yield piece.field
            elif isinstance(piece, Passage):
                outlook = self.outlook(piece.condition, facts)
                yield from outlook.waits_for
                if outlook.may_hold:
                    yield from self._in_body(piece.then, facts)
                if outlook.may_fail:
                    yield from self._in_body(piece.otherwise, facts)

    @cached_property
    def on_every_guide(self) -> frozenset[FieldName]:
        """Return the fields that stand on pages of every reader: the home page, the score line, dates and the name."""
        outline = self.library.outline
        scores = outline.score_line.scores if outline.score_line else ()
        years = (named.year for named in outline.dates.values())
        return frozenset({NAME, *outline.home, *(axis.field for axis in scores), *years})


def _with_deciding(fields: frozenset[FieldName], facts: Facts) -> frozenset[FieldName]:
    """Return the fields with those that decide whether one of them applies."""
    found, pending = set(fields), list(fields)
    while pending:
        rule = facts.rules.get(pending.pop())
        deciding = undecided_fields(rule.only_when, facts) - found if rule else frozenset()
        found |= deciding
        pending += deciding
    return frozenset(found)
