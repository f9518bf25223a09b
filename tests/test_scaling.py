"""Twice as much costs less than three times the work, counted in calls of functions."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from builder.guide import assemble
from builder.library import Library
from builder.library_files import load_library
from builder.markup.bounds import LONGEST_PARAGRAPH
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.rosters.mapping import RosterMapping
from builder.rosters.reading import parse_roster
from builder.templating import Templates
from builder.website import render_website
from tests.building import ROOT
from tests.counting import calls_in
from tests.guides import EVERYONE, GUIDE, SCHEMA, reader, small_library, write_guide
from tests.hostile import REPEATED, collected_repeated, repeated, with_collections
from tests.outspoken import outspoken_library, profile_of
from tests.readings import read_module

SIZE = 40
ENOUGH_CALLS = 10_000_000  # for a paragraph; brackets that were all compared with all took seventy
LESS_THAN = 3  # four times is what comparing all with all takes, once that is most of the work
TEMPLATES = Templates(ROOT / "templates")


def with_modules(count: int) -> Mapping[str, str]:
    """Return the changes that make the small guide one of so many modules."""
    names = [f"m{number}" for number in range(count)]
    listed = ", ".join(["everyone", "low", *names])
    return {
        "guide.yaml": GUIDE.replace("[everyone, low]", f"[{listed}]"),
        **{f"start/{name}.md": EVERYONE.replace("For everyone", f"The page {name}") for name in names},
    }


def with_fields(count: int) -> Mapping[str, str]:
    fields = "".join(
        f"  f{n}: {{type: string, maxLength: 9, title: field {n}, x-question: What of {n}?}}\n" for n in range(count)
    )
    return {"profile.schema.yaml": SCHEMA + fields}


def module_of(parts: Sequence[tuple[str, bool]]) -> bytes:
    """Return a module of one paragraph, nearly as long as it may be."""
    return f"---\ntitle: A page\n---\n{repeated(parts, LONGEST_PARAGRAPH - 100)}\n".encode()


def website_of(library: Library, profile: str) -> object:
    chosen = assemble(library, reader(library.vocabulary, profile))
    return render_website(guide_view(chosen, Kind.WEBSITE), TEMPLATES)


def loading(folder: Path, size: int) -> Callable[[], object]:
    made = write_guide(folder, with_modules(size))
    return lambda: load_library(made, "content")


def building_modules(folder: Path, size: int) -> Callable[[], object]:
    library = small_library(folder, with_modules(size))
    return lambda: website_of(library, "step1: {status: passed, score: 212}\n")


def reading_rows(folder: Path, size: int) -> Callable[[], object]:
    library = small_library(folder)
    table = b"id,name,step1.status,step1.score\n" + b"".join(b"a%d,Ana,passed,212\n" % n for n in range(size * 10))
    return lambda: parse_roster(table, "r.csv", RosterMapping(), library.vocabulary)


def reading_broken_rows(folder: Path, size: int) -> Callable[[], object]:
    library = small_library(folder)
    table = b"id,name,step1.score\n" + b"same,A\x1b,none\n" * (size * 10)
    return lambda: parse_roster(table, "r.csv", RosterMapping(), library.vocabulary)


def reading_answers(folder: Path, size: int) -> Callable[[], object]:
    library = small_library(folder, with_fields(size))
    text = "".join(f"f{number}: x\n" for number in range(size))
    return lambda: reader(library.vocabulary, text)


def reading_mistakes(folder: Path, size: int) -> Callable[[], object]:
    library = small_library(folder)
    text = "".join(f"stap{number}: x\n" for number in range(size))
    return lambda: reader(library.vocabulary, text)


def building_a_long_name(folder: Path, size: int) -> Callable[[], object]:
    library = outspoken_library(folder)
    return lambda: website_of(library, profile_of("<n>" * size))


def building_a_long_list(folder: Path, size: int) -> Callable[[], object]:
    library = outspoken_library(folder)
    return lambda: website_of(library, profile_of("x", [f"wish {number}" for number in range(size * 10)]))


WAYS = (
    loading, building_modules, reading_rows, reading_broken_rows, reading_answers, reading_mistakes,
    building_a_long_name, building_a_long_list,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_twice_as_much_is_less_than_three_times_the_work(
    tmp_path: Path, way: Callable[[Path, int], Callable[[], object]]
) -> None:
    once, twice = (way(tmp_path / str(size), size) for size in (SIZE, 2 * SIZE))
    assert (calls_in(once), calls_in(twice)) > (0, 0)  # what is made once and kept is made
    assert calls_in(twice) < LESS_THAN * calls_in(once)


@pytest.mark.parametrize("pattern", REPEATED)
def test_no_paragraph_of_a_module_takes_much_work(pattern: str) -> None:
    assert calls_in(lambda: read_module(module_of(REPEATED[pattern]))) < ENOUGH_CALLS


@pytest.mark.long
@with_collections
@pytest.mark.parametrize("pattern", collected_repeated())
def test_no_collected_paragraph_of_a_module_takes_much_work(pattern: str) -> None:
    assert calls_in(lambda: read_module(module_of(collected_repeated()[pattern]))) < ENOUGH_CALLS


def test_work_that_grows_too_fast_is_found(tmp_path: Path) -> None:
    def all_with_all(size: int) -> Callable[[], object]:
        return lambda: [max(a, b) for a in range(size * size) for b in range(size)]

    assert calls_in(all_with_all(2 * 10)) > LESS_THAN * calls_in(all_with_all(10))
    assert not list(tmp_path.iterdir())
