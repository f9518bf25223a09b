"""What a reader answers stands in that reader's files alone: not in messages, caches, lists or temporary files."""

import dataclasses
import re
import shutil
import subprocess
import sys
import typing
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from builder.library_json import library_json
from builder.presentation.public_view import public_view
from builder.profiles import Profile
from builder.public_guide import assemble_public
from builder.public_website import render_public_website
from builder.search_documents import search_documents
from tests.batches import quick_project
from tests.building import ROOT, files_of, matchbook, process_environment

# One of a kind in every field that takes a text of the reader's own; numbers that nothing else in the guide has.
TEXTS = {"name": "Kanarienvogel", "school.honors": "Zeisigorden", "backup.specialties": "Stieglitzkunde"}
NUMBERS = {"step1.score": 271, "step2_ck.score": 277, "school.graduation_year": 1971, "research.us_months": 487}
CANARIES = (*TEXTS.values(), *(str(number) for number in NUMBERS.values()))
PROFILE = """\
name: Kanarienvogel
match: {year: 2043}
school: {graduation_year: 1971, honors: Zeisigorden}
step1: {status: passed, reporting: number, score: 271}
step2_ck: {status: passed, score: 277}
research: {us_months: 487}
backup: {open: true, specialties: [Stieglitzkunde]}
"""
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
    (folder / "profiles" / "ana.yaml").write_text(PROFILE, encoding="utf-8")
    header = "name,match.year,school.graduation_year,school.honors,step1.status,step1.reporting,step1.score\n"
    row = "Kanarienvogel,2043,1971,Zeisigorden,passed,number,271\n"
    (folder / "roster.csv").write_text(header + row, encoding="utf-8")
    (folder.parent / "passing").mkdir()
    return folder


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    passing, cache = project.parent / "passing", project.parent / "cache"
    return matchbook(project, *arguments, TMPDIR=str(passing), XDG_CACHE_HOME=str(cache))


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
    return [
        (name, canary)
        for name, content in files.items()
        for canary in canaries
        if re.search(rf"(?<![\w.])(?:{canary})(?![\w])".encode(), unpacked(content) + name.encode())
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
    ended = run(project, *command)
    assert ended.returncode == 0, ended.stderr
    told = {"messages": (ended.stdout + ended.stderr).encode()}
    assert holding({**told, **files_of(project.parent / "cache"), **files_of(project.parent / "passing")}) == []
    lists = {
        name: content
        for name, content in files_of(project / "site").items()
        if name.endswith((".matchbook.json", "manifest.json", "manifest.csv", "cohort.html"))
        or name.startswith("public/")
    }
    assert holding(lists) == []


@pytest.mark.pdf
def test_the_canaries_are_found_where_they_belong(project: Path) -> None:
    assert run(project, "build", "profiles/ana.yaml", "--sheet").returncode == 0
    found = holding(files_of(project / "site" / "ana"))
    assert {canary for _, canary in found} == set(CANARIES)
    assert any(name.endswith(".html") for name, _ in found)


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
