"""Tables as the rows they are made of, so that a page can end between two of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, pairwise

from weasyprint.formatting_structure import boxes

from builder.typesetting.cutting import Block, Container
from builder.typesetting.drawn import CannotPartError, CannotTypesetError, Drawn, Element, Row, repeated
from builder.typesetting.paging import Piece
from builder.typesetting.styles import Engines
from builder.typesetting.table_parts import Part

_ROUNDING = 0.01
_AVOID = frozenset({"avoid", "avoid-page"})
# The name of a cell that is a head: `@` for its table, a number of the engine, the place of its row, its column.
_NAME = re.compile(r"\(@([0-9]+)-([0-9]+|row)-")
_SOME_ROW = "row"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table by the engine: around each stand elements of such tags, the outermost first.

    `numbers` are those of the rows among all that were laid out.
    """

    rows: tuple[tuple[tuple[str, ...], Engines], ...]
    numbers: tuple[int, ...]

    @property
    def boxes(self) -> tuple[Engines, ...]:
        """Return the rows' boxes."""
        return tuple(box for _, box in self.rows)


def table_of(atoms: Sequence[Engines], root: Engines, part: Part | None) -> Table | None:
    """Return the table that is the whole of a block, which is drawn from its `root` down; None where there is more.

    Raises:
        CannotPartError: a part of a table does not look as it does among all rows.
    """
    found = _table_of(atoms, root)
    if part is None:
        return found and found[1]
    if found is None or not _is_fixed(found[0]) or len(found[1].rows) != len(part.laid_out):
        message = "the rows of a table depend on each other"
        raise CannotPartError(message)
    numbers = tuple(number for number, place in enumerate(part.laid_out) if place in part.places)
    return Table(tuple(found[1].rows[number] for number in numbers), numbers)


def _is_fixed(table: Engines) -> bool:
    """Tell whether the first row alone says how wide columns are."""
    return bool(table.style["table_layout"] == "fixed" and table.style["width"] != "auto")


def _table_of(atoms: Sequence[Engines], root: Engines) -> tuple[Engines, Table] | None:
    path: list[str] = []
    inside = atoms
    while len(inside) == 1 and isinstance(inside[0], boxes.BlockBox) and not inside[0].is_table_wrapper:
        path.append(inside[0].element_tag)
        inside = inside[0].children
    if len(inside) != 1 or not getattr(inside[0], "is_table_wrapper", False) or len(inside[0].children) != 1:
        return None
    (table,) = inside[0].children
    path.append(table.element_tag)
    rows = tuple(((*path, group.element_tag), row) for group in table.children for row in group.children)
    is_plain = table.style["border_collapse"] == "separate" and bool(rows)
    if not is_plain or not _is_all(root, [row for _, row in rows]):
        return None
    return table, Table(rows, tuple(range(len(rows))))


def _is_all(root: Engines, rows: Sequence[Engines]) -> bool:
    """Tell whether rows below each other are the whole of a box: no edges around them, and no cell in two of them."""
    ends = [root.border_box_y(), *(row.position_y for row in rows[1:]), root.border_box_y() + root.border_height()]
    return all(
        abs(row.position_y - top) < _ROUNDING and abs(row.position_y + row.height - bottom) < _ROUNDING
        for row, (top, bottom) in zip(rows, pairwise(ends), strict=True)
    ) and all(cell.rowspan == 1 for row in rows for cell in row.children)


