"""Cutting a handbook's page into blocks, each with the elements around it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from html import escape
from html.entities import html5
from xml.parsers import expat

from builder.typesetting.drawn import CannotTypesetError
from builder.typesetting.table_parts import EMPTIED, OWN, OWN_ROWS, Part, PartText, parts_of
from builder.typesetting.unseen import OPENINGS, UNSEEN, stub, with_classes

# What holds blocks; whatever stands in one of these and is none of them is a block. A class of `_WHOLE` makes it one.
_CONTAINERS = frozenset({"section", "article", "nav", "header", "div", "ul", "ol", "dl", "li"})
_PARTED_DIVS = frozenset({"prose", "module-head", "prospect-group"})
_PARTED_ITEMS = frozenset({"contents-chapter", "decision"})
_WHOLE = frozenset({"cover", "module-open"})
_TABLES = frozenset({"table", "div"})
# Containers that keep their blocks on one page.
_KEPT = frozenset({"module-head", "contents-chapter", "decision", "worksheet"})
_PAGES = ("cover", "worksheet-wide", "worksheet", "appendix")
_STARTS_PAGE = frozenset({"part", "chapter", "worksheet", "cover", "contents"})
_NAMED = re.compile(r"&([A-Za-z]+[0-9]*);")
_BODY = re.compile("<body[ >].*</body>", re.DOTALL)
_HEAD_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
_PLAIN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NAMES = re.compile(r' (?:id|data-[a-z]+)="[^"]*"')
# What holds a reader's data, in a page that says by `data-own="marked"` that it is known: some kinds of blocks, whole
# parts, and the block, or else the container, that a comment stands in. In any other page it is everything. Of a table
# with such comments only the rows are a reader's own that they stand in.
_OWN_BLOCKS = frozenset({"why-line", "cover", "score-line", "timeline", "match-day"})
_OWN_PARTS = frozenset({"glance", "answers", "prospects", "why"})
# In those too: what names a page, a chapter or a part is in many handbooks.
_NAMES_ONLY = frozenset({"h1", "decision-title", "part-title", "prospect-page"})
# What is laid out alone stands among elements without these edges, and beside elements that only selectors see.
NO_TOP, NO_BOTTOM = "x-no-top", "x-no-bottom"
_LISTS = frozenset({"ul", "ol"})
_FURTHER_ITEM = f'<li class="{UNSEEN}"></li>'
ALONE_STYLE = (
    "".join(
        f".{name} {{ margin-{side}: 0 !important; padding-{side}: 0 !important; border-{side}: 0 !important }}\n"
        for name, side in ((NO_TOP, "top"), (NO_BOTTOM, "bottom"))
    )
    + f"""
.{UNSEEN} {{ display: none !important }}
.{EMPTIED} > ::before, .{EMPTIED} > ::after {{ content: none !important }}
.x-alone {{ display: flow-root }}
.x-digits-1 {{ --page: "8" }}
.x-digits-2 {{ --page: "88" }}
.x-digits-3 {{ --page: "888" }}
.part, .chapter, .contents, .cover, .appendix, .worksheet {{
  break-before: auto !important; break-after: auto !important; page: auto !important;
}}
"""
)
# Pages for the sake of their margins; the first paragraph's text is what their running heads say.
PAGES_STYLE = """
.x-page { break-before: page; margin: 0; padding: 0; border: 0; height: auto }
.x-page.worksheet-wide { page: wide }
.x-head { string-set: chapter content(text), module content(text); height: 0; margin: 0; overflow: hidden }
.x-head:empty { string-set: none }
"""


@dataclass(frozen=True, slots=True)
class Container:
    """An element that holds blocks; `number` tells apart those that look alike."""

    number: int
    tag: str
    classes: frozenset[str]
    opening: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the page with the containers around it, the outermost first.

    The last `opens` containers begin with it and the last `closes` end with it. `before` is the element it follows
    in its container, empty; `items` of a list come before it. `page` is the kind of page it stands on. `is_own` tells
    whether it holds a reader's data. `part` is there where it is some rows of a table.
    """

    html: str
    around: tuple[Container, ...]
    opens: int
    closes: int
    before: str
    page: str
    starts_page: bool
    is_own: bool
    items: int
    part: Part | None = None


