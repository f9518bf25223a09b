"""Both websites are fit for everyone: axe-core finds nothing, and the keyboard alone will do."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.visits import AXE, DESK, FOUND, KINDS, PHONE, axe_complaints, go, keeping, pages_of, settle, visiting

pytestmark = pytest.mark.browser

PERSONAL_KINDS = (
    "index.html",
    "plan.html",
    "answers.html",
    "why.html",
    "sources.html",
    "prospects.html",
    "research/index.html",
    "research/write-to-faculty.html",
    "worksheets/letter-plan.html",
)
# What a page needs so that one can find one's way by ear: exactly one of each.
LANDMARKS = """() => Object.fromEntries(
    ["h1", "main", "body > header", "body > footer", "a.skip"]
        .map(selector => [selector, [...document.querySelectorAll(selector)].filter(e => !e.closest("[hidden]"))])
        .map(([selector, found]) => [selector, found.length]))"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here.matches("input[type=file]") ? here.parentElement : here);
    return {
        name: here.outerHTML.slice(0, 90),
        top: here === document.body,
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    };
}"""
# What moves although the reader asked for no movement.
MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
    return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior === "smooth";
}).map(({ tagName }) => tagName)"""


def found_on(page: Page, site: Path, paths: Iterable[str], *, contrast: bool = True) -> Mapping[str, list[str]]:
    """Return what axe-core finds on pages, by their paths."""
    found: dict[str, list[str]] = {}
    for path in paths:
        go(page, (site / path).as_uri())
        page.evaluate("() => document.querySelectorAll('main details').forEach(part => { part.open = true })")
        found[path] = axe_complaints(page, contrast=contrast)
    return {path: complaints for path, complaints in found.items() if complaints}


def test_axe_finds_nothing_on_every_tenth_page_of_the_public_guide(browser: Browser, public_site: Path) -> None:
    # All pages in all ways: benchmarks/every_page.py.
    with visiting(browser, init=AXE) as (page, _):
        assert found_on(page, public_site, pages_of(public_site)[::10], contrast=False) == {}


@pytest.mark.parametrize(
    ("width", "dark", "answered"),
    [(DESK, False, True), (PHONE, True, False)],
)
def test_axe_finds_nothing_on_a_page_of_each_kind(
    browser: Browser, public_site: Path, *, width: int, dark: bool, answered: bool
) -> None:
    init = AXE + (keeping(public_site) if answered else "")
    with visiting(browser, width=width, dark=dark, init=init) as (page, _):
        assert found_on(page, public_site, KINDS) == {}


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), pytest.param(PHONE, True, marks=pytest.mark.long)])
def test_axe_finds_nothing_on_a_personal_website(
    browser: Browser, sample_site: Path, *, width: int, dark: bool
) -> None:
    with visiting(browser, width=width, dark=dark, init=AXE) as (page, _):
        assert found_on(page, sample_site, PERSONAL_KINDS) == {}


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_while_searching(browser: Browser, public_site: Path, *, dark: bool) -> None:
    with visiting(browser, width=PHONE, dark=dark, init=AXE) as (page, _):
        go(page, (public_site / "index.html").as_uri())
        page.get_by_role("button", name="Search").click()
        assert axe_complaints(page) == []
        page.keyboard.type("letters")
        page.locator(FOUND).first.wait_for()
        assert axe_complaints(page) == []


def test_axe_finds_nothing_while_answering(browser: Browser, public_site: Path) -> None:
    with visiting(browser, init=AXE) as (page, _):
        go(page, (public_site / "answers.html").as_uri())
        complaints = axe_complaints(page)
        page.get_by_role("button", name="Next").click()
        complaints += axe_complaints(page)
        page.get_by_role("button", name="Skip").click()
        page.locator("[data-interview-form] input").first.press("Space")
        page.get_by_role("button", name="Next").click()
        assert complaints + axe_complaints(page) == []


def test_an_answer_that_does_not_fit_is_told_beside_its_question(browser: Browser, public_site: Path) -> None:
    with visiting(browser, init=AXE) as (page, _):
        go(page, (public_site / "answers.html").as_uri() + "#match-year")
        page.locator("#match-year-input").fill("12")
        page.keyboard.press("Enter")
        expect(page.locator("#match-year").get_by_role("alert")).to_be_visible()
        expect(page.locator("#match-year-input")).to_have_attribute("aria-invalid", "true")
        assert axe_complaints(page) == []


