"""What is kept of a block that was laid out: its drawing, its place in the flow, its links and its structure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace


class CannotTypesetError(Exception):
    """A handbook that has to be laid out whole; says what in it does not come in blocks."""


class CannotPartError(CannotTypesetError):
    """A table that has to be laid out with all its rows."""


# Stands in a drawing where the glyphs of a page number are to stand.
NUMBER = b" @page-number@ "
_MARK = re.compile(rb"^<</MCID \d+>>$", re.MULTILINE)
_MARKED = re.compile(rb"/\w+\n<</MCID %d>>\nBDC")


@dataclass(frozen=True, slots=True)
class Face:
    """What a PDF says of a font: the file it comes from, its axes and its measures."""

    size: int
    digest: str
    index: int
    axes: Mapping[str, float]
    name: str
    family: str
    flags: int
    ascent: int
    descent: int


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The glyphs of one font that a drawing uses: the width of each, in thousandths, and the letters it stands for."""

    widths: Mapping[int, int]
    letters: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A link: an address or, inside the handbook, the name of a target; `box` in points from the block's top left."""

    target: str
    is_inside: bool
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading of the outline and how far below the block's top it stands, in points."""

    level: int
    title: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the structure tree; `kids` are nodes, numbers of marked pieces and, as `("link", n)`, links.

    `attributes` stand as they are written, but for `@`, which a handbook puts its own number of the block for.
    """

    role: str
    attributes: str
    kids: tuple["Element | int | tuple[str, int]", ...]


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number to be drawn: of which target, with the glyphs for 0 to 9 in which font."""

    target: str
    font: str
    digits: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A block laid out: lengths in points; its drawing begins `top` below the origin, see `open_drawing`.

    `above` and `below` are margins that collapse with the neighbours', `padding` is room below that does not.
    A table has all it draws in its `rows`.
    """

    top: float
    height: float
    above: float
    below: float
    padding: float
    keeps_next: bool
    keeps_previous: bool
    drawing: bytes
    marks: int
    fonts: Mapping[str, Glyphs]
    links: tuple[Link, ...]
    anchors: Mapping[str, tuple[float, float]]
    bookmarks: tuple[Bookmark, ...]
    elements: tuple[Element, ...]
    numbers: tuple[PageNumber, ...]
    states: Mapping[str, str]
    rows: tuple["Row", ...] = ()


NOTHING = Drawn(
    top=0,
    height=0,
    above=0,
    below=0,
    padding=0,
    keeps_next=False,
    keeps_previous=False,
    drawing=b"",
    marks=0,
    fonts={},
    links=(),
    anchors={},
    bookmarks=(),
    elements=(),
    numbers=(),
    states={},
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and the tags of the elements that it stands in within its block, the outermost first."""

    around: tuple[str, ...]
    drawn: Drawn


def open_drawing(commands: bytes) -> bytes:
    """Return a drawing as a format: the page's numbers of the marked pieces are put in by `%`."""
    return _MARK.sub(b"<</MCID %d>>", commands.replace(b"%", b"%%"))


def as_artifact(drawing: bytes) -> bytes:
    """Return a drawing that is no part of the text: what stands on a page again and again."""
    return _MARKED.sub(b"/Artifact\n<</Type/Pagination>>\nBDC", drawing)


def repeated(drawn: Drawn) -> Drawn:
    """Return a block as it is drawn once more on a further page: to be seen and not to be read out."""
    drawing = as_artifact(drawn.drawing)
    return replace(drawn, drawing=drawing, marks=0, links=(), anchors={}, bookmarks=(), elements=())


@dataclass(frozen=True, slots=True)
class Margin:
    """A drawing in a page's margins, in pixels from the page's top left."""

    drawing: bytes
    fonts: Mapping[str, Glyphs]
    numbers: tuple[PageNumber, ...]
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text stands on a kind of page, in points from its top left."""

    page_width: float
    page_height: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Furniture:
    """The frames of all kinds of pages, and their page numbers of one digit and more; `True` is a left page."""

    frames: Mapping[tuple[str, bool], Frame]
    numbers: Mapping[tuple[str, bool, int], Margin]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a PDF says of itself, and the name of its reader."""

    reader: str
    title: str
    author: str
    subject: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The style of what stands on pages, and that of the pages themselves."""

    flow: str
    pages: str
