"""The words a guide's conditions are made of: fields, thresholds and named conditions."""

from collections.abc import Mapping

from builder.conditions.facts import Applicability, Facts
from builder.conditions.names import Names
from builder.conditions.nodes import ALWAYS, Condition, Named, atoms, fields_of
from builder.conditions.phrases import Phrase, phrase_of
from builder.diagnostics import BuildError, Problems
from builder.records import dataclass, field
from builder.schema import FieldName, Schema, Value
from builder.sources import Place, Source
from builder.yaml_text import Dictionary, Node, Scalar, parse_yaml
from builder.yaml_values import keys_of, open_keys_of, required_prose, text_of, texts_at, whole_number_of


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A named condition with its words: for whom it is, and what it means for the reader."""

    named: Named
    label: str
    because: str
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a condition may name, when each field applies, and who is in danger of which hazard.

    `texts` are the words about them that readers see.
    """

    schema: Schema
    thresholds: Mapping[str, int]
    conditions: Mapping[str, NamedCondition]
    rules: Mapping[FieldName, Applicability]
    hazards: Mapping[str, Condition] = field(default_factory=dict)
    threshold_places: Mapping[str, Place] = field(default_factory=dict)
    texts: tuple[Scalar, ...] = ()
    hazard_titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """Return the names for checking conditions."""
        named = {name: condition.named for name, condition in self.conditions.items()}
        return Names(self.schema.fields, self.thresholds, named)

    def facts(self, given: Mapping[FieldName, Value]) -> Facts:
        """Return a profile's values as facts."""
        return Facts(given, self.rules, self.schema.fields)


def parse_when(node: Node | None, names: Names, problems: Problems) -> Condition:
    """Return the condition under a `when` key, "always" where there is none, noting what is wrong."""
    if node is None:
        return ALWAYS
    if not isinstance(node, Scalar):
        problems.add(node.place, "a condition must be one text", "put it in quotes if it holds brackets or a colon")
        return ALWAYS
    return check_condition(phrase_of(node), names, problems)


def written_phrase(node: Node | None) -> Phrase | None:
    """Return the text of the condition under a `when` key with its place; None where there is none."""
    return phrase_of(node) if isinstance(node, Scalar) else None


def check_condition(phrase: Phrase, names: Names, problems: Problems) -> Condition:
    """Parse a condition; note what is wrong and go on as if it were "always"."""
    # Imported here: a library that was kept needs none of the language's grammar.
    from builder.conditions.checker import parse_condition  # noqa: PLC0415

    try:
        return parse_condition(phrase, names)
    except BuildError as error:
        problems.take(error)
        return ALWAYS


def parse_vocabulary(source: Source, schema: Schema) -> Vocabulary:
    """Read `conditions.yaml`. A named condition may use the ones above it.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    top = keys_of(parse_yaml(source), "the conditions file", ("thresholds", "conditions", "hazards"), problems)
    thresholds = _thresholds(top.get("thresholds"), problems)
    rules = _rules(schema, thresholds, problems)
    conditions: dict[str, NamedCondition] = {}
    for name, node in open_keys_of(top.get("conditions"), "`conditions`", problems).items():
        names = Vocabulary(schema, thresholds, conditions, rules).names
        conditions[name] = _named_condition(name, node, names, problems)
    names = Vocabulary(schema, thresholds, conditions, rules).names
    hazards, titles = _hazards(top.get("hazards"), names, problems)
    problems.raise_errors()
    places = {name: node.place for name, node in _keys(top.get("thresholds")).items()}
    texts = tuple(text for key in ("label", "because") for text in texts_at(top.get("conditions"), "*", key))
    return Vocabulary(schema, thresholds, conditions, rules, hazards, places, texts, titles)


def _keys(node: Node | None) -> Mapping[str, Scalar]:
    return node.keys if isinstance(node, Dictionary) else {}


def _thresholds(node: Node | None, problems: Problems) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name, entry in open_keys_of(node, "`thresholds`", problems).items():
        keys = keys_of(entry, f"the threshold `{name}`", ("value", "title", "why"), problems)
        value = whole_number_of(keys.get("value"), "`value`", problems)
        if value is None:
            problems.add(entry.place, f"the threshold `{name}` has no `value`", "add a line `value: 230`")
        found[name] = value or 0
    return found


def _named_condition(name: str, node: Node, names: Names, problems: Problems) -> NamedCondition:
    what = f"the named condition `{name}`"
    keys = keys_of(node, what, ("label", "when", "because"), problems)
    if not isinstance(node, Dictionary):
        return NamedCondition(Named(name, ALWAYS), "", "")
    if name in names.all:
        problems.add(node.place, f"{what} has the name of a field or threshold", "give it another name")
    if "when" not in keys:
        problems.add(node.place, f"{what} has no `when`", "add a line `when: ...`")
    meaning = parse_when(keys.get("when"), names, problems)
    label = required_prose(node, "label", what, problems)
    because = required_prose(node, "because", what, problems)
    return NamedCondition(Named(name, meaning), label, because, written_phrase(keys.get("when")))


def _hazards(node: Node | None, names: Names, problems: Problems) -> tuple[Mapping[str, Condition], Mapping[str, str]]:
    """Return, for every hazard, which readers are in danger of it and what it is called."""
    found: dict[str, Condition] = {}
    titles: dict[str, str] = {}
    for name, entry in open_keys_of(node, "`hazards`", problems).items():
        keys = keys_of(entry, f"the hazard `{name}`", ("title", "for"), problems)
        found[name] = parse_when(keys.get("for"), names, problems)
        titles[name] = text_of(keys.get("title"), "`title`", problems) or name
    return found, titles


def _rules(schema: Schema, thresholds: Mapping[str, int], problems: Problems) -> Mapping[FieldName, Applicability]:
    names = Names(schema.fields, thresholds)
    rules = {
        field.name: Applicability(check_condition(phrase_of(field.only_when), names, problems), field.otherwise)
        for field in schema.fields.values()
        if field.only_when is not None
    }
    for name, rule in rules.items():
        if _reaches(name, rule.only_when, rules, frozenset()):
            only_when = schema.fields[name].only_when
            if only_when is not None:
                problems.add(
                    only_when.place, f"whether `{name}` applies depends on `{name}` itself", "ask another field"
                )
    problems.raise_errors()
    return rules


def _reaches(
    name: FieldName, condition: Condition, rules: Mapping[FieldName, Applicability], seen: frozenset[FieldName]
) -> bool:
    """Tell whether a condition depends on a field, also through the rules of other fields."""
    behind = {field for atom in atoms(condition) for field in fields_of(atom)}
    if name in behind:
        return True
    return any(
        _reaches(name, rules[field].only_when, rules, seen | {field}) for field in behind - seen if field in rules
    )
