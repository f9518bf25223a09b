"""Profiles: what each kind of field takes and refuses, and profiles written from typed answers."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import BuildError
from builder.profile_text import answer_line, profile_text, read_answer, with_answers
from builder.profiles import load_profile, parse_profile
from builder.schema import FieldName, Value
from builder.source_files import parse_source
from builder.vocabulary import Vocabulary
from tests.guides import reader, small_library

REFUSED = (
    pytest.param(
        "name: [Ana]\n",
        dedent("""\
            profile.yaml:1:7: error: `name` must be a text, not a list
              hint: leave the line out if you do not know it"""),
        id="a name in brackets",
    ),
    pytest.param(
        "name: {first: Ana}\n",
        dedent("""\
            profile.yaml:1:7: error: `name` must be a text, not a mapping
              hint: leave the line out if you do not know it"""),
        id="a name in parts",
    ),
    pytest.param(
        "step1:\n  score: n/a\n",
        dedent("""\
            profile.yaml:2:10: error: `step1.score` must be a whole number, not a text
              hint: leave the line out if you do not know it"""),
        id="a score that is no number",
    ),
    pytest.param(
        "step1:\n  score: 010\n",
        dedent("""\
            profile.yaml:2:10: error: `step1.score` must be a whole number, not a text
              hint: leave the line out if you do not know it"""),
        id="a score with a zero before it",
    ),
    pytest.param(
        "step1:\n  score: 12:30\n",
        dedent("""\
            profile.yaml:2:10: error: `step1.score` must be a whole number, not a text
              hint: leave the line out if you do not know it"""),
        id="a score like a time",
    ),
    pytest.param(
        "step1:\n  score: [230]\n",
        dedent("""\
            profile.yaml:2:10: error: `step1.score` must be a whole number, not a list
              hint: leave the line out if you do not know it"""),
        id="a score in brackets",
    ),
    pytest.param(
        "step1:\n  score: 0\n",
        dedent("""\
            profile.yaml:2:10: error: `step1.score` must be between 1 and 300"""),
        id="a score below the least",
    ),
    pytest.param(
        "step1:\n  score: 301\n",
        dedent("""\
            profile.yaml:2:10: error: `step1.score` must be between 1 and 300"""),
        id="a score above the greatest",
    ),
    pytest.param(
        "step1:\n  attempts: -1\n",
        dedent("""\
            profile.yaml:2:13: error: `step1.attempts` must be between 0 and 6"""),
        id="a negative number",
    ),
    pytest.param(
        "visa:\n  needs: maybe\n",
        dedent("""\
            profile.yaml:2:10: error: `visa.needs` must be true or false, not a text
              hint: leave the line out if you do not know it"""),
        id="neither true nor false",
    ),
    pytest.param(
        "visa:\n  needs: 1\n",
        dedent("""\
            profile.yaml:2:10: error: `visa.needs` must be true or false, not a number
              hint: leave the line out if you do not know it"""),
        id="a number for true",
    ),
    pytest.param(
        "step1:\n  status: Passed\n",
        dedent("""\
            profile.yaml:2:11: error: `step1.status` must be "passed", "failed" or "not taken"
              hint: did you mean "passed"?"""),
        id="a choice in other letters",
    ),
    pytest.param(
        "step1:\n  status: sat\n",
        dedent("""\
            profile.yaml:2:11: error: `step1.status` must be "passed", "failed" or "not taken\""""),
        id="a choice like no other",
    ),
    pytest.param(
        "step1:\n  status: no\n",
        dedent("""\
            profile.yaml:2:11: error: `step1.status` must be "passed", "failed" or "not taken\""""),
        id="no for a choice",
    ),
    pytest.param(
        "step1:\n  status: [passed]\n",
        dedent("""\
            profile.yaml:2:11: error: `step1.status` must be "passed", "failed" or "not taken", not a list
              hint: leave the line out if you do not know it"""),
        id="a choice in brackets",
    ),
    pytest.param(
        "citizenship: NG\n",
        dedent("""\
            profile.yaml:1:14: error: `citizenship` must be a list of texts such as `[one, two]`, not a text
              hint: leave the line out if you do not know it"""),
        id="a list without brackets",
    ),
    pytest.param(
        "exam:\n  planned: 2027-13\n",
        dedent("""\
            profile.yaml:2:12: error: `exam.planned` must be a month such as "2027-03", not a text
              hint: leave the line out if you do not know it"""),
        id="a month that is none",
    ),
    pytest.param(
        "exam:\n  planned: March 2027\n",
        dedent("""\
            profile.yaml:2:12: error: `exam.planned` must be a month such as "2027-03", not a text
              hint: leave the line out if you do not know it"""),
        id="a month in words",
    ),
    pytest.param(
        "exam:\n  planned: [2027-03]\n",
        dedent("""\
            profile.yaml:2:12: error: `exam.planned` must be a month such as "2027-03", not a list
              hint: leave the line out if you do not know it"""),
        id="a month in brackets",
    ),
    pytest.param(
        "step1: 230\n",
        dedent("""\
            profile.yaml:1:8: error: `step1` must hold fields of its own, not a number
              hint: write `status: ...` on a line of its own, indented, under `step1:`"""),
        id="a group with a number",
    ),
    pytest.param(
        "step1: passed\n",
        dedent("""\
            profile.yaml:1:8: error: `step1` must hold fields of its own, not a text
              hint: write `status: ...` on a line of its own, indented, under `step1:`"""),
        id="a group with a text",
    ),
    pytest.param(
        "match: [2027]\n",
        dedent("""\
            profile.yaml:1:8: error: `match` must hold fields of its own, not a list
              hint: write `year: ...` on a line of its own, indented, under `match:`"""),
        id="a group with a list",
    ),
    pytest.param(
        "nane: Ana\n",
        dedent("""\
            profile.yaml:1:1: error: unknown field `nane`
              hint: did you mean `name`?"""),
        id="unknown field",
    ),
    pytest.param(
        "step1:\n  scor: 230\n",
        dedent("""\
            profile.yaml:2:3: error: unknown field `step1.scor`
              hint: did you mean `step1.score`?"""),
        id="unknown field of a group",
    ),
    pytest.param(
        "stepp1:\n  score: 230\n",
        dedent("""\
            profile.yaml:1:1: error: unknown field `stepp1`
              hint: did you mean `step1`?"""),
        id="unknown group",
    ),
    pytest.param(
        "shoe_size: 41\n",
        dedent("""\
            profile.yaml:1:1: error: unknown field `shoe_size`"""),
        id="unknown field like no other",
    ),
    pytest.param(
        "step1:\n  status: not taken\n  score: 212\n",
        dedent("""\
            profile.yaml:3:10: error: `step1.score` is given, but by `step1.status` it does not apply
              hint: change one of the two, or leave one out"""),
        id="a field that does not apply",
    ),
    pytest.param(
        "step1:\n  status: not taken\n  attempts: 2\n",
        dedent("""\
            profile.yaml:3:13: error: `step1.attempts` is given, but by `step1.status` it does not apply
              hint: change one of the two, or leave one out"""),
        id="a field that does not apply and is not its other value",
    ),
    pytest.param(
        "- name: Ana\n",
        dedent("""\
            profile.yaml:1:1: error: a profile must be a mapping of fields and values, not a list
              hint: write `field: value`"""),
        id="a list",
    ),
    pytest.param(
        "Ana\n",
        dedent("""\
            profile.yaml:1:1: error: a profile must be a mapping of fields and values, not a text
              hint: write `field: value`"""),
        id="a text",
    ),
    pytest.param(
        "2027\n",
        dedent("""\
            profile.yaml:1:1: error: a profile must be a mapping of fields and values, not a number
              hint: write `field: value`"""),
        id="a number",
    ),
    pytest.param(
        "name: Ana\nname: Eve\n",
        dedent("""\
            profile.yaml:2:1: error: duplicate key `name`
              hint: it stands first on line 1; keep one of the two"""),
        id="a field twice",
    ),
    pytest.param(
        "name: José Ñuñez\nstep1: {status: passed, score: ü}\n",
        dedent("""\
            profile.yaml:2:32: error: `step1.score` must be a whole number, not a text
              hint: leave the line out if you do not know it"""),
        id="behind letters with accents",
    ),
)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return small_library(tmp_path_factory.mktemp("guide")).vocabulary


