"""What a search finds: the guide's text in pieces, each with the readers for whom it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from builder.markup.body import Body, Citation, FieldValue, Html, LinkEnd, LinkStart, Passage
from builder.public_guide import PublicGuide, PublicModule

_HEADING = re.compile(r'<h[23] id="([^"]*)"[^>]*>(.*?)</h[23]>', re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|h[1-6]|td|th|tr|dt|dd|blockquote|aside|div)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A stretch of a module's text under one heading and one passage; `shown` numbers conditions, "-" before a "no"."""

    module: str
    anchor: str
    heading: str
    text: str
    shown: tuple[int, ...]


def search_documents(guide: PublicGuide) -> tuple[SearchDocument, ...]:
    """Return the texts of all modules in reading order."""
    return tuple(document for module in guide.modules for document in _documents(module, guide))


def _documents(module: PublicModule, guide: PublicGuide) -> Iterator[SearchDocument]:
    number = guide.table.number(module.module.when)
    gathering = _Gathering(guide, {})
    gathering.add(module.body, (number,) if number else ())
    for (anchor, heading, shown), texts in gathering.found.items():
        text = _SPACES.sub(" ", "".join(texts)).strip()
        if text:
            yield SearchDocument(module.id, anchor, heading, text, shown)


_Key = tuple[str, str, tuple[int, ...]]


@dataclass(slots=True)
class _Gathering:
    guide: PublicGuide
    found: dict[_Key, list[str]]
    anchor: str = ""
    heading: str = ""

    def add(self, body: Body, shown: tuple[int, ...]) -> None:
        for piece in body:
            match piece:
                case Html(text):
                    self._html(text, shown)
                case FieldValue(_, otherwise):
                    self._text(otherwise, shown)
                case Passage(condition, _, then, otherwise):
                    number = self.guide.table.number(condition)
                    self.add(then, (*shown, number))
                    self.add(otherwise, (*shown, -number))
                case Citation() | LinkStart() | LinkEnd():
                    pass

    def _html(self, html: str, shown: tuple[int, ...]) -> None:
        position = 0
        for heading in _HEADING.finditer(html):
            self._text(_plain(html[position : heading.start()]), shown)
            self.anchor, self.heading = heading[1], _plain(heading[2]).strip()
            position = heading.end()
        self._text(_plain(html[position:]), shown)

    def _text(self, text: str, shown: tuple[int, ...]) -> None:
        self.found.setdefault((self.anchor, self.heading, shown), []).append(text)


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", _BLOCK.sub(" ", html)))
