"""Pages of the public guide stand still while they come, and stand without scripts and without storage."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.visits import DESK, PHONE, go, keeping, second_tab, settle, visiting

pytestmark = pytest.mark.browser

LITTLE = 0.02
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(seen => {
    for (const { value, hadRecentInput } of seen.getEntries()) if (!hadRecentInput) shifts.push(value);
}).observe({ type: "layout-shift", buffered: true });
"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(
    window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", ["index.html", "answers.html", "research/write-to-faculty.html"])
def test_nothing_moves_while_a_page_comes(
    browser: Browser, public_site: Path, path: str, *, width: int, answered: bool
) -> None:
    init = WATCH_SHIFTS + (keeping(public_site) if answered else "")
    with visiting(browser, width=width, init=init) as (page, _):
        go(page, (public_site / path).as_uri())
        page.wait_for_timeout(300)
        assert page.evaluate("shifts.reduce((sum, value) => sum + value, 0)") < LITTLE


def test_what_moves_is_noticed(browser: Browser, public_site: Path) -> None:
    with visiting(browser, init=WATCH_SHIFTS) as (page, _):
        go(page, (public_site / "index.html").as_uri())
        page.wait_for_timeout(200)
        page.evaluate("() => document.querySelector('main').style.setProperty('padding-top', '400px')")
        page.wait_for_timeout(200)
        assert page.evaluate("shifts.reduce((sum, value) => sum + value, 0)") > LITTLE


def test_without_scripts_no_control_is_shown_that_does_nothing(browser: Browser, public_site: Path) -> None:
    with visiting(browser, scripts=False) as (page, _):
        for path in ("index.html", "research/write-to-faculty.html"):
            page.goto((public_site / path).as_uri())
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert page.locator("button:visible, select:visible").count() == 0


def test_without_storage_the_questions_can_be_answered(browser: Browser, public_site: Path) -> None:
    with visiting(browser, init=NO_STORAGE) as (page, met):
        go(page, (public_site / "answers.html").as_uri())
        page.locator("[data-interview-form] input").first.fill("Ana")
        page.get_by_role("button", name="Next").click()
        expect(page.locator("[data-interview-progress]")).to_contain_text("1 answered")
        assert met.errors == []


def test_an_answer_given_in_one_tab_shows_in_the_other(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, met):
        go(page, (public_site / "index.html").as_uri())
        other = second_tab(page)
        go(other, (public_site / "answers.html").as_uri())
        other.locator("[data-interview-form] input").first.fill("Ana")
        other.get_by_role("button", name="Next").click()
        expect(page.get_by_role("complementary", name="What you see")).to_be_visible()
        other.on("dialog", lambda dialog: dialog.accept())
        other.locator(".answer-tools [data-forget]").click()
        expect(page.get_by_role("complementary", name="What you see")).to_be_hidden()
        assert met.errors == []


def test_back_and_forward_show_the_page_by_the_answers_of_now(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, _):
        go(page, (public_site / "index.html").as_uri())
        page.get_by_role("link", name="Answer the questions").click()
        settle(page)
        page.locator("[data-interview-form] input").first.fill("Ana")
        page.get_by_role("button", name="Next").click()
        page.go_back()
        settle(page)
        expect(page.get_by_role("complementary", name="What you see")).to_be_visible()
        page.go_forward()
        settle(page)
        expect(page.locator("[data-interview-progress]")).to_contain_text("1 answered")