def complaint(vocabulary: Vocabulary, text: str) -> str:
    with pytest.raises(BuildError) as caught:
        reader(vocabulary, text)
    return str(caught.value)


def typed_line(vocabulary: Vocabulary, name: str, typed: str) -> str:
    return answer_line(vocabulary.schema.fields[FieldName(name)], typed)


def written(vocabulary: Vocabulary, typed: Mapping[str, str]) -> str:
    """Return the profile that `new` writes for typed answers."""
    lines = {FieldName(name): typed_line(vocabulary, name, answer) for name, answer in typed.items()}
    return profile_text(lines, vocabulary)


@pytest.mark.parametrize(
    ("text", "given_values"),
    [
        ("name: Ana", {"name": "Ana"}),
        ("name: no", {"name": "no"}),
        ("name: 007", {"name": "007"}),
        ("name: 2026-01-05", {"name": "2026-01-05"}),
        ("name: 'O''Hara'", {"name": "O'Hara"}),
        ('name: "~"', {"name": "~"}),
        ("name: José 日本", {"name": "José 日本"}),
        ("step1: {score: 1}", {"step1.score": 1}),
        ("step1: {score: 300}", {"step1.score": 300}),
        ("step1: {attempts: 0}", {"step1.attempts": 0}),
        ("step1:\n  status: not taken", {"step1.status": "not taken"}),
        ('step1: {status: "passed"}', {"step1.status": "passed"}),
        ("visa: {needs: true}", {"visa.needs": True}),
        ("visa: {needs: false}", {"visa.needs": False}),
        ("visa: {needs: yes}", {"visa.needs": True}),
        ("visa: {needs: No}", {"visa.needs": False}),
        ("citizenship: [NG]", {"citizenship": ("NG",)}),
        ("citizenship:\n  - NO\n  - GH", {"citizenship": ("NO", "GH")}),
        ("citizenship: []", {"citizenship": ()}),
        ("exam: {planned: 2027-03}", {"exam.planned": "2027-03"}),
        ('exam: {planned: "2027-12"}', {"exam.planned": "2027-12"}),
    ],
)
def test_a_value_is_read_as_its_field_says(
    vocabulary: Vocabulary, text: str, given_values: Mapping[str, Value]
) -> None:
    assert reader(vocabulary, text).given == given_values


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="an empty file"),
        pytest.param("\n\n", id="empty lines"),
        pytest.param("# name: Ana\n\n  # nothing yet\n", id="comments"),
        pytest.param("name:\nstep1:\nvisa:\n  needs:\n", id="fields without values"),
        pytest.param("name: ~\nvisa: null\n", id="fields with nothing"),
        pytest.param("{}\n", id="no fields"),
    ],
)
def test_a_profile_may_say_nothing(vocabulary: Vocabulary, text: str) -> None:
    assert reader(vocabulary, text).given == {}


