"""The sample's handbook as a file: valid, tagged, its links and page numbers right, every name printed."""

import ctypes
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from shutil import which

import page as pdf_rules
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from builder.guide import Guide
from builder.handbook import print_pdf, render_handbook
from builder.paper import Paper
from builder.parity.exceptions import HANDBOOK_LINKS
from builder.parity.structure import handbook_blocks
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.selection import Verdict
from builder.templating import Templates
from tests.building import FROM_BLOCKS, ROOT, Handbook, files_of, make_project, matchbook, small_guide
from tests.guides import EVERYONE, GUIDE
from tests.printed_pages import printed_pages

pytestmark = pytest.mark.pdf

PROGRESS = "laying out the handbook, which takes some seconds ...\n"
PRINTERS_EDGE = 14.2  # points, 5 mm
SIZES = {"A4": (595.276, 841.89), "Letter": (612, 792)}
MOST_BYTES = 1_500_000
WHY = "Why your handbook looks like this"
PROSPECTS = "What would change your plan"
FOOT = 80  # points above the lower edge, where the number of a page stands

Handbooks = Mapping[str, Handbook]


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page: its words, what is printed right of it, and the page it leads to, counted from 0."""

    words: str
    beside: str
    target: int | None
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline."""

    level: int
    title: str
    target: int


@pytest.fixture(scope="module", params=SIZES)
def handbook(request: pytest.FixtureRequest, sample_handbooks: Handbooks) -> Handbook:
    """Return the sample's handbook, once in each page size."""
    paper: str = request.param
    return sample_handbooks[paper]


@pytest.fixture(scope="module")
def document(handbook: Handbook) -> Iterator[pypdfium2.PdfDocument]:
    with pypdfium2.PdfDocument(handbook.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """Return the text of each page, spaces and lines made one."""
    return tuple(squeezed(page.get_textpage().get_text_range()) for page in document)


@pytest.fixture(scope="module")
def outline(document: pypdfium2.PdfDocument) -> tuple[Entry, ...]:
    return tuple(
        Entry(item.level, item.get_title(), item.get_dest().get_index()) for item in document.get_toc(max_depth=30)
    )


@pytest.fixture(scope="module")
def sample(sample_guides: Mapping[str, Guide]) -> Guide:
    return sample_guides["sample"]


def squeezed(text: str) -> str:
    # Pdfium gives U+FFFE for a hyphen at the end of a line.
    return " ".join(text.replace("\ufffe\r\n", "").replace("\ufffe", "").split())


def letters(text: str) -> str:
    """Return a text's letters and digits: how its lines break does not matter."""
    return "".join(filter(str.isalnum, text))


def links_of(document: pypdfium2.PdfDocument, number: int) -> Iterator[Link]:
    page = document[number]
    text = page.get_textpage()
    position, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
        pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box))
        low, high = sorted((box.bottom, box.top))
        target = pdfium.FPDFLink_GetDest(document.raw, link)
        action = pdfium.FPDFLink_GetAction(link)
        yield Link(
            words=squeezed(text.get_text_bounded(box.left, low, box.right, high)),
            beside=squeezed(text.get_text_bounded(box.right, low, page.get_width(), high)),
            target=pdfium.FPDFDest_GetDestPageIndex(document.raw, target) if target else None,
            is_outside=bool(action) and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI,
        )


def all_links(document: pypdfium2.PdfDocument) -> list[Link]:
    return [link for number in range(len(document)) for link in links_of(document, number)]


def contents_lines(document: pypdfium2.PdfDocument, outline: tuple[Entry, ...]) -> list[tuple[str, int, int]]:
    """Return the lines of the contents: title, number printed beside it, page it leads to counted from 1."""
    start = next(position for position, entry in enumerate(outline) if entry.title == "Contents")
    pages = range(outline[start].target, outline[start + 1].target)
    links = [link for number in pages for link in links_of(document, number) if not link.words.isdecimal()]
    return [(link.words, int(re.findall("[0-9]+", link.beside)[0]), (link.target or 0) + 1) for link in links]


