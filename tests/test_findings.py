"""What `check` says of conditions that are wrong for some reader, letter by letter."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.diagnostics import BuildError, format_diagnostic
from builder.findings.links import find_dead_links
from builder.findings.report import find_all
from builder.findings.survey import survey_library
from tests.guides import CONDITIONS, GUIDE, small_library


def module(when: str = "", body: str = "Text.", head: str = "") -> str:
    return "---\ntitle: T\n" + (f"when: {when}\n" if when else "") + f"{head}---\n{body}\n"


def passage(condition: str, text: str = "x") -> str:
    return f"/// when | {condition}\n{text}\n///"


def findings(root: Path, changes: Mapping[str, str], budget: int = 100_000) -> str:
    survey = survey_library(small_library(root, changes), budget=budget)
    return "\n".join(format_diagnostic(finding) for finding in find_all(survey)) + "\n"


IN_A_MODULE = [
    # a module that nobody gets
    (
        module("step1.score < 200 and step1.score > 210"),
        """\
content/start/low.md:3:7: error: no reader gets this module: its condition is never true
  3 | when: step1.score < 200 and step1.score > 210
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete what stands under it
""",
    ),
    # a passage that nobody gets
    (
        module(body=passage('step1.status == "not taken" and step1.score < 230')),
        """\
content/start/low.md:4:12: error: no reader gets this passage: its condition is never true
  4 | /// when | step1.status == "not taken" and step1.score < 230
    |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete what stands under it
""",
    ),
    # a task that nobody gets
    (
        module(head="tasks:\n  - {do: Go, when: step1.score < 200 and step1.score > 210}\n"),
        """\
content/start/low.md:4:20: error: no reader gets this task: its condition is never true
  4 |   - {do: Go, when: step1.score < 200 and step1.score > 210}
    |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete what stands under it
""",
    ),
    # a module that everybody gets
    (
        module("visa.needs or not visa.needs"),
        """\
content/start/low.md:3:7: warning: every reader gets this module: its condition is never false
  3 | when: visa.needs or not visa.needs
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete `when`
""",
    ),
    # a passage that everybody gets
    (
        module(body=passage("visa.needs or not visa.needs")),
        """\
content/start/low.md:4:12: warning: every reader gets this passage: its condition is never false
  4 | /// when | visa.needs or not visa.needs
    |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or take the text out of the passage
""",
    ),
    # a half of a passage that nobody gets
    (
        module(body=passage("visa.needs or not visa.needs", "x\n/// else\ny")),
        """\
content/start/low.md:4:12: warning: every reader gets this passage: its condition is never false
  4 | /// when | visa.needs or not visa.needs
    |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or keep the first half alone: nobody sees what stands under `/// else`
""",
    ),
    # a part that changes nothing
    (
        module("step1.score < 230 and step1.score < 240"),
        """\
content/start/low.md:3:29: warning: this part of the condition changes nothing: without it every reader gets the same
  3 | when: step1.score < 230 and step1.score < 240
    |                             ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: drop it, or correct it
""",
    ),
    # an inner part that changes nothing
    (
        module("visa.needs and (step1.score < 230 or visa.needs)"),
        """\
content/start/low.md:3:23: warning: this part of the condition changes nothing: without it every reader gets the same
  3 | when: visa.needs and (step1.score < 230 or visa.needs)
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: drop it, or correct it
""",
    ),
    # a part behind not that changes nothing
    (
        module("not (low or step1.score < 200)"),
        """\
content/start/low.md:3:19: warning: this part of the condition changes nothing: without it every reader gets the same
  3 | when: not (low or step1.score < 200)
    |                   ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: drop it, or correct it
""",
    ),
    # one comparison of a chain that changes nothing
    (
        module("step1.score < 220 and 210 < step1.score < 230"),
        """\
content/start/low.md:3:35: warning: this part of the condition changes nothing: without it every reader gets the same
  3 | when: step1.score < 220 and 210 < step1.score < 230
    |                                   ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: drop it, or correct it
""",
    ),
    # two modules that exclude each other
    (
        module("low", head="excludes: [everyone]\n"),
        """\
content/start/low.md:4:12: error: some readers get this module and `everyone`, which it excludes
  4 | excludes: [everyone]
    |            ^^^^^^^^
  reader:
    step1: {score: 229}
  hint: narrow the condition of one of the two
""",
    ),
    # a value between two passages
    (
        module(body=passage("step1.score < 240") + "\n\n" + passage("step1.score > 240")),
        """\
content/start/low.md:8:12: warning: `step1.score` of exactly 240 falls between this condition and content/start/low.md:4
  8 | /// when | step1.score > 240
    |            ^^^^^^^^^^^^^^^^^
  reader:
    step1: {score: 240}
  hint: write `<=` or `>=` in one of the two
