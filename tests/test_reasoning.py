"""Reasoning about all readers agrees with asking every reader there is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.conditions.checker import parse_condition
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import And, Condition, Known, Not, Or
from builder.conditions.phrases import Phrase
from builder.conditions.truth import Truth
from builder.reasoning.counting import count_outcomes
from builder.reasoning.diagrams import EVERYBODY, Diagrams, TooLargeError
from builder.reasoning.space import Space
from builder.reasoning.witnesses import profile_lines
from builder.schema import FieldName, Value
from builder.schema_file import parse_schema
from builder.sources import Source, whole_file
from builder.vocabulary import Vocabulary, parse_vocabulary
from tests.guides import reader

SCHEMA = """\
type: object
properties:
  status:
    {type: string, enum: [passed, failed, none], title: s, x-question: q, x-says: {passed: a, failed: b, none: c}}
  score:
    {type: integer, minimum: 1, maximum: 6, title: s, x-question: q, x-only-when: 'status in ["passed", "failed"]'}
  tries:
    {type: integer, minimum: 0, maximum: 3, title: s, x-question: q, x-only-when: 'status != "none"', x-otherwise: 0}
  limit: {type: integer, minimum: 3, maximum: 8, title: s, x-question: q}
  visa: {type: boolean, title: s, x-question: q, x-yes: y, x-no: n}
  countries:
    {type: array, items: {type: string, pattern: "^[A-Z]{2}$"}, maxItems: 2, title: s, x-question: q, x-only-when: visa}
  month: {type: string, format: year-month, pattern: "^202[0-9]-(0[1-9]|1[0-2])$", title: s, x-question: q}
  note: {type: string, pattern: "^[a-z ]+$", title: s, x-question: q}
"""
GRID: Mapping[str, tuple[Value | None, ...]] = {
    "status": (None, "passed", "failed", "none"),
    "score": (None, 1, 2, 3, 4, 5, 6),
    "tries": (None, 0, 1, 2, 3),
    "limit": (None, 3, 4, 5, 6, 7, 8),
    "visa": (None, True, False),
    "countries": (None, (), ("BR",), ("IN",), ("BR", "IN"), ("IR",), ("BR", "IR"), ("IN", "IR")),
    "month": (None, "2026-12", "2027-01", "2027-02"),
    "note": (None, "one", "two"),
}
ATOMS = (
    'status == "passed"', 'status in ["failed", "none"]', "score < 3", "score <= 3", "2 <= score < 5", "score != 4",
    "tries == 0", "tries >= 2", "score < limit", "limit == score", "tries < score", "visa", "known score", "known visa",
    '"BR" in countries', 'countries in ["BR", "IN"]', '"IR" in countries', '"Brazil" in countries', 'month < "2027-01"',
    'month == "2027-01"', 'note == "one"', "known countries", "tries != 0", "score > 3",
)  # fmt: skip


def vocabulary() -> Vocabulary:
    return parse_vocabulary(Source("conditions.yaml", "thresholds: {}\n"), parse_schema(Source("schema.yaml", SCHEMA)))


WORDS = vocabulary()


def condition(text: str) -> Condition:
    return parse_condition(Phrase(text, whole_file("m.md")), WORDS.names)


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        st.sampled_from(ATOMS).map(condition),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: And(tuple(some))),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
        ),
        max_leaves=6,
    )


def everybodys(*some: Condition) -> Iterator[tuple[Truth, ...]]:
    """Yield what some conditions are for each reader of the grid who can exist."""
    names = list(dict.fromkeys(name for one in some for name in named(one)))
    truths = [(places(names, named(one)), table(one)) for one in some]
    allowed = [(places(names, behind(name)), permits(name)) for name in names if FieldName(name) in WORDS.rules]
    for values in product(*(GRID[name] for name in names)):
        if all(permitted[at(values)] for at, permitted in allowed):
            yield tuple(known[at(values)] for at, known in truths)


Values = tuple[Value | None, ...]


def places(names: Sequence[str], some: Sequence[str]) -> Callable[[Values], Values]:
    """Return a function that takes the values of some names out of those of all names."""
    found = [names.index(name) for name in some]
    return lambda values: tuple(values[place] for place in found)


def named(asked: Condition) -> tuple[FieldName, ...]:
    """Return the fields that a condition asks for, with those that decide whether these apply."""
    return fields_behind(asked, WORDS.facts({}))


def behind(name: str) -> tuple[FieldName, ...]:
    """Return a field with those that decide whether it applies."""
    return named(Known(FieldName(name)))


def everybody(names: Sequence[str]) -> Iterator[tuple[Values, Facts]]:
    """Yield every combination of the grid's values of some fields, also those that exclude each other."""
    for values in product(*(GRID[name] for name in names)):
        pairs = zip(names, values, strict=True)
        yield values, WORDS.facts({FieldName(name): value for name, value in pairs if value is not None})


