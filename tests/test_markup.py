"""Modules' text: passages, values, citations and links, and that nothing hidden is ever shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.diagnostics import BuildError, format_diagnostic
from builder.glossary import spellings
from builder.guide import GuideModule, assemble
from builder.library import Library
from builder.markup.body import Citation, Html, LinkEnd, LinkStart, Settled, passages_of
from builder.markup.bounds import LONGEST_PARAGRAPH
from builder.markup.compiling import Language
from builder.markup.markdown_text import MarkdownText
from builder.module_files import parse_module
from builder.modules import Module, ModuleId
from builder.sources import Source
from tests.guides import CLAIMS, reader, small_library

KEY = ModuleId("everyone")
NO_VISA = "visa: {needs: false}"
VISA = "visa: {needs: true}"
NOTHING = "# Nothing yet."

BLOCK_PROBLEMS = (
    pytest.param(
        "/// when | visa.needs\nText.\n",
        dedent("""\
            a.md:4:1: error: this passage has no end
              4 | /// when | visa.needs
                | ^^^^^^^^^^^^^^^^^^^^^
              hint: close it with a line `///`"""),
        id="a passage without an end",
    ),
    pytest.param(
        "/// caution | Beware\nText.\n",
        dedent("""\
            a.md:4:1: error: this caution has no end
              4 | /// caution | Beware
                | ^^^^^^^^^^^^^^^^^^^^
              hint: close it with a line `///`"""),
        id="a caution without an end",
    ),
    pytest.param(
        "/// when | visa.needs\n/// when | low\nText.\n///\n",
        dedent("""\
            a.md:4:1: error: this passage has no end
              4 | /// when | visa.needs
                | ^^^^^^^^^^^^^^^^^^^^^
              hint: close it with a line `///`"""),
        id="the outer of two passages without an end",
    ),
    pytest.param(
        "/// when | visa.needs\nText.\n/// else\nOther text.\n",
        dedent("""\
            a.md:4:1: error: this passage has no end
              4 | /// when | visa.needs
                | ^^^^^^^^^^^^^^^^^^^^^
              hint: close it with a line `///`"""),
        id="another half without an end",
    ),
    pytest.param(
        "Text.\n///\n",
        dedent("""\
            a.md:5:1: error: `///` closes nothing
              5 | ///
                | ^^^
              hint: delete it, or open the passage with `/// when | ...`"""),
        id="an end too many",
    ),
    pytest.param(
        "/// else\n",
        dedent("""\
            a.md:4:1: error: `/// else` stands outside a passage
              4 | /// else
                | ^^^^^^^^
              hint: write it between `/// when | ...` and `///`"""),
        id="another half of nothing",
    ),
    pytest.param(
        "/// when | visa.needs\nOne.\n/// else\nTwo.\n/// else\nThree.\n///\n",
        dedent("""\
            a.md:8:1: error: the passage has a second `/// else`
              8 | /// else
                | ^^^^^^^^
              hint: delete one of the two"""),
        id="a third half",
    ),
    pytest.param(
        "/// whn | visa.needs\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// whn`
              4 | /// whn | visa.needs
                | ^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `when`?"""),
        id="a misspelt word",
    ),
    pytest.param(
        "/// When | visa.needs\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// When`
              4 | /// When | visa.needs
                | ^^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `when`?"""),
        id="a word in capitals",
    ),
    pytest.param(
        "/// esle\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// esle`
              4 | /// esle
                | ^^^^^^^^
              hint: did you mean `else`?"""),
        id="a misspelt else",
    ),
    pytest.param(
        "/// cautoin | Beware\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// cautoin`
              4 | /// cautoin | Beware
                | ^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `caution`?"""),
        id="a misspelt caution",
    ),
    pytest.param(
        "/// end\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// end`
              4 | /// end
                | ^^^^^^^
              hint: the marks are `/// when | ...`, `/// else`, `/// caution | ...` and `///`"""),
        id="a word like no other",
    ),
    pytest.param(
        "/// note | Text\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// note`
              4 | /// note | Text
                | ^^^^^^^^^^^^^^^
              hint: the marks are `/// when | ...`, `/// else`, `/// caution | ...` and `///`"""),
        id="a mark of another program",
    ),
    pytest.param(
        "/// | visa.needs\n",
        dedent("""\
            a.md:4:1: error: unknown mark `/// | visa.needs`
              4 | /// | visa.needs
                | ^^^^^^^^^^^^^^^^
              hint: the marks are `/// when | ...`, `/// else`, `/// caution | ...` and `///`"""),
        id="no word",
    ),
    pytest.param(
        "/// when visa.needs\n",
        dedent("""\
            a.md:4:1: error: expected `/// when | ...`, found `/// when visa.needs`
              4 | /// when visa.needs
                | ^^^^^^^^^^^^^^^^^^^
              hint: write the condition behind a bar"""),
        id="no bar",
    ),
    pytest.param(
        "/// when\n",
        dedent("""\
            a.md:4:1: error: expected `/// when | ...`, found `/// when`
              4 | /// when
                | ^^^^^^^^
              hint: write the condition behind a bar"""),
        id="no condition",
    ),
    pytest.param(
        "/// when |\n",
        dedent("""\
            a.md:4:1: error: expected `/// when | ...`, found `/// when |`
              4 | /// when |
                | ^^^^^^^^^^
              hint: write the condition behind a bar"""),
        id="nothing behind the bar",
    ),
    pytest.param(
        "/// caution\n",
        dedent("""\
            a.md:4:1: error: expected `/// caution | ...`, found `/// caution`
              4 | /// caution
                | ^^^^^^^^^^^
              hint: write the title behind a bar"""),
        id="no title",
    ),
    pytest.param(
        "Text.\n\n  /// when | visa.needs\nText.\n///\n",
        dedent("""\
            a.md:6:3: error: a passage mark must stand at the start of its line
              6 |   /// when | visa.needs
                |   ^^^^^^^^^^^^^^^^^^^^^
              hint: delete the spaces before it"""),
        id="spaces before a mark",
    ),
    pytest.param(
        "/// when | visa.needs\nText.\n\t///\n",
        dedent("""\
            a.md:6:2: error: a passage mark must stand at the start of its line
              6 | \t///
                | \t^^^
              hint: delete the spaces before it"""),
        id="a tab before an end",
    ),
    pytest.param(
        "Text.\n\n/// when | visa.need\nText.\n///\n",
        dedent("""\
            a.md:6:12: error: unknown field `visa.need`
              6 | /// when | visa.need
                |            ^^^^^^^^^
              hint: did you mean `visa.needs`?"""),
        id="unknown field",
    ),
    pytest.param(
        "/// when | visa.needs and\nText.\n///\n",
        dedent("""\
            a.md:4:26: error: expected a name, a number or a text, found the end of the condition
              4 | /// when | visa.needs and
                |                          ^"""),
        id="an unfinished condition",
    ),
    pytest.param(
        '/// when | step1.score < "low"\nText.\n///\n',
        dedent("""\
            a.md:4:26: error: `step1.score` is a whole number, not "low"
              4 | /// when | step1.score < "low"
                |                          ^^^^^
              hint: write the number without quotes"""),
        id="a condition that cannot hold",
    ),
    pytest.param(
        "/// when | low\n/// when | lo\nText.\n///\n///\n",
        dedent("""\
            a.md:5:12: error: unknown name `lo`
              5 | /// when | lo
                |            ^^
              hint: did you mean `low`?"""),
        id="unknown condition inside a passage",
    ),
)

INLINE_PROBLEMS = (
    pytest.param(
        "Your {{ step1.score }}.\n",
        dedent("""\
            a.md:4:6: error: the value of `step1.score` has no text for readers who have not given it
              4 | Your {{ step1.score }}.
                |      ^^^^^^^^^^^^^^^^^
              hint: write `{{ step1.score or "a text" }}`"""),
        id="a field without another text",
    ),
    pytest.param(
        'Your {{ step1.scor or "score" }}.\n',
        dedent("""\
            a.md:4:6: error: unknown field `step1.scor`
              4 | Your {{ step1.scor or "score" }}.
                |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `step1.score`?"""),
        id="unknown field",
    ),
    pytest.param(
        "Mean {{ claims.men.score }}.\n",
        dedent("""\
            a.md:4:6: error: unknown claim `men`
              4 | Mean {{ claims.men.score }}.
                |      ^^^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `mean`?"""),
        id="unknown claim of a value",
    ),
    pytest.param(
        "Mean {{ claims.mean.scor }}.\n",
        dedent("""\
            a.md:4:6: error: the claim `mean` has no value `scor`
              4 | Mean {{ claims.mean.scor }}.
                |      ^^^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `score`?"""),
        id="unknown value of a claim",
    ),
    pytest.param(
        "Mean {{ claims.mean.sd }}.\n",
        dedent("""\
            a.md:4:6: error: the claim `mean` has no value `sd`
              4 | Mean {{ claims.mean.sd }}.
                |      ^^^^^^^^^^^^^^^^^^^^
              hint: its values are `score`, `takers`"""),
        id="unknown value like no other",
    ),
    pytest.param(
        "Below {{ thresholds.lowr }}.\n",
        dedent("""\
            a.md:4:7: error: unknown threshold `lowr`
              4 | Below {{ thresholds.lowr }}.
                |       ^^^^^^^^^^^^^^^^^^^^^
              hint: did you mean `lower`?"""),
        id="unknown threshold",
    ),
    pytest.param(
        "Your {{ step1.score or 'score' }}.\n",
        dedent("""\
            a.md:4:6: error: a value must be a field, a claim's value or a threshold
              4 | Your {{ step1.score or 'score' }}.
                |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              hint: write `{{ step1.score or "a text" }}`"""),
        id="single quotes",
    ),
    pytest.param(
        "Your {{ }}.\n",
        dedent("""\
            a.md:4:6: error: a value must be a field, a claim's value or a threshold
              4 | Your {{ }}.
                |      ^^^^^
              hint: write `{{ step1.score or "a text" }}`"""),
        id="nothing in braces",
    ),
    pytest.param(
        "Twice {{ 1 + 1 }}.\n",
        dedent("""\
            a.md:4:7: error: a value must be a field, a claim's value or a threshold
              4 | Twice {{ 1 + 1 }}.
                |       ^^^^^^^^^^^
              hint: write `{{ step1.score or "a text" }}`"""),
        id="a sum in braces",
    ),
    pytest.param(
        "So they say.[^men]\n",
        dedent("""\
            a.md:4:13: error: unknown claim `men`
              4 | So they say.[^men]
                |             ^^^^^^
              hint: did you mean `mean`?"""),
        id="unknown claim",
    ),
    pytest.param(
        "/// when | low\nSo they say.[^men]\n///\n",
        dedent("""\
            a.md:5:13: error: unknown claim `men`
              5 | So they say.[^men]
                |             ^^^^^^
              hint: did you mean `mean`?"""),
        id="unknown claim in a passage",
    ),
    pytest.param(
        "# Title\n",
        dedent("""\
            a.md:4:1: error: a heading in this text is neither `##` nor `###`
              4 | # Title
                | ^^^^^^^
              hint: the title stands in the front matter"""),
        id="a heading of the first level",
    ),
    pytest.param(
        "#### Detail\n",
        dedent("""\
            a.md:4:1: error: a heading in this text is neither `##` nor `###`
              4 | #### Detail
                | ^^^^^^^^^^^
              hint: the title stands in the front matter"""),
        id="a heading of the fourth level",
    ),
    pytest.param(
        "Text\n====\n",
        dedent("""\
            a.md:4:1: error: a heading in this text is neither `##` nor `###`
              4 | Text
                | ^^^^
              hint: the title stands in the front matter"""),
        id="an underlined heading",
    ),
    pytest.param(
        "A place is guaranteed.\n",
        dedent("""\
            a.md:4:12: error: the guide does not say `guaranteed`
              4 | A place is guaranteed.
                |            ^^^^^^^^^^
              hint: say what is known, and promise nothing"""),
        id="a banned word",
    ),
    pytest.param(
        "It takes As Long As It Takes.\n",
        dedent("""\
            a.md:4:10: error: the guide does not say `As Long As It Takes`
              4 | It takes As Long As It Takes.
                |          ^^^^^^^^^^^^^^^^^^^
              hint: say what is known, and promise nothing"""),
        id="banned words in capitals",
    ),
    pytest.param(
        "/// when | low\nA place is guaranteed.\n///\n",
        dedent("""\
            a.md:5:12: error: the guide does not say `guaranteed`
              5 | A place is guaranteed.
                |            ^^^^^^^^^^
              hint: say what is known, and promise nothing"""),
        id="a banned word in a passage",
    ),
)


WRONG_PLACES = (
    pytest.param('## Your {{ step1.score or "score" }}\n', "a heading", id="a value in a heading"),
    pytest.param("### Scores[^mean]\n", "a heading", id="a citation in a heading"),
    pytest.param(
        '[here](https://example.org/{{ step1.score or "score" }})\n', "an address", id="a value in an address"
    ),
    pytest.param('    {{ step1.score or "score" }}\n', "code", id="a value in a block of code"),
)


@dataclass(frozen=True, slots=True)
class Small:
    """The small guide with a second claim that has values of every kind, and what its texts are compiled with."""

    library: Library
    language: Language


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    values = "{share: 58.5, opens: 2026-09-25, words: A & <B>, by: {2018: 1200}}"
    second = CLAIMS.partition("\n")[2].replace("mean:", "more:").replace("{score: 230, takers: 21000}", values)
    library = small_library(tmp_path_factory.mktemp("guide"), {"claims.yaml": CLAIMS + second})
    markdown = MarkdownText(spellings(library.glossary))
    banned = ("guaranteed", "as long as it takes")
    return Small(library, Language(library.vocabulary, library.claims, markdown, banned))


def module_of(small: Small, text: str) -> Module:
    source = Source("a.md", f"---\ntitle: A\n---\n{text}")
    return parse_module(source, "start", KEY, small.language, small.library.outline.dates)


def personal_module(small: Small, profile: str, text: str) -> GuideModule:
    """Return a module with this text as one reader gets it."""
    library = replace(small.library, modules={**small.library.modules, KEY: module_of(small, text)})
    guide = assemble(library, reader(library.vocabulary, profile))
    return next(module for module in guide.modules if module.id == KEY)


def complaint(small: Small, text: str) -> str:
    with pytest.raises(BuildError) as caught:
        module_of(small, text)
    return str(caught.value)


def read_by(small: Small, profile: str, text: str) -> str:
    """Return the text of a module as one reader gets it; `[^claim]` and `<to module#heading>` stand for pieces."""
    return "".join(_shown(piece) for piece in personal_module(small, profile, text).pieces)


def _shown(piece: Settled) -> str:
    match piece:
        case Html(text):
            return text
        case Citation(claim):
            return f"[^{claim}]"
        case LinkStart(module, fragment):
            return f"<to {module}#{fragment}>"
        case LinkEnd():
            return "</to>"


@pytest.mark.parametrize(
    ("profile", "shown"),
    [(VISA, "<p>All.</p><p>Some.</p><p>End.</p>"), (NO_VISA, "<p>All.</p><p>Others.</p><p>End.</p>")],
)
def test_a_reader_gets_the_half_of_a_passage_that_fits(small: Small, profile: str, shown: str) -> None:
    text = "All.\n\n/// when | visa.needs\nSome.\n/// else\nOthers.\n///\n\nEnd.\n"
    assert read_by(small, profile, text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("/// when | visa.needs\nSome.\n///\n", "", id="one half"),
        pytest.param("/// when | not visa.needs\nSome.\n///\n", "<p>Some.</p>", id="a condition that holds"),
        pytest.param("/// when | low\nSome.\n/// else\nOthers.\n///\n", "", id="a condition nobody can judge"),
        pytest.param("///when|visa.needs\nSome.\n///\n", "", id="marks without spaces"),
        pytest.param("/////  when  |  visa.needs  \nSome.\n/////\t\n", "", id="marks with many slashes and spaces"),
        pytest.param("A\n/// when | visa.needs\nSome.\n///\nB\n", "<p>A</p><p>B</p>", id="no empty lines around"),
        pytest.param("\n", "", id="an empty module"),
        pytest.param("/// when | not visa.needs\n\n///\n", "", id="an empty line"),
        pytest.param("/// when | visa.needs\n///\n/// when | visa.needs\nSome.\n///\n", "", id="an empty passage"),
        pytest.param("/// when | visa.needs\n- A\n- B\n\n| A |\n|---|\n| B |\n///\n", "", id="lists and tables"),
        pytest.param(
            "> A\n\n/// when | visa.needs\nSome.\n///", "<blockquote>\n<p>A</p>\n</blockquote>", id="no last line end"
        ),
    ],
)
def test_a_passage_that_does_not_fit_is_not_there(small: Small, text: str, shown: str) -> None:
    assert read_by(small, NO_VISA, text) == shown


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        (f"{VISA}\nname: Ana\n", "<p>1</p><p>2</p><p>4</p><p>7</p>"),
        (f"{VISA}\nname: Eve\n", "<p>1</p><p>3</p><p>4</p><p>7</p>"),
        (f"{NO_VISA}\nname: Ana\n", "<p>5</p><p>7</p>"),
        (f"{NO_VISA}\nname: Eve\n", "<p>5</p><p>6</p><p>7</p>"),
        (VISA, "<p>1</p><p>4</p><p>7</p>"),
        ("name: Ana\n", "<p>7</p>"),
    ],
)
def test_passages_stand_in_passages(small: Small, profile: str, shown: str) -> None:
    text = dedent("""\
        /// when | visa.needs
        1
        /// when | name == "Ana"
        2
        /// else
        3
        ///
        4
        /// else
        5
        /// when | name == "Eve"
        6
        ///
        ///
        7
        """)
    assert read_by(small, profile, text) == shown


def test_eight_passages_stand_in_one_another(small: Small) -> None:
    text = "/// when | visa.needs\n" * 8 + "Some.\n" + "///\n" * 8
    assert read_by(small, VISA, text) == "<p>Some.</p>"


def test_a_ninth_passage_inside_eight_is_told(small: Small) -> None:
    text = "/// when | low\n" * 9 + "Some.\n" + "///\n" * 9
    assert complaint(small, text) == dedent("""\
        a.md:12:1: error: passages are nested more than 8 deep
          12 | /// when | low
             | ^^^^^^^^^^^^^^""")


@pytest.mark.parametrize("fence", ["```", "~~~", "`````", "  ```"])
def test_marks_between_two_fences_are_text(small: Small, fence: str) -> None:
    text = f"{fence}\n/// when | visa.needs\n/// whn\n{fence}\n\n/// when | visa.needs\nSome.\n///\n"
    shown = read_by(small, NO_VISA, text)
    assert "/// when | visa.needs\n/// whn" in shown
    assert "Some." not in shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\n~~~\n```\n/// when | visa.needs\nSome.\n///\n", id="another sign inside"),
        pytest.param("````\n```\n````\n/// when | visa.needs\nSome.\n///\n", id="a shorter one inside"),
        pytest.param("```\n```` \n/// when | visa.needs\nSome.\n///\n", id="a longer one at the end"),
        pytest.param("Write ``` here.\n/// when | visa.needs\nSome.\n///\n", id="in the middle of a line"),
        pytest.param("``\n/// when | visa.needs\nSome.\n///\n", id="two signs"),
    ],
)
def test_a_fence_ends_where_one_like_it_stands(small: Small, text: str) -> None:
    assert "Some." not in read_by(small, NO_VISA, text)


@pytest.mark.parametrize(
    ("line", "covers"),
    [
        ("    covers: [point-a]\n", ("point-a",)),
        ("    covers: [point-a, point-b]\n", ("point-a", "point-b")),
        ("    covers:[ point-a ,point-b, ]  \n", ("point-a", "point-b")),
        ("    covers: []\n", ()),
        ("", ()),
    ],
)
def test_a_passage_says_which_points_it_covers(small: Small, line: str, covers: tuple[str, ...]) -> None:
    module = module_of(small, f"/// when | visa.needs\n{line}Some.\n/// else\nOthers.\n///\n")
    assert [passage.covers for passage in passages_of(module.body)] == [covers]
    assert read_by(small, VISA, f"/// when | visa.needs\n{line}Some.\n///\n") == "<p>Some.</p>"


def test_a_line_like_covers_further_down_is_text(small: Small) -> None:
    text = "/// when | visa.needs\nSome.\n\n    covers: [point-a]\n///\n"
    assert "covers: [point-a]" in read_by(small, VISA, text)


@pytest.mark.parametrize(("text", "message"), BLOCK_PROBLEMS)
def test_a_wrong_mark_is_told(small: Small, text: str, message: str) -> None:
    assert complaint(small, text) == message


def test_a_line_that_is_nested_too_deep_is_told(small: Small) -> None:
    assert complaint(small, f"Text.\n\n{'> ' * 20}- deep\n") == dedent(f"""\
        a.md:6:1: error: this line is nested more than 20 levels deep
          6 | {"> " * 20}- deep
            | {"^" * 41}
          hint: use fewer levels of lists and quotations""")


@pytest.mark.parametrize("line", ["> " * 20 + "quoted", "- " * 25, "* " * 25])
def test_twenty_levels_and_any_rule_are_not_too_deep(small: Small, line: str) -> None:
    module_of(small, f"Text.\n\n{line}\n")


def test_a_paragraph_that_is_too_long_is_told(small: Small) -> None:
    assert complaint(small, "Short.\n \n" + "Ten of it.\n" * 910) == dedent("""\
        a.md:6:1: error: this paragraph is longer than 10,000 characters
          6 | Ten of it.
            | ^^^^^^^^^^
          hint: put an empty line where a new one can begin""")


def test_paragraphs_are_as_many_as_one_likes(small: Small) -> None:
    module_of(small, ("Ten of it.\n" * 900 + "\n") * 9)


@pytest.mark.parametrize(
    "text",
    [
        "- An item of it.\n" * 900,
        "1. An item of it.\n" * 900,
        "| A | B |\n|---|---|\n" + "| One | Two of them |\n" * 900,
    ],
)
def test_items_and_rows_are_as_many_as_one_likes(small: Small, text: str) -> None:
    assert len(text) > LONGEST_PARAGRAPH
    module_of(small, text)


@pytest.mark.parametrize(
    "text",
    ["- " + "Ten of it.\n" * 910, "Text.\n" + "- An item of it.\n" * 900, "| A | B |\n" * 1200],
)
def test_what_only_looks_like_items_or_rows_is_a_paragraph(small: Small, text: str) -> None:
    assert "this paragraph is longer than 10,000 characters" in complaint(small, text)


def test_one_run_shows_every_problem_of_a_module(small: Small) -> None:
    assert complaint(small, "/// else\n\nA {{ nam }} B.[^men]\n\n/// when | low\n") == dedent("""\
        a.md:4:1: error: `/// else` stands outside a passage
          4 | /// else
            | ^^^^^^^^
          hint: write it between `/// when | ...` and `///`
        a.md:6:3: error: unknown field `nam`
          6 | A {{ nam }} B.[^men]
            |   ^^^^^^^^^
          hint: did you mean `name`?
        a.md:6:15: error: unknown claim `men`
          6 | A {{ nam }} B.[^men]
            |               ^^^^^^
          hint: did you mean `mean`?
        a.md:8:1: error: this passage has no end
          8 | /// when | low
            | ^^^^^^^^^^^^^^
          hint: close it with a line `///`""")


def test_a_caution_is_a_box_with_its_title(small: Small) -> None:
    assert read_by(small, NOTHING, "/// caution | A & <B>\nTake *care*.\n///\n") == (
        '<aside class="caution" role="note"><p class="caution-title">A &amp; &lt;B&gt;</p>'
        "<p>Take <em>care</em>.</p></aside>"
    )


@pytest.mark.parametrize(("profile", "shown"), [(VISA, "<p>Take care.</p>"), (NO_VISA, "")])
def test_a_caution_holds_passages(small: Small, profile: str, shown: str) -> None:
    text = "/// caution | Beware\n/// when | visa.needs\nTake care.\n///\n///\n"
    box = '<aside class="caution" role="note"><p class="caution-title">Beware</p>'
    assert read_by(small, profile, text) == f"{box}{shown}</aside>"


@pytest.mark.parametrize(("profile", "boxes"), [(VISA, 1), (NO_VISA, 0)])
def test_a_passage_holds_cautions(small: Small, profile: str, boxes: int) -> None:
    text = "/// when | visa.needs\n/// caution | Beware\nTake care.\n///\n///\n"
    assert read_by(small, profile, text).count("Beware") == boxes


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("step1: {score: 212}", "<p>It is 212.</p>"),
        ("step1: {status: not taken}", "<p>It is (not given).</p>"),
        (NOTHING, "<p>It is (not given).</p>"),
    ],
)
def test_a_value_is_the_readers_or_the_text_beside_it(small: Small, profile: str, shown: str) -> None:
    assert read_by(small, profile, 'It is {{ step1.score or "(not given)" }}.\n') == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{{name or "you"}}', "<p>you</p>"),
        ('{{\nname\nor "you"\n}}', "<p>you</p>"),
        ('{{ name or "" }}.', "<p>.</p>"),
        ('{{ name or "A & <B>" }}', "<p>A &amp; &lt;B&gt;</p>"),
        ('*{{ name or "you" }}* and **{{ name or "I" }}**', "<p><em>you</em> and <strong>I</strong></p>"),
        ('{{ name or "*you*" }}', "<p>*you*</p>"),
        ('[{{ name or "you" }}](low.md)', "<p><to low#>you</to></p>"),
        ('`{{ name or "you" }}`', '<p><code>{{ name or "you" }}</code></p>'),
    ],
)
def test_the_text_beside_a_value_is_printed_as_it_is(small: Small, text: str, shown: str) -> None:
    assert read_by(small, NOTHING, f"{text}\n") == shown


def test_a_value_of_a_stranger_is_printed_as_text(small: Small) -> None:
    profile = 'name: "<b>*A*</b> & {{ name }} [^mean] [x](low.md) \\"\'"\n'
    assert read_by(small, profile, 'Hello {{ name or "you" }}.\n') == (
        "<p>Hello &lt;b&gt;*A*&lt;/b&gt; &amp; {{ name }} [^mean] [x](low.md) &quot;&#x27;.</p>"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("claims.mean.score", "230"),
        ("claims.mean.takers", "21,000"),
        ("claims.more.share", "58.5"),
        ("claims.more.opens", "September 25, 2026"),
        ("claims.more.words", "A &amp; &lt;B&gt;"),
        ("claims.more.by.2018", "1,200"),
        ("thresholds.lower", "225"),
    ],
)
def test_values_of_claims_and_thresholds_are_printed(small: Small, value: str, shown: str) -> None:
    assert read_by(small, NOTHING, f"It is {{{{ {value} }}}} or {{{{{value}}}}}.\n") == (
        f"<p>It is {shown} or {shown}.</p>"
    )


def test_a_citation_leads_to_its_claim(small: Small) -> None:
    assert read_by(small, NOTHING, "It was.[^mean] It is.[^mean]\n") == "<p>It was.[^mean] It is.[^mean]</p>"


def test_a_claim_cited_in_a_hidden_passage_is_no_source(small: Small) -> None:
    assert personal_module(small, NO_VISA, "/// when | visa.needs\nIt was.[^mean]\n///\n").notes == ()


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[the other](low.md)", "<to low#>the other</to>"),
        ("[the other](../start/low.md)", "<to low#>the other</to>"),
        ("[the other](low.md#what-counts)", "<to low#what-counts>the other</to>"),
        ('[the other](low.md "Low")', "<to low#>the other</to>"),
        ("[an *other*](low.md)", "<to low#>an <em>other</em></to>"),
        ("[A](low.md) and [B](everyone.md)", "<to low#>A</to> and <to everyone#>B</to>"),
        ("`[the other](low.md)`", "<code>[the other](low.md)</code>"),
    ],
)
def test_a_link_leads_to_a_module_and_a_heading_in_it(small: Small, link: str, shown: str) -> None:
    assert read_by(small, "step1: {status: passed, score: 212}", f"See {link}.\n") == f"<p>See {shown}.</p>"


def test_what_a_module_links_to_is_known_but_for_code(small: Small) -> None:
    module = module_of(small, "A [B](low.md#c) and `[D](e.md)`.\n\n/// when | low\n[F](../start/g.md)\n///\n")
    assert [(link.target, link.fragment, str(link.place)) for link in module.links] == [
        ("low.md", "c", "a.md:4:7"),
        ("../start/g.md", "", "a.md:7:5"),
    ]


def test_a_link_to_a_module_that_the_reader_does_not_get_is_text(small: Small) -> None:
    profile = "step1: {status: passed, score: 240}"
    assert read_by(small, profile, "See [the *other*](low.md).\n") == "<p>See the <em>other</em>.</p>"


@pytest.mark.parametrize("link", ["[A](https://example.org/?a=1&b=2)", "[A](http://example.org/?a=1&b=2)"])
def test_a_link_that_leads_out_is_marked(small: Small, link: str) -> None:
    shown = read_by(small, NOTHING, f"{link}\n")
    assert shown.startswith('<p><a class="external" href="http')
    assert shown.endswith('://example.org/?a=1&amp;b=2">A</a></p>')


@pytest.mark.parametrize(("text", "message"), INLINE_PROBLEMS)
def test_a_wrong_value_citation_heading_or_word_is_told(small: Small, text: str, message: str) -> None:
    assert complaint(small, text) == message


# Not the whole text: the message stands at the start of the text, and would better stand at the value.
@pytest.mark.parametrize(("text", "where"), WRONG_PLACES)
def test_a_value_or_citation_stands_in_sentences_only(small: Small, text: str, where: str) -> None:
    with pytest.raises(BuildError) as caught:
        module_of(small, text)
    assert [(found.place.line, found.message, found.hint) for found in caught.value.diagnostics] == [
        (4, f"a value or citation stands in {where} of this text", "move it into a sentence")
    ]


def test_a_module_of_a_book_is_told(small: Small) -> None:
    assert complaint(small, "A sentence.\n" * 10_000) == dedent("""\
        a.md:1:1: error: the module is longer than 100,000 characters
          1 | ---
            | ^
          hint: split it""")


@pytest.mark.parametrize(
    ("text", "figure", "column"),
    [
        ("About 30 % match.", "30 %", 7),
        ("About 12.5% match.", "12.5%", 7),
        ("About 40 percent match.", "40 percent", 7),
        ("It costs $1,200.", "$1,200.", 10),
        ("Of 21,000 doctors.", "21,000", 4),
        ("A score of 230 is low.", "230", 12),
    ],
)
def test_a_figure_that_can_change_is_a_warning(small: Small, text: str, figure: str, column: int) -> None:
    quoted = f"  4 | {text}\n    | {' ' * (column - 1)}{'^' * len(figure)}"
    message = f"a.md:4:{column}: warning: `{figure}` looks like a figure that can change"
    hint = "  hint: make it a claim, or a threshold, and print that"
    assert [format_diagnostic(found) for found in module_of(small, text).warnings] == [f"{message}\n{quoted}\n{hint}"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2026, write 20 letters to 3 people in 12 months.",
        "Since 26 January 2022 it is pass/fail.",
        "Of {{ claims.mean.takers }} and `230`, see [this](https://example.org/230%).",
        "Step 2 and Step 1.",
    ],
)
def test_a_plain_number_is_no_warning(small: Small, text: str) -> None:
    assert module_of(small, text).warnings == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- [ ] A\n- [x] B\n", '<ul class="checklist">\n<li>A</li>\n<li>B</li>\n</ul>'),
        (
            "- [ ] A\n\n- [ ] *B*\n",
            '<ul class="checklist">\n<li>\n<p>A</p>\n</li>\n<li>\n<p><em>B</em></p>\n</li>\n</ul>',
        ),
        ("- [ ] A\n- B\n", "<ul>\n<li>[ ] A</li>\n<li>B</li>\n</ul>"),
        ("- A\n- B\n", "<ul>\n<li>A</li>\n<li>B</li>\n</ul>"),
        ("Term\n:   Meaning of *it*.\n", "<dl>\n<dt>Term</dt>\n<dd>Meaning of <em>it</em>.</dd>\n</dl>"),
        ('A -- "B" ... it\'s\n', "<p>A &ndash; &ldquo;B&rdquo; &hellip; it&rsquo;s</p>"),
    ],
)
def test_markdown_becomes_html(small: Small, text: str, shown: str) -> None:
    assert read_by(small, NOTHING, text) == shown


def test_a_table_is_wrapped_and_its_heads_are_heads_of_columns(small: Small) -> None:
    shown = read_by(small, NOTHING, "| A | B |\n|---|---|\n| 1 | 2 |\n")
    assert shown.startswith('<div aria-label="Table: A, B" class="table" role="group" tabindex="0"><table>')
    assert shown.endswith("</table></div>")
    assert '<th scope="col">A</th>\n<th scope="col">B</th>' in shown


def test_a_table_in_a_list_is_wrapped_too(small: Small) -> None:
    shown = read_by(small, NOTHING, "- A\n\n    | B |\n    |---|\n    | 1 |\n")
    assert shown.count('<div aria-label="Table: B"') == 1


def test_the_empty_corner_of_a_table_is_no_head(small: Small) -> None:
    shown = read_by(small, NOTHING, "| | B |\n|---|---|\n| 1 | 2 |\n")
    assert '<td></td>\n<th scope="col">B</th>' in shown
    assert '<th scope="row">1</th>\n<td>2</td>' in shown
    assert shown.startswith('<div aria-label="Table: B"')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("An IMG.", '<p>An <abbr title="international medical graduate">IMG</abbr>.</p>'),
        ("Two IMGs.", '<p>Two <abbr title="international medical graduate">IMGs</abbr>.</p>'),
        ("IMGs and an IMG.", '<p><abbr title="international medical graduate">IMGs</abbr> and an IMG.</p>'),
        ("An img, an IMGx, a preIMG.", "<p>An img, an IMGx, a preIMG.</p>"),
        ("Write `IMG`.", "<p>Write <code>IMG</code>.</p>"),
        ("## The IMG\n", '<h2 id="everyone--the-img">The IMG</h2>'),
    ],
)
def test_an_abbreviation_is_explained_once_and_not_in_headings(small: Small, text: str, shown: str) -> None:
    assert read_by(small, NOTHING, text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>A</b>", "<p>&lt;b&gt;A&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<div>\n\nA\n\n</div>", "<p>&lt;div&gt;</p>\n<p>A</p>\n<p>&lt;/div&gt;</p>"),
        ("A <img src=x onerror=y()>", "<p>A &lt;img src=x onerror=y()&gt;</p>"),
        ("## <i>A</i>", '<h2 id="everyone--i-a-i">&lt;i&gt;A&lt;/i&gt;</h2>'),
        ("- <u>A</u>", "<ul>\n<li>&lt;u&gt;A&lt;/u&gt;</li>\n</ul>"),
        ("A &amp; B &lt; C", "<p>A &amp; B &lt; C</p>"),
    ],
)
def test_html_is_shown_as_text(small: Small, text: str, shown: str) -> None:
    assert read_by(small, NOTHING, text) == shown


def test_each_heading_has_an_id_of_its_own(small: Small) -> None:
    headings = "## A & B\n\n## A & B\n\n### a b\n\n## `A` *b* [c](low.md)\n\n## 日本\n\n## 日本\n"
    shown = read_by(small, VISA, f"{headings}\n/// when | visa.needs\n## A & B\n///\n")
    assert [part.partition('"')[0] for part in shown.split(' id="')[1:]] == [
        "everyone--a-b",
        "everyone--a-b-2",
        "everyone--a-b-3",
        "everyone--a-b-c",
        "everyone--section",
        "everyone--section-2",
        "everyone--a-b-4",
    ]


@dataclass(frozen=True, slots=True)
class Woven:
    """Lines of a module, and the words in them that a reader without need of a visa must get."""

    lines: tuple[str, ...]
    words: tuple[str, ...]


# What a reader without need of a visa, and without a score, gets of the two halves of a passage.
HALVES = {"visa.needs": (False, True), "not visa.needs": (True, False), "low": (False, False)}
FRAMES = ("{}", "- {}", "> {}", "## {}", "*{}* and `code`", "| {} |\n|---|\n| A |", "{}\n:   Meaning", "~~~\n{}\n~~~")


def woven(parts: Iterable[Woven]) -> Woven:
    together = tuple(parts)
    return Woven(
        tuple(line for part in together for line in part.lines), tuple(word for part in together for word in part.words)
    )


def sentence(word: int, frame: str) -> Woven:
    return Woven(("", frame.format(f"word{word}end"), ""), (f"word{word}end",))


def passage(condition: str, then: Woven, otherwise: Woven | None, slashes: str) -> Woven:
    gets_then, gets_otherwise = HALVES[condition]
    half = () if otherwise is None else (f"{slashes} else", *otherwise.lines)
    return Woven(
        (f"{slashes} when | {condition}", *then.lines, *half, slashes),
        (then.words if gets_then else ()) + (otherwise.words if otherwise is not None and gets_otherwise else ()),
    )


def caution(inside: Woven) -> Woven:
    return Woven(("/// caution | Beware", *inside.lines, "///"), inside.words)


def around(inside: st.SearchStrategy[Woven]) -> st.SearchStrategy[Woven]:
    """Weave texts into one another: in a row, in passages, in cautions."""
    rows = st.lists(inside, max_size=3).map(woven)
    slashes = st.sampled_from(["///", "////"])
    return st.one_of(
        rows,
        st.builds(passage, st.sampled_from(sorted(HALVES)), rows, st.none() | rows, slashes),
        st.builds(caution, rows),
    )


SENTENCES = st.builds(sentence, st.integers(0, 10**6), st.sampled_from(FRAMES))
TEXTS = st.recursive(SENTENCES, around, max_leaves=12)
MISSPELT = [
    *("/// whn | visa.needs", "/// When | visa.needs", "/// when visa.needs", "/// when: visa.needs", "/// when |"),
    *("/// if | visa.needs", "/// els", "/// else:", "/// elsewhere", "/// end", "/// /", " ///", "\t/// else"),
    *("   /// when | visa.needs", "/// when | visa.neds", "/// when | visa.needs and", "/// caution", "/// note | A"),
]


def words_of(text: Woven) -> set[str]:
    """Return every word of a text, whoever gets it."""
    return {part for line in text.lines for part in line.replace("*", " ").split() if part.startswith("word")}


def text_of(lines: Iterable[str]) -> str:
    return "\n".join((*lines, ""))


@settings(max_examples=300)
@given(text=TEXTS)
def test_a_reader_gets_exactly_the_words_whose_passages_fit(small: Small, text: Woven) -> None:
    shown = read_by(small, NO_VISA, text_of(text.lines))
    assert {word for word in words_of(text) if word in shown} == set(text.words)


@settings(max_examples=200)
@given(text=TEXTS, mark=st.sampled_from(MISSPELT), data=st.data())
def test_a_misspelt_mark_is_an_error_wherever_it_stands(
    small: Small, text: Woven, mark: str, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(text.lines)))
    assert " error: " in complaint(small, text_of((*text.lines[:cut], mark, *text.lines[cut:])))


@settings(max_examples=200)
@given(text=TEXTS, data=st.data())
def test_a_mark_too_few_is_an_error(small: Small, text: Woven, data: st.DataObject) -> None:
    lines = (*text.lines, "/// when | visa.needs", "Some.", "///")
    marks = [position for position, line in enumerate(lines) if line.startswith("///") and "else" not in line]
    cut = data.draw(st.sampled_from(marks))
    assert " error: " in complaint(small, text_of((*lines[:cut], *lines[cut + 1 :])))


@pytest.mark.parametrize(
    "text",
    [
        "```\n/// when | visa.needs\nHIDDEN\n///\n",
        "> /// when | visa.needs\n> HIDDEN\n> ///\n",
        "- /// when | visa.needs\nHIDDEN\n///\n",
        "// when | visa.needs\nHIDDEN\n//\n",
        "/ // when | visa.needs\nHIDDEN\n///\n",
        "\u200b/// when | visa.needs\nHIDDEN\n///\n",
        "\u00a0/// when | visa.needs\nHIDDEN\n///\n",
        "A /// when | visa.needs\nHIDDEN\n///\n",
        "//\n",
        "Text {{ step1.score\n",
        "See [x][r].\n\n[r]: low.md\n",
        "- " * 500 + "deep\n",
        "/// when | low\n" * 3000,
        "\ue0009\ue001\n",
        "A ` b\n\nText.[^nope]\n\nc ` d\n",
    ],
)
def test_text_that_only_looks_right_is_an_error_and_never_shown(tmp_path: Path, text: str) -> None:
    with pytest.raises(BuildError):
        small_library(tmp_path, {"start/low.md": f"---\ntitle: Low\n---\n{text}"})
