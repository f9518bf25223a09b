"""YAML: what is read and where it stood, what is refused, and what a hostile file costs."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import BuildError, Problems
from builder.source_files import parse_source
from builder.sources import Place, Source
from builder.yaml_text import Dictionary, Node, Scalar, Sequence, parse_yaml, walk
from builder.yaml_values import date_of, flag, kind_of, number, plain_value, whole_number
from tests.counting import calls_in
from tests.hostile import HOSTILE, NO_COLLECTIONS

HOSTILE_FILES = sorted(path for name in ("yaml", "utf8") for path in (HOSTILE / name).rglob("*") if path.is_file())
UTF8_TESTS = HOSTILE / "utf8" / "utf8tests.bin"
ENOUGH_CALLS = 2_000_000

REFUSED = (
    pytest.param(
        "name: &ana Ana\n",
        dedent("""\
            a.yaml:1:7: error: anchors are not supported
              1 | name: &ana Ana
                |       ^^^^^^^^
              hint: write the value in full where it is needed"""),
        id="an anchor",
    ),
    pytest.param(
        "- &list [1]\n",
        dedent("""\
            a.yaml:1:3: error: anchors are not supported
              1 | - &list [1]
                |   ^^^^^^^
              hint: write the value in full where it is needed"""),
        id="an anchor of a list",
    ),
    pytest.param(
        "name: *ana\n",
        dedent("""\
            a.yaml:1:7: error: aliases are not supported
              1 | name: *ana
                |       ^^^^
              hint: write the value again in full"""),
        id="an alias",
    ),
    pytest.param(
        "name: !!str Ana\n",
        dedent("""\
            a.yaml:1:7: error: tags are not supported
              1 | name: !!str Ana
                |       ^^^^^^^^^
              hint: write the plain value"""),
        id="a tag",
    ),
    pytest.param(
        "name: !python/object:os.system ls\n",
        dedent("""\
            a.yaml:1:7: error: tags are not supported
              1 | name: !python/object:os.system ls
                |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
              hint: write the plain value"""),
        id="a tag of a program",
    ),
    pytest.param(
        "!!map {a: 1}\n",
        dedent("""\
            a.yaml:1:1: error: tags are not supported
              1 | !!map {a: 1}
                | ^^^^^^^
              hint: write the plain value"""),
        id="a tag of a mapping",
    ),
    pytest.param(
        "<<: {a: 1}\n",
        dedent("""\
            a.yaml:1:1: error: merge keys are not supported
              1 | <<: {a: 1}
                | ^^
              hint: write the values in full"""),
        id="a merge key",
    ),
    pytest.param(
        "a: 1\nb: 2\na: 3\n",
        dedent("""\
            a.yaml:3:1: error: duplicate key `a`
              3 | a: 3
                | ^
              hint: it stands first on line 1; keep one of the two"""),
        id="a key twice",
    ),
    pytest.param(
        "step1:\n  score: 1\n  'score': 2\n",
        dedent("""\
            a.yaml:3:3: error: duplicate key `score`
              3 |   'score': 2
                |   ^^^^^^^
              hint: it stands first on line 2; keep one of the two"""),
        id="a key twice in a group",
    ),
    pytest.param(
        "a: 1\n---\nb: 2\n",
        dedent("""\
            a.yaml:2:1: error: expected one document, found a second one
              2 | ---
                | ^^^
              hint: delete the line `---`"""),
        id="two documents",
    ),
    pytest.param(
        "--- a\n...\n--- b\n",
        dedent("""\
            a.yaml:3:1: error: expected one document, found a second one
              3 | --- b
                | ^^^
              hint: delete the line `---`"""),
        id="two documents on the lines of their marks",
    ),
    pytest.param(
        "",
        dedent("""\
            a.yaml:1:1: error: expected YAML, found nothing
              1 |
                | ^"""),
        id="an empty file",
    ),
    pytest.param(
        "# a: 1\n",
        dedent("""\
            a.yaml:1:1: error: expected YAML, found nothing
              1 | # a: 1
                | ^"""),
        id="a comment",
    ),
    pytest.param(
        "? [a]\n: 1\n",
        dedent("""\
            a.yaml:1:3: error: expected a name before the colon, found a list or a mapping
              1 | ? [a]
                |   ^"""),
        id="a list for a key",
    ),
    pytest.param(
        "{a: 1}: 2\n",
        dedent("""\
            a.yaml:1:1: error: expected a name before the colon, found a list or a mapping
              1 | {a: 1}: 2
                | ^"""),
        id="a mapping for a key",
    ),
    pytest.param(
        "a:\n\tb: 1\n",
        dedent("""\
            a.yaml:2:1: error: the YAML cannot be read: found character that cannot start any token
              2 | \tb: 1
                | ^
              hint: indent with spaces, and put quotes around a text that starts with a special character"""),
        id="a tab for an indentation",
    ),
    pytest.param(
        "\ta: 1\n",
        dedent("""\
            a.yaml:1:1: error: the YAML cannot be read: found character that cannot start any token
              1 | \ta: 1
                | ^
              hint: indent with spaces, and put quotes around a text that starts with a special character"""),
        id="a tab at the start",
    ),
    pytest.param(
        "name: @ana\n",
        dedent("""\
            a.yaml:1:7: error: the YAML cannot be read: found character that cannot start any token
              1 | name: @ana
                |       ^
              hint: indent with spaces, and put quotes around a text that starts with a special character"""),
        id="a special character at the start of a text",
    ),
    pytest.param(
        "name: `ana`\n",
        dedent("""\
            a.yaml:1:7: error: the YAML cannot be read: found character that cannot start any token
              1 | name: `ana`
                |       ^
              hint: indent with spaces, and put quotes around a text that starts with a special character"""),
        id="a backtick at the start of a text",
    ),
    pytest.param(
        "title: Visas: a start\n",
        dedent("""\
            a.yaml:1:13: error: the YAML cannot be read: mapping values are not allowed in this context
              1 | title: Visas: a start
                |             ^
              hint: put quotes around a text that holds a colon"""),
        id="a colon in a text",
    ),
    pytest.param(
        "a: ]\n",
        dedent("""\
            a.yaml:1:4: error: the YAML cannot be read: did not find expected node content
              1 | a: ]
                |    ^
              hint: check the indentation, the quotes and the brackets just before this place"""),
        id="a closing bracket alone",
    ),
    pytest.param(
        "a: - b\n",
        dedent("""\
            a.yaml:1:4: error: the YAML cannot be read: block sequence entries are not allowed in this context
              1 | a: - b
                |    ^
              hint: check the indentation, the quotes and the brackets just before this place"""),
        id="a list on the line of its key",
    ),
    pytest.param(
        'a: "b" c\n',
        dedent("""\
            a.yaml:1:8: error: the YAML cannot be read: did not find expected key
              1 | a: "b" c
                |        ^
              hint: check the indentation, the quotes and the brackets just before this place"""),
        id="a text behind a quoted one",
    ),
    pytest.param(
        'a: "\\q"\n',
        dedent("""\
            a.yaml:1:5: error: the YAML cannot be read: found unknown escape character
              1 | a: "\\q"
                |     ^
              hint: check the indentation, the quotes and the brackets just before this place"""),
        id="an unknown escape",
    ),
    pytest.param(
        "a: 'x\nb: y\n",
        dedent("""\
            a.yaml:1:4: error: the YAML cannot be read: the quotes that open here never close
              1 | a: 'x
                |    ^
              hint: close them, or write a quote inside a text twice"""),
        id="quotes that never close",
    ),
    pytest.param(
        '{"é": ü, "ö": &x 1}\n',
        dedent("""\
            a.yaml:1:15: error: anchors are not supported
              1 | {"é": ü, "ö": &x 1}
                |               ^^^^
              hint: write the value in full where it is needed"""),
        id="behind letters with accents",
    ),
    pytest.param(
        "日本: 1\n日本: 2\n",
        dedent("""\
            a.yaml:2:1: error: duplicate key `日本`
              2 | 日本: 2
                | ^^
              hint: it stands first on line 1; keep one of the two"""),
        id="a key twice in other letters",
    ),
    pytest.param(
        "[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]\n",
        dedent("""\
            a.yaml:1:21: error: the file is nested more than 20 levels deep
              1 | [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]
                |                     ^
              hint: look for a bracket that never closes"""),
        id="21 levels",
    ),
)


# Small files that become large, deep or slow where a reader is careless.
BOMBS = [
    pytest.param("a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)), id="doubling aliases"),
    pytest.param("a: &a {k: 1}\n" + "b: {<<: [*a, *a, *a]}\n" * 50, id="merged aliases"),
    pytest.param("a: &a [*a]\n", id="a list that holds itself"),
    pytest.param("[" * 100_000, id="opening brackets"),
    pytest.param("{a: " * 100_000, id="opening braces"),
    pytest.param("- " * 100_000, id="dashes"),
    pytest.param("? " * 100_000, id="question marks"),
    pytest.param("".join(" " * depth + "a:\n" for depth in range(1_000)), id="stairs"),
    pytest.param("[" + "1," * 400_000 + "1]", id="many values"),
    pytest.param("".join(f"k{n}: 1\n" for n in range(90_000)), id="many keys"),
    pytest.param("a: 1\n" * 200_000, id="one key many times"),
    pytest.param("--- 1\n" * 100_000, id="many documents"),
    pytest.param("a: '" + "\n" * 900_000 + "'", id="an endless text"),
    pytest.param("!" * 900_000, id="an endless tag"),
    pytest.param("a" * 900_000 + ": 1", id="an endless key"),
    pytest.param(" " * 900_000, id="spaces"),
]


def read(text: str) -> Node:
    return parse_yaml(Source("a.yaml", text))


def scalar(text: str) -> Scalar:
    """Return the value of the one entry of a mapping."""
    node = value_of(text)
    assert isinstance(node, Scalar)
    return node


def value_of(text: str) -> Node:
    """Return what stands under the key `a`."""
    root = read(text)
    assert isinstance(root, Dictionary)
    return root.entries["a"]


def stretch(place: Place) -> str:
    """Return the text at a place."""
    line = place.source.line(place.line)
    return line[place.column - 1 : place.column - 1 + place.width]


def complaint(text: str) -> str:
    with pytest.raises(BuildError) as caught:
        read(text)
    return str(caught.value)


def misplaced(node: Node) -> list[Node]:
    """Return what does not lie inside its source."""
    return [each for each in walk(node) if not _is_inside(each.place)]


def _is_inside(place: Place) -> bool:
    lines = place.source.text.split("\n")
    return 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1 and place.width > 0


def malformed_lines() -> list[bytes]:
    """Return the bytes that are no UTF-8 from a public collection: `number:invalid:bytes` on each line."""
    lines = UTF8_TESTS.read_bytes().split(b"\n") if UTF8_TESTS.exists() else []
    return [line.split(b":", maxsplit=2)[2] for line in lines if b":invalid:" in line]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: {b: 1, c: [x, y]}", {"a": {"b": 1, "c": ["x", "y"]}}),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", {"a": [{"b": 1, "c": 2}, "d"]}),
        ("- 1\n- -2\n- 2.5\n- '3'\n", [1, -2, 2.5, "3"]),
        ("[true, false, null, ~, ]", [True, False, None, None]),
        ("? a\n: 1\n", {"a": 1}),
        ("'a b': c\n\"d\": e\n", {"a b": "c", "d": "e"}),
        ("a: # why\n  b\n", {"a": "b"}),
        ("a: |\n  one\n  two\nb: >-\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two"}),
        ("a: one\n  two\n", {"a": "one two"}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("name: José\n日本: 😀\n", {"name": "José", "日本": "😀"}),
        ("'<<': 1\n", {"<<": 1}),
        ("{}", {}),
        ("text", "text"),
    ],
)
def test_yaml_is_read_as_lists_mappings_and_values(text: str, value: object) -> None:
    assert plain_value(read(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No", "yes", "on", "off", "y", "n", "true", "null", "~"),
        *("010", "0o10", "0x1F", "0b11", "1_000", "1e3", ".5", "1.", "+1", ".inf", ".nan"),
        *("12:30", "190:20:30", "2026-01-05", "2027-03", "2026-01-05T10:00:00Z", "=", "1,000", "230 points"),
    ],
)
def test_a_value_stays_the_text_that_its_author_wrote(text: str) -> None:
    assert (scalar(f"a: {text}").text, scalar(f"a: {text}").is_plain) == (text, True)


@pytest.mark.parametrize("text", ['"no"', "'no'", "|-\n  no", ">-\n  no"])
def test_a_value_in_quotes_is_told_from_a_plain_one(text: str) -> None:
    assert (scalar(f"a: {text}").text, scalar(f"a: {text}").is_plain) == ("no", False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0", 0), ("230", 230), ("-5", -5), ("+5", 5), ("999999999999999", 999999999999999)),
        *(("010", None), ("1_000", None), ("0x1F", None), ("12:30", None), ("1e3", None), ("2.0", None), ("", None)),
        *(('"230"', None), ("'5'", None), ("1234567890123456", None), ("٢٣", None), ("[1]", None), ("yes", None)),
    ],
)
def test_a_whole_number_is_written_plainly_in_decimal(text: str, value: int | None) -> None:
    assert whole_number(value_of(f"a: {text}")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("2.5", 2.5), ("-0.25", -0.25), ("7", 7), ("1.", None), (".5", None), ("1e3", None), ('"2.5"', None)],
)
def test_a_number_may_have_a_decimal_point(text: str, value: float | None) -> None:
    assert number(value_of(f"a: {text}")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("true", True), ("True", True), ("yes", True), ("YES", True)),
        *(("false", False), ("FALSE", False), ("no", False), ("No", False)),
        *(("on", None), ("off", None), ("y", None), ("1", None), ("0", None), ("~", None), ("", None)),
        *(('"true"', None), ("'no'", None), ("[true]", None), ("{}", None)),
    ],
)
def test_true_and_false_are_said_in_these_words_only(text: str, value: object) -> None:
    assert flag(value_of(f"a: {text}")) is value


def test_a_day_is_written_as_year_month_and_day() -> None:
    assert date_of(value_of("a: 2026-11-22"), "`a`", Problems()) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("[1]", "a list"), ("{b: 1}", "a mapping"), ("", "nothing"), ("~", "nothing"), ("null", "nothing")),
        *(("230", "the number 230"), ("-5", "the number -5"), ('"230"', 'the text "230"'), ("no", 'the text "no"')),
        *(('""', 'the text ""'), ("x" * 40, f'the text "{"x" * 40}"'), ("x" * 41, f'the text "{"x" * 39}…"')),
    ],
)
def test_a_value_is_called_in_an_authors_words(text: str, kind: str) -> None:
    assert kind_of(value_of(f"a: {text}")) == kind


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        pytest.param("a: Ana\n", "a.yaml:1:4", "Ana", id="plain"),
        pytest.param("a:   Ana   # why\n", "a.yaml:1:6", "Ana", id="between spaces"),
        pytest.param("b: 1\n\na: Ana\n", "a.yaml:3:4", "Ana", id="on another line"),
        pytest.param("a:\n  # why\n  Ana\n", "a.yaml:3:3", "Ana", id="under its key"),
        pytest.param('a: "A b"\n', "a.yaml:1:4", '"A b"', id="in quotes"),
        pytest.param("a: 'it''s'\n", "a.yaml:1:4", "'it''s'", id="with a quote in it"),
        pytest.param('a: "é\\u00e9"\n', "a.yaml:1:4", '"é\\u00e9"', id="with an escape in it"),
        pytest.param('a: ""\n', "a.yaml:1:4", '""', id="empty quotes"),
        pytest.param("é: 1\na: é\n", "a.yaml:2:4", "é", id="a letter with an accent"),
        pytest.param("{é: 日本, a: Ana}\n", "a.yaml:1:12", "Ana", id="behind letters with accents"),
        pytest.param("{é: 😀😀, a: 😀 Ana}\n", "a.yaml:1:12", "😀 Ana", id="behind pictures"),
        pytest.param("{é: \t1,\ta: Ana}\n", "a.yaml:1:12", "Ana", id="behind tabs"),
        pytest.param('a: "two\n  lines"\n', "a.yaml:1:4", '"two', id="quotes over two lines"),
        pytest.param("a: two\n  lines\n", "a.yaml:1:4", "two", id="plain over two lines"),
        pytest.param("a: |\n  two\n  lines\n", "a.yaml:1:4", "|", id="a block of lines"),
        pytest.param("a: >-\n  two\n  lines\n", "a.yaml:1:4", ">-", id="a folded block"),
        pytest.param("a: [1, 2]\n", "a.yaml:1:4", "[", id="a list in brackets"),
        pytest.param("a: {b: 1}\n", "a.yaml:1:4", "{", id="a mapping in braces"),
        pytest.param("a:\n  - 1\n", "a.yaml:2:3", "-", id="a list of lines"),
        pytest.param("a:\n  b: 1\n", "a.yaml:2:3", "b", id="a mapping of lines"),
        pytest.param("a:\nb: 1\n", "a.yaml:1:3", "", id="nothing"),
    ],
)
def test_a_value_stands_where_its_author_wrote_it(text: str, place: str, found: str) -> None:
    node = value_of(text)
    assert (str(node.place), stretch(node.place)) == (place, found)


def test_a_key_stands_where_its_author_wrote_it() -> None:
    root = read('é: {"b c": 1}\n')
    assert isinstance(root, Dictionary)
    inner = root.entries["é"]
    assert isinstance(inner, Dictionary)
    assert [stretch(key.place) for key in (*root.keys.values(), *inner.keys.values())] == ["é", '"b c"']


def test_the_items_of_a_list_stand_where_their_author_wrote_them() -> None:
    node = value_of("a: [Ana,\n  'B C']\n")
    assert isinstance(node, Sequence)
    assert [(str(item.place), stretch(item.place)) for item in node.items] == [
        ("a.yaml:1:5", "Ana"),
        ("a.yaml:2:3", "'B C'"),
    ]


def test_a_part_of_a_file_keeps_its_lines() -> None:
    source = Source("a.md", "---\ntitle: Short\n---\ntext: [\n")
    root = parse_yaml(source, "\ntitle: Short\n")
    assert [str(node.place) for node in walk(root)] == ["a.md:2:1", "a.md:2:8"]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_the_small_language_does_not_have_is_refused(text: str, message: str) -> None:
    assert complaint(text) == message


def test_twenty_levels_are_read() -> None:
    assert len(list(walk(read("[" * 20 + "]" * 20)))) == 20


def test_twenty_thousand_values_are_read() -> None:
    assert len(list(walk(read("- 1\n" * 19_999)))) == 20_000


def test_more_than_twenty_thousand_values_are_refused() -> None:
    assert complaint("- 1\n" * 20_000) == dedent("""\
        a.yaml:20000:3: error: the file holds more than 20,000 values
          20000 | - 1
                |   ^
          hint: split it""")


@pytest.mark.parametrize("text", BOMBS)
def test_a_bomb_is_read_or_refused_at_once(text: str) -> None:
    assert calls_in(lambda: read(text)) < ENOUGH_CALLS


@pytest.mark.parametrize("path", HOSTILE_FILES or [NO_COLLECTIONS], ids=lambda path: path.name)
def test_a_hostile_file_is_read_or_refused_at_once(path: Path) -> None:
    content = path.read_bytes()
    assert calls_in(lambda: parse_yaml(parse_source(content, path.name))) < ENOUGH_CALLS


@pytest.mark.parametrize("content", malformed_lines() or [NO_COLLECTIONS])
def test_bytes_that_are_no_utf8_are_refused(content: bytes) -> None:
    with pytest.raises(BuildError, match=r"^a\.yaml: error: expected UTF-8 text, found byte 0x[0-9a-f]{2} on line 1\n"):
        parse_source(content, "a.yaml")


@given(text=st.text("ab1é日😀 \n\t:-?[]{},#&*!|>'\"%@`~.<=", max_size=60))
def test_any_text_is_read_with_places_inside_it_or_refused(text: str) -> None:
    with suppress(BuildError):
        assert misplaced(read(f"{text}\n")) == []


@given(st.text("abé日😀 0.:-~", min_size=1, max_size=30).map(str.strip).filter(bool))
def test_any_text_in_quotes_is_read_as_it_is_from_its_place(text: str) -> None:
    node = scalar(f'{{"é😀": 1, a: "{text}"}}')
    assert (node.text, stretch(node.place)) == (text, f'"{text}"')
