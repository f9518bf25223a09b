"""Texts made up to stand for all those that no condition names, such as a field's layout allows."""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice

ANOTHER_TEXT = "another text"
_SHORT = ("another", "Another", "ANOTHER", "Zz Zz", "ZZ", "zz", "Z", "z", "0", "00", "000", "0000", "2000-01-01")
_LETTERS = 26


def other_texts(count: int, named: Collection[str], allows: Callable[[str], bool]) -> tuple[str, ...]:
    """Return some texts that are not named and that a field may have: so many, or as many as can be made up."""
    fitting = (text for text in _candidates(count, named) if text not in named and allows(text))
    return tuple(islice(dict.fromkeys(fitting), count))


def _candidates(count: int, named: Collection[str]) -> Iterator[str]:
    yield ANOTHER_TEXT
    yield from (f"{ANOTHER_TEXT} {number}" for number in range(2, count + len(named) + 2))
    yield from _SHORT
    for text in named:
        yield from (_altered(text, step) for step in range(_LETTERS))


def _altered(text: str, step: int) -> str:
    """Return a text of the same layout: other letters for letters and other digits for digits."""
    small, large, digit = chr(ord("z") - step), chr(ord("Z") - step), str(step % 10)
    return re.sub("[0-9]", digit, re.sub("[A-Z]", large, re.sub("[a-z]", small, text)))