""",
    ),
    # a value between two parts of a condition
    (
        module("step1.score < 240 or step1.score > 240"),
        """\
content/start/low.md:3:7: warning: `step1.score` of exactly 240 falls between two parts of this condition
  3 | when: step1.score < 240 or step1.score > 240
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader:
    step1: {score: 240}
  hint: write `<=` or `>=` in one of the two
""",
    ),
    # a month between two passages
    (
        module(body=passage('exam.planned < "2027-03"') + "\n\n" + passage('exam.planned > "2027-03"')),
        """\
content/start/low.md:8:12: warning: `exam.planned` of exactly 2027-03 falls between this condition and content/start/low.md:4
  8 | /// when | exam.planned > "2027-03"
    |            ^^^^^^^^^^^^^^^^^^^^^^^^
  reader:
    exam: {planned: "2027-03"}
  hint: write `<=` or `>=` in one of the two
""",  # noqa: E501 - a whole message
    ),
    # a passage that contradicts its module
    (
        module("low", passage("step1.score > 240")),
        """\
content/start/low.md:5:12: error: no reader gets this passage: its condition contradicts what stands around it
  5 | /// when | step1.score > 240
    |            ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or move it out of there
""",
    ),
    # a passage that says what its module says
    (
        module("low", passage("step1.score < 240")),
        """\
content/start/low.md:5:12: warning: every reader who comes here gets this passage: what stands around it says so already
  5 | /// when | step1.score < 240
    |            ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or take the text out of the passage
""",
    ),
    # a passage that contradicts the half it stands in
    (
        module(body=passage("visa.needs", "x\n/// else\n" + passage("visa.needs and low"))),
        """\
content/start/low.md:7:12: error: no reader gets this passage: its condition contradicts what stands around it
  7 | /// when | visa.needs and low
    |            ^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or move it out of there
""",
    ),
    # a task that contradicts its module
    (
        module("low", head="tasks:\n  - {do: Go, when: step1.score > 240}\n"),
        """\
content/start/low.md:5:20: error: no reader gets this task: its condition contradicts what stands around it
  5 |   - {do: Go, when: step1.score > 240}
    |                    ^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or move it out of there
""",
    ),
    # a module that turns around
    (
        module("known step1.score"),
        """\
content/start/low.md:3:7: warning: an answer to `step1.score` turns the verdict of this module around
  3 | when: known step1.score
    |       ^^^^^^^^^^^^^^^^^
  reader:
    # an empty profile: no answer at all
  hint: compare the field instead: while it is not given, that is unknown
""",
    ),
]


@pytest.mark.parametrize(("text", "expected"), IN_A_MODULE)
def test_a_condition_that_is_wrong_for_some_reader_is_told(tmp_path: Path, text: str, expected: str) -> None:
    assert findings(tmp_path, {"start/low.md": text}) == expected


TWO_CHAPTERS = {
    "guide.yaml": GUIDE.replace(
        "[everyone, low]", "[everyone, low]\n  - id: more\n    title: More\n    modules: [scores]"
    ),
    "more/scores.md": module("low"),
}
IN_THE_GUIDE = [
    # a named condition for nobody
    (
        {"conditions.yaml": CONDITIONS.replace("score < upper", "score < lower and step1.score >= upper")},
        """\
content/conditions.yaml:7:11: error: the named condition `low` is for nobody: its condition is never true
  7 |     when: step1.score < lower and step1.score >= upper
    |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete what stands under it
""",
    ),
    # a named condition for everybody
    (
        {"conditions.yaml": CONDITIONS.replace("step1.score < upper", "visa.needs or not visa.needs")},
        """\
content/conditions.yaml:7:11: warning: the named condition `low` is for everybody: its condition is never false
  7 |     when: visa.needs or not visa.needs
    |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  reader: none, whatever the answers
  hint: correct the condition, or delete it and every use of it
""",
    ),
    # a named condition that turns around
    (
        {"conditions.yaml": CONDITIONS.replace("< upper", "< upper or not known step1.score")},
        """\
content/conditions.yaml:7:38: warning: an answer to `step1.score` turns the named condition `low` around
  7 |     when: step1.score < upper or not known step1.score
    |                                      ^^^^^^^^^^^^^^^^^
  reader:
    # an empty profile: no answer at all
  hint: compare the field instead: while it is not given, that is unknown
""",
    ),
    # a topic of which some reader gets nothing
    (
        {"guide.yaml": GUIDE + "required:\n  scores: [low]\n  basics: [point-a, low]\n  visas: [point-b]\n"},
        """\
content/guide.yaml:26:3: error: some readers get nothing about `scores`, which the guide promises to everyone
  26 |   scores: [low]
     |   ^^^^^^
  reader:
    step1: {score: 230}
  hint: widen the condition of one of its modules, or list a further one
