"""Reading `profile.schema.yaml`."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from builder.diagnostics import BuildError, Diagnostic, Problems, did_you_mean
from builder.plain_rules import judge_plainly
from builder.records import dataclass
from builder.schema import Field, FieldName, Kind, Schema, Value
from builder.sources import Source
from builder.yaml_text import Dictionary, Node, Scalar, parse_yaml
from builder.yaml_values import (
    flag,
    flag_of,
    items_of,
    keys_of,
    kind_of,
    open_keys_of,
    plain_value,
    prose_of,
    required_prose,
    scalars_of,
    text_of,
    texts_at,
    whole_number,
    whole_number_of,
)

_TOP_KEYS = ("$schema", "$id", "title", "description", "type", "additionalProperties", "properties")
_FIELD_KEYS = (
    "type", "title", "description", "enum", "minimum", "maximum", "maxLength", "minLength", "pattern", "format",
    "items", "maxItems", "uniqueItems", "x-question", "x-yes", "x-no", "x-says", "x-names", "x-only-when",
    "x-otherwise", "x-power", "x-goals", "x-stages", "x-comes-with", "x-private", "x-layout",
)  # fmt: skip
_SHOWN = (
    ("title",), ("description",), ("x-question",), ("x-layout",), ("x-yes",), ("x-no",), ("x-says", "*"),
    ("x-names", "*"),
)  # fmt: skip
_KINDS = {"integer": Kind.WHOLE, "boolean": Kind.FLAG, "array": Kind.TEXTS}


@dataclass(frozen=True, slots=True)
class _Test:
    """Tells by a field's part of the JSON Schema, which must be one when the first value comes, what is allowed."""

    json: str

    def __call__(self, value: Value) -> bool:
        """Tell whether a profile may give a value."""
        plainly = judge_plainly(_rules(self.json), value)
        if plainly is not None:
            return plainly
        return _validator(self.json)(list(value) if isinstance(value, tuple) else value)


@cache
def _rules(text: str) -> Mapping[str, object]:
    schema = json.loads(text)
    return schema if isinstance(schema, dict) else {}


@cache
def _validator(text: str) -> Callable[[object], bool]:
    import jsonschema_rs  # noqa: PLC0415 - takes time, and most rules are plain

    return jsonschema_rs.validator_for(dict(_rules(text))).is_valid


