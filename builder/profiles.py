"""Profiles: what one reader says."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.conditions.facts import Facts
from builder.conditions.nodes import atoms, fields_of
from builder.conditions.operand_types import say_range
from builder.conditions.undecided import is_out_of_place
from builder.dates import is_month
from builder.diagnostics import Problems, did_you_mean
from builder.plain_rules import judge_plainly
from builder.records import dataclass
from builder.schema import Field, FieldName, Kind, Schema, Value
from builder.source_files import load_source
from builder.sources import Place, Source
from builder.vocabulary import Vocabulary
from builder.yaml_text import Dictionary, Node, Scalar, Sequence, parse_yaml
from builder.yaml_values import flag, kind_of, whole_number

CONTRADICTION_HINT = "change one of the two, or leave one out"
_FILLER = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Profile:
    """One reader's answers; every value fits the schema and applies to the reader."""

    name: str
    facts: Facts

    @property
    def given(self) -> Mapping[FieldName, Value]:
        """Return the values by field."""
        return self.facts.given


def load_profile(path: Path, name: str, vocabulary: Vocabulary) -> Profile:
    """Read a profile from a file; `name` is what messages call it.

    Raises:
        BuildError: with every problem found.
    """
    return parse_profile(load_source(path, name, is_private=True), vocabulary)


def parse_profile(source: Source, vocabulary: Vocabulary) -> Profile:
    """Read a profile; a file of nothing but comments is an empty one. No message says what it holds.

    Raises:
        BuildError: an unknown field, a value of the wrong type or range, or a value of a field
            that does not apply; with every problem found.
    """
    problems = Problems()
    source = Source(source.name, source.text, is_private=True)
    nodes = {} if _is_blank(source.text) else _leaves(parse_yaml(source), vocabulary.schema, problems)
    given, places = {}, {}
    for name, node in nodes.items():
        value = _typed(vocabulary.schema.fields[name], node, problems)
        if value is not None:
            given[name], places[name] = value, node.place
    _check_ranges(given, places, vocabulary.schema, problems)
    _check_applicability(vocabulary.facts(given), places, problems)
    problems.raise_errors()
    return Profile(source.name, vocabulary.facts(given))