@dataclass(slots=True)
class _Open:
    container: Container
    last_child: str = ""
    items: int = 0
    is_new: bool = True
    before: str = ""
    is_own: bool = False


@dataclass(slots=True)
class _Cutter:
    """Follows the parser through a page."""

    page: bytes
    by_row: bool
    blocks: list[Block] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    root: _Open = field(default_factory=lambda: _Open(Container(0, "body", frozenset(), "<body>")))
    depth: int = 0
    start: int = 0
    opening: str = ""
    classes: frozenset[str] = frozenset()
    is_marked: bool = False
    is_own: bool = False
    comments: set[str] = field(default_factory=set)
    is_term: bool = False
    starts_page: bool = False
    containers: int = 0
    tables: int = 0

    def begin(self, parser: expat.XMLParserType, tag: str, attributes: Mapping[str, str]) -> None:
        if self.depth:
            self.depth += 1
            return
        if tag == "body":
            self.is_marked = attributes.get("data-own") == "marked"
            return
        classes = frozenset(attributes.get("class", "").split())
        self.starts_page |= bool(classes & _STARTS_PAGE)
        if _holds_blocks(tag, classes):
            self.containers += 1
            opening = _opening(tag, attributes)
            before = self._parent.last_child
            self.open.append(
                _Open(
                    Container(self.containers, tag, classes, opening),
                    before=before,
                    is_own=attributes.get("id") in _OWN_PARTS,
                )
            )
        elif self.is_term and tag == "dd":
            self.depth = 1
            self.opening = _opening(tag, {name: value for name, value in attributes.items() if name != "id"})
        else:
            self.depth = 1
            self.start = parser.CurrentByteIndex
            self.classes = classes
            self.opening = _opening(tag, {name: value for name, value in attributes.items() if name != "id"})
            self.comments = set()
            self.is_own = not self.is_marked or bool(classes & _OWN_BLOCKS)
            if tag not in _NAMES_ONLY and not classes & _NAMES_ONLY:
                self.is_own |= any(each.is_own for each in self.open)

    def end(self, parser: expat.XMLParserType, tag: str) -> None:
        if self.depth > 1:
            self.depth -= 1
        elif tag == "body":
            return
        elif self.depth:
            self.depth = 0
            self.is_term = tag == "dt"
            if not self.is_term:
                self._add(tag, self._parts(tag, self.page[self.start : parser.CurrentByteIndex].decode() + f"</{tag}>"))
        else:
            closed = self.open.pop()
            if self.blocks and not closed.is_new:
                last = self.blocks[-1]
                self.blocks[-1] = replace(last, closes=last.closes + 1)
            self._parent.last_child = stub(closed.container.opening, closed.container.tag)

    def comment(self, text: str) -> None:
        if self.depth:
            self.comments.add(text.strip())
        elif text.strip() == OWN:
            self._parent.is_own = True

    def _parts(self, tag: str, html: str) -> tuple[PartText, ...]:
        """Return a block, or a table whose rows say which of them are a reader's own as its parts."""
        is_by_row = OWN_ROWS in self.comments or (OWN in self.comments and not self.is_own)
        if self.by_row and self.is_marked and is_by_row and tag in _TABLES:
            self.tables += 1
            if parts := parts_of(html, self.tables):
                return parts
        return (PartText(html, None, is_own=self.is_own or is_by_row),)

    def _add(self, tag: str, parts: Iterable[PartText]) -> None:
        around = tuple(each.container for each in self.open)
        opens = sum(each.is_new for each in self.open)
        before = self.open[len(around) - opens].before if opens else self._parent.last_child
        items = self._parent.items
        self._parent.items += tag == "li"
        classes = self.classes.union(*(each.classes for each in around))
        for piece in parts:
            is_first = piece.part is None or piece.part.is_first
            self.blocks.append(
                Block(
                    html=piece.html,
                    around=around,
                    opens=opens if is_first else 0,
                    closes=0,
                    before=before if is_first or not opens else "",
                    page=next((name for name in _PAGES if name in classes), ""),
                    starts_page=self.starts_page and is_first,
                    is_own=piece.is_own,
                    items=items,
                    part=piece.part,
                )
            )
        self._parent.last_child = stub(self.opening, tag)
        self.starts_page = False
        for each in self.open:
            each.is_new = False

    @property
    def _parent(self) -> _Open:
        return self.open[-1] if self.open else self.root


