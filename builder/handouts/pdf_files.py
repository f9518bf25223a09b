"""Reading PDF files again: their text, their pages, and many joined to one for printing."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

_ID = re.compile(rb"/ID ?\[ ?<[0-9A-Fa-f]*> ?<[0-9A-Fa-f]*> ?\]")
_XML = re.compile(rb"<rdf:RDF.*?</rdf:RDF>", re.DOTALL)


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
    yield from (found.decode("utf-8", "ignore") for found in _XML.findall(pdf))


def joined(pdfs: Iterable[bytes]) -> bytes:
    """Return the pages of some PDFs as one, each beginning on a right-hand page, for printing on both sides."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - only a batch needs it

    with PdfDocument.new() as whole:
        for pdf in pdfs:
            with PdfDocument(pdf) as one:
                size = one[0].get_size()
                if len(whole) % 2:
                    whole.new_page(*size)
                whole.import_pages(one)
        file = BytesIO()
        whole.save(file)
    return _ID.sub(_same_id, file.getvalue())


def _same_id(found: re.Match[bytes]) -> bytes:
    """Return an identifier of zeros: pdfium's own differs from run to run."""
    return re.sub(rb"[0-9A-Fa-f]", b"0", found[0]).replace(b"/I0", b"/ID")
