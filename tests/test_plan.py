"""The plan: what cannot be left out first, what can wait below, and no wall of late tasks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from builder.comparison import compare_guides
from builder.comparison_text import comparison_json, format_comparison
from builder.explanation import explain_selection, explanation_json
from builder.guide import Guide, assemble
from builder.handbook import handbook_html
from builder.library import Library
from builder.paper import Paper
from builder.part_views import TaskView
from builder.plan import MOST_LATE
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profiles import Profile
from builder.schema import FieldName
from builder.templating import Templates
from builder.views import GuideView
from tests.building import ANA, PROFILES, ROOT, small_guide, small_view, small_website
from tests.guides import EVERYONE, reader, small_library

IN_2027 = "match: {year: 2027}\n"
ESSENTIAL = "essential: true, "
# How many tasks of the real guide a reader has in front: few enough to be done, enough not to fail.
FEWEST, MOST, MOST_IN_A_YEAR = 18, 42, 14


def tasks(*lines: str) -> Mapping[str, str]:
    """Return the change that gives the first module these tasks."""
    listed = "".join(f"  - {{{line}}}\n" for line in lines)
    return {"start/everyone.md": f"---\ntitle: For everyone\ntasks:\n{listed}---\nText.\n"}


MIXED = tasks(
    "do: Rest, due: match - 3 months",
    f"do: Send it, {ESSENTIAL}due: match - 3 months",
    "do: Walk, due: match",
    f"do: Rank, {ESSENTIAL}due: match - 1 month",
    "do: Read, essential: false, due: match - 2 months",
    "do: Thank, due: match + 12 months",
)
MANY_LATE = tasks(*(f"do: Task {number}, {ESSENTIAL}due: match - {40 - number} months" for number in range(30)))


def names(views: Sequence[TaskView]) -> list[str]:
    return [view.do for view in views]


def plan_of(view: GuideView) -> list[tuple[str, list[str], list[str]]]:
    return [(year.title, names(year.essential), names(year.others)) for year in view.plan]


def page(root: Path, changes: Mapping[str, str]) -> str:
    return small_website(root, IN_2027, changes)["plan.html"].decode()


def test_essential_tasks_stand_first_in_their_year_and_the_others_below(tmp_path: Path) -> None:
    assert plan_of(small_view(tmp_path, IN_2027, MIXED)) == [
        ("2026", ["Send it"], ["Rest"]),
        ("2027", ["Rank"], ["Read", "Walk"]),
        ("2028", [], ["Thank"]),
    ]


def test_a_guide_that_marks_no_task_shows_all_of_them_first(tmp_path: Path) -> None:
    changes = tasks("do: One, due: match", "do: Two, due: match - 1 month")
    assert plan_of(small_view(tmp_path, IN_2027, changes)) == [("2027", ["Two", "One"], [])]


def test_the_next_tasks_are_essential_ones(tmp_path: Path) -> None:
    changes = tasks(
        "do: Rest, due: match - 3 months",
        f"do: First, {ESSENTIAL}due: match - 3 months",
        f"do: Second, {ESSENTIAL}due: match - 2 months",
        "do: Walk, due: match - 2 months",
        f"do: Third, {ESSENTIAL}due: match",
    )
    assert names(small_view(tmp_path, IN_2027, changes).home.next_tasks) == ["First", "Second", "Third"]


def test_other_tasks_fill_up_the_next_ones_only_where_too_few_are_essential(tmp_path: Path) -> None:
    assert names(small_view(tmp_path, IN_2027, MIXED).home.next_tasks) == ["Send it", "Rank", "Rest"]


def test_of_many_late_tasks_only_the_latest_stand_first(tmp_path: Path) -> None:
    now = small_view(tmp_path, IN_2027, MANY_LATE).plan[0]
    assert now.title == "Now"
    assert names(now.essential) == [f"Task {number}" for number in range(30 - MOST_LATE, 30)]
    assert names(now.others) == [f"Task {number}" for number in range(30 - MOST_LATE)]


def test_late_tasks_come_with_a_word_on_what_to_do_with_them(tmp_path: Path) -> None:
    late, ahead = small_view(tmp_path, IN_2027, tasks("do: A, due: match - 12 months", "do: B, due: match")).plan
    assert late.note == "This is usually done by now. Tick what you have done, and begin with the rest."
    assert (late.others_title, ahead.note, ahead.others_title) == ("Also usually done by now", "", "When you have time")


def test_on_the_plan_page_what_can_wait_is_folded_below_its_year(tmp_path: Path) -> None:
    html = page(tmp_path, MIXED)
    essential, fold, others = html.index("Send it"), html.index('<details class="plan-others">'), html.index("Rest")
    assert essential < fold < others
    assert '<summary>When you have time <span class="number">(2)</span></summary>' in html


def test_a_year_without_an_essential_task_has_no_empty_list(tmp_path: Path) -> None:
    assert '<ul class="tasks">\n</ul>' not in page(tmp_path, MIXED)


def test_whether_a_task_is_essential_makes_no_reader_differ(tmp_path: Path) -> None:
    marked = EVERYONE.replace("do: Read it,", f"do: Read it, {ESSENTIAL}")
    plain = told(tmp_path / "plain", {})
    assert told(tmp_path / "marked", {"start/everyone.md": marked}) == plain


def told(root: Path, changes: Mapping[str, str]) -> tuple[str, str, str]:
    """Return what `compare` says and writes about two readers of the small guide, and `explain` about the first."""
    root.mkdir()
    library = small_library(root, changes)
    ana, other = (assemble(library, reader(library.vocabulary, text)) for text in (ANA, IN_2027))
    comparison = compare_guides(ana, other)
    assert [change.task.do for change in comparison.tasks] == ["Read it"]
    return (
        format_comparison(comparison, library),
        comparison_json(comparison, ("ana", "other")),
        explanation_json(explain_selection(library, ana.selection)),
    )


def of_year(guide: Guide, year: int) -> GuideView:
    """Return a reader's website as if they wanted to match in another year."""
    library, profile = guide.library, guide.selection.profile
    facts = library.vocabulary.facts({**profile.facts.given, FieldName("match.year"): year})
    return guide_view(assemble(library, Profile(profile.name, facts)), Kind.WEBSITE)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_reader_has_more_essential_tasks_than_can_be_done(sample_guides: Mapping[str, Guide], profile: str) -> None:
    plan = guide_view(sample_guides[profile], Kind.WEBSITE).plan
    assert FEWEST <= sum(task.is_essential for year in plan for task in (*year.essential, *year.others)) <= MOST
    years = [year for year in plan if year.title.isdecimal() or year.title == "Now"]
    assert [year.title for year in years if len(year.essential) > MOST_IN_A_YEAR] == []


@pytest.mark.parametrize("year", [2027, 2028])
@pytest.mark.parametrize("profile", PROFILES)
def test_nobody_whose_match_is_near_meets_a_wall_of_late_tasks(
    sample_guides: Mapping[str, Guide], profile: str, year: int
) -> None:
    view = of_year(sample_guides[profile], year)
    assert view.plan[0].title == "Now"
    assert 1 <= len(view.plan[0].essential) <= MOST_LATE
    assert all(task.is_essential for task in view.home.next_tasks)


def test_both_halves_of_a_task_for_two_kinds_of_readers_weigh_the_same(library: Library) -> None:
    weights = {(task.do, task.is_essential) for module in library.modules.values() for task in module.tasks}
    both = {do for do, essential in weights if essential} & {do for do, essential in weights if not essential}
    assert both == set()


def test_the_handbook_says_what_its_plan_is_also_where_match_day_is_not_known(tmp_path: Path) -> None:
    view = guide_view(small_guide(tmp_path, "", {}), Kind.HANDBOOK)
    html = handbook_html(view, Paper.A4, Templates(ROOT / "templates"))
    assert "in order of time; what can wait stands below.</p>" in html
