"""What an author reads who wrote a condition that cannot be: the whole text of every message."""

from textwrap import dedent

import pytest

from builder.diagnostics import BuildError
from builder.schema_file import parse_schema
from builder.sources import Source
from builder.vocabulary import parse_vocabulary
from tests.condition_strategies import FIELDS, SCHEMA, VOCABULARY, condition


def complaint(text: str) -> str:
    """Return what is said about a condition on the first line of `m.md`."""
    with pytest.raises(BuildError) as caught:
        condition(text)
    return str(caught.value)


def complaint_about_file(text: str) -> str:
    """Return what is said about a file of thresholds and named conditions."""
    with pytest.raises(BuildError) as caught:
        parse_vocabulary(Source("conditions.yaml", text), VOCABULARY.schema)
    return str(caught.value)


def message(text: str) -> str:
    """Return the text of a message as it is meant: without the indentation of this file."""
    return dedent(text).strip("\n")


def test_a_single_equals_sign_is_no_comparison() -> None:
    assert complaint("step1.score = 230") == message("""
        m.md:1:13: error: expected a comparison, found `=`
          1 | step1.score = 230
            |             ^
          hint: write `==` to compare
        """)


def test_an_ampersand_is_not_and() -> None:
    assert complaint("low & visa.needs") == message("""
        m.md:1:5: error: unknown character `&`
          1 | low & visa.needs
            |     ^
          hint: write `and`
        """)


def test_a_bar_is_not_or() -> None:
    assert complaint("low || visa.needs") == message("""
        m.md:1:5: error: unknown character `|`
          1 | low || visa.needs
            |     ^
          hint: write `or`
        """)


def test_an_exclamation_mark_is_not_not() -> None:
    assert complaint("low and !visa.needs") == message("""
        m.md:1:9: error: unknown character `!`
          1 | low and !visa.needs
            |         ^
          hint: write `not`, or `!=` to compare
        """)


def test_a_text_does_not_stand_in_single_quotes() -> None:
    assert complaint("step1.status == 'passed'") == message("""
        m.md:1:17: error: unknown character `'`
          1 | step1.status == 'passed'
            |                 ^
          hint: put a text in double quotes, "like this"
        """)


def test_a_text_does_not_stand_in_curly_quotes() -> None:
    assert complaint("step1.status == “passed”") == message("""
        m.md:1:17: error: unknown character `“`
          1 | step1.status == “passed”
            |                 ^
          hint: put a text in straight double quotes, "like this"
        """)


def test_a_text_ends_with_a_quote() -> None:
    assert complaint('step1.status == "passed') == message("""
        m.md:1:17: error: the text has no closing quote
          1 | step1.status == "passed
            |                 ^
          hint: put a text in double quotes, "like this"
        """)


@pytest.mark.parametrize("character", ["+", ";", "é", "{", ".", "\N{GRINNING FACE}"])
def test_any_other_character_is_shown_without_a_guess(character: str) -> None:
    assert complaint(f"low {character} 2") == message(f"""
        m.md:1:5: error: unknown character `{character}`
          1 | low {character} 2
            |     ^
        """)


def test_a_condition_has_at_most_a_thousand_characters() -> None:
    text = "visa.needs and " * 67 + "low"

    assert complaint(text) == message(f"""
        m.md:1:1: error: the condition is longer than 1,000 characters
          1 | {text[:110]}…
            | ^
          hint: give parts of it a name in `conditions.yaml`
        """)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_condition_is_not_empty(text: str) -> None:
    assert complaint(text).splitlines()[0] == (
        f"m.md:1:{len(text) + 1}: error: expected a name, a number or a text, found the end of the condition"
    )


def test_something_stands_behind_and() -> None:
    assert complaint("low and") == message("""
        m.md:1:8: error: expected a name, a number or a text, found the end of the condition
          1 | low and
            |        ^
        """)


