"""Reading the pages of a website, as their visitors do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import join, normpath

from builder.parity.blocks import Block, Link

# What opens on a tap is a heading on paper, and need not be one on screen.
_HEADINGS = {"summary": -1, **{f"h{level}": level for level in range(1, 7)}}
_BLOCKS = {
    *_HEADINGS,
    "p", "div", "section", "article", "header", "nav", "aside", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead",
    "tbody", "tr", "th", "td", "figure", "figcaption", "blockquote", "details", "summary", "main",
}  # fmt: skip
_EMPTY = {"input", "br", "hr", "img", "meta", "link"}
_NOT_READ = {"svg", "script"}


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that has begun: whether what stands in it is left out, and whether it is in an item of a list."""

    tag: str
    classes: frozenset[str]
    is_left_out: bool
    is_in_item: bool
    href: str | None = None


_NOTHING = _Open("", frozenset(), is_left_out=False, is_in_item=False)


@dataclass(slots=True)
class _Written:
    """What was read of a block up to here."""

    words: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    level: int = 0


class _Page(HTMLParser):
    """Collects the blocks of a page's main part, but for elements with certain classes."""

    def __init__(self, href: str, left_out: Iterable[Sequence[str]]) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._href, self._left_out = href, [frozenset(names) for names in left_out]
        self._open: list[_Open] = []
        self._written = _Written()
        self._link: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _EMPTY:
            return
        named = dict(attrs)
        outer = self._open[-1] if self._open else _NOTHING
        own = {tag, *(named.get("class") or "").split()}
        classes = outer.classes | own
        is_left_out = outer.is_left_out or tag in _NOT_READ or any(each <= classes for each in self._left_out)
        if self._breaks(tag, outer):
            self._end_block()
        self._written.level = _HEADINGS.get(tag, self._written.level)
        is_in_item = tag == "li" or (outer.is_in_item and tag in {"p", "div", "label", "span", "a"})
        href = named.get("href") if tag == "a" else None
        self._open.append(_Open(tag, frozenset(classes), is_left_out, is_in_item, href))
        if href:
            self._link = []

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if not self._open or tag in _EMPTY:
            return
        ended = self._open.pop()
        outer = self._open[-1] if self._open else _NOTHING
        if ended.href and not ended.is_left_out:
            self._written.links.append(Link("".join(self._link), place_of(ended.href, self._href)))
        if self._breaks(tag, outer):
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self._open and not self._open[-1].is_left_out:
            self._written.words.append(data)
            self._link.append(data)

    @staticmethod
    def _breaks(tag: str, outer: _Open) -> bool:
        return tag in _BLOCKS and not (outer.is_in_item and tag in {"p", "div"})

    def _end_block(self) -> None:
        text = "".join(self._written.words)
        if text.strip():
            self.blocks.append(Block(text, self._written.level, tuple(self._written.links)))
        self._written = _Written()


def page_blocks(href: str, html: str, left_out: Iterable[Sequence[str]]) -> tuple[Block, ...]:
    """Return what stands on a page between its frame, but for some elements.

    Each of `left_out` names tags and classes that an element and those around it have together.
    """
    page = _Page(href, left_out)
    page.feed(html[max(0, html.find("<main")) : html.rfind("</main>")])
    return tuple(page.blocks)


def place_of(href: str, page: str) -> str:
    """Return where a link leads, by the name that the handbook has for it."""
    if "://" in href or href.startswith("mailto:"):
        return href
    path, _, fragment = href.partition("#")
    if fragment:
        return fragment
    folder, _, name = normpath(join(page.rpartition("/")[0], path)).removesuffix(".html").rpartition("/")
    if name == "index":
        return f"chapter-{folder}" if folder else "contents"
    if folder == "worksheets":
        return f"worksheet-{name}"
    return f"module-{name}" if folder else name


def kind_of(html: str) -> str:
    """Return what kind of page this is, such as `module`."""
    return html.partition('<body class="page-')[2].partition('"')[0]


def html_pages(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each page."""
    yield from ((path, content.decode()) for path, content in files.items() if path.endswith(".html"))
