"""Why a condition is what it is: the fewest answers that force it, and how they are told to the reader."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.forcing import Forcing
from builder.conditions.nodes import ALWAYS, Atom, Condition, Named, Or, atoms, fields_of
from builder.conditions.proof import Proof, prove
from builder.conditions.truth import Truth
from builder.schema import FieldName, Value
from builder.wording import clauses, say_setting, say_value, sentence, statements
from tests.condition_strategies import (
    FIELDS,
    SMALL_READERS,
    SMALL_WORLD,
    TOO_LARGE,
    condition,
    conditions,
    facts,
    independent_conditions,
    readers,
    small_conditions,
    small_readers,
    values,
)

# One comparison each with thirteen fields, all of which hold for one reader.
THIRTEEN = (
    'nickname == "An"',
    'name == "Ana"',
    '"BR" in citizenship',
    "visa.needs",
    'visa.preferred == "J-1"',
    "step1.score < 230",
    'step1.status == "passed"',
    "step1.attempts == 1",
    'step2.status == "passed"',
    'exam.planned < "2027-03"',
    "letters.us == 1",
    "letters.other == 1",
    "backup.open",
)
ANA = facts(
    {
        "nickname": "An",
        "name": "Ana",
        "citizenship": ("BR",),
        "visa.needs": True,
        "visa.preferred": "J-1",
        "step1.score": 212,
        "step1.status": "passed",
        "step1.attempts": 1,
        "step2.status": "passed",
        "exam.planned": "2027-01",
        "letters.us": 1,
        "letters.other": 1,
        "backup.open": True,
    }
)


def quoted(text: str, given_: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the fields that the proof of a condition quotes."""
    return prove(condition(text), facts(given_)).fields


def only_saying(reader: Facts, names: tuple[FieldName, ...]) -> Facts:
    """Return a reader who gives nothing but some of the answers."""
    return facts({name: value for name, value in reader.given.items() if name in names})


def with_one_less(names: tuple[FieldName, ...]) -> list[tuple[FieldName, ...]]:
    """Return the names without one of them, in every way."""
    return list(combinations(names, len(names) - 1)) if names else []


@lru_cache(maxsize=8)
def everybodys(tree: Condition) -> tuple[Truth, ...]:
    """Return what a condition is for each reader of the small world."""
    return tuple(judge(tree, reader) for reader in SMALL_READERS)


def outcomes(tree: Condition, reader: Facts, names: tuple[FieldName, ...]) -> set[Truth]:
    """Return what a condition is for all those of the small world who say the same of some fields."""
    return {
        truth
        for truth, other in zip(everybodys(tree), SMALL_READERS, strict=True)
        if all(other.given.get(name) == reader.given.get(name) for name in names)
    }


def fewest(tree: Condition, reader: Facts) -> int:
    """Return how many answers it takes at least to leave a condition no choice."""
    sizes = range(len(SMALL_WORLD) + 1)
    return next(
        size
        for size in sizes
        if any(len(outcomes(tree, reader, names)) == 1 for names in combinations(SMALL_WORLD, size))
    )


def is_forced(tree: Condition, reader: Facts, names: tuple[FieldName, ...]) -> bool:
    """Tell whether some of the answers alone force the truth."""
    return Forcing(tree, reader).holds(frozenset(names))


def is_enough(tree: Condition, reader: Facts, proof: Proof, less: Iterable[Atom] = ()) -> bool:
    """Tell whether the quoted answers force the truth through the comparisons of the proof, or through fewer."""
    telling = {atom for atom in atoms(tree) if set(fields_of(atom)) & set(proof.fields)}
    return Forcing(tree, reader).holds(frozenset(proof.fields), frozenset((telling - set(proof.atoms)) | set(less)))


def talkative_readers() -> SearchStrategy[Facts]:
    """Draw a reader to whom every field applies and who gives them all."""
    answers = st.fixed_dictionaries({str(name): values(field) for name, field in FIELDS.items()})
    applying: Mapping[str, Value] = {
        "visa.needs": True,
        "visa.preferred": "H-1B",
        "step1.status": "passed",
        "backup.open": True,
    }
    return answers.map(lambda given_: facts({**given_, **applying}))


