"""The rest of what `check` says, letter by letter: of tasks and halves, of what is too large, of the samples."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.audit import Checked
from builder.audit_text import format_guides, format_score
from builder.diagnostics import format_diagnostic
from builder.findings.coverage import find_unshown
from builder.findings.guides import Guides
from builder.findings.links import find_dead_links
from builder.findings.mutation import Score, measure_profiles
from builder.findings.report import find_all
from builder.findings.survey import survey_library
from builder.reasoning.counting import Count
from builder.schema import FieldName
from tests.guides import GUIDE, small_library


def module(when: str = "", body: str = "Text.", head: str = "") -> str:
    return "---\ntitle: T\n" + (f"when: {when}\n" if when else "") + f"{head}---\n{body}\n"


def passage(condition: str, text: str = "x") -> str:
    return f"/// when | {condition}\n{text}\n///"


def tasks(*conditions: str) -> str:
    return "tasks:\n" + "".join(f"  - {{do: Go, when: {condition}}}\n" for condition in conditions)


FINDINGS = [
    # a task for everybody
    (
        {"start/low.md": module(head=tasks("visa.needs or not visa.needs"))},
        """\
content/start/low.md:4:20: warning: every reader gets this task: its condition is never false
  4 |   - {do: Go, when: visa.needs or not visa.needs}
    |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete `when`
""",
    ),
    # a task that says what its module says
    (
        {"start/low.md": module("low", head=tasks("step1.score < 240"))},
        """\
content/start/low.md:5:20: warning: every reader who comes here gets this task: what stands around it says so already
  5 |   - {do: Go, when: step1.score < 240}
    |                    ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete `when`
""",
    ),
    # a column for nobody, and one that says what its module says
    (
        {
            "start/low.md": module("low", head="worksheets: [letters]\n"),
            "worksheets/letters.yaml": (
                "title: L\npurpose: P.\ncolumns:\n  - Who\n"
                "  - {title: A, when: not low}\n  - {title: B, when: step1.score < 240}\n"
            ),
        },
        """\
content/worksheets/letters.yaml:5:22: error: no reader gets this column: its condition contradicts what stands around it
  5 |   - {title: A, when: not low}
    |                      ^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or move it out of there
content/worksheets/letters.yaml:6:22: warning: every reader who comes here gets this column: what stands around it says so already
  6 |   - {title: B, when: step1.score < 240}
    |                      ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete `when`
""",  # noqa: E501 - a whole message
    ),
    # a half of a passage that nobody who comes here gets
    (
        {"start/low.md": module("low", passage("step1.score < 240", "x\n/// else\ny"))},
        """\
content/start/low.md:5:12: warning: every reader who comes here gets this passage: what stands around it says so already
  5 | /// when | step1.score < 240
    |            ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or keep the first half alone: nobody sees what stands under `/// else`
""",
    ),
    # a value between two modules, which leaves the chapter empty for its readers
    (
        {"start/everyone.md": module("step1.score < 240"), "start/low.md": module("step1.score > 240")},
        """\
content/guide.yaml:8:5: warning: some readers find nothing in the chapter `start`
  8 |   - id: start
    |     ^
  reader:
    step1: {score: 240}
  hint: add a module for them, or `may_be_empty: true` where that is right
content/start/low.md:3:7: warning: `step1.score` of exactly 240 falls between this condition and content/start/everyone.md:3
  3 | when: step1.score > 240
    |       ^^^^^^^^^^^^^^^^^
  reader:
    step1: {score: 240}
  hint: write `<=` or `>=` in one of the two
""",  # noqa: E501 - a whole message
    ),
    # a value between two tasks
    (
        {"start/low.md": module(head=tasks("step1.score < 240", "step1.score > 240"))},
        """\
content/start/low.md:5:20: warning: `step1.score` of exactly 240 falls between this condition and content/start/low.md:4
  5 |   - {do: Go, when: step1.score > 240}
    |                    ^^^^^^^^^^^^^^^^^
  reader:
    step1: {score: 240}
  hint: write `<=` or `>=` in one of the two
""",
    ),
    # `known` inside a condition that turns its module around
    (
        {"start/low.md": module("not (step1.score < 230 and known visa.needs)")},
        """\
