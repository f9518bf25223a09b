"""Laying out pieces of a page with the PDF engine, each in a place of its own and none on a page.

The engine's own way makes a page for each, with sixteen boxes in its margins, and works out styles for notes at the
foot of pages, which a handbook does not have.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.block import block_level_layout
from weasyprint.layout.page import PageType, set_page_type_computed_styles
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from builder.typesetting.drawn import CannotTypesetError
from builder.typesetting.styles import Engines, KnownStyles, Styles

_NOTES = re.compile(r"^::(?:foot)?note-.*$", re.MULTILINE)
# Handbooks that come in blocks have no inputs, and these look inside of them.
_INPUTS = re.compile(r"^select.*:has\(.*$", re.MULTILINE)
_SVG = re.compile(r"<svg(?=[ >])")
_NAMESPACE = '<svg xmlns="http://www.w3.org/2000/svg"'


class _Page(HTML):
    """A page from well-formed text, whose style has nothing for notes."""

    def __init__(self, text: str, base_url: str, url_fetcher: URLFetcher) -> None:
        self.base_url = base_url
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.etree_element = ET.fromstring(_SVG.sub(_NAMESPACE, text))  # noqa: S314 - it has been through expat
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(self.etree_element, content_language=None)


@cache
def _usual_style() -> Engines:
    style = _INPUTS.sub("", _NOTES.sub("", UA)).replace("\n::marker {", "\nli::marker {")
    return CSS(string=style)


class Sheets:
    """The style of what is laid out, what it may use, and what is known of it by now."""

    def __init__(
        self, sheets: Sequence[CSS], fonts: FontConfiguration, fetcher: URLFetcher, *, looks_inside: bool
    ) -> None:
        """Take style sheets, the strongest last; see `KnownStyles`."""
        self.fonts = fonts
        self.fetcher = fetcher
        self._sheets = [(_usual_style(), "user agent"), *((sheet, "user") for sheet in sheets)]
        self._looks_inside = looks_inside
        self._known: dict[tuple[float, float], KnownStyles] = {}

    def known(self, size: tuple[float, float]) -> KnownStyles:
        """Return what is known of the styles in a column of a size."""
        return self._known.setdefault(size, KnownStyles(self._sheets, self.fonts, size, self._looks_inside))


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Boxes, each laid out from the point (0, 0), a page for their drawing, and the names of elements."""

    boxes: Sequence[Engines]
    page: Engines
    names: Mapping[Engines, str]


def lay_out_alone(text: str, base_url: str, sheets: Sheets, size: tuple[float, float]) -> LaidOut:
    """Return what stands in the body of a page, in a column of a width and a height (for `vh`) in pixels.

    Raises:
        CannotTypesetError: a piece is longer than the column.
    """
    html = _Page(text, base_url, sheets.fetcher)
    names = _take_names(html.etree_element)
    counters = CounterStyle()
    counters.update(UA_COUNTER_STYLE.copy())
    get_image = partial(get_image_from_uri, cache={}, url_fetcher=sheets.fetcher, options=DEFAULT_OPTIONS)
    styles = Styles(html, sheets.known(size))
    context = LayoutContext(styles, get_image, sheets.fonts, counters, TargetCollector())
    root = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        counters,
        context.footnotes,
    )
    page = _page(html, context, size)
    body = next(child for child in root.children if child.element_tag == "body")
    return LaidOut([_laid_out(context, box, page) for box in body.children], page, names)


def _page(html: HTML, context: Engines, size: tuple[float, float]) -> Engines:
    kind = PageType("right", blank=False, name="", index=0, groups=())
    set_page_type_computed_styles(kind, html, context.style_for)
    page = boxes.PageBox(kind, context.style_for(kind))
    page.position_x = page.position_y = 0
    page.width, page.height = size
    for side in ("top", "right", "bottom", "left"):
        for name in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
            setattr(page, name, 0)
    context.current_page = 1
    context.current_page_footnotes = []
    context.page_bottom = page.height
    return page


def _laid_out(context: Engines, box: Engines, page: Engines) -> Engines:
    box.position_x = box.position_y = 0
    positioned: list[Engines] = []
    context.create_block_formatting_context()
    laid_out, rest, *_ = block_level_layout(
        context, box, 0, None, page, absolute_boxes=positioned, fixed_boxes=positioned
    )
    if rest is not None:
        message = "a block is longer than many pages"
        raise CannotTypesetError(message)
    for each in positioned:
        absolute_layout(context, each, page, positioned, bottom_space=0, skip_stack=None)
    context.finish_block_formatting_context()
    layout_box_backgrounds(page, laid_out, context.get_image_from_uri)
    return laid_out


def selects_by_name(style: str) -> bool:
    """Tell whether a style sheet has a selector such as `#plan`, which finds nothing here: names are taken out."""
    return any(token.type == "hash" for rule in _rules(style) for token in _tokens(rule.prelude))


def looks_inside(style: str) -> bool:
    """Tell whether a style sheet has a selector such as `li:has(p)`, which asks what stands in an element."""
    return any(
        token.type == "function" and token.lower_name == "has"
        for rule in _rules(style)
        for token in _tokens(rule.prelude)
    )


def _rules(style: str | Sequence[Engines]) -> Iterator[Engines]:
    for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"} and rule.content:
            yield from _rules(rule.content)


def _tokens(tokens: Iterable[Engines]) -> Iterator[Engines]:
    for token in tokens:
        yield token
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if inner:
            yield from _tokens(inner)


def _take_names(root: Engines) -> dict[Engines, str]:
    """Take the names out of elements: else none of those would share their style with another."""
    return {element: element.attrib.pop("id") for element in root.iter() if "id" in element.attrib}
