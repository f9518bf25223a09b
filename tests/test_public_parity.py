"""The public guide with a reader's answers says just what that reader's own website says."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from builder.library import Library
from builder.profiles import load_profile
from builder.wording import value_json
from tests.building import PROFILES, ROOT

pytestmark = pytest.mark.browser

# What a reader meets on any page, as both websites show it: words without the places where scripts put them.
SEEN = """() => {
    const shown = element => !element.closest("[hidden]") && element.getClientRects().length > 0;
    const words = element => element.innerText.replace(/\\s+/g, " ").trim();
    const texts = selector => [...document.querySelectorAll(selector)].filter(shown).map(words).filter(Boolean);
    const links = selector => [...document.querySelectorAll(selector)].filter(shown)
        .map(link => `${words(link)} -> ${link.getAttribute("href")}`);
    for (const details of document.querySelectorAll(".why details")) details.open = true;
    return {
        title: texts("h1"),
        kicker: texts(".kicker"),
        contents: links(".contents-chapters a"),
        text: texts(".prose"),
        links: links(".prose a"),
        tasks: texts(".module .task, .plan-year .task"),
        headings: texts(".plan-year > h2"),
        sources: [...document.querySelectorAll(".notes > li")].filter(shown)
            .map(note => `${note.value} ${words(note)}`),
        terms: texts(".terms dt, .terms dd"),
        pager: links(".pager a"),
        modules: texts(".modules > li h2"),
        reasons: texts(".modules .why-line").filter(line => line !== "In every reader’s guide."),
        facts: texts(".why details > ul:first-of-type > li"),
        next: texts(".home-side .task"),
        shares: texts(".home-chapters .share"),
        columns: texts(".worksheet thead th"),
        rows: texts(".worksheet tbody tr"),
    };
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"{opened.url}: {error}"))
    yield opened
    context.close()


def answered(page: Page, site: Path, answers: Mapping[str, object]) -> None:
    page.goto((site / "404.html").as_uri())
    page.evaluate("given => Matchbook.store.keep({given, asked: []})", answers)


def answers_of(name: str, library: Library) -> Mapping[str, object]:
    facts = load_profile(ROOT / "profiles" / f"{name}.yaml", name, library.vocabulary).facts
    return {field: value_json(value) for field, value in facts.given.items()}


def seen(page: Page, site: Path, path: str) -> Mapping[str, list[str]]:
    page.goto((site / path).as_uri(), wait_until="domcontentloaded")
    page.wait_for_function("() => !document.documentElement.classList.contains('waking')")
    found = page.evaluate(SEEN)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def two_sites(
    public_site: Path, sample_websites: Mapping[str, Mapping[str, bytes]], tmp_path: Path
) -> Callable[[str], tuple[Path, Path]]:
    """Return what gives a sample reader's own website and the public one."""
    return lambda name: (write_site(tmp_path, sample_websites[name]), public_site)


def write_site(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def pages_to_compare(site: Path, every: int) -> tuple[str, ...]:
    """Return the pages that both websites have, some of the modules left out."""
    own = {"why.html", "answers.html", "prospects.html", "sources.html"}
    names = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    paths = sorted(name for name in names if name not in own)
    whole = [path for path in paths if "/" not in path or path.endswith("/index.html")]
    others = [path for path in paths if path not in whole]
    with_columns_for_some = "worksheets/program-list.html"
    return (*whole, *dict.fromkeys((with_columns_for_some, *others[::every])))


# Some pages of readers who get different parts of the guide; all pages of every sample take minutes.
@pytest.mark.parametrize(
    ("name", "every"),
    [
        ("sample", 8), ("permanent-resident", 18), ("after-unmatched", 18),
        *(pytest.param(name, 1, marks=pytest.mark.long) for name in PROFILES),
    ],
)  # fmt: skip
def test_the_public_guide_with_answers_is_the_readers_own(
    page: Page, two_sites: Callable[[str], tuple[Path, Path]], library: Library, name: str, every: int
) -> None:
    own, public = two_sites(name)
    paths = pages_to_compare(own, every)
    mine = {path: seen(page, own, path) for path in paths}
    answered(page, public, answers_of(name, library))

    theirs = {path: seen(page, public, path) for path in paths}

    differing = [
        f"{path}, {part}: {mine[path][part]} != {theirs[path][part]}"
        for path in paths
        for part in mine[path]
        if mine[path][part] != theirs[path][part]
    ]
    assert differing == []


def test_a_whole_chapter_on_one_page_says_what_its_pages_say(page: Page, public_site: Path, library: Library) -> None:
    answered(page, public_site, answers_of("sample", library))
    whole = seen(page, public_site, "people/whole.html")
    chapter = next(chapter for chapter in library.outline.chapters if chapter.id == "people")
    modules = [seen(page, public_site, f"people/{scalar.text}.html") for scalar in chapter.modules]
    mine = [module for module in modules if module["text"]]

    assert 0 < len(mine) < len(modules)
    for part in ("text", "links", "tasks", "sources"):
        assert whole[part] == [each for module in mine for each in module[part]]
