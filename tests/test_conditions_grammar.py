"""The text of a condition, the tree it stands for, and its forms as text and as JSON."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.conditions.form import Json, condition_json, format_condition
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
    Not,
    Operator,
    Or,
    atoms,
    fields_of,
)
from builder.diagnostics import BuildError
from builder.schema import FieldName
from tests.condition_strategies import condition, conditions, named

SCORE = FieldRef(FieldName("step1.score"))
STATUS = FieldRef(FieldName("step1.status"))
CITIZENSHIP = FieldRef(FieldName("citizenship"))
NEEDS = Holds(FieldName("visa.needs"))
OPEN = Holds(FieldName("backup.open"))
RANKED = Holds(FieldName("backup.ranked"))

WORDS_AND_SIGNS = (
    "and", "or", "not", "known", "in", "(", ")", "[", "]", ",", "<", "<=", ">", ">=", "==", "!=", "=", "!", "-", ".",
    "visa.needs", "step1.score", "step1.status", "citizenship", "exam.planned", "name", "low", "upper", "nothing",
    "true", "230", "-1", '"passed"', '"', "'", "“", "&", "é", "\t",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a text that a complaint underlines; the whole text where there is none."""

    start: int
    end: int


def complained_about(text: str) -> Stretch:
    """Return which part of a text is wrong, if one is."""
    try:
        condition(text)
    except BuildError as error:
        (diagnostic,) = error.diagnostics
        start = diagnostic.place.column - 1
        return Stretch(start, start + diagnostic.place.width)
    return Stretch(0, max(1, len(text)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("visa.needs", NEEDS),
        ("known visa.needs", Known(FieldName("visa.needs"))),
        ("known step1.score", Known(FieldName("step1.score"))),
        ("low", named("low")),
        ("step1.score < 230", Compare(SCORE, Operator.LESS, Literal(230))),
        ("step1.score <= 230", Compare(SCORE, Operator.AT_MOST, Literal(230))),
        ("step1.score > 230", Compare(SCORE, Operator.MORE, Literal(230))),
        ("step1.score >= 230", Compare(SCORE, Operator.AT_LEAST, Literal(230))),
        ("step1.score == 230", Compare(SCORE, Operator.EQUAL, Literal(230))),
        ("step1.score != 230", Compare(SCORE, Operator.DIFFERENT, Literal(230))),
        ("230 > step1.score", Compare(Literal(230), Operator.MORE, SCORE)),
        ("step1.score < upper", Compare(SCORE, Operator.LESS, Literal(230, "upper"))),
        ("upper > step1.score", Compare(Literal(230, "upper"), Operator.MORE, SCORE)),
        ('step1.status == "not taken"', Compare(STATUS, Operator.EQUAL, Literal("not taken"))),
        ('name == ""', Compare(FieldRef(FieldName("name")), Operator.EQUAL, Literal(""))),
        ('name == "and (or"', Compare(FieldRef(FieldName("name")), Operator.EQUAL, Literal("and (or"))),
        (
            'exam.planned < "2027-03"',
            Compare(FieldRef(FieldName("exam.planned")), Operator.LESS, Literal("2027-03")),
        ),
        (
            "letters.us < letters.other",
            Compare(FieldRef(FieldName("letters.us")), Operator.LESS, FieldRef(FieldName("letters.other"))),
        ),
        ('"BR" in citizenship', Compare(Literal("BR"), Operator.IN, CITIZENSHIP)),
        ("name in citizenship", Compare(FieldRef(FieldName("name")), Operator.IN, CITIZENSHIP)),
    ],
)
def test_a_single_comparison_becomes_one_node(text: str, tree: Condition) -> None:
    assert condition(text) == tree


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('step1.status in ["passed"]', ("passed",)),
        ('step1.status in ["passed", "failed"]', ("passed", "failed")),
        ('step1.status in["passed","failed"]', ("passed", "failed")),
        ('step1.status in ["failed", "passed", "failed"]', ("failed", "passed", "failed")),
        ("step1.score in [200, 210]", (200, 210)),
        ('citizenship in ["AR", "BR"]', ("AR", "BR")),
        ('citizenship in ["a, b", "[c]"]', ("a, b", "[c]")),
        ('exam.planned in ["2027-03"]', ("2027-03",)),
    ],
)
def test_a_list_holds_its_items_in_the_order_in_which_they_are_written(
    text: str, values: tuple[int | str, ...]
) -> None:
    field = FieldRef(FieldName(text.partition(" in")[0]))

    assert condition(text) == Compare(field, Operator.IN, Literal(values))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("not visa.needs", Not(NEEDS)),
        ("not not visa.needs", NEEDS),
        ("not not not visa.needs", Not(NEEDS)),
        ("visa.needs and backup.open", And((NEEDS, OPEN))),
        ("visa.needs or backup.open", Or((NEEDS, OPEN))),
        ("visa.needs and backup.open and backup.ranked", And((NEEDS, OPEN, RANKED))),
        ("visa.needs or backup.open or backup.ranked", Or((NEEDS, OPEN, RANKED))),
        ("(visa.needs and backup.open) and backup.ranked", And((And((NEEDS, OPEN)), RANKED))),
        ("visa.needs or (backup.open or backup.ranked)", Or((NEEDS, Or((OPEN, RANKED))))),
        ("(((visa.needs)))", NEEDS),
    ],
)
def test_words_join_conditions_in_the_order_in_which_they_are_written(text: str, tree: Condition) -> None:
    assert condition(text) == tree