@given(small_conditions(), small_readers())
def test_the_quoted_answers_force_the_verdict_for_everybody_who_gives_them(tree: Condition, reader: Facts) -> None:
    proof = prove(tree, reader)

    assert outcomes(tree, reader, proof.fields) == {proof.truth}


@given(small_conditions() | independent_conditions(), small_readers())
def test_no_smaller_set_of_answers_forces_the_verdict(tree: Condition, reader: Facts) -> None:
    proof = prove(tree, reader)

    assert len(proof.fields) == fewest(tree, reader)
    assert [names for names in with_one_less(proof.fields) if outcomes(tree, reader, names) == {proof.truth}] == []


@given(small_conditions(), small_readers())
@settings(max_examples=40, deadline=None)
def test_some_answers_force_the_verdict_if_and_only_if_all_who_give_them_have_it(
    tree: Condition, reader: Facts
) -> None:
    sets = [names for size in range(len(SMALL_WORLD) + 1) for names in combinations(SMALL_WORLD, size)]
    forcing = Forcing(tree, reader)

    assert [names for names in sets if forcing.holds(frozenset(names))] == [
        names for names in sets if outcomes(tree, reader, names) == {judge(tree, reader)}
    ]


@given(conditions(known=False), readers())
def test_the_quoted_answers_alone_give_a_settled_verdict_again(tree: Condition, reader: Facts) -> None:
    proof = prove(tree, reader)

    assert judge(tree, only_saying(reader, proof.fields)) is proof.truth


@given(conditions(known=False), readers())
def test_a_settled_verdict_falls_open_without_any_one_of_the_quoted_answers(tree: Condition, reader: Facts) -> None:
    proof = prove(tree, reader)
    without_one = {judge(tree, only_saying(reader, names)) for names in with_one_less(proof.fields)}

    assert without_one <= {Truth.UNKNOWN}


@given(conditions(), readers())
def test_with_the_quoted_fields_one_truth_is_possible_and_without_any_of_them_several(
    tree: Condition, reader: Facts
) -> None:
    proof = prove(tree, reader)

    assert proof.truth is judge(tree, reader)
    assert is_forced(tree, reader, proof.fields)
    assert [names for names in with_one_less(proof.fields) if is_forced(tree, reader, names)] == []


@given(conditions(), readers())
def test_the_comparisons_of_a_proof_are_enough_for_the_verdict(tree: Condition, reader: Facts) -> None:
    assert is_enough(tree, reader, prove(tree, reader))


@given(conditions(), talkative_readers())
def test_none_of_the_comparisons_of_a_proof_can_be_left_out(tree: Condition, reader: Facts) -> None:
    proof = prove(tree, reader)

    assert [atom for atom in proof.atoms if is_enough(tree, reader, proof, [atom])] == []


