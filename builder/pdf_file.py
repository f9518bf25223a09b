"""The objects of a finished PDF of ours, found by the table at its end."""

import re
import zlib

from builder.records import dataclass

_LARGEST_STREAM = 50_000_000
_TABLE_PLACE = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF\s*\Z")
_STREAM = re.compile(rb"[0-9]+ 0 obj\s*<<(.*?)>>\s*stream\r?\n", re.DOTALL)
_PLAIN = re.compile(rb"[0-9]+ 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_TAIL = 100
_IN_A_STREAM = 2


class UnknownFormError(Exception):
    """The file is not written as our own PDFs are."""


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A PDF with the place of its table, what stands in front of it, and the table itself: kind, place, position."""

    content: bytes
    start: int
    trailer: bytes
    table: tuple[tuple[int, int, int], ...]

    def reference(self, key: bytes) -> int:
        """Return the number of the object that the trailer names under a key."""
        return _number(self.trailer, rb"/%s ([0-9]+) 0 R" % key)

    def text(self, number: int) -> bytes:
        """Return what an object that is no stream holds.

        Raises:
            UnknownFormError: there is no such object.
        """
        kind, place, position = self.table[number] if number < len(self.table) else (0, 0, 0)
        if kind == _IN_A_STREAM:
            return self._packed(self.table[place][1] if place < len(self.table) else 0, position)
        found = _PLAIN.match(self.content, place)
        if found is None:
            raise UnknownFormError
        return found[1]

    def _packed(self, place: int, position: int) -> bytes:
        head, unpacked = _stream(self.content, place)
        first = _number(head, rb"/First ([0-9]+)")
        numbers = unpacked[:first].split()
        starts = [int(number) for number in numbers[1::2] if number.isdigit()]
        if position >= len(starts):
            raise UnknownFormError
        end = first + starts[position + 1] if position + 1 < len(starts) else len(unpacked)
        return unpacked[first + starts[position] : end].strip()


def parse_pdf(content: bytes) -> PdfFile:
    """Find the objects of a PDF that was written in one go, with its table as a stream.

    Raises:
        UnknownFormError: it is written otherwise, or not whole.
    """
    place = _TABLE_PLACE.search(content, max(0, len(content) - _TAIL))
    if place is None:
        raise UnknownFormError
    start = int(place[1])
    trailer, packed = _stream(content, start)
    widths = re.search(rb"/W \[([0-9]) ([0-9]) ([0-9])\]", trailer)
    if widths is None or b"/Type /XRef" not in trailer or b"/Prev" in trailer:
        raise UnknownFormError
    return PdfFile(content, start, trailer, tuple(_rows(packed, [int(width) for width in widths.groups()])))


def _rows(packed: bytes, widths: list[int]) -> list[tuple[int, int, int]]:
    one, two, _ = widths
    size = sum(widths)
    if not size:
        raise UnknownFormError
    rows = (packed[place : place + size] for place in range(0, len(packed), size))
    return [
        (int.from_bytes(row[:one]), int.from_bytes(row[one : one + two]), int.from_bytes(row[one + two :]))
        for row in rows
    ]


def _stream(content: bytes, place: int) -> tuple[bytes, bytes]:
    """Return the dictionary of the stream at a place, and what it holds, unpacked."""
    head = _STREAM.match(content, place)
    if head is None:
        raise UnknownFormError
    packed = content[head.end() : head.end() + _number(head[1], rb"/Length ([0-9]+)")]
    return head[1], unpack(packed, _LARGEST_STREAM)


def unpack(packed: bytes, largest: int) -> bytes:
    """Return what was packed, which is at most so many bytes.

    Raises:
        UnknownFormError: it is longer, cut off or no packed bytes at all.
    """
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed, largest)
    except zlib.error as error:
        raise UnknownFormError from error
    if not unpacking.eof:
        raise UnknownFormError
    return unpacked


def _number(text: bytes, pattern: bytes) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise UnknownFormError
    return int(found[1])
