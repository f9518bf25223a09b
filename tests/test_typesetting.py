"""Handbooks put together from blocks: the same as those laid out whole, and nothing of a reader is kept."""

import json
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from shutil import copytree

import page as pdf_rules
import pypdfium2
import pytest
from PIL import Image, ImageChops

from builder.fonts import use_package_fonts
from builder.guide import Guide
from builder.handbook import Handbook, lay_out_handbook, lay_out_whole
from builder.paper import Paper
from builder.parity.blocks import Block as ReadBlock
from builder.parity.pdf_file import Reference, read_pdf
from builder.parity.structure import handbook_blocks
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from builder.typesetting.alone import selects_by_name
from builder.typesetting.cutting import Block, alone, cut
from builder.typesetting.drawn import CannotTypesetError, Drawn, Frame
from builder.typesetting.engine import POINTS, Engine
from builder.typesetting.paging import Piece, paginate
from builder.typesetting.stored import drawn_from_text, face_from_text
from builder.typesetting.table_rows import in_pieces
from builder.typesetting.workshop import workshop
from tests.building import PROFILES, ROOT, small_guide
from tests.guides import EVERYONE

pytestmark = pytest.mark.pdf

TEMPLATES = Templates(ROOT / "templates")
BLOCK_PARTS = 11  # of a block as it is kept; other things kept have fewer
FACE_PARTS = 9
NOTHING = re.compile("(?!)")
MOST_DIFFERENT = 12  # of 255
ANSWERS = "name: Zdeněk Quillfeather\nstep1: {status: passed, score: 217, attempts: 1}\nmatch: {year: 2029}\n"
LONG = "\n\n".join(
    f"Paragraph {number} is here to fill pages. " + "It says what others say too. " * 9 for number in range(60)
)
# Of so many, of different lengths, some would leave a row alone.
TABLES = "\n\n".join(
    f"| Number of table {table} | What stands there |\n|---|---|\n"
    + "".join(f"| Row {table}.{row} | {'Words of it. ' * (row * table % 7)} |\n" for row in range(rows))
    for table, rows in enumerate([*[7, 5] * 30, 140])
)
LISTS = "\n\n".join(
    f"List {number} follows. {'It has its reasons. ' * (number % 5)}\n\n"
    + "".join(f"- Item {number}.{item} {'with many words ' * (number * item % 9)}\n" for item in range(1, 4))
    for number in range(60)
)
MODULE = "start/everyone.md"


def drawn(height: float, above: float = 0, below: float = 0, *, keeps: bool = False) -> Drawn:
    return Drawn(
        top=0, height=height, above=above, below=below, padding=0, keeps_next=keeps, keeps_previous=False, drawing=b"",
        marks=0, fonts={}, links=(), anchors={}, bookmarks=(), elements=(), numbers=(), states={},
    )  # fmt: skip


def blocks(count: int) -> list[Block]:
    one = Block(
        html="<p>x</p>", around=(), opens=0, closes=0, before="", page="", starts_page=False, is_own=False, items=0
    )
    return [one] * count


FRAMES = {"": Frame(page_width=100, page_height=120, left=10, top=10, width=80, height=100)}


def tops(pieces: list[Drawn], heads: tuple[Drawn, ...] = ()) -> list[list[float]]:
    all_pieces = [Piece(block, each, heads) for block, each in zip(blocks(len(pieces)), pieces, strict=True)]
    return [[placed.y for placed in page.placed] for page in paginate(all_pieces, FRAMES)]


def test_blocks_stand_below_each_other_until_the_page_is_full() -> None:
    assert tops([drawn(40), drawn(60), drawn(1)]) == [[10, 50], [10]]


def test_margins_that_meet_are_one_and_none_stays_at_the_top_of_a_page() -> None:
    assert tops([drawn(40, below=8), drawn(40, above=5), drawn(40, above=5)]) == [[10, 58], [10]]


