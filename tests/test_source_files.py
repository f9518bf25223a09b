"""Files as text: what is read, what is refused, and how a message quotes a place in them."""

import os
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from builder.diagnostics import (
    BuildError,
    Diagnostic,
    Problems,
    Severity,
    did_you_mean,
    format_diagnostic,
    sort_diagnostics,
)
from builder.source_files import LARGEST, load_source, parse_source
from builder.sources import Place, Source, whole_file

NAME = "profiles/ana.yaml"

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files, and other words")


def refusal(path: Path) -> str:
    with pytest.raises(BuildError) as caught:
        load_source(path, NAME)
    return str(caught.value)


def refusal_of(content: bytes) -> str:
    with pytest.raises(BuildError) as caught:
        parse_source(content, NAME)
    return str(caught.value)


def message_about(text: str, found: str, hint: str = "") -> str:
    """Return a message about the first place where a stretch of a text stands."""
    source = Source("a.md", text)
    start = text.index(found)
    return format_diagnostic(Diagnostic(source.place(start, start + len(found)), "look here", hint))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"name: Ana\n", "name: Ana\n", id="plain"),
        pytest.param(b"", "", id="empty"),
        pytest.param(b"name: Ana", "name: Ana", id="no line end"),
        pytest.param(b"\xef\xbb\xbfname: Ana\n", "name: Ana\n", id="byte order mark"),
        pytest.param(b"a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n", id="lines of Windows"),
        pytest.param(b"a: 1\rb: 2\r", "a: 1\nb: 2\n", id="lines of old Macs"),
        pytest.param(b"a: 1\r\n\r\rb: 2\n", "a: 1\n\n\nb: 2\n", id="lines of all kinds"),
        pytest.param("name: José 日本 😀\n".encode(), "name: José 日本 😀\n", id="letters of all kinds"),
        pytest.param("name:\tA\u200d\u00a0B\n".encode(), "name:\tA\u200d\u00a0B\n", id="tabs, joiners, fixed spaces"),
    ],
)
def test_a_file_is_read_as_text_with_plain_line_ends(tmp_path: Path, content: bytes, text: str) -> None:
    path = tmp_path / "ana.yaml"
    path.write_bytes(content)
    assert load_source(path, NAME) == Source(NAME, text)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param("name: Ana\ncity: Málaga\n".encode("latin-1"), "0xe1 on line 2", id="Latin-1"),
        pytest.param("a: 1\r\nb: Málaga\r\n".encode("cp1252"), "0xe1 on line 2", id="Windows-1252"),
        pytest.param("name: Ana\n".encode("utf-16"), "0xff on line 1", id="UTF-16"),
        pytest.param(b"\xfe\xff" + "name: Ana\n".encode("utf-16-be"), "0xfe on line 1", id="UTF-16 the other way"),
        pytest.param(b"name: \xc3", "0xc3 on line 1", id="half a character"),
        pytest.param(b"name: \xc0\xaf\n", "0xc0 on line 1", id="a longer spelling"),
        pytest.param(b"name: \xed\xa0\x80\n", "0xed on line 1", id="half a pair"),
        pytest.param(b"\n\nname: \xf5\x80\x80\x80\n", "0xf5 on line 3", id="past the last character"),
    ],
)
def test_other_than_utf8_is_refused(content: bytes, found: str) -> None:
    assert refusal_of(content) == dedent(f"""\
        profiles/ana.yaml: error: expected UTF-8 text, found byte {found}
          hint: save the file as UTF-8""")


# Not the whole text: the line that it quotes holds the character itself.
@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        pytest.param("name: \0Ana\n", "1:7", "U+0000", id="NUL"),
        pytest.param("a: 1\nb: \x1b[31mred\n", "2:4", "U+001B", id="a terminal's escape"),
        pytest.param("a: \x07\n", "1:4", "U+0007", id="a bell"),
        pytest.param("a: \x7f\n", "1:4", "U+007F", id="delete"),
        pytest.param("a: \x0b\n", "1:4", "U+000B", id="a vertical tab"),
        pytest.param("a: \x0c\n", "1:4", "U+000C", id="a form feed"),
        pytest.param("a: \x9b31m\n", "1:4", "U+009B", id="a terminal's other escape"),
        pytest.param("name: \u202eanA\n", "1:7", "U+202E", id="right to left"),
        pytest.param("name: A\u202aB\n", "1:8", "U+202A", id="embedded"),
        pytest.param("name: A\u2066B\n", "1:8", "U+2066", id="isolated"),
        pytest.param("é日😀: \u2069\n", "1:6", "U+2069", id="behind letters of all kinds"),
        pytest.param("name: A\ufeffB\n", "1:8", "U+FEFF", id="a byte order mark inside"),
        pytest.param("name: A\ufffe\n", "1:8", "U+FFFE", id="no character"),
    ],
)
def test_a_character_that_nobody_sees_is_refused(text: str, place: str, name: str) -> None:
    with pytest.raises(BuildError) as caught:
        parse_source(text.encode(), NAME)
    assert [(str(found.place), found.message, found.hint) for found in caught.value.diagnostics] == [
        (f"profiles/ana.yaml:{place}", f"expected text, found the invisible character {name}", "delete it")
    ]


def test_utf16_without_its_mark_is_refused_for_its_nul() -> None:
    with pytest.raises(BuildError) as caught:
        parse_source("name: Ana\n".encode("utf-16-le"), NAME)
    assert caught.value.diagnostics[0].message == "expected text, found the invisible character U+0000"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "ana.yaml") == "profiles/ana.yaml: error: there is no such file"


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path) == dedent("""\
        profiles/ana.yaml: error: expected a file, found something else
          hint: name a text file""")


