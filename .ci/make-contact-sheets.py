"""Draws every page of a handbook small, sixteen to a picture, so that a person can look at all of them.

Type `.venv/bin/python .ci/make-contact-sheets.py site/sample/handbook.pdf FOLDER`.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

COLUMNS, ROWS = 8, 2
EDGE, LABEL = 6, 14
WIDTH = 188


def main() -> None:
    """Write `sheet-001.png` and so on, each named after its first page."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with pypdfium2.PdfDocument(source) as document:
        for start in range(0, len(document), COLUMNS * ROWS):
            numbers = range(start, min(start + COLUMNS * ROWS, len(document)))
            path = folder / f"sheet-{start + 1:03}.png"
            draw_sheet([draw_page(document, number) for number in numbers], start + 1).save(path)
            print(path)


def draw_page(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Return a page as a picture of the common width."""
    page = document[number]
    return page.render(scale=WIDTH / page.get_width()).to_pil()


def draw_sheet(pages: Sequence[Image.Image], first: int) -> Image.Image:
    """Return pages in rows, each with its number above it."""
    height = max(page.height for page in pages)
    across, down = WIDTH + EDGE, height + EDGE + LABEL
    sheet = Image.new("RGB", (across * COLUMNS + EDGE, down * -(-len(pages) // COLUMNS) + EDGE), "#8f9693")
    draw = ImageDraw.Draw(sheet)
    for position, page in enumerate(pages):
        row, column = divmod(position, COLUMNS)
        left, top = EDGE + column * across, EDGE + row * down
        draw.text((left, top), str(first + position), fill="#000000")
        sheet.paste(page, (left, top + LABEL))
    return sheet


if __name__ == "__main__":
    main()