@pytest.mark.parametrize(
    ("text", "given_", "fields"),
    [
        ("low", {"step1.score": 212}, ("step1.score",)),
        ("low", {"step1.score": 212, "step1.status": "passed"}, ("step1.score",)),
        ("low", {"step1.status": "not taken"}, ("step1.status",)),
        ("low", {}, ("step1.score", "step1.status")),
        ("low", {"step1.status": "passed"}, ("step1.score", "step1.status")),
        ("low or visa.needs", {"step1.score": 212, "visa.needs": True}, ("step1.score",)),
        ("low or visa.needs", {"step1.score": 240, "visa.needs": True}, ("visa.needs",)),
        ("low or visa.needs", {"step1.score": 240, "visa.needs": False}, ("step1.score", "visa.needs")),
        ("low and visa.needs", {"step1.score": 240, "visa.needs": False}, ("step1.score",)),
        ("low and visa.needs", {"step1.score": 212}, ("step1.score", "visa.needs")),
        ("not (low and visa.needs)", {"visa.needs": False}, ("visa.needs",)),
        (
            "(low and visa.needs) or backup.open",
            {"step1.score": 212, "visa.needs": True, "backup.open": True},
            ("backup.open",),
        ),
        ("far", {"visa.needs": True, "step1.score": 240}, ("visa.needs", "step1.score")),
        ("step1.attempts >= 2", {"step1.status": "not taken"}, ("step1.status",)),
        ('visa.preferred == "undecided"', {"visa.needs": False}, ("visa.needs",)),
        ('visa.employer == "Acme"', {"visa.needs": False}, ("visa.needs",)),
        ('visa.employer == "Acme"', {"visa.needs": True, "visa.preferred": "J-1"}, ("visa.preferred",)),
        (
            'visa.employer == "Acme"',
            {"visa.needs": True},
            ("visa.employer", "visa.preferred", "visa.needs"),
        ),
        ("letters.us < letters.other", {"letters.us": 1, "letters.other": 2}, ("letters.us", "letters.other")),
        ("known name", {"name": "Ana"}, ("name",)),
        ("known name", {}, ("name",)),
        ("not known name or low", {"step1.score": 240}, ("name",)),
        # What holds for every reader, however it is written.
        ("known name or not known name", {}, ()),
        ("letters.us >= 0 and visa.needs", {}, ("visa.needs",)),
        ("(letters.us < 2 or visa.needs) and (letters.us >= 2 or visa.needs)", {"letters.us": 1}, ("visa.needs",)),
        ("(low or visa.needs) and (not low or visa.needs)", {"step1.score": 212}, ("visa.needs",)),
        ('"BR" in citizenship and visa.needs or not "BR" in citizenship and visa.needs', {}, ("visa.needs",)),
        ("(name == nickname or visa.needs) and (name != nickname or visa.needs)", {"name": "Ana"}, ("visa.needs",)),
        # Who prefers an H-1B needs a visa, or has not said whether.
        (
            'visa.needs and visa.preferred == "H-1B" and backup.open',
            {"visa.preferred": "H-1B"},
            ("visa.preferred", "backup.open"),
        ),
    ],
)
def test_a_proof_quotes_the_fewest_fields_the_first_of_the_condition_first(
    text: str, given_: Mapping[str, Value], fields: tuple[str, ...]
) -> None:
    assert quoted(text, given_) == fields


def test_what_is_for_everyone_needs_no_proof() -> None:
    assert prove(ALWAYS, facts({"name": "Ana"})) == Proof(Truth.YES)


def test_a_proof_rests_on_every_comparison_that_must_hold() -> None:
    tree = condition("step1.score < 230 and step1.score < 225")

    assert prove(tree, facts({"step1.score": 212})).atoms == atoms(tree)


def test_a_proof_rests_on_the_first_of_two_comparisons_either_of_which_is_enough() -> None:
    tree = condition("step1.score < 230 or step1.score < 225")

    assert prove(tree, facts({"step1.score": 212})).atoms == atoms(condition("step1.score < 230"))


def test_a_proof_rests_on_the_rule_by_which_a_field_does_not_apply() -> None:
    proof = prove(condition("low"), facts({"step1.status": "not taken"}))

    assert proof.atoms == atoms(condition('step1.score < upper or step1.status in ["passed", "failed"]'))[1:]


def test_a_named_condition_is_proved_by_its_meaning() -> None:
    reader = facts({"step1.score": 212})

    assert prove(Named("short", condition("low")), reader) == prove(condition("low"), reader)


def test_up_to_twelve_fields_no_smaller_proof_exists() -> None:
    first, second, *others = THIRTEEN[:12]
    tree = condition(f"({first} and {second}) or {' or '.join(others)}")

    assert prove(tree, ANA).fields == ("citizenship",)


