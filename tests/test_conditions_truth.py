"""What a condition is for a reader: yes, no or unknown, checked against tables and a second, naive judge."""

from collections.abc import Callable, Mapping
from itertools import product
from operator import eq, ge, gt, le, lt, ne

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts
from builder.conditions.nodes import (
    ALWAYS,
    And,
    Atom,
    Compare,
    Condition,
    FieldRef,
    Holds,
    Known,
    Literal,
    Named,
    Not,
    Operand,
    Operator,
    Or,
    atoms,
    fields_of,
)
from builder.conditions.truth import ANY, BOTH, EITHER, NO, UNKNOWN, YES, Truth, bit, negated, only
from builder.schema import FieldName, Value
from tests.condition_strategies import FIELDS, VOCABULARY, condition, conditions, facts, readers, readers_who_say_more

SETS = range(8)
RANK = {NO: 0, UNKNOWN: 1, YES: 2}
TRUTHS = {Truth.NO: 0, Truth.UNKNOWN: 1, Truth.YES: 2}
OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}
COMPARED: Mapping[Operator, Callable[..., object]] = {
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.MORE: gt,
    Operator.AT_LEAST: ge,
    Operator.EQUAL: eq,
    Operator.DIFFERENT: ne,
}


def members(truths: int) -> frozenset[int]:
    """Return the truths of a set one by one."""
    return frozenset(truth for truth in RANK if truths & truth)


def naive(node: Condition, reader: Facts) -> Truth:
    """Judge a condition as the documentation words it, with no regard to speed or to proofs."""
    match node:
        case And(operands):
            return min((naive(operand, reader) for operand in operands), key=TRUTHS.__getitem__, default=Truth.YES)
        case Or(operands):
            return max((naive(operand, reader) for operand in operands), key=TRUTHS.__getitem__)
        case Not(operand):
            return OPPOSITE[naive(operand, reader)]
        case Named(_, meaning):
            return naive(meaning, reader)
        case Known() | Holds() | Compare():
            return naive_atom(node, reader)


def naive_atom(atom: Atom, reader: Facts) -> Truth:
    match atom:
        case Known(name):
            return Truth.YES if name in reader.given else Truth.NO
        case Holds(name):
            return naive_comparison(FieldRef(name), eq, Literal(value=True), reader)
        case Compare(left, Operator.IN, right):
            return naive_comparison(left, naive_membership, right, reader)
        case Compare(left, operator, right):
            return naive_comparison(left, COMPARED[operator], right, reader)


def naive_comparison(left: Operand, holds: Callable[..., object], right: Operand, reader: Facts) -> Truth:
    sides = naive_value(left, reader), naive_value(right, reader)
    if Truth.NO in [side for side in sides if isinstance(side, Truth)]:
        return Truth.NO
    if any(isinstance(side, Truth) for side in sides):
        return Truth.UNKNOWN
    return Truth.YES if holds(*sides) else Truth.NO


def naive_membership(left: object, right: object) -> bool:
    assert isinstance(right, tuple)
    return bool(set(left) & set(right)) if isinstance(left, tuple) else left in right


def naive_value(side: Operand, reader: Facts) -> Value | Truth | tuple[int | str, ...]:
    """Return a value, "unknown" where it is not given and "no" where the field does not apply."""
    if isinstance(side, Literal):
        return side.value
    if side.name in reader.given:
        return reader.given[side.name]
    rule = VOCABULARY.rules.get(side.name)
    if rule is None or naive(rule.only_when, reader) is not Truth.NO:
        return Truth.UNKNOWN
    return Truth.NO if rule.otherwise is None else rule.otherwise


