"""Rosters: what a table may look like, what each cell says, and what is wrong with one, told without its contents."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import BuildError, format_diagnostic
from builder.library import Library
from builder.rosters.ids import derive_ids
from builder.rosters.mapping import RosterMapping, parse_mapping
from builder.rosters.reading import Roster, load_roster, parse_roster
from builder.rosters.table import MOST_COLUMNS, MOST_ROWS
from builder.schema import FieldName, Value
from builder.sources import Source
from builder.vocabulary import Vocabulary
from tests.building import ROOT, files_of, make_project, matchbook
from tests.guides import SCHEMA, small_library
from tests.hostile import HOSTILE, with_collections

FREE_LIST = """\
  hobbies:
    type: array
    items: {type: string, maxLength: 20}
    title: hobbies
    x-question: What do you like?
"""
TWO = b"name,step1.status,step1.score\nAna,passed,212\nBo,,\n"
ANA = {"name": "Ana", "step1.status": "passed", "step1.score": 212}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return small_library(tmp_path_factory.mktemp("guide"), {"profile.schema.yaml": SCHEMA + FREE_LIST}).vocabulary


def roster_of(vocabulary: Vocabulary, content: bytes | str, mapping: RosterMapping | None = None) -> Roster:
    raw = content if isinstance(content, bytes) else content.encode()
    return parse_roster(raw, "roster.csv", mapping or RosterMapping(), vocabulary)


def answers(vocabulary: Vocabulary, content: bytes | str, mapping: str = "") -> list[Mapping[FieldName, Value]]:
    """Return what each row says; none of them may be broken."""
    roster = roster_of(vocabulary, content, mapped(vocabulary, mapping))
    assert [format_diagnostic(problem) for row in roster.rows for problem in row.problems] == []
    return [dict(row.profile.given) for row in roster.rows]


def mapped(vocabulary: Vocabulary, text: str) -> RosterMapping:
    return parse_mapping(Source("roster.yaml", dedent(text)), vocabulary.schema)


def complaints(vocabulary: Vocabulary, content: bytes | str, mapping: str = "") -> str:
    """Return every message about the rows of a roster."""
    roster = roster_of(vocabulary, content, mapped(vocabulary, mapping))
    return "\n".join(format_diagnostic(problem) for row in roster.rows for problem in row.problems)


def refusal(vocabulary: Vocabulary, content: bytes | str) -> str:
    with pytest.raises(BuildError) as caught:
        roster_of(vocabulary, content)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TWO, id="commas"),
        pytest.param(TWO.replace(b",", b";"), id="semicolons"),
        pytest.param(TWO.replace(b",", b"\t"), id="tabs"),
        pytest.param(b"\xef\xbb\xbf" + TWO, id="byte order mark"),
        pytest.param(TWO.replace(b",", b"\t").decode().encode("utf-16"), id="Excel's Unicode text"),
        pytest.param(TWO.decode().encode("utf-16-be").join([b"\xfe\xff", b""]), id="UTF-16, the other way round"),
        pytest.param(TWO.replace(b"\n", b"\r\n"), id="line ends of Windows"),
        pytest.param(TWO.replace(b"\n", b"\r"), id="line ends of old Macs"),
        pytest.param(TWO.rstrip(b"\n"), id="no line end at the end"),
        pytest.param(b"sep=;\n" + TWO.replace(b",", b";"), id="the separator said in a first line"),
        pytest.param(b"\n\n" + TWO + b",,\n \n", id="empty rows"),
        pytest.param(TWO.replace(b"Ana", b'" Ana\n"'), id="a line end in quotes"),
        pytest.param(TWO.replace(b"passed,212", b"Passed, 212 ,,"), id="capitals, white space and empty cells behind"),
        pytest.param(TWO.replace(b"name,", b"NAME,"), id="capitals in a header"),
        pytest.param(TWO.replace(b"step1.score", b"Step 1 score"), id="titles"),
        pytest.param(TWO.replace(b"step1.score", b"Step 1: Step 1 score"), id="groups and titles"),
        pytest.param(TWO.replace(b"step1.score", b"What is your  Step 1 score?"), id="questions"),
    ],
)
def test_a_roster_is_read_however_it_was_exported(vocabulary: Vocabulary, content: bytes) -> None:
    assert answers(vocabulary, content) == [ANA, {"name": "Bo"}]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("name", "=1+1", "=1+1"),
        ("name", "no", "no"),
        ("name", "12:30", "12:30"),
        ("name", "1e9", "1e9"),
        ("name", "null", "null"),
        ("name", '"O\'Hara, ""Bo"""', 'O\'Hara, "Bo"'),
        ("visa.needs", "TRUE", True),
        ("visa.needs", "No", False),
        ("citizenship", "NO", ("NO",)),
        ("citizenship", "BR; PT", ("BR", "PT")),
        ("citizenship", '"BR,PT"', ("BR", "PT")),
        ("hobbies", "chess; go", ("chess", "go")),
        ("hobbies", '"chess, at night;"', ("chess, at night",)),
        ("exam.planned", "2027-03", "2027-03"),
        ("step1.status", "NOT TAKEN", "not taken"),
    ],
)
def test_a_cell_says_what_its_field_takes(vocabulary: Vocabulary, field: str, cell: str, value: Value) -> None:
    assert answers(vocabulary, f"id,{field}\na1,{cell}\n") == [{field: value}]


