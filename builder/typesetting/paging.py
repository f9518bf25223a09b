"""Putting blocks on pages: one below the other, and on the next page what does not fit any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.typesetting.cutting import Block, is_kept_with_previous
from builder.typesetting.drawn import CannotTypesetError, Drawn, Frame

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Piece:
    """What no page end divides; where a page begins with it, `heads` stand above it once more."""

    block: Block
    drawn: Drawn
    heads: tuple[Drawn, ...] = ()

    @property
    def heads_height(self) -> float:
        """Return how much room the heads take."""
        return sum(head.height for head in self.heads)

    @property
    def height(self) -> float:
        """Return how much room the piece takes on a page of its own."""
        return self.heads_height + self.drawn.height


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


def paginate(pieces: Sequence[Piece], frames: Mapping[str, Frame]) -> tuple[Page, ...]:
    """Return the pages that some pieces fill.

    Raises:
        CannotTypesetError: a piece is longer than a page.
    """
    if any(each.height > frames[each.block.page].height + _ROUNDING for each in pieces):
        message = "a block is longer than a page"
        raise CannotTypesetError(message)
    pages: list[tuple[str, list[Placed]]] = []
    start = 0
    for end in [*_forced_breaks(pieces), len(pieces)]:
        frame = frames[pieces[start].block.page]
        for first, tops in _filled(pieces, start, end, frame):
            some = pieces[first : first + len(tops)]
            placed = [Placed(each.block, each.drawn, top) for each, top in zip(some, tops, strict=True)]
            pages.append((pieces[start].block.page, [*_heads(pieces[first], frame.top), *placed]))
        start = end
    return tuple(_with_heads(pages))


def _forced_breaks(pieces: Sequence[Piece]) -> Iterator[int]:
    for position in range(1, len(pieces)):
        block = pieces[position].block
        if block.starts_page or block.page != pieces[position - 1].block.page:
            yield position


def _heads(piece: Piece, top: float) -> Iterator[Placed]:
    """Yield what stands once more above a piece that a page begins with."""
    for head in piece.heads:
        yield Placed(piece.block, head, top)
        top += head.height


def _filled(pieces: Sequence[Piece], start: int, end: int, frame: Frame) -> Iterator[tuple[int, list[float]]]:
    """Yield the first piece of each page from one forced break to the next, with the tops of the page's pieces."""
    kind = pieces[start].block.page
    first, tops = start, [frame.top + pieces[start].heads_height + pieces[start].drawn.above]
    position = start + 1
    while position < end:
        above, below = pieces[position - 1].drawn, pieces[position].drawn
        top = tops[-1] + above.height + _gap(above, below)
        if top + below.height <= frame.top + frame.height + _ROUNDING:
            tops.append(top)
            position += 1
            continue
        cut = position
        while cut > first and _is_kept(pieces, cut):
            cut -= 1
        cut = position if cut == first else cut
        yield first, tops[: cut - first]
        # The engine drops a margin at the top of a page, but not on a page with a name.
        margin = pieces[cut].drawn.above if kind else 0
        first, tops, position = cut, [frame.top + pieces[cut].heads_height + margin], cut + 1
    yield first, tops


def _gap(above: Drawn, below: Drawn) -> float:
    if above.padding:
        return above.below + above.padding + below.above
    return max(above.below, below.above)


def _is_kept(pieces: Sequence[Piece], position: int) -> bool:
    """Tell whether no page may end before a piece."""
    above, below = pieces[position - 1], pieces[position]
    return above.drawn.keeps_next or below.drawn.keeps_previous or is_kept_with_previous(below.block)


def _with_heads(pages: Sequence[tuple[str, list[Placed]]]) -> Iterator[Page]:
    chapter = module = ""
    for number, (kind, placed) in enumerate(pages, start=1):
        headings = [bookmark for each in placed for bookmark in each.drawn.bookmarks]
        begins_chapter = any(bookmark.level == 1 for bookmark in headings)
        yield Page(number, kind, tuple(placed), "" if begins_chapter else chapter, "" if headings else module)
        for bookmark in headings:
            chapter = bookmark.title if bookmark.level == 1 else chapter
            module = bookmark.title
