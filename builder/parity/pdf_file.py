"""Reading the objects of a finished PDF that this program wrote."""

import re
import zlib
from collections.abc import Iterator, Mapping

from builder.records import dataclass, field

_OBJECT = re.compile(rb"(\d+) 0 obj\s*")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)(?! \d+ R)")
_TOKEN = re.compile(
    rb"(<<)|(>>)|(\[)|(\])|(\d+) \d+ R\b|/([^\s/<>\[\]()]*)|([-+]?[\d.]+)"
    rb"|\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f]*)>|(\w+)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b"", b"\r": b""}


@dataclass(frozen=True, slots=True)
class Reference:
    """An object's number, where another object speaks of it."""

    number: int


@dataclass(frozen=True, slots=True)
class PdfFile:
    """The objects of a PDF by number, each read when it is asked for; `streams` holds what is packed behind some."""

    texts: Mapping[int, bytes]
    streams: Mapping[int, bytes]
    _read: dict[int, object] = field(default_factory=dict)

    def at(self, value: object) -> object:
        """Return what a reference leads to, and any other value as it is."""
        if not isinstance(value, Reference):
            return value
        if value.number not in self._read:
            self._read[value.number] = parse_value(self.texts.get(value.number, b"null"))
        return self._read[value.number]

    def entries(self, value: object) -> dict[str, object]:
        """Return a dictionary, an empty one where the value is none."""
        found = self.at(value)
        return found if isinstance(found, dict) else {}

    def items(self, value: object) -> list[object]:
        """Return an array's values; a single value is an array of one."""
        found = self.at(value)
        if isinstance(found, list):
            return found
        return [] if found is None else [value]

    def content(self, value: object) -> bytes:
        """Return what is packed behind an object, or behind each of several."""
        numbers = [each.number for each in self.items(value) if isinstance(each, Reference)]
        return b"\n".join(unpacked(self.texts[number], self.streams.get(number, b"")) for number in numbers)

    def catalog(self) -> dict[str, object]:
        """Return the object from which all others are reached."""
        number = next((number for number, text in self.texts.items() if b"/Type /Catalog" in text), 0)
        return self.entries(Reference(number))


def read_pdf(pdf: bytes) -> PdfFile:
    """Return the objects of a PDF."""
    texts: dict[int, bytes] = {}
    streams: dict[int, bytes] = {}
    for number, text, stream in _written_objects(pdf):
        texts[number] = text
        if stream:
            streams[number] = stream
    packed = [number for number in streams if b"/ObjStm" in texts[number]]
    for number in packed:
        texts |= dict(_packed_objects(texts[number], unpacked(texts[number], streams.pop(number))))
    return PdfFile(texts, streams)


def _written_objects(pdf: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    position = 0
    while head := _OBJECT.search(pdf, position):
        end = pdf.index(b"endobj", head.end())
        stream = _STREAM.search(pdf, head.end(), end)
        if stream and (length := _LENGTH.search(pdf, head.end(), stream.end())):
            end = stream.end() + int(length[1])
            yield int(head[1]), pdf[head.end() : stream.start() + 2], pdf[stream.end() : end]
        else:
            yield int(head[1]), pdf[head.end() : end], b""
        position = end


def _packed_objects(text: bytes, content: bytes) -> Iterator[tuple[int, bytes]]:
    first = PdfFile({}, {}).entries(parse_value(text))["First"]
    start = first if isinstance(first, int) else 0
    heads = [int(number) for number in content[:start].split()]
    places = [start + place for place in heads[1::2]]
    for number, place, end in zip(heads[::2], places, [*places[1:], len(content)], strict=True):
        yield number, content[place:end]


def unpacked(text: bytes, stream: bytes) -> bytes:
    """Return the bytes behind an object as they were before they were compressed."""
    return zlib.decompress(stream) if b"/FlateDecode" in text else stream


def parse_value(text: bytes) -> object:
    """Return the value that an object holds."""
    whole: list[object] = []
    stack: list[list[object]] = [whole]
    for token in _TOKEN.finditer(text):
        match token.lastindex:
            case 1 | 3:
                stack.append([])
            case 2:
                pairs = stack.pop()
                stack[-1].append({str(key): value for key, value in zip(pairs[::2], pairs[1::2], strict=True)})
            case 4:
                items = stack.pop()
                stack[-1].append(items)
            case _:
                stack[-1].append(_simple(token))
    return whole[0] if whole else None


def _simple(token: re.Match[bytes]) -> object:
    written = token[token.lastindex or 0]
    match token.lastindex:
        case 5:
            return Reference(int(written))
        case 6:
            return written.decode("latin-1")
        case 7:
            return int(written) if written.isdigit() else float(written)
        case 8:
            return unescaped(written)
        case 9:
            return bytes.fromhex(written.decode())
        case _:
            return None


def unescaped(written: bytes) -> bytes:
    """Return the bytes that a string in brackets stands for."""
    return _ESCAPE.sub(_escaped, written) if b"\\" in written else written


def _escaped(sign: re.Match[bytes]) -> bytes:
    if sign[1].isdigit():
        return bytes([int(sign[1], 8) & 0xFF])
    return _ESCAPED.get(sign[1], sign[1])


def decoded(text: bytes) -> str:
    """Return a string of a PDF, such as an address or the name of a place."""
    return text[2:].decode("utf-16-be") if text.startswith(b"\xfe\xff") else text.decode("latin-1")
