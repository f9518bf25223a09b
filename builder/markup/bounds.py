"""How large and how deep parts of a module's text may be, so that no text takes long to read."""

import re
from collections.abc import Iterator

from builder.diagnostics import Problems
from builder.markup.blocks import Text
from builder.sources import Source

LONGEST_LINK = 1_000  # characters of a link's text or address; what is longer is no link
LONGEST_PARAGRAPH = 10_000  # characters without an empty line, a further item or a further row of a table
DEEPEST = 20
# A line of nothing but dashes or stars is a rule, however many there are.
_DEEP = re.compile(
    rf"^(?![ \t]*(?:[-*][ \t]*)+$)(?:[ \t]*(?:>|(?:[-*+]|[0-9]+\.)(?=[ \t]))){{{DEEPEST + 1}}}", re.MULTILINE
)
_EMPTY_LINE = re.compile(r"\n(?:[ \t]*\n)+")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|[0-9]+\.)[ \t]", re.MULTILINE)
_SECOND_ROW = re.compile(r"[^\n]*\|[^\n]*\n[ \t|:-]*-[ \t|:-]*(?:\n|\Z)")
_ROW = re.compile(r"^", re.MULTILINE)


def check_bounds(text: Text, source: Source, problems: Problems) -> bool:
    """Note what is too deep or too long in a part of a module's text; tell whether nothing is."""
    deep = _DEEP.search(text.text)
    if deep:
        place = source.place(text.start + deep.start(), text.start + deep.end())
        hint = "use fewer levels of lists and quotations"
        problems.add(place, f"this line is nested more than {DEEPEST} levels deep", hint)
    long = next((start for start, end in _paragraphs(text.text) if end - start > LONGEST_PARAGRAPH), None)
    if long is not None:
        place = source.place(text.start + long, text.start + long + LONGEST_PARAGRAPH)
        message = f"this paragraph is longer than {LONGEST_PARAGRAPH:,} characters"
        problems.add(place, message, "put an empty line where a new one can begin")
    return deep is None and long is None


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each stretch begins and ends that is read as one: a paragraph, an item, a row."""
    start = 0
    for gap in _EMPTY_LINE.finditer(text):
        yield from _parts(text, start, gap.start())
        start = gap.end()
    yield from _parts(text, start, len(text))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the items of a list and the rows of a table, or all where it is neither."""
    if _ITEM.match(text, start, end):
        between = _ITEM
    elif _SECOND_ROW.match(text, start, end):
        between = _ROW
    else:
        yield start, end
        return
    for part in between.finditer(text, start + 1, end):
        yield start, part.start()
        start = part.start()
    yield start, end
