"""Dates by rule, dates counted back, and dates in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.dates import (
    MONTHS,
    YearlyRule,
    months_before,
    parse_yearly_rule,
    say_date,
    say_month,
    say_month_of,
    say_when,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth")

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
years = st.integers(1900, 2200)


@pytest.mark.parametrize(
    ("ordinal", "weekday", "month", "day"),
    [
        ("third", "Friday", "March", date(2027, 3, 19)),
        ("first", "Monday", "March", date(2027, 3, 1)),
        ("first", "Sunday", "March", date(2027, 3, 7)),
        ("second", "Monday", "March", date(2027, 3, 8)),
        ("fourth", "Sunday", "March", date(2027, 3, 28)),
        ("last", "Sunday", "March", date(2027, 3, 28)),
        ("last", "Monday", "March", date(2027, 3, 29)),
        ("last", "Wednesday", "March", date(2027, 3, 31)),
        ("last", "Sunday", "February", date(2027, 2, 28)),
        ("fourth", "Monday", "February", date(2027, 2, 22)),
        ("last", "Friday", "December", date(2027, 12, 31)),
        ("first", "Friday", "January", date(2027, 1, 1)),
    ],
)
def test_a_rule_gives_the_day_of_a_year(ordinal: str, weekday: str, month: str, day: date) -> None:
    assert YearlyRule(ordinal, weekday, month).in_year(2027) == day


@pytest.mark.parametrize(
    ("year", "match_day"),
    [
        (2024, date(2024, 3, 15)),
        (2025, date(2025, 3, 21)),
        (2026, date(2026, 3, 20)),
        (2028, date(2028, 3, 17)),
        (2030, date(2030, 3, 15)),
    ],
)
def test_a_rule_gives_another_day_each_year(year: int, match_day: date) -> None:
    assert YearlyRule("third", "Friday", "March").in_year(year) == match_day


def test_a_leap_year_has_a_last_day_more() -> None:
    assert YearlyRule("last", "Tuesday", "February").in_year(2028) == date(2028, 2, 29)


@given(st.sampled_from(ORDINALS), st.sampled_from(WEEKDAYS), st.sampled_from(MONTHS), years)
def test_a_rule_counts_the_weekdays_of_its_month(ordinal: str, weekday: str, month: str, year: int) -> None:
    day = YearlyRule(ordinal, weekday, month).in_year(year)

    assert (day.year, MONTHS[day.month - 1], WEEKDAYS[day.weekday()]) == (year, month, weekday)
    assert ORDINALS[(day.day - 1) // 7] == ordinal


@given(st.sampled_from(WEEKDAYS), st.sampled_from(MONTHS), years)
def test_a_week_after_the_last_weekday_of_a_month_the_month_is_over(weekday: str, month: str, year: int) -> None:
    day = YearlyRule("last", weekday, month).in_year(year)

    assert (day.year, MONTHS[day.month - 1], WEEKDAYS[day.weekday()]) == (year, month, weekday)
    assert date.fromordinal(day.toordinal() + 7).month != day.month


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("third Friday of March", YearlyRule("third", "Friday", "March")),
        ("last Wednesday of September", YearlyRule("last", "Wednesday", "September")),
        ("first Monday of May", YearlyRule("first", "Monday", "May")),
    ],
)
def test_a_rule_is_read_from_words(text: str, rule: YearlyRule) -> None:
    assert parse_yearly_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fifth Friday of March",
        "third friday of March",
        "Third Friday of March",
        "third Friday in March",
        "third Friday of Mar",
        "third  Friday of March",
        "the third Friday of March",
        "third Friday of March.",
        "2027-03-19",
    ],
)
def test_any_other_text_is_no_rule(text: str) -> None:
    assert parse_yearly_rule(text) is None


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2027, 3, 19), 0, date(2027, 3, 19)),
        (date(2027, 3, 19), 2, date(2027, 1, 19)),
        (date(2027, 3, 19), 3, date(2026, 12, 19)),
        (date(2027, 3, 19), 12, date(2026, 3, 19)),
        (date(2027, 3, 19), 30, date(2024, 9, 19)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 3, 31), 4, date(2026, 11, 30)),
        (date(2027, 12, 31), 12, date(2026, 12, 31)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 3, 19), -1, date(2027, 4, 19)),
        (date(2027, 12, 31), -2, date(2028, 2, 29)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last_one(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier


@given(days, st.integers(-240, 240))
def test_counting_back_reaches_the_month_so_many_months_earlier(day: date, months: int) -> None:
    earlier = months_before(day, months)

    assert earlier.year * 12 + earlier.month == day.year * 12 + day.month - months
    assert earlier.day <= day.day
    assert earlier.day == day.day or date.fromordinal(earlier.toordinal() + 1).day == 1


@given(days, st.integers(0, 240))
def test_of_two_days_the_later_one_is_never_the_earlier_one_after_counting_back(day: date, months: int) -> None:
    assert months_before(day, months) <= months_before(date.fromordinal(day.toordinal() + 1), months)


def test_a_day_and_its_month_are_said_in_words() -> None:
    assert say_date(date(2026, 11, 2)) == "November 2, 2026"
    assert say_month_of(date(2026, 11, 2)) == "November 2026"


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-01", "January 2026"),
        ("2026-02", "February 2026"),
        ("2027-03", "March 2027"),
        ("2027-04", "April 2027"),
        ("2027-05", "May 2027"),
        ("2027-06", "June 2027"),
        ("2027-07", "July 2027"),
        ("2027-08", "August 2027"),
        ("2027-09", "September 2027"),
        ("2027-10", "October 2027"),
        ("2027-11", "November 2027"),
        ("2026-12", "December 2026"),
    ],
)
def test_a_month_in_digits_is_said_in_words(month: str, words: str) -> None:
    assert say_month(month) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-03", "March 2027"),
        ("2027-03-09", "March 9, 2027"),
        ("2018", "2018"),
        ("2027-13", "2027-13"),
        ("2027-02-30", "2027-02-30"),
        ("the 2026 season", "the 2026 season"),
        ("", ""),
    ],
)
def test_only_days_and_months_in_digits_are_put_into_words(text: str, words: str) -> None:
    assert say_when(text) == words


@given(days)
def test_a_day_written_in_digits_is_said_as_the_day(day: date) -> None:
    assert say_when(day.isoformat()) == say_date(day)
