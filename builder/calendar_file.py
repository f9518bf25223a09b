"""A reader's plan as a calendar file (RFC 5545) that other calendars import."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from builder.earlier_calendar import Event, parse_events
from builder.guide import Guide
from builder.outline import Outline
from builder.plan import by_time, day_of, last_day, say_window
from builder.wording import first_up

_LONGEST_LINE = 75  # octets, without the line's end: RFC 5545, section 3.1
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_REVISIONS = 1000  # of an event in one edition


def render_calendar(guide: Guide, earlier: bytes = b"") -> bytes | None:
    """Return an all-day event for the last day of each task and for each named date; None where nothing has a day.

    An event has the same name in every edition, so that importing the file again changes it and adds none.
    The names say nothing about the reader. Other programs take an event for news only where its number is higher
    (RFC 5546, section 2.1.5): so what is another event than in the calendar before has the next one, and what is no
    event any more is cancelled.
    """
    before = parse_events(earlier)
    events = tuple(_revised((*_named_days(guide), *_task_days(guide)), before, guide.library.outline.edition))
    if not events:
        return None
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Matchbook//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(guide.library.outline.title)}",
    )
    edition = guide.library.outline.edition
    lines = (*head, *(line for event in events for line in _lines(event, edition)), "END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """Return a text as a calendar's value: nothing in it ends a line or a value."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line broken after at most 75 octets, never inside a letter; each next line starts with a space."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += octets
    return "\r\n".join(pieces)


def _named_days(guide: Guide) -> Iterator[Event]:
    outline = guide.library.outline
    for name, named in outline.dates.items():
        day = day_of(named, guide.facts)
        if day is not None:
            yield _event(f"date-{name}", day, named.title, outline.title, outline)


def _task_days(guide: Guide) -> Iterator[Event]:
    outline = guide.library.outline
    numbers = {module.id: module.number for module in guide.modules}
    for task in by_time((task for module in guide.modules for task in module.tasks), outline.edition):
        last = last_day(task)
        if last is not None:
            window = first_up(say_window(task, outline.edition, outline))
            about = f"{window}\n{numbers[task.module.id]} {task.module.title}"
            # What is late already stands on the day of the edition: nobody looks for it in the past.
            yield _event(task.anchor, max(last, outline.edition), task.task.do, about, outline)


def _event(key: str, day: date, summary: str, description: str, outline: Outline) -> Event:
    says = (
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(description)}",
    )
    return Event(f"{key}@{_guide_name(outline)}", _first_number(outline.edition), says, is_cancelled=False)


def _first_number(edition: date) -> int:
    return edition.toordinal() * _REVISIONS


def _revised(events: tuple[Event, ...], before: Mapping[str, Event], edition: date) -> Iterator[Event]:
    """Yield events with the numbers that follow on those before, and what has to be cancelled."""
    for event in events:
        yield event.after(before.get(event.name, event))
    for event in before.values():
        is_gone = event.name not in {each.name for each in events}
        # What an earlier edition cancelled is forgotten.
        if is_gone and not (event.is_cancelled and event.number < _first_number(edition)):
            yield Event(event.name, _first_number(edition), event.says, is_cancelled=True).after(event)


def _lines(event: Event, edition: date) -> tuple[str, ...]:
    midnight = datetime(edition.year, edition.month, edition.day, tzinfo=UTC)
    stamp = midnight + timedelta(seconds=event.number - _first_number(edition))
    return (
        "BEGIN:VEVENT",
        f"UID:{event.name}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"LAST-MODIFIED:{stamp:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{event.number}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        *event.says,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _guide_name(outline: Outline) -> str:
    """Return what tells this guide's events from those of another guide: its host, else its title."""
    host = urlsplit(outline.address).hostname
    return host or _NOT_PLAIN.sub("-", outline.title.lower()).strip("-") or "guide"