def test_with_more_than_twelve_fields_a_proof_still_has_no_fact_too_many() -> None:
    first, second, *others = THIRTEEN
    tree = condition(f"({first} and {second}) or {' or '.join(others)}")

    assert prove(tree, ANA).fields == ("nickname", "name")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("visa.needs or letters.us > 2", ("visa.needs", "letters.us")),
        ("letters.us > 2 or visa.needs or letters.us > 3", ("letters.us", "visa.needs")),
        ("name in citizenship", ("name", "citizenship")),
        ("known step1.score", ("step1.score", "step1.status")),
        ("low", ("step1.score", "step1.status")),
        ('visa.employer == "Acme"', ("visa.employer", "visa.preferred", "visa.needs")),
    ],
)
def test_behind_a_condition_are_its_fields_and_those_that_decide_whether_they_apply(
    text: str, names: tuple[str, ...]
) -> None:
    assert fields_behind(condition(text), facts({})) == names


def test_only_the_fields_a_verdict_hangs_on_force_it() -> None:
    score, status = FieldName("step1.score"), FieldName("step1.status")
    reader = facts({score: 212, status: "passed"})

    forcing = [names for names in ((), (status,), (score,)) if is_forced(condition("low"), reader, names)]

    assert forcing == [(score,)]


@pytest.mark.parametrize(
    ("text", "given_", "statement", "clause"),
    [
        ("visa.needs", {"visa.needs": True}, "You need a visa", "you need a visa"),
        ("visa.needs", {"visa.needs": False}, "You need no visa", "you need no visa"),
        ("visa.needs", {}, "Need for a visa is not given", "your guide does not know your need for a visa"),
        (
            'step1.status != "passed"',
            {"step1.status": "failed"},
            "You have failed Step 1",
            "you have failed Step 1",
        ),
        ("low", {"step1.status": "not taken"}, "You have not taken Step 1", "you have not taken Step 1"),
        (
            "step1.score < 230",
            {"step1.score": 212},
            "Step 1 score is 212, below 230",
            "your Step 1 score, 212, is below 230",
        ),
        (
            "step1.score < 230",
            {"step1.score": 230},
            "Step 1 score is 230, 230 or more",
            "your Step 1 score, 230, is 230 or more",
        ),
        (
            "step1.score <= 230",
            {"step1.score": 230},
            "Step 1 score is 230, below 231",
            "your Step 1 score, 230, is below 231",
        ),
        (
            "step1.score <= 230",
            {"step1.score": 240},
            "Step 1 score is 240, 231 or more",
            "your Step 1 score, 240, is 231 or more",
        ),
        (
            "step1.score > 230",
            {"step1.score": 240},
            "Step 1 score is 240, 231 or more",
            "your Step 1 score, 240, is 231 or more",
        ),
        (
            "step1.score >= 230",
            {"step1.score": 229},
            "Step 1 score is 229, below 230",
            "your Step 1 score, 229, is below 230",
        ),
        (
            "upper > step1.score",
            {"step1.score": 212},
            "Step 1 score is 212, below 230",
            "your Step 1 score, 212, is below 230",
        ),
        (
            "upper <= step1.score",
            {"step1.score": 240},
            "Step 1 score is 240, 230 or more",
            "your Step 1 score, 240, is 230 or more",
        ),
        (
            "lower <= step1.score < upper",
            {"step1.score": 227},
            "Step 1 score is 227, 225 or more and below 230",
            "your Step 1 score, 227, is 225 or more and below 230",
        ),
        (
            "lower <= step1.score < upper",
            {"step1.score": 212},
            "Step 1 score is 212, below 225",
            "your Step 1 score, 212, is below 225",
        ),
        (
            "lower <= step1.score < upper",
            {"step1.score": 240},
            "Step 1 score is 240, 230 or more",
            "your Step 1 score, 240, is 230 or more",
        ),
        (
            "step1.score < 230 and step1.score < 225 and step1.score >= 200 and step1.score >= 210",
            {"step1.score": 212},
            "Step 1 score is 212, 210 or more and below 225",
            "your Step 1 score, 212, is 210 or more and below 225",
        ),
        ("step1.score == 230", {"step1.score": 230}, "Step 1 score is 230", "your Step 1 score is 230"),
        (
            "step1.score == 230",
            {"step1.score": 212},
            "Step 1 score is 212, not 230",
            "your Step 1 score, 212, is not 230",
        ),
        (
            "step1.score != 230 and step1.score < 225",
            {"step1.score": 212},
            "Step 1 score is 212, below 225 and not 230",
            "your Step 1 score, 212, is below 225 and not 230",
        ),
        ("step1.score in [200, 230]", {"step1.score": 230}, "Step 1 score is 230", "your Step 1 score is 230"),
        ("known step1.score", {"step1.score": 230}, "Step 1 score is 230", "your Step 1 score is 230"),
        (
            "known step1.score",
            {},
            "Step 1 score is not given",
            "your guide does not know your Step 1 score",
        ),
        (
            'exam.planned < "2027-03"',
            {"exam.planned": "2026-11"},
            "Exam month is November 2026, before March 2027",
            "your exam month, November 2026, is before March 2027",
        ),
        (
            'exam.planned < "2027-03"',
            {"exam.planned": "2027-04"},
            "Exam month is April 2027, March 2027 or later",
            "your exam month, April 2027, is March 2027 or later",
        ),
        (
            '"2027-01" <= exam.planned < "2027-10"',
            {"exam.planned": "2027-03"},
            "Exam month is March 2027, January 2027 or later and before October 2027",
            "your exam month, March 2027, is January 2027 or later and before October 2027",
        ),
        (
            (
                'exam.planned < "2027-08" and exam.planned < "2027-03" and exam.planned >= "2026-05"'
                ' and exam.planned >= "2026-09"'
            ),
            {"exam.planned": "2026-11"},
            "Exam month is November 2026, September 2026 or later and before March 2027",
            "your exam month, November 2026, is September 2026 or later and before March 2027",
        ),
        ('name == "Ana"', {"name": "Ana"}, "Name is Ana", "your name is Ana"),
        ('name == "Ana"', {"name": "Bo"}, "Name is Bo, not Ana", "your name, Bo, is not Ana"),
        (
            '"BR" in citizenship',
            {"citizenship": ("AR", "BR")},
            "Citizenship includes BR",
            "your citizenship includes BR",
        ),
        (
            '"BR" in citizenship',
            {"citizenship": ()},
            "Citizenship does not include BR",
            "your citizenship does not include BR",
        ),
        (
            '"BR" in citizenship and not "AR" in citizenship',
            {"citizenship": ("BR",)},
            "Citizenship includes BR and does not include AR",
            "your citizenship includes BR and does not include AR",
        ),
        (
            'citizenship in ["BR", "CL"]',
            {"citizenship": ("AR", "CL")},
            "Citizenship includes CL",
            "your citizenship includes CL",
        ),
        (
            'citizenship in ["BR", "CL"]',
            {"citizenship": ("AR",)},
            "Citizenship includes none of the listed ones",
            "your citizenship includes none of the listed ones",
        ),
    ],
)
def test_a_fact_is_told_with_how_it_stands_to_what_it_is_compared_with(
    text: str, given_: Mapping[str, Value], statement: str, clause: str
) -> None:
    reader = facts(given_)
    proof = prove(condition(text), reader)
    (first, *_), (own, *_) = statements(proof, reader, FIELDS), clauses(proof, reader, FIELDS)

    assert (first, own) == (statement, clause)


