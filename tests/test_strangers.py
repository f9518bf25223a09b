"""Files from strangers: each is one clear error that names the file, or the literal text; never anything else."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from builder.diagnostics import MOST_ERRORS, BuildError, Diagnostic, Problems, format_diagnostic
from builder.library import Library
from builder.library_files import load_library
from builder.profiles import load_profile
from builder.project import Project
from builder.rosters.mapping import parse_mapping
from builder.rosters.reading import load_roster
from builder.rosters.table import LARGEST, LONGEST_ROW, MOST_CELLS, MOST_COLUMNS
from builder.schema import FieldName
from builder.source_files import load_bytes, load_source
from builder.sources import whole_file
from tests.building import ROOT, make_project, matchbook, process_environment
from tests.counting import calls_in
from tests.guides import FILES, small_library, write_guide

Load = Callable[[Library, Path], object]
ENOUGH_CALLS = 2_000_000
MEMORY = 100_000_000

YAML: Mapping[str, tuple[bytes, str]] = {
    "an alias": (b"name: *a\n", "aliases are not supported"),
    "doubling aliases": (b"a: &a [x]\nb: [*a, *a]\n", "anchors are not supported"),
    "a merge key": (b"<<: {name: x}\n", "merge keys are not supported"),
    "nested": (b"name: " + b"[" * 100_000, "nested more than 20 levels deep"),
    "nested mappings": (b"{a: " * 100_000, "nested more than 20 levels deep"),
    "stairs": (b"".join(b" " * depth + b"a:\n" for depth in range(1_000)), "nested more than 20 levels deep"),
    "a key twice": (b"name: x\nname: y\n", "duplicate key `name`"),
    "a tag": (b"name: !!python/object/apply:os.system [ls]\n", "tags are not supported"),
    "a tab": (b"visa:\n\tneeds: yes\n", "the YAML cannot be read"),
    "UTF-16": ("name: x\n".encode("utf-16"), "expected UTF-8 text, found byte 0xff on line 1"),
    "UTF-16 without its mark": ("name: x\n".encode("utf-16-le"), "found the invisible character U+0000"),
    "Latin-1": ("name: José\n".encode("latin-1"), "expected UTF-8 text, found byte 0xe9 on line 1"),
    "NUL": (b"name: a\0b\n", "found the invisible character U+0000"),
    "a control": (b"name: a\x1b[2Jb\n", "found the invisible character U+001B"),
    "a control in an escape": (b'name: "a\\x1b[2Jb"\n', "found an invisible character"),
    "half a pair": (b"name: \xed\xa0\x80\n", "expected UTF-8 text, found byte 0xed on line 1"),
    "half a pair in an escape": (b'name: "\\ud800"\n', "the YAML cannot be read"),
    "a turned text": ("name: a\u202eb\n".encode(), "found the invisible character U+202E"),
    "too large": (b"#" * 1_000_001, "the file is larger than 1,000,000 bytes"),
    "many values": (b"name: [" + b"a," * 30_000 + b"]\n", "more than 20,000 values"),
    "no YAML": (b"name: 'x\n", "the YAML cannot be read"),
    "a list": (b"- x\n", "must be a mapping of "),
    "another key": (b"__proto__: x\n", "`__proto__`"),
}
CSV: Mapping[str, tuple[bytes, str]] = {
    "empty": (b"", "the roster is empty"),
    "a column twice": (b"name,Name\nx,y\n", "duplicate column for `name`"),
    "Latin-1": ("name\nJosé\n".encode("latin-1"), "expected UTF-8 text, found byte 0xe9 on line 2"),
    "UTF-16 without its mark": ("name\nx\n".encode("utf-16-le"), "found UTF-16 without a byte order mark"),
    "half of UTF-16": (b"\xff\xfen\0a\0m", "found half a character"),
    "half a pair in UTF-16": (b"\xff\xfe\0\xd8\n\0", "found half a character"),
    "other bytes": (b"\x00\x01\x02\x03", "expected UTF-8 text"),
    "a NUL in the header": (b"name,a\0\nx,y\n", "found the invisible character U+0000"),
    "an open quote": (b'name\n"x\n', "the quotes that open in this row never close"),
    "text behind a quote": (b'name\n"x"y\n', "found more text"),
    "no known column": (b"a,b\n1,2\n", "no column of this row is a field"),
    "a separator that is none": (b'sep="\nname\nx\n', "no column of this row is a field"),
    "too large": (b"name\n" + b"x" * LARGEST, f"the file is larger than {LARGEST:,} bytes"),
    "many rows": (b"name\n" + b"x\n" * 1_000_000, "more than 10,000 rows"),
    "many empty rows": (b"name\n" + b"\n" * (LARGEST - 5), "more than 10,000 rows"),
    "many columns": (b"name\n" + b"," * MOST_COLUMNS + b"\n", "more than 500 cells"),
    "many cells": (b"name\n" + (b"," * (MOST_COLUMNS - 1) + b"\n") * 2_000, f"more than {MOST_CELLS:,} cells"),
    "an endless row": (b"name\n" + b"ab," * (LONGEST_ROW // 2), f"longer than {LONGEST_ROW:,} characters"),
    "an endless row of lines": (b"name\n" + b'"a\n",' * LONGEST_ROW, f"longer than {LONGEST_ROW:,} characters"),
    "an endless cell": (b"name\n" + b"x" * 150_000, "a cell holds more than 131,072 characters"),
    "an endless header": (b"x" * 190_000 + b",name\n1,2\n", "a cell holds more than"),
    "a megabyte of letters": (b"name\n" + "😀".encode() * 210_000, "longer than"),
}
ROWS: Mapping[str, tuple[bytes, str]] = {
    "a control": (b"name\na\x1b[2Jb\n", "found the invisible character U+001B"),
    "a NUL": (b"name\na\0b\n", "found the invisible character U+0000"),
    "half a pair": (b"name\n\xef\xbf\xbf\n", "found the invisible character U+FFFF"),
    "a long cell": (b"name\n" + b"x" * 2_001 + b"\n", "expected at most 2,000 characters, found 2,001"),
    "a short row": (b"id,name\na1\n", "expected 2 cells as in the first row, found 1"),
    "an id twice": (b"id,name\na1,x\nA1,y\n", "the id of this row is the id of row 3 too"),
}
LITERAL: Mapping[str, str] = {
    word: word
    for word in (
        "no", "No", "NO", "yes", "on", "off", "y", "n", "true", "2:30", "1:2:3", "010", "0o10", "0x1F", "1_000", "1e3",
        ".inf", ".nan", "2026-01-05", "+1", "=", "null_", "007", "1.0", "12e03", "NaN",
    )
} | {'"null"': "null", "'~'": "~", '""': "", '"\\u00e9"': "é", "a # b": "a", "a#b": "a#b"}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return small_library(tmp_path_factory.mktemp("guide"))


def load_a_profile(library: Library, path: Path) -> object:
    return load_profile(path, path.name, library.vocabulary)


def load_a_roster(library: Library, path: Path) -> object:
    return load_roster(path, path.name, library.vocabulary)


def load_a_mapping(library: Library, path: Path) -> object:
    return parse_mapping(load_source(path, path.name), library.vocabulary.schema)


def load_a_guide(_library: Library, path: Path) -> object:
    """Load a guide in which a file stands in place of one of its own."""
    own = {name: Path(name).name for name in FILES}
    place = next(name for name, last in own.items() if last == path.name)
    folder = write_guide(path.parent / "project")
    (folder / place).unlink()
    (folder / place).symlink_to(path) if path.is_symlink() else path.rename(folder / place)
    return load_library(folder, "content")


YAML_FILES: Mapping[str, tuple[str, Load]] = {
    "a profile": ("ana.yaml", load_a_profile),
    "roster.yaml": ("roster.yaml", load_a_mapping),
    "guide.yaml": ("guide.yaml", load_a_guide),
    "the claims": ("claims.yaml", load_a_guide),
}


def complaint(load: Load, library: Library, path: Path) -> str:
    """Return what is said about a file; that it names the file is part of every answer."""
    with pytest.raises(BuildError) as caught:
        load(library, path)
    assert all(found.place.source.name.endswith(path.name) for found in caught.value.diagnostics)
    return str(caught.value)


@pytest.mark.parametrize("kind", YAML)
@pytest.mark.parametrize("file", YAML_FILES)
def test_yaml_of_a_stranger_is_one_clear_error(tmp_path: Path, library: Library, file: str, kind: str) -> None:
    name, load = YAML_FILES[file]
    content, words = YAML[kind]
    (tmp_path / name).write_bytes(content)
    assert words in complaint(load, library, tmp_path / name)


@pytest.mark.parametrize("kind", YAML)
def test_the_head_of_a_module_is_read_like_any_yaml(tmp_path: Path, library: Library, kind: str) -> None:
    content, words = YAML[kind]
    (tmp_path / "everyone.md").write_bytes(b"---\n" + content + b"\n---\nText.\n")
    assert words.replace("line 1", "line 2").partition(" must be")[0] in complaint(
        load_a_guide, library, tmp_path / "everyone.md"
    )


@pytest.mark.parametrize("kind", YAML)
def test_yaml_of_a_stranger_costs_little_work(tmp_path: Path, library: Library, kind: str) -> None:
    (tmp_path / "ana.yaml").write_bytes(YAML[kind][0])
    assert calls_in(lambda: load_a_profile(library, tmp_path / "ana.yaml")) < ENOUGH_CALLS


@pytest.mark.parametrize("kind", CSV)
def test_a_table_of_a_stranger_is_one_clear_error(tmp_path: Path, library: Library, kind: str) -> None:
    content, words = CSV[kind]
    (tmp_path / "r.csv").write_bytes(content)
    assert words in complaint(load_a_roster, library, tmp_path / "r.csv")
    assert calls_in(lambda: load_a_roster(library, tmp_path / "r.csv")) < ENOUGH_CALLS


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_of_a_stranger_is_told_with_its_number(tmp_path: Path, library: Library, kind: str) -> None:
    content, words = ROWS[kind]
    (tmp_path / "r.csv").write_bytes(content)
    roster = load_roster(tmp_path / "r.csv", "r.csv", library.vocabulary)
    told = format_diagnostic(roster.rows[0].problems[0])
    assert told.startswith("r.csv: row 2")
    assert words in told


@pytest.mark.parametrize("written", LITERAL)
def test_a_name_that_yaml_takes_for_something_else_is_text(tmp_path: Path, library: Library, written: str) -> None:
    (tmp_path / "ana.yaml").write_text(f"name: {written}\n", encoding="utf-8")
    read = load_profile(tmp_path / "ana.yaml", "ana.yaml", library.vocabulary)
    assert read.given[FieldName("name")] == LITERAL[written]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_of_other_systems_change_nothing(
    tmp_path: Path, library: Library, end: str, mark: str
) -> None:
    (tmp_path / "ana.yaml").write_bytes((mark + "name: Ana" + end + "citizenship: [BR]" + end).encode())
    (tmp_path / "r.csv").write_bytes((mark + "name,citizenship" + end + "Ana,BR" + end).encode())
    profile = load_profile(tmp_path / "ana.yaml", "ana.yaml", library.vocabulary)
    roster = load_roster(tmp_path / "r.csv", "r.csv", library.vocabulary)
    assert dict(profile.given) == dict(roster.rows[0].profile.given) == {"name": "Ana", "citizenship": ("BR",)}


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.timeout(60)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("make", [make_folder, make_pipe, link_to_a_device, link_to_nothing, link_to_itself])
@pytest.mark.parametrize("file", [*YAML_FILES, "a roster"])
def test_what_is_no_file_is_refused(tmp_path: Path, library: Library, file: str, make: Callable[[Path], None]) -> None:
    name, load = YAML_FILES.get(file, ("r.csv", load_a_roster))
    make(tmp_path / name)
    assert f"{name}: error: " in complaint(load, library, tmp_path / name)


@pytest.mark.timeout(60)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("make", [make_folder, make_pipe, link_to_a_device])
def test_a_module_that_is_no_file_is_refused(tmp_path: Path, library: Library, make: Callable[[Path], None]) -> None:
    make(tmp_path / "everyone.md")
    assert "everyone.md: error: " in complaint(load_a_guide, library, tmp_path / "everyone.md")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_profile_that_links_to_itself_is_not_there(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "loop.yaml").symlink_to("loop.yaml")
    ended = matchbook(project, "explain", "profiles/loop.yaml")
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (1, "profiles/loop.yaml: error: there is no such file")


@pytest.mark.timeout(60)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a size")
def test_a_file_that_names_no_size_is_not_read_beyond_the_limit() -> None:
    with pytest.raises(BuildError, match="larger than 1,000 bytes"):
        load_bytes(Path("/proc/self/pagemap"), "x", 1_000)


@pytest.mark.parametrize("name", ["guide.yaml", "start/everyone.md", "worksheets/list.yaml"])
def test_a_link_out_of_the_guide_is_refused_and_not_quoted(tmp_path: Path, name: str) -> None:
    folder = write_guide(tmp_path)
    (tmp_path / "secret").write_text("password: hunter2\n", encoding="utf-8")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "secret")
    with pytest.raises(BuildError) as caught:
        load_library(folder, "content")
    hint = "put the file itself there"
    assert f"content/{name}: error: this link leads out of the folder\n  hint: {hint}" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_link_out_of_the_folder_of_a_roster_is_refused(tmp_path: Path, library: Library) -> None:
    (tmp_path / "secret").write_text("password: hunter2\n", encoding="utf-8")
    (tmp_path / "rosters").mkdir()
    (tmp_path / "rosters" / "r.csv").write_text("name\nx\n", encoding="utf-8")
    (tmp_path / "rosters" / "roster.yaml").symlink_to(tmp_path / "secret")
    with pytest.raises(BuildError, match=r"^rosters/roster\.yaml: error: this link leads out of the folder"):
        load_roster(tmp_path / "rosters" / "r.csv", "rosters/r.csv", library.vocabulary)


def test_a_link_inside_the_guide_is_followed(tmp_path: Path) -> None:
    folder = write_guide(tmp_path)
    (folder / "start" / "everyone.md").rename(folder / "kept.txt")
    (folder / "start" / "everyone.md").symlink_to("../kept.txt")
    assert "everyone" in load_library(folder, "content").modules


def test_a_file_of_mistakes_ends_in_a_list_of_bounded_length(tmp_path: Path, library: Library) -> None:
    text = "".join(f"step{number}x: 1\n" for number in range(9_000))
    (tmp_path / "ana.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        load_profile(tmp_path / "ana.yaml", "ana.yaml", library.vocabulary)
    assert len(caught.value.diagnostics) == MOST_ERRORS + 1
    assert str(caught.value.diagnostics[0].message) == (
        f"there are {MOST_ERRORS} problems here, and perhaps more; the rest was not read"
    )


def test_warnings_are_not_cut_short() -> None:
    problems = Problems()
    for number in range(MOST_ERRORS + 1):
        problems.warn(whole_file("a.md"), f"look at {number}")
    assert len(problems.warnings) == MOST_ERRORS + 1


@pytest.mark.parametrize("text", ["a\x1b]0;x\x07b", "a\nerror: all is lost", "a\u202eb\u2066", "a\x9b2Jb", "a\udcffb"])
def test_a_message_is_text_for_the_terminal(text: str) -> None:
    told = format_diagnostic(Diagnostic(whole_file(f"{text}.yaml"), f"unknown key `{text}`", f"delete `{text}`"))
    assert told.count("\n") == 1
    assert told.replace("\n", "").isprintable()


def test_a_message_is_of_bounded_length() -> None:
    told = format_diagnostic(Diagnostic(whole_file("a.yaml"), "x" * 100_000, "y" * 100_000))
    assert len(told) < 2_100


def test_a_path_in_a_message_is_text_for_the_terminal(tmp_path: Path) -> None:
    project = Project(tmp_path, tmp_path, tmp_path, tmp_path, tmp_path)
    assert project.shown(tmp_path / "a\x1b[2J\nb.yaml") == "a�[2J�b.yaml"


IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from builder.diagnostics import BuildError
from builder.library_files import load_library
from builder.profiles import load_profile
from builder.rosters.reading import load_roster
vocabulary = load_library(Path(sys.argv[1]), "content").vocabulary
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + int(sys.argv[2]),) * 2)
for path in sorted(Path(sys.argv[3]).iterdir()):
    load = load_roster if path.suffix == ".csv" else load_profile
    try:
        load(path, path.name, vocabulary)
        print("read")
    except BuildError as error:
        print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory is held")
def test_files_of_strangers_are_read_or_refused_within_100_mb(tmp_path: Path) -> None:
    folder = write_guide(tmp_path)
    (tmp_path / "files").mkdir()
    files = [(f"{kind}.yaml", content) for kind, (content, _) in YAML.items()]
    files += [(f"{kind}.csv", content) for kind, (content, _) in CSV.items()]
    files += [("long.yaml", b"name: |\n" + b" x\n" * 300_000), ("blank.yaml", b"\n" * 999_999)]
    files += [("all.csv", b"name\n" + (b"ab," * 49 + b"cd\n") * 9_999)]
    for name, content in files:
        (tmp_path / "files" / name).write_bytes(content)
    ended = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY, str(folder), str(MEMORY), str(tmp_path / "files")],
        env=process_environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stderr, ended.stdout.count("refused") + ended.stdout.count("read")) == ("", len(files))
