"""Worksheets: tables the reader fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType

from builder.diagnostics import Problems, did_you_mean
from builder.schema import FieldName, Schema
from builder.sources import Place, Source
from builder.yaml_text import Node, Scalar, parse_yaml
from builder.yaml_values import (
    items_of,
    keys_of,
    mapping_of,
    open_keys_of,
    prose_of,
    required_prose,
    scalars_of,
    text_of,
    texts_at,
    whole_number_of,
)

WorksheetId = NewType("WorksheetId", str)

MOST_BLANK_ROWS = 60
_SHOWN = (("title",), ("goal",), ("purpose",), ("columns", "*"), ("bookkeeping", "*"), ("rows", "*", "label"))
_KEYS = ("title", "goal", "purpose", "columns", "bookkeeping", "rows", "blank_rows")


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
    columns: tuple[str, ...]
    bookkeeping: tuple[str, ...]
    rows: tuple[Row, ...]
    blank_rows: int
    texts: tuple[Scalar, ...]
    place: Place


def parse_worksheet(source: Source, key: WorksheetId, schema: Schema) -> Worksheet:
    """Read one worksheet.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    root = parse_yaml(source)
    keys = keys_of(root, "the worksheet", _KEYS, problems)
    top = mapping_of(root)
    columns = tuple(scalar.text for scalar in scalars_of(keys.get("columns"), "`columns`", problems))
    if not columns:
        problems.add(root.place, "the worksheet has no `columns`", "add a line `columns: [One, Two]`")
    worksheet = Worksheet(
        id=key,
        title=required_prose(top, "title", "the worksheet", problems),
        goal=prose_of(keys.get("goal"), "`goal`", problems),
        purpose=required_prose(top, "purpose", "the worksheet", problems),
        columns=columns,
        bookkeeping=tuple(scalar.text for scalar in scalars_of(keys.get("bookkeeping"), "`bookkeeping`", problems)),
        rows=tuple(_row(node, columns, schema, problems) for node in items_of(keys.get("rows"), "`rows`", problems)),
        blank_rows=_blank_rows(keys.get("blank_rows"), problems),
        texts=tuple(text for path in _SHOWN for text in texts_at(top, *path)),
        place=root.place,
    )
    problems.raise_errors()
    return worksheet


def _row(node: Node, columns: tuple[str, ...], schema: Schema, problems: Problems) -> Row:
    keys = keys_of(node, "a row", ("label", "fill"), problems)
    entry = mapping_of(node)
    fill: dict[str, FieldName] = {}
    for column, field in open_keys_of(keys.get("fill"), "`fill`", problems).items():
        name = text_of(field, "a field", problems)
        if column not in columns:
            problems.add(field.place, f"unknown column `{column}`", did_you_mean(column, columns))
        if name not in schema.fields:
            problems.add(field.place, f"unknown field `{name}`", did_you_mean(name, schema.fields))
        fill[column] = FieldName(name)
    return Row(required_prose(entry, "label", "a row", problems), fill)


def _blank_rows(node: Node | None, problems: Problems) -> int:
    count = whole_number_of(node, "`blank_rows`", problems) or 0
    if node is not None and isinstance(node, Scalar) and not 0 <= count <= MOST_BLANK_ROWS:
        problems.add(node.place, f"`blank_rows` must be between 0 and {MOST_BLANK_ROWS}")
    return count
