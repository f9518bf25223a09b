"""Text with the name of the file it came from, and places in it."""

import re
from array import array
from bisect import bisect_right
from itertools import accumulate

from builder.records import dataclass, field

# Controls, marks that turn the direction of text, line ends that only some programs know, and
# characters for private use, of which our own programs use two.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\uf8ff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text under the name that messages show.

    Lines end in a newline alone; lines and columns count from 1, in characters. Of a table, lines are its rows
    and columns its own. What readers say of themselves `is_private`: messages never quote it.
    """

    name: str
    text: str
    is_table: bool = False
    is_private: bool = False
    _starts: "array[int]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember where each line starts."""
        lengths = (len(line) + 1 for line in self.text.split("\n")[:-1])
        object.__setattr__(self, "_starts", array("L", accumulate(lengths, initial=0)))

    def line(self, number: int) -> str:
        """Return one line without its line end; empty past the last one."""
        if number > len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def offset(self, line: int, column: int) -> int:
        """Return where in the text a line and column lie."""
        return self._starts[line - 1] + column - 1

    def place(self, start: int, end: int) -> "Place":
        """Return the place of the text from `start` up to `end`, cut at the end of its first line."""
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        room = len(self.line(line)) - column + 1
        return Place(self, line, column, max(1, min(end - start, room)))


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a source; a whole row of a table has the column 0."""

    source: Source
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        """Return `file:line:column`; in a table the row and the letters of the column."""
        if self.source.is_table:
            row = f"{self.source.name}: row {self.line}"
            return f"{row}, column {_letters(self.column)}" if self.column else row
        return f"{self.source.name}:{self.line}:{self.column}"

    def part(self, start: int, end: int) -> "Place":
        """Return the stretch from `start` to `end`, counted from where this place begins."""
        return Place(self.source, self.line, self.column + start, max(1, end - start))


def _letters(column: int) -> str:
    """Return a column's name in spreadsheet programs: A for 1, AB for 28."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def whole_file(name: str) -> Place:
    """Return a place that names a file and no line of it."""
    return Place(Source(name, ""), 0, 0)