def parse_schema(source: Source) -> Schema:
    """Read the JSON Schema of a profile: an object of fields and of groups of fields.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    root = parse_yaml(source)
    top = keys_of(root, "the schema", _TOP_KEYS, problems)
    fields: dict[FieldName, Field] = {}
    groups: dict[str, str] = {}
    for key, node in open_keys_of(top.get("properties"), "`properties`", problems).items():
        for name, group, child in _leaves(key, node, groups, problems):
            fields.update((field.name, field) for field in _parse_field(name, group, child, fields, problems))
    problems.raise_errors()
    whole = plain_value(root)
    import jsonschema_rs  # noqa: PLC0415 - takes time, and a schema that was kept needs it for nothing

    try:
        jsonschema_rs.validator_for(whole if isinstance(whole, dict) else {})
    except ValueError as error:
        first = str(error).split("\n", 1)[0]
        raise BuildError([Diagnostic(root.place, f"this is no JSON Schema: {first}")]) from error
    return Schema(fields, groups, whole if isinstance(whole, dict) else {}, tuple(_texts(top.get("properties"))))


def _texts(properties: Node | None) -> Iterator[Scalar]:
    """Yield the words that readers see, of all fields and groups."""
    for path in _SHOWN:
        yield from texts_at(properties, "*", *path)
        yield from texts_at(properties, "*", "properties", "*", *path)


def _leaves(key: str, node: Node, groups: dict[str, str], problems: Problems) -> Iterator[tuple[str, str, Node]]:
    """Yield the name, group and node of a field, or of every field of a group."""
    if not isinstance(node, Dictionary) or "properties" not in node.entries:
        yield key, "", node
        return
    entries = keys_of(node, f"the group `{key}`", _TOP_KEYS, problems)
    groups[key] = text_of(entries.get("title"), "`title`", problems) or key
    for name, child in open_keys_of(entries["properties"], "`properties`", problems).items():
        yield f"{key}.{name}", key, child


def _parse_field(
    name: str, group: str, node: Node, above: Mapping[FieldName, Field], problems: Problems
) -> Iterator[Field]:
    what = f"the field `{name}`"
    entries = keys_of(node, what, _FIELD_KEYS, problems)
    if not isinstance(node, Dictionary):
        return
    kind = _kind(node, entries, problems)
    choices = tuple(scalar.text for scalar in scalars_of(entries.get("enum"), "`enum`", problems))
    only_when = entries.get("x-only-when")
    if only_when is not None and not isinstance(only_when, Scalar):
        problems.add(only_when.place, f"`x-only-when` must be one condition, not {kind_of(only_when)}")
    yield Field(
        name=FieldName(name),
        group=group,
        kind=kind,
        title=required_prose(node, "title", what, problems),
        question=required_prose(node, "x-question", what, problems),
        help=prose_of(entries.get("description"), "`description`", problems),
        minimum=whole_number_of(entries.get("minimum"), "`minimum`", problems),
        maximum=whole_number_of(entries.get("maximum"), "`maximum`", problems),
        choices=choices,
        layout=text_of(entries.get("x-layout"), "`x-layout`", problems),
        bounds=_bounds(entries),
        says=_clauses(node, kind, choices, problems),
        names=_names(entries.get("x-names"), kind, choices, problems),
        yes=required_prose(node, "x-yes", what, problems) if kind is Kind.FLAG else "",
        no=required_prose(node, "x-no", what, problems) if kind is Kind.FLAG else "",
        only_when=only_when if isinstance(only_when, Scalar) else None,
        otherwise=_value_of(entries.get("x-otherwise"), "`x-otherwise`", kind, problems),
        is_in_readers_power=flag_of(entries.get("x-power"), "`x-power`", problems) is True,
        goals=_goals(entries.get("x-goals"), kind, choices, problems),
        goes_by_stages=flag_of(entries.get("x-stages"), "`x-stages`", problems) is True,
        comes_with=_comes_with(entries.get("x-comes-with"), above, problems),
        is_private=flag_of(entries.get("x-private"), "`x-private`", problems) is not False,
        allows=_Test(json.dumps(plain_value(node))),
    )


def _bounds(entries: Mapping[str, Node]) -> str:
    """Return in words how long a text may be, or how many items a list may have and how long they may be."""
    found = []
    if isinstance(most := entries.get("maxItems"), Scalar):
        found.append(f"at most {most.text} items")
    inner = entries.get("items")
    parts = (("", entries), ("each ", inner.entries if isinstance(inner, Dictionary) else {}))
    for each, keys in parts:
        if isinstance(longest := keys.get("maxLength"), Scalar):
            found.append(f"{each}at most {longest.text} characters long")
    return ", ".join(found)


def _kind(node: Dictionary, entries: Mapping[str, Node], problems: Problems) -> Kind:
    name = text_of(entries.get("type"), "`type`", problems)
    if name == "string":
        return Kind.CHOICE if "enum" in entries else _text_kind(entries, problems)
    if name not in _KINDS:
        place = entries["type"].place if "type" in entries else node.place
        problems.add(place, "`type` must be one of " + ", ".join(f"`{known}`" for known in ("string", *_KINDS)))
    return _KINDS.get(name, Kind.TEXT)


def _text_kind(entries: Mapping[str, Node], problems: Problems) -> Kind:
    layout = text_of(entries.get("format"), "`format`", problems)
    if layout not in {"", "year-month"}:
        problems.add(entries["format"].place, f"unknown format `{layout}`", "the only format is `year-month`")
    return Kind.MONTH if layout else Kind.TEXT


def _clauses(node: Dictionary, kind: Kind, choices: tuple[str, ...], problems: Problems) -> Mapping[str, str]:
    if kind is not Kind.CHOICE:
        return {}
    says = open_keys_of(node.entries.get("x-says"), "`x-says`", problems)
    for choice in choices:
        if choice not in says:
            problems.add(
                node.place, f"`x-says` has no clause for the value `{choice}`", "write it as a clause: `you ...`"
            )
    for key, clause in says.items():
        if key not in choices:
            problems.add(clause.place, f"`x-says` has a clause for `{key}`, which is none of the values")
    return {key: prose_of(clause, f"the clause for `{key}`", problems) for key, clause in says.items()}


def _names(node: Node | None, kind: Kind, choices: tuple[str, ...], problems: Problems) -> Mapping[str, str]:
    if node is not None and kind not in {Kind.CHOICE, Kind.TEXTS}:
        problems.add(node.place, "`x-names` is for a choice or a list of texts")
    names = open_keys_of(node, "`x-names`", problems)
    for key, name in names.items():
        if kind is Kind.CHOICE and key not in choices:
            problems.add(name.place, f"`x-names` has a name for `{key}`, which is none of the values")
    return {key: prose_of(name, f"the name of `{key}`", problems) for key, name in names.items()}


def _value_of(node: Node | None, what: str, kind: Kind, problems: Problems) -> Value | None:
    """Return a value of a kind of field; None for no node."""
    value: Value | None = None
    match kind:
        case Kind.WHOLE:
            value = whole_number(node) if node else None
        case Kind.FLAG:
            value = flag(node) if node else None
        case Kind.CHOICE | Kind.TEXT | Kind.MONTH:
            value = text_of(node, what, problems) if node else None
        case Kind.TEXTS:
            value = tuple(text_of(item, what, problems) for item in items_of(node, what, problems))
            value = value or None
    if node is not None and value is None:
        problems.add(node.place, f"{what} must be a {kind}")
    return value


def _goals(node: Node | None, kind: Kind, choices: tuple[str, ...], problems: Problems) -> tuple[Value, ...]:
    values: list[Value] = []
    for item in items_of(node, "`x-goals`", problems):
        value = _value_of(item, "each item of `x-goals`", kind, problems)
        if kind is Kind.CHOICE and value not in choices:
            problems.add(item.place, f"`x-goals` has `{value}`, which is none of the values")
        elif value is not None:
            values.append(value)
    return tuple(values)


def _comes_with(node: Node | None, above: Mapping[FieldName, Field], problems: Problems) -> Mapping[FieldName, Value]:
    settings: dict[FieldName, Value] = {}
    for key, child in open_keys_of(node, "`x-comes-with`", problems).items():
        name = FieldName(key)
        if name not in above:
            hint = did_you_mean(key, above) or "name a field that stands above this one"
            place = node.keys[key].place if isinstance(node, Dictionary) else child.place
            problems.add(place, f"`x-comes-with` has the unknown field `{key}`", hint)
            continue
        value = _value_of(child, "the value in `x-comes-with`", above[name].kind, problems)
        if above[name].kind is Kind.CHOICE and value not in above[name].choices:
            problems.add(child.place, f"`x-comes-with` has `{value}`, which is no value of `{name}`")
        elif value is not None:
            settings[name] = value
    return settings
