"""Rendering the public guide as a website: pages, data for the browser's engine, and assets, by path."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from builder.csv_text import csv_bytes
from builder.part_views import PageView
from builder.public_views import PublicChapterView, PublicGuideView, PublicModuleView, PublicSiteView
from builder.search_documents import SearchDocument
from builder.templating import Templates
from builder.website import ENGINE_SCRIPTS, shared_assets

_PAGES = (
    ("plan", "Your plan", "Everything this guide asks you to do, in order of time."),
    (
        "answers",
        "Your answers",
        "Answer some questions, and this guide shows what fits you. Nothing you type leaves your browser.",
    ),
    ("why", "Who each page is for", "Every page of the guide, and for whom it is."),
    ("sources", "What your plan rests on", "The dated figures and rules behind this guide, to check before you act."),
    ("changes", "What changed", "What is new in each edition of this guide."),
)
_SCRIPTS = (
    "start.js", "marks.js", "page-parts.js", "personal-plan.js", "personal.js", "answers.js", "search.js",
    "progress.js", "minisearch.js", "minisearch.LICENSE.txt",
)  # fmt: skip


def render_public_website(
    guide: PublicGuideView, data: Mapping[str, object], documents: Iterable[SearchDocument], templates: Templates
) -> Mapping[str, bytes]:
    """Return every file of the public website, by its path from the website's root.

    `data` is what the browser's engine needs of the library (see `library_json`).
    """
    worksheets = {
        sheet.csv: csv_bytes(
            ((column.title for column in sheet.columns), *([cell.text for cell in row] for row in sheet.rows))
        )
        for sheet in guide.worksheets
    }
    return {
        **{path: text.encode() for path, text in _pages(guide, templates)},
        **worksheets,
        "assets/library.js": _script("library", data),
        "assets/documents.js": _script("documents", _documents_json(guide, documents)),
        "assets/tasks-of-modules.js": _script("tasks", _tasks_json(guide)),
        **{f"assets/{name}": templates.content(f"public/{name}") for name in _SCRIPTS},
        "assets/engine.js": b"\n".join(templates.content(f"website/{name}") for name in ENGINE_SCRIPTS),
        **_style(shared_assets(templates), templates),
        **dict(_for_crawlers(guide, templates)),
    }


def _style(assets: Mapping[str, bytes], templates: Templates) -> Mapping[str, bytes]:
    style = assets["assets/style.css"] + b"\n" + templates.content("public/public.css")
    return {**assets, "assets/style.css": style}


def _script(name: str, value: object) -> bytes:
    """Return a script that holds a value; as a file of its own it needs no escaping for HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f'"use strict";\nvar Matchbook = globalThis.Matchbook ?? {{}};\nMatchbook.{name} = {text};\n'.encode()


def _documents_json(guide: PublicGuideView, documents: Iterable[SearchDocument]) -> Mapping[str, object]:
    """Return the texts to search, each with the position of its module."""
    modules = [(module.link, chapter.title) for chapter in guide.chapters for module in chapter.modules]
    places = {link.id: position for position, (link, _) in enumerate(modules)}
    return {
        "modules": [[link.id, link.title, link.href, chapter] for link, chapter in modules],
        "texts": [
            [places[document.module], document.anchor, document.heading, document.text, list(document.shown)]
            for document in documents
        ],
    }


def _tasks_json(guide: PublicGuideView) -> Mapping[str, object]:
    """Return what each module asks its readers to do, in the order of the library's data."""
    modules = (module for chapter in guide.chapters for module in chapter.modules)
    return {
        module.link.id: [
            {"do": task.do, "anchor": task.anchor, "isEssential": task.is_essential} for task in module.tasks
        ]
        for module in modules
        if module.tasks
    }


def _pages(guide: PublicGuideView, templates: Templates) -> Iterator[tuple[str, str]]:
    def render(kind: str, page: PageView, **more: object) -> tuple[str, str]:
        site = _seen_from(guide.site, page)
        return page.href, templates.render(f"public/{kind}.html", site=site, page=page, guide=guide, **more)

    yield render("home", _page(guide.site.title, guide.site.audience, "index.html", "home"))
    for kind, title, description in _PAGES:
        yield render(kind, _page(title, description, f"{kind}.html", kind))
    # A server shows it at any address, so its links must be whole where that can be.
    missing = replace(_page("Page not found", guide.site.audience, "404.html", "404"), root=guide.site.address)
    yield render("404", missing)
    for sheet in guide.worksheets:
        yield render("worksheet", _page(sheet.title, sheet.purpose, sheet.href, "worksheet"), worksheet=sheet)
    for chapter in guide.chapters:
        yield render("chapter", _page(chapter.title, chapter.summary, chapter.href, "chapter"), chapter=chapter)
        whole = _page(f"{chapter.title}, the whole chapter", chapter.summary, f"{chapter.id}/whole.html", "whole")
        yield render("whole", whole, chapter=chapter)
        for module in chapter.modules:
            page = _page(module.link.title, module.description, module.link.href, "module")
            yield render("module", page, chapter=chapter, module=module)


def _page(title: str, description: str, href: str, kind: str) -> PageView:
    return PageView(title=title, description=description, href=href, root="../" * href.count("/"), kind=kind)


def _seen_from(site: PublicSiteView, page: PageView) -> PublicSiteView:
    """Return the contents with the page's own place in them marked."""
    chapters = (
        replace(
            chapter,
            is_current=page.href
            in {chapter.href, f"{chapter.id}/whole.html", *(module.href for module in chapter.modules)},
            modules=tuple(replace(module, is_current=module.href == page.href) for module in chapter.modules),
        )
        for chapter in site.chapters
    )
    extras = (replace(link, is_current=link.href == page.href) for link in site.extras)
    return replace(site, chapters=tuple(chapters), extras=tuple(extras))


def _for_crawlers(guide: PublicGuideView, templates: Templates) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap and what points to it; both need the website's address."""
    if guide.site.address:
        pages = ("index.html", *(f"{kind}.html" for kind, _, _ in _PAGES), *_hrefs(guide.chapters))
        yield "sitemap.xml", templates.render("public/sitemap.xml", site=guide.site, pages=pages).encode()
        yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {guide.site.address}sitemap.xml\n".encode()


def _hrefs(chapters: Iterable[PublicChapterView]) -> Iterator[str]:
    for chapter in chapters:
        yield chapter.href
        yield from (_href(module) for module in chapter.modules)


def _href(module: PublicModuleView) -> str:
    return module.link.href