@pytest.mark.parametrize(
    ("text", "bracketed"),
    [
        ("visa.needs or backup.open and backup.ranked", "visa.needs or (backup.open and backup.ranked)"),
        ("visa.needs and backup.open or backup.ranked", "(visa.needs and backup.open) or backup.ranked"),
        ("not visa.needs and backup.open", "(not visa.needs) and backup.open"),
        ("not visa.needs or backup.open", "(not visa.needs) or backup.open"),
        ("not step1.score < 230", "not (step1.score < 230)"),
        ("not known visa.needs", "not (known visa.needs)"),
        ('not "BR" in citizenship', 'not ("BR" in citizenship)'),
        ("not known name and known nickname", "(not (known name)) and (known nickname)"),
        ("visa.needs and step1.score < 230 or low", "(visa.needs and (step1.score < 230)) or low"),
        ("(step1.score) < (230)", "step1.score < 230"),
    ],
)
def test_comparing_binds_tighter_than_not_and_not_than_and_and_and_than_or(text: str, bracketed: str) -> None:
    assert condition(text) == condition(bracketed)


@pytest.mark.parametrize(
    ("chain", "pairs"),
    [
        ("225 <= step1.score < 230", "225 <= step1.score and step1.score < 230"),
        ("lower <= step1.score < upper", "lower <= step1.score and step1.score < upper"),
        ("letters.us < letters.other < 9", "letters.us < letters.other and letters.other < 9"),
        ("1 < letters.us < letters.other < 9", "1 < letters.us and letters.us < letters.other and letters.other < 9"),
        ('name == nickname in ["Ana"]', 'name == nickname and nickname in ["Ana"]'),
        ("not 225 <= step1.score < 230", "not (225 <= step1.score and step1.score < 230)"),
        ("low and 225 <= step1.score < 230", "low and (225 <= step1.score and step1.score < 230)"),
    ],
)
def test_a_chain_means_that_each_comparison_in_it_holds(chain: str, pairs: str) -> None:
    assert condition(chain) == condition(pairs)


@pytest.mark.parametrize(
    "text",
    [
        "  visa.needs and low  ",
        "visa.needs\tand\tlow",
        "visa.needs\nand\n  low",
        "visa.needs\r\nand low",
        "(visa.needs)and(low)",
        "visa.needs and (low)",
    ],
)
def test_white_space_between_words_means_nothing(text: str) -> None:
    assert condition(text) == And((NEEDS, named("low")))


@pytest.mark.parametrize("text", ["android", "orders", "nothing", "knowns", "inside", "and.more", "known.name", "And"])
def test_a_word_of_the_language_inside_a_longer_name_is_part_of_that_name(text: str) -> None:
    assert complained_about(text) == Stretch(0, len(text))


def test_thirty_nine_brackets_deep_is_not_too_deep() -> None:
    assert condition("(" * 39 + "visa.needs" + ")" * 39) == NEEDS


def test_many_nots_are_not_deep() -> None:
    assert condition("not " * 201 + "visa.needs") == Not(NEEDS)