def test_a_heading_goes_to_the_next_page_with_what_follows_it() -> None:
    assert tops([drawn(50), drawn(10, keeps=True), drawn(10, keeps=True), drawn(50)]) == [[10], [10, 20, 30]]


def test_where_all_is_kept_together_a_page_ends_all_the_same() -> None:
    assert tops([drawn(60, keeps=True), drawn(60)]) == [[10], [10]]


def test_heads_stand_again_above_what_a_page_begins_with() -> None:
    rows = [drawn(40), drawn(40), drawn(40), drawn(40)]
    assert tops(rows, heads=(drawn(15), drawn(5))) == [[10, 25, 30, 70], [10, 25, 30, 70]]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Handbook, Handbook]:
    """Return a handbook of several pages from blocks, and the same laid out whole."""
    front, end, body = EVERYONE.partition("---\nEvery")
    guide = small_guide(
        tmp_path_factory.mktemp("both"), ANSWERS, {MODULE: f"{front}{end}{body}\n\n{LONG}\n\n{TABLES}\n\n{LISTS}\n"}
    )
    view = guide_view(guide, Kind.HANDBOOK)
    one = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    other = lay_out_whole(view, Paper.A4, TEMPLATES).printed()
    return one, other


def test_both_ways_to_lay_out_are_tried(both: tuple[Handbook, Handbook]) -> None:
    from_blocks, whole = both
    assert from_blocks.pdf != whole.pdf
    assert from_blocks.pages == whole.pages > 10


def test_both_have_the_same_text_on_each_page(both: tuple[Handbook, Handbook]) -> None:
    one, other = (texts_of(handbook.pdf) for handbook in both)
    # Sorted: the engine draws what floats before all else on a page.
    assert [sorted(text.split()) for text in one] == [sorted(text.split()) for text in other]


def test_both_are_read_out_alike_and_lead_to_the_same_places(both: tuple[Handbook, Handbook]) -> None:
    one, other = (handbook_blocks(handbook.pdf, NOTHING) for handbook in both)
    assert len(one) > 150
    # The engine reads the heads of a table out again on each of its pages.
    known = {(block.text, block.level) for block in one}
    again = list(said_again(one, other))
    assert {(block.text, block.level) for block in again} <= known
    assert len(again) < len(one) / 20


def test_a_table_has_its_heads_on_each_page_and_none_with_a_single_row(both: tuple[Handbook, Handbook]) -> None:
    for handbook in both:
        texts = texts_of(handbook.pdf)
        heads = [Counter(re.findall("Number of table ([0-9]+)", text)) for text in texts]
        rows = [Counter(re.findall(r"Row ([0-9]+)\.", text)) for text in texts]
        assert [Counter(dict.fromkeys(page, 1)) for page in rows] == heads
        assert sum(page["60"] > 0 for page in rows) > 4
        assert min(count for page in rows for count in page.values()) > 1


def test_a_table_of_five_rows_stands_on_one_page(both: tuple[Handbook, Handbook]) -> None:
    for handbook in both:
        rows = [Counter(re.findall(r"Row ([0-9]+)\.", text)) for text in texts_of(handbook.pdf)]
        assert {page[str(table)] for page in rows for table in range(1, 60, 2)} == {0, 5}
        assert {page[str(table)] for page in rows for table in range(0, 60, 2)} > {0, 7}


def test_no_page_begins_with_the_end_of_a_list_or_has_only_what_introduces_one(
    both: tuple[Handbook, Handbook],
) -> None:
    for handbook in both:
        pages = [set(re.findall(r"(?:Item|List) ([0-9]+(?:\.[0-9])?)", text)) for text in texts_of(handbook.pdf)]
        beginnings = [{number for number in map(str, range(60)) if number in page} for page in pages]
        ends = [{number for number in map(str, range(60)) if f"{number}.3" in page} for page in pages]
        assert sum(len(one ^ other) for one, other in zip(beginnings, ends, strict=True)) > 4
        both_sides = list(zip(pages, beginnings, ends, strict=True))
        assert [number for page, begun, _ in both_sides for number in begun if f"{number}.1" not in page] == []
        assert [number for page, _, ended in both_sides for number in ended if f"{number}.2" not in page] == []


