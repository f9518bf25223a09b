"""What would change a reader's plan: which changes are told, and what they say would happen."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings

from builder.analysis import with_settings
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.truth import Truth
from builder.diagnostics import BuildError, format_diagnostic
from builder.handbook import handbook_html
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.prospects import Prospect, find_prospects
from builder.schema import FieldName, Value
from builder.selection import Verdict
from builder.templating import Templates
from builder.views import ProspectView
from builder.website import render_website
from tests.building import ROOT, real_library, small_guide, small_view
from tests.guides import GUIDE, reader, small_library
from tests.profile_strategies import complete_facts

LIBRARY = real_library()
CONDITIONS = {module.when for module in LIBRARY.modules.values()}
VERDICTS = {Truth.YES: Verdict.IN, Truth.NO: Verdict.OUT, Truth.UNKNOWN: Verdict.OPEN}

FIELDS = """\
  exam:
    type: object
    title: Exam
    properties:
      status:
        type: string
        enum: [passed, failed, not taken]
        title: exam result
        x-question: Have you passed?
        x-says: {passed: you have passed, failed: you have failed, not taken: you have not sat the exam}
        x-power: true
        x-goals: [passed]
      score:
        type: integer
        minimum: 1
        maximum: 300
        title: exam score
        x-question: What is your score?
        x-only-when: exam.status in ["passed", "failed"]
        x-power: true
        x-comes-with: {exam.status: passed}
  papers: {type: integer, minimum: 0, maximum: 99, title: number of papers, x-question: How many?, x-power: true}
  stage:
    type: string
    enum: [none, planned, current, completed]
    title: stage
    x-question: Which stage?
    x-says: {none: you plan no year, planned: you plan a year, current: you are in a year, completed: you had a year}
    x-power: true
    x-stages: true
  path:
    type: string
    enum: [left, right]
    title: path
    x-question: Which path?
    x-says: {left: you go left, right: you go right}
    x-power: true
  mentor:
    type: boolean
    title: mentor
    x-question: Do you have a mentor?
    x-yes: you have a mentor
    x-no: you have no mentor
    x-power: true
    x-goals: [true]
  month:
    type: string
    format: year-month
    pattern: ^[0-9]{4}-(0[1-9]|1[0-2])$
    title: month
    x-question: When?
    x-power: true
  backups: {type: array, items: {type: string}, title: backups, x-question: Which backups?, x-power: true}
  past:
    type: boolean
    title: past
    x-question: Was it so?
    x-yes: it was so
    x-no: it was not so
"""
SETTING = {
    "profile.schema.yaml": "type: object\nproperties:\n" + FIELDS,
    "guide.yaml": GUIDE[: GUIDE.index("dates:")] + "home: []\n",
    "conditions.yaml": "thresholds: {}\nconditions: {}\n",
    "claims.yaml": "claims: {}\n",
}


def module(when: str, text: str = "A text.", title: str = "A page") -> str:
    """Return a module's file with this condition."""
    return f"---\ntitle: {title}\nwhen: '{when}'\n---\n{text}\n"


def passages(*conditions: str) -> str:
    """Return a text of passages, each with one condition."""
    return "\n\n".join(f"/// when | {condition}\nA passage.\n///" for condition in conditions)


def changes(when: str, other: str = "past") -> Mapping[str, str]:
    """Return the files of a guide with a page that depends on a condition, and one that does on another."""
    return {**SETTING, "start/low.md": module(when, title="The page"), "start/everyone.md": module(other)}


def told(root: Path, profile: str, files: Mapping[str, str]) -> list[Mapping[FieldName, Value]]:
    """Return the changes that a reader is told of."""
    library = small_library(root, files)
    return [prospect.settings for prospect in find_prospects(library, reader(library.vocabulary, profile).facts)]


def views(root: Path, profile: str, files: Mapping[str, str]) -> tuple[ProspectView, ...]:
    """Return what the page tells a reader."""
    return small_view(root, profile, files).prospects


