"""The browser plans tasks on the same days and in the same words as Python, in every year that a profile can give."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from playwright.sync_api import Browser, Page

from builder.condition_table import condition_table
from builder.conditions.facts import Facts
from builder.conditions.nodes import ALWAYS
from builder.dates import say_date
from builder.library import Library
from builder.library_json import library_json
from builder.modules import Module
from builder.outline import Outline
from builder.plan import day_of, plan_heading, plan_tasks, say_window
from builder.profiles import Profile
from builder.schema import FieldName
from builder.selection import Decision, Ruling, Verdict, select
from tests.engine import engine_page, plan_words
from tests.guides import GUIDE, small_library

pytestmark = pytest.mark.browser

TASKS = """\
---
title: For everyone
tasks:
  - {do: A, due: match - 2 months}
  - {do: B, start: match - 30 months}
  - {do: C, start: match - 13 months, due: match - 1 week}
  - {do: D, start: leap, due: leap + 1 day}
  - {do: E, start: leap - 1 month, due: last + 12 months}
  - {do: F, due: last - 400 days}
  - {do: G, start: last + 3 days}
  - {do: H}
  - {do: I, start: match, due: match}
---
Text.
"""
DATES = """\
dates:
  leap: {title: Leap Day, rule: last Thursday of February, year: match.year}
  last: {title: Year's End, rule: last Wednesday of December, year: match.year}
  first: {title: New Year, rule: first Monday of January, year: match.year}
"""
YEARS = (*range(2024, 2046), 1999, 2000, 2100, 50)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    changes = {"start/everyone.md": TASKS, "guide.yaml": GUIDE.replace("dates:\n", DATES)}
    return small_library(tmp_path_factory.mktemp("small"), changes)


@pytest.fixture(scope="module", params=["content", "small"])
def planned(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, Library]]:
    library = request.getfixturevalue("library" if request.param == "content" else "small")
    folder = tmp_path_factory.mktemp("engine")
    with engine_page(browser, folder, library_json(library, condition_table(library))) as page:
        yield page, library


def windows(library: Library, facts: Facts) -> Sequence[Sequence[str]]:
    """Return every distinct window of a library in words and its heading."""
    found: dict[object, Sequence[str]] = {}
    for module in library.modules.values():
        for task in plan_tasks(_all_in(module, facts), library.outline, facts):
            edition = library.outline.edition
            words = [say_window(task, edition, library.outline), plan_heading(task, library.outline)]
            found.setdefault((task.task.start, task.task.due), words)
    return list(found.values())


def _all_in(module: Module, facts: Facts) -> Decision:
    ruling = Ruling(ALWAYS, Verdict.IN, facts)
    return Decision(module, ruling, {}, dict.fromkeys(module.tasks, ruling))


def days(outline: Outline, facts: Facts) -> Sequence[str]:
    return [say_date(day) if day else "" for day in (day_of(named, facts) for named in outline.dates.values())]


def test_windows_and_days_are_the_same_in_every_year(planned: tuple[Page, Library]) -> None:
    page, library = planned
    readers: Sequence[Mapping[FieldName, int]] = [{}, *({FieldName("match.year"): year} for year in YEARS)]

    said = page.evaluate("readers => readers.map(probe.calendar)", readers)

    facts = [library.vocabulary.facts(given) for given in readers]
    assert said == [[windows(library, reader), days(library.outline, reader)] for reader in facts]


def test_what_is_late_comes_before_all_else_as_in_python(planned: tuple[Page, Library]) -> None:
    page, library = planned
    readers: Sequence[Mapping[FieldName, int]] = [{}, *({FieldName("match.year"): year} for year in (2026, 2027, 2029))]

    said = page.evaluate("readers => readers.map((answers) => probe.plan(probe.reader(answers)))", readers)

    facts = [library.vocabulary.facts(given) for given in readers]
    assert said == [plan_words(library, select(library, Profile("reader", reader))) for reader in facts]
