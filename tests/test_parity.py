"""A website and the handbook of the same reader say the same; whatever one lacks is found."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from builder.handbook import handbook_html, print_pdf
from builder.paper import Paper
from builder.parity.blocks import Block, Link, joined, key_of
from builder.parity.comparing import Difference, differences
from builder.parity.pages import page_blocks
from builder.parity.pdf_file import parse_value, read_pdf
from builder.parity.report import parity_warnings
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from builder.website import render_website
from tests.building import ROOT, Handbook, files_of, make_project, matchbook, small_guide
from tests.guides import EVERYONE

SENTENCES = " ".join(f"This is sentence number {number} of a paragraph that no page can hold." for number in range(150))
MODULE = EVERYONE.replace(
    "- {do: Read it, due: match - 2 months}", "- {do: Read it twice, due: match - 2 months}"
).replace(
    "Every IMG reads this.\n",
    f"""\
Every IMG reads this, and [the page on low scores](low.md) after it.

## A heading of its own

{SENTENCES}

| What | How much |
|---|---|
| Pages | 12 |

- One thing, then [another](https://example.org/another)
- Two things

Before you go on, read this.
""",
)
READER = "name: محمد Smith\nstep1: {status: passed, score: 212, attempts: 1}\nmatch: {year: 2029}\n"

Files = Mapping[str, bytes]
Media = tuple[Files, str, str]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Media:
    """Return a reader's website, and the page and the style from which the handbook is printed."""
    guide = small_guide(tmp_path_factory.mktemp("parity"), READER, {"start/everyone.md": MODULE})
    templates = Templates(ROOT / "templates")
    style = templates.text("shared/tokens.css") + templates.text("handbook/handbook.css")
    page = handbook_html(guide_view(guide, Kind.HANDBOOK), Paper.A4, templates)
    return render_website(guide_view(guide, Kind.WEBSITE), templates), page, style


@pytest.fixture(scope="module")
def handbook(media: Media) -> bytes:
    return print_pdf(media[1], media[2]).pdf


def changed(files: Files, page: str, old: str, new: str) -> Files:
    text = files[page].decode()
    assert text.count(old) == 1, text
    return {**files, page: text.replace(old, new).encode()}


@pytest.mark.pdf
def test_a_website_and_a_handbook_of_one_reader_differ_in_nothing(media: Media, handbook: bytes) -> None:
    assert differences(media[0], handbook) == ()


EVERYONE_PAGE, LOW_PAGE = "start/everyone.html", "start/low.html"


BOTH = {("text", "handbook"), ("text", "website")}
LINKS = {("link", "handbook"), ("link", "website")}


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("page", "change", "found"),
    [
        (EVERYONE_PAGE, ("<p>Before you go on, read this.</p>", ""), {("text", "website")}),
        (EVERYONE_PAGE, ("<p>Before you", "<p>Nobody reads this.</p><p>Before you"), {("text", "handbook")}),
        (EVERYONE_PAGE, (">A heading of its own<", ">A heading of another<"), BOTH),
        (EVERYONE_PAGE, ('href="../start/low.html">the', 'href="../plan.html">the'), LINKS),
        (EVERYONE_PAGE, ("org/another", "org/elsewhere"), {*LINKS, ("text", "website")}),
        (EVERYONE_PAGE, ("sentence number 77 of", "sentence number 78 of"), BOTH),
        (EVERYONE_PAGE, (">12<", ">13<"), BOTH),
        (EVERYONE_PAGE, ('<span class="task-do">Read it twice</span>', ""), BOTH),
        (EVERYONE_PAGE, ("by January 2029", "by January 2030"), BOTH),
        (LOW_PAGE, ("<summary>Here because", "<summary>Here although"), BOTH),
        ("why.html", ('<p class="decision-line">In every', "<p>In hardly any"), BOTH),
        ("plan.html", (">Read it twice<", "><"), BOTH),
    ],
    ids=[
        *("a paragraph less", "a paragraph more", "heading", "link", "address", "a word of a long text", "cell"),
        *("task", "when a task is due", "reason", "reason in the list", "task of the plan"),
    ],
)
def test_what_is_other_on_the_website_is_found(
    media: Media, handbook: bytes, page: str, change: tuple[str, str], found: set[tuple[str, str]]
) -> None:
    differing = differences(changed(media[0], page, *change), handbook)
    assert {(each.what, each.lacking) for each in differing} == found


@pytest.mark.pdf
def test_a_page_that_the_website_lacks_is_found(media: Media, handbook: bytes) -> None:
    less = {name: content for name, content in media[0].items() if name != LOW_PAGE}
    assert Difference("For low scores", "page", "For low scores", "website") in differences(less, handbook)


