"""What all workers of a test run share: the program's cache, and what takes long to build, which one of them builds."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.building import ROOT, Handbook, end_loaded_program, matchbook, process_environment


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run: where there are several workers, it is the same for all."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if hasattr(request.config, "workerinput") else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Make a folder if no worker did; wait for the one that is at it, and go on when it gave up, too."""
    ended = folder.with_name(f"{folder.name}.ended")
    try:
        folder.mkdir()
    except FileExistsError:
        while not ended.exists():
            time.sleep(0.05)
        return folder
    try:
        make(folder)
    finally:
        ended.touch()
    return folder


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(shared: Path) -> Iterator[None]:
    """Keep what tests compile and lay out apart from what the user keeps, in all workers and the processes they start.

    As for a user, nothing is compiled or laid out twice; and the program's own files are compiled once, not by each
    of the hundreds of processes.
    """
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        environment.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        yield
    end_loaded_program()


@pytest.fixture(scope="session")
def sample_site(shared: Path) -> Path:
    """Return the folder of the sample's website, built by the real command."""
    return _website(shared / "website of the sample", "build", "--no-pdf")


@pytest.fixture(scope="session")
def public_site(shared: Path) -> Path:
    """Return the folder of the public guide, built by the real command."""
    return _website(shared / "website of the public", "build", "--public")


def _website(folder: Path, *command: str) -> Path:
    def make(folder: Path) -> None:
        ended = matchbook(ROOT, *command, "--output", str(folder / "site"))
        assert ended.returncode == 0, ended.stderr

    site = made_once(folder, make) / "site"
    assert (site / "index.html").exists()
    return site


@pytest.fixture(scope="session")
def sample_handbooks(shared: Path) -> Mapping[str, Handbook]:
    """Return the sample's handbook as the real command builds it, both page sizes at once: each takes a core."""

    def make(folder: Path) -> None:
        running = {name: _start_build(folder / name, "--paper", name.lower()) for name in ("A4", "Letter")}
        for name, process in running.items():
            (folder / f"{name}.txt").write_text(_messages(process), encoding="utf-8")

    folder = made_once(shared / "handbooks", make)
    return {
        name: Handbook(folder / name / "handbook.pdf", (folder / f"{name}.txt").read_text(encoding="utf-8"))
        for name in ("A4", "Letter")
    }


@pytest.fixture(scope="session")
def short_handbooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Handbook, ...]:
    """Return one chapter of the sample's handbook and what lies beside it, built here and as if on another machine."""
    folder = tmp_path_factory.mktemp("short")
    chapter = ("--only", "people", "--calendar", "--sheet")
    elsewhere = {
        "PYTHONHASHSEED": "4321",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "ar_EG",
        "SOURCE_DATE_EPOCH": "1700000000",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    running = {
        folder / "here": _start_build(folder / "here", *chapter),
        folder / "elsewhere": _start_build(folder / "elsewhere", *chapter, **elsewhere),
    }
    return tuple(Handbook(target / "handbook.pdf", _messages(process)) for target, process in running.items())


def _start_build(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "builder", "build", *arguments, "--output", str(folder)],
        cwd=ROOT,
        env=process_environment(**environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def _messages(process: subprocess.Popen[str]) -> str:
    messages = process.communicate()[1]
    assert process.returncode == 0, messages
    return messages
