"""The website in a real browser: from the disk, on a phone and a desk, light and dark, with and without scripts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.visits import DESK, PHONE, Met, visiting

pytestmark = pytest.mark.browser

MODULE = "research/write-to-faculty.html"
DARKEST_LIGHT = 0.2
ENOUGH_CONTRAST = 4.5  # WCAG 2.2, level AA

# The relative luminances of colours that the browser gives as "rgb(...)", as WCAG defines them.
LUMINANCES = """colours => colours.map(colour => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const linear = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
})"""
BACKGROUND = """() => {
    const colours = [document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor);
    return [colours.find(colour => colour !== "rgba(0, 0, 0, 0)") ?? "rgb(255, 255, 255)"];
}"""
INKS = """() => {
    const texts = [...document.querySelectorAll("main :is(p, li, h1, h2, h3, a, summary)")];
    return [...new Set(texts.map(text => getComputedStyle(text).color))];
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """() => {
    const style = getComputedStyle(document.activeElement);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return {
        name: document.activeElement.outerHTML.slice(0, 80),
        top: document.activeElement === document.body,
        seen: outlined || style.boxShadow !== "none",
    };
}"""


@dataclass(slots=True)
class Visit:
    """What a browser met on every page of a website."""

    met: Met
    overflows: dict[int, dict[str, int]] = field(default_factory=lambda: {PHONE: {}, DESK: {}})
    texts: dict[str, str] = field(default_factory=dict)


def pages_of(site: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")))


@pytest.fixture(scope="module")
def visit(browser: Browser, sample_site: Path) -> Visit:
    """Return what is met on a page of each kind and on every sixth of all, each seen on a phone and then on a desk."""
    return visit_pages(browser, sample_site, some_pages_of(sample_site), scripts=True)


@pytest.fixture(scope="module")
def visit_without_scripts(browser: Browser, sample_site: Path) -> Visit:
    """Return what is met without scripts on the same pages."""
    return visit_pages(browser, sample_site, some_pages_of(sample_site), scripts=False)


def some_pages_of(site: Path) -> tuple[str, ...]:
    paths = pages_of(site)
    own_kind = [path for path in paths if "/" not in path or path.endswith("/index.html")]
    return tuple(dict.fromkeys((*own_kind, *paths[::6])))


def visit_pages(browser: Browser, site: Path, paths: Iterable[str], *, scripts: bool) -> Visit:
    with visiting(browser, scripts=scripts) as (page, met):
        visit = Visit(met)
        for path in paths:
            page.set_viewport_size({"width": PHONE, "height": 844})
            page.goto((site / path).as_uri())
            visit.overflows[PHONE][path] = page.evaluate(OVERFLOW)
            page.set_viewport_size({"width": DESK, "height": 844})
            visit.overflows[DESK][path] = page.evaluate(OVERFLOW)
            visit.texts[path] = page.locator("main").inner_text()
    return visit


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    with visiting(browser) as (page, _):
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with visiting(browser, width=PHONE) as (page, _):
        yield page


def luminances(page: Page, colours: str) -> tuple[float, ...]:
    return tuple(float(share) for share in page.evaluate(LUMINANCES, page.evaluate(colours)))


def brightness(page: Page) -> float:
    """Return how bright the ground of a page is, from 0 to 1."""
    (ground,) = luminances(page, BACKGROUND)
    return ground


def contrasts(page: Page) -> tuple[float, ...]:
    """Return the contrast of each colour of text to the ground of its page, from 1 to 21."""
    ground = brightness(page)
    return tuple((max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) for ink in luminances(page, INKS))


def tabs(page: Page) -> tuple[Mapping[str, object], ...]:
    """Return what has the focus after each press of Tab, to the end of the page."""
    focused: list[Mapping[str, object]] = []
    while True:
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["top"] or len(focused) > 200:
            return tuple(focused)
        focused.append(here)


def test_no_page_meets_an_error(visit: Visit) -> None:
    assert visit.met.errors == []


def test_nothing_is_asked_for_outside_the_folder(visit: Visit, sample_site: Path) -> None:
    assert len(visit.met.requests) > len(some_pages_of(sample_site))
    assert [address for address in visit.met.requests if not address.startswith(sample_site.as_uri())] == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_scrolls_sideways(visit: Visit, width: int) -> None:
    assert {path: over for path, over in visit.overflows[width].items() if over > 0} == {}


def test_every_text_can_be_read_without_scripts(visit: Visit, visit_without_scripts: Visit) -> None:
    assert len(visit_without_scripts.texts) > 20
    assert visit_without_scripts.texts == visit.texts
    assert visit_without_scripts.met.errors == []


def test_the_fonts_are_the_guides_own(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / MODULE).as_uri())
    desk.evaluate("() => document.fonts.ready")
    loaded = desk.evaluate("() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {"Literata", "Inter"} <= {name.strip('"') for name in loaded}


def test_the_theme_can_be_switched_and_is_remembered(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / "index.html").as_uri())
    light = brightness(desk)
    desk.get_by_label("Theme").select_option(label="Dark")
    assert brightness(desk) < DARKEST_LIGHT < light
    desk.goto((sample_site / MODULE).as_uri())
    assert brightness(desk) < DARKEST_LIGHT
    expect(desk.get_by_label("Theme")).to_have_value("dark")
    desk.get_by_label("Theme").select_option(label="System")
    desk.reload()
    assert brightness(desk) > DARKEST_LIGHT


def test_a_reader_in_the_dark_gets_a_dark_page(browser: Browser, sample_site: Path) -> None:
    with visiting(browser, dark=True) as (page, _):
        page.goto((sample_site / MODULE).as_uri())
        assert brightness(page) < DARKEST_LIGHT
        page.get_by_label("Theme").select_option(label="Light")
        assert brightness(page) > DARKEST_LIGHT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, sample_site: Path, scheme: str) -> None:
    with visiting(browser, dark=scheme == "dark") as (page, _):
        page.goto((sample_site / MODULE).as_uri())
        assert min(contrasts(page)) >= ENOUGH_CONTRAST


