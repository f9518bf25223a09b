"""What a reader answers stands in that reader's files alone: not in messages, caches, lists or temporary files."""

import contextlib
import csv
import dataclasses
import json
import re
import shutil
import subprocess
import sys
import time
import typing
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from builder.handouts.pdf_files import pdf_texts
from builder.library_json import library_json
from builder.presentation.public_view import public_view
from builder.profiles import Profile
from builder.public_guide import assemble_public
from builder.public_website import render_public_website
from builder.schema import Field, FieldName, Kind, Value
from builder.schema_file import parse_schema
from builder.search_documents import search_documents
from builder.sources import Source
from tests.batches import quick_project
from tests.building import ROOT, files_of, process_environment
from tests.test_typesetting import drawn_letters, kept_texts

# Answers without which some field would not apply to the reader. With "failed" an exam has a score, attempts and a
# planned month at once, so that one reader can say everything.
CHOSEN: Mapping[str, Value] = {
    "visa.needs_sponsorship": True,
    "visa.preferred": "H-1B",
    "visa.holds": "J-1 research scholar",
    "school.enrolled": True,
    "step1.status": "failed",
    "step1.reporting": "number",
    "step2_ck.status": "failed",
    "step3.status": "failed",
    "oet.status": "failed",
    "ecfmg.certified": True,
    "research.stage": "current",
    "research.spare_time": True,
    "network.in_ent_department": True,
    "network.mentor": True,
    "network.connection": True,
    "positioning": "global otology",
    "circumstances.hardship": True,
    "circumstances.can_work_unpaid": True,
    "preliminary_year": "current",
    "backup.open": True,
}
# What other answers of a reader hang on, so that both readers give it.
HANG_ON = {"visa.needs_sponsorship", "step1.reporting", "backup.open"}
# What another reader of the same roster says: something else, as far as the other answers apply then.
OTHERWISE: Mapping[str, Value] = {
    **{name: value if name in HANG_ON else False for name, value in CHOSEN.items()},
    "visa.preferred": "J-1",
    "visa.holds": "F-1",
    "step1.status": "passed",
    "step2_ck.status": "passed",
    "step3.status": "passed",
    "oet.status": "passed",
    "research.stage": "completed",
    "positioning": "technology",
    "preliminary_year": "completed",
}
# The guide's schema, but that numbers have room for values nobody else has, and codes for words.
SCHEMA = (ROOT / "content" / "profile.schema.yaml").read_text(encoding="utf-8")
SCHEMA = re.sub(r"\bmaximum: \d{1,3}\n", "maximum: 99999\n", SCHEMA)
SCHEMA = re.sub(r"pattern: .*", "pattern: ^[A-Z]+$", SCHEMA)
FIELDS = parse_schema(Source("profile.schema.yaml", SCHEMA)).fields
GUIDE = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "content").rglob("*.*")))
MONTH = "2037-11"
# A range that begins later is one of years, which the schema keeps as it is.
FIRST_YEAR = 1900


def rare_values(fields: Iterable[Field], bird: str, number: int, years: int) -> Mapping[FieldName, Value]:
    """Return an answer for each private field of texts, numbers or a month that nobody else gives or writes.

    Texts begin with a bird, numbers from one on, and years lie so many after the first of their field.
    """
    found: dict[FieldName, Value] = {}
    for field in fields:
        word = bird + re.sub(r"[^A-Z]", "", field.name.upper())
        match field.kind:
            case Kind.TEXT:
                found[field.name] = word
            case Kind.TEXTS:
                found[field.name] = (word,)
            case Kind.WHOLE:
                first, last = field.minimum or 0, field.maximum or 0
                numbers = range(first + years if first > FIRST_YEAR else number, last)
                found[field.name] = rare_number(numbers, found.values())
            case Kind.MONTH:
                found[field.name] = MONTH
            case Kind.FLAG | Kind.CHOICE:
                continue
    return found


def rare_number(numbers: Iterable[int], taken: Collection[Value]) -> int:
    """Return a number that the guide does not hold."""
    return next(number for number in numbers if number not in taken and str(number) not in GUIDE)


def spelt(value: Value) -> tuple[str, ...]:
    """Return the ways in which files may write a rare answer."""
    if isinstance(value, tuple):
        return value
    return (MONTH, "November 2037") if value == MONTH else (str(value),)