def test_something_stands_in_front_of_or() -> None:
    assert complaint("or low") == message("""
        m.md:1:1: error: expected a name, a number or a text, found `or`
          1 | or low
            | ^^
        """)


def test_something_stands_behind_a_comparison() -> None:
    assert complaint("step1.score < and low") == message("""
        m.md:1:15: error: expected a name, a number or a text, found `and`
          1 | step1.score < and low
            |               ^^^
        """)


def test_something_stands_between_two_comparisons() -> None:
    assert complaint("step1.score <> 230") == message("""
        m.md:1:14: error: expected a name, a number or a text, found `>`
          1 | step1.score <> 230
            |              ^
        """)


def test_something_stands_between_brackets() -> None:
    assert complaint("low or ()") == message("""
        m.md:1:9: error: expected a name, a number or a text, found `)`
          1 | low or ()
            |         ^
        """)


def test_a_bracket_is_closed() -> None:
    assert complaint("low and (visa.needs or far") == message("""
        m.md:1:27: error: expected `)`, found the end of the condition
          1 | low and (visa.needs or far
            |                           ^
        """)


def test_a_bracket_is_closed_before_the_next_condition() -> None:
    assert complaint("(low far)") == message("""
        m.md:1:6: error: expected `)`, found `far`
          1 | (low far)
            |      ^^^
        """)


def test_a_bracket_that_was_not_opened_is_left_over() -> None:
    assert complaint("low) and far") == message("""
        m.md:1:4: error: expected `and`, `or` or the end, found `)`
          1 | low) and far
            |    ^
        """)


def test_two_conditions_need_a_word_between_them() -> None:
    assert complaint("low visa.needs") == message("""
        m.md:1:5: error: expected `and`, `or` or the end, found `visa.needs`
          1 | low visa.needs
            |     ^^^^^^^^^^
        """)


def test_not_stands_in_front_of_the_comparison() -> None:
    assert complaint('step1.status not in ["passed"]') == message("""
        m.md:1:14: error: expected `and`, `or` or the end, found `not`
          1 | step1.status not in ["passed"]
            |              ^^^
          hint: write `not` in front of the whole comparison: `not a in b`
        """)


@pytest.mark.parametrize("word", ["true", "false"])
def test_a_field_that_is_true_or_false_needs_no_word_for_it(word: str) -> None:
    assert complaint(f"visa.needs {word}") == message(f"""
        m.md:1:12: error: expected `and`, `or` or the end, found `{word}`
          1 | visa.needs {word}
            |            {"^" * len(word)}
          hint: a true/false field stands alone, or behind `not`
        """)


def test_a_list_is_closed() -> None:
    assert complaint('step1.status in ["passed"') == message("""
        m.md:1:26: error: expected `]`, found the end of the condition
          1 | step1.status in ["passed"
            |                          ^
        """)


def test_the_items_of_a_list_have_commas_between_them() -> None:
    assert complaint('step1.status in ["passed" "failed"]') == message("""
        m.md:1:27: error: expected `,`, found `"failed"`
          1 | step1.status in ["passed" "failed"]
            |                           ^^^^^^^^
        """)