def cut(html: str, *, by_row: bool = True) -> tuple[Block, ...]:
    """Return the blocks of a page in their order, those of a table in that of their last rows.

    Raises:
        CannotTypesetError: the page is not well-formed XML, or text stands outside of any block.
    """
    whole = _BODY.search(html)
    if whole is None:
        message = "the page has no body"
        raise CannotTypesetError(message)
    body = _NAMED.sub(_letter, whole[0])
    cutter = _Cutter(body.encode(), by_row)
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = partial(cutter.begin, parser)
    parser.EndElementHandler = partial(cutter.end, parser)
    parser.CommentHandler = cutter.comment

    def text(letters: str) -> None:
        if not cutter.depth and letters.strip():
            message = f"text outside of any block: {letters!r}"
            raise CannotTypesetError(message)

    parser.CharacterDataHandler = text
    try:
        parser.Parse(cutter.page, True)  # noqa: FBT003 - the library takes it by place only
    except expat.ExpatError as error:
        message = f"the page is not well-formed: {error}"
        raise CannotTypesetError(message) from error
    return tuple(cutter.blocks)


def head_style(html: str) -> str:
    """Return the style that stands in the head of a page."""
    return "\n".join(_HEAD_STYLE.findall(html.partition("<body")[0]))


def is_kept_with_previous(following: Block) -> bool:
    """Tell whether a container keeps a block on one page with the block before."""
    shared = len(following.around) - following.opens
    return any(each.classes & _KEPT for each in following.around[:shared])


_ROLES = {
    "section": "Sect", "article": "Art", "div": "Div", "ul": "L", "ol": "L", "dl": "L", "li": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody",
}  # fmt: skip


def role_of(block: Block) -> str:
    """Return what the structure tree calls the element that a block stands in."""
    return container_role(block.around[-1]) if block.around else "Document"


def container_role(container: Container) -> str:
    """Return what the structure tree calls a container."""
    return _ROLES.get(container.tag, "NonStruct")


def alone(block: Block) -> str:
    """Return a block with the elements around it, as it is laid out: only what begins and ends with it has edges."""
    count = len(block.around)
    parts: list[str] = []
    for position, container in enumerate(block.around):
        if position == count - block.opens:
            parts.append(block.before)
        parts.append(
            _without_edges(
                container.opening, top=position < count - block.opens, bottom=position < count - block.closes
            )
        )
    if not block.opens:
        parts.append(block.before)
    if block.items and block.around[-1].tag == "ol":
        position = -1 if block.opens else -2
        parts[position] = f'{parts[position][:-1]} style="counter-reset: list-item {block.items}">'
    # For selectors such as `:last-child`.
    following = _FURTHER_ITEM if block.around and block.around[-1].tag in _LISTS and not block.closes else ""
    return "".join([*parts, block.html, following, *(f"</{each.tag}>" for each in reversed(block.around))])


@lru_cache(OPENINGS)
def _without_edges(opening: str, *, top: bool, bottom: bool) -> str:
    names = [name for name, is_off in ((NO_TOP, top), (NO_BOTTOM, bottom)) if is_off]
    # Where a container does not begin, its name tells nothing but which of many alike it is.
    opening = _NAMES.sub("", opening) if top else opening
    return with_classes(opening, names)


def _holds_blocks(tag: str, classes: frozenset[str]) -> bool:
    if classes & _WHOLE or tag not in _CONTAINERS:
        return False
    if tag == "div":
        return bool(classes & _PARTED_DIVS)
    return tag != "li" or bool(classes & _PARTED_ITEMS)


def _opening(tag: str, attributes: Mapping[str, str]) -> str:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def _letter(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _PLAIN else html5.get(f"{entity[1]};", entity[0])
