"""What several test files build: projects in a folder, real processes, and what the samples get."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from builder.guide import Guide, assemble
from builder.library import Library
from builder.library_files import load_library
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profiles import load_profile
from builder.templating import Templates
from builder.views import GuideView
from builder.website import render_website
from tests.guides import reader, small_library, write_guide
from tests.loaded import LoadedProgram

ROOT = Path(__file__).parent.parent
PROFILES = tuple(sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml")))

# How a handbook that is put together from blocks begins; the PDF engine begins its files otherwise.
FROM_BLOCKS = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

ANA = """\
name: Ana
step1: {status: passed, score: 212, attempts: 1}
match: {year: 2029}
"""


@dataclass(frozen=True, slots=True)
class Handbook:
    """A handbook that a process built, and what the process said."""

    path: Path
    messages: str


def small_guide(root: Path, profile: str, changes: Mapping[str, str] | None = None) -> Guide:
    """Return the small guide, some of its files changed, as one reader gets it."""
    library = small_library(root, changes)
    return assemble(library, reader(library.vocabulary, profile))


def small_view(root: Path, profile: str, changes: Mapping[str, str] | None = None) -> GuideView:
    """Return the website of the small guide, some of its files changed, as one reader gets it."""
    return guide_view(small_guide(root, profile, changes), Kind.WEBSITE)


def small_website(root: Path, profile: str, changes: Mapping[str, str] | None = None) -> Mapping[str, bytes]:
    """Return the files of the small guide's website for one reader."""
    return render_website(small_view(root, profile, changes), Templates(ROOT / "templates"))


def make_project(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Make a project of the small guide with two profiles; its templates are the program's own."""
    write_guide(folder, changes)
    (folder / "profiles").mkdir()
    (folder / "profiles" / "ana.yaml").write_text(ANA, encoding="utf-8")
    (folder / "profiles" / "empty.yaml").write_text("# Nothing yet.\n", encoding="utf-8")
    return folder


def matchbook(
    project: Path, *arguments: str, answers: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a project as a process of its own, answers piped in.

    It begins with the program loaded, unless it is to find another environment than this process has.
    """
    if environment or not sys.platform.startswith("linux"):
        return matchbook_from_nothing(project, *arguments, answers=answers, **environment)
    if not loaded_program().is_for_now():
        end_loaded_program()
    return loaded_program().run(project, arguments, answers)


def matchbook_from_nothing(
    project: Path, *arguments: str, answers: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a project as the launcher starts it, answers piped in."""
    return subprocess.run(
        [sys.executable, "-m", "builder", *arguments],
        cwd=project,
        env=process_environment(**environment),
        input=answers,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@cache
def loaded_program() -> LoadedProgram:
    """Return what runs commands for this process, started when it is first asked for."""
    return LoadedProgram()


def end_loaded_program() -> None:
    """End what runs commands for this process; the next command starts another."""
    if loaded_program.cache_info().currsize:
        loaded_program().end()
        loaded_program.cache_clear()


def process_environment(**changes: str) -> Mapping[str, str]:
    """Return an environment in which a process finds the builder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@cache
def real_library() -> Library:
    """Return the real content, which a process reads once."""
    return load_library(ROOT / "content", "content")


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the real content."""
    return real_library()


@pytest.fixture(scope="session")
def sample_guides(library: Library) -> Mapping[str, Guide]:
    """Return the guide of every sample profile."""
    return {
        name: assemble(library, load_profile(ROOT / "profiles" / f"{name}.yaml", name, library.vocabulary))
        for name in PROFILES
    }


@pytest.fixture(scope="session")
def sample_websites(sample_guides: Mapping[str, Guide]) -> Mapping[str, Mapping[str, bytes]]:
    """Return the files of every sample profile's website."""
    templates = Templates(ROOT / "templates")
    return {name: render_website(guide_view(guide, Kind.WEBSITE), templates) for name, guide in sample_guides.items()}