def test_a_thousand_characters_are_not_too_long() -> None:
    assert condition("visa.needs".rjust(1_000)) == NEEDS


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("( visa.needs )", "visa.needs"),
        ("known  step1.score", "known step1.score"),
        ("not not not low", "not low"),
        ("step1.score<230", "step1.score < 230"),
        ("230>step1.score", "230 > step1.score"),
        ("step1.score<upper", "step1.score < upper"),
        ("letters.us>=letters.other", "letters.us >= letters.other"),
        ('"BR"in citizenship', '"BR" in citizenship'),
        ('step1.status in["passed","failed"]', 'step1.status in ["passed", "failed"]'),
        ("step1.score in [ 200,210 ]", "step1.score in [200, 210]"),
        ("lower<=step1.score<upper", "lower <= step1.score and step1.score < upper"),
        ("low and (visa.needs or far)", "low and (visa.needs or far)"),
        ("low or (visa.needs and far)", "low or (visa.needs and far)"),
        ("low and (visa.needs and far)", "low and (visa.needs and far)"),
        ("not (low or visa.needs)", "not (low or visa.needs)"),
        ("not (low)", "not low"),
        ("not (step1.score < 230)", "not step1.score < 230"),
    ],
)
def test_a_condition_is_formatted_with_only_the_brackets_it_needs(text: str, formatted: str) -> None:
    assert format_condition(condition(text)) == formatted


@given(conditions())
def test_parsing_the_text_of_a_condition_gives_the_condition(tree: Condition) -> None:
    assert condition(format_condition(tree)) == tree


@pytest.mark.parametrize(
    ("text", "json"),
    [
        ("visa.needs", ["holds", "visa.needs"]),
        ("known name", ["known", "name"]),
        ("low", ["named", "low"]),
        ("not low", ["not", ["named", "low"]]),
        ("step1.score < 230", ["<", ["field", "step1.score"], ["value", 230]]),
        ("step1.score < upper", ["<", ["field", "step1.score"], ["value", 230, "upper"]]),
        ("230 >= step1.score", [">=", ["value", 230], ["field", "step1.score"]]),
        ('step1.status != "passed"', ["!=", ["field", "step1.status"], ["value", "passed"]]),
        ('step1.status in ["passed"]', ["in", ["field", "step1.status"], ["value", ["passed"]]]),
        ('"BR" in citizenship', ["in", ["value", "BR"], ["field", "citizenship"]]),
        ("letters.us == letters.other", ["==", ["field", "letters.us"], ["field", "letters.other"]]),
        (
            "visa.needs and (low or not known name)",
            ["and", ["holds", "visa.needs"], ["or", ["named", "low"], ["not", ["known", "name"]]]],
        ),
        (
            "225 <= step1.score < 230",
            [
                "and",
                ["<=", ["value", 225], ["field", "step1.score"]],
                ["<", ["field", "step1.score"], ["value", 230]],
            ],
        ),
    ],
)
def test_a_condition_as_json_is_nested_lists_with_the_operation_first(text: str, json: Json) -> None:
    assert condition_json(condition(text)) == json


def test_always_is_all_of_no_conditions() -> None:
    assert condition_json(ALWAYS) == ["and"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("visa.needs and not backup.open", (NEEDS, OPEN)),
        ("backup.open or visa.needs and not backup.open", (OPEN, NEEDS)),
        (
            "far",
            (
                NEEDS,
                Compare(SCORE, Operator.LESS, Literal(230, "upper")),
                Compare(Literal(225, "lower"), Operator.AT_MOST, SCORE),
            ),
        ),
    ],
)
def test_the_comparisons_of_a_condition_are_found_through_names_in_order_and_once(
    text: str, found: tuple[Atom, ...]
) -> None:
    assert atoms(condition(text)) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("visa.needs", ("visa.needs",)),
        ("known name", ("name",)),
        ("230 > step1.score", ("step1.score",)),
        ("name in citizenship", ("name", "citizenship")),
    ],
)
def test_a_comparison_looks_at_the_fields_on_its_sides(text: str, names: tuple[str, ...]) -> None:
    (comparison,) = atoms(condition(text))

    assert fields_of(comparison) == names


def _of_words(separator: str) -> Callable[[list[str]], str]:
    return separator.join


@given(
    st.lists(st.sampled_from(WORDS_AND_SIGNS), max_size=12).map(_of_words(" "))
    | st.lists(st.sampled_from(WORDS_AND_SIGNS), max_size=12).map(_of_words(""))
    | st.text(st.characters(codec="utf-8", exclude_characters="\n"))
)
@example("")
@example(" ")
@example("(" * 500)
@example("[" * 500)
@example("visa.needs " * 100)
@example("9" * 999)
def test_any_text_is_a_condition_or_complained_about_inside_its_bounds(text: str) -> None:
    stretch = complained_about(text)

    assert 0 <= stretch.start < stretch.end <= len(text) + 1