content/start/low.md:3:34: warning: an answer to `visa.needs` turns the verdict of this module around
  3 | when: not (step1.score < 230 and known visa.needs)
    |                                  ^^^^^^^^^^^^^^^^
  reader:
    step1: {score: 229}
  hint: compare the field instead: while it is not given, that is unknown
""",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), FINDINGS)
def test_what_is_wrong_for_some_reader_is_told(tmp_path: Path, changes: Mapping[str, str], expected: str) -> None:
    found = find_all(survey_library(small_library(tmp_path, changes)))
    assert "\n".join(format_diagnostic(finding) for finding in found) + "\n" == expected


LARGE = "match.year < step1.score and visa.needs or low"
ALL_LARGE = {
    "start/everyone.md": module(LARGE, passage("visa.needs", "See [low](low.md).\n/// else\ny")),
    "start/low.md": module(LARGE, head="excludes: [everyone]\n" + tasks(LARGE)),
    "guide.yaml": GUIDE + "required:\n  scores: [low]\n",
}
HINT = "  hint: split its condition, or look at it yourself: it was not checked for all readers\n"
TOO_LARGE = f"""\
content/conditions.yaml:7:11: warning: the named condition `low` is too large to decide: it takes more than 3 steps
  7 |     when: step1.score < upper
    |           ^^^^^^^^^^^^^^^^^^^
{HINT}\
content/start/everyone.md:3:7: warning: this module is too large to decide: it takes more than 3 steps
  3 | when: {LARGE}
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
{HINT}\
content/start/everyone.md:5:12: warning: this passage is too large to decide: it takes more than 3 steps
  5 | /// when | visa.needs
    |            ^^^^^^^^^^
{HINT}\
content/start/low.md:3:7: warning: this module is too large to decide: it takes more than 3 steps
  3 | when: {LARGE}
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
{HINT}\
content/start/low.md:6:20: warning: this task is too large to decide: it takes more than 3 steps
  6 |   - {{do: Go, when: {LARGE}}}
    |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
{HINT}\
content/start/low.md:4:12: warning: this pair of modules is too large to decide: it takes more than 3 steps
  4 | excludes: [everyone]
    |            ^^^^^^^^
{HINT}\
content/guide.yaml:26:3: warning: this topic is too large to decide: it takes more than 3 steps
  26 |   scores: [low]
     |   ^^^^^^
{HINT}\
content/guide.yaml:8:5: warning: this chapter is too large to decide: it takes more than 3 steps
  8 |   - id: start
    |     ^
{HINT}\
"""
LARGE_LINK = f"""\
content/start/everyone.md:6:11: warning: this link is too large to decide: it takes more than 3 steps
  6 | See [low](low.md).
    |           ^^^^^^
{HINT}\
"""
LARGE_HALVES = f"""\
content/start/everyone.md:3:7: warning: this module is too large to decide: it takes more than 3 steps
  3 | when: {LARGE}
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
{HINT}\
content/start/everyone.md:5:12: warning: this passage is too large to decide: it takes more than 3 steps
  5 | /// when | visa.needs
    |            ^^^^^^^^^^
{HINT}\
content/start/everyone.md:5:12: warning: the `/// else` of this passage is too large to decide: it takes more than 3 steps
  5 | /// when | visa.needs
    |            ^^^^^^^^^^
{HINT}\
content/start/low.md:3:7: warning: this module is too large to decide: it takes more than 3 steps
  3 | when: {LARGE}
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
{HINT}\
"""  # noqa: E501 - a whole message


def test_of_everything_that_is_too_large_to_decide_that_is_told(tmp_path: Path) -> None:
    library = small_library(tmp_path, ALL_LARGE)
    surveys = [survey_library(library, budget=3) for _ in range(3)]
    found = (find_all(surveys[0]), find_dead_links(surveys[1]), find_unshown(surveys[2], {}))

    assert ["\n".join(format_diagnostic(one) for one in some) + "\n" for some in found] == [
        TOO_LARGE,
        LARGE_LINK,
        LARGE_HALVES,
    ]


UNSHOWN = """\
content/start/everyone.md:2:1: warning: no sample profile shows this module
  2 | title: T
    | ^
  reader:
    # an empty profile: no answer at all
  hint: add a profile with these answers
content/start/low.md:3:7: warning: no sample profile shows this module
  3 | when: low
    |       ^^^
  reader:
    step1: {score: 229}
  hint: add a profile with these answers
