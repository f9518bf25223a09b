"""Rendering a guide as a website: pages and their assets, by path."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from builder.csv_text import csv_bytes
from builder.part_views import ChapterLinkView, PageView, SiteView, WorksheetView
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


def render_website(guide: GuideView, templates: Templates) -> Mapping[str, bytes]:
    """Return every file of a website, by its path from the website's root."""
    pages = {path: text.encode() for path, text in _pages(guide, templates)}
    worksheets = {sheet.csv: csv_bytes((sheet.columns, *sheet.rows)) for sheet in guide.worksheets}
    return {**pages, **worksheets, **shared_assets(templates)}


def _pages(guide: GuideView, templates: Templates) -> Iterator[tuple[str, str]]:
    def render(kind: str, page: PageView, **more: object) -> tuple[str, str]:
        site = _seen_from(guide.site, page)
        return page.href, templates.render(f"website/{kind}.html", site=site, page=page, guide=guide, **more)

    home = PageView(title=guide.site.title, description=guide.site.audience, href="index.html", root="", kind="home")
    yield render("home", home, home=guide.home)
    for kind, title, description in _PAGES:
        yield render(kind, PageView(title=title, description=description, href=f"{kind}.html", root="", kind=kind))
    for worksheet in guide.worksheets:
        yield render("worksheet", _worksheet_page(worksheet), worksheet=worksheet)
    for chapter in guide.chapters:
        yield render("chapter", _chapter_page(chapter), chapter=chapter)
        for module in chapter.modules:
            yield render("module", _module_page(module, chapter), chapter=chapter, module=module)


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
