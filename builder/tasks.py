"""Things to do, with windows relative to the guide's named dates."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from builder.conditions.names import Names
from builder.conditions.nodes import Condition
from builder.conditions.phrases import Phrase
from builder.dates import months_before
from builder.diagnostics import Problems, did_you_mean
from builder.records import dataclass
from builder.vocabulary import parse_when, written_phrase
from builder.yaml_text import Dictionary, Node
from builder.yaml_values import flag_of, keys_of, required_prose, text_of

_WINDOW = re.compile(r"(?P<name>\w+)(?:\s*(?P<sign>[-+])\s*(?P<count>[0-9]{1,3})\s*(?P<unit>day|week|month)s?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time relative to a named date; `months` and `days` count towards the past."""

    date_name: str
    months: int
    days: int

    def on(self, day: date) -> date:
        """Return the moment, given the day of the named date."""
        return months_before(day, self.months) - timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do, for whom, and from when until when.

    `is_essential` where the reader's whole plan fails without it.
    """

    do: str
    is_essential: bool
    when: Condition
    phrase: Phrase | None
    start: Moment | None
    due: Moment | None

    def __hash__(self) -> int:
        return hash(self.do)


def parse_task(node: Node, names: Names, date_names: Collection[str], problems: Problems) -> Task:
    """Read one item of a module's `tasks`, noting what is wrong with it."""
    keys = keys_of(node, "a task", ("do", "essential", "when", "start", "due"), problems)
    entry = node if isinstance(node, Dictionary) else Dictionary({}, {}, node.place)
    return Task(
        do=required_prose(entry, "do", "a task", problems),
        is_essential=flag_of(keys.get("essential"), "`essential`", problems) is True,
        when=parse_when(keys.get("when"), names, problems),
        phrase=written_phrase(keys.get("when")),
        start=_moment(keys.get("start"), date_names, problems),
        due=_moment(keys.get("due"), date_names, problems),
    )


def _moment(node: Node | None, date_names: Collection[str], problems: Problems) -> Moment | None:
    if node is None:
        return None
    match = _WINDOW.fullmatch(text_of(node, "a task's date", problems))
    if match is None:
        problems.add(node.place, "a task's date cannot be read", "write it like `match - 30 months`")
        return None
    if match["name"] not in date_names:
        problems.add(node.place, f"unknown date `{match['name']}`", did_you_mean(match["name"], date_names))
    count = int(match["count"] or 0) * (-1 if match["sign"] == "+" else 1)
    if match["unit"] == "month":
        return Moment(match["name"], count, 0)
    return Moment(match["name"], 0, count * (7 if match["unit"] == "week" else 1))
