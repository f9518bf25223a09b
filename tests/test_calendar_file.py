"""The plan as a calendar file, read back by an independent library."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from builder.calendar_file import escaped, folded, render_calendar
from builder.guide import Guide
from tests.building import make_project, matchbook, small_guide
from tests.guides import EVERYONE, GUIDE, LOW

PROFILE = "name: Ana\nstep1: {status: passed, score: 212}\nmatch: {year: 2029}\n"
NO_EVENTS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
TASK = "tasks:\n  - {do: Ask somebody, due: match - 3 months}\n"
NEXT_EDITION = GUIDE.replace("2026-11-22", "2027-02-01")


def calendar_of(guide: Guide, earlier: bytes = b"") -> bytes:
    calendar = render_calendar(guide, earlier)
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
    assert {event["SEQUENCE"] for event in before.values()} == {739942000}
    assert {event["SEQUENCE"] for event in after.values()} == {740013000}
    assert {event.decoded("DTSTAMP").date() for event in after.values()} == {date(2027, 2, 1)}


def imported(known: Mapping[str, Event], calendar: bytes) -> Mapping[str, Event]:
    """Return the events of a calendar that takes in another as RFC 5546, section 2.1.5, has it."""
    news = {
        name: event for name, event in events(calendar).items() if name not in known or is_newer(event, known[name])
    }
    return {**known, **news}


def is_newer(event: Event, known: Event) -> bool:
    return version(event) > version(known)


def version(event: Event) -> tuple[int, datetime]:
    return int(str(event["SEQUENCE"])), event.decoded("DTSTAMP")


def standing(known: Mapping[str, Event]) -> Mapping[str, date]:
    return {name: event.decoded("DTSTART") for name, event in known.items() if event["STATUS"] != "CANCELLED"}


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Guide]:
    """Return the guides of one reader in one edition who changes a year, a score and whether there is a year."""
    changes = {"start/everyone.md": EVERYONE, "start/low.md": LOW.replace("---\n", "---\n" + TASK, 1)}
    return [
        small_guide(tmp_path_factory.mktemp("guides"), answers, changes)
        for answers in (PROFILE, PROFILE.replace("2029", "2030"), PROFILE.replace("212", "250"), "name: Ana\n")
    ]


@pytest.fixture(scope="module")
def plan(guides: Sequence[Guide]) -> Callable[[int, bytes], bytes]:
    """Return a way to have the calendar of one of the guides after another calendar."""
    return lambda number, earlier: render_calendar(guides[number], earlier) or NO_EVENTS


@example([0, 1, 0, 2, 0, 3, 1])
@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_a_calendar_that_takes_in_each_plan_holds_just_the_last_one(
    plan: Callable[[int, bytes], bytes], order: list[int]
) -> None:
    known: Mapping[str, Event] = {}
    calendar = b""
    for number in order:
        calendar = plan(number, calendar)
        known = imported(known, calendar)
    assert standing(known) == days(plan(order[-1], b""))


def test_the_same_plan_after_itself_is_the_same_file(guides: Sequence[Guide]) -> None:
    first = calendar_of(guides[0])
    second = calendar_of(guides[1], first)
    assert calendar_of(guides[0], first) == first
    assert calendar_of(guides[1], second) == second
    assert len({first, second, calendar_of(guides[0], second)}) == 3


def test_only_what_moved_has_a_new_number(guides: Sequence[Guide]) -> None:
    before, after = events(calendar_of(guides[0])), events(calendar_of(guides[2], calendar_of(guides[0])))
    changed = {name for name, event in after.items() if is_newer(event, before[name])}
    assert changed == {"task-low-1@a-small-guide"}
    assert after["task-low-1@a-small-guide"]["STATUS"] == "CANCELLED"
    assert before.keys() == after.keys()


def test_a_newer_edition_forgets_what_an_earlier_one_cancelled(tmp_path: Path, guides: Sequence[Guide]) -> None:
    cancelled = calendar_of(guides[2], calendar_of(guides[0]))
    newer = small_guide(tmp_path, PROFILE.replace("212", "250"), {"guide.yaml": NEXT_EDITION})
    assert set(events(calendar_of(newer, cancelled))) == {"date-match@a-small-guide", "task-everyone-1@a-small-guide"}


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


def test_build_follows_on_the_calendar_that_it_replaces(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    profile, calendar = project / "profiles" / "ana.yaml", project / "site" / "ana" / "plan.ics"
    build = ("build", "profiles/ana.yaml", "--no-pdf", "--calendar")
    matchbook(project, *build)
    first = calendar.read_bytes()
    profile.write_text(profile.read_text(encoding="utf-8").replace("2029", "2030"), encoding="utf-8")
    matchbook(project, *build)
    second = calendar.read_bytes()
    assert standing(imported(events(first), second)) == days(second) != days(first)
    matchbook(project, *build)
    assert calendar.read_bytes() == second


def test_a_calendar_that_was_changed_by_hand_is_not_followed(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    calendar = project / "site" / "ana" / "plan.ics"
    build = ("build", "profiles/ana.yaml", "--no-pdf", "--calendar")
    matchbook(project, *build)
    first = calendar.read_bytes()
    calendar.write_bytes(first.replace(b"SUMMARY:", b"SUMMARY:My own "))
    assert matchbook(project, *build).returncode == 0
    assert calendar.read_bytes() == first


def test_a_plan_without_days_says_which_answer_it_waits_for(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "build", "profiles/empty.yaml", "--no-pdf", "--calendar")
    assert (ended.returncode, ended.stdout) == (0, "site/empty/index.html\n")
    assert ended.stderr == (
        "plan.ics: warning: nothing in the plan has a day, so there is no calendar\n"
        "  hint: answer `match.year` in the profile\n\n"
    )
