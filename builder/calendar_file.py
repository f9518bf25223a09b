"""A reader's plan as a calendar file (RFC 5545) that other calendars import."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from builder.guide import Guide
from builder.outline import Outline
from builder.plan import by_time, day_of, last_day, say_window
from builder.wording import first_up

_LONGEST_LINE = 75  # octets, without the line's end: RFC 5545, section 3.1
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def render_calendar(guide: Guide) -> bytes | None:
    """Return an all-day event for the last day of each task and for each named date; None where nothing has a day.

    An event has the same name in every edition, so that importing the file again changes it and adds none.
    The names say nothing about the reader.
    """
    events = (*_named_days(guide), *_task_days(guide))
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
    lines = (*head, *(line for event in events for line in event), "END:VCALENDAR")
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


def _named_days(guide: Guide) -> Iterator[tuple[str, ...]]:
    outline = guide.library.outline
    for name, named in outline.dates.items():
        day = day_of(named, guide.facts)
        if day is not None:
            yield _event(f"date-{name}", day, named.title, outline.title, outline)


def _task_days(guide: Guide) -> Iterator[tuple[str, ...]]:
    outline = guide.library.outline
    numbers = {module.id: module.number for module in guide.modules}
    for task in by_time((task for module in guide.modules for task in module.tasks), outline.edition):
        last = last_day(task)
        if last is not None:
            window = first_up(say_window(task, outline.edition, outline))
            about = f"{window}\n{numbers[task.module.id]} {task.module.title}"
            # What is late already stands on the day of the edition: nobody looks for it in the past.
            yield _event(task.anchor, max(last, outline.edition), task.task.do, about, outline)


def _event(key: str, day: date, summary: str, description: str, outline: Outline) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT",
        f"UID:{key}@{_guide_name(outline)}",
        f"DTSTAMP:{outline.edition:%Y%m%d}T000000Z",
        f"SEQUENCE:{outline.edition.toordinal()}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _guide_name(outline: Outline) -> str:
    """Return what tells this guide's events from those of another guide: its host, else its title."""
    host = urlsplit(outline.address).hostname
    return host or _NOT_PLAIN.sub("-", outline.title.lower()).strip("-") or "guide"
