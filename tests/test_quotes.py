"""Quotes and apostrophes in texts outside modules look as they do in modules."""

import pytest

from builder.quotes import curly


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("the host's office", "the host’s office"),
        ("the programs' own pages", "the programs’ own pages"),
        ('Take "retake" off', "Take “retake” off"),
        ('"Passed" means (as in "2027-03") passed', "“Passed” means (as in “2027-03”) passed"),
        ("told from 'nobody like you'.", "told from ‘nobody like you’."),  # noqa: RUF001 - the mark itself
        ("the class of '19", "the class of ’19"),
        ("no mark at all", "no mark at all"),
    ],
)
def test_a_quote_opens_where_a_word_begins_and_closes_elsewhere(typed: str, shown: str) -> None:
    assert curly(typed) == shown