@pytest.mark.parametrize(
    ("us", "other", "told"),
    [
        (
            3,
            5,
            (
                "your number of US letters, 3, is below your number of other letters",
                "your number of other letters, 5, is above your number of US letters",
            ),
        ),
        (
            5,
            3,
            (
                "your number of US letters, 5, is above your number of other letters",
                "your number of other letters, 3, is below your number of US letters",
            ),
        ),
        (
            4,
            4,
            (
                "your number of US letters, 4, is equal to your number of other letters",
                "your number of other letters, 4, is equal to your number of US letters",
            ),
        ),
    ],
)
def test_each_of_two_fields_is_told_with_how_it_stands_to_the_other(us: int, other: int, told: tuple[str, ...]) -> None:
    reader = facts({"letters.us": us, "letters.other": other})

    assert clauses(prove(condition("letters.us < letters.other"), reader), reader, FIELDS) == told


def test_two_texts_are_told_as_they_are() -> None:
    reader = facts({"name": "Ana", "nickname": "An"})

    assert clauses(prove(condition("name == nickname"), reader), reader, FIELDS) == (
        "your name is Ana",
        "your nickname is An",
    )


def test_a_field_is_told_with_its_bounds_and_with_the_other_field() -> None:
    reader = facts({"letters.us": 3, "letters.other": 5})
    proof = prove(condition("letters.us < letters.other < 9"), reader)

    assert statements(proof, reader, FIELDS) == (
        "Number of US letters is 3, below your number of other letters",
        "Number of other letters is 5, below 9 and above your number of US letters",
    )


