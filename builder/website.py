"""Rendering a guide as a website: pages and their assets, by path."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pickle import Pickler

from builder.csv_text import csv_bytes
from builder.made_from import EarlierPages
from builder.part_views import ChapterLinkView, PageView, SiteView, WorksheetView
from builder.records import dataclass, replace
from builder.templating import Templates
from builder.views import ChapterView, GuideView, ModuleView

_SCRIPTS = ("theme.js", "fonts.js", "contents.js", "tasks.js", "notes.js")
# In the order in which they build on each other.
ENGINE_SCRIPTS = tuple(
    f"engine/{name}.js"
    for name in (
        "truth", "combinations", "conditions", "evaluator", "dates", "made_up", "representatives", "forcing",
        "changing", "proof", "wording", "calendar", "guide", "reader", "questions", "yaml_line", "yaml", "answers",
        "profile",
    )
)  # fmt: skip
_FONTS = ("literata.woff2", "literata-italic.woff2", "inter.woff2")
_PAGES = (
    ("plan", "Your plan", "Your tasks in order of time."),
    ("prospects", "What would change your plan", "The changes within your power that matter most to this guide."),
    ("answers", "Your answers", "What this guide knows about you, and what it does not."),
    ("sources", "What your plan rests on", "The dated figures and rules behind this guide, to check before you act."),
    ("why", "Why your guide looks like this", "Every page of the guide, with the reason why it is yours or not."),
)


@dataclass(frozen=True, slots=True)
class Website:
    """Every file of a website, by its path from its root, and hashes of what pages with a view of their own show."""

    files: Mapping[str, bytes]
    pages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page to render, and what its template is given beside the site; `has_own_view` where that is not the guide."""

    kind: str
    view: PageView
    given: Mapping[str, object]
    has_own_view: bool = False


def render_website(guide: GuideView, templates: Templates) -> Mapping[str, bytes]:
    """Return every file of a website, by its path from the website's root."""
    pages = {page.view.href: _render(page, guide.site, templates) for page in _pages(guide)}
    return {**pages, **_other_files(guide, templates)}


def render_changed(guide: GuideView, templates: Templates, rendering: bytes, earlier: EarlierPages) -> Website:
    """Return what `render_website` does; pages are taken as they are where they have a view of their own, as before.

    `rendering` is a hash of all that makes a page of a view.
    """
    files, hashes = {}, {}
    whole = sha256(rendering + _as_bytes(guide.site)).digest()
    for page in _pages(guide):
        found = b""
        if page.has_own_view:
            hashes[page.view.href] = sha256(whole + _as_bytes((page.kind, page.view, page.given))).hexdigest()
            found = earlier.made_from(page.view.href, hashes[page.view.href])
        files[page.view.href] = found or _render(page, guide.site, templates)
    return Website({**files, **_other_files(guide, templates)}, hashes)


def _as_bytes(view: object) -> bytes:
    """Return bytes that are the same for equal views and others for different ones."""
    written = BytesIO()
    pickler = Pickler(written, 5)
    pickler.fast = True  # without notes of what stands there twice: equal views need not be made of the same objects
    pickler.dump(view)
    return written.getvalue()


def _render(page: _Page, site: SiteView, templates: Templates) -> bytes:
    seen = _seen_from(site, page.view)
    return templates.render(f"website/{page.kind}.html", site=seen, page=page.view, **page.given).encode()


def _other_files(guide: GuideView, templates: Templates) -> Mapping[str, bytes]:
    worksheets = {sheet.csv: csv_bytes((sheet.columns, *sheet.rows)) for sheet in guide.worksheets}
    return {**worksheets, **shared_assets(templates)}


def _pages(guide: GuideView) -> Iterator[_Page]:
    home = PageView(title=guide.site.title, description=guide.site.audience, href="index.html", root="", kind="home")
    yield _Page("home", home, {"guide": guide, "home": guide.home})
    for kind, title, description in _PAGES:
        view = PageView(title=title, description=description, href=f"{kind}.html", root="", kind=kind)
        yield _Page(kind, view, {"guide": guide})
    for worksheet in guide.worksheets:
        yield _Page("worksheet", _worksheet_page(worksheet), {"worksheet": worksheet}, has_own_view=True)
    for chapter in guide.chapters:
        yield _Page("chapter", _chapter_page(chapter), {"guide": guide, "chapter": chapter})
        for module in chapter.modules:
            yield _Page("module", _module_page(module, chapter), {"module": module}, has_own_view=True)


def _worksheet_page(worksheet: WorksheetView) -> PageView:
    return PageView(
        title=worksheet.title, description=worksheet.purpose, href=worksheet.href, root="../", kind="worksheet"
    )


def _seen_from(site: SiteView, page: PageView) -> SiteView:
    """Return the contents with the page's own place in them marked."""
    chapters = (_chapter_seen_from(chapter, page) for chapter in site.chapters)
    extras = (replace(link, is_current=True) if link.href == page.href else link for link in site.extras)
    return replace(site, chapters=tuple(chapters), extras=tuple(extras))


def _chapter_seen_from(chapter: ChapterLinkView, page: PageView) -> ChapterLinkView:
    if page.href != chapter.href and all(page.href != module.href for module in chapter.modules):
        return chapter
    modules = (replace(module, is_current=True) if module.href == page.href else module for module in chapter.modules)
    return replace(chapter, is_current=True, modules=tuple(modules))


def _chapter_page(chapter: ChapterView) -> PageView:
    return PageView(title=chapter.title, description=chapter.summary, href=chapter.href, root="../", kind="chapter")


def _module_page(module: ModuleView, chapter: ChapterView) -> PageView:
    href = f"{chapter.anchor}/{module.anchor}.html"
    return PageView(
        title=module.title, description=f"{chapter.title}: {module.title}", href=href, root="../", kind="module"
    )


def shared_assets(templates: Templates) -> Mapping[str, bytes]:
    """Return the style, scripts and fonts of every website, by path."""
    style = templates.text("shared/tokens.css") + "\n" + templates.text("website/style.css")
    return {
        "assets/style.css": style.encode(),
        "assets/favicon.svg": templates.content("website/favicon.svg"),
        **{f"assets/{name}": templates.content(f"website/{name}") for name in _SCRIPTS},
        **{f"assets/fonts/{name}": templates.content(f"fonts/{name}") for name in _FONTS},
    }