def test_a_ticked_task_is_remembered_on_every_page_that_shows_it(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / "plan.html").as_uri())
    task = desk.get_by_role("checkbox").first
    label = task.locator("xpath=..").inner_text()
    task.check()
    desk.reload()
    expect(desk.get_by_role("checkbox").first).to_be_checked()
    desk.goto((sample_site / "index.html").as_uri())
    expect(desk.get_by_label(label, exact=True)).to_be_checked()


def test_a_task_ticked_off_by_mistake_can_be_taken_back(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / "plan.html").as_uri())
    desk.get_by_role("checkbox").first.check()
    desk.reload()
    desk.get_by_role("checkbox").first.uncheck()
    desk.reload()
    expect(desk.get_by_role("checkbox").first).not_to_be_checked()
    assert desk.get_by_role("checkbox", checked=True).count() == 0


def test_the_contents_are_one_touch_away_on_a_phone(phone: Page, sample_site: Path) -> None:
    phone.goto((sample_site / MODULE).as_uri())
    opener = phone.get_by_text("Contents", exact=True)
    expect(opener).to_be_in_viewport()
    opener.click()
    contents = phone.get_by_role("navigation", name="Contents")
    expect(contents.get_by_role("link", name="Your plan", exact=True)).to_be_visible()
    contents.get_by_role("link", name="Where you stand").click()
    assert phone.url.endswith("/where-you-stand/index.html")


def test_the_first_press_of_tab_offers_to_skip_to_the_text(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / MODULE).as_uri())
    desk.keyboard.press("Tab")
    link = desk.get_by_role("link", name="Skip to the text")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("path", ["index.html", "plan.html", MODULE])
def test_the_focus_is_seen_wherever_it_goes(desk: Page, sample_site: Path, path: str) -> None:
    desk.goto((sample_site / path).as_uri())
    focused = tabs(desk)
    assert len(focused) > 5
    assert [here["name"] for here in focused if not here["seen"]] == []


def test_next_leads_through_the_whole_guide(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / "where-you-stand" / "index.html").as_uri())
    desk.get_by_role("main").get_by_role("link").first.click()
    first = desk.url
    desk.get_by_role("link", name="Next").click()
    assert desk.url != first
    desk.get_by_role("link", name="Previous").click()
    assert desk.url == first


def test_what_can_wait_is_one_click_away_and_stands_open_on_paper(desk: Page, sample_site: Path) -> None:
    desk.goto((sample_site / "plan.html").as_uri())
    fold = desk.locator(".plan-others").first
    task = fold.get_by_role("checkbox").first
    expect(task).not_to_be_visible()
    desk.emulate_media(media="print")
    expect(task).to_be_visible()
    desk.emulate_media(media="screen")
    fold.get_by_text("When you have time").click()
    expect(task).to_be_visible()