@pytest.mark.parametrize(
    ("when", "profile", "expected"),
    [
        ("papers >= 3", "papers: 1", [{"papers": 3}]),
        ("papers < 3", "papers: 1", [{"papers": 3}]),
        ("papers >= 3 and papers < 10", "papers: 1", [{"papers": 3}]),
        ("papers < 3", "papers: 5", []),
        ("papers >= 3", "past: true", []),
        ('month >= "2027-03"', "month: 2027-01", [{"month": "2027-03"}]),
        ('month < "2027-03"', "month: 2027-05", []),
        ("mentor", "mentor: false", [{"mentor": True}]),
        ("mentor", "mentor: true", []),
        ('path == "left"', "path: right", [{"path": "left"}]),
        ('path == "left"', "path: left", [{"path": "right"}]),
        ('stage == "planned"', "stage: none", [{"stage": "planned"}]),
        ('stage == "planned"', "stage: planned", [{"stage": "current"}]),
        ('stage == "planned"', "stage: completed", []),
        ('stage in ["current", "completed"]', "stage: none", [{"stage": "current"}]),
        ('"surgery" in backups', "backups: [medicine]", [{"backups": ("medicine", "surgery")}]),
        ('"surgery" in backups', "backups: [surgery]", []),
        ('exam.status == "passed"', "exam: {status: failed}", [{"exam.status": "passed"}]),
        ('exam.status == "failed"', "exam: {status: not taken}", []),
        ('exam.status == "passed"', "exam: {status: passed}", []),
        ("exam.score >= 230", "exam: {status: passed, score: 212}", []),
        ("exam.score >= 230", "exam: {status: not taken}", [{"exam.status": "passed", "exam.score": 230}]),
        ("exam.score < 230", "exam: {status: failed, score: 180}", [{"exam.status": "passed", "exam.score": 230}]),
        ("exam.score >= 230", "past: true", []),
        ("past", "past: true", []),
    ],
)
def test_a_reader_is_told_of_the_nearest_change_that_lies_ahead(
    tmp_path: Path, when: str, profile: str, expected: list[Mapping[str, Value]]
) -> None:
    assert told(tmp_path, profile, changes(when)) == expected


def test_a_field_that_changes_nothing_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, "papers: 1\nmentor: false\n", changes("papers >= 3")) == [{"papers": 3}]


def test_of_several_values_the_one_that_flips_most_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "papers: 1", changes("papers >= 3", "papers >= 5")) == [{"papers": 5}]


def test_the_change_that_flips_most_comes_first(tmp_path: Path) -> None:
    files = changes('path == "left" and mentor', 'path == "left"')

    assert told(tmp_path, "mentor: false\npath: left\n", files) == [{"path": "right"}, {"mentor": True}]


def test_a_page_counts_more_than_passages(tmp_path: Path) -> None:
    files = {
        **changes("mentor"),
        "start/everyone.md": f"---\ntitle: All\n---\n{passages('papers > 2', 'papers > 3')}\n",
    }

    assert told(tmp_path, "papers: 1\nmentor: false\n", files) == [{"mentor": True}, {"papers": 4}]


def test_a_change_tells_which_pages_would_come_go_wait_and_read_otherwise(tmp_path: Path) -> None:
    files = {
        **SETTING,
        "guide.yaml": SETTING["guide.yaml"].replace("[everyone, low]", "[everyone, low, third, fourth]"),
        "start/everyone.md": module('path == "right"', title="Comes"),
        "start/low.md": module('path == "left"', title="Goes"),
        "start/third.md": module('path == "right" and mentor', title="Waits"),
        "start/fourth.md": "---\ntitle: Stays\n---\n" + passages('path == "left"'),
    }
    (view,) = views(tmp_path, "path: left", files)

    assert view.title == "If you go right"
    assert view.effect == "1 page would come, 1 would go, 1 would become open and 1 would read otherwise."
    assert [(group.title, [(link.title, link.href) for link in group.modules]) for group in view.groups] == [
        ("Would come", [("Comes", "")]),
        ("Would go", [("Goes", "start/low.html")]),
        ("Would become open", [("Waits", "")]),
        ("Would read otherwise", [("Stays", "start/fourth.html")]),
    ]


def test_several_pages_are_counted(tmp_path: Path) -> None:
    (view,) = views(tmp_path, "papers: 1", changes("papers >= 3", "papers >= 3"))

    assert (view.title, view.effect) == ("If your number of papers is 3", "2 pages would come.")


def test_a_task_that_would_come_is_a_page_that_reads_otherwise(tmp_path: Path) -> None:
    task = "---\ntitle: All\ntasks:\n  - {do: Go, when: mentor}\n---\nA text.\n"
    (view,) = views(tmp_path, "mentor: false", {**changes("past"), "start/everyone.md": task})

    assert view.effect == "1 page would read otherwise."