def table_rows(table: Table, whole: Drawn, painted: Sequence[Drawn], part: Part | None) -> tuple[Row, ...]:
    """Return the rows of a table of which the whole was measured, with its structure, and each row painted."""
    elements = _row_elements(whole.elements, len(table.rows[0][0]))
    if len(elements) <= max(table.numbers):
        message = "a table has rows that its structure does not have"
        raise CannotTypesetError(message)
    found: list[Row] = []
    marks = 0
    for (around, box), number, drawn in zip(table.rows, table.numbers, painted, strict=True):
        element = _renumbered(elements[number], marks)
        row = replace(
            drawn,
            elements=(_placed(element, str(number), _SOME_ROW) if part and number >= part.fixed else element,),
            keeps_next=around[-1] == "thead" or box.style["break_after"] in _AVOID,
            keeps_previous=box.style["break_before"] in _AVOID,
        )
        marks += drawn.marks
        found.append(Row(around, row))
    if part is None or part.is_first:
        first = found[0].drawn
        found[0] = replace(found[0], drawn=replace(first, above=whole.above, keeps_previous=whole.keeps_previous))
    if part is None or part.is_last:
        last = found[-1].drawn
        found[-1] = replace(
            found[-1],
            drawn=replace(last, below=whole.below, padding=whole.padding, keeps_next=whole.keeps_next),
        )
    return tuple(found)


def _placed(row: Element, known: str, place: str) -> Element:
    """Return a row whose own heads are called by another place of it in its table."""

    def named(name: re.Match[str]) -> str:
        return f"(@{name[1]}-{place}-" if name[2] == known else name[0]

    cells = (
        replace(cell, attributes=_NAME.sub(named, cell.attributes)) if isinstance(cell, Element) else cell
        for cell in row.kids
    )
    return replace(row, kids=tuple(cells))


def _row_elements(elements: Iterable[Element], depth: int) -> list[Element]:
    inner = list(elements)
    for _ in range(depth):
        inner = [kid for element in inner for kid in element.kids if isinstance(kid, Element)]
    return inner


def _renumbered(element: Element, first: int) -> Element:
    """Return an element whose marks are counted from the first one of its row."""
    kids = (
        kid - first if isinstance(kid, int) else _renumbered(kid, first) if isinstance(kid, Element) else kid
        for kid in element.kids
    )
    return replace(element, kids=tuple(kids))


def in_pieces(blocks: Sequence[Block], drawn: Sequence[Drawn]) -> list[Piece]:
    """Return blocks in their order, and tables row by row."""
    numbers = count(1 + max((each.number for block in blocks for each in block.around), default=0))
    pieces: list[Piece] = []
    pairs = zip(blocks, drawn, strict=True)
    for table, parts in groupby(pairs, lambda pair: pair[0].part and pair[0].part.table):
        if table is not None:
            pieces.extend(_rows(_in_order(parts), numbers))
            continue
        for block, each in parts:
            pieces.extend(_rows([(block, row) for row in each.rows], numbers) if each.rows else [Piece(block, each)])
    return pieces


def _in_order(parts: Iterable[tuple[Block, Drawn]]) -> list[tuple[Block, Row]]:
    """Return the rows of a table in their order, each with the part that it comes from."""
    rows = {
        place: (block, row)
        for block, drawn in parts
        if block.part
        for place, row in zip(block.part.places, drawn.rows, strict=True)
    }
    return [(block, _in_place(row, place)) for place, (block, row) in sorted(rows.items())]


def _in_place(row: Row, place: int) -> Row:
    (element,) = row.drawn.elements
    return replace(row, drawn=replace(row.drawn, elements=(_placed(element, _SOME_ROW, str(place)),)))


def _rows(rows: Sequence[tuple[Block, Row]], numbers: Iterator[int]) -> Iterator[Piece]:
    heads = tuple(repeated(row.drawn) for _, row in rows if row.around[-1] == "thead")
    around: list[Container] = []
    for position, (block, row) in enumerate(rows):
        tags = [container.tag for container in around]
        if tags != list(row.around):
            kept = around[: len(row.around) - 1] if tags else []
            around = [*kept, *(Container(next(numbers), tag, frozenset(), "") for tag in row.around[len(kept) :])]
        yield Piece(
            replace(
                block,
                around=(*block.around, *around),
                opens=0 if position else block.opens + len(around),
                starts_page=block.starts_page and not position,
            ),
            row.drawn,
            () if row.around[-1] == "thead" else heads,
        )
