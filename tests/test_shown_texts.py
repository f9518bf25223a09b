"""Banned words and bare figures are found in every text that a reader sees, not only in modules' bodies."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from builder.diagnostics import BuildError, format_diagnostic
from builder.library import Library
from builder.markup.prose import find_slips
from tests.guides import FILES, small_library

WORKSHEET = """\
title: Letters
goal: Four
purpose: To plan who writes.
columns: [Writer, {title: Date, when: visa.needs}]
bookkeeping: [Sent, {title: Visa asked, when: visa.needs}]
rows:
  - label: First writer
blank_rows: 3
"""
BANNED = "banned_words: [simply, maximize your chances]\n"
TEXTS = {
    **FILES,
    "guide.yaml": FILES["guide.yaml"] + BANNED,
    "claims.yaml": FILES["claims.yaml"] + "    check: Look again.\n",
    "worksheets/letters.yaml": WORKSHEET,
    "start/everyone.md": FILES["start/everyone.md"].replace("covers:", "worksheets: [letters]\ncovers:"),
}

# Every kind of text that a reader sees outside modules' bodies: its file, and words of it.
SEEN = (
    ("guide.yaml", "title: A small guide"),
    ("guide.yaml", "subtitle: For tests"),
    ("guide.yaml", "audience: For readers of tests."),
    ("guide.yaml", "disclaimer: Not advice."),
    ("guide.yaml", "    title: Start"),
    ("guide.yaml", "summary: Where to begin."),
    ("guide.yaml", "title: Match Day"),
    ("guide.yaml", "title: Step 1"),
    ("guide.yaml", '"Mean'),
    ("profile.schema.yaml", "title: name"),
    ("profile.schema.yaml", "x-question: What is your name?"),
    ("profile.schema.yaml", "title: Step 1"),
    ("profile.schema.yaml", "not taken: you have not taken Step 1"),
    ("profile.schema.yaml", "Three digits, on your score report."),
    ("profile.schema.yaml", "x-yes: you need a visa"),
    ("profile.schema.yaml", "x-no: you do not need a visa"),
    ("conditions.yaml", "readers with a low Step 1"),
    ("conditions.yaml", "Your score is low."),
    ("claims.yaml", "The mean was 230 in 2018."),
    ("claims.yaml", "US and Canadian first takers"),
    ("claims.yaml", "Look again."),
    ("glossary.yaml", "international medical graduate"),
    ("glossary.yaml", "A doctor who graduated abroad."),
    ("start/everyone.md", "title: For everyone"),
    ("start/everyone.md", "do: Read it"),
    ("worksheets/letters.yaml", "title: Letters"),
    ("worksheets/letters.yaml", "goal: Four"),
    ("worksheets/letters.yaml", "To plan who writes."),
    ("worksheets/letters.yaml", "Writer"),
    ("worksheets/letters.yaml", "title: Date"),
    ("worksheets/letters.yaml", "Sent"),
    ("worksheets/letters.yaml", "title: Visa asked"),
    ("worksheets/letters.yaml", "First writer"),
)
ABOUT_CLAIMS = "claims.yaml"


def with_word(file: str, text: str, word: str) -> Mapping[str, str]:
    """Return the small guide with a word behind the first place of a text in one of its files."""
    assert text in TEXTS[file]
    return {**TEXTS, file: TEXTS[file].replace(text, f"{text} {word}", 1)}


def place_of(file: str, text: str, word: str) -> str:
    """Return the place of a word put behind a text, as messages name it."""
    before = with_word(file, text, word)[file].partition(f" {word}")[0]
    return f"content/{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10)) + 1}"


def complaint(root: Path, changes: Mapping[str, str]) -> str:
    with pytest.raises(BuildError) as caught:
        small_library(root, changes)
    return "\n".join(format_diagnostic(found) for found in caught.value.diagnostics)


def warnings(library: Library) -> list[str]:
    return [format_diagnostic(warning) for warning in library.warnings]


def test_the_small_guide_is_clean(tmp_path: Path) -> None:
    assert warnings(small_library(tmp_path, TEXTS)) == []


@pytest.mark.parametrize(("file", "text"), SEEN)
def test_a_banned_word_is_found_wherever_a_reader_would_see_it(tmp_path: Path, file: str, text: str) -> None:
    first = complaint(tmp_path, with_word(file, text, "simply")).partition("\n")[0]
    assert first == f"{place_of(file, text, 'simply')}: error: the guide does not say `simply`"


@pytest.mark.parametrize(("file", "text"), [case for case in SEEN if case[0] != ABOUT_CLAIMS])
def test_a_figure_is_found_wherever_a_reader_would_see_it(tmp_path: Path, file: str, text: str) -> None:
    (warning,) = warnings(small_library(tmp_path, with_word(file, text, "58%")))
    assert (
        warning.partition("\n")[0]
        == f"{place_of(file, text, '58%')}: warning: `58%` looks like a figure that can change"
    )


@pytest.mark.parametrize(("file", "text"), [case for case in SEEN if case[0] == ABOUT_CLAIMS])
def test_a_claim_may_tell_its_figures(tmp_path: Path, file: str, text: str) -> None:
    assert warnings(small_library(tmp_path, with_word(file, text, "58%"))) == []


def test_a_banned_word_in_a_title_is_an_error(tmp_path: Path) -> None:
    assert complaint(tmp_path, with_word("start/everyone.md", "title: For everyone", "Simply")) == dedent("""\
        content/start/everyone.md:2:21: error: the guide does not say `Simply`
          2 | title: For everyone Simply
            |                     ^^^^^^
          hint: say what is known, and promise nothing""")


def test_a_figure_in_a_task_is_a_warning(tmp_path: Path) -> None:
    changes = with_word("start/everyone.md", "do: Read it", "for $500")
    assert warnings(small_library(tmp_path, changes)) == [
        dedent("""\
        content/start/everyone.md:6:22: warning: `$500` looks like a figure that can change
          6 |   - {do: Read it for $500, due: match - 2 months}
            |                      ^^^^
          hint: say it in the text of a module, which can print a claim""")
    ]


def test_banned_words_are_found_where_a_folded_text_breaks_its_line(tmp_path: Path) -> None:
    because = ">-\n      Your score is low, simply, and you\n      maximize\n      your chances, simply."
    folded = FILES["conditions.yaml"].replace("Your score is low.", because)
    found = complaint(tmp_path, {**TEXTS, "conditions.yaml": folded})
    assert [line.partition(": ")[0] for line in found.splitlines() if "does not say" in line] == [
        "content/conditions.yaml:9:26",
        "content/conditions.yaml:10:7",
        "content/conditions.yaml:11:21",
    ]


def test_a_word_written_with_an_escape_is_found_at_the_start_of_its_text(tmp_path: Path) -> None:
    changes = {**TEXTS, "guide.yaml": TEXTS["guide.yaml"].replace("For tests", r'"For tests, s\x69mply"')}
    first = complaint(tmp_path, changes).partition("\n")[0]
    assert first == "content/guide.yaml:2:11: error: the guide does not say `simply`"


def test_the_title_of_a_caution_is_looked_at(tmp_path: Path) -> None:
    text = "---\ntitle: For everyone\nworksheets: [letters]\n---\n/// caution | It costs $500\nAsk first.\n///\n"
    assert warnings(small_library(tmp_path / "a", {**TEXTS, "start/everyone.md": text})) == [
        dedent("""\
        content/start/everyone.md:5:24: warning: `$500` looks like a figure that can change
          5 | /// caution | It costs $500
            |                        ^^^^
          hint: say it in the text of a module, which can print a claim""")
    ]
    banned = text.replace("It costs $500", "You simply ask")
    assert complaint(tmp_path / "b", {**TEXTS, "start/everyone.md": banned}).startswith(
        "content/start/everyone.md:5:19: error: the guide does not say `simply`\n"
    )


def test_what_stands_for_a_value_that_is_not_given_is_looked_at() -> None:
    text = 'Your {{ step1.score or "simply 58%" }} and {{ thresholds.upper }}'
    assert [(slip.start, slip.words) for slip in find_slips(text, ["simply"])] == [(24, "simply"), (31, "58%")]


def test_what_is_code_or_an_address_is_not_looked_at() -> None:
    text = "`simply 58%` [here](https://example.org/simply) https://example.org/simply/58%"
    assert find_slips(text, ["simply"]) == []