def agreed(one: Facts, other: Facts) -> frozenset[FieldName]:
    """Return the fields of which two readers say the same, which may be nothing."""
    return frozenset(name for name in FIELDS if one.given.get(name) == other.given.get(name))


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (YES, NO, NO, YES),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NO, NO, UNKNOWN),
        (NO, YES, NO, YES),
        (NO, UNKNOWN, NO, UNKNOWN),
        (NO, NO, NO, NO),
    ],
)
def test_three_values_are_joined_as_kleene_says(left: int, right: int, both: int, either: int) -> None:
    assert (BOTH[left][right], EITHER[left][right]) == (both, either)


@pytest.mark.parametrize(("truth", "opposite"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_negation_leaves_unknown_as_it_is(truth: int, opposite: int) -> None:
    assert negated(truth) == opposite


@pytest.mark.parametrize("truths", SETS)
def test_a_set_of_truths_is_negated_member_by_member(truths: int) -> None:
    assert members(negated(truths)) == {negated(truth) for truth in members(truths)}


@pytest.mark.parametrize(("left", "right"), list(product(SETS, SETS)))
def test_sets_of_truths_are_joined_member_by_member(left: int, right: int) -> None:
    pairs = list(product(members(left), members(right)))

    assert members(BOTH[left][right]) == {min(pair, key=RANK.__getitem__) for pair in pairs}
    assert members(EITHER[left][right]) == {max(pair, key=RANK.__getitem__) for pair in pairs}


@pytest.mark.parametrize("truth", Truth)
def test_a_set_of_one_truth_has_one_truth(truth: Truth) -> None:
    assert only(bit(truth)) is truth


@pytest.mark.parametrize("truths", [0, YES | NO, YES | UNKNOWN, NO | UNKNOWN, ANY])
def test_a_set_of_several_truths_or_none_has_no_one_truth(truths: int) -> None:
    assert only(truths) is None


@pytest.mark.parametrize(
    ("text", "below", "equal", "above"),
    [
        ("step1.score < 230", "yes", "no", "no"),
        ("step1.score <= 230", "yes", "yes", "no"),
        ("step1.score > 230", "no", "no", "yes"),
        ("step1.score >= 230", "no", "yes", "yes"),
        ("step1.score == 230", "no", "yes", "no"),
        ("step1.score != 230", "yes", "no", "yes"),
        ("step1.score in [230, 300]", "no", "yes", "no"),
        ("230 < step1.score", "no", "no", "yes"),
        ("230 <= step1.score", "no", "yes", "yes"),
        ("230 > step1.score", "yes", "no", "no"),
        ("230 >= step1.score", "yes", "yes", "no"),
        ("230 == step1.score", "no", "yes", "no"),
        ("230 != step1.score", "yes", "no", "yes"),
        ("step1.score < upper", "yes", "no", "no"),
        ("lower <= step1.score < upper", "yes", "no", "no"),
    ],
)
def test_a_number_is_compared_by_size(text: str, below: str, equal: str, above: str) -> None:
    judged = [judge(condition(text), facts({"step1.score": score})) for score in (229, 230, 231)]

    assert judged == [below, equal, above]


@pytest.mark.parametrize(
    ("text", "below", "equal", "above"),
    [
        ('exam.planned < "2027-03"', "yes", "no", "no"),
        ('exam.planned <= "2027-03"', "yes", "yes", "no"),
        ('exam.planned > "2027-03"', "no", "no", "yes"),
        ('exam.planned >= "2027-03"', "no", "yes", "yes"),
        ('exam.planned == "2027-03"', "no", "yes", "no"),
        ('exam.planned != "2027-03"', "yes", "no", "yes"),
        ('exam.planned in ["2027-03", "2029-01"]', "no", "yes", "no"),
        ('"2027-03" < exam.planned', "no", "no", "yes"),
        ('"2027-01" <= exam.planned < "2027-10"', "no", "yes", "no"),
    ],
)
def test_a_month_is_compared_by_time(text: str, below: str, equal: str, above: str) -> None:
    judged = [judge(condition(text), facts({"exam.planned": month})) for month in ("2026-12", "2027-03", "2027-10")]

    assert judged == [below, equal, above]


@pytest.mark.parametrize(
    ("text", "given_", "truth"),
    [
        ("visa.needs", {"visa.needs": True}, "yes"),
        ("visa.needs", {"visa.needs": False}, "no"),
        ("not visa.needs", {"visa.needs": False}, "yes"),
        ('step1.status == "passed"', {"step1.status": "passed"}, "yes"),
        ('step1.status == "passed"', {"step1.status": "failed"}, "no"),
        ('step1.status != "passed"', {"step1.status": "failed"}, "yes"),
        ('step1.status in ["passed", "failed"]', {"step1.status": "failed"}, "yes"),
        ('step1.status in ["passed", "failed"]', {"step1.status": "not taken"}, "no"),
        ("step1.status == step2.status", {"step1.status": "failed", "step2.status": "failed"}, "yes"),
        ("step1.status == step2.status", {"step1.status": "failed", "step2.status": "passed"}, "no"),
        ('name == "Ana"', {"name": "Ana"}, "yes"),
        ('name == "Ana"', {"name": "ana"}, "no"),
        ('name in ["Ana", "Bo"]', {"name": "Bo"}, "yes"),
        ("name == nickname", {"name": "Ana", "nickname": "Ana"}, "yes"),
        ("name == name", {"name": "Ana"}, "yes"),
        ("letters.us < letters.other", {"letters.us": 2, "letters.other": 10}, "yes"),
        ("letters.us < letters.other", {"letters.us": 10, "letters.other": 10}, "no"),
        ("letters.us <= letters.other", {"letters.us": 10, "letters.other": 10}, "yes"),
        ("exam.planned > exam.latest", {"exam.planned": "2027-02", "exam.latest": "2026-11"}, "yes"),
        ('"BR" in citizenship', {"citizenship": ("AR", "BR")}, "yes"),
        ('"BR" in citizenship', {"citizenship": ("BRA",)}, "no"),
        ('"BR" in citizenship', {"citizenship": ()}, "no"),
        ("name in citizenship", {"name": "BR", "citizenship": ("AR", "BR")}, "yes"),
        ("name in citizenship", {"name": "CL", "citizenship": ("AR", "BR")}, "no"),
        ("step1.status in citizenship", {"step1.status": "passed", "citizenship": ("passed",)}, "yes"),
        ('citizenship in ["BR", "CL"]', {"citizenship": ("AR", "BR")}, "yes"),
        ('citizenship in ["CL", "PE"]', {"citizenship": ("AR", "BR")}, "no"),
        ('citizenship in ["CL"]', {"citizenship": ()}, "no"),
    ],
)
def test_values_of_every_kind_are_compared(text: str, given_: Mapping[str, Value], truth: str) -> None:
    assert judge(condition(text), facts(given_)) == truth


@pytest.mark.parametrize(
    "text",
    [
        "visa.needs",
        "step1.score < 230",
        "step1.score != 230",
        "230 < step1.score",
        'step1.status == "passed"',
        'step1.status in ["passed"]',
        'name != "Ana"',
        "name == name",
        'exam.planned < "2027-03"',
        '"BR" in citizenship',
        'citizenship in ["BR"]',
        "name in citizenship",
        "letters.us < letters.other",
        "low",
        "not low",
        "low or not low",
        "low and not low",
    ],
)
def test_a_comparison_with_a_field_that_is_not_given_is_unknown(text: str) -> None:
    assert judge(condition(text), facts({})) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "given_"),
    [
        ("letters.us < letters.other", {"letters.us": 3}),
        ("letters.us < letters.other", {"letters.other": 3}),
        ("name in citizenship", {"name": "BR"}),
        ("name in citizenship", {"citizenship": ("BR",)}),
    ],
)
def test_a_comparison_of_two_fields_waits_for_both(text: str, given_: Mapping[str, Value]) -> None:
    assert judge(condition(text), facts(given_)) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("visa.needs and letters.us > 2", "unknown"),
        ("visa.needs or letters.us > 2", "yes"),
        ("backup.open and letters.us > 2", "no"),
        ("backup.open or letters.us > 2", "unknown"),
        ("not (backup.open and letters.us > 2)", "yes"),
        ("far", "unknown"),
        ("far or visa.needs", "yes"),
        ("far and backup.open", "no"),
    ],
)
def test_an_unknown_comparison_matters_only_where_it_can_decide(text: str, truth: str) -> None:
    assert judge(condition(text), facts({"visa.needs": True, "backup.open": False})) == truth


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("visa.employer == name", "no"),
        ('visa.employer != "Acme"', "no"),
        ('not visa.employer == "Acme"', "yes"),
        ('visa.employer in ["Acme"]', "no"),
        ("step1.score < 230", "no"),
        ("step1.score >= 230", "no"),
        ("230 != step1.score", "no"),
        ("letters.us < step1.score", "no"),
        ("not low", "yes"),
        ("backup.ranked", "no"),
        ("not backup.ranked", "yes"),
        ('"Surgery" in backup.specialties', "no"),
        ('backup.specialties in ["Surgery"]', "no"),
        ("name in backup.specialties", "no"),
        ("known step1.score", "no"),
    ],
)
def test_a_comparison_with_a_field_that_does_not_apply_is_no(text: str, truth: str) -> None:
    reader = facts({"visa.needs": False, "step1.status": "not taken", "backup.open": False})

    assert judge(condition(text), reader) == truth


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ('visa.preferred == "undecided"', "yes"),
        ('visa.preferred != "undecided"', "no"),
        ('visa.preferred in ["J-1", "H-1B"]', "no"),
        ("step1.attempts == 0", "yes"),
        ("step1.attempts >= 2", "no"),
        ("step1.attempts < letters.us", "yes"),
        ("step1.attempts < letters.other", "unknown"),
        ("known visa.preferred", "no"),
        ("known step1.attempts", "no"),
    ],
)
def test_a_field_that_does_not_apply_has_the_value_that_the_schema_gives_it_then(text: str, truth: str) -> None:
    reader = facts({"visa.needs": False, "step1.status": "not taken", "letters.us": 3})

    assert judge(condition(text), reader) == truth


