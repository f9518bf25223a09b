"""Tables as text, parted into the rows that hold a reader's own and those that are the same for every reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from builder.typesetting.unseen import stub, with_classes

# Rows that are there for the widths of their cells and as heads, without what they say.
EMPTIED = "x-emptied"
# A comment in a row that is a reader's own, and one in a table of which no other row is.
OWN, OWN_ROWS = "own", "own rows"
# A style looks no further than so many rows: so many before or after some others are as good as all.
_MOST_UNSEEN = 6

_SAID = r'(?: [\w-]+="[^"]*")*'
_TABLE = re.compile(
    rf"\s*(?P<opening>(?:<div{_SAID}>\s*)?<table{_SAID}>)\s*"
    rf"(?:(?P<head><thead{_SAID}>)\s*(?P<heads>.*?)</thead>\s*)?"
    rf"(?P<body><tbody{_SAID}>)\s*(?P<rows>.*?)</tbody>\s*(?P<closing></table>\s*(?:</div>)?)\s*",
    re.DOTALL,
)
_ROW = re.compile(rf"(<tr{_SAID}>)(.*?)</tr>\s*", re.DOTALL)
_CELL = re.compile(rf"\s*(<t([hd]){_SAID}>).*?</t[hd]>\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_NAME = re.compile(r' id="[^"]*"')
# Cells in two rows or columns, tables in tables and heads in the middle of a column need the rest of the table.
_NEEDS_ALL = re.compile(
    r"<table.*<table|<t(?:body|foot).*<t(?:body|foot)|<caption|<col|<!(?!--)| (?:row|col)span=", re.DOTALL
)
_COLUMN_HEAD = re.compile(r'<th(?![^>]* scope="row")')


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a table, which has a number, by their places; the first rows, `fixed` many, are in every part."""

    table: int
    places: tuple[int, ...]
    fixed: int
    is_last: bool

    @property
    def is_first(self) -> bool:
        """Tell whether the table begins with a row of this part."""
        return self.places[0] == 0

    @property
    def laid_out(self) -> tuple[int, ...]:
        """Return the places of the rows that are laid out for this part."""
        return (*range(self.fixed), *(place for place in self.places if place >= self.fixed))


@dataclass(frozen=True, slots=True)
class PartText:
    """A part of a table as the text of a table of its own; `part` is None where it is the whole table."""

    html: str
    part: Part | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class _Row:
    opening: str
    cells: str

    @property
    def is_own(self) -> bool:
        return _COMMENT.search(self.cells) is not None

    @property
    def html(self) -> str:
        return f"{self.opening}{self.cells}</tr>"

    @property
    def emptied(self) -> str:
        cells = (f"{_NAME.sub('', cell[1])}</t{cell[2]}>" for cell in _CELL.finditer(self.cells))
        return f"{with_classes(_NAME.sub('', self.opening), (EMPTIED,))}{''.join(cells)}</tr>"


def parts_of(html: str, table: int) -> tuple[PartText, ...]:
    """Return the parts of a table, by their last rows: a reader's own rows together, and each other row alone.

    There are none where the rows cannot be told apart or depend on each other.
    """
    text = _COMMENT.sub(lambda comment: "" if comment[1] == OWN_ROWS else comment[0], html)
    found = _TABLE.fullmatch(text)
    is_strange = any(comment != OWN for comment in _COMMENT.findall(text)) or _NEEDS_ALL.search(text)
    if found is None or is_strange or _COLUMN_HEAD.search(found["rows"]):
        return ()
    heads, others = _rows(found["heads"] or ""), _rows(found["rows"])
    if heads is None or not others:
        return ()
    rows = [*heads, *others]
    own = tuple(place for place, row in enumerate(rows) if row.is_own)
    if len(own) in {0, len(rows)}:
        return (PartText(html, None, is_own=bool(own)),)
    shared = [(place,) for place in range(len(rows)) if place not in own]
    parts = [
        Part(table, places, max(1, len(heads)), is_last=places[-1] == len(rows) - 1)
        for places in sorted([own, *shared], key=lambda places: places[-1])
    ]
    return tuple(PartText(_text(found, rows, len(heads), part), part, is_own=part.places == own) for part in parts)


def _rows(text: str) -> list[_Row] | None:
    """Return the rows that a text is made of; None where there is something else in it."""
    rows: list[_Row] = []
    position = 0
    while position < len(text):
        row = _ROW.match(text, position)
        if row is None or _CELL.sub("", row[2]):
            return None
        rows.append(_Row(row[1], row[2]))
        position = row.end()
    return rows


def _text(found: re.Match[str], rows: Sequence[_Row], heads: int, part: Part) -> str:
    """Return a part as a table: only selectors see the other rows, but for the first ones."""

    def written(places: range) -> str:
        texts: list[str] = []
        for is_laid_out, some in groupby(places, lambda place: place in part.laid_out):
            if is_laid_out:
                texts.extend(rows[place].html if place in part.places else rows[place].emptied for place in some)
            else:
                texts.extend(stub(rows[place].opening, "tr") for place in [*some][-_MOST_UNSEEN:])
        return "".join(texts)

    head = f"{found['head']}{written(range(heads))}</thead>" if found["head"] else ""
    return f"{found['opening']}{head}{found['body']}{written(range(heads, len(rows)))}</tbody>{found['closing']}"
