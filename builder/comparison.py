"""How two readers' guides differ, and which answer makes each difference."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from builder.analysis import with_settings
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import Condition
from builder.conditions.truth import Truth
from builder.guide import Guide
from builder.library import Library
from builder.markup.body import FieldValue, Passage
from builder.modules import Module, ModuleId
from builder.outline import Outline
from builder.plan import plan_tasks, say_window, task_anchor
from builder.records import dataclass
from builder.schema import FieldName, Value
from builder.selection import Decision, Verdict, shown_pieces
from builder.tasks import Task

Fields = tuple[FieldName, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A field that the two readers answer differently; None is no answer."""

    field: FieldName
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A module, or a passage of a module that both get, with another verdict.

    `because` is a smallest set of answers that make the difference on their own.
    """

    module: ModuleId
    passage: Passage | None
    before: Verdict
    after: Verdict
    because: Fields


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task of a module that both get, with another window; None where one reader does not have it."""

    module: ModuleId
    task: Task
    before: str | None
    after: str | None
    because: Fields


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A module whose text, or a worksheet of which, prints a value that differs."""

    module: ModuleId
    field: FieldName


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChange:
    """A column of a worksheet, of a module that both get, that only the reader after (`comes`) or before has."""

    module: ModuleId
    worksheet: str
    column: str
    comes: bool
    because: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that differs; empty if and only if the two guides are the same."""

    answers: tuple[AnswerChange, ...]
    modules: tuple[VerdictChange, ...]
    passages: tuple[VerdictChange, ...]
    tasks: tuple[TaskChange, ...]
    columns: tuple[ColumnChange, ...]
    values: tuple[ValueChange, ...]


def compare_guides(before: Guide, after: Guide) -> Comparison:
    """Return how the guides of two readers of one library differ."""
    answers = _answers(before, after)
    causes = _Causes(before.facts, after.facts, tuple(change.field for change in answers))
    pairs = tuple(zip(before.selection.decisions, after.selection.decisions, strict=True))
    shared = tuple(pair for pair in pairs if {decision.verdict for decision in pair} == {Verdict.IN})
    return Comparison(
        answers=answers,
        modules=tuple(
            VerdictChange(old.module.id, None, old.verdict, new.verdict, causes.of(old.module.when))
            for old, new in pairs
            if old.verdict is not new.verdict
        ),
        passages=tuple(change for old, new in shared for change in _passages(old, new, causes)),
        tasks=tuple(change for old, new in shared for change in _tasks(old, new, causes, before.library.outline)),
        columns=tuple(change for old, _ in shared for change in _columns(old.module, causes, before.library)),
        values=tuple(change for old, new in shared for change in _values(old, new, causes.fields, before.library)),
    )


def _answers(before: Guide, after: Guide) -> tuple[AnswerChange, ...]:
    old, new = before.facts.given, after.facts.given
    order = before.library.vocabulary.schema.order
    names = sorted({*old, *new}, key=lambda name: order[name])
    return tuple(AnswerChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


@dataclass(frozen=True, slots=True)
class _Causes:
    """Finds which of the differing answers turn a condition from what it was into what it is."""

    before: Facts
    after: Facts
    fields: Fields

    def of(self, condition: Condition) -> Fields:
        """Return a smallest set of differing answers that explains the change."""
        wanted = judge(condition, self.after)
        behind = {*fields_behind(condition, self.before)}
        candidates = tuple(name for name in self.fields if name in behind)
        for size in range(1, len(candidates)):
            for some in combinations(candidates, size):
                changed = self._with(some)
                if changed is not None and judge(condition, changed) is wanted:
                    return some
        return candidates

    def _with(self, names: Fields) -> Facts | None:
        kept = {name: value for name, value in self.before.given.items() if name not in names}
        settings: Mapping[FieldName, Value] = {n: self.after.given[n] for n in names if n in self.after.given}
        return with_settings(self.before.giving(kept), settings)


def _passages(old: Decision, new: Decision, causes: _Causes) -> Iterator[VerdictChange]:
    """Yield the passages that both readers reach and that end otherwise."""
    for passage, ruling in old.passages.items():
        other = new.passages.get(passage)
        if other is not None and ruling.verdict is not other.verdict:
            because = causes.of(passage.condition)
            yield VerdictChange(old.module.id, passage, ruling.verdict, other.verdict, because)


def _tasks(old: Decision, new: Decision, causes: _Causes, outline: Outline) -> Iterator[TaskChange]:
    before, after = _windows(old, causes.before, outline), _windows(new, causes.after, outline)
    for position, task in enumerate(old.module.tasks, start=1):
        anchor = task_anchor(old.module, position)
        if before.get(anchor) != after.get(anchor):
            is_moved = old.tasks[task].verdict is new.tasks[task].verdict
            because = _date_fields(task, outline, causes.fields) if is_moved else causes.of(task.when)
            yield TaskChange(old.module.id, task, before.get(anchor), after.get(anchor), because)


def _windows(decision: Decision, facts: Facts, outline: Outline) -> Mapping[str, str]:
    tasks = plan_tasks(decision, outline, facts)
    return {task.anchor: say_window(task, outline.edition, outline) for task in tasks}


def _date_fields(task: Task, outline: Outline, fields: Fields) -> Fields:
    moments = [moment for moment in (task.start, task.due) if moment is not None]
    years = dict.fromkeys(outline.dates[moment.date_name].year for moment in moments)
    return tuple(name for name in years if name in fields)


def _columns(module: Module, causes: _Causes, library: Library) -> Iterator[ColumnChange]:
    for sheet in library.worksheets_of(module):
        for column in sheet.all_columns:
            was, comes = (judge(column.when, facts) is not Truth.NO for facts in (causes.before, causes.after))
            if was != comes:
                because = causes.of(column.when)
                yield ColumnChange(
                    module=module.id, worksheet=sheet.title, column=column.title, comes=comes, because=because
                )


def _values(old: Decision, new: Decision, fields: Fields, library: Library) -> Iterator[ValueChange]:
    pieces = (*shown_pieces(old), *shown_pieces(new))
    in_text = (piece.field for piece in pieces if isinstance(piece, FieldValue))
    printed = dict.fromkeys((*in_text, *library.fields_on_sheets(old.module)))
    yield from (ValueChange(old.module.id, name) for name in printed if name in fields)