@pytest.mark.parametrize(
    ("text", "given_", "truth"),
    [
        ("step1.attempts == 0", {}, "unknown"),
        ("step1.attempts == 0", {"step1.status": "passed"}, "unknown"),
        ("step1.attempts == 0", {"step1.status": "passed", "step1.attempts": 1}, "no"),
        ("step1.attempts == 0", {"step1.attempts": 1}, "no"),
        ("step1.score < 230", {"step1.status": "failed"}, "unknown"),
        ("step1.score < 230", {"step1.score": 212}, "yes"),
        ('visa.employer == "Acme"', {"visa.needs": True}, "unknown"),
        ('visa.employer == "Acme"', {"visa.needs": True, "visa.preferred": "J-1"}, "no"),
        ('visa.employer == "Acme"', {"visa.needs": True, "visa.preferred": "H-1B"}, "unknown"),
        ('visa.employer == "Acme"', {"visa.employer": "Acme"}, "yes"),
    ],
)
def test_a_field_applies_unless_the_answers_say_that_it_does_not(
    text: str, given_: Mapping[str, Value], truth: str
) -> None:
    assert judge(condition(text), facts(given_)) == truth


@pytest.mark.parametrize(
    ("given_", "truth"), [({"letters.us": 0}, "yes"), ({"visa.needs": False}, "no"), ({"letters.other": 1}, "no")]
)
def test_known_asks_only_whether_a_field_is_given(given_: Mapping[str, Value], truth: str) -> None:
    assert judge(condition("known letters.us"), facts(given_)) == truth