def _is_blank(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _leaves(root: Node, schema: Schema, problems: Problems) -> Mapping[FieldName, Node]:
    found: dict[FieldName, Node] = {}
    if not isinstance(root, Dictionary):
        problems.add(
            root.place, f"a profile must be a mapping of fields and values, not {kind_of(root)}", "write `field: value`"
        )
        return found
    for key, node in root.entries.items():
        if key not in schema.groups:
            _keep(found, key, root.keys[key], node, schema, problems)
        elif isinstance(node, Dictionary):
            for child, value in node.entries.items():
                _keep(found, f"{key}.{child}", node.keys[child], value, schema, problems)
        elif kind_of(node) != "nothing":
            problems.add(
                node.place, f"`{key}` must hold fields of its own, not {kind_of(node)}", _group_hint(key, schema)
            )
    return found


def _keep(found: dict[FieldName, Node], name: str, key: Scalar, node: Node, schema: Schema, problems: Problems) -> None:  # noqa: PLR0913, PLR0917 - one step of `_leaves`
    if FieldName(name) in found:
        problems.add(key.place, f"duplicate field `{name}`", "keep one of the two")
    elif FieldName(name) in schema.fields:
        found[FieldName(name)] = node
    else:
        problems.add(key.place, f"unknown field `{name}`", did_you_mean(name, (*schema.fields, *schema.groups)))


def _group_hint(group: str, schema: Schema) -> str:
    first = next((name for name, field in schema.fields.items() if field.group == group), group)
    return f"write `{first.partition('.')[2]}: ...` on a line of its own, indented, under `{group}:`"


def _typed(field: Field, node: Node, problems: Problems) -> Value | None:
    """Return a value of the field's type; None for an empty one, which counts as unknown."""
    if isinstance(node, Scalar) and node.is_plain and node.text in _FILLER:
        return None
    value: Value | None = None
    match field.kind:
        case Kind.WHOLE:
            value = whole_number(node)
        case Kind.FLAG:
            value = flag(node)
        case Kind.TEXT | Kind.CHOICE:
            value = node.text if isinstance(node, Scalar) else None
        case Kind.MONTH:
            value = node.text if isinstance(node, Scalar) and is_month(node.text) else None
        case Kind.TEXTS:
            value = _texts(node)
    if value is None:
        problems.add(
            node.place,
            f"`{field.name}` must be {_wanted(field)}, not {kind_of(node)}",
            "leave the line out if you do not know it",
        )
    return value


def _texts(node: Node) -> tuple[str, ...] | None:
    if not isinstance(node, Sequence):
        return None
    texts = tuple(item.text for item in node.items if isinstance(item, Scalar))
    return texts if len(texts) == len(node.items) else None


def _wanted(field: Field) -> str:
    match field.kind:
        case Kind.WHOLE:
            return "a whole number"
        case Kind.FLAG:
            return "true or false"
        case Kind.TEXT:
            return "a text"
        case Kind.MONTH:
            return 'a month such as "2027-03"'
        case Kind.TEXTS:
            return "a list of texts such as `[one, two]`"
        case Kind.CHOICE:
            return say_choices(field)


def say_choices(field: Field) -> str:
    """Return the values of a choice in quotes, joined by commas and "or"."""
    quoted = [f'"{choice}"' for choice in field.choices]
    return ", ".join(quoted[:-1]) + f" or {quoted[-1]}"


def _check_ranges(
    given: Mapping[FieldName, Value], places: Mapping[FieldName, Place], schema: Schema, problems: Problems
) -> None:
    for name in misfits(given, schema):
        problems.add(
            places[name],
            f"`{name}` must be {_demand(schema.fields[name])}",
            choice_hint(schema.fields[name], given[name]),
        )


def misfits(given: Mapping[FieldName, Value], schema: Schema) -> tuple[FieldName, ...]:
    """Return the fields whose values the schema does not allow."""
    tree = _nested(given)
    if judge_plainly(schema.json, tree):
        return ()
    import jsonschema_rs  # noqa: PLC0415 - takes time, and nearly every profile fits

    errors = jsonschema_rs.validator_for(dict(schema.json)).iter_errors(tree)
    names = (FieldName(".".join(str(part) for part in e.instance_path if isinstance(part, str))) for e in errors)
    return tuple(dict.fromkeys(name for name in names if name in given))


def _nested(given: Mapping[FieldName, Value]) -> dict[str, object]:
    tree: dict[str, object] = {}
    for name, value in given.items():
        group, _, leaf = name.rpartition(".")
        branch = tree.setdefault(group, {}) if group else tree
        if isinstance(branch, dict):
            branch[leaf] = list(value) if isinstance(value, tuple) else value
    return tree


def _demand(field: Field) -> str:
    if field.kind is Kind.WHOLE:
        return say_range(field.minimum, field.maximum)
    if field.kind in {Kind.TEXT, Kind.TEXTS}:
        return ", ".join(part for part in (_wanted(field), field.layout, field.bounds) if part)
    return _wanted(field)


def choice_hint(field: Field, value: Value) -> str:
    """Return the choice nearest in spelling as a hint, or nothing."""
    return did_you_mean(str(value), field.choices).replace("`", '"') if field.kind is Kind.CHOICE else ""


def _check_applicability(facts: Facts, places: Mapping[FieldName, Place], problems: Problems) -> None:
    for name, message in contradictions(facts):
        problems.add(places[name], message, CONTRADICTION_HINT)


def contradictions(facts: Facts) -> Iterator[tuple[FieldName, str]]:
    """Yield every field that is given but does not apply to the reader, with the sentence that says so."""
    for name, value in facts.given.items():
        if not is_out_of_place(name, value, facts):
            continue
        others = dict.fromkeys(field for atom in atoms(facts.rules[name].only_when) for field in fields_of(atom))
        listed = " and ".join(f"`{other}`" for other in others)
        yield name, f"`{name}` is given, but by {listed} it does not apply"