def test_a_profile_is_read_from_its_file(vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "ana.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: Ana\r\nstep1: {score: 212}\r\n")
    profile = load_profile(path, "profiles/ana.yaml", vocabulary)
    assert (profile.name, profile.given) == ("profiles/ana.yaml", {"name": "Ana", "step1.score": 212})


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_wrong_profile_is_told(vocabulary: Vocabulary, text: str, message: str) -> None:
    assert complaint(vocabulary, text) == message


# Not the whole text: the hint of these should name the quotes or the brackets.
@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param('step1:\n  score: "230"\n', "profile.yaml:2:10", id="a number in quotes"),
        pytest.param('visa:\n  needs: "yes"\n', "profile.yaml:2:10", id="yes in quotes"),
        pytest.param("citizenship: [NG, [GH]]\n", "profile.yaml:1:14", id="a list in a list"),
        pytest.param("citizenship: [NG, Ghana]\n", "profile.yaml:1:14", id="a text that the schema does not allow"),
        pytest.param(f"name: {'A' * 201}\n", "profile.yaml:1:7", id="a text that is too long"),
    ],
)
def test_what_nearly_fits_is_refused(vocabulary: Vocabulary, text: str, place: str) -> None:
    with pytest.raises(BuildError) as caught:
        reader(vocabulary, text)
    assert [str(found.place) for found in caught.value.diagnostics] == [place]