@pytest.mark.parametrize(
    ("text", "start", "found", "underline"),
    [
        ("known 230", 7, "`230`", "^^^"),
        ('known "name"', 7, '`"name"`', "^^^^^^"),
        ("known (name)", 7, "`(`", "^"),
        ("known not low", 7, "`not`", "^^^"),
        ("known", 6, "the end of the condition", "^"),
    ],
)
def test_known_asks_about_a_field(text: str, start: int, found: str, underline: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: expected the name of a field, found {found}
          1 | {text}
            | {underline.rjust(start - 1 + len(underline))}
        """)


def test_a_condition_is_not_nested_without_end() -> None:
    text = "(" * 41 + "low" + ")" * 41

    assert complaint(text) == message(f"""
        m.md:1:41: error: the condition is nested more than 40 deep
          1 | {text}
            | {"^".rjust(41)}
        """)


def test_an_unknown_field_is_compared_with_the_nearest_name() -> None:
    assert complaint('visa.prefered == "H-1B"') == message("""
        m.md:1:1: error: unknown field `visa.prefered`
          1 | visa.prefered == "H-1B"
            | ^^^^^^^^^^^^^
          hint: did you mean `visa.preferred`?
        """)


def test_an_unknown_name_may_be_meant_as_a_named_condition() -> None:
    assert complaint("visa.needs and border_line") == message("""
        m.md:1:16: error: unknown name `border_line`
          1 | visa.needs and border_line
            |                ^^^^^^^^^^^
          hint: did you mean `borderline`?
        """)


def test_an_unknown_name_may_be_meant_as_a_threshold() -> None:
    assert complaint("step1.score < uper") == message("""
        m.md:1:15: error: unknown name `uper`
          1 | step1.score < uper
            |               ^^^^
          hint: did you mean `upper`?
        """)


def test_an_unknown_name_that_is_near_none_has_no_hint() -> None:
    assert complaint("known zzzzzzz.qqqq") == message("""
        m.md:1:7: error: unknown field `zzzzzzz.qqqq`
          1 | known zzzzzzz.qqqq
            |       ^^^^^^^^^^^^
        """)


def test_a_name_is_written_in_the_same_case() -> None:
    assert complaint("not LOW or Low") == message("""
        m.md:1:5: error: unknown name `LOW`
          1 | not LOW or Low
            |     ^^^
        """)


@pytest.mark.parametrize(
    ("text", "constant"), [("low or 230", "230"), ('low or "a"', '"a"'), ("low or [1, 2]", "[1, 2]")]
)
def test_a_constant_is_no_condition(text: str, constant: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:8: error: expected a condition, found `{constant}`
          1 | {text}
            |        {"^" * len(constant)}
          hint: compare it with a field
        """)


def test_a_threshold_is_no_condition() -> None:
    assert complaint("not upper") == message("""
        m.md:1:5: error: expected a condition, found the threshold `upper`
          1 | not upper
            |     ^^^^^
          hint: compare a field with it
        """)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("step1.score", "whole number"),
        ("exam.planned", "month"),
        ("name", "text"),
        ("citizenship", "list of texts"),
    ],
)
def test_a_field_that_is_not_true_or_false_is_no_condition(name: str, kind: str) -> None:
    assert complaint(f"low and {name}") == message(f"""
        m.md:1:9: error: expected a condition, found the {kind} `{name}`
          1 | low and {name}
            |         {"^" * len(name)}
          hint: compare it, or ask `known {name}`
        """)


@pytest.mark.parametrize(("text", "start"), [("low == 3", 1), ("3 < low", 5), ('"a" in low', 8)])
def test_a_named_condition_is_not_compared(text: str, start: int) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: the named condition `low` cannot be compared
          1 | {text}
            | {"^^^".rjust(start + 2)}
          hint: it stands alone, or behind `not`
        """)


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("known name == 3", 1, "known name"),
        ("(not low) == 3", 2, "not low"),
        ("3 == (low or far)", 7, "low or far"),
        ("(step1.score < 230) == 3", 2, "step1.score < 230"),
    ],
)
def test_a_condition_is_not_compared(text: str, start: int, found: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: expected a field, a number or a text, found `{found}`
          1 | {text}
            | {("^" * len(found)).rjust(start - 1 + len(found))}
        """)


@pytest.mark.parametrize(("text", "start", "end"), [("1 < 2", 5, 5), ("lower < upper", 9, 13), ('"a" in ["a"]', 8, 12)])
def test_two_constants_are_not_compared(text: str, start: int, end: int) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: expected a field on one side, found two constants
          1 | {text}
            | {("^" * (end - start + 1)).rjust(end)}
        """)


@pytest.mark.parametrize(
    ("text", "start"),
    [("visa.needs == 1", 1), ("1 == visa.needs", 6), ("visa.needs == visa.needs", 1), ('visa.needs in ["yes"]', 1)],
)
def test_a_field_that_is_true_or_false_is_not_compared(text: str, start: int) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: the true/false field `visa.needs` cannot be compared
          1 | {text}
            | {"^^^^^^^^^^".rjust(start + 9)}
          hint: write `visa.needs` or `not visa.needs`
        """)