def test_the_page_is_listed_after_the_plan_and_names_every_change(tmp_path: Path) -> None:
    guide = small_guide(tmp_path, "mentor: false", changes("mentor"))
    view = guide_view(guide, Kind.WEBSITE)
    templates = Templates(ROOT / "templates")
    html = handbook_html(guide_view(guide, Kind.HANDBOOK), Paper.A4, templates)
    part = BeautifulSoup(html, "html5lib").select_one("#prospects")

    assert [link.href for link in view.site.extras][:2] == ["plan.html", "prospects.html"]
    assert part is not None
    assert part.get_text(" ", strip=True) == (
        "What would change your plan What you could still change, and what that would do to this handbook. The changes "
        "that matter most come first, and each stands for itself. If you have a mentor 1 page would come. Would come "
        "The page"
    )


NOTHING = "By the answers given so far, no single change within your power would change a page."


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("past: true\nmentor: true\n", NOTHING),
        ("past: true\n", f"{NOTHING} More may show once more questions are answered."),
    ],
)
def test_a_reader_whom_nothing_would_change_is_told_so(tmp_path: Path, profile: str, said: str) -> None:
    view = guide_view(small_guide(tmp_path, profile, changes("mentor")), Kind.WEBSITE)
    html = render_website(view, Templates(ROOT / "templates"))["prospects.html"]
    text = BeautifulSoup(html, "html5lib").main
    assert text is not None
    assert text.get_text(" ", strip=True).endswith(f"would do to this guide. {said}")


@given(complete_facts(LIBRARY.vocabulary))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_told_is_what_happens(facts: Facts) -> None:
    prospects = find_prospects(LIBRARY, facts)
    before = verdicts(facts)

    assert [turned(facts, before, prospect) for prospect in prospects] == [promised(one) for one in prospects]


def promised(prospect: Prospect) -> Mapping[str, Verdict]:
    """Return the verdicts that a change turns, as it is told."""
    return {
        **dict.fromkeys((module.id for module in prospect.come), Verdict.IN),
        **dict.fromkeys((module.id for module in prospect.go), Verdict.OUT),
        **dict.fromkeys((module.id for module in prospect.wait), Verdict.OPEN),
    }


def turned(facts: Facts, before: Mapping[str, Verdict], prospect: Prospect) -> Mapping[str, Verdict]:
    """Return the verdicts that a change turns."""
    changed = with_settings(facts, prospect.settings)
    assert changed is not None
    return {key: verdict for key, verdict in verdicts(changed).items() if verdict is not before[key]}


def verdicts(facts: Facts) -> Mapping[str, Verdict]:
    """Return the verdict of every module of the library; equal conditions are judged once."""
    found = {condition: VERDICTS[judge(condition, facts)] for condition in CONDITIONS}
    return {key: found[module.when] for key, module in LIBRARY.modules.items()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("x-goals: [passed]", "x-goals: [pased]", """\
            content/profile.schema.yaml:14:19: error: `x-goals` has `pased`, which is none of the values
              14 |         x-goals: [pased]
                 |                   ^^^^^"""),
        ("x-goals: [true]", "x-goals: [maybe]", """\
            content/profile.schema.yaml:47:15: error: each item of `x-goals` must be a true/false
              47 |     x-goals: [maybe]
                 |               ^^^^^"""),
        ("{exam.status: passed}", "{exam.state: passed}", """\
            content/profile.schema.yaml:23:24: error: `x-comes-with` has the unknown field `exam.state`
              23 |         x-comes-with: {exam.state: passed}
                 |                        ^^^^^^^^^^
              hint: did you mean `exam.status`?"""),
        ("{exam.status: passed}", "{papers: 1}", """\
            content/profile.schema.yaml:23:24: error: `x-comes-with` has the unknown field `papers`
              23 |         x-comes-with: {papers: 1}
                 |                        ^^^^^^
              hint: name a field that stands above this one"""),
        ("{exam.status: passed}", "{exam.status: pased}", """\
            content/profile.schema.yaml:23:37: error: `x-comes-with` has `pased`, which is no value of `exam.status`
              23 |         x-comes-with: {exam.status: pased}
                 |                                     ^^^^^"""),
    ],
)  # fmt: skip
def test_a_wrong_goal_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    files = {**SETTING, "profile.schema.yaml": SETTING["profile.schema.yaml"].replace(old, new, 1)}
    with pytest.raises(BuildError) as caught:
        small_library(tmp_path, {**files, "start/low.md": module("past"), "start/everyone.md": module("past")})

    assert "\n".join(format_diagnostic(each) for each in caught.value.diagnostics) == dedent(message)
