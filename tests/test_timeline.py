"""The picture of the plan: bars, ticks and words, the same in the website and in the handbook."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from builder.guide import Guide
from builder.handbook import handbook_html
from builder.paper import Paper
from builder.picture_views import TimelineRowView, TimelineView
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.timeline import timeline_view
from builder.templating import Templates
from tests.building import ROOT, small_guide
from tests.guides import EVERYONE

YEAR_BEFORE = "match: {year: 2027}\n"  # Match Day is 117 days after the edition
TASK = "{do: Read it, due: match - 2 months}"


def with_tasks(root: Path, profile: str, *tasks: str) -> Guide:
    return small_guide(root, profile, {"start/everyone.md": EVERYONE.replace(TASK, "\n  - ".join(tasks))})


def timeline_of(guide: Guide) -> TimelineView:
    timeline = timeline_view(guide)
    assert timeline is not None
    return timeline


def test_a_chapter_is_a_row_with_a_bar_from_the_first_day_to_the_last_and_a_tick_where_a_task_is_due(
    tmp_path: Path,
) -> None:
    guide = with_tasks(tmp_path, YEAR_BEFORE, "{do: Read it, start: match - 70 days, due: match - 40 days}")
    timeline = timeline_of(guide)
    assert timeline.rows == (TimelineRowView(title="Start", count="1 task", bars=((40.17, 25.64),), ticks=(65.81,)),)
    assert timeline.years == ((34.19, "2027"),)
    assert timeline.days == ((100.0, "Match Day, March 19, 2027"),)
    assert timeline.start == "November 2026"


def test_windows_that_touch_are_one_bar(tmp_path: Path) -> None:
    tasks = (
        "{do: One, start: match - 70 days, due: match - 50 days}",
        "{do: Two, start: match - 60 days, due: match - 40 days}",
        "{do: Three, start: match - 20 days, due: match - 10 days}",
    )
    (row,) = timeline_of(with_tasks(tmp_path, YEAR_BEFORE, *tasks)).rows
    assert row.bars == ((40.17, 25.64), (82.91, 8.54))
    assert row.ticks == (57.26, 65.81, 91.45)


def test_what_is_late_stands_at_the_start_and_what_comes_after_at_the_end(tmp_path: Path) -> None:
    tasks = ("{do: Late, due: match - 12 months}", "{do: After, start: match - 1 day, due: match + 2 months}")
    (row,) = timeline_of(with_tasks(tmp_path, YEAR_BEFORE, *tasks)).rows
    assert row.bars == ((0.0, 0.0), (99.15, 0.85))
    assert row.ticks == (0.0, 100.0)


def test_the_picture_says_the_same_in_words(tmp_path: Path) -> None:
    guide = with_tasks(tmp_path, YEAR_BEFORE, "{do: Read it, start: match - 70 days, due: match - 40 days}")
    assert timeline_of(guide).alt == (
        "Your plan from November 2026 on. Match Day is on March 19, 2027. Start: 1 task, January 2027 to February 2027."
    )


@pytest.mark.parametrize("profile", ["", "match: {year: 2026}\n", "match: {year: 2024}\n"], ids=["open", "now", "past"])
def test_without_a_day_ahead_there_is_no_picture(tmp_path: Path, profile: str) -> None:
    assert timeline_view(small_guide(tmp_path, profile)) is None


def test_website_and_handbook_show_the_same_pictures(
    sample_guides: Mapping[str, Guide], sample_websites: Mapping[str, Mapping[str, bytes]]
) -> None:
    view = guide_view(sample_guides["sample"], Kind.HANDBOOK)
    handbook = BeautifulSoup(handbook_html(view, Paper.A4, Templates(ROOT / "templates")), "html5lib")
    plan, home = (BeautifulSoup(sample_websites["sample"][page], "html5lib") for page in ("plan.html", "index.html"))
    assert str(plan.select_one(".timeline svg")) == str(handbook.select_one("#plan .timeline svg"))
    assert str(home.select_one(".score-line svg")) == str(handbook.select_one("#glance .score-line svg"))
    assert "Match Day is on March 15, 2030" in plan.select(".timeline title")[0].text