@pytest.mark.parametrize(
    ("text", "constant"),
    [('step1.status in "passed"', '"passed"'), ("step1.score in 230", "230"), ("step1.score in upper", "upper")],
)
def test_a_list_stands_behind_in(text: str, constant: str) -> None:
    start = text.index(constant) + 1

    assert complaint(text) == message(f"""
        m.md:1:{start}: error: expected a list behind `in`
          1 | {text}
            | {("^" * len(constant)).rjust(start - 1 + len(constant))}
          hint: write `["one", "two"]`
        """)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ('"Ana" in name', "text", "name"),
        ("3 in step1.score", "whole number", "step1.score"),
        ('"2027-03" in exam.planned', "month", "exam.planned"),
    ],
)
def test_a_field_behind_in_is_a_list(text: str, kind: str, name: str) -> None:
    start = text.index(name) + 1

    assert complaint(text) == message(f"""
        m.md:1:{start}: error: expected a list behind `in`, found the {kind} `{name}`
          1 | {text}
            | {("^" * len(name)).rjust(start - 1 + len(name))}
        """)


@pytest.mark.parametrize(("text", "constant"), [("3 in citizenship", "3"), ('["a"] in citizenship', '["a"]')])
def test_a_text_is_looked_for_in_a_field_that_is_a_list(text: str, constant: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:1: error: `citizenship` is a list of texts: expected a text in front of `in`
          1 | {text}
            | {"^" * len(constant)}
        """)


@pytest.mark.parametrize("name", ["step1.score", "exam.planned", "citizenship"])
def test_only_texts_are_looked_for_in_a_field_that_is_a_list(name: str) -> None:
    assert complaint(f"{name} in citizenship") == message(f"""
        m.md:1:1: error: `{name}` cannot be looked for in `citizenship`
          1 | {name} in citizenship
            | {"^" * len(name)}
        """)


@pytest.mark.parametrize(
    ("text", "start"),
    [('citizenship == "BR"', 1), ('"BR" == citizenship', 9), ("name == citizenship", 9), ("citizenship < 3", 1)],
)
def test_a_list_is_not_compared_as_a_whole(text: str, start: int) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: `citizenship` is a list
          1 | {text}
            | {"^^^^^^^^^^^".rjust(start + 10)}
          hint: write `"a text" in citizenship`
        """)


