"""Random files, names and tables, for minutes: each is read or refused, never anything else."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from builder.csv_text import csv_bytes
from builder.disk_names import name_problem
from builder.source_files import parse_source
from builder.yaml_text import parse_yaml
from tests.counting import calls_in
from tests.hostile import HOSTILE, VALUES, collected
from tests.outspoken import outspoken_guide, sayable
from tests.readings import MINUTES, PIECES, READINGS, outspoken, unsound
from tests.test_values_as_text import HARMLESS, Shape, formulas_in, shapes_of, website

pytestmark = pytest.mark.long

ENOUGH_CALLS = 2_000_000
# Other examples in every run: each run of the long tests looks somewhere else.
SEARCHING = settings(
    derandomize=False, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, database=None
)


def yaml_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted(HOSTILE.glob("yaml/**/*")) if path.is_file()]


def texts() -> st.SearchStrategy[str]:
    """Return texts that are nearly YAML or a table, and any others."""
    pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)
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
def harmless_shapes() -> Mapping[str, Shape]:
    return shapes_of(website(outspoken_guide(outspoken(), HARMLESS)), "")


@settings(SEARCHING, max_examples=round(300 * MINUTES))
@given(content=contents())
@pytest.mark.parametrize("reading", READINGS)
def test_any_text_is_read_or_refused(reading: str, content: bytes) -> None:
    assert unsound(READINGS[reading], content) == []


@settings(SEARCHING, max_examples=round(200 * MINUTES))
@given(piece=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
def test_a_piece_many_times_costs_little_work(piece: str) -> None:
    content = (piece * (100_000 // len(piece))).encode(errors="replace")
    assert calls_in(lambda: parse_yaml(parse_source(content, "file.yaml"))) < ENOUGH_CALLS


@settings(SEARCHING, max_examples=round(100 * MINUTES))
@given(value=(texts().map(str.strip) | st.lists(st.sampled_from(VALUES), min_size=2, max_size=4).map("".join)))
def test_any_value_leaves_every_page_in_shape(value: str) -> None:
    assume(sayable([value]))
    assert shapes_of(website(outspoken_guide(outspoken(), value)), "") == harmless_shapes()


@settings(SEARCHING, max_examples=round(1_000 * MINUTES))
@given(cell=texts(), separator=st.sampled_from(",;\t"))
def test_no_cell_is_a_formula(cell: str, separator: str) -> None:
    assert formulas_in(csv_bytes([["head", cell, "tail"]]), separator) == []


@settings(SEARCHING, max_examples=round(500 * MINUTES))
@given(name=st.text(max_size=30) | st.sampled_from([*VALUES, *(collected() if HOSTILE.is_dir() else ())]))
def test_a_name_without_a_problem_stays_in_its_folder(name: str) -> None:
    assume(name and not name_problem(name))
    assert Path("folder", name).parts == ("folder", name)
