"""How a worksheet fills its page of the handbook: how many rows to write in, and how tall each is."""

from collections.abc import Sequence
from textwrap import wrap

from builder.paper import Paper
from builder.part_views import WorksheetView
from builder.records import dataclass, replace

# All lengths are in millimetres, and those of texts are estimates on the safe side: what is too long for a page has
# its last rows on another one. Width and height of the column of text, upright and turned (see pages.css):
_UPRIGHT = {Paper.A4: (159.6, 256.0), Paper.LETTER: (164.0, 238.4)}
_TURNED = {Paper.A4: (269.0, 173.0), Paper.LETTER: (251.4, 178.9)}
_MOST_UPRIGHT, _MOST_WIDE = 6, 12  # columns
_LEAST, _USUAL, _TALLEST = 9, 16, 24  # heights of a row
_FEW = 8  # rows; so few are for whole sentences
_CHOICE = 4  # heights that are as good as each other
_MARGIN = 3.0
_PURPOSE = 140.0  # the longest line of what a worksheet is for


@dataclass(frozen=True, slots=True)
class _Type:
    """A kind of text: the mean width of its letters and the height of its lines."""

    letter: float
    line: float


_TITLE, _TEXT = _Type(3.1, 6.4), _Type(1.95, 5.2)


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to set a table: its text, the share of the first column, and the padding of a cell on both sides."""

    classes: str
    text: _Type
    first: float
    padding: float


_PLAIN = _Form("worksheet", _Type(1.73, 4.33), 0.24, 3.0)
_WIDE = _Form("worksheet worksheet-wide", _Type(1.5, 3.49), 0.18, 3.0)
_DENSE = _Form("worksheet worksheet-wide worksheet-dense", _Type(1.35, 3.12), 0.11, 2.0)
_ABOVE_AND_BELOW = 2.3  # padding and line of a cell


@dataclass(frozen=True, slots=True)
class WorksheetPage:
    """A worksheet with the rows of its page, and the classes of the way it is set."""

    worksheet: WorksheetView
    classes: str


def worksheet_page(worksheet: WorksheetView, paper: Paper) -> WorksheetPage:
    """Return a worksheet with as many blank rows as fill its page, or with taller ones; labelled rows all stay."""
    columns = len(worksheet.columns)
    form = _PLAIN if columns <= _MOST_UPRIGHT else _WIDE if columns <= _MOST_WIDE else _DENSE
    width, height = (_UPRIGHT if form is _PLAIN else _TURNED)[paper]
    widths = (
        [width * form.first, *[width * (1 - form.first) / (columns - 1)] * (columns - 1)] if columns > 1 else [width]
    )
    room = height - _MARGIN - _above(worksheet, width) - max(_LEAST, _height(worksheet.columns, widths, form))
    labelled = [row for row in worksheet.rows if any(row)]
    heights = [_height(row, widths, form) for row in labelled]
    blank, tall = _blank_rows(heights, len(worksheet.rows) - len(labelled), room)
    rows = (*labelled, *[("",) * columns] * blank)
    return WorksheetPage(replace(worksheet, rows=rows), f"{form.classes} rows-{tall}")


def _above(worksheet: WorksheetView, width: float) -> float:
    """Return the height of what stands above the table."""
    words = f"{worksheet.purpose} {'Goal: ' if worksheet.goal else ''}{worksheet.goal}"
    return (
        _lines(f"{worksheet.module.number} {worksheet.module.title} (p. 888)", width, _TEXT) * _TEXT.line
        + _lines(worksheet.title, width, _TITLE) * _TITLE.line
        + _lines(words, min(width, _PURPOSE), _TEXT) * _TEXT.line
        + 3.9
    )


def _blank_rows(heights: Sequence[float], wanted: int, room: float) -> tuple[int, int]:
    """Return how many blank rows there are, and how tall a row is, the labelled ones being at least so high."""
    tallest = _TALLEST if not wanted or len(heights) + wanted <= _FEW else _USUAL

    def left(tall: int) -> float:
        return room - sum(max(tall, height) for height in heights)

    fitting = [tall for tall in range(_LEAST, tallest + 1) if left(tall) >= wanted * tall]
    if not fitting:
        return max(0, int(left(_LEAST) // _LEAST)), _LEAST
    if not wanted:
        return 0, fitting[-1]
    tall = min(reversed(fitting[-_CHOICE:]), key=lambda each: left(each) % each)
    return int(left(tall) // tall), tall


def _height(cells: Sequence[str], widths: Sequence[float], form: _Form) -> float:
    lines = max(_lines(cell, width - form.padding, form.text) for cell, width in zip(cells, widths, strict=True))
    return lines * form.text.line + _ABOVE_AND_BELOW


def _lines(text: str, width: float, kind: _Type) -> int:
    return len(wrap(text, max(1, int(width / kind.letter))))