@pytest.mark.parametrize(
    ("text", "start", "name", "operator"),
    [
        ('name < "B"', 1, "name", "<"),
        ('"B" >= name', 8, "name", ">="),
        ('step1.status > "failed"', 1, "step1.status", ">"),
        ("step1.status <= step2.status", 1, "step1.status", "<="),
    ],
)
def test_texts_have_no_order(text: str, start: int, name: str, operator: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: `{name}` has no order: expected `==`, `!=` or `in`, found `{operator}`
          1 | {text}
            | {("^" * len(name)).rjust(start - 1 + len(name))}
        """)


@pytest.mark.parametrize(
    ("text", "start", "operator"),
    [
        ('step1.status == ["passed"]', 17, "=="),
        ('["passed"] != step1.status', 1, "!="),
        ("step1.score < [230]", 15, "<"),
    ],
)
def test_one_value_stands_beside_a_comparison(text: str, start: int, operator: str) -> None:
    end = text.index("]") + 1

    assert complaint(text) == message(f"""
        m.md:1:{start}: error: expected one value beside `{operator}`, found a list
          1 | {text}
            | {("^" * (end - start + 1)).rjust(end)}
          hint: write `in` to look into a list
        """)


@pytest.mark.parametrize(
    ("text", "name", "kinds"),
    [
        ("step1.score == name", "name", "`step1.score` and `name` cannot be compared: a whole number and a text"),
        (
            "exam.planned < letters.us",
            "letters.us",
            "`exam.planned` and `letters.us` cannot be compared: a month and a whole number",
        ),
    ],
)
def test_two_fields_of_different_kinds_are_not_compared(text: str, name: str, kinds: str) -> None:
    start = text.index(name) + 1

    assert complaint(text) == message(f"""
        m.md:1:{start}: error: {kinds}
          1 | {text}
            | {("^" * len(name)).rjust(start - 1 + len(name))}
        """)


@pytest.mark.parametrize(
    ("text", "start", "underline", "value"),
    [
        ('step1.score < "230"', 15, "^^^^^", '"230"'),
        ('"high" == step1.score', 1, "^^^^^^", '"high"'),
        ('step1.score in [200, "210"]', 16, "^^^^^^^^^^^^", '"210"'),
    ],
)
def test_a_whole_number_is_not_compared_with_a_text(text: str, start: int, underline: str, value: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: `step1.score` is a whole number, not {value}
          1 | {text}
            | {underline.rjust(start - 1 + len(underline))}
          hint: write the number without quotes
        """)


