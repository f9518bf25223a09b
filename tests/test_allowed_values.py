"""Whatever reader is proposed, by a change or as a witness, could have written a profile that the schema allows."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builder.analysis import Flip, Flips, find_flips, with_settings
from builder.conditions.checker import parse_condition
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import And, Condition, Not, Or
from builder.conditions.phrases import Phrase
from builder.conditions.proof import prove
from builder.conditions.truth import Truth
from builder.conditions.undecided import undecided_fields
from builder.profiles import contradictions, misfits
from builder.reasoning.diagrams import Readers, TooLargeError
from builder.reasoning.space import Space
from builder.schema import FieldName, Value
from builder.schema_file import parse_schema
from builder.selection import Verdict
from builder.sources import Source, whole_file
from builder.vocabulary import parse_vocabulary

SCHEMA = """\
type: object
properties:
  code: {type: string, pattern: "^[A-C]$", title: c, x-question: q}
  other: {type: string, pattern: "^[B-D]$", title: o, x-question: q}
  word: {type: string, pattern: "^(x|yy)$", minLength: 2, title: w, x-question: q}
  letters:
    {type: array, items: {type: string, pattern: "^[A-C]$"}, maxItems: 2, uniqueItems: true, title: l, x-question: q}
  none: {type: array, items: {type: string}, maxItems: 0, title: n, x-question: q}
  month: {type: string, format: year-month, pattern: "^2027-0[1-4]$", title: m, x-question: q}
  even: {type: string, format: year-month, pattern: "^2027-0[2468]$", title: e, x-question: q}
  count: {type: integer, minimum: 1, maximum: 4, title: n, x-question: q, x-only-when: 'code != "B"'}
