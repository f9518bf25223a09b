"""The events of a calendar file that Matchbook wrote before."""

import re
from collections.abc import Mapping

from builder.records import dataclass, replace

_EVENT = re.compile(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", re.DOTALL)
_SAYS = ("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION")


@dataclass(frozen=True, slots=True)
class Event:
    """An event: the name it has in every calendar, the number of its revision, and what it says, line by line."""

    name: str
    number: int
    says: tuple[str, ...]
    is_cancelled: bool

    def after(self, before: "Event") -> "Event":
        """Return this event with the number of the one before, or a higher one where it says something else."""
        is_same = (self.says, self.is_cancelled) == (before.says, before.is_cancelled)
        return replace(self, number=max(self.number, before.number + (not is_same)))


def parse_events(calendar: bytes) -> Mapping[str, Event]:
    """Return the events of a calendar as it was written, by name; none where there is no calendar."""
    text = calendar.decode().replace("\r\n ", "")
    events = (_event(found[1].removesuffix("\r\n").split("\r\n")) for found in _EVENT.finditer(text))
    return {event.name: event for event in events}


def _event(lines: list[str]) -> Event:
    values = dict(line.split(":", 1) for line in lines)
    return Event(
        name=values["UID"],
        number=int(values["SEQUENCE"]),
        says=tuple(line for line in lines if line.startswith(_SAYS)),
        is_cancelled=values.get("STATUS") == "CANCELLED",
    )
