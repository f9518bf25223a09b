"""The browser's engine agrees with Python about readers of the real guide: verdicts, reasons, questions and plans."""

from collections.abc import Iterator
from random import Random  # noqa: TID251 - drawn by hypothesis, so the same in every run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from builder.condition_table import ConditionTable, condition_table
from builder.library import Library
from builder.library_json import library_json
from builder.schema import FieldName
from tests.chance_readers import chance_facts, chance_names, edges_of
from tests.engine import Oracle, differences, engine_page, given_json

pytestmark = pytest.mark.browser

BATCH = 20


@pytest.fixture(scope="module")
def table(library: Library) -> ConditionTable:
    return condition_table(library)


@pytest.fixture(scope="module")
def page(
    browser: Browser, library: Library, table: ConditionTable, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    with engine_page(browser, tmp_path_factory.mktemp("engine"), library_json(library, table)) as opened:
        yield opened


@given(st.randoms(use_true_random=True))
@settings(max_examples=3)
def test_browser_and_python_say_the_same_of_every_reader(
    page: Page, library: Library, table: ConditionTable, chance: Random
) -> None:
    vocabulary, edges = library.vocabulary, edges_of(table)
    readers = [(chance_facts(chance, vocabulary, edges), chance_names(chance, vocabulary)) for _ in range(BATCH)]
    oracle = Oracle(library, table)

    ours = [oracle.says(facts, asked) for facts, asked in readers]
    theirs = page.evaluate(
        "list => probe.readers(list)", [[given_json(facts.given), sorted(asked)] for facts, asked in readers]
    )

    assert differences(ours, theirs) == []


def test_what_was_kept_of_another_reader_is_worked_out_again(
    page: Page, library: Library, table: ConditionTable
) -> None:
    # Whoever gives a score has told how Step 1 was reported, also to conditions that look at the attempts alone.
    some = {FieldName("step1.attempts"): 2}
    readers = [library.vocabulary.facts(given) for given in (some, {**some, FieldName("step1.score"): 235})]
    oracle = Oracle(library, table)
    theirs = page.evaluate("list => probe.readers(list)", [[given_json(facts.given), []] for facts in readers])
    assert differences([oracle.says(facts, ()) for facts in readers], theirs) == []
