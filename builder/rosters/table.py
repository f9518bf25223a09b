"""A table out of the bytes of a CSV file, as spreadsheet programs and forms write it."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from builder.diagnostics import BuildError, Diagnostic
from builder.records import dataclass
from builder.sources import Place, Source, whole_file

LARGEST = 5_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 500
MOST_CELLS = 500_000
LONGEST_ROW = 200_000
LONGEST_CELL = 2_000

_SEPARATORS = (",", ";", "\t")
_SAID_SEPARATOR = re.compile(r'"?sep=([,;\t|:^~])"?\n')
_SAVE = "save it as `CSV UTF-8` in the spreadsheet program"


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in a spreadsheet program; the header has the number 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it that hold anything, white space around and inside cells made single."""

    source: Source
    header: Row
    rows: tuple[Row, ...]

    def place(self, row: Row, column: int | None = None) -> Place:
        """Return the place of a cell by its position from 0, or of a whole row."""
        return Place(self.source, row.number, 0 if column is None else column + 1)


def parse_table(content: bytes, name: str, is_known: Callable[[str], bool]) -> Table:
    """Read a table separated by commas, semicolons or tabs: by what makes most of its header known.

    Raises:
        BuildError: the bytes are no text, the quotes do not fit together, or there is too much of something.
    """
    source = Source(name, "", is_table=True, is_private=True)
    text = _decoded(content, name)
    said = _SAID_SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text, is_known)
    rows = [row for row in _rows(text, separator, source) if any(row.cells)]
    if not rows:
        raise _refusal(whole_file(name), "the roster is empty", "its first row names the columns")
    return Table(source, rows[0], tuple(rows[1:]))


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, said = "utf-16", "UTF-16"
    elif b"\0" in content[:2]:
        raise _refusal(whole_file(name), "expected UTF-8 text, found UTF-16 without a byte order mark", _SAVE)
    else:
        encoding, said = "utf-8-sig", "UTF-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start]:02x}" if said == "UTF-8" else "half a character"
        raise _refusal(whole_file(name), f"expected {said} text, found {found} on line {line}", _SAVE) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str, is_known: Callable[[str], bool]) -> str:
    """Return the separator that makes most cells of the header known, then most cells."""

    def worth(separator: str) -> tuple[int, int]:
        header = _header(text, separator)
        return sum(is_known(cell) for cell in header), len(header)

    return max(_SEPARATORS, key=worth)


def _header(text: str, separator: str) -> Sequence[str]:
    lines = (line[:LONGEST_ROW] for line in islice(_lines(text), MOST_ROWS))
    try:
        return next((row for row in csv.reader(lines, delimiter=separator) if any(row)), ())
    except csv.Error:
        return ()


def _rows(text: str, separator: str, source: Source) -> Iterator[Row]:
    """Yield the rows, refusing what is too much before more of it is taken into memory."""
    lines = _RowByRow(text, source)
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    held = 0
    try:
        for cells in reader:
            held += len(cells)
            _check_size(len(cells), held, lines.number, source)
            yield Row(lines.number, tuple(" ".join(cell.split()) for cell in cells))
            lines.next_row()
    except csv.Error as error:
        raise _refusal(Place(source, lines.number, 0), *_translated(str(error))) from error


def _check_size(cells: int, held: int, number: int, source: Source) -> None:
    if cells > MOST_COLUMNS:
        message = f"the row has more than {MOST_COLUMNS} cells"
        raise _refusal(Place(source, number, 0), message, "delete the columns that no field needs")
    if number > MOST_ROWS + 1:
        hint = "split it, and delete the empty rows at its end"
        raise _refusal(whole_file(source.name), f"the roster has more than {MOST_ROWS:,} rows", hint)
    if held > MOST_CELLS:
        hint = "split it, or delete the columns that no field needs"
        raise _refusal(whole_file(source.name), f"the roster has more than {MOST_CELLS:,} cells", hint)


class _RowByRow:
    """The lines of a text; refuses a row, of one line or of many, before it grows too long."""

    def __init__(self, text: str, source: Source) -> None:
        self.number = 1
        self._source = source
        self._length = 0
        self._left = _lines(text)

    def __iter__(self) -> Iterator[str]:
        for line in self._left:
            self._length += len(line)
            if self._length > LONGEST_ROW:
                message = f"the row is longer than {LONGEST_ROW:,} characters"
                raise _refusal(Place(self._source, self.number, 0), message, "look for a quote that never closes")
            yield line

    def next_row(self) -> None:
        """Count what follows as another row."""
        self.number += 1
        self._length = 0


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends, one at a time."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _translated(problem: str) -> tuple[str, str]:
    if "field limit" in problem:
        return f"a cell holds more than {csv.field_size_limit():,} characters", f"{LONGEST_CELL:,} are the most"
    if "unexpected end" in problem:
        return "the quotes that open in this row never close", "close them, or write a quote inside a cell twice"
    hint = 'write a quote inside a cell twice: "the ""best"" answer"'
    return "expected the end of the cell after its closing quote, found more text", hint


def _refusal(place: Place, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(place, message, hint)])