def test_one_run_shows_every_problem_of_a_profile(vocabulary: Vocabulary) -> None:
    text = "name: Ana\nstep1:\n  status: passed\n  score: 301\nvisa:\n  needs: perhaps\nshoe_size: 41\n"
    assert complaint(vocabulary, text) == dedent("""\
        profile.yaml:4:10: error: `step1.score` must be between 1 and 300
        profile.yaml:6:10: error: `visa.needs` must be true or false, not a text
          hint: leave the line out if you do not know it
        profile.yaml:7:1: error: unknown field `shoe_size`""")


@pytest.mark.parametrize(
    ("text", "given_values"),
    [
        pytest.param("status: not taken", {"step1.status": "not taken"}, id="it is left out"),
        pytest.param(
            "status: not taken, attempts: 0",
            {"step1.status": "not taken", "step1.attempts": 0},
            id="it says what it is then",
        ),
        pytest.param("score: 212", {"step1.score": 212}, id="it may apply"),
    ],
)
def test_a_field_is_refused_only_where_it_cannot_apply(
    vocabulary: Vocabulary, text: str, given_values: Mapping[str, Value]
) -> None:
    assert reader(vocabulary, f"step1: {{{text}}}").given == given_values


@given(
    lines=st.permutations(
        [
            "name: Zebediah",
            "step1: {score: many}",
            "step2: {score: 240}",
            "visa: {needs: perhaps}",
            "citizenship: Ghana",
            "exam: {planned: soon}",
            "match: {year: 1999}",
        ]
    )
)
def test_a_message_never_shows_another_line_than_its_own(vocabulary: Vocabulary, lines: list[str]) -> None:
    assert "Zebediah" not in complaint(vocabulary, "\n".join(lines))


@pytest.mark.parametrize(
    ("name", "typed", "line"),
    [
        ("name", "Ana", '"Ana"'),
        ("name", "no", '"no"'),
        ("name", 'Ana "the one" O\\Hara', '"Ana \\"the one\\" O\\\\Hara"'),
        ("step1.status", "1", '"passed"'),
        ("step1.status", "3", '"not taken"'),
        ("step1.status", "Not Taken", '"not taken"'),
        ("step1.status", "4", '"4"'),
        ("step1.status", "perhaps", '"perhaps"'),
        ("step1.score", "212", "212"),
        ("step1.score", "-5", "-5"),
        ("step1.score", "n/a", '"n/a"'),
        ("visa.needs", "y", "true"),
        ("visa.needs", "YES", "true"),
        ("visa.needs", "n", "false"),
        ("visa.needs", "No", "false"),
        ("visa.needs", "true", "true"),
        ("citizenship", "NG", '["NG"]'),
        ("citizenship", " NG ,GH,", '["NG", "GH"]'),
        ("citizenship", "[NG, 'GH']", '["NG", "GH"]'),
        ("exam.planned", "2027-03", '"2027-03"'),
    ],
)
def test_a_typed_answer_becomes_yaml(vocabulary: Vocabulary, name: str, typed: str, line: str) -> None:
    assert typed_line(vocabulary, name, typed) == line


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("step1.score", "n/a", "`step1.score` must be a whole number, not a text"),
        ("step1.score", "301", "`step1.score` must be between 1 and 300"),
        ("step1.status", "4", '`step1.status` must be "passed", "failed" or "not taken"'),
        ("visa.needs", "maybe", "`visa.needs` must be true or false, not a text"),
        ("exam.planned", "March", '`exam.planned` must be a month such as "2027-03", not a text'),
    ],
)
def test_an_answer_that_does_not_fit_is_told(vocabulary: Vocabulary, name: str, typed: str, message: str) -> None:
    with pytest.raises(BuildError) as caught:
        read_answer(FieldName(name), typed_line(vocabulary, name, typed), vocabulary)
    assert [diagnostic.message for diagnostic in caught.value.diagnostics] == [message]


