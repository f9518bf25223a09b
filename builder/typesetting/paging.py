"""Putting blocks on pages: one below the other, and on the next page what does not fit any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.typesetting.cutting import Block, is_kept_with_previous
from builder.typesetting.drawn import CannotTypesetError, Drawn, Frame

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Placed:
    """A block on a page, and how far below the page's top it begins."""

    block: Block
    drawn: Drawn
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its blocks, and its running heads: the chapter or part, and the module, that go on from before.

    A head is empty where its like begins on the page.
    """

    number: int
    kind: str
    placed: tuple[Placed, ...]
    chapter: str
    module: str

    @property
    def is_left(self) -> bool:
        """Tell whether the page lies on the left of an open book."""
        return self.number % 2 == 0


def paginate(blocks: Sequence[Block], drawn: Sequence[Drawn], frames: Mapping[str, Frame]) -> tuple[Page, ...]:
    """Return the pages that some blocks fill.

    Raises:
        CannotTypesetError: a block is longer than a page.
    """
    if any(each.height > frames[block.page].height + _ROUNDING for block, each in zip(blocks, drawn, strict=True)):
        message = "a block is longer than a page"
        raise CannotTypesetError(message)
    pages: list[tuple[str, list[Placed]]] = []
    start = 0
    for end in [*_forced_breaks(blocks), len(blocks)]:
        for first, tops in _filled(blocks, drawn, start, end, frames):
            placed = [Placed(blocks[first + i], drawn[first + i], top) for i, top in enumerate(tops)]
            pages.append((blocks[start].page, placed))
        start = end
    return tuple(_with_heads(pages))


def _forced_breaks(blocks: Sequence[Block]) -> Iterator[int]:
    for position in range(1, len(blocks)):
        if blocks[position].starts_page or blocks[position].page != blocks[position - 1].page:
            yield position


def _filled(
    blocks: Sequence[Block], drawn: Sequence[Drawn], start: int, end: int, frames: Mapping[str, Frame]
) -> Iterator[tuple[int, list[float]]]:
    """Yield the first block of each page from one forced break to the next, with the tops of the page's blocks."""
    kind = blocks[start].page
    frame = frames[kind]
    first, tops = start, [frame.top + drawn[start].above]
    position = start + 1
    while position < end:
        top = tops[-1] + drawn[position - 1].height + _gap(drawn[position - 1], drawn[position])
        if top + drawn[position].height <= frame.top + frame.height + _ROUNDING:
            tops.append(top)
            position += 1
            continue
        cut = position
        while cut > first and _is_kept(blocks, drawn, cut):
            cut -= 1
        cut = position if cut == first else cut
        yield first, tops[: cut - first]
        # The engine drops a margin at the top of a page, but not on a page with a name.
        first, tops, position = cut, [frame.top + (drawn[cut].above if kind else 0)], cut + 1
    yield first, tops


def _gap(above: Drawn, below: Drawn) -> float:
    if above.padding:
        return above.below + above.padding + below.above
    return max(above.below, below.above)


def _is_kept(blocks: Sequence[Block], drawn: Sequence[Drawn], position: int) -> bool:
    """Tell whether no page may end before a block."""
    return drawn[position - 1].keeps_next or drawn[position].keeps_previous or is_kept_with_previous(blocks[position])


def _with_heads(pages: Sequence[tuple[str, list[Placed]]]) -> Iterator[Page]:
    chapter = module = ""
    for number, (kind, placed) in enumerate(pages, start=1):
        headings = [bookmark for each in placed for bookmark in each.drawn.bookmarks]
        begins_chapter = any(bookmark.level == 1 for bookmark in headings)
        yield Page(number, kind, tuple(placed), "" if begins_chapter else chapter, "" if headings else module)
        for bookmark in headings:
            chapter = bookmark.title if bookmark.level == 1 else chapter
            module = bookmark.title
