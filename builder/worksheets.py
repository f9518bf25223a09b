"""Worksheets: tables the reader fills in."""

from collections.abc import Mapping
from typing import NewType

from builder.conditions.names import Names
from builder.conditions.nodes import ALWAYS, Condition
from builder.conditions.phrases import Phrase
from builder.diagnostics import Problems, did_you_mean
from builder.records import dataclass
from builder.schema import FieldName
from builder.sources import Place, Source
from builder.vocabulary import Vocabulary, parse_when, written_phrase
from builder.yaml_text import Dictionary, Node, Scalar, Sequence, parse_yaml
from builder.yaml_values import (
    items_of,
    keys_of,
    mapping_of,
    open_keys_of,
    prose_of,
    required_prose,
    required_text,
    text_of,
    texts_at,
    whole_number_of,
)

WorksheetId = NewType("WorksheetId", str)

MOST_BLANK_ROWS = 60
_SHOWN = (
    ("title",), ("goal",), ("purpose",), ("columns", "*"), ("columns", "*", "title"), ("bookkeeping", "*"),
    ("bookkeeping", "*", "title"), ("rows", "*", "label"),
)  # fmt: skip
_KEYS = ("title", "goal", "purpose", "columns", "bookkeeping", "rows", "blank_rows")


@dataclass(frozen=True, slots=True)
class Column:
    """A column for every reader whom its condition does not rule out."""

    title: str
    when: Condition = ALWAYS
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose first cell is given; `fill` names the fields that fill other cells, by column."""

    label: str
    fill: Mapping[str, FieldName]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A table with a purpose; `bookkeeping` are columns for the reader's own records, `texts` all its words."""

    id: WorksheetId
    title: str
    goal: str
    purpose: str
    columns: tuple[Column, ...]
    bookkeeping: tuple[Column, ...]
    rows: tuple[Row, ...]
    blank_rows: int
    texts: tuple[Scalar, ...]
    place: Place

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Return the columns in the order in which they stand."""
        return (*self.columns, *self.bookkeeping)

    def filling(self, column: Column) -> tuple[FieldName, ...]:
        """Return the fields that fill cells of a column."""
        return tuple(row.fill[column.title] for row in self.rows if column.title in row.fill)


def parse_worksheet(source: Source, key: WorksheetId, vocabulary: Vocabulary) -> Worksheet:
    """Read one worksheet.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    root = parse_yaml(source)
    keys = keys_of(root, "the worksheet", _KEYS, problems)
    top = mapping_of(root)
    names = vocabulary.names
    columns = _columns(keys.get("columns"), "`columns`", names, problems)
    if not columns:
        problems.add(root.place, "the worksheet has no `columns`", "add a line `columns: [One, Two]`")
    elif columns[0].phrase is not None:
        message = "the first column is for every reader: the names of the rows stand there"
        problems.add(columns[0].phrase.place, message, "delete its `when`")
    titles = tuple(column.title for column in columns)
    worksheet = Worksheet(
        id=key,
        title=required_prose(top, "title", "the worksheet", problems),
        goal=prose_of(keys.get("goal"), "`goal`", problems),
        purpose=required_prose(top, "purpose", "the worksheet", problems),
        columns=columns,
        bookkeeping=_columns(keys.get("bookkeeping"), "`bookkeeping`", names, problems),
        rows=tuple(_row(node, titles, names, problems) for node in items_of(keys.get("rows"), "`rows`", problems)),
        blank_rows=_blank_rows(keys.get("blank_rows"), problems),
        texts=tuple(text for path in _SHOWN for text in texts_at(top, *path)),
        place=root.place,
    )
    problems.raise_errors()
    return worksheet


def _columns(node: Node | None, what: str, names: Names, problems: Problems) -> tuple[Column, ...]:
    return tuple(_column(item, names, problems) for item in items_of(node, what, problems))


def _column(node: Node, names: Names, problems: Problems) -> Column:
    """Read a column: its title alone, or a title and for whom it is."""
    match node:
        case Scalar(text):
            return Column(text)
        case Sequence():
            problems.add(node.place, "a column must be a text, not a list", "write its title, or `{title: A, when: B}`")
            return Column("")
        case Dictionary():
            keys = keys_of(node, "a column", ("title", "when"), problems)
            title, when = required_text(node, "title", "a column", problems), keys.get("when")
            return Column(title, parse_when(when, names, problems), written_phrase(when))


def _row(node: Node, columns: tuple[str, ...], names: Names, problems: Problems) -> Row:
    keys = keys_of(node, "a row", ("label", "fill"), problems)
    entry = mapping_of(node)
    fill: dict[str, FieldName] = {}
    for column, field in open_keys_of(keys.get("fill"), "`fill`", problems).items():
        name = text_of(field, "a field", problems)
        if column not in columns:
            problems.add(field.place, f"unknown column `{column}`", did_you_mean(column, columns))
        if name not in names.fields:
            problems.add(field.place, f"unknown field `{name}`", did_you_mean(name, names.fields))
        fill[column] = FieldName(name)
    return Row(required_prose(entry, "label", "a row", problems), fill)


def _blank_rows(node: Node | None, problems: Problems) -> int:
    count = whole_number_of(node, "`blank_rows`", problems) or 0
    if node is not None and isinstance(node, Scalar) and not 0 <= count <= MOST_BLANK_ROWS:
        problems.add(node.place, f"`blank_rows` must be between 0 and {MOST_BLANK_ROWS}")
    return count