def test_a_table_over_several_pages_is_one_table_whose_heads_are_read_out_once(
    both: tuple[Handbook, Handbook],
) -> None:
    file = read_pdf(both[0].pdf)
    elements = [each for number in file.texts if (each := file.entries(Reference(number))).get("Type") == "StructElem"]
    rows = [len(file.items(each["K"])) for each in elements if each["S"] == "TBody"]
    assert 140 in rows
    assert [block.text for block in handbook_blocks(both[0].pdf, NOTHING)].count("Number of table 60") == 1
    names = {each["ID"] for each in elements if each["S"] == "TH"}
    cells = [file.entries(each["A"]) for each in elements if each["S"] == "TD"]
    assert len(cells) >= 400
    assert [
        cell for cell in cells if not file.items(cell["Headers"]) or not names.issuperset(file.items(cell["Headers"]))
    ] == []


def test_both_follow_pdf_ua(both: tuple[Handbook, Handbook]) -> None:
    for handbook in both:
        report = pdf_rules.validate_pdf_bytes(handbook.pdf, profile="ua1")
        assert report.is_compliant, report.to_json()


def test_both_have_the_same_outline(both: tuple[Handbook, Handbook]) -> None:
    one, other = (outline_of(handbook.pdf) for handbook in both)
    assert len(one) > 10
    assert one == other


def test_both_look_alike(both: tuple[Handbook, Handbook]) -> None:
    one, other = both
    with pypdfium2.PdfDocument(one.pdf) as left, pypdfium2.PdfDocument(other.pdf) as right:
        for number in range(len(left)):
            pages = [document[number].render(scale=2, grayscale=True) for document in (left, right)]
            # Dots of ten points: what is drawn a hair beside looks the same.
            assert most_different(*(page.to_pil().reduce(20) for page in pages)) < MOST_DIFFERENT, f"page {number + 1}"


def said_again(one: Sequence[ReadBlock], other: Sequence[ReadBlock]) -> Iterator[ReadBlock]:
    """Yield what another handbook has between the blocks that it shares with the first, which are all."""
    shared = iter(one)
    awaited = next(shared, None)
    for block in other:
        if block == awaited:
            awaited = next(shared, None)
        else:
            yield block
    assert awaited is None


def most_different(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one, other).tobytes())


