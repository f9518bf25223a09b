"""Tables as CSV whose cells no spreadsheet program takes for formulas."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

# At the start of a cell, and behind what other programs than the one it was written for take for its end.
_FORMULA = re.compile(r"(?P<before>(?:^|[;\t\r\n])[ \u00a0]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r])")


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows of cells for a spreadsheet program."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([as_text(cell) for cell in row])
    # With a byte order mark: without it, spreadsheet programs take the text for another encoding.
    return file.getvalue().encode("utf-8-sig")


def as_text(cell: str) -> str:
    """Return a cell with a quotation mark before each place where a formula could begin."""
    return _FORMULA.sub(_quoted, cell)


def _quoted(match: re.Match[str]) -> str:
    return f"{match['before']}'"
