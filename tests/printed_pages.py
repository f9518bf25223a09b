"""The numbers of pages that a handbook prints beside its links, and the pages that these lead to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.parity.exceptions import HANDBOOK_LINKS
from builder.parity.pdf_file import PdfFile, Reference, decoded, read_pdf
from builder.parity.structure import handbook_blocks


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Where a link leads, the number printed beside it, and the number of the page it leads to."""

    target: str
    printed: int
    real: int


def printed_pages(pdf: bytes) -> Iterator[PrintedPage]:
    """Yield what is printed beside each link of the contents and each reference of a text."""
    places = _places(read_pdf(pdf))
    for block in handbook_blocks(pdf, HANDBOOK_LINKS):
        for link in block.links:
            number = re.search("[0-9]+", link.printed)
            if number and "://" not in link.target:
                yield PrintedPage(link.target, int(number[0]), places[link.target])


def _places(pdf: PdfFile) -> Mapping[str, int]:
    catalog = pdf.catalog()
    kids = pdf.items(pdf.entries(catalog.get("Pages")).get("Kids"))
    pages = {page.number: place for place, page in enumerate(kids, start=1) if isinstance(page, Reference)}
    names = pdf.items(pdf.entries(pdf.entries(catalog.get("Names")).get("Dests")).get("Names"))
    return {
        decoded(name): pages[page.number]
        for name, place in zip(names[::2], names[1::2], strict=True)
        for page in pdf.items(place)[:1]
        if isinstance(name, bytes) and isinstance(page, Reference)
    }
