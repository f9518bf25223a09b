"""Looking at the texts outside modules' bodies: titles, tasks, labels, questions, worksheets."""

import re
from collections.abc import Iterable, Iterator

from builder.diagnostics import Problems
from builder.markup.prose import Slip, find_slips
from builder.sources import Place
from builder.yaml_text import Scalar

# How much longer a text can be in its file than it is: indentation, quotes.
_ROOM = 4


def check_texts(texts: Iterable[Scalar], banned: Iterable[str], problems: Problems, *, figures: bool = True) -> None:
    """Note banned words and, where `figures` is set, numbers that should be claims."""
    words = tuple(banned)
    for text in texts:
        slips = [slip for slip in find_slips(text.text, words) if figures or not slip.is_figure]
        for slip, place in zip(slips, _places(text, slips), strict=True):
            slip.report(place, problems, prints_claims=False)


def _places(text: Scalar, slips: Iterable[Slip]) -> Iterator[Place]:
    """Yield where slips stand in the file, where a text may have line breaks that it does not have itself."""
    source = text.place.source
    position = source.offset(text.place.line, text.place.column)
    last = position + _ROOM * len(text.text)
    for slip in slips:
        words = r"\s+".join(re.escape(part) for part in slip.words.split())
        match = re.compile(words).search(source.text, position, last)
        if match is None:  # written with an escape
            yield text.place
        else:
            position = match.end()
            yield source.place(*match.span())
