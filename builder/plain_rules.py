"""Judges values by those rules of JSON Schema that are plain, in less time than it takes to load a library for all."""

import re
from collections.abc import Callable, Mapping
from functools import cache

_WORDS = frozenset({"title", "description"})
_OWN = "x-"
_TYPES: Mapping[object, type] = {"string": str, "integer": int, "boolean": bool, "object": dict}
# A row of letters and of ranges of them, each perhaps so many times: what all kinds of patterns read alike.
_PLAIN_PATTERN = re.compile(r"\^((?:(?:[A-Za-z0-9]|\[(?:[A-Z]-[A-Z]|[a-z]-[a-z]|[0-9]-[0-9])+\])(?:\{\d{1,2}\})?)+)\$")


def judge_plainly(rules: Mapping[str, object], value: object) -> bool | None:
    """Tell whether a value keeps to the rules of a schema; None where one of the rules is not plain."""
    if "additionalProperties" in rules and "properties" not in rules:
        return None
    verdicts = [_judge(rule, bound, value) for rule, bound in rules.items() if not _says_nothing(rule, bound)]
    return None if None in verdicts else all(verdicts)


def _says_nothing(rule: str, bound: object) -> bool:
    return rule in _WORDS or rule.startswith(_OWN) or (rule == "format" and bound == "year-month")


def _judge(rule: str, bound: object, value: object) -> bool | None:
    judge = _RULES.get(rule)
    return judge(bound, value) if judge else None


def _judge_type(bound: object, value: object) -> bool | None:
    if bound == "array":
        return isinstance(value, list | tuple)
    kind = _TYPES.get(bound) if isinstance(bound, str) else None
    # Not `isinstance`: to JSON true is no number.
    return None if kind is None else type(value) is kind


def _judge_enum(bound: object, value: object) -> bool | None:
    if not isinstance(bound, list) or not all(isinstance(choice, str) for choice in bound):
        return None
    return value in bound


def _judge_minimum(bound: object, value: object) -> bool | None:
    return bound <= value if type(bound) is int and type(value) is int else None


def _judge_maximum(bound: object, value: object) -> bool | None:
    return value <= bound if type(bound) is int and type(value) is int else None


def _judge_length(bound: object, value: object) -> bool | None:
    return len(value) <= bound if type(bound) is int and isinstance(value, str) else None


def _judge_count(bound: object, value: object) -> bool | None:
    return len(value) <= bound if type(bound) is int and isinstance(value, list | tuple) else None


def _judge_pattern(bound: object, value: object) -> bool | None:
    pattern = _compiled(bound) if isinstance(bound, str) else None
    return bool(pattern.fullmatch(value)) if pattern and isinstance(value, str) else None


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    plain = _PLAIN_PATTERN.fullmatch(pattern)
    try:
        return re.compile(plain[1]) if plain else None
    except re.error:
        return None


def _judge_items(bound: object, value: object) -> bool | None:
    if not isinstance(bound, Mapping) or not isinstance(value, list | tuple):
        return None
    verdicts = [judge_plainly(bound, item) for item in value]
    return None if None in verdicts else all(verdicts)


def _judge_properties(bound: object, value: object) -> bool | None:
    if not isinstance(bound, Mapping) or not isinstance(value, dict) or not value.keys() <= bound.keys():
        return None
    parts = [bound[name] for name in value]
    if not all(isinstance(part, Mapping) for part in parts):
        return None
    verdicts = [judge_plainly(part, inner) for part, inner in zip(parts, value.values(), strict=True)]
    return None if None in verdicts else all(verdicts)


def _judge_others(bound: object, _: object) -> bool | None:
    # Where `properties` has been judged, there were no others.
    return True if bound is False else None


_RULES: Mapping[str, Callable[[object, object], bool | None]] = {
    "type": _judge_type,
    "enum": _judge_enum,
    "minimum": _judge_minimum,
    "maximum": _judge_maximum,
    "maxLength": _judge_length,
    "maxItems": _judge_count,
    "pattern": _judge_pattern,
    "items": _judge_items,
    "properties": _judge_properties,
    "additionalProperties": _judge_others,
}