@pytest.mark.parametrize("answered", [False, True])
def test_every_page_has_one_heading_and_its_landmarks(browser: Browser, public_site: Path, *, answered: bool) -> None:
    with visiting(browser, init=keeping(public_site) if answered else "") as (page, _):
        for path in KINDS:
            go(page, (public_site / path).as_uri())
            assert set(page.evaluate(LANDMARKS).values()) == {1}, path


@pytest.mark.parametrize("path", ["index.html", "answers.html", "research/write-to-faculty.html"])
def test_the_focus_is_seen_wherever_it_goes(browser: Browser, public_site: Path, path: str) -> None:
    with visiting(browser, init=keeping(public_site)) as (page, _):
        go(page, (public_site / path).as_uri())
        focused = [step for step in tabs(page) if not step["seen"]]
        assert [step["name"] for step in focused] == []


def tabs(page: Page) -> Iterable[Mapping[str, object]]:
    """Yield what has the focus after each press of Tab, to the end of the page."""
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["top"]:
            return
        yield here


def test_the_keyboard_alone_answers_searches_and_forgets(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, met):
        go(page, (public_site / "index.html").as_uri())
        press_on(page, page.get_by_role("link", name="Answer the questions"), "Enter")
        page.wait_for_url("**/answers.html")
        settle(page)
        page.locator("[data-interview-form] input").first.focus()
        page.keyboard.type("Ana")
        page.keyboard.press("Enter")
        expect(page.locator("[data-interview-progress]")).to_contain_text("1 answered")
        expect(page.locator("[data-interview-form] input").first).to_be_focused()
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("/")
        page.keyboard.type("letters")
        expect(page.locator(FOUND).first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowDown")
        expect(page.locator(FOUND).nth(1)).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        page.wait_for_url("**/*.html*")
        settle(page)
        press_on(page, page.get_by_role("button", name="Show everything").first, "Space")
        expect(page.get_by_role("button", name="Only what is mine").first).to_have_attribute("aria-pressed", "true")
        page.on("dialog", lambda dialog: dialog.accept())
        press_on(page, page.get_by_role("button", name="Forget me"), "Enter")
        expect(page.get_by_role("complementary", name="What you see")).to_be_hidden()
        assert met.errors == []


def press_on(page: Page, locator: Locator, key: str) -> None:
    """Press a key on something that has the focus."""
    locator.focus()
    page.keyboard.press(key)


def test_escape_closes_search_and_gives_the_focus_back(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, _):
        go(page, (public_site / "index.html").as_uri())
        opener = page.get_by_role("button", name="Search")
        opener.press("Enter")
        expect(page.get_by_role("combobox", name="Search this guide")).to_be_focused()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()


def test_twice_as_large_a_page_scrolls_down_only(browser: Browser, public_site: Path) -> None:
    overflows: dict[str, list[int]] = {}
    with visiting(browser, init=keeping(public_site)) as (page, _):
        for path in KINDS:
            page.set_viewport_size({"width": DESK // 2, "height": 844})
            go(page, (public_site / path).as_uri())
            overflows[path] = [page.evaluate(OVERFLOW)]
            page.set_viewport_size({"width": 320, "height": 400})  # 400 %
            overflows[path].append(page.evaluate(OVERFLOW))
    assert overflows == {path: [0, 0] for path in KINDS}


def test_nothing_moves_where_no_movement_is_wanted(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, _):
        page.emulate_media(reduced_motion="reduce")
        go(page, (public_site / "research/write-to-faculty.html").as_uri())
        assert page.evaluate(MOVING) == []


def test_forced_colours_keep_the_state_of_every_control(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, _):
        page.emulate_media(forced_colors="active")
        go(page, (public_site / "answers.html").as_uri())
        page.get_by_role("button", name="Skip").click()
        radio = page.locator("[data-interview-form] input[type=radio]").first
        expect(radio).to_have_css("appearance", "auto")
        go(page, (public_site / "plan.html").as_uri())
        expect(page.get_by_role("checkbox").first).to_have_css("appearance", "auto")