def test_always_holds_for_a_reader_who_says_nothing() -> None:
    assert judge(ALWAYS, facts({})) is Truth.YES


@given(conditions(), readers())
def test_the_judge_agrees_with_a_naive_one(tree: Condition, reader: Facts) -> None:
    assert judge(tree, reader) is naive(tree, reader)


@given(conditions(known=False), readers_who_say_more())
def test_a_further_answer_never_turns_what_was_settled(tree: Condition, told: tuple[Facts, Facts]) -> None:
    before, after = (judge(tree, reader) for reader in told)

    assert before in {Truth.UNKNOWN, after}


@given(conditions(), readers())
def test_with_all_facts_one_truth_is_possible_and_it_is_the_judgement(tree: Condition, reader: Facts) -> None:
    everything = Quotes(frozenset(FIELDS))

    assert possible(tree, reader, everything) == possible(tree, reader, Quotes()) == bit(judge(tree, reader))


@given(conditions(), readers(), readers())
def test_what_any_reader_with_the_quoted_answers_gets_is_possible(tree: Condition, one: Facts, other: Facts) -> None:
    quotes = Quotes(agreed(one, other))

    assert possible(tree, one, quotes) == possible(tree, other, quotes)
    assert {judge(tree, one), judge(tree, other)} <= {only(truth) for truth in members(possible(tree, one, quotes))}


