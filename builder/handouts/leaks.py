"""Searching one reader's files for another reader's data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from builder.handouts.pdf_files import pdf_texts
from builder.records import dataclass
from builder.schema import Field, FieldName, Kind, Value

_FEWEST_LETTERS = 3
_TELLING_ALONE = 10  # letters of a text that is no chance even where spaces are lost
_BINARY = (".woff2", ".png", ".jpg", ".webp")  # assets that all readers share
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


Mark = tuple[str, str]  # a reader, and a text that identifies this one


@dataclass(frozen=True, slots=True)
class Marks:
    """What identifies one reader: texts as words in small letters, with single spaces."""

    reader: str
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class MarkIndex:
    """The marks of all readers, so laid out that searching a text costs the same however many readers there are.

    Each mark stands under its first word, and one that tells even where spaces are lost under its first letters too.
    """

    readers: tuple[str, ...]
    by_word: Mapping[str, Sequence[Mark]]
    by_letters: Mapping[str, Sequence[Mark]]


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


def index_of(everybody: Iterable[Marks]) -> MarkIndex:
    """Return the marks of all readers, to search for."""
    by_word: dict[str, list[Mark]] = {}
    by_letters: dict[str, list[Mark]] = {}
    listed = tuple(everybody)
    for marks in listed:
        for text in sorted(marks.texts):
            by_word.setdefault(text.partition(" ")[0], []).append((marks.reader, text))
            joined = text.replace(" ", "")
            if len(joined) >= _TELLING_ALONE:
                by_letters.setdefault(joined[:_TELLING_ALONE], []).append((marks.reader, text))
    return MarkIndex(tuple(marks.reader for marks in listed), by_word, by_letters)


def find_leaks(files: Mapping[str, bytes], own: Marks, index: MarkIndex) -> tuple[Leak, ...]:
    """Return every other reader whose marks stand in a file or its name, where they are not the reader's own too."""
    own_words = "".join(f" {text} " for text in own.texts)
    leaks: list[Leak] = []
    for name, content in sorted(files.items()):
        marks = _standing_in(_searched(name, content), index)
        found = {reader for reader, text in marks if reader != own.reader and f" {text} " not in own_words}
        leaks += (Leak(name, reader) for reader in index.readers if reader in found)
    return tuple(leaks)


def _standing_in(words: str, index: MarkIndex) -> Iterator[Mark]:
    for word in index.by_word.keys() & set(words.split()):
        yield from (mark for mark in index.by_word[word] if f" {mark[1]} " in words)
    letters = words.replace(" ", "")
    beginnings = {letters[start : start + _TELLING_ALONE] for start in range(len(letters))}
    for beginning in index.by_letters.keys() & beginnings:
        yield from (mark for mark in index.by_letters[beginning] if mark[1].replace(" ", "") in letters)


def _searched(name: str, content: bytes) -> str:
    """Return all words of a file, of its metadata and of its name."""
    if name.endswith(".pdf"):
        return words_of(name) + words_of("\n".join(pdf_texts(content)))
    if name.endswith(_BINARY):
        return words_of(name)
    text = unescape(content.decode("utf-8", "ignore"))
    return words_of(name) + words_of(text) + words_of(_TAG.sub(" ", text))