@pytest.mark.parametrize(
    ("text", "start", "underline", "never", "range_"),
    [
        ("step1.score < 301", 15, "^^^", "`step1.score` is never 301", "1 and 300"),
        ("0 < step1.score", 1, "^", "`step1.score` is never 0", "1 and 300"),
        ("step1.score != -1", 16, "^^", "`step1.score` is never -1", "1 and 300"),
        ("letters.us < upper", 14, "^^^^^", "`letters.us` is never 230", "0 and 50"),
        ("letters.us in [3, 51, 60]", 15, "^^^^^^^^^^^", "`letters.us` is never 51", "0 and 50"),
        ("letters.us < 3 < step1.score < 500", 32, "^^^", "`step1.score` is never 500", "1 and 300"),
    ],
)
def test_a_number_lies_in_the_range_of_its_field(
    text: str, start: int, underline: str, never: str, range_: str
) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: {never}
          1 | {text}
            | {underline.rjust(start - 1 + len(underline))}
          hint: it lies between {range_}
        """)


@pytest.mark.parametrize(
    ("text", "start", "underline", "value", "hint"),
    [
        ('step1.status == "pased"', 17, "^^^^^^^", '"pased"', 'did you mean "passed"?'),
        ('"H1B" == visa.preferred', 1, "^^^^^", '"H1B"', 'did you mean "H-1B"?'),
        ('visa.preferred == "none"', 19, "^^^^^^", '"none"', 'it is "J-1" or "H-1B" or "undecided"'),
        ("visa.preferred == 1", 19, "^", "1", 'it is "J-1" or "H-1B" or "undecided"'),
        ('step1.status in ["passed", "done"]', 17, "^" * 18, '"done"', 'it is "passed" or "failed" or "not taken"'),
    ],
)
def test_a_choice_is_one_of_its_values(text: str, start: int, underline: str, value: str, hint: str) -> None:
    (name,) = (name for name in FIELDS if name in text)

    assert complaint(text) == message(f"""
        m.md:1:{start}: error: `{name}` is never {value}
          1 | {text}
            | {underline.rjust(start - 1 + len(underline))}
          hint: {hint}
        """)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('exam.planned < "March 2027"', '"March 2027"'),
        ('exam.planned < "2027-13"', '"2027-13"'),
        ('"2027-3" == exam.planned', '"2027-3"'),
        ("exam.planned > 2027", "2027"),
    ],
)
def test_a_month_is_written_in_digits(text: str, value: str) -> None:
    start = text.index(value) + 1

    assert complaint(text) == message(f"""
        m.md:1:{start}: error: `exam.planned` is a month, not {value}
          1 | {text}
            | {("^" * len(value)).rjust(start - 1 + len(value))}
          hint: write it like "2027-03"
        """)


@pytest.mark.parametrize(
    ("text", "start", "underline", "name"),
    [
        ("name == 3", 9, "^", "name"),
        ("3 != name", 1, "^", "name"),
        ('name in ["Ana", 3]', 9, "^^^^^^^^^^", "name"),
        ("citizenship in [3]", 16, "^^^", "citizenship"),
    ],
)
def test_a_text_is_not_compared_with_a_number(text: str, start: int, underline: str, name: str) -> None:
    assert complaint(text) == message(f"""
        m.md:1:{start}: error: `{name}` is a text, not 3
          1 | {text}
            | {underline.rjust(start - 1 + len(underline))}
          hint: put the text in double quotes
        """)


def test_a_slip_in_a_file_is_shown_where_it_stands_in_its_line() -> None:
    text = dedent("""\
        conditions:
          first: {label: a, because: b, when: not known nam}
          second: {label: a, because: b, when: first and third}
          third: {label: a, because: b, when: visa.needs}
        """)

    assert complaint_about_file(text) == message("""
        conditions.yaml:2:49: error: unknown name `nam`
          2 |   first: {label: a, because: b, when: not known nam}
            |                                                 ^^^
          hint: did you mean `name`?
        conditions.yaml:3:50: error: unknown name `third`
          3 |   second: {label: a, because: b, when: first and third}
            |                                                  ^^^^^
        """)


def test_a_slip_in_a_quoted_condition_is_shown_inside_the_quotes() -> None:
    text = """conditions:\n  a: {label: a, because: b, when: 'step1.status == "pass"'}\n"""

    assert complaint_about_file(text) == message("""
        conditions.yaml:2:52: error: `step1.status` is never "pass"
          2 |   a: {label: a, because: b, when: 'step1.status == "pass"'}
            |                                                    ^^^^^^
          hint: did you mean "passed"?
        """)


def test_a_slip_in_a_condition_with_escapes_is_shown_as_the_whole_condition() -> None:
    text = r"""conditions: {a: {label: a, because: b, when: "step1.status == \"pass\""}}"""

    assert complaint_about_file(text) == message(r"""
        conditions.yaml:1:46: error: `step1.status` is never "pass"
          1 | conditions: {a: {label: a, because: b, when: "step1.status == \"pass\""}}
            |                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^
          hint: did you mean "passed"?
        """)


def test_a_slip_in_a_condition_over_several_lines_is_shown_where_the_condition_begins() -> None:
    text = "conditions:\n  a:\n    label: a\n    because: b\n    when: >-\n      visa.needs\n      and lwo\n"

    assert complaint_about_file(text) == message("""
        conditions.yaml:5:11: error: unknown name `lwo`
          5 |     when: >-
            |           ^^
        """)


def test_a_slip_in_when_a_field_applies_is_shown_in_the_schema() -> None:
    schema = parse_schema(Source("profile.schema.yaml", SCHEMA.replace("x-only-when: backup.open", "x-only-when: low")))

    with pytest.raises(BuildError) as caught:
        parse_vocabulary(Source("conditions.yaml", "thresholds: {}"), schema)

    assert str(caught.value) == message("""
        profile.schema.yaml:92:22: error: unknown name `low`
          92 |         x-only-when: low
             |                      ^^^
        profile.schema.yaml:98:22: error: unknown name `low`
          98 |         x-only-when: low
             |                      ^^^
        """)


def test_a_condition_is_one_text() -> None:
    text = "conditions:\n  a: {label: a, because: b, when: [visa.needs]}\n"

    assert complaint_about_file(text) == message("""
        conditions.yaml:2:35: error: a condition must be one text
          2 |   a: {label: a, because: b, when: [visa.needs]}
            |                                   ^
          hint: put it in quotes if it holds brackets or a colon
        """)
