"""What to look for in sentences: words a guide must not use, numbers that should be claims."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from builder.diagnostics import Problems
from builder.markup.blocks import Text
from builder.markup.bounds import LONGEST_LINK
from builder.sources import Place, Source

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
# A value's text for readers who have not given it is printed, and is prose as well.
_NOT_PROSE = re.compile(
    rf"""\{{\{{[^"{{}}]*"(?P<otherwise>[^"]*)"\s*\}}\}}|\{{\{{(?:(?!\{{\{{).)*?\}}\}}|`+[^`]*`+
      | \]\([^)]{{0,{LONGEST_LINK}}}+\)|\[\^[^\][]*\]|https?://\S+""",
    re.DOTALL | re.VERBOSE,
)
_PRINT_IT = "make it a claim, or a threshold, and print that"
_PRINT_IT_ELSEWHERE = "say it in the text of a module, which can print a claim"


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """A stretch of a text that should not stand there: a banned word, or else a figure."""

    start: int
    end: int
    words: str
    is_figure: bool

    def report(self, place: Place, problems: Problems, *, prints_claims: bool) -> None:
        """Note a banned word as an error, and a figure as a warning."""
        if self.is_figure:
            hint = _PRINT_IT if prints_claims else _PRINT_IT_ELSEWHERE
            problems.warn(place, f"`{self.words}` looks like a figure that can change", hint)
        else:
            problems.add(place, f"the guide does not say `{self.words}`", "say what is known, and promise nothing")


def find_slips(text: str, banned: Iterable[str]) -> list[Slip]:
    """Return what should not stand in a text, in its order."""
    prose = _NOT_PROSE.sub(_blank, text)
    words = (Slip(start, end, prose[start:end], is_figure=False) for start, end in _words(prose, banned))
    figures = (Slip(*match.span(), match[0], is_figure=True) for match in _FIGURE.finditer(prose))
    return sorted((*words, *figures))


def check_prose(text: Text, source: Source, banned: Iterable[str], problems: Problems) -> None:
    """Note what should not stand in a part of a module's text."""
    for slip in find_slips(text.text, banned):
        place = source.place(text.start + slip.start, text.start + slip.end)
        slip.report(place, problems, prints_claims=True)


def _blank(match: re.Match[str]) -> str:
    """Return as much space as was matched, with the part of it that is prose where it stood."""
    if match["otherwise"] is None:
        return " " * len(match[0])
    start, end = match.span("otherwise")
    return " " * (start - match.start()) + match["otherwise"] + " " * (match.end() - end)


def _words(prose: str, banned: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in banned:
        for match in _pattern(word).finditer(prose):
            yield match.span()


@lru_cache
def _pattern(word: str) -> re.Pattern[str]:
    start = r"\b" if word[:1].isalnum() else ""
    phrase = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(start + phrase, re.IGNORECASE)
