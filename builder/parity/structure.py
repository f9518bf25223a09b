"""Reading a handbook by its structure tree, as a screen reader does."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.parity.blocks import Block, Link, joined_links
from builder.parity.marked_text import Letters, texts_by_mark
from builder.parity.pdf_file import PdfFile, Reference, decoded, read_pdf, unescaped

_TAG = re.compile(rb"/S\s*/(\w+)")
_PAGE = re.compile(rb"/Pg (\d+) 0 R")
_KIDS = re.compile(rb"/K\s*(\[[^\]]*\]|<<.*?>>|\d+ 0 R|\d+)")
_KID = re.compile(rb"<<[^>]*/Obj (?P<link>\d+) 0 R[^>]*>>|(?P<inner>\d+) 0 R|(?P<mark>\d+)")
_TARGET = re.compile(rb"/(?:Dest|URI) (?:\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F]+)>)", re.DOTALL)

_MARKER = re.compile(r"(•|[0-9]+\.?)\s*")

_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_ITEM, _FIGURE, _LINK = "LI", "Figure", "Link"
_INLINE = {"Span", "NonStruct", _LINK, "Lbl", "LBody"}


@dataclass(slots=True)
class _Reading:
    """A PDF, and what was read of it up to here."""

    pdf: PdfFile
    numbers: Mapping[int, int]
    left_out: re.Pattern[str]
    fonts: dict[int, Letters] = field(default_factory=dict)
    marks: dict[int, Mapping[int, str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    level: int = 0
    page: int = 0

    def text(self, page: int, mark: int) -> str:
        """Return the text of a mark on the page with this object number."""
        if page not in self.marks:
            self.marks[page] = texts_by_mark(self.pdf, Reference(page), self.fonts)
        return self.marks[page].get(mark, "")

    def ended(self) -> Iterator[Block]:
        """Yield the block that ends here, if there is one."""
        text = "".join(self.words)
        if text.strip():
            yield Block(text, self.level, tuple(self.links), self.page)
        self.words, self.links, self.level = [], [], 0


def handbook_blocks(pdf: bytes, left_out: re.Pattern[str]) -> tuple[Block, ...]:
    """Return what stands in a handbook, in the order in which it is read out, but for links to places of such names."""
    file = read_pdf(pdf)
    catalog = file.catalog()
    pages = file.items(file.entries(catalog.get("Pages")).get("Kids"))
    numbers = {page.number: place for place, page in enumerate(pages) if isinstance(page, Reference)}
    reading = _Reading(file, numbers, left_out)
    roots = file.items(file.entries(catalog.get("StructTreeRoot")).get("K"))
    return tuple(
        block
        for root in roots
        if isinstance(root, Reference)
        for block in (*_read(reading, root.number, is_in_item=False), *reading.ended())
    )


def _read(reading: _Reading, number: int, *, is_in_item: bool) -> Iterator[Block]:
    text = reading.pdf.texts[number]
    tag = _tag(text)
    if tag == _FIGURE:
        return
    is_inline = tag in _INLINE or (is_in_item and tag in {"P", "Div"})
    if not is_inline:
        yield from reading.ended()
    reading.level = _HEADINGS.get(tag, reading.level)
    if tag == _LINK:
        _read_link(reading, text)
    else:
        yield from _read_kids(reading, text, is_in_item=tag == _ITEM or (is_in_item and is_inline))
    if not is_inline:
        yield from reading.ended()


def _tag(text: bytes) -> str:
    found = _TAG.search(text)
    return found[1].decode() if found else ""


def _read_kids(reading: _Reading, text: bytes, *, is_in_item: bool) -> Iterator[Block]:
    page = _page(text)
    for place, kid in enumerate(_kids(text)):
        if kid["inner"] and not place and is_in_item and _is_marker(reading, int(kid["inner"])):
            continue
        if kid["inner"]:
            yield from _read(reading, int(kid["inner"]), is_in_item=is_in_item)
        elif kid["mark"]:
            _add(reading, reading.text(page, int(kid["mark"])), page)


def _is_marker(reading: _Reading, number: int) -> bool:
    """Tell whether an element is the number or the dot before an item of a list, which the style prints."""
    text = reading.pdf.texts[number]
    marks = [kid["mark"] for kid in _kids(text)]
    return (
        _tag(text) == "NonStruct"
        and len(marks) == 1
        and bool(marks[0] and _MARKER.fullmatch(reading.text(_page(text), int(marks[0]))))
    )


def _read_link(reading: _Reading, text: bytes) -> None:
    """Add a link; what the style prints after it, such as a page's number, is a link of its own in it."""
    page = _page(text)
    kids = list(_kids(text))
    target = next((_target(reading.pdf.texts[int(kid["link"])]) for kid in kids if kid["link"]), "")
    if reading.left_out.search(target):
        return
    link = Link("".join(_words(reading, kids, page)), target, "".join(_printed(reading, kids)))
    _add(reading, link.words, page)
    last = reading.links[-1] if reading.links else None
    if last and last.target == target and "".join(reading.words).endswith(last.words + link.words):
        reading.links[-1] = joined_links(last, link)
    elif link.words.strip():
        reading.links.append(link)


def _words(reading: _Reading, kids: Iterable[re.Match[bytes]], page: int) -> Iterator[str]:
    for kid in kids:
        if kid["mark"]:
            yield reading.text(page, int(kid["mark"]))
        elif kid["inner"] and _tag(inner := reading.pdf.texts[int(kid["inner"])]) != _LINK:
            yield from _words(reading, _kids(inner), _page(inner))


def _printed(reading: _Reading, kids: Iterable[re.Match[bytes]]) -> Iterator[str]:
    for kid in kids:
        if kid["inner"] and _tag(inner := reading.pdf.texts[int(kid["inner"])]) == _LINK:
            yield from _words(reading, _kids(inner), _page(inner))


def _add(reading: _Reading, words: str, page: int) -> None:
    if not reading.words:
        reading.page = reading.numbers.get(page, 0)
    reading.words.append(words)


def _kids(text: bytes) -> Iterator[re.Match[bytes]]:
    found = _KIDS.search(text)
    return _KID.finditer(found[1]) if found else iter(())


def _page(text: bytes) -> int:
    found = _PAGE.search(text)
    return int(found[1]) if found else 0


def _target(annotation: bytes) -> str:
    found = _TARGET.search(annotation)
    if not found:
        return ""
    return decoded(bytes.fromhex(found[2].decode()) if found[2] else unescaped(found[1]))
