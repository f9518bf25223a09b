"""Searching one reader's files for another reader's data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from builder.handouts.pdf_files import pdf_texts
from builder.schema import Field, FieldName, Kind, Value

_FEWEST_LETTERS = 3
_TELLING_ALONE = 10  # letters of a text that is no chance even where spaces are lost
_BINARY = (".woff2", ".png", ".jpg", ".webp")  # assets that all readers share
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What identifies one reader: texts as words in small letters, with single spaces."""

    reader: str
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leak:
    """Another reader whose data stands in a file; never says what it is."""

    file: str
    reader: str


def words_of(text: str) -> str:
    """Return the words of a text in small letters with a space before and behind each, so that they can be searched."""
    plain = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()
    return f" {' '.join(_WORD.findall(plain))} "


def free_texts(given: Mapping[FieldName, Value], fields: Iterable[Field]) -> Iterator[str]:
    """Yield what a reader said in words of their own: the name, and every other text that is no choice."""
    for field in fields:
        value = given.get(field.name)
        if value is not None and field.kind in {Kind.TEXT, Kind.TEXTS}:
            yield from value if isinstance(value, tuple) else (str(value),)


def marks_of(
    reader: str, codes: Iterable[str], given: Mapping[FieldName, Value], fields: Iterable[Field], guide_words: str
) -> Marks:
    """Return what identifies a reader: the free texts of the answers, and codes such as the id.

    Left out is what stands in the guide itself (`guide_words`) and so tells of nobody, and what is very short.
    """
    words = (words_of(text).strip() for text in (*free_texts(given, fields), *codes))
    return Marks(reader, frozenset(word for word in words if _is_telling(word) and f" {word} " not in guide_words))


def _is_telling(words: str) -> bool:
    return len(words) >= _FEWEST_LETTERS and not words.isdecimal()


def find_leaks(files: Mapping[str, bytes], own: Marks, others: Iterable[Marks]) -> tuple[Leak, ...]:
    """Return every other reader whose marks stand in a file or its name, where they are not the reader's own too."""
    own_words = "".join(f" {text} " for text in own.texts)
    foreign = [(other.reader, text) for other in others for text in sorted(other.texts) if f" {text} " not in own_words]
    found = dict.fromkeys(
        Leak(name, reader)
        for name, content in sorted(files.items())
        for reader, text in _standing_in(_searched(name, content), foreign)
    )
    return tuple(found)


def _standing_in(words: str, foreign: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    letters = words.replace(" ", "")
    for reader, text in foreign:
        joined = text.replace(" ", "")
        if f" {text} " in words or (len(joined) >= _TELLING_ALONE and joined in letters):
            yield reader, text


def _searched(name: str, content: bytes) -> str:
    """Return all words of a file, of its metadata and of its name."""
    if name.endswith(".pdf"):
        return words_of(name) + words_of("\n".join(pdf_texts(content)))
    if name.endswith(_BINARY):
        return words_of(name)
    text = unescape(content.decode("utf-8", "ignore"))
    return words_of(name) + words_of(text) + words_of(_TAG.sub(" ", text))