def foot_of(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    return squeezed(page.get_textpage().get_text_bounded(0, 0, page.get_width(), FOOT))


def language_of(document: pypdfium2.PdfDocument) -> str:
    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def test_the_sample_is_put_together_from_blocks(handbook: Handbook) -> None:
    assert handbook.path.read_bytes().startswith(FROM_BLOCKS)


def test_the_handbook_follows_pdf_ua(handbook: Handbook) -> None:
    report = pdf_rules.validate_pdf(str(handbook.path), profile="ua1")
    assert report.is_compliant, report.to_json()


def test_the_handbook_is_small_enough_to_send(handbook: Handbook) -> None:
    assert handbook.path.stat().st_size < MOST_BYTES


def test_the_engine_complains_about_nothing(handbook: Handbook) -> None:
    assert handbook.messages.startswith(PROGRESS)
    assert [line for line in handbook.messages.splitlines() if line.startswith("handbook.pdf")] == []


@pytest.mark.parametrize("paper", SIZES)
def test_every_page_has_the_size_asked_for(sample_handbooks: Handbooks, paper: str) -> None:
    with pypdfium2.PdfDocument(sample_handbooks[paper].path) as document:
        # Worksheets lie on their side.
        (size,) = {tuple(sorted(document.get_page_size(number))) for number in range(len(document))}
    assert size == pytest.approx(SIZES[paper], abs=0.01)


def test_the_handbook_names_its_title_its_reader_and_its_language(
    document: pypdfium2.PdfDocument, sample: Guide
) -> None:
    assert document.get_metadata_value("Title") == f"{sample.library.outline.title}: Ana Lúcia Araújo"
    assert language_of(document) == sample.library.outline.language
    assert document.get_metadata_value("Author") == sample.library.outline.title
    assert document.get_metadata_value("Subject") == sample.library.outline.subtitle


def test_a_page_has_the_name_that_is_printed_on_it(document: pypdfium2.PdfDocument) -> None:
    assert document.get_page_label(0) == "Cover"
    assert [document.get_page_label(number) for number in range(1, len(document))] == [
        str(number) for number in range(2, len(document) + 1)
    ]


def test_no_text_stands_where_printers_leave_the_sheet_white(document: pypdfium2.PdfDocument) -> None:
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        width, height = page.get_size()
        assert min(min(left, bottom, width - right, height - top) for left, bottom, right, top in boxes) > PRINTERS_EDGE


def test_the_documents_are_listed_once_with_the_pages_that_quote_them(
    document: pypdfium2.PdfDocument, outline: tuple[Entry, ...], texts: tuple[str, ...], sample: Guide
) -> None:
    starts = {entry.title: entry.target for entry in outline}
    listed = letters("".join(texts[starts["Sources"] : starts["Terms"]]))
    titles = {claim.title for module in sample.modules for claim in module.notes}
    assert [title for title in titles if letters(title) not in listed] == []
    links = [link for number in range(starts["Sources"], starts["Terms"]) for link in links_of(document, number)]
    modules = {module.number: starts[module.decision.module.title] for module in sample.modules}
    # A link over two lines is two links; the second begins within "(p. 23)".
    leading = [
        (link.words.split(" ")[0], link.target) for link in links if re.match(r"[0-9]+\.[0-9]+( |$)", link.words)
    ]
    assert len(leading) > 100
    assert [(number, target) for number, target in leading if modules[number] != target] == []


def test_the_handbook_does_not_say_when_it_was_made(document: pypdfium2.PdfDocument) -> None:
    assert (document.get_metadata_value("CreationDate"), document.get_metadata_value("ModDate")) == ("", "")


def test_the_outline_leads_to_every_chapter_and_module(outline: tuple[Entry, ...], sample: Guide) -> None:
    chapters = [(0, chapter.chapter.title) for chapter in sample.chapters]
    modules = [(1, module.decision.module.title) for module in sample.modules]
    entries = [(entry.level, entry.title) for entry in outline]
    assert [entry for entry in entries if entry in chapters] == chapters
    assert [entry for entry in entries if entry in modules] == modules


def test_the_outline_leads_to_where_the_headings_stand(outline: tuple[Entry, ...], texts: tuple[str, ...]) -> None:
    assert len(outline) > 20
    assert [entry for entry in outline if squeezed(entry.title) not in texts[entry.target]] == []


def test_the_contents_list_every_chapter_and_module_in_order(
    document: pypdfium2.PdfDocument, outline: tuple[Entry, ...], sample: Guide
) -> None:
    expected = [
        title
        for chapter in sample.chapters
        for title in (chapter.chapter.title, *(module.decision.module.title for module in chapter.modules))
    ]
    listed = [title for title, _, _ in contents_lines(document, outline)]
    assert [title for title in listed if title in expected] == expected


def test_the_number_beside_a_title_is_the_page_where_its_heading_stands(
    document: pypdfium2.PdfDocument, outline: tuple[Entry, ...], texts: tuple[str, ...]
) -> None:
    lines = contents_lines(document, outline)
    assert [line for line in lines if line[1] != line[2]] == []
    assert [title for title, _, number in lines if title not in texts[number - 1]] == []


def test_every_page_number_beside_a_link_is_that_of_the_page_it_leads_to(handbook: Handbook) -> None:
    printed = list(printed_pages(handbook.path.read_bytes()))
    assert len(printed) > 500
    assert [each for each in printed if each.printed != each.real] == []


def test_the_pages_carry_the_numbers_that_the_contents_give(
    document: pypdfium2.PdfDocument, outline: tuple[Entry, ...]
) -> None:
    numbers = [number for _, number, _ in contents_lines(document, outline)]
    assert [number for number in numbers if str(number) not in foot_of(document, number - 1).split()] == []


def test_every_link_lands(document: pypdfium2.PdfDocument) -> None:
    links = all_links(document)
    assert len(links) > 100
    assert [link for link in links if link.target is None and not link.is_outside] == []


def test_every_font_is_in_the_file(handbook: Handbook) -> None:
    program = which("pdffonts")
    assert program is not None, "pdffonts comes with poppler-utils"
    listed = subprocess.run([program, handbook.path], capture_output=True, text=True, check=True).stdout
    fonts = [re.search(r" (yes|no) +(yes|no) +(yes|no) +[0-9]+ +[0-9]+$", line) for line in listed.splitlines()[2:]]
    assert len(fonts) > 1
    assert {font.groups() for font in fonts if font} == {("yes", "yes", "yes")}
    assert all(fonts)


def test_the_handbook_holds_every_module_the_reader_gets_and_the_readers_name(
    texts: tuple[str, ...], sample: Guide
) -> None:
    whole = " ".join(texts)
    assert "Ana Lúcia Araújo" in texts[0]
    assert [module.id for module in sample.modules if module.decision.module.title not in whole] == []


def test_what_is_left_out_is_no_heading_and_no_link_and_named_in_the_list_of_reasons(
    document: pypdfium2.PdfDocument, texts: tuple[str, ...], outline: tuple[Entry, ...], sample: Guide
) -> None:
    reasons = next(entry.target for entry in outline if entry.title == WHY)
    left_out = {decision.module.title for decision in sample.selection.decisions if decision.verdict is Verdict.OUT}
    assert left_out != set()
    assert left_out & {entry.title for entry in outline} == set()
    assert [link.words for link in all_links(document) if link.words.startswith(tuple(left_out))] == []
    assert [title for title in left_out if title not in " ".join(texts[reasons:])] == []


def test_the_same_guide_has_the_same_bytes_on_every_machine(short_handbooks: tuple[Handbook, ...]) -> None:
    here, elsewhere = (files_of(handbook.path.parent) for handbook in short_handbooks)
    assert {"handbook.pdf", "sheet.pdf", "plan.ics", "index.html"} <= here.keys()
    assert here.keys() == elsewhere.keys()
    assert [name for name, content in here.items() if content != elsewhere[name]] == []


@pytest.mark.parametrize("key", ["start", "name"])
def test_a_module_may_have_the_name_of_its_chapter_or_of_a_field(tmp_path: Path, key: str) -> None:
    changes = {
        "guide.yaml": GUIDE.replace("[everyone, low]", f"[everyone, low, {key}]"),
        f"start/{key}.md": EVERYONE.replace("For everyone", "Another"),
    }
    guide = small_guide(tmp_path, "", changes)
    built = render_handbook(guide_view(guide, Kind.HANDBOOK), Paper.A4, Templates(ROOT / "templates"))
    assert built.complaints == ()


def test_a_name_is_text_in_the_handbook_too(tmp_path: Path) -> None:
    guide = small_guide(tmp_path, """name: '<script>alert(1)</script>"&'\n""")
    built = render_handbook(guide_view(guide, Kind.HANDBOOK), Paper.A4, Templates(ROOT / "templates"))
    with pypdfium2.PdfDocument(built.pdf) as document:
        assert '<script>alert(1)</script>"&' in squeezed(document[0].get_textpage().get_text_range())
        assert document.get_metadata_value("Title") == """A small guide: <script>alert(1)</script>"&"""


def test_a_letter_that_no_font_has_is_a_warning(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text("name: ก\n", encoding="utf-8")
    ended = matchbook(project, "build", "profiles/ana.yaml")
    assert ended.returncode == 0
    assert ended.stderr == PROGRESS + (
        "handbook.pdf: warning: no font has the letter `ก` (U+0E01), which is printed as an empty box\n"
        "  hint: write it in letters of another script; the website shows it all the same\n\n"
    )


def test_a_strict_build_fails_on_a_warning_and_tells_it_once(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text("name: ก\n", encoding="utf-8")
    ended = matchbook(project, "build", "profiles/ana.yaml", "--strict")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert not (project / "site").exists()
    assert ended.stderr.count("U+0E01") == 1


def test_no_task_of_the_plan_breaks_off_after_its_first_word(tmp_path: Path) -> None:
    # Each is one narrow letter longer: for some of them the window begins where the line ends.
    talks = "".join(f"  - {{do: Talk with {'people ' * 10}{'i' * length}, due: match}}\n" for length in range(1, 61))
    first = "  - {do: Read it, due: match - 2 months}\n"
    module = EVERYONE.replace(first, f"{first[:-2]}, essential: true}}\n{talks}")
    view = guide_view(small_guide(tmp_path, "", {"start/everyone.md": module}), Kind.HANDBOOK)
    with pypdfium2.PdfDocument(render_handbook(view, Paper.A4, Templates(ROOT / "templates")).pdf) as document:
        lines = [line.strip() for page in document for line in page.get_textpage().get_text_range().splitlines()]
    assert len([line for line in lines if line.startswith("Talk with people")]) >= 60
    assert "Talk" not in lines


def test_the_number_of_a_source_begins_no_line(tmp_path: Path) -> None:
    # Each is one narrow letter longer: for some of them the year ends where the line ends.
    years = "".join(
        f"It was so {'then ' * 10}{'i' * length}, in 2025.[^mean] Work goes on.\n\n" for length in range(60)
    )
    view = guide_view(small_guide(tmp_path, "", {"start/everyone.md": f"{EVERYONE}\n{years}"}), Kind.HANDBOOK)
    with pypdfium2.PdfDocument(render_handbook(view, Paper.A4, Templates(ROOT / "templates")).pdf) as document:
        after = [
            left - starts[0]
            for page in document
            if (starts := lefts(page, "It was so"))
            for left in lefts(page, "Work goes")
        ]
    assert len(after) == 60
    assert [left for left in after if 1 < left < 10] == []


def lefts(page: pypdfium2.PdfPage, words: str) -> list[float]:
    """Return where these words begin, each time they stand on a page, in points from its left edge."""
    text = page.get_textpage()
    found = text.search(words)
    return [text.get_charbox(hit[0])[0] for hit in iter(found.get_next, None)]


def test_no_heading_stands_alone_at_the_end_of_a_page() -> None:
    templates = Templates(ROOT / "templates")
    style = templates.text("shared/tokens.css") + templates.text("handbook/handbook.css")
    # Of so many, of different lengths, some would end on the last line of a page.
    texts = (f"<h3>Heading {n}</h3><p>{'A line of this text.<br>' * (n * 7 % 5 + 1)}The last.</p>" for n in range(120))
    head = '<html lang="en"><title>Headings</title><link rel="stylesheet" href="handbook.css">'
    blocks = handbook_blocks(print_pdf(f"<!DOCTYPE html>{head}<h1>All</h1>{''.join(texts)}", style).pdf, HANDBOOK_LINKS)
    assert blocks[-1].page > 5
    assert [one.text for one, other in pairwise(blocks) if one.level and one.page < other.page] == []