@pytest.mark.parametrize(
    ("field", "cell", "message"),
    [
        ("step1.score", "1e9", "`step1.score` must be a whole number between 1 and 300, not a text"),
        ("step1.score", "999", "`step1.score` must be a whole number between 1 and 300, not another number"),
        ("step1.score", "\uff12\uff13\uff10", "`step1.score` must be a whole number between 1 and 300, not a text"),
        ("step1.score", "yes", "`step1.score` must be a whole number between 1 and 300, not yes or no"),
        ("step1.score", "3/4/2021", "`step1.score` must be a whole number between 1 and 300, not a date"),
        (
            "step1.score",
            '"230,5"',
            (
                "`step1.score` must be a whole number between 1 and 300, "
                "not a number with a decimal point or a zero before it"
            ),
        ),
        ("visa.needs", "maybe", "`visa.needs` must be yes or no, not a text"),
        ("visa.needs", "1", "`visa.needs` must be yes or no, not a number"),
        ("exam.planned", "Mar-27", '`exam.planned` must be a month such as "2027-03", not a text'),
        ("citizenship", "Brazil", "`citizenship` must be a list such as `one; two`, not other items"),
        ("name", "x" * 201, "`name` must be a text, at most 200 characters long, not a text of 201 characters"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_without_its_value(
    vocabulary: Vocabulary, field: str, cell: str, message: str
) -> None:
    assert complaints(vocabulary, f"id,{field}\na1,{cell}\n") == (
        f"roster.csv: row 2, column B: error: {message}\n  hint: leave the cell empty if it is not known"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            "step1.status\npased\n",
            'roster.csv: row 2, column A: error: `step1.status` must be "passed", "failed" or "not taken", '
            'not another text\n  hint: did you mean "passed"?',
            id="a choice misspelt",
        ),
        pytest.param(
            'name,hobbies\nAna,"chess, go"\n',
            "roster.csv: row 2, column B: error: `hobbies` must be a list such as `one; two`, each at most 20 "
            "characters long, not a text with commas\n"
            "  hint: write `;` between the items, and at the end of a single item that holds a comma",
            id="a comma that may part items or not",
        ),
        pytest.param(
            f"name\n{'x' * 2001}\n",
            "roster.csv: row 2, column A: error: expected at most 2,000 characters, found 2,001\n"
            "  hint: shorten the text",
            id="a cell too long",
        ),
        pytest.param(
            "name\nA\0na\n",
            "roster.csv: row 2, column A: error: expected text, found the invisible character U+0000\n"
            "  hint: delete it",
            id="a character that nobody sees",
        ),
        pytest.param(
            "step1.status,step1.score\nnot taken,212\n",
            "roster.csv: row 2, column B: error: `step1.score` is given, but by `step1.status` it does not apply\n"
            "  hint: change one of the two, or leave one out",
            id="two answers that exclude each other",
        ),
        pytest.param(
            "name,step1.score\nAna\n",
            "roster.csv: row 2: error: expected 2 cells as in the first row, found 1\n"
            "  hint: put a cell that holds the separator in quotes",
            id="a row too short",
        ),
        pytest.param(
            "name,match.year\nAraújo, Ana,2029\n",
            "roster.csv: row 2, column B: error: `match.year` must be a whole number between 2024 and 2045, "
            "not a text\n"
            "  hint: leave the cell empty if it is not known\n"
            "roster.csv: row 2: error: expected 2 cells as in the first row, found 3\n"
            "  hint: put a cell that holds the separator in quotes",
            id="a row too long",
        ),
        pytest.param(
            "id,name\na1,Ana\nA1,Bo\n",
            "roster.csv: row 2: error: the id of this row is the id of row 3 too\n"
            "  hint: give each row an id of its own; capitals do not count\n"
            "roster.csv: row 3: error: the id of this row is the id of row 2 too\n"
            "  hint: give each row an id of its own; capitals do not count",
            id="one id twice",
        ),
    ],
)
def test_a_broken_row_is_told_with_its_place(vocabulary: Vocabulary, content: str, message: str) -> None:
    roster = roster_of(vocabulary, content)
    problems = sorted((p for row in roster.rows for p in row.problems), key=lambda p: (p.place.line, -p.place.column))
    assert "\n".join(format_diagnostic(problem) for problem in problems) == message


@pytest.mark.parametrize("identifier", ["../x", "/abs", "a/b", "a.b", "-a", "é", "a" * 41, "a b"])
def test_an_id_that_is_no_plain_name_is_refused(vocabulary: Vocabulary, identifier: str) -> None:
    assert complaints(vocabulary, f"name,id\nAna,{identifier}\n") == (
        "roster.csv: row 2, column B: error: an id must be 1 to 40 letters (a to z), digits, `-` and `_`, "
        "the first a letter or digit\n  hint: leave the cell empty to get an id"
    )


@pytest.mark.parametrize("identifier", ["CON", "nul", "Com1", "LPT9", "advisor"])
def test_an_id_that_systems_keep_for_themselves_is_refused(vocabulary: Vocabulary, identifier: str) -> None:
    assert complaints(vocabulary, f"name,id\nAna,{identifier}\n") == (
        "roster.csv: row 2, column B: error: this id is a name that some systems, or Matchbook, keep for themselves\n"
        "  hint: leave the cell empty to get an id"
    )


def test_a_password_is_taken_as_it_is_and_is_no_answer(vocabulary: Vocabulary) -> None:
    row = roster_of(vocabulary, "name,Password\nAna,Tr0ub4dor&3\n").rows[0]
    assert row.password == "Tr0ub4dor&3"  # noqa: S105 - of nobody
    assert dict(row.profile.given) == {"name": "Ana"}
    assert "Tr0ub4dor" not in repr(row)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "the password of this row is missing"),
        *(
            (cell, "a password must be 8 to 127 letters (a to z), digits and signs, without spaces and accents")
            for cell in ("s3cret7", "señor-2026", "two words", "x" * 128)
        ),
    ],
)
def test_a_password_that_protects_little_or_is_hard_to_type_is_refused(
    vocabulary: Vocabulary, cell: str, message: str
) -> None:
    told = f"roster.csv: row 2, column B: error: {message}\n  hint: give every row a password, or leave out the column"
    assert complaints(vocabulary, f"name,password\nAna,{cell}\n") == told


