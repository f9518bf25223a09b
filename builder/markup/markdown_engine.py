"""Markdown to HTML by the library, with the marks that later steps need."""

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    ImageInlineProcessor,
    LinkInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor

from builder.markup.bounds import LONGEST_LINK

_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
# What the library writes for a character, such as a quotation mark, until the text is whole.
# And what stands for a value or a citation until there is a reader.
_STASHED = re.compile("\x02[^\x03]*\x03|\ue000[^\ue001]*\ue001")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_ALIGNMENT = re.compile(r"text-align: (right|center)")
# What a heading has for an id until its module is known.
HEADING = "heading:"
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _Marks(Treeprocessor):
    """Adds ids, wraps tables, names checklists and marks links."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[position] = _wrapped_table(child)
        for element in root.iter():
            self._mark(element)

    def _mark(self, element: Element) -> None:
        if element.tag in _HEADINGS:
            element.set(
                "id", HEADING + _NOT_SLUG.sub("-", _STASHED.sub("", "".join(element.itertext())).lower()).strip("-")
            )
        elif element.tag == "a":
            _mark_link(element)
        elif element.tag in {"th", "td"}:
            _mark_cell(element)
        elif element.tag == "ul":
            _mark_checklist(element)


def _wrapped_table(table: Element) -> Element:
    heads = (_STASHED.sub("", "".join(head.itertext())).strip() for head in table.iter("th"))
    label = f"Table: {', '.join(filter(None, heads))}"
    _name_rows(table)
    # No region: a page with ten tables would have ten landmarks.
    wrapper = Element("div", {"class": "table", "role": "group", "tabindex": "0", "aria-label": label})
    wrapper.append(table)
    wrapper.tail = table.tail
    table.tail = None
    return wrapper


def _name_rows(table: Element) -> None:
    """Make the first cells of rows heads where the corner above them is empty, and so is no head itself."""
    corner = next(table.iter("th"), None)
    if corner is None or len(corner) or (corner.text or "").strip():
        return
    corner.tag = "td"
    for row in table.iter("tr"):
        if row[0].tag == "td" and row[0] is not corner:
            row[0].tag = "th"
            row[0].set("scope", "row")


def _mark_link(link: Element) -> None:
    address = link.get("href", "")
    path, _, fragment = address.partition("#")
    if path.endswith(".md") and "://" not in address:
        link.attrib.clear()
        link.set("data-module", path.rpartition("/")[2].removesuffix(".md") + (f"#{fragment}" if fragment else ""))
    elif address.startswith(("https://", "http://")):
        link.set("class", "external")


def _mark_cell(cell: Element) -> None:
    if cell.tag == "th" and "scope" not in cell.attrib:
        cell.set("scope", "col")
    alignment = _ALIGNMENT.search(cell.attrib.pop("style", ""))
    if alignment:
        cell.set("class", alignment[1])


def _mark_checklist(items: Element) -> None:
    texts = [item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item for item in items]
    if texts and all(_CHECKBOX.match(text.text or "") for text in texts):
        items.set("class", "checklist")
        for text in texts:
            text.text = _CHECKBOX.sub("", text.text or "", count=1)


class _ShortLink(LinkInlineProcessor):
    """Looks for the ends of a link nearby: the library would look through the whole paragraph for each bracket."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 - the library's name
        ahead = data[index : index + LONGEST_LINK]
        if "]" not in ahead:
            return "", index, False
        text, length, is_whole = super().getText(ahead, 0)
        return text, index + length, is_whole

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 - the same
        ahead = data[index : index + LONGEST_LINK]
        if ")" not in ahead:
            return "", None, index, False
        address, title, length, is_whole = super().getLink(ahead, 0)
        return address, title, index + length, is_whole


class _ShortImage(_ShortLink, ImageInlineProcessor):
    """A picture, which is written like a link."""


class _MarksExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        # Below the inline patterns (20), so that links and emphasis exist already.
        md.treeprocessors.register(_Marks(md), "marks", 1)
        # Raw HTML is shown as text: a page must have the same structure in website and handbook.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_ShortLink(LINK_RE, md), "link", 160)
        md.inlinePatterns.register(_ShortImage(IMAGE_LINK_RE, md), "image_link", 150)
        # An address that stands apart from its link would not be checked.
        md.parser.blockprocessors.deregister("reference")
        for name in ("reference", "image_reference", "short_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)


def make_engine(terms: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function from Markdown to HTML that explains these abbreviations wherever they stand."""
    markdown = Markdown(
        # Not by their names: to look for these among all that is installed takes longer than to load the rest.
        extensions=[
            TableExtension(),
            DefListExtension(),
            SaneListExtension(),
            SmartyExtension(smart_angled_quotes=False),
            AbbrExtension(glossary=dict(terms)),
            FencedCodeExtension(),
            _MarksExtension(),
        ],
        output_format="html",
    )
    return lambda text: markdown.reset().convert(text)
