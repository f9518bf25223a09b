"""The same guide and the same answers give the same bytes, whatever the machine, the day, the disk and the user."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

import pytest

from tests.batches import quick_project
from tests.building import make_project, process_environment

pytestmark = [pytest.mark.pdf, pytest.mark.skipif(sys.platform == "win32", reason="sets a mask for new files")]

# Runs a command at a moment, with a mask for new files: the first two arguments.
ANOTHER_DAY = """
import datetime, os, sys, time

NOW = float(sys.argv.pop(1))

class Day(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(NOW, tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(NOW, datetime.timezone.utc).replace(tzinfo=None)

class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(NOW)

localtime, gmtime = time.localtime, time.gmtime
time.time = lambda: NOW
time.localtime = lambda when=NOW: localtime(when)
time.gmtime = lambda when=NOW: gmtime(when)
datetime.datetime, datetime.date = Day, Date
os.umask(int(sys.argv.pop(1), 8))
from builder.__main__ import main
main()
"""
HERE = {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}
# Each differs from the first in everything at once.
ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "Kiritimati, Turkish": {"PYTHONHASHSEED": "4321", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"},
    "Berlin, German": {"PYTHONHASHSEED": "99", "TZ": "Europe/Berlin", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
    "nowhere, C": {"PYTHONHASHSEED": "0", "TZ": "", "LC_ALL": "C"},
}
COMMANDS: Mapping[str, Sequence[str]] = {
    "build": ["build", "profiles/ana.yaml", "--calendar", "--sheet"],
    "public": ["build", "--public"],
    "batch": ["batch", "roster.csv", "--website", "--combined"],
}
MOMENTS = {"here": 1795780800.25, "elsewhere": 1835442000.5}  # 2026-11-27 and 2028-02-29
JOBS = {"here": ["--jobs", "1"], "elsewhere": ["--jobs", "3"]}


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the locales of these tests, made from their sources; empty where there are none."""
    folder = tmp_path_factory.mktemp("locales")
    if which("localedef") and Path("/usr/share/i18n/locales/tr_TR").exists():
        for name in ("tr_TR", "de_DE"):
            command = ["localedef", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
            subprocess.run(command, capture_output=True, check=False)  # a locale with a warning is one all the same
    return folder


@pytest.mark.parametrize("name", ["tr_TR.UTF-8", "de_DE.UTF-8"])
def test_the_locales_are_real_where_they_can_be_made(locales: Path, name: str) -> None:
    if not (locales / name).exists():
        pytest.skip("localedef and its sources are not here (Debian: `locales`); the tests run in whatever locale is")
    script = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**process_environment(), "LOCPATH": str(locales), "LC_ALL": name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, ",\n")


def made(project: Path, command: str, place: str, environment: Mapping[str, str], mask: str) -> Mapping[str, object]:
    """Run a command as on another machine; return every file with its bytes, and who may read it."""
    jobs = JOBS[place] if command == "batch" else []
    changed = {**process_environment(), **environment, "XDG_CACHE_HOME": str(project.parent / "cache")}
    ended = subprocess.run(
        [sys.executable, "-c", ANOTHER_DAY, str(MOMENTS[place]), mask, *COMMANDS[command], *jobs],
        cwd=project,
        env={name: value for name, value in changed.items() if name != "HOME"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    site = project / "site"
    return {
        path.relative_to(site).as_posix(): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.name.startswith(".matchbook-lock")
    }


def project_of(folder: Path, command: str) -> Path:
    """Make the project of a command; the secret for ids is the same everywhere."""
    folder.mkdir(parents=True)
    if command != "batch":
        return make_project(folder / "project")
    project = quick_project(folder / "project", "name,step1.status,step1.score\nAna Araújo,passed,212\nBo Xu,,\n")
    (project / "site" / "handouts").mkdir(parents=True)
    (project / "site" / "handouts" / ".matchbook-key").write_bytes(b"k" * 32)
    (project / "site" / "handouts" / ".matchbook-key").chmod(0o600)
    return project


def otherwise_on_disk(project: Path, folder: Path) -> Path:
    """Copy a project, its files written in the opposite order, to a place with another name."""
    copy = folder / "Öther place, with a long näme" / "x"
    for path in sorted(project.rglob("*"), reverse=True):
        if path.is_file() and "site" not in path.relative_to(project).parts[:1]:
            (copy / path.relative_to(project)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / path.relative_to(project))
            os.utime(copy / path.relative_to(project), (1, 1))
    key = project / "site" / "handouts" / ".matchbook-key"
    if key.exists():
        (copy / "site" / "handouts").mkdir(parents=True)
        shutil.copy(key, copy / "site" / "handouts")
    return copy


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("build", "Kiritimati, Turkish"),
        ("public", "Berlin, German"),
        ("batch", "nowhere, C"),
        *(pytest.param("build", place, marks=pytest.mark.long) for place in ("Berlin, German", "nowhere, C")),
        *(pytest.param("batch", place, marks=pytest.mark.long) for place in ("Kiritimati, Turkish", "Berlin, German")),
    ],
)
def test_another_machine_another_day_the_same_bytes(tmp_path: Path, locales: Path, command: str, place: str) -> None:
    project = project_of(tmp_path / "here", command)
    copy = otherwise_on_disk(project, tmp_path / "elsewhere")
    here = made(project, command, "here", HERE, "022")
    elsewhere = made(copy, command, "elsewhere", {**ELSEWHERE[place], "LOCPATH": str(locales)}, "077")
    assert [name for name in here if here[name] != elsewhere.get(name)] == []
    assert here.keys() == elsewhere.keys()
    assert len(here) > 3