def test_a_proof_of_several_facts_is_told_one_by_one() -> None:
    reader = facts({"visa.needs": True})
    proof = prove(condition("far"), reader)

    assert statements(proof, reader, FIELDS) == (
        "You need a visa",
        "Step 1 score is not given",
        "Step 1 result is not given",
    )
    assert clauses(proof, reader, FIELDS) == (
        "you need a visa",
        "your guide does not know your Step 1 score",
        "your guide does not know your Step 1 result",
    )


@pytest.mark.parametrize(
    ("start", "parts", "told"),
    [
        ("because", [], ""),
        ("because", ["you need a visa"], "Because you need a visa."),
        ("because", ["one", "two"], "Because one and two."),
        ("because", ["one", "two", "three"], "Because one, two and three."),
        ("", ["you need a visa"], "You need a visa."),
        ("", ["élan"], "Élan."),
    ],
)
def test_parts_are_joined_to_one_sentence(start: str, parts: list[str], told: str) -> None:
    assert sentence(start, iter(parts)) == told


@pytest.mark.parametrize(
    ("name", "value", "told", "supposed"),
    [
        ("visa.needs", True, "yes", "you need a visa"),
        ("visa.needs", False, "no", "you need no visa"),
        ("step1.status", "failed", "failed", "you have failed Step 1"),
        ("step1.score", 230, "230", "your Step 1 score is 230"),
        ("step1.attempts", 0, "0", "your number of Step 1 attempts is 0"),
        ("exam.planned", "2027-03", "March 2027", "your exam month is March 2027"),
        ("name", "2027-03", "2027-03", "your name is 2027-03"),
        ("citizenship", ("AR", "BR"), "AR, BR", "your citizenship is AR, BR"),
        ("citizenship", (), "none", "your citizenship is none"),
    ],
)
def test_a_value_is_told_as_a_reader_would_write_it(name: str, value: Value, told: str, supposed: str) -> None:
    field = FIELDS[FieldName(name)]

    assert (say_value(field, value), say_setting(field, value)) == (told, supposed)


def test_the_comparisons_of_a_proof_look_at_its_fields_only() -> None:
    reader = facts({"step1.score": 240, "visa.needs": True})
    tree = Or((condition("low"), condition("visa.needs")))
    (atom,) = prove(tree, reader).atoms

    assert fields_of(atom) == ("visa.needs",)


def test_a_proof_says_where_there_was_too_much_to_try_to_know_that_it_is_minimal() -> None:
    proof = prove(condition(TOO_LARGE), facts({"citizenship": ("AA",)}))

    assert (proof.truth, set(proof.fields), proof.is_minimal) == (Truth.UNKNOWN, {"backup.open", "citizenship"}, False)
    assert Forcing(condition(TOO_LARGE), facts({"citizenship": ("AA",)})).holds(frozenset(proof.fields))


@given(conditions(), readers())
def test_every_proof_of_a_condition_of_ordinary_size_is_known_to_be_minimal(tree: Condition, given_: Facts) -> None:
    assert prove(tree, given_).is_minimal
