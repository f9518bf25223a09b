"""The fields of a schema as JSON: what the browser needs to ask for an answer, check it and speak of it."""

from collections.abc import Mapping

from builder.conditions.facts import Applicability
from builder.conditions.form import condition_json
from builder.schema import Field, FieldName, Schema
from builder.vocabulary import Vocabulary
from builder.wording import value_json

# What a schema may demand of a text or a list, beside its type.
_LIMITS = ("minLength", "maxLength", "pattern", "maxItems", "uniqueItems")


def fields_json(vocabulary: Vocabulary) -> list[Mapping[str, object]]:
    """Return every field, in the order of the questionnaire, with the condition under which it applies."""
    schema = vocabulary.schema
    return [_field_json(field, vocabulary.rules.get(field.name), schema) for field in schema.fields.values()]


def _field_json(field: Field, rule: Applicability | None, schema: Schema) -> Mapping[str, object]:
    return {
        "name": field.name,
        "kind": str(field.kind),
        "title": field.title,
        "question": field.question,
        "help": field.help,
        "group": field.group,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "choices": list(field.choices),
        "layout": field.layout,
        "bounds": field.bounds,
        "says": dict(field.says),
        "names": dict(field.names),
        "yes": field.yes,
        "no": field.no,
        "only_when": condition_json(rule.only_when) if rule else None,
        "otherwise": value_json(field.otherwise),
        "limits": _limits(_node(field.name, schema)),
    }


def _node(name: FieldName, schema: Schema) -> object:
    """Return the part of the JSON Schema about one field."""
    node: object = schema.json
    for key in name.split("."):
        properties = node.get("properties") if isinstance(node, Mapping) else None
        node = properties.get(key) if isinstance(properties, Mapping) else None
    return node


def _limits(node: object) -> Mapping[str, object]:
    if not isinstance(node, Mapping):
        return {}
    items = _limits(node.get("items"))
    return {**{key: node[key] for key in _LIMITS if key in node}, **({"items": items} if items else {})}
