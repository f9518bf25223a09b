"""The parts of a website and of a handbook that are about the same: a module, a plan, a worksheet."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from builder.parity.blocks import Block, joined
from builder.parity.exceptions import HANDBOOK_LINKS, LEFT_OUT, NUMBER
from builder.parity.pages import html_pages, kind_of, page_blocks
from builder.parity.structure import handbook_blocks
from builder.records import dataclass

# A part's kind, its title where a guide has many of the kind, and a number where even these are the same.
Name = tuple[str, str, int]

_PART_LEVEL, _INNER_LEVEL = 1, 2
# What stands in a part of one kind under headings of the second level.
_INNER = {"chapter": "module", "module": "module", "worksheets": "worksheet", "worksheet": "worksheet"}
# Of these parts a guide has many, told apart by their titles.
_MANY = {"chapter", "module", "worksheet"}
# The parts of a handbook before its chapters, and after them.
_FRONT = ("cover", "contents", "glance")
_BACK = ("plan", "prospects", "worksheets", "answers", "sources", "terms", "why")
_UNTITLED = Block("", _PART_LEVEL)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a website or the same in a handbook; `title` is the block that it begins with."""

    kind: str
    title: Block
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """Return what messages call the part."""
        return " ".join(self.title.text.split()) or self.kind


def website_parts(website: Mapping[str, bytes]) -> tuple[Part, ...]:
    """Return the pages of a website."""
    return tuple(_pages(website))


def _pages(website: Mapping[str, bytes]) -> Iterator[Part]:
    left_out = [tuple(each.selector.split()) for each in LEFT_OUT]
    for href, html in html_pages(website):
        blocks = page_blocks(href, html, left_out)
        yield Part(kind_of(html), next((block for block in blocks if block.level == _PART_LEVEL), _UNTITLED), blocks)


def handbook_parts(handbook: bytes, pages: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a handbook; the pages of the website tell what the end of a page cut in two."""
    known = sorted({block.key for page in pages for block in page.blocks})
    parts = _parts(handbook_blocks(handbook, HANDBOOK_LINKS), pages)
    return tuple(Part(part.kind, part.title, tuple(_uncut(part.blocks, known))) for part in parts)


def _parts(blocks: Iterable[Block], pages: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts of a handbook: their kinds follow each other as its template has them."""
    count = Counter(page.kind for page in pages)
    back = (kind for kind in _BACK if kind != "worksheets" or count["worksheet"])
    kinds = iter((*_FRONT, *["chapter"] * count["chapter"], *back))
    kind, title, gathered = "", _UNTITLED, list[Block]()
    for block in blocks:
        begun = _begun(block, kind, kinds)
        if begun and gathered:
            if begun in _MANY and NUMBER.match(gathered[-1].key):
                gathered.pop()
            yield Part(kind, title, tuple(gathered))
            gathered = []
        if begun:
            kind, title = begun, block
        gathered.append(block)
    yield Part(kind, title, tuple(gathered))


def _begun(block: Block, kind: str, kinds: Iterator[str]) -> str:
    """Return the kind of the part that begins with a block, nothing where none does."""
    if block.level == _PART_LEVEL:
        return next(kinds, "")
    return _INNER.get(kind, "") if block.level == _INNER_LEVEL else ""


def by_name(parts: Iterable[Part]) -> Mapping[Name, Part]:
    """Return parts by name."""
    named: dict[Name, Part] = {}
    seen = Counter[tuple[str, str]]()
    for part in parts:
        name = (part.kind, part.title.key if part.kind in _MANY else "")
        named[*name, seen[name]] = part
        seen[name] += 1
    return named


def _uncut(blocks: Iterable[Block], known: Sequence[str]) -> Iterator[Block]:
    """Yield blocks, those in one piece that the end of a page, or of a line of a list that is run on, cut in two."""
    waiting: Block | None = None
    for block in blocks:
        if waiting and _goes_on(waiting, block, known):
            waiting = joined(waiting, block)
        else:
            if waiting:
                yield waiting
            waiting = block
    if waiting:
        yield waiting


def _goes_on(block: Block, following: Block, known: Sequence[str]) -> bool:
    """Tell whether two blocks are one text; the first may be a text elsewhere too, but then what follows is none."""
    is_one = _begins(block.key, known, is_whole=True) and _begins(following.key, known, is_whole=False)
    return not is_one and _begins(block.key + following.key, known, is_whole=False)


def _begins(text: str, known: Sequence[str], *, is_whole: bool) -> bool:
    """Tell whether one of the sorted texts begins with this one, or is the same."""
    place = bisect_left(known, text)
    return place < len(known) and (known[place] == text if is_whole else known[place].startswith(text))
