"""The browser's engine agrees with Python about any condition and any reader, also such as no guide has."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, Page

from builder.analysis import askable, can_settle
from builder.conditions.facts import Facts
from builder.conditions.form import condition_json
from builder.conditions.nodes import ALWAYS, Condition
from builder.conditions.proof import Proof, prove
from builder.conditions.truth import NO, UNKNOWN, YES, Truth
from builder.conditions.undecided import may_fail, may_hold, undecided_fields
from builder.schema_json import fields_json
from builder.wording import PERHAPS_FEWER, clauses, sentence, statements
from tests.condition_strategies import (
    FIELDS,
    MANY_ITEMS,
    TOO_LARGE,
    VOCABULARY,
    conditions,
    readers,
    small_conditions,
    small_readers,
)
from tests.condition_strategies import condition as parse
from tests.condition_strategies import facts as giving
from tests.engine import engine_page, given_json

pytestmark = pytest.mark.browser

MEANINGS = tuple(one.named.condition for one in VOCABULARY.conditions.values())
EMPTY_GUIDE: Mapping[str, object] = {
    "language": 2,
    "groups": dict(VOCABULARY.schema.groups),
    "fields": fields_json(VOCABULARY),
    "named": {
        name: {"label": one.label, "because": one.because, "when": number}
        for number, (name, one) in enumerate(VOCABULARY.conditions.items(), start=1)
    },
    "conditions": [condition_json(condition) for condition in (ALWAYS, *MEANINGS)],
    "chapters": [],
    "modules": [],
    "everywhere": [],
    "edition": "2026-11-22",
    "dates": {},
    "windows": [],
}


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with engine_page(browser, tmp_path_factory.mktemp("engine"), EMPTY_GUIDE) as opened:
        yield opened


def says(condition: Condition, facts: Facts) -> Mapping[str, object]:
    proof = prove(condition, facts)
    names = askable(condition, facts) if proof.truth is Truth.UNKNOWN else ()
    quoted = list(statements(proof, facts, FIELDS))
    return {
        "verdict": [
            str(proof.truth),
            list(proof.fields),
            len(proof.atoms),
            proof.is_minimal,
            quoted,
            why_line(proof, facts),
        ],
        "undecided": sorted(undecided_fields(condition, facts)),
        "may hold": may_hold(condition, facts),
        "may fail": may_fail(condition, facts),
        "settling": [name for name in names if can_settle(condition, facts, FIELDS[name])],
    }


def why_line(proof: Proof, facts: Facts) -> str:
    doubt = "" if proof.is_minimal else f" {PERHAPS_FEWER}"
    if proof.truth is Truth.UNKNOWN:
        missing = [f"your {FIELDS[name].title}" for name in proof.fields if name not in facts.given]
        return sentence("Depends on", missing) + doubt
    start = "Here because" if proof.truth is Truth.YES else "Left out because"
    return sentence(start, clauses(proof, facts, FIELDS)) + doubt


def engine_says(page: Page, condition: Condition, facts: Facts) -> Mapping[str, object]:
    sent = [[condition_json(condition), given_json(facts.given)]]
    (said,) = page.evaluate("cases => probe.conditions(cases)", sent)
    return {
        "verdict": said["verdict"],
        "undecided": said["undecided"],
        "may hold": bool(said["outcomes"] & YES),
        "may fail": bool(said["outcomes"] & NO),
        "settling": said["settling"],
    }


@given(conditions(), readers())
@settings(max_examples=200)
def test_browser_and_python_judge_and_explain_any_condition_alike(
    page: Page, condition: Condition, facts: Facts
) -> None:
    assert engine_says(page, condition, facts) == says(condition, facts)


@given(small_conditions(), small_readers())
@settings(max_examples=200)
def test_browser_and_python_agree_where_fields_come_up_again_and_again(
    page: Page, condition: Condition, facts: Facts
) -> None:
    assert engine_says(page, condition, facts) == says(condition, facts)


@pytest.mark.parametrize("text", [TOO_LARGE, f"({MANY_ITEMS}) and backup.open and (backup.open or known name)"])
def test_browser_and_python_say_the_same_where_there_is_too_much_to_try(page: Page, text: str) -> None:
    tree, reader = parse(text), giving({"citizenship": ("AA",)})

    assert engine_says(page, tree, reader) == says(tree, reader)


def test_the_sets_of_truths_are_the_same_in_both_engines(page: Page) -> None:
    assert page.evaluate("[Matchbook.truth.YES, Matchbook.truth.NO, Matchbook.truth.UNKNOWN]") == [YES, NO, UNKNOWN]