@posix
def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ana.yaml")
    assert refusal(tmp_path / "ana.yaml") == dedent("""\
        profiles/ana.yaml: error: expected a file, found something else
          hint: name a text file""")


@posix
def test_a_device_without_end_is_told() -> None:
    assert refusal(Path("/dev/zero")) == dedent("""\
        profiles/ana.yaml: error: expected a file, found something else
          hint: name a text file""")


@posix
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("file/ana.yaml", "Not a directory"),
        ("loop", "Too many levels of symbolic links"),
        ("a" * 300, "File name too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_the_systems_reason(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    assert refusal(tmp_path / name) == f"profiles/ana.yaml: error: the file cannot be read: {reason}"


def test_a_file_of_one_megabyte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ana.yaml"
    path.write_bytes(b"a" * LARGEST)
    assert len(load_source(path, NAME).text) == 1_000_000


def test_a_larger_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ana.yaml"
    path.write_bytes(b"a" * (LARGEST + 1))
    assert refusal(path) == dedent("""\
        profiles/ana.yaml: error: the file is larger than 1,000,000 bytes
          hint: split it""")


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [(0, 3, (1, 1, 3)), (4, 5, (2, 1, 1)), (6, 9, (2, 3, 3)), (2, 9, (1, 3, 1)), (3, 3, (1, 4, 1)), (9, 9, (2, 6, 1))],
)
def test_a_place_is_a_stretch_of_one_line(start: int, end: int, place: tuple[int, int, int]) -> None:
    found = Source("a.md", "abc\néfg12\n").place(start, end)
    assert (found.line, found.column, found.width) == place


def test_a_part_of_a_place_counts_from_where_it_begins() -> None:
    source = Source("a.md", "when: low and high\n")
    assert source.place(6, 18).part(8, 12) == Place(source, 1, 15, 4)


@pytest.mark.parametrize(("number", "line"), [(1, "abc"), (2, "d"), (3, ""), (9, "")])
def test_a_line_comes_without_its_end(number: int, line: str) -> None:
    assert Source("a.md", "abc\nd\n").line(number) == line


def test_a_message_quotes_its_line_and_underlines_the_stretch() -> None:
    assert message_about("one\ntwo three\n", "three", "write four") == dedent("""\
        a.md:2:5: error: look here
          2 | two three
            |     ^^^^^
          hint: write four""")


def test_a_message_keeps_the_tabs_before_the_stretch() -> None:
    assert message_about("a:\t\tb\n", "b") == "a.md:1:5: error: look here\n  1 | a:\t\tb\n    |   \t\t^"


def test_a_message_underlines_behind_letters_with_accents() -> None:
    assert message_about("José: né\n", "né") == dedent("""\
        a.md:1:7: error: look here
          1 | José: né
            |       ^^""")


def test_a_message_makes_room_for_the_number_of_its_line() -> None:
    assert message_about("\n" * 99 + "low\n", "low") == dedent("""\
        a.md:100:1: error: look here
          100 | low
              | ^^^""")


def test_a_message_about_a_whole_file_quotes_no_line() -> None:
    assert format_diagnostic(Diagnostic(whole_file("a.md"), "look here", "write it")) == dedent("""\
        a.md: error: look here
          hint: write it""")


@pytest.mark.parametrize(
    ("text", "quoted", "underlined"),
    [
        pytest.param("low" + "x" * 107, "low" + "x" * 107, "^^^", id="as wide as a message"),
        pytest.param("low" + "x" * 200, "low" + "x" * 107 + "…", "^^^", id="at its start"),
        pytest.param(
            "x" * 200 + "low" + "y" * 200,
            "…" + "x" * 36 + "low" + "y" * 71 + "…",
            " " * 37 + "^^^",
            id="in its middle",
        ),
        pytest.param("x" * 200 + "low", "…" + "x" * 107 + "low", " " * 108 + "^^^", id="at its end"),
    ],
)
def test_a_message_quotes_of_a_long_line_what_lies_around_the_stretch(text: str, quoted: str, underlined: str) -> None:
    assert message_about(text, "low").split("\n")[1:] == [f"  1 | {quoted}", f"    | {underlined}"]


def test_messages_come_by_file_line_and_column_and_each_once() -> None:
    first, second = Source("a.md", "one two\nthree\n"), Source("b.md", "four\n")
    places = [second.place(0, 4), first.place(8, 13), first.place(4, 7), first.place(0, 3), first.place(4, 7)]
    found = sort_diagnostics(Diagnostic(place, "look here") for place in places)
    assert [str(diagnostic.place) for diagnostic in found] == ["a.md:1:1", "a.md:1:5", "a.md:2:1", "b.md:1:1"]


def test_a_warning_alone_stops_nothing() -> None:
    problems = Problems()
    problems.warn(whole_file("a.md"), "look here")
    problems.raise_errors()
    assert [warning.severity for warning in problems.warnings] == [Severity.WARNING]


def test_an_error_stops_with_the_warnings_beside_it() -> None:
    problems = Problems()
    problems.add(whole_file("b.md"), "stop here")
    problems.warn(whole_file("a.md"), "look here")
    with pytest.raises(BuildError) as caught:
        problems.raise_errors()
    assert str(caught.value) == "a.md: warning: look here\nb.md: error: stop here"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("scor", "did you mean `score`?"),
        ("stats", "did you mean `status`?"),
        ("shoe_size", ""),
        ("", ""),
    ],
)
def test_a_hint_names_what_is_near_in_spelling(name: str, hint: str) -> None:
    assert did_you_mean(name, {"status", "score", "attempts"}) == hint
