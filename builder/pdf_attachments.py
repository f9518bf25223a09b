"""Attachments behind the last byte of a finished PDF, which can be cut off again without a trace."""

import re
import zlib
from collections.abc import Iterator, Sequence

from builder.pdf_file import PdfFile, UnknownFormError, parse_pdf, unpack
from builder.records import dataclass

_LARGEST = 5_000_000
_MARK = b"%attached by Matchbook\n"
_FILE = re.compile(
    rb"<</Type /EmbeddedFile/Subtype /([^/]+)/Filter /FlateDecode/Params <</Size ([0-9]+)>>/Length ([0-9]+)>>\nstream\n"
)
_NAME = re.compile(
    rb"<</Type /Filespec/F \(([a-z.]+)\)/UF \([a-z.]+\)/Desc \(([A-Za-z ,]+)\)/AFRelationship /([A-Za-z]+)"
)
_PLACE_BYTES = 5


@dataclass(frozen=True, slots=True)
class Form:
    """An attachment's name, what it is in a few plain words, its media type and its relation to the PDF."""

    name: str
    says: str
    media: str
    relation: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A PDF as it was before something was attached to it, and what each attachment holds, by name."""

    pdf: bytes
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class _Packed:
    form: Form
    size: int
    packed: bytes


def attach(pdf: bytes, attachments: Sequence[tuple[Form, bytes]]) -> bytes:
    """Return a finished PDF of ours with attachments behind it; its own bytes stay as they are, in front.

    Raises:
        UnknownFormError: it is not written as our own PDFs are.
    """
    by_name = sorted(attachments, key=lambda each: each[0].name)
    return pdf + _section(pdf, [_Packed(form, len(content), zlib.compress(content, 9)) for form, content in by_name])


def detach(pdf: bytes) -> Attached | None:
    """Return what `attach` was given; None where it was not called on this PDF.

    Raises:
        UnknownFormError: the attachments are there, but something was changed or lost since.
    """
    place = pdf.rfind(_MARK)
    if place < 0:
        return None
    before, section = pdf[:place], pdf[place:]
    packed = list(_packed(section))
    if _section(before, packed) != section:
        raise UnknownFormError
    return Attached(before, {each.form.name: unpack(each.packed, _LARGEST) for each in packed})


def _packed(section: bytes) -> Iterator[_Packed]:
    names = _NAME.findall(section)
    place = 0
    for name, says, relation in names:
        found = _FILE.search(section, place)
        if found is None:
            raise UnknownFormError
        place = found.end() + int(found[3])
        media = found[1].decode("ascii", "replace").replace("#2F", "/")
        form = Form(name.decode(), says.decode(), media, relation.decode())
        yield _Packed(form, int(found[2]), section[found.end() : place])


def _section(pdf: bytes, attachments: Sequence[_Packed]) -> bytes:
    """Return a section of new objects: files, their names, and the catalog that tells of them."""
    file = parse_pdf(pdf)
    first = len(file.table)
    objects = {first + number: _embedded(each) for number, each in enumerate(attachments)}
    names = {
        first + len(attachments) + number: _named(each.form, first + number) for number, each in enumerate(attachments)
    }
    listed = b" ".join(
        b"(%s) %d 0 R" % (each.form.name.encode(), number) for each, number in zip(attachments, names, strict=True)
    )
    objects |= names | _catalog(
        file, b"/EmbeddedFiles <</Names [%s]>>" % listed, b" ".join(b"%d 0 R" % n for n in names)
    )
    return _written(file, objects)


def _embedded(each: _Packed) -> bytes:
    head = (
        b"<</Type /EmbeddedFile/Subtype /%s/Filter /FlateDecode/Params <</Size %d>>/Length %d>>\nstream\n%s\nendstream"
    )
    media = each.form.media.replace("/", "#2F").encode()
    return head % (media, each.size, len(each.packed), each.packed)


def _named(form: Form, number: int) -> bytes:
    name = form.name.encode()
    return b"<</Type /Filespec/F (%s)/UF (%s)/Desc (%s)/AFRelationship /%s/EF <</F %d 0 R/UF %d 0 R>>>>" % (
        name, name, form.says.encode(), form.relation.encode(), number, number,
    )  # fmt: skip


def _catalog(file: PdfFile, files: bytes, names: bytes) -> dict[int, bytes]:
    """Return the catalog with the attachments, and its table of names where this is an object of its own."""
    number = file.reference(b"Root")
    catalog = file.text(number)
    if not catalog.startswith(b"<<") or b"/AF " in catalog or b"/EmbeddedFiles" in catalog:
        raise UnknownFormError
    elsewhere = re.search(rb"/Names ([0-9]+) 0 R", catalog)
    more = {}
    if elsewhere:
        more = {int(elsewhere[1]): b"<<" + files + file.text(int(elsewhere[1])).removeprefix(b"<<")}
    elif b"/Names <<" in catalog:
        catalog = catalog.replace(b"/Names <<", b"/Names <<" + files, 1)
    else:
        catalog = b"<</Names <<%s>>%s" % (files, catalog.removeprefix(b"<<"))
    return {number: b"<</AF [%s]%s" % (names, catalog.removeprefix(b"<<")), **more}


def _written(file: PdfFile, objects: dict[int, bytes]) -> bytes:
    """Return objects as a section of a PDF, with a table that leads on to the one before."""
    section = _MARK
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(file.content) + len(section)
        section += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table, start = max(objects) + 1, len(file.content) + len(section)
    places[table] = start
    rows = b"".join(b"\x01" + place.to_bytes(_PLACE_BYTES) + b"\x00" for place in places.values())
    kept = b"".join(found[0] for found in re.finditer(rb"/(Root|Info) [0-9]+ 0 R|/ID \[[^\]]*\]", file.trailer))
    head = b"<</Type /XRef/Index [%s]/W [1 %d 1]/Size %d/Prev %d%s/Length %d>>" % (
        b" ".join(b"%d 1" % number for number in places), _PLACE_BYTES, table + 1, file.start, kept, len(rows),
    )  # fmt: skip
    return section + b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        head,
        rows,
        start,
    )
