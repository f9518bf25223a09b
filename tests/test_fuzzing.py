"""Random files, names and tables, for minutes: each is read or refused, never anything else."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import bidirectional, category

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from builder.csv_text import csv_bytes
from builder.diagnostics import BuildError, format_diagnostic
from builder.disk_names import name_problem
from builder.library import Library
from builder.profiles import parse_profile
from builder.rosters.mapping import RosterMapping, parse_mapping
from builder.rosters.reading import parse_roster
from builder.source_files import parse_source
from builder.yaml_text import parse_yaml
from tests.counting import calls_in
from tests.hostile import HOSTILE, VALUES, collected
from tests.outspoken import outspoken_guide, outspoken_library, sayable
from tests.test_values_as_text import HARMLESS, Shape, formulas_in, shapes_of, website

pytestmark = pytest.mark.long

ENOUGH_CALLS = 2_000_000
# Other examples in every run: each run of the long tests looks somewhere else.
SEARCHING = settings(
    derandomize=False, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, database=None
)
_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_PIECES = (
    *("&a ", "*a", "<<: ", "!!str ", "!t ", "? ", ": ", "- ", "[", "]", "{", "}", ",", "\n", "\r", "\t", "  ", "|\n"),
    *(">-\n", "#", "'", '"', "%YAML 1.1\n", "---", "...", "\x00", "\x1b[2J", "\u202e", "\u2028", "\ufeff", "\x85"),
    *("\\ud800", "\\x1b", "no", "~", "2:30", "0x1F", "null", "=", "1e999", "9" * 30, ";", "sep=;\n", "é", "😀"),
    *("name", "visa", "needs", "step1", "score", "wish", "wishes", "id", "name,wish\n", "columns: ", "ignore: "),
)


def yaml_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted(HOSTILE.glob("yaml/**/*")) if path.is_file()]


def texts() -> st.SearchStrategy[str]:
    """Return texts that are nearly YAML or a table, and any others."""
    pieces = st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=60).map("".join)
    return pieces | st.text(max_size=200)


def contents() -> st.SearchStrategy[bytes]:
    """Return bytes of files: texts in several encodings, parts of hostile ones, and any others."""
    encoded = st.builds(
        lambda text, encoding: text.encode(encoding, errors="replace"),
        texts(),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"]),
    )
    cut = st.builds(
        lambda content, start, more: content[:start] + more + content[start:],
        st.sampled_from([b"name: x\nvisa: {needs: yes}\n", *yaml_files()]),
        st.integers(0, 200),
        st.binary(max_size=10),
    )
    return encoded | cut | st.binary(max_size=300)


@cache
def outspoken() -> Library:
    """Return the guide; no fixture, since a failure would print all of it."""
    with TemporaryDirectory() as folder:
        return outspoken_library(Path(folder))


@cache
def harmless_shapes() -> Mapping[str, Shape]:
    return shapes_of(website(outspoken_guide(outspoken(), HARMLESS)), "")


def told_by(read: Callable[[], object]) -> list[str]:
    """Return what is said when something is read: nothing where it is read."""
    try:
        read()
    except BuildError as error:
        return [format_diagnostic(found) for found in error.diagnostics]
    return []


def is_obeyed(letter: str) -> bool:
    """Tell whether a terminal obeys a letter: controls, halves of pairs, line ends, marks of direction."""
    return category(letter) in {"Cc", "Cs", "Zl", "Zp"} or bidirectional(letter) in _DIRECTIONS


def is_sound(told: str) -> bool:
    """Tell whether a message names the file and is text for a terminal."""
    return told.startswith("file") and not any(is_obeyed(letter) for letter in told if letter not in "\n\t")


@settings(SEARCHING, max_examples=40_000)
@given(content=contents())
def test_any_profile_is_read_or_refused(content: bytes) -> None:
    told = told_by(lambda: parse_profile(parse_source(content, "file.yaml"), outspoken().vocabulary))
    assert [text for text in told if not is_sound(text)] == []


@settings(SEARCHING, max_examples=40_000)
@given(content=contents())
def test_any_table_is_read_or_refused(content: bytes) -> None:
    told = told_by(lambda: parse_roster(content, "file.csv", RosterMapping(), outspoken().vocabulary))
    assert [text for text in told if not is_sound(text)] == []


@settings(SEARCHING, max_examples=20_000)
@given(content=contents())
def test_any_mapping_of_columns_is_read_or_refused(content: bytes) -> None:
    told = told_by(lambda: parse_mapping(parse_source(content, "file.yaml"), outspoken().vocabulary.schema))
    assert [text for text in told if not is_sound(text)] == []


@settings(SEARCHING, max_examples=5_000)
@given(piece=st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join))
def test_a_piece_many_times_costs_little_work(piece: str) -> None:
    content = (piece * (100_000 // len(piece))).encode(errors="replace")
    assert calls_in(lambda: parse_yaml(parse_source(content, "file.yaml"))) < ENOUGH_CALLS


@settings(SEARCHING, max_examples=1_000)
@given(value=(texts().map(str.strip) | st.lists(st.sampled_from(VALUES), min_size=2, max_size=4).map("".join)))
def test_any_value_leaves_every_page_in_shape(value: str) -> None:
    assume(sayable([value]))
    assert shapes_of(website(outspoken_guide(outspoken(), value)), "") == harmless_shapes()


@settings(SEARCHING, max_examples=20_000)
@given(cell=texts(), separator=st.sampled_from(",;\t"))
def test_no_cell_is_a_formula(cell: str, separator: str) -> None:
    assert formulas_in(csv_bytes([["head", cell, "tail"]]), separator) == []


@settings(SEARCHING, max_examples=10_000)
@given(name=st.text(max_size=30) | st.sampled_from([*VALUES, *(collected() if HOSTILE.is_dir() else ())]))
def test_a_name_without_a_problem_stays_in_its_folder(name: str) -> None:
    assume(name and not name_problem(name))
    assert Path("folder", name).parts == ("folder", name)
