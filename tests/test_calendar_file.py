"""The plan as a calendar file, read back by an independent library."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from builder.calendar_file import escaped, folded, render_calendar
from builder.guide import Guide
from tests.building import make_project, matchbook, small_guide
from tests.guides import EVERYONE, GUIDE, LOW

PROFILE = "name: Ana\nstep1: {status: passed, score: 212}\nmatch: {year: 2029}\n"
NEXT_EDITION = GUIDE.replace("2026-11-22", "2027-02-01")


def calendar_of(guide: Guide) -> bytes:
    calendar = render_calendar(guide)
    assert calendar is not None
    return calendar


def events(calendar: bytes) -> Mapping[str, Event]:
    found = [part for part in Calendar.from_ical(calendar).walk("VEVENT") if isinstance(part, Event)]
    by_name = {str(event["UID"]): event for event in found}
    assert len(by_name) == len(found)
    return by_name


def days(calendar: bytes) -> Mapping[str, date]:
    return {name: event.decoded("DTSTART") for name, event in events(calendar).items()}


def test_every_dated_task_and_named_date_is_an_event_of_one_day(tmp_path: Path) -> None:
    found = events(calendar_of(small_guide(tmp_path, PROFILE)))
    task = found["task-everyone-1@a-small-guide"]
    assert set(found) == {"date-match@a-small-guide", "task-everyone-1@a-small-guide"}
    assert (task["SUMMARY"], task["DESCRIPTION"]) == ("Read it", "By January 2029\n1.1 For everyone")
    assert (task.decoded("DTSTART"), task.decoded("DTEND")) == (date(2029, 1, 16), date(2029, 1, 17))
    assert found["date-match@a-small-guide"]["SUMMARY"] == "Match Day"
    assert days(calendar_of(small_guide(tmp_path, PROFILE)))["date-match@a-small-guide"] == date(2029, 3, 16)


def test_every_task_of_the_sample_with_a_day_is_in_its_calendar(sample_guides: Mapping[str, Guide]) -> None:
    guide = sample_guides["sample"]
    dated = {task.anchor for module in guide.modules for task in module.tasks if task.due or task.start}
    found = events(calendar_of(guide))
    assert len(dated) > 50
    assert {name.partition("@")[0] for name in found} == dated | {"date-match"}


def test_a_newer_edition_changes_an_event_and_adds_none(tmp_path: Path) -> None:
    before = events(calendar_of(small_guide(tmp_path / "old", PROFILE)))
    later = PROFILE.replace("2029", "2030")
    after = events(calendar_of(small_guide(tmp_path / "new", later, {"guide.yaml": NEXT_EDITION})))
    assert set(before) == set(after)
    assert {event["SEQUENCE"] for event in before.values()} == {739942}
    assert {event["SEQUENCE"] for event in after.values()} == {740013}
    assert {event.decoded("DTSTAMP").date() for event in after.values()} == {date(2027, 2, 1)}


def test_a_task_that_is_late_stands_on_the_day_of_the_edition(tmp_path: Path) -> None:
    guide = small_guide(tmp_path, "match: {year: 2026}\n")
    found = days(calendar_of(guide))
    assert found["task-everyone-1@a-small-guide"] == date(2026, 11, 22)


def test_the_public_address_names_the_events(tmp_path: Path) -> None:
    address = "edition: 2026-11-22\naddress: https://guide.example.org/ent/"
    changes = {"guide.yaml": GUIDE.replace("edition: 2026-11-22", address)}
    assert set(events(calendar_of(small_guide(tmp_path, PROFILE, changes)))) == {
        "date-match@guide.example.org",
        "task-everyone-1@guide.example.org",
    }


def test_the_calendar_holds_nothing_of_the_profile_but_days(tmp_path: Path) -> None:
    calendar = calendar_of(small_guide(tmp_path, PROFILE)).decode()
    assert "Ana" not in calendar
    assert "212" not in calendar


def test_a_guide_without_dated_tasks_has_no_calendar(tmp_path: Path) -> None:
    changes = {"start/everyone.md": EVERYONE.replace("due: match - 2 months", "when: low"), "start/low.md": LOW}
    assert render_calendar(small_guide(tmp_path, "", changes)) is None


def test_marks_of_the_format_in_a_task_are_text(tmp_path: Path) -> None:
    text = r"""{do: 'Write; twice, "by hand" \n and é́ 中文 ' , due: match - 2 months}"""
    changes = {"start/everyone.md": EVERYONE.replace("{do: Read it, due: match - 2 months}", text)}
    found = events(calendar_of(small_guide(tmp_path, PROFILE, changes)))
    assert str(found["task-everyone-1@a-small-guide"]["SUMMARY"]).strip() == r"Write; twice, “by hand” \n and é́ 中文"


@example("é" * 200)
@example("a" * 200)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_from_short_lines(text: str) -> None:
    line = folded(f"SUMMARY:{escaped(text)}")
    assert max(len(part.encode()) for part in line.split("\r\n")) <= 75
    printable = "".join(letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if is_kept(letter))
    whole = f"BEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\n"
    assert str(Event.from_ical(whole.encode()).get("SUMMARY", "")) == printable


def is_kept(letter: str) -> bool:
    return letter in "\n\t" or not (letter < " " or letter == "\x7f")


def test_build_writes_the_calendar_where_it_is_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = matchbook(project, "build", "profiles/ana.yaml", "--no-pdf", "--calendar")
    assert ended.stdout == "site/ana/index.html\nsite/ana/plan.ics\n"
    assert (project / "site" / "ana" / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert matchbook(project, "build", "profiles/ana.yaml", "--no-pdf").stdout == "site/ana/index.html\n"
    assert not (project / "site" / "ana" / "plan.ics").exists()


def test_a_plan_without_days_says_which_answer_it_waits_for(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "build", "profiles/empty.yaml", "--no-pdf", "--calendar")
    assert (ended.returncode, ended.stdout) == (0, "site/empty/index.html\n")
    assert ended.stderr == (
        "plan.ics: warning: nothing in the plan has a day, so there is no calendar\n"
        "  hint: answer `match.year` in the profile\n\n"
    )
