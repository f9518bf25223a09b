"""Laying blocks out with the PDF engine, and taking each one's drawing out of it.

This reaches into the engine further than its documented interface does, so its version is pinned.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

import pydyf
import uharfbuzz
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.anchors import gather_anchors
from weasyprint.draw import draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as engine_tags
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from builder.lean_pdf import drawing_bytes
from builder.plain_borders import plain_borders
from builder.set_fonts import axes_of
from builder.spoken_languages import languages_said
from builder.typesetting.alone import LaidOut, Sheets, lay_out_alone, looks_inside, selects_by_name
from builder.typesetting.cutting import ALONE_STYLE, PAGES_STYLE, Block, role_of
from builder.typesetting.drawn import (
    NOTHING,
    NUMBER,
    Bookmark,
    CannotTypesetError,
    Drawn,
    Element,
    Face,
    Frame,
    Glyphs,
    Link,
    Margin,
    PageNumber,
    as_artifact,
    open_drawing,
)
from builder.typesetting.quick_text import QuickText
from builder.typesetting.styles import ALONE, Engines
from builder.typesetting.table_rows import table_of, table_rows
from builder.whole_texts import whole_texts

POINTS = 0.75
_PRINTED_NUMBER = re.compile("[0-9]+")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_CELL = re.compile(r"\((\d+-\d+-\d+)\)")
_PLACE = "http://block/"
_OPTIONS = {**DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1", "pdf_tags": True}


class Drawing(Stream):
    """The commands that paint one block; notes where page numbers stand."""

    def __init__(self, fonts: dict[object, Font], tags: dict[object, object] | None) -> None:
        resources = pydyf.Dictionary(
            {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")}
        )
        resources["ColorSpace"] = pydyf.Dictionary()
        super().__init__(fonts, (0, 0, 10000, 10000), resources, {}, tags, {}, None)
        self.numbers: list[PageNumber] = []
        self.is_of_numbers = False

    @contextmanager
    def marked(self, box: Engines, tag: str) -> Iterator[None]:
        """Mark a piece of text; where it is a page number, leave it open."""
        start = len(self.stream)
        with super().marked(box, tag):
            yield
        if not isinstance(box, boxes.TextBox) or not (self.is_of_numbers or _is_page_number(box)):
            return
        printed = _PRINTED_NUMBER.findall(box.text)
        if not printed:
            message = f"the number of a page stands apart from {box.text!r}"
            raise CannotTypesetError(message)
        target = "" if self.is_of_numbers else box.element.get("href", "")[1:]
        key = self._old_font[0]
        digits = self._digits(key)
        # Between glyphs may stand what the engine's rounding of widths takes back.
        shown = "(?:>-?[0-9.]+<)?".join(f"{digits[int(digit)]:04x}" for digit in printed[-1]).encode()
        for position in range(start, len(self.stream)):
            item = self.stream[position]
            if isinstance(item, bytes) and item.endswith(b" TJ") and (found := [*re.finditer(shown, item)]):
                self.stream[position] = item[: found[-1].start()] + b">" + NUMBER + b"<" + item[found[-1].end() :]
                self.numbers.append(PageNumber(target, key, digits))
                return
        message = f"the number {printed[-1]} of a page is not found in its drawing"
        raise CannotTypesetError(message)

    def draw_x_object(self, reference: str) -> None:
        """Draw a part of the drawing in its place: our parts are opaque."""
        part = self._resources["XObject"].pop(reference)
        for kind in ("ExtGState", "XObject", "Pattern", "Shading"):
            self._resources[kind].update(part.extra["Resources"][kind])
        self.stream.extend([b"q", *part.stream, b"Q"])

    def states(self) -> dict[str, str]:
        """Return the graphics states that the drawing uses, as they are written."""
        return {name: _written(state) for name, state in self._resources["ExtGState"].items()}

    def refuse_leftovers(self) -> None:
        """Refuse what a handbook cannot take over: pictures made of points, gradients and patterns.

        Raises:
            CannotTypesetError: there is some.
        """
        if any(self._resources[kind] for kind in ("XObject", "Pattern", "Shading")):
            message = "a block draws with more than lines and text"
            raise CannotTypesetError(message)

    def _digits(self, key: str) -> tuple[int, ...]:
        font = next(font for font in self._fonts.values() if font.hash == key)
        return digit_glyphs(font.file_content, font.index)


@cache
def digit_glyphs(font: bytes, index: int) -> tuple[int, ...]:
    """Return a font's glyphs for 0 to 9, all of one width and of a capital's height."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str("0123456789")
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(font, index)), buffer, {"lnum": True, "tnum": True, "kern": False})
    return tuple(glyph.codepoint for glyph in buffer.glyph_infos)


