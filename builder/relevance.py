"""Which missing answers could still change what a guide shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from builder.conditions.facts import Facts
from builder.conditions.undecided import may_fail, may_hold, undecided_fields
from builder.library import Library
from builder.markup.body import Body, FieldValue, Passage
from builder.modules import Module, ModuleId
from builder.schema import FieldName
from builder.worksheets import WorksheetId

NAME = FieldName("name")


@dataclass(frozen=True)
class Relevance:
    """A library's fields, seen from what they change in a guide other than its list of answers."""

    library: Library

    def fields(self, facts: Facts) -> frozenset[FieldName]:
        """Return the fields whose answer could change a page, a passage, a task, a date or a printed value."""
        found = set(self.on_every_guide)
        for module in self.library.modules.values():
            found |= undecided_fields(module.when, facts)
            if may_hold(module.when, facts):
                found |= self.on_sheets[module.id]
                found.update(_inside(module, facts))
        return _with_deciding(frozenset(found - facts.given.keys()), facts)

    @cached_property
    def on_every_guide(self) -> frozenset[FieldName]:
        """Return the fields that stand on pages of every reader: the home page, the score line, dates and the name."""
        outline = self.library.outline
        scores = outline.score_line.scores if outline.score_line else ()
        years = (named.year for named in outline.dates.values())
        return frozenset({NAME, *outline.home, *(axis.field for axis in scores), *years})

    @cached_property
    def on_sheets(self) -> dict[ModuleId, frozenset[FieldName]]:
        """Return the fields that fill cells of a module's worksheets."""
        return {key: frozenset(_on_sheets(module, self.library)) for key, module in self.library.modules.items()}


def _on_sheets(module: Module, library: Library) -> Iterator[FieldName]:
    for scalar in module.worksheets:
        for row in library.worksheets[WorksheetId(scalar.text)].rows:
            yield from row.fill.values()


def _inside(module: Module, facts: Facts) -> Iterator[FieldName]:
    for task in module.tasks:
        yield from undecided_fields(task.when, facts)
    yield from _in_body(module.body, facts)


def _in_body(body: Body, facts: Facts) -> Iterator[FieldName]:
    for piece in body:
        if isinstance(piece, FieldValue):
            yield piece.field
        elif isinstance(piece, Passage):
            yield from undecided_fields(piece.condition, facts)
            if may_hold(piece.condition, facts):
                yield from _in_body(piece.then, facts)
            if may_fail(piece.condition, facts):
                yield from _in_body(piece.otherwise, facts)


def _with_deciding(fields: frozenset[FieldName], facts: Facts) -> frozenset[FieldName]:
    """Return the fields with those that decide whether one of them applies."""
    found, pending = set(fields), list(fields)
    while pending:
        rule = facts.rules.get(pending.pop())
        deciding = undecided_fields(rule.only_when, facts) - found if rule else frozenset()
        found |= deciding
        pending += deciding
    return frozenset(found)
