"""Dates in words and dates by rule, the same in every locale."""

import re
from calendar import monthrange
from datetime import date, timedelta

from builder.records import dataclass

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = ("first", "second", "third", "fourth", "last")
# Months of a reader's plan lie between these, as `month_number` counts them.
FIRST_MONTH, LAST_MONTH = 1900 * len(MONTHS), 2200 * len(MONTHS) - 1
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_RULE = re.compile(rf"({'|'.join(_ORDINALS)}) ({'|'.join(_WEEKDAYS)}) of ({'|'.join(MONTHS)})")


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """A day that comes back every year: the third Friday of March."""

    ordinal: str
    weekday: str
    month: str

    def in_year(self, year: int) -> date:
        """Return the day in a year."""
        month = MONTHS.index(self.month) + 1
        first = date(year, month, 1)
        start = first + timedelta(days=(_WEEKDAYS.index(self.weekday) - first.weekday()) % 7)
        if self.ordinal != "last":
            return start + timedelta(weeks=_ORDINALS.index(self.ordinal))
        left = (monthrange(year, month)[1] - start.day) // 7
        return start + timedelta(weeks=left)


def parse_yearly_rule(text: str) -> YearlyRule | None:
    """Read "third Friday of March"; None where the text is no such rule."""
    match = _RULE.fullmatch(text)
    return YearlyRule(*match.groups()) if match else None


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def say_date(day: date) -> str:
    """Return a date as "November 22, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def say_month_of(day: date) -> str:
    """Return the month of a date as "November 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def is_month(text: str) -> bool:
    """Tell whether a text is a month in digits: 2027-03."""
    return bool(_MONTH.fullmatch(text))


def month_number(month: str) -> int:
    """Return a month as a count of months, so that they can be added to."""
    year, _, number = month.partition("-")
    return int(year) * len(MONTHS) + int(number) - 1


def numbered_month(number: int) -> str:
    """Return the month that `month_number` counted: "2027-03"."""
    year, month = divmod(number, len(MONTHS))
    return f"{year:04}-{month + 1:02}"


def next_month(month: str) -> str:
    """Return "2028-01" for "2027-12"."""
    return numbered_month(month_number(month) + 1)


def say_when(text: str) -> str:
    """Return a day or month written in digits in words, and any other text as it is."""
    if is_month(text):
        return say_month(text)
    try:
        return say_date(date.fromisoformat(text))
    except ValueError:
        return text


def say_month(month: str) -> str:
    """Return "March 2027" for "2027-03"."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"