def test_one_broken_row_leaves_the_others_whole(vocabulary: Vocabulary) -> None:
    roster = roster_of(vocabulary, "name,step1.score\nAna,x\nBo,212\n")
    assert [bool(row.problems) for row in roster.rows] == [True, False]
    assert dict(roster.rows[1].profile.given) == {"name": "Bo", "step1.score": 212}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            "name,step1.scor\nAna,1\n",
            "roster.csv: row 1, column B: error: unknown column `step1.scor`\n  hint: did you mean `step1.score`?",
            id="a field misspelt",
        ),
        pytest.param(
            "name,Submitted\nAna,1\n",
            "roster.csv: row 1, column B: error: unknown column `Submitted`\n"
            "  hint: name a field, its title or its question, or list it in roster.yaml, under `columns` or `ignore`",
            id="a column of the form's own",
        ),
        pytest.param(
            "name,step1.score,Step 1 score\nAna,212,212\n",
            "roster.csv: row 1, column C: error: duplicate column for `step1.score`\n  hint: keep one of the two",
            id="a field under two names",
        ),
        pytest.param(
            "name,\nAna,1\n",
            "roster.csv: row 1, column B: error: the column has cells but no name\n  hint: name it in the first row",
            id="a column without a name",
        ),
        pytest.param(
            "Ana,212\nBo,230\n",
            "roster.csv: row 1: error: no column of this row is a field, a title or a question\n"
            "  hint: name a field, its title or its question, or list it in roster.yaml, under `columns` or `ignore`",
            id="no header at all",
        ),
        pytest.param(
            "name,Submitted,step1.score\nAna,1,x\n",
            "roster.csv: row 1, column B: error: unknown column `Submitted`\n"
            "  hint: name a field, its title or its question, or list it in roster.yaml, under `columns` or `ignore`\n"
            "roster.csv: row 2, column C: error: `step1.score` must be a whole number between 1 and 300, "
            "not a text\n  hint: leave the cell empty if it is not known",
            id="header and rows are told in one run",
        ),
        pytest.param(
            "",
            "roster.csv: error: the roster is empty\n  hint: its first row names the columns",
            id="nothing",
        ),
        pytest.param(
            "name\n",
            "roster.csv: row 1: error: the roster has no row below its header",
            id="a header alone",
        ),
        pytest.param(
            'name,match.year\n"Ana,2029\nBo,2030\n',
            "roster.csv: row 2: error: the quotes that open in this row never close\n"
            "  hint: close them, or write a quote inside a cell twice",
            id="quotes without end",
        ),
        pytest.param(
            'name,match.year\n"Ana"x,2029\n',
            "roster.csv: row 2: error: expected the end of the cell after its closing quote, found more text\n"
            '  hint: write a quote inside a cell twice: "the ""best"" answer"',
            id="text behind quotes",
        ),
        pytest.param(
            f"name\n{'x' * 150_000}\n",
            "roster.csv: row 2: error: a cell holds more than 131,072 characters\n  hint: 2,000 are the most",
            id="a huge cell",
        ),
        pytest.param(
            "name\n" + "Ana\n" * (MOST_ROWS + 1),
            "roster.csv: error: the roster has more than 10,000 rows\n"
            "  hint: split it, and delete the empty rows at its end",
            id="too many rows",
        ),
        pytest.param(
            "name\n" + "," * MOST_COLUMNS + "\n",
            "roster.csv: row 2: error: the row has more than 500 cells\n  hint: delete the columns that no field needs",
            id="too many columns",
        ),
        pytest.param(
            "name\nJosé\n".encode("latin-1"),
            "roster.csv: error: expected UTF-8 text, found byte 0xe9 on line 2\n"
            "  hint: save it as `CSV UTF-8` in the spreadsheet program",
            id="another encoding",
        ),
        pytest.param(
            "name\nAna\n".encode("utf-16-le"),
            "roster.csv: error: expected UTF-8 text, found UTF-16 without a byte order mark\n"
            "  hint: save it as `CSV UTF-8` in the spreadsheet program",
            id="UTF-16 without its mark",
        ),
        pytest.param(
            "name\nAna\n".encode("utf-16")[:-1],
            "roster.csv: error: expected UTF-16 text, found half a character on line 2\n"
            "  hint: save it as `CSV UTF-8` in the spreadsheet program",
            id="UTF-16 cut off",
        ),
    ],
)
def test_a_file_that_is_no_roster_is_refused_as_a_whole(
    vocabulary: Vocabulary, content: bytes | str, message: str
) -> None:
    assert refusal(vocabulary, content) == message


