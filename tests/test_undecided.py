"""Which questions can still change something: exactly those, by the side of trying every reader there is."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings

from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.forcing import is_impossible
from builder.conditions.nodes import Condition
from builder.conditions.truth import Truth
from builder.conditions.undecided import undecided_fields
from builder.schema import FieldName, Value
from tests.condition_strategies import (
    MANY_ITEMS,
    SMALL_READERS,
    SMALL_WORLD,
    condition,
    conditions,
    facts,
    readers_who_say_more,
    small_conditions,
    small_readers,
)

Given = frozenset[tuple[FieldName, Value]]
EVERYBODY: Mapping[Given, Facts] = {frozenset(reader.given.items()): reader for reader in SMALL_READERS}


def changing_by_trying(tree: Condition, given_: Facts) -> set[FieldName]:
    """Return the fields in which alone two readers differ who say all that is given, and who get different things."""
    said = frozenset(given_.given.items())
    truths = {answers: judge(tree, reader) for answers, reader in EVERYBODY.items() if said <= answers}
    return {
        name
        for answers in truths
        for name, more in answered(answers)
        if truths.get(more, truths[answers]) is not truths[answers]
    }


def answered(answers: Given) -> Iterator[tuple[FieldName, Given]]:
    """Yield the answers with each possible answer to one more field."""
    names = {name for name, _ in answers}
    for name, values in SMALL_WORLD.items():
        if name not in names:
            yield from ((name, answers | {(name, value)}) for value in values)


@given(small_conditions(), small_readers())
@settings(max_examples=300, deadline=None)
def test_a_question_is_named_if_and_only_if_some_readers_answer_to_it_changes_the_condition(
    tree: Condition, given_: Facts
) -> None:
    assert undecided_fields(tree, given_) == changing_by_trying(tree, given_)


@given(conditions(), readers_who_say_more())
@settings(max_examples=300, deadline=None)
def test_an_answer_that_was_not_named_changes_nothing_whatever_the_kind_of_field(
    tree: Condition, some_and_more: tuple[Facts, Facts]
) -> None:
    some, more = some_and_more
    named = undecided_fields(tree, some)

    assert {judge(tree, one) for one in others(more, some, named)} <= {judge(tree, more)}


def others(more: Facts, some: Facts, named: frozenset[FieldName]) -> Iterator[Facts]:
    """Yield the readers who leave out one answer of `more` that is neither among `some` nor named."""
    for name in more.given:
        less = more.giving({other: value for other, value in more.given.items() if other != name})
        if name not in named and name not in some.given and not is_impossible(less):
            yield less


@pytest.mark.parametrize(
    ("text", "given_", "named"),
    [
        # without an answer the module is open, with any it is in
        ("letters.us < 24 or letters.us >= 24", {}, {"letters.us"}),
        ("visa.needs and (visa.needs or backup.open)", {}, {"visa.needs"}),
        ("visa.needs or visa.needs and low", {}, {"visa.needs"}),
        ("known name or not known name", {}, set()),
        ("(known name or backup.open) and (not known name or backup.open)", {}, {"backup.open"}),
        ("letters.us > 2 and backup.open", {"backup.open": False}, set()),
        ("letters.us > 2 and backup.open", {"letters.us": 3}, {"backup.open"}),
        ("letters.us < 2 and backup.open or letters.us > 4 and backup.open", {"letters.us": 3}, set()),
        ("step1.score < 230", {}, {"step1.status", "step1.score"}),
        ("step1.score < 230", {"step1.status": "not taken"}, set()),
        ("known step1.score", {}, {"step1.score"}),
        ('visa.preferred == "J-1" and visa.needs', {}, {"visa.needs", "visa.preferred"}),
        ('visa.employer == "Acme"', {"visa.needs": True}, {"visa.preferred", "visa.employer"}),
        ("letters.us > letters.other", {"letters.us": 50}, {"letters.other"}),
    ],
)  # fmt: skip
def test_only_questions_that_can_change_something_are_named(
    text: str, given_: Mapping[str, Value], named: set[str]
) -> None:
    assert undecided_fields(condition(text), facts(given_)) == named


def test_where_there_is_too_much_to_try_a_question_is_named_that_may_change_nothing() -> None:
    tree = condition(f"({MANY_ITEMS}) and backup.open and (backup.open or known name)")

    assert FieldName("name") in undecided_fields(tree, facts({}))
    assert {judge(tree, facts(given_)) for given_ in ({}, {"name": "Ana"})} == {Truth.UNKNOWN}
