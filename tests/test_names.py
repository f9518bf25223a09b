"""Names on the cover, compared as pictures with what another program draws from the same fonts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import fontpkg
import noto_cjk_sans_jp_regular
import page as pdf_rules
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from builder.guide import assemble
from builder.handbook import (
    Handbook,
    Layout,
    handbook_html,
    handbook_style,
    lay_out_handbook,
    lay_out_whole,
    print_pdf,
)
from builder.letters import direction_of, language_of
from builder.paper import Paper
from builder.parity.pdf_file import Reference, read_pdf
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from builder.views import GuideView
from tests.building import ROOT, small_guide
from tests.guides import reader, small_library

SIZE = 14  # points, as the style has it
SCALE = 4
EAST_ASIAN = "Noto Sans CJK JP"
NAMES = {
    "Polish": ("Łucja Żółć", "Literata"),
    "Vietnamese": ("Nguyễn Thị Ánh Tuyết", "Literata"),
    "Yoruba, with combining marks": ("Adéṣọlá Ògúnléyẹ", "Literata"),
    "combining marks that no single letter has": ("J̌án M̄ąrk Ệ̀lọ̃", "Literata"),
    "Cyrillic": ("Юлія Ґудзь", "Literata"),
    "Greek": ("Ελένη Παπαδοπούλου", "Literata"),
    "Arabic": ("محمد الأمين", "IBM Plex Sans Arabic"),
    "Urdu": ("ڈاکٹر ٹیپو گھمن", "IBM Plex Sans Arabic"),
    "Hindi": ("अनन्या शर्मा", "Noto Sans Devanagari"),
    "Nepali": ("लक्ष्मी श्रेष्ठ", "Noto Sans Devanagari"),
    "Chinese": ("骨直 王小明", EAST_ASIAN),
    "Japanese": ("骨直 はなこ", EAST_ASIAN),
    "Korean": ("김민수 骨直", EAST_ASIAN),
}
MIXED = "محمد Smith"
# The engine says one letter for a sign that stands for several.
NOT_COPIED = {"Nepali"}
# Differences between two drawings of one name stay below this share of black, those of two names are above.
MOST_DIFFERENT = 0.12


@pytest.fixture(scope="module")
def covers(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """Return the covers of all these readers as one document, a page each."""
    library = small_library(tmp_path_factory.mktemp("names"))
    templates = Templates(ROOT / "templates")
    pages = [
        handbook_html(
            replace(
                guide_view(assemble(library, reader(library.vocabulary, f"name: {name}\n")), Kind.HANDBOOK),
                chapters=(),
                decisions=(),
            ),
            Paper.A4,
            templates,
        )
        for name in (*(name for name, _ in NAMES.values()), MIXED)
    ]
    cover = re.compile('<section class="cover">.*?</section>', re.DOTALL)
    head, body, _ = pages[0].partition("<body")
    whole = head + body + ">" + "".join(cover.findall("".join(pages))) + "</body></html>"
    return print_pdf(whole, handbook_style(templates))


@pytest.fixture(scope="module")
def drawn_names(covers: Handbook) -> Mapping[str, Image.Image]:
    """Return each name as it stands on its cover, cut out, as dark letters on white."""
    with pypdfium2.PdfDocument(covers.pdf) as document:
        return {people: name_on(document[number]) for number, people in enumerate(NAMES)}


def name_on(page: pypdfium2.PdfPage) -> Image.Image:
    text, height = page.get_textpage(), page.get_height()
    words = text.get_text_range()
    _, above, _, _ = text.get_charbox(words.index("\r\nfor") + 2)
    _, _, _, below = text.get_charbox(words.index("At a glance"))
    picture = page.render(scale=SCALE).to_pil().convert("L")
    # The line of the name lies between the word above it and the table at the foot of the page.
    return cut_out(picture.crop((0, int((height - above) * SCALE) + 2, picture.width, int((height - below) * SCALE))))


def drawn_elsewhere(name: str, family: str, language: str = "") -> Image.Image:
    """Return the name as Pillow draws it, with letters shaped by Raqm."""
    file = noto_cjk_sans_jp_regular.FONT_PATH if family == EAST_ASIAN else fontpkg.path(family)
    font = ImageFont.truetype(str(file), SIZE * SCALE, layout_engine=ImageFont.Layout.RAQM)
    picture = Image.new("L", (2400, 240), 255)
    ImageDraw.Draw(picture).text((60, 60), name, font=font, fill=20, language=language or language_of(name) or None)
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


@pytest.mark.pdf
@pytest.mark.parametrize("people", NAMES)
def test_a_name_is_drawn_with_its_own_letters(drawn_names: Mapping[str, Image.Image], people: str) -> None:
    name, family = NAMES[people]
    drawn = drawn_names[people]
    right, wrong = drawn_elsewhere(name, family), drawn_elsewhere(name[1:] + name[0], family)
    assert drawn.width / drawn.height == pytest.approx(right.width / right.height, rel=0.05)
    assert difference(drawn, right) < MOST_DIFFERENT < difference(drawn, wrong)


@pytest.mark.pdf
@pytest.mark.parametrize(("people", "others"), [("Chinese", "ja"), ("Japanese", "zh"), ("Korean", "zh")])
def test_chinese_letters_have_the_form_of_their_own_language(
    drawn_names: Mapping[str, Image.Image], people: str, others: str
) -> None:
    name, family = NAMES[people]
    drawn = drawn_names[people]
    assert difference(drawn, drawn_elsewhere(name, family)) < difference(drawn, drawn_elsewhere(name, family, others))


@pytest.mark.pdf
def test_no_name_lacks_a_letter_and_every_name_can_be_copied(covers: Handbook) -> None:
    assert covers.complaints == ()
    with pypdfium2.PdfDocument(covers.pdf) as document:
        texts = [document[number].get_textpage().get_text_range() for number in range(len(NAMES))]
    lost = {
        people for (people, (name, _)), text in zip(NAMES.items(), texts, strict=True) if not set(name) <= set(text)
    }
    assert lost == NOT_COPIED


@pytest.mark.pdf
def test_a_name_that_begins_from_the_right_goes_on_to_the_left(covers: Handbook) -> None:
    with pypdfium2.PdfDocument(covers.pdf) as document:
        text = document[len(NAMES)].get_textpage()
        words = text.get_text_range()
        arabic, latin = (text.get_charbox(words.index(letter))[0] for letter in (MIXED[0], "S"))
    assert latin < arabic


@pytest.mark.parametrize(
    ("name", "language", "direction"),
    [
        ("Ana Lúcia", "", "ltr"),
        ("محمد الأمين", "und-Arab", "rtl"),
        ("محمد Smith", "und-Arab", "rtl"),
        ("John محمد", "und-Arab", "ltr"),
        ("1. محمد", "und-Arab", "rtl"),
        ("דוד כהן", "und-Hebr", "rtl"),
        ("अनन्या", "und-Deva", "ltr"),
        ("Юлія", "und-Cyrl", "ltr"),
        ("王小明", "zh", "ltr"),
        ("山田 はなこ", "ja", "ltr"),
        ("김민수 骨直", "ko", "ltr"),
        ("", "", "ltr"),
    ],
)
def test_a_names_letters_tell_its_language_and_direction(name: str, language: str, direction: str) -> None:
    assert (language_of(name), direction_of(name)) == (language, direction)


@pytest.mark.pdf
@pytest.mark.parametrize("lay_out", [lay_out_handbook, lay_out_whole])
@pytest.mark.parametrize(("people", "language"), [("Arabic", "und-Arab"), ("Japanese", "ja")])
def test_a_screen_reader_is_told_the_language_of_a_name(
    tmp_path: Path, lay_out: Callable[[GuideView, Paper, Templates], Layout], people: str, language: str
) -> None:
    view = guide_view(small_guide(tmp_path, f"name: {NAMES[people][0]}\n"), Kind.HANDBOOK)
    printed = lay_out(view, Paper.A4, Templates(ROOT / "templates")).printed()
    file = read_pdf(printed.pdf)
    elements = [file.entries(Reference(number)) for number in file.texts]
    said = [(each["S"], each["Lang"]) for each in elements if each.get("Type") == "StructElem" and "Lang" in each]
    assert said == [("Span", language.encode())]
    report = pdf_rules.validate_pdf_bytes(printed.pdf, profile="ua1")
    assert report.is_compliant, report.to_json()
