"""Names on the cover, compared as pictures with what another program draws from the same fonts."""

from dataclasses import replace
from pathlib import Path

import fontpkg
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from builder.handbook import Paper, render_handbook
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from tests.building import ROOT, small_guide

pytestmark = pytest.mark.pdf

SIZE = 14  # points, as the style has it
SCALE = 4
NAMES = {
    "Polish": ("Łucja Żółć", "Literata"),
    "Vietnamese": ("Nguyễn Thị Ánh Tuyết", "Literata"),
    "Yoruba, with combining marks": ("Adéṣọlá Ògúnléyẹ", "Literata"),
    "Cyrillic": ("Юлія Ґудзь", "Literata"),
    "Greek": ("Ελένη Παπαδοπούλου", "Literata"),
    "Arabic": ("محمد الأمين", "IBM Plex Sans Arabic"),
    "Hindi": ("अनन्या शर्मा", "Noto Sans Devanagari"),
}
# Differences between two drawings of one name stay below this share of black, those of two names are above.
MOST_DIFFERENT = 0.12


def drawn_on_cover(folder: Path, name: str) -> Image.Image:
    """Return the name as it stands on the cover, cut out, as dark letters on white."""
    view = guide_view(small_guide(folder, f"name: {name}\n"), Kind.HANDBOOK)
    cover = replace(view, chapters=(), answers=(), plan=(), decisions=())
    built = render_handbook(cover, Paper.A4, Templates(ROOT / "templates"))
    with pypdfium2.PdfDocument(built.pdf) as document:
        page = document[0]
        text, height = page.get_textpage(), page.get_height()
        words = text.get_text_range()
        _, above, _, _ = text.get_charbox(words.index("\r\nfor") + 2)
        _, _, _, below = text.get_charbox(words.index("At a glance"))
        picture = page.render(scale=SCALE).to_pil().convert("L")
    # The line of the name lies between the word above it and the table at the foot of the page.
    return cut_out(picture.crop((0, int((height - above) * SCALE) + 2, picture.width, int((height - below) * SCALE))))


def drawn_elsewhere(name: str, family: str) -> Image.Image:
    """Return the name as Pillow draws it, with letters shaped by Raqm."""
    font = ImageFont.truetype(str(fontpkg.path(family)), SIZE * SCALE, layout_engine=ImageFont.Layout.RAQM)
    picture = Image.new("L", (2400, 240), 255)
    ImageDraw.Draw(picture).text((60, 60), name, font=font, fill=20)
    return cut_out(picture)


def cut_out(picture: Image.Image) -> Image.Image:
    ink = ImageChops.invert(picture).point(lambda value: 255 if value > 60 else 0)
    box = ink.getbbox()
    assert box is not None
    return ink.crop(box)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of a name's box in which two drawings differ, once they have the same size."""
    same = other.resize(one.size, Image.Resampling.BILINEAR)
    return ImageStat.Stat(ImageChops.difference(one, same)).mean[0] / 255


@pytest.mark.parametrize(("name", "family"), NAMES.values(), ids=NAMES)
def test_a_name_is_drawn_with_its_own_letters(tmp_path: Path, name: str, family: str) -> None:
    drawn = drawn_on_cover(tmp_path, name)
    right, wrong = drawn_elsewhere(name, family), drawn_elsewhere(name[1:] + name[0], family)
    assert drawn.width / drawn.height == pytest.approx(right.width / right.height, rel=0.05)
    assert difference(drawn, right) < MOST_DIFFERENT < difference(drawn, wrong)