def texts_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def outline_of(pdf: bytes) -> list[tuple[int, str, int | None]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [(item.level, item.get_title(), item.get_dest().get_index()) for item in document.get_toc(max_depth=30)]


def test_a_second_handbook_takes_from_the_cache_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    view = guide_view(small_guide(tmp_path, ANSWERS), Kind.HANDBOOK)
    cold = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    workshop.cache_clear()
    laid_out: list[str] = []
    lay_out = Engine.lay_out

    def watched(
        engine: Engine, blocks: Sequence[Block], texts: Sequence[str], width: float, height: float
    ) -> list[Drawn]:
        laid_out.extend("".join([*(each.opening for each in block.around), block.html]) for block in blocks)
        return lay_out(engine, blocks, texts, width, height)

    monkeypatch.setattr(Engine, "lay_out", watched)
    warm = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    assert warm == cold
    assert laid_out
    assert [text for text in laid_out if not is_own(text)] == []


def is_own(text: str) -> bool:
    parts = any(f'id="{part}"' in text for part in ("glance", "answers", "prospects", "why"))
    return (
        "<!--own-->" in text
        or parts
        or any(f'class="{kind}"' in text for kind in ("why-line", "cover", "timeline", "match-day"))
    )


def test_the_cache_holds_nothing_of_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = EVERYONE.replace("Every IMG reads this.", 'Your result was {{ step1.score or "a number" }}.')
    view = guide_view(small_guide(tmp_path, ANSWERS, {MODULE: text}), Kind.HANDBOOK)
    printed = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    assert any("Your result was 217." in page for page in texts_of(printed.pdf))
    letters = [drawn_letters(text) for text in kept_texts(tmp_path / "cache" / "matchbook" / "blocks.sqlite")]
    assert any("Yourneedforavisa" in each or "Contents" in each for each in letters)
    assert [each for each in letters if "217" in each or "Quillfeather" in each or "Yourresultwas" in each] == []


def kept_texts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [zlib.decompress(text).decode() for (text,) in file.execute("SELECT text FROM kept")]


def drawn_letters(text: str) -> str:
    """Return what a kept drawing shows, glyph by glyph, and each row of a table."""
    if len(json.loads(text)) != BLOCK_PARTS:
        return ""
    whole = drawn_from_text(text)
    return "\n".join(shown_letters(drawn) for drawn in (whole, *(row.drawn for row in whole.rows)))


def shown_letters(drawn: Drawn) -> str:
    letters = {glyph: letter for glyphs in drawn.fonts.values() for glyph, letter in glyphs.letters.items()}
    shown = b"".join(found[1] for found in re.finditer(rb"\((.*?)(?<!\\)\)", drawn.drawing, re.DOTALL))
    shown = re.sub(rb"\\(.)", rb"\1", shown, flags=re.DOTALL)
    return "".join(letters.get(int.from_bytes(shown[at : at + 2], "big"), "") for at in range(0, len(shown) - 1, 2))


ONE_ROW_OWN = """\
|  | What it is | More |
|---|---|---|
| Alpha | the first | one |
| Beta | {{ step1.score or "a number" }} | two |
| Gamma | the third | three |
"""


def test_of_a_table_all_rows_are_kept_but_those_with_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = EVERYONE.replace("Every IMG reads this.", ONE_ROW_OWN)
    view = guide_view(small_guide(tmp_path, ANSWERS, {MODULE: text}), Kind.HANDBOOK)
    printed = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    assert any("Beta 217 two" in page for page in texts_of(printed.pdf))
    letters = [drawn_letters(text) for text in kept_texts(tmp_path / "cache" / "matchbook" / "blocks.sqlite")]
    assert {"".join(each.split()) for each in letters} >= {"WhatitisMore", "Alphathefirstone", "Gammathethirdthree"}
    assert [each for each in letters if "217" in each or "Beta" in each] == []


def test_a_table_laid_out_by_row_is_read_out_as_one_that_is_laid_out_whole(tmp_path: Path) -> None:
    text = EVERYONE.replace("Every IMG reads this.", ONE_ROW_OWN)
    view = guide_view(small_guide(tmp_path, ANSWERS, {MODULE: text}), Kind.HANDBOOK)
    one, other = (lay_out(view, Paper.A4, TEMPLATES).printed() for lay_out in (lay_out_handbook, lay_out_whole))
    assert one.pdf != other.pdf
    test_both_have_the_same_text_on_each_page((one, other))
    assert cells_of(one.pdf) == cells_of(other.pdf)
    names = [name for kind, name, _ in cells_of(one.pdf) if kind == "TH"]
    assert {"0-1", "0-2", "1-0", "2-0", "3-0"} <= set(names)


def cells_of(pdf: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the cells of all tables, sorted: what each is, its place as a head, and the places of its heads."""
    file = read_pdf(pdf)
    elements = [each for number in file.texts if (each := file.entries(Reference(number))).get("Type") == "StructElem"]
    return sorted(
        (
            str(each["S"]),
            place_of(each.get("ID")),
            tuple(map(place_of, file.items(file.entries(each["A"]).get("Headers")))),
        )
        for each in elements
        if each["S"] in {"TH", "TD"}
    )


def place_of(name: object) -> str:
    """Return row and column from the name of a head."""
    return "-".join(re.findall("-([0-9]+)", str(name)))


def test_a_table_whose_columns_depend_on_what_they_say_is_laid_out_with_all_its_rows(tmp_path: Path) -> None:
    copytree(ROOT / "templates", tmp_path / "templates")
    with (tmp_path / "templates/handbook/handbook.css").open("a", encoding="utf-8") as style:
        style.write("table { table-layout: auto }\n")
    templates = Templates(tmp_path / "templates")
    text = EVERYONE.replace("Every IMG reads this.", ONE_ROW_OWN)
    view = guide_view(small_guide(tmp_path, ANSWERS, {MODULE: text}), Kind.HANDBOOK)
    one, other = (lay_out(view, Paper.A4, templates).printed() for lay_out in (lay_out_handbook, lay_out_whole))
    assert one.pdf != other.pdf
    test_both_look_alike((one, other))


def test_a_table_goes_by_row_only_where_its_rows_do_not_depend_on_each_other() -> None:
    first, own = "<tr><td>1</td><td>2</td></tr>", "<tr><td>3<!--own--></td><td>4</td></tr>"

    def places(rows: str) -> list[tuple[tuple[int, ...], bool]]:
        table = f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"
        return [
            (each.part.places if each.part else (), each.is_own)
            for each in cut(f'<body data-own="marked">{table}</body>')
        ]

    assert places(first + own + first + own) == [((0,), False), ((1,), False), ((3,), False), ((2, 4), True)]
    assert places(first + first) == [((), False)]
    assert places(first + '<tr><td colspan="2">5</td></tr>' + own) == [((), True)]
    assert places("<tr><th>5</th><td>6</td></tr>" + own) == [((), True)]
    assert places("<!--own-->" + first + own) == [((), True)]


def test_of_the_page_of_answers_only_rows_without_an_answer_are_for_everyone() -> None:
    rows = '<tr><th scope="row">A</th><td>1<!--own--></td></tr><tr><th scope="row">B</th><td>?</td></tr>'
    page = (
        '<body data-own="marked"><section class="part" id="answers"><table>{}<tbody>{}</tbody></table></section></body>'
    )
    assert [each.is_own for each in cut(page.format("<!--own rows-->", rows))] == [True, False]
    assert [each.is_own for each in cut(page.format("", rows))] == [True]


def test_every_font_of_what_is_kept_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = EVERYONE.replace("Every IMG reads this.", "| *One* | Two |\n|---|---|\n| **`three`** | ***four*** |")
    view = guide_view(small_guide(tmp_path, ANSWERS, {MODULE: text}), Kind.HANDBOOK)
    lay_out_handbook(view, Paper.A4, TEMPLATES)
    texts = kept_texts(tmp_path / "cache" / "matchbook" / "blocks.sqlite")
    faces = {face_from_text(each).name[1:7] for each in texts if len(json.loads(each)) == FACE_PARTS}
    drawn = [drawn_from_text(each) for each in texts if len(json.loads(each)) == BLOCK_PARTS]
    assert any(each.rows for each in drawn)
    assert {
        font for each in drawn for part in (each, *(row.drawn for row in each.rows)) for font in part.fonts
    } <= faces


def test_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    view = guide_view(small_guide(tmp_path, ANSWERS), Kind.HANDBOOK)
    cold = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    kept = tmp_path / "cache" / "matchbook" / "blocks.sqlite"
    kept.write_bytes(b"nothing of the kind" * 1000)
    workshop.cache_clear()
    assert lay_out_handbook(view, Paper.A4, TEMPLATES).printed() == cold
    with closing(sqlite3.connect(kept)) as file, file:
        file.execute("UPDATE kept SET text = ?", (zlib.compress(b"[]"),))
    workshop.cache_clear()
    assert lay_out_handbook(view, Paper.A4, TEMPLATES).printed() == cold


def test_a_block_longer_than_a_page_is_none(tmp_path: Path) -> None:
    with pytest.raises(CannotTypesetError, match="a block is longer than a page"):
        tops([drawn(99), drawn(101)])
    long = EVERYONE.replace("Every IMG reads this.", "It goes on and on. " * 500)
    view = guide_view(small_guide(tmp_path, ANSWERS, {MODULE: long}), Kind.HANDBOOK)
    one = lay_out_handbook(view, Paper.A4, TEMPLATES).printed()
    assert one == lay_out_whole(view, Paper.A4, TEMPLATES).printed()


def test_what_does_not_come_in_blocks_is_laid_out_whole(tmp_path: Path) -> None:
    copytree(ROOT / "templates", tmp_path / "templates")
    with (tmp_path / "templates/handbook/handbook.css").open("a", encoding="utf-8") as style:
        style.write(".prose p { background: linear-gradient(red, blue) }\n")
    templates = Templates(tmp_path / "templates")
    view = guide_view(small_guide(tmp_path, ANSWERS), Kind.HANDBOOK)
    one = lay_out_handbook(view, Paper.A4, templates).printed()
    assert one == lay_out_whole(view, Paper.A4, templates).printed()


@pytest.mark.long
@pytest.mark.parametrize("name", PROFILES)
def test_the_handbook_of_every_sample_reader_is_the_same_both_ways(
    name: str, sample_guides: Mapping[str, Guide]
) -> None:
    view = guide_view(sample_guides[name], Kind.HANDBOOK)
    both = lay_out_handbook(view, Paper.A4, TEMPLATES).printed(), lay_out_whole(view, Paper.A4, TEMPLATES).printed()
    test_both_ways_to_lay_out_are_tried(both)
    test_both_have_the_same_text_on_each_page(both)
    test_both_are_read_out_alike_and_lead_to_the_same_places(both)
    test_both_have_the_same_outline(both)
    test_both_follow_pdf_ua(both)
    test_both_look_alike(both)


@pytest.mark.parametrize(
    ("style", "is_by_name"),
    [
        ("#plan h1 { margin: 0 }", True),
        ("@media print { .part:not(#plan) { margin: 0 } }", True),
        (".part { color: #fff }", False),
        ("@page { margin: 0 } h1 { margin: 0 }", False),
    ],
)
def test_a_style_that_selects_by_name_is_known(style: str, *, is_by_name: bool) -> None:
    assert selects_by_name(style) is is_by_name


def test_a_list_of_tasks_goes_on_on_the_next_page_and_does_not_move_there() -> None:
    task = '<li class="task" data-task="one"><p class="task-do">Do it</p><p class="task-more">by May</p></li>'
    tasks = f'<ul class="tasks">{task * 17}</ul>'  # these would fit on a page of their own
    html = f'<body data-own="marked"><section class="part">{"<p>Before.</p>" * 15}{tasks}</section></body>'
    blocks = cut(html)
    frame = Frame(page_width=450, page_height=600, left=0, top=0, width=450, height=600)
    pages = paginate(in_pieces(blocks, laid_out(blocks, frame.width)), {"": frame})
    ends = [page.placed[-1].y + page.placed[-1].drawn.height for page in pages]
    assert len(pages) == 2
    assert ends[0] > 0.9 * frame.height


def test_a_page_number_stands_on_one_line_wherever_the_line_before_it_ends() -> None:
    title = "Elective, observership, shadowing: what is open to you"
    link = f'<p><a class="module-link x-digits-2" href="#there">{title}</a></p>'
    (block,) = cut(f'<body data-own="marked">{link}</body>')
    numbers = [laid_out([block], width)[0].numbers for width in range(60, 300, 5)]
    assert [[number.target for number in each] for each in numbers] == [["there"]] * len(numbers)


def laid_out(blocks: Sequence[Block], width: float) -> list[Drawn]:
    """Return blocks as the engine lays them out in a column of a width in points."""
    use_package_fonts()
    engine = Engine("en", TEMPLATES.text("handbook/handbook.css"), TEMPLATES.text("handbook/pages.css"))
    return engine.lay_out(blocks, [alone(block) for block in blocks], width / POINTS, 10000)
