"""Writing a PDF file: numbered objects, most of them packed together, and a table of where each begins."""

import struct
from hashlib import sha256

import deflate

_PACKED = 1500
_LEVEL = 5
_ENTRY = struct.Struct(">BIH")


class Objects:
    """The objects of a PDF; each is added once under a number."""

    def __init__(self) -> None:
        """Start with none; numbers begin at 1."""
        self._small: dict[int, bytes] = {}
        self._streams: dict[int, bytes] = {}
        self._next = 1

    def reserve(self) -> int:
        """Return a number for an object that is added later."""
        self._next += 1
        return self._next - 1

    def add(self, text: str, number: int | None = None) -> int:
        """Add an object as it is written, and return its number."""
        number = self.reserve() if number is None else number
        self._small[number] = text.encode("latin-1")
        return number

    def add_stream(self, entries: str, content: bytes, *, compress: bool = True) -> int:
        """Add a stream with further entries of its dictionary, and return its number."""
        number = self.reserve()
        if compress:
            content = _compressed(content)
            entries += "/Filter/FlateDecode"
        head = f"<<{entries}/Length {len(content)}>>stream\n".encode("latin-1")
        self._streams[number] = head + content + b"\nendstream"
        return number

    def file(self, catalog: int, info: int) -> bytes:
        """Return the whole file."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        position = len(parts[0])
        entries: dict[int, bytes] = {0: _ENTRY.pack(0, 0, 65535)}
        small = [(number, self._small[number]) for number in sorted(self._small)]
        for start in range(0, len(small), _PACKED):
            group = small[start : start + _PACKED]
            number = self.add_stream(*_packed(group))
            entries |= {each: _ENTRY.pack(2, number, place) for place, (each, _) in enumerate(group)}
        for number, content in self._streams.items():
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
            entries[number] = _ENTRY.pack(1, position, 0)
            position += len(parts[-1])
        table = self.reserve()
        entries[table] = _ENTRY.pack(1, position, 0)
        rows = _compressed(b"".join(entries[number] for number in range(self._next)))
        digest = sha256(b"".join(parts)).hexdigest()[:32]
        parts.append(
            b"%d 0 obj\n<</Type /XRef/Size %d/W [1 4 2]/Root %d 0 R/Info %d 0 R/ID [<%b><%b>]"
            b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (table, self._next, catalog, info, digest.encode(), digest.encode(), len(rows), rows, position)
        )
        return b"".join(parts)


def _compressed(content: bytes) -> bytes:
    return bytes(deflate.zlib_compress(content, _LEVEL))


def _packed(group: list[tuple[int, bytes]]) -> tuple[str, bytes]:
    """Return the dictionary's entries and the content of a stream that holds objects."""
    places, position = [], 0
    for number, content in group:
        places.append(b"%d %d" % (number, position))
        position += len(content) + 1
    head = b" ".join(places) + b"\n"
    return f"/Type/ObjStm/N {len(group)}/First {len(head)}", head + b"\n".join(content for _, content in group)


def text_string(text: str) -> str:
    """Return a text as a PDF writes it."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})"
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"
