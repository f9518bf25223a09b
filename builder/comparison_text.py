"""A comparison of two guides as JSON for other programs and as text for a person."""

import json
from collections.abc import Iterable

from builder.comparison import AnswerChange, ColumnChange, Comparison, TaskChange, VerdictChange
from builder.library import Library
from builder.schema import FieldName
from builder.selection import Verdict
from builder.wording import say_value, value_json

_WORDS = {Verdict.IN: "in the guide", Verdict.OUT: "left out", Verdict.OPEN: "open"}


def is_empty(comparison: Comparison) -> bool:
    """Tell whether two guides are the same."""
    return not comparison.answers


def comparison_json(comparison: Comparison, names: tuple[str, str]) -> str:
    """Return a comparison as JSON; `names` are what the two profiles are called."""
    return json.dumps(
        {
            "before": names[0],
            "after": names[1],
            "answers": [
                {"field": change.field, "before": value_json(change.before), "after": value_json(change.after)}
                for change in comparison.answers
            ],
            "modules": [_verdict_json(change) for change in comparison.modules],
            "passages": [_verdict_json(change) for change in comparison.passages],
            "tasks": [_task_json(change) for change in comparison.tasks],
            "columns": [_column_json(change) for change in comparison.columns],
            "values": [{"module": change.module, "field": change.field} for change in comparison.values],
        },
        ensure_ascii=False,
        indent=2,
    )


def _verdict_json(change: VerdictChange) -> dict[str, object]:
    place = {} if change.passage is None else {"line": change.passage.place.line}
    return {
        "module": change.module,
        **place,
        "before": str(change.before),
        "after": str(change.after),
        "because": list(change.because),
    }


def _task_json(change: TaskChange) -> dict[str, object]:
    return {
        "module": change.module,
        "do": change.task.do,
        "before": change.before,
        "after": change.after,
        "because": list(change.because),
    }


def _column_json(change: ColumnChange) -> dict[str, object]:
    return {
        "module": change.module,
        "worksheet": change.worksheet,
        "column": change.column,
        "comes": change.comes,
        "because": list(change.because),
    }


def format_comparison(comparison: Comparison, library: Library) -> str:
    """Return a comparison for a person at the terminal."""
    if is_empty(comparison):
        return "no difference: the two guides are the same"
    parts = (
        _section(
            "Answers",
            (_answer_line(change, library) for change in comparison.answers),
        ),
        _section("Modules", (_verdict_line(change, library) for change in comparison.modules)),
        _section("Passages", (_verdict_line(change, library) for change in comparison.passages)),
        _section("Tasks", (_task_line(change) for change in comparison.tasks)),
        _section("Columns of worksheets", (_column_line(change) for change in comparison.columns)),
        _section("Values in the text", (f"{library.modules[c.module].title}: {c.field}" for c in comparison.values)),
    )
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: Iterable[str]) -> str:
    listed = [f"  {line}" for line in lines]
    return "\n".join([f"{title} ({len(listed)})", *listed]) if listed else ""


def _answer_line(change: AnswerChange, library: Library) -> str:
    field = library.vocabulary.schema.fields[change.field]
    values = (change.before, change.after)
    before, after = ("not given" if value is None else say_value(field, value) for value in values)
    return f"{field.name}: {before} → {after}"


def _verdict_line(change: VerdictChange, library: Library) -> str:
    title = library.modules[change.module].title
    where = title if change.passage is None else f"{title}, passage on line {change.passage.place.line}"
    return f"{where}: {_WORDS[change.before]} → {_WORDS[change.after]}{_cause(change.because)}"


def _task_line(change: TaskChange) -> str:
    before, after = ("not there" if window is None else window or "no date" for window in (change.before, change.after))
    return f"{change.task.do}: {before} → {after}{_cause(change.because)}"


def _column_line(change: ColumnChange) -> str:
    turn = "left out → there" if change.comes else "there → left out"
    return f"{change.worksheet}, {change.column}: {turn}{_cause(change.because)}"


def _cause(fields: tuple[FieldName, ...]) -> str:
    return f"  [{', '.join(fields)}]" if fields else ""
