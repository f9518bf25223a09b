"""The timeline: the reader's plan from the edition to the last named day, a row a chapter."""

from collections.abc import Iterable
from datetime import date

from builder.dates import say_date, say_month_of
from builder.guide import Guide, GuideChapter
from builder.picture_views import TimelineRowView, TimelineView
from builder.plan import day_of
from builder.records import dataclass

_SHORTEST = 60  # days; less is no picture
_Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Dated:
    """The days of a task, none before the edition; one that only has a beginning is not due."""

    first: date
    last: date
    is_due: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    start: date
    end: date

    def share(self, day: date) -> float:
        """Return where a day lies, in percent of the axis; days outside stand at its ends."""
        inside = min(max(day, self.start), self.end)
        return round(100 * (inside - self.start).days / (self.end - self.start).days, 2)

    def years(self) -> tuple[tuple[float, str], ...]:
        return tuple(
            (self.share(date(year, 1, 1)), str(year)) for year in range(self.start.year + 1, self.end.year + 1)
        )


def timeline_view(guide: Guide) -> TimelineView | None:
    """Return the picture of the plan; None where no named day lies ahead of this reader."""
    outline = guide.library.outline
    named = [(named.title, day) for named in outline.dates.values() if (day := day_of(named, guide.facts))]
    last = max((day for _, day in named), default=outline.edition)
    if (last - outline.edition).days < _SHORTEST:
        return None
    axis = _Axis(outline.edition, last)
    chapters = [(chapter, tasks) for chapter in guide.chapters if (tasks := _dated(chapter, outline.edition))]
    ends = "; ".join(f"{title} is on {say_date(day)}" for title, day in named)
    said = " ".join(_in_words(chapter, tasks) for chapter, tasks in chapters)
    return TimelineView(
        alt=f"Your plan from {say_month_of(axis.start)} on. {ends}. {said}".strip(),
        start=say_month_of(axis.start),
        days=tuple((axis.share(day), f"{title}, {say_date(day)}") for title, day in named),
        years=axis.years(),
        rows=tuple(_row(chapter, tasks, axis) for chapter, tasks in chapters),
    )


def _dated(chapter: GuideChapter, edition: date) -> tuple[_Dated, ...]:
    """Return the days of a chapter's tasks; what should have begun or been done already is for the edition's day."""
    return tuple(
        _Dated(max(first, edition), max(last, edition), is_due=task.due is not None)
        for module in chapter.modules
        for task in module.tasks
        if (first := task.start or task.due) and (last := task.due or task.start)
    )


def _row(chapter: GuideChapter, tasks: tuple[_Dated, ...], axis: _Axis) -> TimelineRowView:
    bars = ((axis.share(start), axis.share(end)) for start, end in _merged((task.first, task.last) for task in tasks))
    return TimelineRowView(
        title=chapter.chapter.title,
        count=_count(tasks),
        bars=tuple((start, round(end - start, 2)) for start, end in bars),
        ticks=tuple(sorted({axis.share(task.last) for task in tasks if task.is_due})),
    )


def _in_words(chapter: GuideChapter, tasks: tuple[_Dated, ...]) -> str:
    start, end = say_month_of(min(task.first for task in tasks)), say_month_of(max(task.last for task in tasks))
    window = start if start == end else f"{start} to {end}"
    return f"{chapter.chapter.title}: {_count(tasks)}, {window}."


def _count(tasks: tuple[_Dated, ...]) -> str:
    return "1 task" if len(tasks) == 1 else f"{len(tasks)} tasks"


def _merged(windows: Iterable[_Window]) -> tuple[_Window, ...]:
    """Return windows that touch as one, in order."""
    merged: list[_Window] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
