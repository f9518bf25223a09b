"""What to look for in sentences: words a guide must not use, numbers that should be claims."""

import re
from collections.abc import Iterable, Iterator

from builder.diagnostics import Problems
from builder.markup.blocks import Text
from builder.sources import Source

# Shares, sums of money, large counts and three-digit exam scores change from year to year.
_FIGURE = re.compile(
    r"""(?<![\w.,–-])(?:
        [0-9]+(?:[.,][0-9]+)*\s?(?:%|percent\b)
      | (?:\$|USD\s?|US\$\s?)[0-9][0-9.,]*
      | [0-9]{1,3}(?:,[0-9]{3})+
      | (?:1[89][0-9]|2[0-8][0-9])(?![0-9%,.–-][0-9])(?!\w)
    )""",
    re.VERBOSE,
)
_NOT_PROSE = re.compile(r"\{\{.*?\}\}|`+[^`]*`+|\]\([^)]*\)|\[\^[^\]]*\]|https?://\S+", re.DOTALL)


def check_prose(text: Text, source: Source, banned: Iterable[str], problems: Problems) -> None:
    """Note banned words as errors, and figures that stand as plain numbers as warnings."""
    prose = _NOT_PROSE.sub(lambda match: " " * len(match[0]), text.text)
    for start, end in _words(prose, banned):
        place = source.place(text.start + start, text.start + end)
        problems.add(place, f"the guide does not say `{prose[start:end]}`", "say what is known, and promise nothing")
    for match in _FIGURE.finditer(prose):
        place = source.place(text.start + match.start(), text.start + match.end())
        message = f"`{match[0]}` looks like a figure that can change"
        problems.warn(place, message, "make it a claim, or a threshold, and print that")


def _words(prose: str, banned: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in banned:
        start = r"\b" if word[:1].isalnum() else ""
        for match in re.finditer(start + re.escape(word), prose, re.IGNORECASE):
            yield match.span()
