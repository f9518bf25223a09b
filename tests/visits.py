"""Visits to a website in a browser: from disk and server, before and after answers, with axe-core at hand."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page, Request

PHONE, DESK = 390, 1280
FOUND = "#search-results > [role=option]"  # what a search found
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
# What settles some pages of the real guide, leaves some out and some open.
ANSWERS: Mapping[str, object] = {
    "name": "Ana",
    "step1.status": "passed",
    "step1.reporting": "number",
    "step1.score": 212,
    "step1.attempts": 1,
    "step2_ck.status": "not taken",
    "visa.needs_sponsorship": True,
    "match.year": 2029,
}
# A page of each kind of the public guide.
KINDS = (
    "index.html",
    "plan.html",
    "answers.html",
    "why.html",
    "sources.html",
    "changes.html",
    "404.html",
    "research/index.html",
    "research/write-to-faculty.html",
    "worksheets/letter-plan.html",
)
# Without `preload` axe does not fetch style sheets, which the pages forbid.
_RUN_AXE = """async ({ within, contrast }) => {
    const rules = { "color-contrast": { enabled: contrast } };
    const found = await axe.run(within, { preload: false, resultTypes: ["violations"], rules });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}"""


@dataclass(slots=True)
class Met:
    """What went wrong on pages, and what was asked for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def visiting(
    browser: Browser, *, width: int = DESK, dark: bool = False, scripts: bool = True, init: str = ""
) -> Iterator[tuple[Page, Met]]:
    """Yield an empty page of a fresh browser in which `init` runs before every page, and what it will meet."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    if init:
        context.add_init_script(init)
    page, met = context.new_page(), Met()
    _listen(page, met)
    yield page, met
    context.close()


def _listen(page: Page, met: Met) -> None:
    page.on("pageerror", lambda error: met.errors.append(f"{page.url}: {error}"))
    page.on("console", lambda said: met.errors.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("requestfailed", lambda request: _note_failure(request, met))
    page.on("request", lambda request: met.requests.append(request.url))


def _note_failure(request: Request, met: Met) -> None:
    # A page that is left, or becomes a download, no longer waits for its icon.
    if request.failure != "net::ERR_ABORTED":
        met.errors.append(f"{request.url}: {request.failure}")


def second_tab(page: Page) -> Page:
    """Open another page of the same browser, which shares what the first one keeps."""
    context: BrowserContext = page.context
    return context.new_page()


def guide_of(site: Path) -> str:
    """Return the title under which a website keeps things in the browser."""
    found = re.search(r'data-guide="([^"]*)"', (site / "index.html").read_text("utf-8"))
    assert found
    return html.unescape(found[1])


def keeping(site: Path, given: Mapping[str, object] = ANSWERS) -> str:
    """Return a script that keeps answers as the questionnaire does, unless the reader has some."""
    name = json.dumps(f"matchbook:{guide_of(site)}:answers")
    kept = json.dumps(json.dumps({"given": given, "asked": list(given)}))
    return f"try {{ if (!localStorage.getItem({name})) localStorage.setItem({name}, {kept}) }} catch {{}}"


def go(page: Page, address: str) -> None:
    """Open a page and wait until it is the reader's own."""
    page.goto(address)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page is the reader's own."""
    page.wait_for_function("() => !document.documentElement.classList.contains('waking')")


def axe_complaints(page: Page, *, contrast: bool = True) -> list[str]:
    """Return what axe-core finds on the page as it is, which must hold `AXE`; contrast takes most of its time."""
    return [str(complaint) for complaint in page.evaluate(_RUN_AXE, {"within": "html", "contrast": contrast})]


def pages_of(site: Path) -> tuple[str, ...]:
    """Return the paths of a website's pages."""
    return tuple(sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Yield the address, with a slash at its end, at which a local server shows a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=site))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