class Engine:
    """The PDF engine with one style, laying out blocks of one width."""

    def __init__(self, language: str, style: str, pages: str) -> None:
        """Take the style of what stands on pages, and that of the pages.

        Raises:
            CannotTypesetError: the style needs what a block that is laid out alone does not have.
        """
        if selects_by_name(style):
            message = "the style selects an element by its name"
            raise CannotTypesetError(message)
        self._language = language
        self._pages = pages
        self._fonts = FontConfiguration()
        self._style = self._sheet(style)
        self._sheets = Sheets(
            [self._style, self._sheet(ALONE_STYLE)], self._fonts, _NothingElse(), looks_inside=looks_inside(style)
        )
        self._drawn_with: dict[object, Font] = {}
        self._quick_text = QuickText()
        self.faces: dict[str, Face] = {}

    def lay_out(self, blocks: Sequence[Block], texts: Sequence[str], width: float, height: float) -> list[Drawn]:
        """Return the blocks laid out in a column of a width in pixels; `height` is that of the page for `vh`."""
        body = "".join(f'<div class="{ALONE}">{text}</div>' for text in texts)
        html = f'<html lang="{self._language}"><body>{body}</body></html>'
        with self._quick_text.used():
            laid_out = lay_out_alone(html, _PLACE, self._sheets, (width, height))
            if len(laid_out.boxes) != len(blocks):
                message = "the blocks are not as many as their boxes"
                raise CannotTypesetError(message)
            return [self._drawn(block, box, laid_out) for block, box in zip(blocks, laid_out.boxes, strict=True)]

    def _render(self, body: str, rules: str) -> Engines:
        html = f'<html lang="{self._language}"><body>{body}</body></html>'
        page = HTML(string=html, base_url=_PLACE, url_fetcher=_NothingElse())
        sheets = [self._style, self._sheet(rules)]
        return page.render(font_config=self._fonts, **{**_OPTIONS, "stylesheets": sheets})

    def _sheet(self, style: str) -> Engines:
        return CSS(string=style, font_config=self._fonts, url_fetcher=_NothingElse())

    def lay_out_pages(self, html: str, before: int = 0) -> list["LaidOutPage"]:
        """Return whole pages with what stands in their margins, counted from the number after `before`."""
        rules = f"@page :first {{ counter-reset: page {before + 1} }}" if before else ""
        document = self._render(html, f"{self._pages}\n{PAGES_STYLE}\n{rules}")
        pages = [page._page_box for page in document.pages]  # noqa: SLF001 - what a page of the engine is made of
        return [LaidOutPage(self, page, number) for number, page in enumerate(pages, start=before + 1)]

    def _drawn(self, block: Block, wrapper: Engines, laid_out: LaidOut) -> Drawn:
        outer = [wrapper]
        for _ in block.around:
            outer.append(_only_child(outer[-1]))
        atoms = _blocks_in(outer[-1])
        count, kept = len(block.around), len(block.around) - block.opens
        # A term and its meaning are two boxes; they are drawn with the list that they stand in.
        path = [*outer[1:], atoms[-1]]
        root = path[kept if len(atoms) == 1 else min(kept, count - 1)]
        top = root.border_box_y()
        height = root.border_height()
        closing = path[count - block.closes : kept]
        padding = sum(box.padding_bottom + box.border_bottom_width for box in closing)
        below = wrapper.content_box_y() + wrapper.height - top - height - padding
        above = top - wrapper.content_box_y()
        tags: dict[object, object] = {}
        table = table_of(atoms, root, block.part)
        painted = [self._painted(row, row.children, laid_out, tags) for row in table.boxes] if table else []
        whole = replace(
            NOTHING if table else self._painted(root, [root], laid_out, tags),
            height=height * POINTS,
            above=above * POINTS,
            below=below * POINTS,
            padding=padding * POINTS,
            keeps_next=_avoids("break_after", [atoms[-1], *path[count - block.closes : -1]], -1),
            keeps_previous=_avoids("break_before", [atoms[0], *path[kept:-1]], 0),
            elements=_elements(atoms, role_of(block), tags),
        )
        return replace(whole, elements=(), rows=table_rows(table, whole, painted, block.part)) if table else whole

    def _painted(self, box: Engines, parts: Sequence[Engines], laid_out: LaidOut, tags: dict[object, object]) -> Drawn:
        """Return what is drawn of a box, by way of the parts that draw its edges."""
        top = box.border_box_y()
        links: list[Engines] = []
        bookmarks: list[Engines] = []
        gather_anchors(box, {}, links, bookmarks, {None: []})
        for number, (_, _, _, linked) in enumerate(links):
            linked.link_annotation = _Placeholder(number)
        before = len(tags)
        drawing = self.drawing(tags)
        with plain_borders(), whole_texts():
            for part in parts:
                draw_stacking_context(drawing, StackingContext.from_box(part, laid_out.page))
        drawing.refuse_leftovers()
        return replace(
            NOTHING,
            top=top * POINTS,
            height=box.border_height() * POINTS,
            drawing=open_drawing(drawing_bytes(drawing.stream)),
            marks=len(tags) - before,
            fonts=self.glyphs(),
            links=tuple(_link(link, top) for link in links),
            anchors={name: (_points(x), _points(y - top)) for name, (x, y) in _anchors(box, laid_out.names).items()},
            bookmarks=tuple(
                Bookmark(level, title, _points(x), _points(y - top)) for level, title, (x, y), _ in bookmarks
            ),
            numbers=tuple(drawing.numbers),
            states=drawing.states(),
        )

    def drawing(self, tags: dict[object, object]) -> "Drawing":
        """Return an empty drawing whose fonts have drawn nothing yet."""
        for font in self._drawn_with.values():
            font.widths, font.to_unicode = {}, {}
        return Drawing(self._drawn_with, tags)

    def glyphs(self) -> dict[str, Glyphs]:
        """Return which glyphs the last drawing took from each font.

        Raises:
            CannotTypesetError: no font has a letter.
        """
        # In an order that does not depend on what else was drawn.
        used = sorted((font for font in self._drawn_with.values() if font.to_unicode), key=lambda font: str(font.hash))
        if any(font.missing for font in used):
            message = "no font has a letter"
            raise CannotTypesetError(message)
        for font in used:
            if font.hash not in self.faces:
                self.faces[font.hash] = face_of(font)
        return {font.hash: Glyphs(dict(font.widths), dict(font.to_unicode)) for font in used}