def table(asked: Condition) -> Mapping[Values, Truth]:
    """Return what a condition is, by the values of its fields."""
    return {values: judge(asked, facts) for values, facts in everybody(named(asked))}


@lru_cache
def permits(name: str) -> Mapping[Values, bool]:
    """Return whether a field may have its value, by the values of the fields behind it."""
    return {values: is_allowed(FieldName(name), facts) for values, facts in everybody(behind(name))}


def is_allowed(name: FieldName, facts: Facts) -> bool:
    rule, value = facts.rules.get(name), facts.given.get(name)
    return value is None or rule is None or value == rule.otherwise or judge(rule.only_when, facts) is not Truth.NO


@settings(max_examples=60, deadline=None)
@given(asked=conditions())
def test_a_condition_is_yes_no_and_unknown_for_somebody_exactly_where_it_is_on_the_grid(asked: Condition) -> None:
    space = Space(WORDS.schema, WORDS.rules, [asked])
    truths = space.truths(asked)
    found = {
        Truth.YES: space.member(truths.yes),
        Truth.NO: space.member(truths.no),
        Truth.UNKNOWN: space.member(space.unknown(asked)),
    }
    assert {(truth,) for truth, member in found.items() if member is not None} == set(everybodys(asked))


@settings(max_examples=60, deadline=None)
@given(asked=conditions())
def test_a_witness_is_a_profile_that_can_be_written_and_has_the_truth_it_witnesses(asked: Condition) -> None:
    space = Space(WORDS.schema, WORDS.rules, [asked])
    truths = space.truths(asked)
    members = {Truth.YES: space.member(truths.yes), Truth.NO: space.member(truths.no)}
    written = {t: "\n".join(profile_lines(m, WORDS.schema)) for t, m in members.items() if m is not None}
    assert all(judge(asked, reader(WORDS, text).facts) is truth for truth, text in written.items())


@settings(max_examples=40, deadline=None)
@given(one=conditions(), other=conditions())
def test_two_conditions_exclude_each_other_exactly_where_they_do_on_the_grid(one: Condition, other: Condition) -> None:
    space = Space(WORDS.schema, WORDS.rules, [one, other])
    both = space.member(space.sets.both(space.truths(one).yes, space.truths(other).yes))
    assert (both is not None) == ((Truth.YES, Truth.YES) in everybodys(one, other))


@settings(max_examples=60, deadline=None)
@given(some=st.lists(conditions(), min_size=1, max_size=3))
def test_as_many_outcomes_are_counted_as_the_grid_has(some: list[Condition]) -> None:
    space = Space(WORDS.schema, WORDS.rules, some)
    decisions = [(space.truths(one).yes, space.truths(one).no) for one in some]
    limits = space.limits({outcome for decision in decisions for outcome in decision})
    counted = count_outcomes(space.sets, limits, decisions)
    assert counted.is_exact
    assert counted.number == len(set(everybodys(*some)))


def test_a_question_that_takes_too_many_steps_is_not_answered() -> None:
    space = Space(WORDS.schema, WORDS.rules, [condition("score < limit and tries < score")], budget=5)
    with pytest.raises(TooLargeError, match=r"^it takes more than 5 steps$"):
        space.truths(condition("score < limit and tries < score"))


def test_sets_that_hold_the_same_readers_are_the_same() -> None:
    sets = Diagrams([3, 3], 1000)
    one, other = sets.having(0, 0b011), sets.having(1, 0b100)
    assert sets.others(sets.both(one, other)) == sets.either(sets.others(one), sets.others(other))
    assert sets.either(one, sets.having(0, 0b100)) == EVERYBODY


def test_a_text_that_no_layout_allows_is_not_made_up() -> None:
    schema = SCHEMA.replace("^[a-z ]+$", "^q{7}$")
    words = parse_vocabulary(Source("c.yaml", "thresholds: {}\n"), parse_schema(Source("s.yaml", schema)))
    asked = parse_condition(Phrase('note == "one"', whole_file("m.md")), words.names)
    with pytest.raises(TooLargeError, match=r"^no text was found that fits the layout of `note`$"):
        Space(words.schema, words.rules, [asked]).truths(asked)