"""


def test_a_module_that_no_sample_shows_is_told(tmp_path: Path) -> None:
    survey = survey_library(small_library(tmp_path, {"start/everyone.md": module(), "start/low.md": module("low")}))

    assert "\n".join(format_diagnostic(found) for found in find_unshown(survey, {})) + "\n" == UNSHOWN


EVERY_MISTAKE = 'not (step1.score < 230 and visa.needs) or low or step1.status in ["passed", "failed"]'
MISTAKES = [
    "the condition turned around",
    "`and` for `or`",
    "`not (step1.score < 230 and visa.needs)` dropped",
    "`not (step1.score < 230 and visa.needs)` turned around",
    "`or` for `and`",
    "`step1.score < 230` dropped",
    "`step1.score <= 230` for `step1.score < 230`",
    "`step1.score < 231` for `step1.score < 230`",
    "`visa.needs` dropped",
    "`visa.needs` turned around",
    "`low` dropped",
    "`low` turned around",
    '`step1.status in ["passed", "failed"]` dropped',
    '`step1.status in ["failed"]` for `step1.status in ["passed", "failed"]`',
    '`step1.status in ["passed"]` for `step1.status in ["passed", "failed"]`',
]


def mistake(place: str, words: str, line: str, caret: str, witness: str) -> str:
    return (
        f"content/{place}: warning: no sample profile notices this mistake: {words}\n{line}\n{caret}\n"
        f"  reader:\n    {witness}\n  hint: add a profile with these answers"
    )


def test_every_mistake_is_told_in_words(tmp_path: Path) -> None:
    changes = {"start/everyone.md": module(), "start/low.md": module(EVERY_MISTAKE)}
    found = measure_profiles(small_library(tmp_path, changes), {}).findings
    told = [finding.message.removeprefix("no sample profile notices this mistake: ") for finding in found]

    assert told == [*MISTAKES, "the condition turned around", "the threshold `upper` one less"]
    assert format_diagnostic(found[2]) == mistake(
        "start/low.md:3:7",
        "`not (step1.score < 230 and visa.needs)` dropped",
        f"  3 | when: {EVERY_MISTAKE}",
        f"    |       {'^' * len(EVERY_MISTAKE)}",
        "visa: {needs: false}",
    )
    assert format_diagnostic(found[-1]) == mistake(
        "conditions.yaml:3:3",
        "the threshold `upper` one less",
        "  3 |   upper: {value: 230, title: Upper edge}",
        "    |   ^^^^^",
        "step1: {score: 229}",
    )


def test_a_threshold_that_no_sample_stands_beside_is_told_for_both_sides(tmp_path: Path) -> None:
    changes = {"start/everyone.md": module(), "start/low.md": module("low")}
    found = measure_profiles(small_library(tmp_path, changes), {}).findings

    assert format_diagnostic(found[-1]) == mistake(
        "conditions.yaml:3:3",
        "the threshold `upper` one more",
        "  3 |   upper: {value: 230, title: Upper edge}",
        "    |   ^^^^^",
        "step1: {score: 230}",
    )


READER = {FieldName("step1.score"): 230}


def test_a_count_that_is_not_exact_is_told_as_such(tmp_path: Path) -> None:
    guides = Guides(Count(12_000, is_exact=False), (READER,), shown=4, unseen=2)
    checked = Checked(small_library(tmp_path), (), None, guides)

    assert format_guides(checked) == (
        "This library makes at least 12,000 different guides.\n"
        "It is too large to count exactly.\n"
        "1 reader sees all 4 modules and halves of passages.\n"
        "2 more are too large to decide.\n"
        "  reader 1:\n"
        "    step1: {score: 230}"
    )


def test_mistakes_that_change_nothing_or_are_too_large_are_counted(tmp_path: Path) -> None:
    score = Score(noticed=3, missed=1, idle=2, undecided=4, findings=(), readers=(READER,))
    checked = Checked(small_library(tmp_path), (), score, None)

    assert format_score(checked) == (
        "The sample profiles notice 3 of 4 small mistakes.\n"
        "2 more would change nothing for any reader.\n"
        "4 more are too large to decide.\n"
        "1 reader more would notice all of them.\n"
        "  reader 1:\n"
        "    step1: {score: 230}"
    )