class LaidOutPage:
    """A page without text: where its text would stand, and what stands in its margins."""

    def __init__(self, engine: Engine, page: Engines, number: int) -> None:
        """Look at a page of the engine that has a number."""
        self._number = number
        self._engine = engine
        self._page = page
        self.frame = Frame(
            page_width=page.margin_width() * POINTS,
            page_height=page.margin_height() * POINTS,
            left=page.content_box_x() * POINTS,
            top=page.content_box_y() * POINTS,
            width=page.width * POINTS,
            height=page.height * POINTS,
        )

    def margin(self, *, numbers: bool) -> Margin:
        """Return what stands in the margins: page numbers, or all but those."""
        drawing = self._engine.drawing({})
        drawing.is_of_numbers = numbers
        for box in self._page.children:
            if isinstance(box, boxes.MarginBox) and (_text(box) == str(self._number)) is numbers:
                draw_stacking_context(drawing, StackingContext.from_box(box, self._page))
        drawing.refuse_leftovers()
        return Margin(
            drawing=as_artifact(open_drawing(drawing_bytes(drawing.stream))),
            fonts=self._engine.glyphs(),
            numbers=tuple(drawing.numbers),
            states=drawing.states(),
        )


def face_of(font: Font) -> Face:
    """Return what a PDF says of a font."""
    return Face(
        size=len(font.file_content),
        digest=sha256(font.file_content).hexdigest(),
        index=font.index,
        axes=axes_of(font),
        name=font.name.decode("latin-1"),
        family=font.family,
        flags=font.flags,
        ascent=font.ascent,
        descent=font.descent,
    )


class _Placeholder(dict[str, object]):
    """Stands for a link's annotation until there is a page for it."""

    def __init__(self, number: int) -> None:
        super().__init__(Type="/Annot")
        self.reference = b"%d link" % number


