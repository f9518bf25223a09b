"""A reader's answers as the lines of a profile."""

import json
from collections.abc import Mapping

from builder.schema import FieldName, Schema, Value

EMPTY = "# an empty profile: no answer at all"


def profile_lines(given: Mapping[FieldName, Value], schema: Schema) -> tuple[str, ...]:
    """Return answers as YAML, in the order of the questionnaire, a group on one line."""
    groups: dict[str, list[str]] = {}
    for name in sorted(given, key=schema.order.__getitem__):
        group = schema.fields[name].group
        key = name.removeprefix(f"{group}.") if group else name
        groups.setdefault(group or name, []).append(f"{key}: {_yaml(given[name])}")
    lines = [
        f"{group}: {{{', '.join(answers)}}}" if group in schema.groups else answers[0]
        for group, answers in groups.items()
    ]
    return tuple(lines) or (EMPTY,)


def _yaml(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_yaml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
