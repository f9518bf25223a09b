"""Reading PDF files again: their text, their pages, and many joined to one for printing."""

import re
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

# What pdfium writes otherwise in every run: the moment, and an identifier made of chance.
_CHANGING = re.compile(rb"(?<=/CreationDate\(D:)[0-9]{14}|(?<=/ID\[<)[0-9A-F]{32}(?=>)|(?<=><)[0-9A-F]{32}(?=>\])")
_XML = re.compile(rb"<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)

_SAME = b"19700101000000".ljust(32, b"0")


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - only a batch needs it

    with PdfDocument(pdf) as document:
        return len(document)


def pdf_texts(pdf: bytes) -> Iterator[str]:
    """Yield everything in a PDF that can be read: each page, the outline, the document's title and the like."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - only a batch needs it

    with PdfDocument(pdf) as document:
        yield from document.get_metadata_dict().values()
        yield from (entry.get_title() for entry in document.get_toc(max_depth=30))
        for page in document:
            text = page.get_textpage().get_text_range()
            # Pdfium gives U+FFFE for a hyphen at the end of a line.
            yield text.replace("\ufffe\r\n", "").replace("\ufffe", "")
    for stream in _STREAM.findall(pdf):
        yield from (found.decode("utf-8", "ignore") for found in _XML.findall(_unpacked(stream)))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def joined(pdfs: Iterable[bytes], *, on_right: bool = True) -> bytes:
    """Return the pages of some PDFs as one, without tags; for printing on both sides each begins on a right page."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - only a batch needs it

    with PdfDocument.new() as whole:
        for pdf in pdfs:
            with PdfDocument(pdf) as one:
                size = one[0].get_size()
                if on_right and len(whole) % 2:
                    whole.new_page(*size)
                whole.import_pages(one)
        file = BytesIO()
        whole.save(file)
    return _CHANGING.sub(lambda found: _SAME[: len(found[0])], file.getvalue())
