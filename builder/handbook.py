"""Rendering a guide as a handbook: one tagged PDF."""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Self
from xml.etree.ElementTree import Element

from builder.diagnostics import BuildError, Diagnostic
from builder.fonts import use_package_fonts
from builder.lean_pdf import make_lean
from builder.paper import Paper
from builder.pdf_objects import PAGE_LABELS, Pdf
from builder.plain_borders import plain_borders
from builder.presentation.worksheet_pages import worksheet_page
from builder.records import dataclass
from builder.set_fonts import quick_fonts
from builder.sources import whole_file
from builder.spoken_languages import languages_said
from builder.templating import Templates
from builder.typesetting.drawn import About, CannotTypesetError, Styles
from builder.views import GuideView
from builder.whole_texts import whole_texts

_BASE = "asset:///"
_STYLE = "handbook.css"
_FLOW, _PAGES = ("shared/tokens.css", "handbook/handbook.css"), "handbook/pages.css"


@dataclass(frozen=True, slots=True)
class Handbook:
    """A PDF, how many pages it has, and what its engine complained about."""

    pdf: bytes
    pages: int
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How many pages something fills, and the way to have them as a PDF, which takes as long again."""

    pages: int
    printed: Callable[[], Handbook]


def handbook_html(guide: GuideView, paper: Paper, templates: Templates) -> str:
    """Return the page that becomes the PDF."""
    pages = tuple(worksheet_page(worksheet, paper) for worksheet in guide.worksheets)
    return templates.render("handbook/handbook.html", guide=guide, paper=str(paper), worksheet_pages=pages)


def render_handbook(guide: GuideView, paper: Paper, templates: Templates) -> Handbook:
    """Return the handbook as PDF/UA-1.

    Raises:
        BuildError: a template is wrong, or a library that the PDF engine needs is not installed.
    """
    return lay_out_handbook(guide, paper, templates).printed()


def lay_out_handbook(guide: GuideView, paper: Paper, templates: Templates) -> Layout:
    """Return the pages of the handbook, put together from blocks where that can be done.

    Raises:
        BuildError: a template is wrong, or a library that the PDF engine needs is not installed.
    """
    # A short one sets lists in columns, which do not come in blocks.
    from_blocks = None if guide.left_out is not None else _from_blocks(guide, paper, templates)
    return from_blocks or lay_out_whole(guide, paper, templates)


def lay_out_whole(guide: GuideView, paper: Paper, templates: Templates) -> Layout:
    """Return the pages of the handbook laid out in one run: slower, and what those from blocks are measured against."""
    return lay_out(handbook_html(guide, paper, templates), handbook_style(templates))


def handbook_style(templates: Templates) -> str:
    """Return the style sheet of the handbook."""
    return "\n".join(templates.text(name) for name in (*_FLOW, _PAGES))


def _from_blocks(guide: GuideView, paper: Paper, templates: Templates) -> Layout | None:
    """Return a handbook put together from its blocks; None where it has to be laid out whole."""
    site = guide.site
    about = About(
        reader=site.reader,
        title=f"{site.title}: {site.reader}" if site.reader else site.title,
        author=site.title,
        subject=site.subtitle,
        language=site.language,
    )
    styles = Styles(flow="\n".join(templates.text(name) for name in _FLOW), pages=templates.text(_PAGES))
    use_package_fonts()
    try:
        from builder.typesetting.handbook_pages import typeset  # noqa: PLC0415 - takes a second, as the engine does
    except OSError:
        return None
    with _Listening() as listening:
        try:
            pages, pdf = typeset(handbook_html(guide, paper, templates), styles, about)
        except CannotTypesetError:
            return None
    if listening.messages:
        return None
    return Layout(pages, lambda: Handbook(pdf(), pages, ()))


def print_pdf(html: str, style: str) -> Handbook:
    """Return a page as PDF/UA-1; its style sheet is called `handbook.css`.

    Raises:
        BuildError: a library that the PDF engine needs is not installed.
    """
    return lay_out(html, style).printed()


def lay_out(html: str, style: str, add_fields: Callable[[Element], None] | None = None) -> Layout:
    """Return the pages that a page on the web fills; its style sheet is called `handbook.css`.

    With `add_fields`, which puts inputs into the page, these can be filled in on a screen, and it is not PDF/UA:
    the engine cannot do both (Kozea/WeasyPrint#2726).

    Raises:
        BuildError: a library that the PDF engine needs is not installed.
    """
    use_package_fonts()
    try:
        # In the function: importing the engine takes a second, which a website never needs.
        from weasyprint import DEFAULT_OPTIONS, HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except OSError as error:
        hint = "type `apt install libpango-1.0-0 libpangoft2-1.0-0` (Debian, Ubuntu), or build with `--no-pdf`"
        message = "the PDF engine finds no Pango library"
        raise BuildError([Diagnostic(whole_file("handbook.pdf"), message, hint)]) from error

    class Shelf(URLFetcher):
        """Serves the style and nothing else: a handbook reads no file and no network."""

        def fetch(self, url: str, headers: object = None) -> object:
            """Return the style or a picture that stands in it, or refuse."""
            if url.startswith("data:image/svg+xml,"):
                return super().fetch(url, headers)
            if url.removeprefix(_BASE) != _STYLE:
                message = f"the handbook may not load {url}"
                raise ValueError(message)
            return URLFetcherResponse(url, style, {"Content-Type": "text/css"})

    form = {"pdf_forms": True} if add_fields else {"pdf_variant": "pdf/ua-1"}
    options = {**DEFAULT_OPTIONS, "pdf_tags": True, **form}
    with _Listening() as listening:
        page = HTML(string=html, base_url=_BASE, url_fetcher=Shelf())
        _name_targets(page.etree_element)
        if add_fields:
            add_fields(page.etree_element)
        document = page.render(**options)

    def printed() -> Handbook:
        with (
            _Listening(listening.messages) as still_listening,
            languages_said(),
            plain_borders(),
            whole_texts(),
            quick_fonts(),
        ):
            pdf = document.write_pdf(finisher=_finish, **options)
        return Handbook(pdf, len(document.pages), tuple(still_listening.messages))

    return Layout(len(document.pages), printed)


def _finish(document: object, pdf: Pdf) -> None:
    pdf.catalog["PageLabels"] = PAGE_LABELS
    form = pdf.catalog.get("AcroForm")
    if isinstance(form, dict):
        form["NeedAppearances"] = "false"  # Else some programs draw ticks anew, or none.
    make_lean(document, pdf)


def _name_targets(root: Element) -> None:
    """Give each link within the page the number of the page it leads to, as `--page`.

    With `attr(href)` in the style instead, the engine does not notice when a target moves to another page after the
    link was set.
    """
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            link.set("style", f"--page: target-counter({json.dumps(target, ensure_ascii=False)}, page)")


class _Listening(logging.Handler):
    """Collects what the PDF engine says, instead of printing it."""

    def __init__(self, heard: Iterable[str] = ()) -> None:
        super().__init__(logging.WARNING)
        self.messages = [*heard]
        self._logger = logging.getLogger("weasyprint")

    def __enter__(self) -> Self:
        self._logger.handlers[:] = [self]
        self._logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.handlers[:] = [logging.NullHandler()]

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message once."""
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)
