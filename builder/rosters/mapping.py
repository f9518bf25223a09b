"""Reading `roster.yaml`: which column of a form's export is which field, and what its answers mean."""

from collections.abc import Mapping

from builder.diagnostics import Problems, did_you_mean
from builder.records import dataclass, field
from builder.rosters.cells import Misfit, read_cell
from builder.schema import Field, FieldName, Schema
from builder.sources import Source
from builder.yaml_text import Dictionary, Node, Scalar, parse_yaml
from builder.yaml_values import keys_of, kind_of, open_keys_of, scalars_of, text_of

ID, PASSWORD = "id", "password"
OWN_COLUMNS = (ID, PASSWORD)  # which are no fields
_KEYS = ("columns", "ignore", "unknown")
_COLUMN_KEYS = ("field", "answers", "separator")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a column is: a field, `id` or `password`, the meaning of answers, and what parts the items of a list."""

    target: str
    answers: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""


@dataclass(frozen=True, slots=True)
class RosterMapping:
    """Columns by their header, columns to leave out, and answers that say nothing; all of them as `plain` text."""

    columns: Mapping[str, ColumnRule] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


def plain(text: str) -> str:
    """Return a header or an answer as it is compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def parse_mapping(source: Source, schema: Schema) -> RosterMapping:
    """Read what a file beside a roster says about its columns; a file of nothing but comments says nothing.

    Raises:
        BuildError: with every problem found.
    """
    if all(not line.strip() or line.lstrip().startswith("#") for line in source.text.split("\n")):
        return RosterMapping()
    problems = Problems()
    top = keys_of(parse_yaml(source), "the roster's file", _KEYS, problems)
    columns = top.get("columns")
    keys = columns.keys if isinstance(columns, Dictionary) else {}
    rules = {
        plain(header): _rule(keys[header], node, schema, problems)
        for header, node in open_keys_of(columns, "`columns`", problems).items()
    }
    mapping = RosterMapping(
        rules,
        frozenset(plain(scalar.text) for scalar in scalars_of(top.get("ignore"), "`ignore`", problems)),
        frozenset(plain(scalar.text) for scalar in scalars_of(top.get("unknown"), "`unknown`", problems)),
    )
    problems.raise_errors()
    return mapping


def _rule(header: Scalar, node: Node, schema: Schema, problems: Problems) -> ColumnRule:
    what = f"the column `{header.text}`"
    if isinstance(node, Scalar):
        return ColumnRule(_target(node, schema, problems))
    keys = keys_of(node, what, _COLUMN_KEYS, problems)
    target = keys.get("field")
    if not isinstance(target, Scalar):
        problems.add(header.place, f"{what} has no `field`", "add a line `field: ...`")
        return ColumnRule("")
    name = _target(target, schema, problems)
    separator = text_of(keys.get("separator"), "`separator`", problems)
    answers = open_keys_of(keys.get("answers"), "`answers`", problems)
    known = schema.fields.get(FieldName(name))
    meanings = {
        plain(answer): _meaning(answer, value, known, schema, separator, problems) for answer, value in answers.items()
    }
    return ColumnRule(name, meanings, separator)


def _target(node: Scalar, schema: Schema, problems: Problems) -> str:
    if node.text not in OWN_COLUMNS and node.text not in schema.fields:
        hint = did_you_mean(node.text, (*schema.fields, *OWN_COLUMNS))
        problems.add(node.place, f"unknown field `{node.text}`", hint)
    return node.text


def _meaning(  # noqa: PLR0913, PLR0917 - one answer of `_rule`
    answer: str, node: Node, known: Field | None, schema: Schema, separator: str, problems: Problems
) -> str:
    """Return what an answer stands for as a cell would say it; empty for an answer that says nothing."""
    if not isinstance(node, Scalar):
        problems.add(node.place, f"the answer `{answer}` must mean one value, not {kind_of(node)}")
        return ""
    text = "" if kind_of(node) == "nothing" else " ".join(node.text.split())
    value = read_cell(text, known, schema, separator) if known and text else None
    if isinstance(value, Misfit):
        problems.add(node.place, value.message, "write nothing behind the colon if the answer says nothing")
    return text
