"""Changes of many answers at once, of months, of lists and of answers compared with each other."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.analysis import Flip, Flips, find_flips, with_settings
from builder.conditions.checker import parse_condition
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import Condition
from builder.conditions.phrases import Phrase
from builder.conditions.representatives import representatives
from builder.conditions.truth import Truth
from builder.schema import FieldName, Value
from builder.selection import Verdict
from builder.sources import whole_file
from tests.building import real_library
from tests.condition_strategies import VOCABULARY, condition, facts
from tests.guides import small_library
from tests.profile_strategies import complete_facts

LIBRARY = real_library()
SCHEMA = LIBRARY.vocabulary.schema
CONDITIONS = tuple(dict.fromkeys(module.when for module in LIBRARY.modules.values()))
MANY = "visa.needs and backup.open and letters.us > 2 and letters.other > 2 and step1.score >= 230"
NOTHING_YET = {"visa.needs": False, "backup.open": False, "letters.us": 1, "letters.other": 1, "step1.score": 200}

EVERYTHING = {"visa.needs": True, "backup.open": True, "letters.us": 3, "letters.other": 3, "step1.score": 230}


@pytest.mark.parametrize(
    ("text", "given_", "expected"),
    [
        ('exam.planned < "2027-03"', {"exam.planned": "2027-05"}, [({"exam.planned": "2027-02"}, "in")]),
        ('exam.planned > "2026-12"', {"exam.planned": "2026-12"}, [({"exam.planned": "2027-01"}, "in")]),
        ('"BR" in citizenship and "IN" in citizenship', {"citizenship": ()}, [({"citizenship": ("BR", "IN")}, "in")]),
        ("letters.us >= 10 and letters.other > letters.us", {"letters.us": 1, "letters.other": 2},
            [({"letters.us": 10, "letters.other": 11}, "in")]),
        (MANY, NOTHING_YET, [(EVERYTHING, "in")]),
    ],
)  # fmt: skip
def test_the_smallest_change_is_found(
    text: str, given_: Mapping[str, Value], expected: list[tuple[Mapping[str, Value], str]]
) -> None:
    found = find_flips(condition(text), facts(given_), VOCABULARY.schema).found

    assert [(flip.settings, flip.verdict) for flip in found] == expected


def test_a_change_is_one_that_a_profile_can_say(tmp_path: Path) -> None:
    schema = small_library(tmp_path).vocabulary
    tree = parse_condition(Phrase('"Brazil" in citizenship or known exam.planned', whole_file("m.md")), schema.names)

    assert find_flips(tree, schema.facts({}), schema.schema).found == (
        Flip({FieldName("citizenship"): ()}, Verdict.OUT),
        Flip({FieldName("exam.planned"): "2030-01"}, Verdict.IN),
    )


def test_a_search_that_takes_too_long_says_so() -> None:
    many = " and ".join(f'"{first}{second}" in citizenship' for first in "ABCDE" for second in "ABCDE")
    tree = condition(f"({many}) and name in citizenship")

    found = find_flips(tree, facts({"citizenship": ()}), VOCABULARY.schema)

    assert found == Flips((), is_complete=False)


def test_a_search_that_tried_everything_says_so_too() -> None:
    assert find_flips(
        condition("letters.us >= 0 or backup.open"), facts({"letters.us": 3}), VOCABULARY.schema
    ) == Flips(())


@given(st.sampled_from(CONDITIONS), complete_facts(LIBRARY.vocabulary))
@settings(max_examples=60, deadline=None)
def test_no_smaller_change_turns_a_condition_of_the_library(tree: Condition, reader: Facts) -> None:
    found = find_flips(tree, reader, SCHEMA).found
    size = len(found[0].settings) if found else len(fields_behind(tree, reader)) + 1

    assert [settings_ for settings_ in changes(tree, reader, size) if turns(tree, reader, settings_)] == []


def changes(tree: Condition, reader: Facts, size: int) -> Iterator[Mapping[FieldName, Value]]:
    """Yield every change of fewer answers than `size`, at most three, of values that the condition tells apart."""
    names = fields_behind(tree, reader)
    for count in range(1, min(size, 4)):
        for some in combinations(names, count):
            for values in product(*(representatives(SCHEMA.fields[name], tree, reader) for name in some)):
                yield dict(zip(some, values, strict=True))


def turns(tree: Condition, reader: Facts, settings_: Mapping[FieldName, Value]) -> bool:
    """Tell whether a change settles a condition otherwise."""
    changed = with_settings(reader, settings_)
    return changed is not None and judge(tree, changed) not in {judge(tree, reader), Truth.UNKNOWN}