content/guide.yaml:28:3: error: some readers get nothing about `visas`, which the guide promises to everyone
  28 |   visas: [point-b]
     |   ^^^^^
  reader:
    visa: {needs: false}
  hint: widen the condition of one of its modules, or list a further one
""",
    ),
    # a chapter that some reader finds empty
    (
        TWO_CHAPTERS,
        """\
content/guide.yaml:12:5: warning: some readers find nothing in the chapter `more`
  12 |   - id: more
     |     ^
  reader:
    step1: {score: 230}
  hint: add a module for them, or `may_be_empty: true` where that is right
""",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), IN_THE_GUIDE)
def test_a_promise_that_is_broken_for_some_reader_is_told(
    tmp_path: Path, changes: Mapping[str, str], expected: str
) -> None:
    assert findings(tmp_path, changes) == expected


def test_a_chapter_that_may_be_empty_is_no_finding(tmp_path: Path) -> None:
    changes = {
        **TWO_CHAPTERS,
        "guide.yaml": TWO_CHAPTERS["guide.yaml"].replace("[scores]", "[scores]\n    may_be_empty: true"),
    }
    assert findings(tmp_path, changes) == "\n"


def test_a_link_that_is_dead_for_some_reader_is_a_note(tmp_path: Path) -> None:
    library = small_library(tmp_path, {"start/everyone.md": module(body=passage("visa.needs", "See [low](low.md)."))})
    notes = find_dead_links(survey_library(library))
    assert (
        "\n".join(format_diagnostic(note) for note in notes) + "\n"
        == """\
content/start/everyone.md:5:11: note: for some readers this link is plain text: they do not get `low`
  5 | See [low](low.md).
    |           ^^^^^^
  reader:
    step1: {score: 230}
    visa: {needs: true}
  hint: see that the sentence works without it
"""
    )


SOUND = [
    module("low", passage("step1.score < 225") + "\n\n" + passage("225 <= step1.score")),
    module(
        body=passage("step1.score < 240")
        + "\n\n"
        + passage("step1.score == 240")
        + "\n\n"
        + passage("step1.score > 240")
    ),
    module(body=passage("step1.score < 240 and visa.needs") + "\n\n" + passage("step1.score >= 240 and visa.needs")),
    module('step1.status == "passed" and step1.score < 230'),
    module('citizenship in ["AR", "CL"] or "BR" in citizenship'),
    module("low", head="excludes: []\n"),
    module(body=passage("known step1.score")),
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_right_for_every_reader_is_not_complained_about(tmp_path: Path, text: str) -> None:
    assert findings(tmp_path, {"start/low.md": text}) == "\n"


def test_what_is_too_large_to_decide_is_told(tmp_path: Path) -> None:
    text = module("match.year < step1.score and visa.needs or low")
    assert (
        findings(tmp_path, {"start/low.md": text}, budget=3)
        == """\
content/conditions.yaml:7:11: warning: the named condition `low` is too large to decide: it takes more than 3 steps
  7 |     when: step1.score < upper
    |           ^^^^^^^^^^^^^^^^^^^
  hint: split its condition, or look at it yourself: it was not checked for all readers
content/start/low.md:3:7: warning: this module is too large to decide: it takes more than 3 steps
  3 | when: match.year < step1.score and visa.needs or low
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: split its condition, or look at it yourself: it was not checked for all readers
content/guide.yaml:8:5: warning: this chapter is too large to decide: it takes more than 3 steps
  8 |   - id: start
    |     ^
  hint: split its condition, or look at it yourself: it was not checked for all readers
"""
    )


WRONG_KEYS = [
    (
        {"start/low.md": module("low", head="excludes: [everyon, low]\n")},
        """\
content/start/low.md:4:12: error: unknown module `everyon`
  4 | excludes: [everyon, low]
    |            ^^^^^^^
  hint: did you mean `everyone`?
content/start/low.md:4:21: error: a module cannot exclude itself
  4 | excludes: [everyon, low]
    |                     ^^^
  hint: delete it
""",
    ),
    (
        {"guide.yaml": GUIDE + "required:\n  scores: [lo]\n"},
        """\
content/guide.yaml:26:12: error: the topic `scores` names no module and no covered point: `lo`
  26 |   scores: [lo]
     |            ^^
  hint: did you mean `low`?
""",
    ),
    (
        {"guide.yaml": GUIDE.replace("[everyone, low]", "[everyone, low]\n    may_be_empty: perhaps")},
        """\
content/guide.yaml:12:19: error: `may_be_empty` must be true or false, not the text "perhaps"
  12 |     may_be_empty: perhaps
     |                   ^^^^^^^
""",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG_KEYS)
def test_a_promise_about_what_does_not_exist_is_an_error(
    tmp_path: Path, changes: Mapping[str, str], expected: str
) -> None:
    with pytest.raises(BuildError) as error:
        small_library(tmp_path, changes)
    assert f"{error.value}\n" == expected