MAPPING = """\
    columns:
      "What was your Step 1 score?": step1.score
      "Student no.": id
      "Visa":
        field: visa.needs
        answers: {"Yes, I do": yes, "I do not": no, "Not sure": }
      "Likes": {field: hobbies, separator: ","}
    ignore: [Timestamp]
    unknown: ["n/a"]
    """


def test_a_forms_export_is_read_by_what_roster_yaml_says(vocabulary: Vocabulary) -> None:
    table = (
        "Timestamp,Student no.,What was your step 1 score?,Visa,Likes\n"
        '2026/11/22,s1,212,"yes, I do","chess, go"\n'
        "2026/11/23,s2,N/A,I do not,\n"
        "2026/11/23,s3,,Not sure,chess\n"
    )
    assert answers(vocabulary, table, MAPPING) == [
        {"step1.score": 212, "visa.needs": True, "hobbies": ("chess", "go")},
        {"visa.needs": False},
        {"hobbies": ("chess",)},
    ]
    assert [row.id for row in roster_of(vocabulary, table, mapped(vocabulary, MAPPING)).rows] == ["s1", "s2", "s3"]


def test_an_answer_that_roster_yaml_does_not_map_is_read_as_it_is(vocabulary: Vocabulary) -> None:
    assert complaints(vocabulary, "Visa\nperhaps\n", MAPPING) == (
        "roster.csv: row 2, column A: error: `visa.needs` must be yes or no, not a text\n"
        "  hint: leave the cell empty if it is not known"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "columns: {Score: step1.scor}\n",
            """\
            roster.yaml:1:18: error: unknown field `step1.scor`
              1 | columns: {Score: step1.scor}
                |                  ^^^^^^^^^^
              hint: did you mean `step1.score`?""",
            id="an unknown field",
        ),
        pytest.param(
            "columns:\n  Visa:\n    answers: {Yes: true}\n",
            """\
            roster.yaml:2:3: error: the column `Visa` has no `field`
              2 |   Visa:
                |   ^^^^
              hint: add a line `field: ...`""",
            id="a column without a field",
        ),
        pytest.param(
            "columns:\n  Visa:\n    field: visa.needs\n    answers: {Yes: perhaps}\n",
            """\
            roster.yaml:4:20: error: `visa.needs` must be yes or no, not a text
              4 |     answers: {Yes: perhaps}
                |                    ^^^^^^^
              hint: write nothing behind the colon if the answer says nothing""",
            id="a meaning that does not fit",
        ),
        pytest.param(
            "columns:\n  Visa:\n    field: visa.needs\n    answers: {Yes: [true]}\n",
            """\
            roster.yaml:4:20: error: the answer `Yes` must mean one value, not a list
              4 |     answers: {Yes: [true]}
                |                    ^""",
            id="two meanings",
        ),
        pytest.param(
            "column: {Score: step1.score}\n",
            """\
            roster.yaml:1:1: error: unknown key `column` in the roster's file
              1 | column: {Score: step1.score}
                | ^^^^^^
              hint: did you mean `columns`?""",
            id="an unknown key",
        ),
    ],
)
def test_what_is_wrong_with_roster_yaml_is_told(vocabulary: Vocabulary, text: str, message: str) -> None:
    with pytest.raises(BuildError) as caught:
        mapped(vocabulary, text)
    assert str(caught.value) == dedent(message)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_complained_about(vocabulary: Vocabulary, content: bytes) -> None:
    with suppress(BuildError):
        assert roster_of(vocabulary, b"id,name,citizenship\n" + content).rows