@pytest.mark.parametrize(
    ("settings", "given_values"),
    [
        ([], {"step1.status": "passed", "step1.score": 212}),
        (["step1.score=230"], {"step1.status": "passed", "step1.score": 230}),
        ([" name = A = B "], {"step1.status": "passed", "step1.score": 212, "name": "A = B"}),
        (["step1.status=2", "visa.needs=y"], {"step1.status": "failed", "step1.score": 212, "visa.needs": True}),
        pytest.param(["step1.score="], {"step1.status": "passed"}, id="an answer is taken back"),
        pytest.param(["step1.status=not taken"], {"step1.status": "not taken"}, id="another no longer applies"),
    ],
)
def test_answers_of_a_profile_can_be_changed(
    vocabulary: Vocabulary, settings: list[str], given_values: Mapping[str, Value]
) -> None:
    profile = reader(vocabulary, "step1: {status: passed, score: 212}")
    assert with_answers(profile, settings, vocabulary).given == given_values
    assert profile.given == {"step1.status": "passed", "step1.score": 212}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            ["step1.scor=230"],
            """\
            --set:1:1: error: unknown field `step1.scor`
              hint: did you mean `step1.score`?""",
        ),
        (
            ["step1.score=high"],
            """\
            --set:1:1: error: `step1.score` must be a whole number, not a text""",
        ),
        (
            ["step1.status=not taken", "step1.score=230"],
            """\
            --set:1:1: error: `step1.score` does not apply to this reader
              hint: set the answer it depends on too, before it""",
        ),
    ],
)
def test_a_change_that_does_not_fit_is_told(vocabulary: Vocabulary, settings: list[str], message: str) -> None:
    with pytest.raises(BuildError) as caught:
        with_answers(reader(vocabulary, "# Nothing yet."), settings, vocabulary)
    assert str(caught.value) == dedent(message)


def test_a_new_profile_asks_in_comments_what_is_not_answered(vocabulary: Vocabulary) -> None:
    text = written(vocabulary, {"step1.status": "1"})
    assert '  # Have you passed Step 1?\n  status: "passed"\n' in text
    assert "  # What is your Step 1 score?\n#  score:\n" in text
    assert "# What is your name?\n#name:\n" in text


def test_a_comment_of_a_new_profile_becomes_an_answer_without_its_sign(vocabulary: Vocabulary) -> None:
    text = written(vocabulary, {"step1.status": "1"}).replace("#  score:", "  score: 212").replace("#name:", "name: A")
    assert reader(vocabulary, text).given == {"name": "A", "step1.status": "passed", "step1.score": 212}


def test_a_new_profile_without_answers_says_nothing(vocabulary: Vocabulary) -> None:
    assert reader(vocabulary, written(vocabulary, {})).given == {}


# What a person may type on one line: no control characters, and none that nobody sees.
TYPED_TEXT = (
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"]), min_size=1, max_size=200)
    .map(str.strip)
    .filter(bool)
)
TYPED_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "name": TYPED_TEXT.map(lambda text: (text, text)),
        "step1.status": st.sampled_from([("1", "passed"), ("2", "failed"), ("PASSED", "passed"), ("failed", "failed")]),
        "step1.score": st.integers(1, 300).map(lambda number: (str(number), number)),
        "step1.attempts": st.integers(0, 6).map(lambda number: (str(number), number)),
        "visa.needs": st.sampled_from([("y", True), ("Yes", True), ("true", True), ("n", False), ("FALSE", False)]),
        "citizenship": st.lists(st.text("ABNO", min_size=2, max_size=2), min_size=1, max_size=4).map(
            lambda codes: (",".join(codes), tuple(codes))
        ),
        "exam.planned": st.dates().map(lambda day: (day.isoformat()[:7], day.isoformat()[:7])),
        "match.year": st.integers(2024, 2045).map(lambda year: (str(year), year)),
    },
)


@given(answers=TYPED_ANSWERS)
def test_a_new_profile_reads_back_as_it_was_answered(
    vocabulary: Vocabulary, answers: Mapping[str, tuple[str, Value]]
) -> None:
    text = written(vocabulary, {name: typed for name, (typed, _) in answers.items()})
    profile = parse_profile(parse_source(text.encode(), "new.yaml"), vocabulary)
    assert profile.given == {name: value for name, (_, value) in answers.items()}