"""
WORDS = parse_vocabulary(Source("conditions.yaml", "thresholds: {}\n"), parse_schema(Source("schema.yaml", SCHEMA)))
FIELDS = WORDS.schema.fields
LISTS = tuple(chain.from_iterable(permutations("ABC", size) for size in range(3)))
WORLD: Mapping[str, tuple[Value, ...]] = {
    "code": ("A", "B", "C"),
    "other": ("B", "C", "D"),
    "word": ("yy",),
    "letters": LISTS,
    "none": ((),),
    "month": ("2027-01", "2027-02", "2027-03", "2027-04"),
    "even": ("2027-02", "2027-04", "2027-06", "2027-08"),
    "count": (1, 2, 3, 4),
}
ATOMS = (
    'code == "A"', 'code != "B"', 'code in ["A", "C"]', 'code == "Z"', "code == other", 'word == "x"', 'word != "yy"',
    '"A" in letters', '"B" in letters', 'letters in ["A", "B"]', '"Z" in letters', "code in letters",
    "other in letters", '"A" in none', 'month < "2027-03"', 'month > "2027-04"',
    'month == "2026-12"', 'even <= "2027-05"', 'even == "2027-05"', "month < even", "count < 3", "count == 4",
    "known code", "known letters", "known month",
)  # fmt: skip


def condition(text: str) -> Condition:
    return parse_condition(Phrase(text, whole_file("m.md")), WORDS.names)


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(st.sampled_from(ATOMS).map(condition), joined, max_leaves=4)


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return inner.map(Not) | several.map(And) | several.map(Or)


def readers() -> st.SearchStrategy[Facts]:
    answers = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in WORLD.items()})
    return answers.map(facts).filter(can_exist)


def facts(given_: Mapping[str, Value]) -> Facts:
    return WORDS.facts({FieldName(name): value for name, value in given_.items()})


def can_exist(reader: Facts) -> bool:
    """Tell whether a reader could have written a profile."""
    return not misfits(reader.given, WORDS.schema) and not list(contradictions(reader))


@given(conditions(), readers())
@settings(max_examples=100, deadline=None)
def test_after_every_flip_the_profile_is_one_that_the_schema_allows(tree: Condition, reader: Facts) -> None:
    found = find_flips(tree, reader, WORDS.schema).found
    after = [with_settings(reader, flip.settings) for flip in found]

    assert [one is not None and can_exist(one) for one in after] == [True] * len(found)


@given(conditions(), readers())
@settings(max_examples=100, deadline=None)
def test_where_one_answer_that_the_schema_allows_turns_a_condition_it_is_found(tree: Condition, reader: Facts) -> None:
    found = find_flips(tree, reader, WORDS.schema)
    assume(found.is_complete)

    alone = {name for flip in found.found for name in flip.settings if len(flip.settings) == 1}

    assert alone == {name for name, one in changed(reader) if turns(tree, reader, one)}


def changed(reader: Facts) -> Iterator[tuple[str, Facts | None]]:
    """Yield the readers who answer one question in another way."""
    for name, values in WORLD.items():
        yield from ((name, with_settings(reader, {FieldName(name): value})) for value in values)


def turns(tree: Condition, reader: Facts, other: Facts | None) -> bool:
    return other is not None and judge(tree, other) not in {judge(tree, reader), Truth.UNKNOWN}


@given(conditions(), readers())
@settings(max_examples=100, deadline=None)
def test_whatever_a_field_that_is_not_undecided_says_the_condition_stays(tree: Condition, reader: Facts) -> None:
    named = undecided_fields(tree, reader)
    idle = [one for name, one in changed(reader) if one and name not in named and name not in reader.given]
    saying_more = [one for one in idle if set(reader.given) < set(one.given)]

    assert {judge(tree, one) for one in saying_more} <= {judge(tree, reader)}


@given(conditions(), readers())
@settings(max_examples=40, deadline=None)
def test_the_facts_of_a_proof_force_it_for_every_reader_whom_the_schema_allows(tree: Condition, reader: Facts) -> None:
    proof = prove(tree, reader)
    quoted: dict[str, Value] = {name: reader.given[name] for name in proof.fields if name in reader.given}
    hidden = [name for name in fields_behind(tree, reader) if name not in proof.fields]
    agreeing = (one for values in some(hidden) for one in [facts({**quoted, **values})] if can_exist(one))

    assert {judge(tree, one) for one in agreeing} == {proof.truth}


def some(names: Iterable[str]) -> Iterator[Mapping[str, Value]]:
    """Yield answers to some questions: each of those that conditions tell apart best."""
    choices = [(None, *WORLD[name][::3], *WORLD[name][-1:]) for name in names]
    for values in product(*(dict.fromkeys(choice) for choice in choices)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


@given(conditions())
@settings(max_examples=100, deadline=None)
def test_every_witness_could_have_written_its_profile_and_is_one(tree: Condition) -> None:
    found = witnesses(tree)
    assume(found is not None)

    told = {truth: WORDS.facts(given_) for truth, given_ in (found or {}).items()}

    assert {truth: (judge(tree, one), can_exist(one)) for truth, one in told.items()} == {
        truth: (truth, True) for truth in told
    }


@given(conditions())
@settings(max_examples=30, deadline=None)
def test_there_is_no_witness_only_where_there_is_no_reader(tree: Condition) -> None:
    found = witnesses(tree)
    assume(found is not None)

    assert set(found or {}) == {judge(tree, reader) for reader in everybody(tree)}


def witnesses(tree: Condition) -> Mapping[Truth, Mapping[FieldName, Value]] | None:
    """Return a reader for each thing a condition can be; None where that is too large to decide."""
    space = Space(WORDS.schema, WORDS.rules, [tree])
    try:
        truths = space.truths(tree)
        sets: Mapping[Truth, Readers] = {
            Truth.YES: truths.yes, Truth.NO: truths.no, Truth.UNKNOWN: space.unknown(tree),
        }  # fmt: skip
        found = {truth: space.member(readers_) for truth, readers_ in sets.items()}
    except TooLargeError:
        return None
    return {truth: given_ for truth, given_ in found.items() if given_ is not None}


def everybody(tree: Condition) -> Iterator[Facts]:
    """Yield every reader that the schema allows, as far as a condition asks."""
    names = Space(WORDS.schema, WORDS.rules, [tree]).fields_behind([tree])
    for values in product(*((None, *WORLD[name]) for name in names)):
        reader = facts({name: value for name, value in zip(names, values, strict=True) if value is not None})
        if can_exist(reader):
            yield reader


@pytest.mark.parametrize(
    ("text", "given_", "expected"),
    [
        ("month > even", {"even": "2027-02"}, Flips((
            Flip({FieldName("month"): "2027-02"}, Verdict.OUT), Flip({FieldName("month"): "2027-03"}, Verdict.IN)))),
        # a full list makes room with what nobody looks for
        ('"A" in letters', {"letters": ("B", "C")}, Flips((Flip({FieldName("letters"): ("B", "A")}, Verdict.IN),))),
        ('"A" in none', {"none": ()}, Flips(())),
        ('"Z" in letters', {"letters": ("A",)}, Flips(())),
        ('word == "x"', {"word": "yy"}, Flips((), is_complete=False)),
        ('code == "A"', {"code": "A"}, Flips((Flip({FieldName("code"): "C"}, Verdict.OUT),))),
        ('even == "2027-04"', {"even": "2027-04"}, Flips((Flip({FieldName("even"): "2027-02"}, Verdict.OUT),))),
        ('month > "2027-04"', {"month": "2027-04"}, Flips(())),
    ],
)  # fmt: skip
def test_a_change_is_within_what_the_schema_allows(text: str, given_: Mapping[str, Value], expected: Flips) -> None:
    assert find_flips(condition(text), facts(given_), WORDS.schema) == expected
