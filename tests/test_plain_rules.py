"""Plain rules of JSON Schema are judged as the library judges them; what is not plain is left to it."""

from collections.abc import Mapping

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.plain_rules import judge_plainly
from builder.profiles import misfits
from tests.building import real_library

SMALL = st.integers(-3, 6)
TEXTS = st.text("aAbZ09 é😀\n", max_size=5)
PATTERNS = st.sampled_from(
    ["^[A-Z]{2}$", "^[A-Z]$", "^a[0-9]{1}[A-Za-z]$", "^[A-Z]{2}", "[A-Z]{2}$", "^a|b$", "^a.$", "^[^a]$"]
)
PLAIN = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "boolean", "array", "object", "null"]),
        "title": TEXTS,
        "x-words": TEXTS,
        "format": st.sampled_from(["year-month", "date"]),
        "enum": st.lists(TEXTS | SMALL, min_size=1, max_size=4, unique_by=repr),
        "minimum": SMALL,
        "maximum": SMALL,
        "minLength": st.integers(0, 4),
        "maxLength": st.integers(0, 4),
        "maxItems": st.integers(0, 4),
        "uniqueItems": st.booleans(),
        "pattern": PATTERNS,
    },
)
RULES = st.recursive(
    PLAIN,
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["array", "object"]),
            "items": inner,
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "additionalProperties": st.booleans(),
        },
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    SMALL | TEXTS | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=6,
)


@given(RULES, VALUES)
def test_a_verdict_is_that_of_the_library(rules: Mapping[str, object], value: object) -> None:
    assert judge_plainly(rules, value) in {None, jsonschema_rs.validator_for(dict(rules)).is_valid(value)}


@pytest.mark.parametrize(
    ("rules", "value", "verdict"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 3}, 3, True),
        ({"type": "integer", "minimum": 1, "maximum": 3}, 4, False),
        ({"type": "integer"}, True, False),
        ({"type": "string", "enum": ["a", "b"], "x-power": True}, "b", True),
        ({"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}}, ("BR", "IN"), True),
        ({"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}}, ("BR\n",), False),
        ({"type": "string", "pattern": "^(a|b)$"}, "a", None),
        ({"type": "string", "minLength": 1}, "a", None),
        ({"type": "object", "additionalProperties": False, "properties": {"a": {"maxLength": 2}}}, {"a": "bc"}, True),
        ({"type": "object", "additionalProperties": False, "properties": {"a": {}}}, {"b": "bc"}, None),
    ],
)
def test_plain_rules_are_judged_and_others_are_not(rules: Mapping[str, object], value: object, verdict: object) -> None:
    assert judge_plainly(rules, value) is verdict


def test_every_rule_of_the_guide_is_plain() -> None:
    library = real_library()
    fields = library.vocabulary.schema.fields.values()
    assert fields
    assert misfits({}, library.vocabulary.schema) == ()
    assert judge_plainly(library.vocabulary.schema.json, {"step1": {"score": 247}, "citizenship": ["BR"]}) is True
    assert judge_plainly(library.vocabulary.schema.json, {"step1": {"score": 2470}}) is False