class _NothingElse(URLFetcher):
    """Serves what stands in the style itself: a handbook reads no file and no network."""

    def fetch(self, url: str, headers: object = None) -> object:
        """Return the picture in a `data:` address, or refuse."""
        if not url.startswith("data:image/svg+xml,"):
            message = f"the handbook may not load {url}"
            raise ValueError(message)
        return super().fetch(url, headers)


def _is_page_number(box: Engines) -> bool:
    """Tell whether a text is what the style prints after a link within the handbook."""
    return str(box.element_tag) == "a::after" and str(box.element.get("href", "")).startswith("#")


def _text(box: Engines) -> str:
    return "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))


def _anchors(root: Engines, names: Mapping[Engines, str]) -> dict[str, tuple[float, float]]:
    """Return where the elements with a name begin: each at its first box."""
    found: dict[str, tuple[float, float]] = {}
    for box in (root, *root.descendants()):
        name = names.get(box.element)
        if name is not None and name not in found:
            found[name] = box.hit_area()[:2]
    return found


def _blocks_in(box: Engines) -> list[Engines]:
    return [child for child in box.children if isinstance(child, boxes.BlockLevelBox)]


def _only_child(box: Engines) -> Engines:
    children = _blocks_in(box)
    if len(children) != 1:
        message = f"a block has {len(children)} boxes where it should have one: {box.element_tag}"
        raise CannotTypesetError(message)
    return children[0]


def _avoids(side: str, path: Sequence[Any], which: int) -> bool:
    """Tell whether a box, one it ends (or begins) with or one that ends with it avoids a break there."""
    if any(box.style[side] in {"avoid", "avoid-page"} for box in path):
        return True
    box = path[0]
    while isinstance(box, boxes.ParentBox) and box.children and isinstance(box.children[which], boxes.BlockLevelBox):
        box = box.children[which]
        if box.style[side] in {"avoid", "avoid-page"}:
            return True
    return False


def _points(pixels: float) -> float:
    return round(pixels * POINTS, 3)


def _link(link: Engines, top: float) -> Link:
    kind, target, (x1, y1, x2, y2), _ = link
    inside = kind == "internal"
    return Link(target, inside, (_points(x1), _points(y1 - top), _points(x2), _points(y2 - top)))


def _written(value: Engines) -> str:
    return value.data.decode("latin-1") if hasattr(value, "data") else str(value)


def _elements(atoms: Sequence[Engines], role: str, tags: dict[Engines, Engines]) -> tuple[Element, ...]:
    """Return the structure below a container of a role for one block."""
    pdf = pydyf.PDF()
    parent = pydyf.Dictionary({"S": f"/{role}", "K": pydyf.Array()})
    pdf.add_object(parent)
    fake = _Objects(pdf)
    with languages_said():
        build = engine_tags._build_box_tree  # noqa: SLF001 - the engine builds trees for whole pages only
        roots = [root for atom in atoms for root in build(atom, parent, fake, 0, {}, [], tags)]
    return tuple(_element(root, pdf) for root in [*roots, *(_referred(kid, pdf) for kid in parent["K"])])


class _Objects:
    """Lets the engine number the elements of one block, on no page yet."""

    def __init__(self, pdf: Engines) -> None:
        self.page_references = [b"0 0 R"]
        self.add_object = pdf.add_object


def _referred(reference: bytes, pdf: Engines) -> Engines:
    match = _REFERENCE.fullmatch(reference)
    return pdf.objects[int(match[1])] if match else None


def _element(element: Engines, pdf: Engines) -> Element:
    kids: list[Element | int | tuple[str, int]] = []
    for kid in element["K"]:
        if isinstance(kid, int):
            kids.append(kid)
            continue
        child = _referred(kid, pdf)
        if child.get("Type") == "/OBJR":
            kids.append(("link", int(child["Obj"].split()[0])))
            continue
        inner = _element(child, pdf)
        if inner.role == "Span" and not inner.attributes and all(isinstance(each, int) for each in inner.kids):
            kids.extend(inner.kids)
        else:
            kids.append(inner)
    known = ("Type", "S", "K", "Pg", "P")
    attributes = "".join(f"/{key} {_written(value)}" for key, value in element.items() if key not in known)
    return Element(element["S"][1:], _CELL.sub(r"(@\1)", attributes), tuple(kids))
