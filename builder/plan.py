"""Tasks on the reader's own calendar."""

import math
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from builder.conditions.facts import Facts
from builder.dates import say_month_of
from builder.modules import Module
from builder.outline import NamedDate, Outline
from builder.records import dataclass
from builder.selection import Decision, Verdict
from builder.tasks import Moment, Task

# Of what should be done already, this much stands in front: the latest part, which can be looked over in one go.
MOST_LATE = 12
_DAYS_A_MONTH, _MONTHS_A_YEAR, _DAYS_A_WEEK = 31, 12, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A task with its days; a day is None where the task has none or the year is not known."""

    anchor: str
    task: Task
    module: Module
    start: date | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """The tasks under one heading of a plan, each group in order of time.

    `others` can wait; of what is late, they are also what has been late for longest.
    """

    heading: str
    is_late: bool
    essential: tuple[PlannedTask, ...]
    others: tuple[PlannedTask, ...]


def plan_tasks(decision: Decision, outline: Outline, facts: Facts) -> tuple[PlannedTask, ...]:
    """Return the tasks of one module that are for this reader, in the module's order."""
    planned = []
    for position, task in enumerate(decision.module.tasks, start=1):
        if decision.verdict is Verdict.IN and decision.tasks[task].verdict is Verdict.IN:
            planned.append(
                PlannedTask(
                    anchor=task_anchor(decision.module, position),
                    task=task,
                    module=decision.module,
                    start=_day(task.start, outline, facts),
                    due=_day(task.due, outline, facts),
                )
            )
    return tuple(planned)


def task_anchor(module: Module, position: int) -> str:
    """Return the name that a task keeps from edition to edition; positions in a module count from 1."""
    return f"task-{module.id}-{position}"


def by_time(tasks: Iterable[PlannedTask], today: date) -> tuple[PlannedTask, ...]:
    """Return late tasks, then tasks whose day is the reader's own, then the others in order of time.

    Those whose year is not known come last, as they would fall.
    """

    def rank(task: PlannedTask) -> tuple[bool, bool, date, float]:
        last = last_day(task)
        is_dated = task.task.due is not None or task.task.start is not None
        return not is_late(task, today), is_dated, last or date.max, 0 if last else days_after(task.task)

    return tuple(sorted(tasks, key=rank))


def days_after(task: Task) -> float:
    """Return about how many days after its named date a task ends; one without a date comes last."""
    moment = task.due or task.start
    return math.inf if moment is None else -(moment.months * _DAYS_A_MONTH + moment.days)


def is_late(task: PlannedTask, today: date) -> bool:
    """Tell whether a task should be done already."""
    return task.due is not None and task.due < today


def plan_parts(tasks: Iterable[PlannedTask], outline: Outline) -> tuple[PlanPart, ...]:
    """Return a plan by heading, late tasks first; where no task is essential, all count as essential."""
    today = outline.edition
    planned = by_time(tasks, today)
    counts_all = not any(task.task.is_essential for task in planned)
    return tuple(
        _part(heading, tuple(some), today, counts_all=counts_all)
        for heading, some in groupby(planned, key=lambda task: plan_heading(task, outline))
    )


def _part(heading: str, tasks: tuple[PlannedTask, ...], today: date, *, counts_all: bool) -> PlanPart:
    late = is_late(tasks[0], today)
    essential = [task for task in tasks if counts_all or task.task.is_essential]
    shown = essential[-MOST_LATE:] if late else essential
    anchors = {task.anchor for task in shown}
    return PlanPart(
        heading=heading,
        is_late=late,
        essential=tuple(shown),
        others=tuple(task for task in tasks if task.anchor not in anchors),
    )


def plan_heading(task: PlannedTask, outline: Outline) -> str:
    """Return the heading of a plan under which a task stands: "Now" for what is late, else its year.

    Where the year is not known, it is the stretch of time before the named date.
    """
    last = last_day(task)
    if last is None:
        return stretch(task.task, outline)
    return "Now" if is_late(task, outline.edition) else str(last.year)


def stretch(task: Task, outline: Outline) -> str:
    """Return the year before its named date in which a task falls, in words."""
    moment = task.due or task.start
    if moment is None:
        return "No fixed date"
    name = outline.dates[moment.date_name].title
    years = math.ceil(-days_after(task) / (_DAYS_A_MONTH * _MONTHS_A_YEAR))
    if years <= 0:
        return f"On and after {name}"
    if years == 1:
        return f"The last year before {name}"
    return f"2 years to 1 year before {name}" if years == 2 else f"{years} to {years - 1} years before {name}"  # noqa: PLR2004 - grammar


def say_window(task: PlannedTask, today: date, outline: Outline) -> str:
    """Return a task's window in words, seen from the edition's day; empty where it has none."""
    if task.start is None and task.due is None:
        return _relative_window(task.task, outline)
    if task.due is not None and is_late(task, today):
        return f"now (usually by {say_month_of(task.due)})"
    if task.due is None:
        return f"from {say_month_of(task.start)}" if task.start else ""
    if task.start is None or task.start <= today:
        return f"by {say_month_of(task.due)}"
    start, due = say_month_of(task.start), say_month_of(task.due)
    return due if start == due else f"{start} to {due}"


def day_of(named: NamedDate, facts: Facts) -> date | None:
    """Return the day of a named date in the reader's year."""
    year = facts.given.get(named.year)
    return named.rule.in_year(year) if isinstance(year, int) else None


def last_day(task: PlannedTask) -> date | None:
    """Return the day that orders a task: its last one, or its first where it has no last."""
    return task.due or task.start


def _day(moment: Moment | None, outline: Outline, facts: Facts) -> date | None:
    if moment is None:
        return None
    day = day_of(outline.dates[moment.date_name], facts)
    return moment.on(day) if day else None


def _relative_window(task: Task, outline: Outline) -> str:
    moment = task.due or task.start
    if moment is None:
        return ""
    word = "by" if task.due else "from"
    return f"{word} {_relative(moment, outline)}"


def _relative(moment: Moment, outline: Outline) -> str:
    title = outline.dates[moment.date_name].title
    weeks, days = divmod(moment.days, _DAYS_A_WEEK) if moment.days % _DAYS_A_WEEK == 0 else (0, moment.days)
    for count, unit in ((moment.months, "month"), (weeks, "week"), (days, "day")):
        if count:
            side = "before" if count > 0 else "after"
            return f"{abs(count)} {unit}{'' if abs(count) == 1 else 's'} {side} {title}"
    return title