@given(conditions(), readers(), st.sets(st.sampled_from(sorted(FIELDS))), st.sets(st.sampled_from(sorted(FIELDS))))
def test_quoting_more_answers_leaves_no_further_truth_possible(
    tree: Condition, reader: Facts, some: set[FieldName], others: set[FieldName]
) -> None:
    fewer = possible(tree, reader, Quotes(frozenset(some)))
    more = possible(tree, reader, Quotes(frozenset(some | others)))

    assert more | fewer == fewer


@given(conditions(), readers(), st.data())
def test_leaving_comparisons_out_keeps_the_judgement_possible(
    tree: Condition, reader: Facts, data: st.DataObject
) -> None:
    muted = data.draw(st.sets(st.sampled_from(atoms(tree))))

    assert judge(tree, reader) in {
        only(truth) for truth in members(possible(tree, reader, Quotes(None, frozenset(muted))))
    }


@pytest.mark.parametrize(
    ("text", "quoted", "truths"),
    [
        ("low", [], ANY),
        ("low", ["step1.score"], YES),
        ("low", ["step1.status"], ANY),
        ("low and backup.open", ["step1.score"], ANY),
        ("low and backup.open", ["backup.open"], NO),
        ("low or backup.open", ["backup.open"], ANY),
        ("letters.us > 2", ["letters.us"], UNKNOWN),
        ("low and letters.us > 2", ["letters.us"], NO | UNKNOWN),
        ("low or letters.us > 2", ["letters.us"], YES | UNKNOWN),
        ('visa.preferred == "J-1"', ["visa.needs"], NO),
        ('visa.preferred == "undecided"', ["visa.needs"], YES),
        ('visa.preferred == "J-1"', ["visa.preferred"], NO | UNKNOWN),
        ('visa.preferred == "undecided"', ["visa.preferred"], YES | UNKNOWN),
        ("known letters.us", ["letters.us"], NO),
        ("known step1.score", ["step1.score"], YES),
    ],
)
def test_hidden_answers_leave_open_what_they_could_change(text: str, quoted: list[str], truths: int) -> None:
    reader = facts({"step1.status": "passed", "step1.score": 212, "visa.needs": False, "backup.open": False})

    assert possible(condition(text), reader, Quotes(frozenset(map(FieldName, quoted)))) == truths


def test_a_comparison_that_is_left_out_can_be_anything() -> None:
    tree = condition("visa.needs or low")
    reader = facts({"visa.needs": False, "step1.score": 212})
    left_out = frozenset(atom for atom in atoms(tree) if FieldName("step1.score") in fields_of(atom))

    assert possible(tree, reader, Quotes(muted=left_out)) == ANY