def wording(field: Field, value: Value) -> str:
    """Return how a choice is told in a sentence."""
    if isinstance(value, bool):
        return field.yes if value else field.no
    return field.says[str(value)]


PRIVATE = [field for field in FIELDS.values() if field.is_private]
RARE = rare_values(PRIVATE, "KANARIE", 73_101, 20)
# Who has passed an exam plans it no more.
RARE_OTHERWISE = rare_values((field for field in PRIVATE if field.kind is not Kind.MONTH), "KOLIBRI", 83_101, 8)
FIRST = tuple(spelling for value in RARE.values() for spelling in spelt(value))
SECOND = tuple(spelling for value in RARE_OTHERWISE.values() for spelling in spelt(value))
CANARIES = (*FIRST, *SECOND)
# The cache tells which Match years were printed, as docs/security.md says.
TOLD_BY_THE_CACHE = tuple(str(rare[FieldName("match.year")]) for rare in (RARE, RARE_OTHERWISE))
# How choices are told: the guide's own words, which stand in pages for everyone, but in no message.
WORDINGS = tuple(
    wording(FIELDS[FieldName(name)], value) for chosen in (CHOSEN, OTHERWISE) for name, value in chosen.items()
)
ANSWERS: Mapping[str, Value] = {**CHOSEN, **{str(name): value for name, value in RARE.items()}}
OTHER_ANSWERS: Mapping[str, Value] = {**OTHERWISE, **{str(name): value for name, value in RARE_OTHERWISE.items()}}
# Prints every file that a command opened for reading.
WATCHED = """
import os, sys

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        sys.stderr.write(f"opened {os.fspath(arguments[0])}\\n")

sys.addaudithook(watch)
from builder.__main__ import main
main()
"""
LISTS = (".matchbook.json", "manifest.json", "manifest.csv", "cohort.html")
# A compiled template notes which of its lines became which line of Python: "1=12&7=20".
LINES = re.compile(rb"(?<!\w)\d+=\d+(?:&\d+=\d+)*")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
PUBLIC: tuple[Callable[..., object], ...] = (
    assemble_public, public_view, render_public_website, library_json, search_documents,
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real guide with a short handbook, a profile and a roster that say what nobody else says."""
    folder = tmp_path_factory.mktemp("canaries") / "project"
    quick_project(folder)
    shutil.rmtree(folder / "content")
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "content" / "profile.schema.yaml").write_text(SCHEMA, encoding="utf-8")
    (folder / "profiles" / "ana.yaml").write_text(written_profile(), encoding="utf-8")
    write_roster(folder / "roster.csv", ANSWERS)
    write_roster(folder / "silent.csv", {})
    (folder.parent / "passing").mkdir()
    return folder


def write_roster(path: Path, first: Mapping[str, Value]) -> None:
    """Write a roster of a reader with some answers and of the other reader."""
    with path.open("w", encoding="utf-8", newline="") as roster:
        rows = csv.writer(roster)
        rows.writerow(("id", *ANSWERS))
        for name, given in (("first", first), ("second", OTHER_ANSWERS)):
            rows.writerow((name, *(written_cell(given.get(each, "")) for each in ANSWERS)))


def written_profile() -> str:
    """Return the answers as a profile, each group a line."""
    groups: dict[str, object] = {}
    for name, value in ANSWERS.items():
        group, _, rest = name.partition(".")
        known = groups.get(group, {})
        groups[group] = {**(known if isinstance(known, dict) else {}), rest: value} if rest else value
    return "".join(f"{group}: {json.dumps(answers)}\n" for group, answers in groups.items())


def written_cell(value: Value) -> str:
    """Return an answer as a cell of a roster."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@dataclasses.dataclass(frozen=True)
class Ended:
    """How a command ended, what it said on its way, and every file seen in its folder for temporary files."""

    returncode: int
    messages: str
    passing: Mapping[str, bytes]


def run(project: Path, *arguments: str) -> Ended:
    """Run the command; look into its folder for temporary files while it runs and once more when it has ended."""
    passing, cache, said = project.parent / "passing", project.parent / "cache", project.parent / "messages.txt"
    seen: dict[str, bytes] = {}
    with said.open("wb") as messages:
        process = subprocess.Popen(
            [sys.executable, "-m", "builder", *arguments],
            cwd=project,
            env=process_environment(TMPDIR=str(passing), XDG_CACHE_HOME=str(cache)),
            stdout=messages,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            seen.update(passing_files(passing))
            time.sleep(0.02)
    seen.update(passing_files(passing))
    return Ended(process.returncode, said.read_text(encoding="utf-8"), seen)


def passing_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files below a folder as far as they stay long enough to be read, each state of a file by itself."""
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(OSError):
            content = path.read_bytes() if path.is_file() else b""
            yield f"passing/{path.relative_to(folder).as_posix()}:{zlib.crc32(content)}", content


def unpacked(content: bytes) -> bytes:
    """Return a file with the streams of a PDF unpacked, and as text what is written in UTF-16."""
    parts = [LINES.sub(b"", content)]
    for stream in STREAM.findall(content):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    joined = b"\n".join(parts)
    return joined + joined.replace(b"\x00", b"")


def holding(files: Mapping[str, bytes], canaries: tuple[str, ...] = CANARIES) -> list[tuple[str, str]]:
    """Return which files hold which canary, in their names or unpacked bytes."""
    patterns = {canary: re.compile(rf"(?<![\w.])(?:{re.escape(canary)})(?![\w])".encode()) for canary in canaries}
    texts = {name: unpacked(content) + b"\n" + name.encode() for name, content in files.items()}
    return [
        (name, canary)
        for name, text in texts.items()
        for canary in canaries
        if canary.encode() in text and patterns[canary].search(text)  # a pattern alone takes twenty times as long
    ]


@pytest.mark.pdf
@pytest.mark.parametrize(
    "command",
    [
        ["build", "profiles/ana.yaml", "--calendar", "--sheet"],
        ["batch", "roster.csv", "--website"],
        ["check"],
        ["build", "--public"],
    ],
    ids=" ".join,
)
def test_nothing_but_a_readers_own_files_says_what_the_reader_said(project: Path, command: list[str]) -> None:
    """Look for each private text, number and month.

    Choices and yes or no are no words of the reader's own: they are looked for in messages and temporary files
    alone, as far as they have a wording. Streams of a PDF that hold the numbers of glyphs say nothing here.
    """
    ended = run(project, *command)
    assert ended.returncode == 0, ended.messages
    told = {"messages": ended.messages.encode(), **ended.passing}
    assert holding(told, (*CANARIES, *WORDINGS)) == []
    kept = tuple(canary for canary in CANARIES if canary not in TOLD_BY_THE_CACHE)
    assert holding(files_of(project.parent / "cache"), kept) == []
    shown = drawn_in_cache(project.parent / "cache")
    assert [canary for canary in kept if canary.replace(" ", "") in shown] == []
    site = files_of(project / "site")
    lists = {name: site[name] for name in site if name.endswith(LISTS) or name.startswith("public/")}
    assert holding(lists) == []


def drawn_in_cache(cache: Path) -> str:
    """Return what the kept drawings of a cache show, glyph by glyph and without spaces."""
    paths = cache.rglob("blocks.sqlite")
    return "\n".join(drawn_letters(text).replace(" ", "") for path in paths for text in kept_texts(path))


def drawn(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return files, of a PDF what one can read: its other numbers are of places and glyphs."""
    return {
        name: "\n".join(pdf_texts(content)).encode() if name.endswith(".pdf") else content
        for name, content in files.items()
    }


def heard(files: Mapping[str, bytes], canaries: tuple[str, ...]) -> set[str]:
    """Return the canaries that stand somewhere in a reader's files."""
    words = tuple(canary for canary in canaries if not canary.isdigit())
    numbers = tuple(canary for canary in canaries if canary.isdigit())
    return {canary for _, canary in (*holding(files, words), *holding(drawn(files), numbers))}


@pytest.mark.pdf
def test_no_reader_of_a_batch_is_told_what_another_said(project: Path) -> None:
    ended = run(project, "batch", "roster.csv", "--website", "--only-changed")
    assert ended.returncode == 0, ended.messages
    first, second = (files_of(project / "site" / "handouts" / reader) for reader in ("first", "second"))
    # The years of one's Match are marks on the other's plan as well.
    assert (heard(first, SECOND) | heard(second, FIRST)) - set(TOLD_BY_THE_CACHE) == set()
    for rare, said in ((RARE, heard(first, FIRST)), (RARE_OTHERWISE, heard(second, SECOND))):
        assert [name for name, value in rare.items() if not said & set(spelt(value))] == []


@pytest.mark.pdf
def test_whatever_another_reader_of_a_batch_says_a_readers_files_have_the_same_bytes(project: Path) -> None:
    """Choices and yes or no too, which are the guide's own words and so no canaries in its pages."""
    made = []
    for name in ("roster.csv", "silent.csv"):  # what one reader's pieces leave in the cache is there for the next
        assert run(project, "batch", name, "--website").returncode == 0
        made.append(files_of(project / "site" / "handouts" / "second"))
    assert [name for name in made[0] if made[0][name] != made[1].get(name)] == []
    assert made[0].keys() == made[1].keys()
    first = files_of(project / "site" / "handouts" / "first")
    assert heard(first, FIRST) == set()  # the other one did say something else


def test_every_choice_of_the_schema_is_made_by_both_readers() -> None:
    choices = {str(field.name) for field in PRIVATE if field.kind in {Kind.FLAG, Kind.CHOICE}}
    assert choices == set(CHOSEN) == set(OTHERWISE)
    assert {name for name in choices if CHOSEN[name] == OTHERWISE[name]} == HANG_ON


@pytest.mark.pdf
def test_the_canaries_are_found_where_they_belong(project: Path) -> None:
    assert run(project, "build", "profiles/ana.yaml", "--sheet").returncode == 0
    found = holding(files_of(project / "site" / "ana"))
    said = {canary for _, canary in found}
    assert {name for name, value in RARE.items() if not said & set(spelt(value))} == set()
    assert any(name.endswith(".html") for name, _ in found)


def test_every_private_text_and_number_of_the_schema_has_a_canary_of_its_own() -> None:
    wanted = {name for name, field in FIELDS.items() if field.is_private and field.kind not in {Kind.FLAG, Kind.CHOICE}}
    assert wanted == set(RARE)
    assert len(set(CANARIES)) == len(CANARIES)
    assert [canary for canary in CANARIES if canary in GUIDE] == []


def test_files_that_pass_are_seen(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "note").write_text(f"of {CANARIES[0]}", encoding="utf-8")
    assert [canary for _, canary in holding(dict(passing_files(tmp_path)))] == [CANARIES[0]]


def test_the_public_guide_is_made_without_a_look_at_any_profile(project: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED, "build", "--public"],
        cwd=project,
        env=process_environment(XDG_CACHE_HOME=str(project.parent / "cache")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0
    opened = [line.removeprefix("opened ") for line in ended.stderr.splitlines() if line.startswith("opened ")]
    assert [path for path in opened if "profiles/" in path or path.endswith("roster.csv")] == []
    assert any(path.endswith("guide.yaml") for path in opened)


def reachable(kind: object, seen: set[object]) -> Iterator[object]:
    """Yield every type that a value of a type may hold, at any depth."""
    if kind in seen or isinstance(kind, (str, typing.TypeVar)):
        return
    seen.add(kind)
    yield kind
    for part in typing.get_args(kind):
        yield from reachable(part, seen) if not isinstance(part, list) else ()
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        for hint in hints_of(kind).values():
            yield from reachable(hint, seen)


def hints_of(kind: type) -> Mapping[str, object]:
    """Return the types of a class's fields; of a class whose hints only a checker understands, none."""
    try:
        return typing.get_type_hints(kind)
    except TypeError:
        return {}


@pytest.mark.parametrize("maker", PUBLIC, ids=lambda maker: maker.__name__)
def test_the_types_of_the_public_guide_have_no_place_for_a_profile(maker: Callable[..., object]) -> None:
    seen: set[object] = set()
    kinds = {kind for hint in typing.get_type_hints(maker).values() for kind in reachable(hint, seen)}
    names = {kind.__name__ for kind in kinds if isinstance(kind, type)}
    assert names & {"Profile", "Facts", "Selection", "Guide", "GuideView"} == set()
    assert len(kinds) > 2


def test_the_types_of_a_profile_are_recognised() -> None:
    assert "Facts" in {kind.__name__ for kind in reachable(Profile, set()) if isinstance(kind, type)}
