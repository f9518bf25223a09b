"""A library as JSON: all that the browser needs to decide, explain, ask and plan as we do."""

from collections.abc import Iterable, Iterator, Mapping

from builder.condition_table import ConditionTable
from builder.conditions.form import Json, condition_json
from builder.conditions.nodes import ALWAYS, Condition
from builder.library import Library
from builder.markup.body import Body, FieldValue, Passage
from builder.modules import Module
from builder.outline import Outline
from builder.records import dataclass
from builder.relevance import Relevance
from builder.schema import FieldName, Schema
from builder.schema_json import fields_json
from builder.tasks import Moment, Task
from builder.vocabulary import NamedCondition

LANGUAGE = 2


def library_json(library: Library, table: ConditionTable) -> Mapping[str, object]:
    """Return a library for the browser's engine; conditions stand there by their numbers in the table.

    `language` counts up when older engines would misread the data.
    """
    vocabulary, windows = library.vocabulary, _windows(library)
    writing = _Writing(library, table, windows)
    return {
        "language": LANGUAGE,
        "groups": dict(vocabulary.schema.groups),
        "fields": fields_json(vocabulary),
        "named": {name: writing.named(condition) for name, condition in vocabulary.conditions.items()},
        "conditions": [condition_json(condition) for condition in table.conditions],
        "chapters": [{"id": chapter.id, "title": chapter.title} for chapter in library.outline.chapters],
        "modules": [writing.module(module) for _, modules in library.in_order() for module in modules],
        "everywhere": _in_order(Relevance(library).on_every_guide, vocabulary.schema),
        **_calendar(library.outline),
        "windows": [[_moment_json(start), _moment_json(due)] for start, due in windows],
    }


_Window = tuple[Moment | None, Moment | None]


def _windows(library: Library) -> Mapping[_Window, int]:
    """Number the distinct windows of tasks in reading order."""
    tasks = (task for _, modules in library.in_order() for module in modules for task in module.tasks)
    return {window: number for number, window in enumerate(dict.fromkeys((task.start, task.due) for task in tasks))}


@dataclass(frozen=True, slots=True)
class _Writing:
    """Numbers for conditions and windows."""

    library: Library
    table: ConditionTable
    windows: Mapping[_Window, int]

    def named(self, condition: NamedCondition) -> Mapping[str, object]:
        when = self.table.number(condition.named.condition)
        return {"label": condition.label, "because": condition.because, "when": when}

    def module(self, module: Module) -> Mapping[str, object]:
        return {
            "id": module.id,
            "title": module.title,
            "chapter": module.chapter,
            "when": self.table.number(module.when),
            "tasks": [self.task(task) for task in module.tasks],
            "body": self.body(module.body),
            "sheets": list(self._on_sheets(module)),
        }

    def task(self, task: Task) -> list[int]:
        return [self.table.number(task.when), self.windows[task.start, task.due]]

    def _on_sheets(self, module: Module) -> Iterator[Json]:
        """Yield what of a module's worksheets depends on the reader, as `body` does: a column is like a passage."""
        columns = [(sheet, column) for sheet in self.library.worksheets_of(module) for column in sheet.all_columns]
        filling: dict[Condition, list[FieldName]] = {ALWAYS: []}
        for sheet, column in columns:
            filling.setdefault(column.when, []).extend(sheet.filling(column))
        schema = self.library.vocabulary.schema
        yield from _in_order(set(filling.pop(ALWAYS)), schema)
        for condition, names in filling.items():
            yield [self.table.number(condition), [*_in_order(set(names), schema)], []]

    def body(self, body: Body) -> list[Json]:
        """Return what of a text depends on the reader: the names of printed fields, and passages with both halves."""
        return list(self._pieces(body))

    def _pieces(self, body: Body) -> Iterator[Json]:
        for piece in body:
            if isinstance(piece, FieldValue):
                yield piece.field
            elif isinstance(piece, Passage):
                yield [self.table.number(piece.condition), self.body(piece.then), self.body(piece.otherwise)]


def _calendar(outline: Outline) -> Mapping[str, object]:
    dates = {
        name: {
            "title": named.title,
            "rule": [named.rule.ordinal, named.rule.weekday, named.rule.month],
            "year": named.year,
        }
        for name, named in outline.dates.items()
    }
    return {"edition": outline.edition.isoformat(), "dates": dates}


def _moment_json(moment: Moment | None) -> list[Json] | None:
    return [moment.date_name, moment.months, moment.days] if moment else None


def _in_order(names: Iterable[FieldName], schema: Schema) -> list[FieldName]:
    return sorted((name for name in names if name in schema.order), key=schema.order.__getitem__)
