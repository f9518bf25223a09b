"""No value runs in a real browser: in a reader's own website, and in the pages of the live preview."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from builder.diagnostics import BuildError, Diagnostic
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.preview.server import make_server
from builder.preview.showing import Preview
from builder.sources import Source
from builder.templating import Templates
from builder.wanted import Built
from builder.website import render_website
from tests.building import ROOT
from tests.hostile import VALUES, WATCH, collected, with_collections
from tests.outspoken import outspoken_guide, outspoken_library, sayable
from tests.visits import Met, pages_of, visiting

pytestmark = pytest.mark.browser

A_PAGE = 500  # values on one page


def write_website(folder: Path, wishes: Sequence[str]) -> None:
    """Write the website of a reader who wishes all of this, and whose name is the first of it."""
    guide = outspoken_guide(outspoken_library(folder / "guide"), wishes[0], wishes[1:])
    for name, content in render_website(guide_view(guide, Kind.WEBSITE), Templates(ROOT / "templates")).items():
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_bytes(content)


def what_ran(browser: Browser, addresses: Sequence[str]) -> tuple[list[object], Met]:
    """Open pages, touch everything on them, and return what ran and what was met."""
    with visiting(browser, init=WATCH) as (page, met):
        page.on("dialog", lambda dialog: met.errors.append(f"dialog: {dialog.message}"))
        ran: list[object] = []
        for address in addresses:
            page.goto(address)
            page.evaluate(
                "() => document.querySelectorAll('main *').forEach(each => { each.focus(); each.dispatchEvent("
                "new MouseEvent('mouseover', { bubbles: true })) })"
            )
            ran += page.evaluate("() => Array.isArray(window.ran) ? window.ran : ['ran']")
    return ran, met


def check_website(browser: Browser, folder: Path, wishes: Sequence[str]) -> None:
    write_website(folder, wishes)
    addresses = [(folder / "site" / name).as_uri() for name in pages_of(folder / "site")]
    ran, met = what_ran(browser, addresses)
    assert (ran, met.errors) == ([], [])
    assert [request for request in met.requests if not request.startswith((folder / "site").as_uri())] == []


def test_no_value_runs_in_a_readers_own_website(browser: Browser, tmp_path: Path) -> None:
    check_website(browser, tmp_path, VALUES)


@with_collections
def test_no_value_of_the_small_collections_runs_in_a_readers_own_website(browser: Browser, tmp_path: Path) -> None:
    check_website(browser, tmp_path, sayable(collected())[:A_PAGE])


@pytest.mark.long
@with_collections
@pytest.mark.parametrize("start", range(0, 9_000, A_PAGE))
def test_no_collected_value_runs_in_a_readers_own_website(browser: Browser, tmp_path: Path, start: int) -> None:
    check_website(browser, tmp_path, sayable(collected())[start : start + A_PAGE] or ["Ana"])


@with_collections
def test_the_collections_fit_into_the_pages_above() -> None:
    assert len(sayable(collected())) < 9_000


@contextmanager
def previewing(values: Sequence[str]) -> Iterator[str]:
    """Yield the address of a preview of a guide whose files are wrong in as many ways as there are values."""
    problems = []
    for value in values:
        source = Source(f"content/{value}.md", f"{value}: {value}")
        hint = f"did you mean `{value}`?"
        problems.append(Diagnostic(source.place(0, max(1, len(value))), f"unknown key `{value}`", hint))

    def build() -> Built:
        raise BuildError(problems)

    preview = Preview(build)
    preview.rebuild()
    server = make_server(preview, None, lambda _: None)
    server.start()
    yield server.address
    server.stop()


def check_preview(browser: Browser, values: Sequence[str]) -> None:
    with previewing(values) as address:
        missing = [f"{address}assets/{quote(value, errors='replace')}" for value in values[:20]]
        ran, met = what_ran(browser, [address, *missing])
    assert ran == []
    assert [request for request in met.requests if not request.startswith(address)] == []
    # The browser itself says that a page answered with 404 or 500.
    assert [error for error in met.errors if "the server responded with a status of" not in error] == []


def test_no_value_runs_in_the_preview(browser: Browser) -> None:
    check_preview(browser, VALUES)


@pytest.mark.long
@with_collections
def test_no_collected_value_runs_in_the_preview(browser: Browser) -> None:
    check_preview(browser, collected())