@pytest.mark.pdf
def test_what_is_other_in_the_handbook_is_found(media: Media) -> None:
    website, page, style = media
    changes = {
        "<p>Before you go on, read this.</p>": "",
        ">A heading of its own<": ">A heading of another<",
        'href="#module-low">the page': 'href="#plan">the page',
        '<p class="task-do">Read it twice</p><p class="task-more">by January 2029</p>': "",
        '<p class="why-line">Here because your Step 1 score, 212, is below 230.</p>': "",
    }
    assert [old for old in changes if old not in page] == []
    for old, new in changes.items():
        page = page.replace(old, new)
    differing = differences(website, print_pdf(page, style).pdf)
    assert {(each.part, each.what, each.words, each.lacking) for each in differing} == {
        ("For everyone", "text", "Beforeyougoon,readthis.", "handbook"),
        ("For everyone", "text", "Aheadingofitsown", "handbook"),
        ("For everyone", "text", "Aheadingofanother", "website"),
        ("For everyone", "link", "the page on low scores module-low", "handbook"),
        ("For everyone", "link", "the page on low scores plan", "website"),
        ("For everyone", "text", "ReadittwicebyJanuary2029", "handbook"),
        ("For low scores", "text", "HerebecauseyourStep1score,212,isbelow230.", "handbook"),
    }


@pytest.mark.pdf
def test_a_build_warns_of_a_difference_and_quotes_nothing_of_it(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    copytree(ROOT / "templates", project / "templates")
    template = project / "templates" / "handbook" / "handbook.html"
    line = '<p class="why-line">{{ module.why.line }}</p>'
    template.write_text(template.read_text("utf-8").replace(line, ""), encoding="utf-8")
    ended = matchbook(project, "build", "profiles/ana.yaml")
    assert ended.returncode == 0
    assert ended.stderr.partition("...\n")[2] == "".join(
        f"handbook.pdf: warning: `{title}` has 1 text in the website that the handbook lacks\n"
        "  hint: a template prints it in one of them alone; what may differ stands in builder/parity/exceptions.py\n\n"
        for title in ("For everyone", "For low scores")
    )


@pytest.mark.pdf
def test_a_handbook_of_some_chapters_is_not_compared(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = matchbook(project, "build", "profiles/ana.yaml", "--only", "start", "--strict")
    assert (ended.returncode, ended.stderr.partition("...\n")[2]) == (0, "")


@pytest.mark.pdf
def test_the_samples_website_and_handbooks_differ_in_nothing(
    sample_site: Path, sample_handbooks: Mapping[str, Handbook]
) -> None:
    website = files_of(sample_site)
    found = {paper: differences(website, handbook.path.read_bytes()) for paper, handbook in sample_handbooks.items()}
    assert found == {"A4": (), "Letter": ()}


def test_warnings_count_what_each_part_lacks() -> None:
    found = [
        Difference("Visas", "text", "secret", "handbook"),
        Difference("Visas", "text", "secret too", "handbook"),
        Difference("Visas", "link", "secret", "handbook"),
        Difference("Visas", "page", "Visas", "website"),
    ]
    assert [warning.message for warning in parity_warnings("handbook.pdf", found)] == [
        "`Visas` has 2 texts and 1 link in the website that the handbook lacks",
        "`Visas` has 1 page in the handbook that the website lacks",
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (b"<</A 1/B [2 -3.5 null true]/C (a\\)\\(\\\\\\101)>>", {"A": 1, "B": [2, -3.5, None, None], "C": b"a)(\\A"}),
        (b"<feff0041>", b"\xfe\xff\x00A"),
        (b"/Name", "Name"),
        (b"<</A <</B (x)>>/C []>>", {"A": {"B": b"x"}, "C": []}),
    ],
)
def test_a_value_of_a_pdf_is_read(written: bytes, value: object) -> None:
    assert parse_value(written) == value


def test_what_looks_like_an_object_in_a_packed_one_is_none() -> None:
    packed = b"endobj 7 0 obj <</A 1>> endobj"
    pdf = b"%%PDF-1.7\n3 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n4 0 obj\n[1]\nendobj\n" % (
        len(packed),
        packed,
    )
    read = read_pdf(pdf)
    assert (set(read.texts), read.streams) == ({3, 4}, {3: packed})


def test_the_end_of_a_line_makes_no_difference() -> None:
    assert key_of("Write to\nfac\u00adulty mem\u2010\nbers") == key_of("Write to faculty members")
    assert key_of("a handbook for محمد") == key_of("a guide for دمحم")


def test_a_link_that_a_page_cuts_in_two_is_one() -> None:
    whole = joined(
        Block("Start with the people", 0, (Link("the people", "module-a"),), 1),
        Block(" you know and more", 0, (Link(" you know", "module-a"), Link("more", "module-b")), 2),
    )
    assert whole.links == (Link("the people you know", "module-a"), Link("more", "module-b"))


def test_a_page_is_read_but_for_its_frame_and_what_is_left_out() -> None:
    html = """<body class="page-module"><nav>frame</nav><main id="text"><h1>Title</h1>
    <ul><li><p>One &amp; <a href="../b/c.html">two</a></p><p>three</p></li></ul>
    <div class="x"><p class="y">left out</p></div><p class="y">kept</p><svg><text>drawn</text></svg></main></body>"""
    blocks = page_blocks("a/d.html", html, [("x", "y")])
    assert [(block.key, block.level) for block in blocks] == [("Title", 1), ("One&twothree", 0), ("kept", 0)]
    assert [link for block in blocks for link in block.links] == [Link("two", "module-c")]
