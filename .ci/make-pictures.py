"""Makes the README's pictures from the sample guide: a page of the website and two facing pages of the handbook."""

import sys
from pathlib import Path
from shutil import which

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site" / "sample"
PICTURES = ROOT / "docs" / "images"
PAGE = "research/research-visa-rules.html"
EDGE = 2


def main() -> None:
    """Write both pictures; the sample must have been built."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture_page(PICTURES / "page.png")
    picture_spread(PICTURES / "spread.png", first=int(sys.argv[1]) if sys.argv[1:] else 36)


def picture_page(path: Path) -> None:
    """Take a picture of a page as a laptop shows it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto((SITE / PAGE).resolve().as_uri())
        page.wait_for_timeout(500)
        page.screenshot(path=path)
        browser.close()


def picture_spread(path: Path, first: int) -> None:
    """Draw two pages of the handbook side by side; `first` is the left one, an even number."""
    with pypdfium2.PdfDocument(SITE / "handbook.pdf") as handbook:
        left, right = (handbook[number - 1].render(scale=1.25).to_pil() for number in (first, first + 1))
    spread = Image.new("RGB", (left.width + right.width + 3 * EDGE, left.height + 2 * EDGE), "#b8bdb9")
    spread.paste(left, (EDGE, EDGE))
    spread.paste(right, (left.width + 2 * EDGE, EDGE))
    spread.save(path, optimize=True)


if __name__ == "__main__":
    main()