def test_derived_ids_are_stable_different_and_hidden_by_the_key() -> None:
    people = [("Ana",), ("Bo",), ("Ana",)]
    ids = derive_ids(b"key", people)
    assert ids == derive_ids(b"key", people)
    assert len({*ids, *derive_ids(b"other", people)}) == 6
    assert {len(one) for one in ids} == {10}


def test_the_sample_roster_fits_the_guide(library: Library) -> None:
    roster = load_roster(ROOT / "profiles" / "roster.csv", "roster.csv", library.vocabulary)
    assert [format_diagnostic(problem) for row in roster.rows for problem in row.problems] == []
    assert len({tuple(sorted(row.profile.given)) for row in roster.rows}) > 6
    assert len(roster.rows) == 12


def test_the_empty_rosters_that_the_command_writes_are_read_again(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = matchbook(project, "roster", "template", "advisees")
    assert (ended.returncode, ended.stdout) == (
        0,
        "advisees/roster.csv\nadvisees/roster-questions.csv\nadvisees/roster.yaml\n",
    )
    assert ended.stderr == "fill in one row a reader; then type: matchbook batch advisees/roster.csv\n"
    vocabulary = small_library(tmp_path / "again").vocabulary
    named, asked = project / "advisees" / "roster.csv", project / "advisees" / "roster-questions.csv"
    row = b",Ana,passed,212,1,yes,BR,2027-03,2029\r\n"
    named.write_bytes(named.read_bytes() + row)
    asked.write_bytes(asked.read_bytes() + row)
    one, other = (load_roster(path, path.name, vocabulary) for path in (named, asked))
    assert one.rows[0].profile.given == other.rows[0].profile.given
    assert one.rows[0].problems + other.rows[0].problems == ()
    assert one.rows[0].profile.given[FieldName("exam.planned")] == "2027-03"


def test_the_explanations_in_the_empty_mapping_are_a_mapping(tmp_path: Path, vocabulary: Vocabulary) -> None:
    matchbook(make_project(tmp_path), "roster", "template")
    lines = (tmp_path / "roster" / "roster.yaml").read_text(encoding="utf-8").splitlines()
    start, end = (
        lines.index("#columns:"),
        lines.index("# The fields, and what their cells may say. An empty cell means: not known."),
    )
    mapping = mapped(vocabulary, "\n".join(line.removeprefix("#") for line in lines[start:end]))
    assert mapping.columns["what is your name?"].target == "name"
    assert mapping.columns["do you need a visa?"].answers == {
        "yes, i do": "yes",
        "no, i do not": "no",
        "i am not sure": "",
    }


def test_an_empty_roster_never_overwrites_a_full_one(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "roster").mkdir()
    (project / "roster" / "roster-questions.csv").write_bytes(b"mine")
    ended = matchbook(project, "roster", "template")
    assert (ended.returncode, ended.stderr) == (
        3,
        "error: roster/roster-questions.csv exists already\n  hint: choose another name, or edit the file\n",
    )
    assert files_of(project / "roster") == {"roster-questions.csv": b"mine"}


def test_roster_yaml_is_no_profile_of_the_guide(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "roster.yaml").write_text("ignore: [Timestamp]\n", encoding="utf-8")
    assert "roster.yaml" not in matchbook(project, "check", "--coverage").stderr


@with_collections
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("csv/*.csv")), ids=lambda path: path.name)
def test_a_hostile_table_is_read_or_complained_about_without_its_cells(vocabulary: Vocabulary, path: Path) -> None:
    mapping = mapped(vocabulary, "columns: {step1: step1.score, visa: hobbies}\nignore: [step2_ck]\n")
    try:
        roster = roster_of(vocabulary, path.read_bytes(), mapping)
    except BuildError as error:
        told = str(error)
    else:
        told = "\n".join(format_diagnostic(problem) for row in roster.rows for problem in row.problems)
    assert not any(secret in told for secret in ("Ann", "Amy", "José", "Bob", "etc/x"))
