"""`clean` removes what Matchbook made and nothing else."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from builder.output import MANIFEST
from tests.building import files_of, make_project, matchbook, process_environment
from tests.test_output import PAUSING, WRITER, guide_in


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in which guides were built, with a cache of its own."""
    project = make_project(tmp_path_factory.mktemp("clean") / "project")
    (project / "site").mkdir()
    (project / "site" / ".gitkeep").write_bytes(b"")
    clean(project, "build", "--no-pdf", "profiles/ana.yaml")
    clean(project, "build", "--public")
    return project


@pytest.fixture
def used(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the project to clean."""
    shutil.copytree(built.parent, tmp_path / "copy")
    return tmp_path / "copy" / "project"


def clean(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a cache of its own."""
    return matchbook(project, *arguments, XDG_CACHE_HOME=str(project.parent / "cache"))


def own(project: Path) -> dict[str, bytes]:
    """Return the files of a project and its cache that no build made."""
    return {name: content for name, content in files_of(project.parent).items() if "/site/" not in name}


def test_what_was_made_is_gone_and_everything_else_stays(used: Path) -> None:
    (used / "site" / "photos").mkdir()
    (used / "site" / "photos" / "me.jpg").write_bytes(b"mine")
    (used.parent / "cache" / "matchbook" / "mine.txt").write_bytes(b"mine")
    before = own(used)
    ended = clean(used, "clean")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[1:] == [
        "site/.matchbook-lock-ana",
        "site/.matchbook-lock-public",
        "site/ana",
        "site/public",
    ]
    assert set(files_of(used / "site")) == {".gitkeep", "photos/me.jpg"}
    assert sorted(path.name for path in (used / "site").iterdir()) == [".gitkeep", "photos"]
    gone = {name for name in before if name not in own(used)}
    assert gone
    kept = tuple(f"cache/matchbook/{kind}-" for kind in ("library", "markdown", "templates"))
    assert all(name.startswith(kept) for name in gone)


def test_a_dry_run_lists_the_same_and_removes_nothing(used: Path) -> None:
    before = files_of(used.parent)
    listed = clean(used, "clean", "--dry-run")
    assert files_of(used.parent) == before
    assert listed.stderr.startswith("would remove ")
    assert clean(used, "clean").stdout == listed.stdout


def test_a_changed_file_and_a_strangers_file_in_a_built_folder_stay(used: Path) -> None:
    (used / "site" / "ana" / "index.html").write_bytes(b"changed")
    (used / "site" / "ana" / "start" / "notes.txt").write_bytes(b"mine")
    clean(used, "clean")
    assert files_of(used / "site" / "ana") == {"index.html": b"changed", "start/notes.txt": b"mine"}


@pytest.mark.parametrize("name", ["../../../outside.txt", "link/outside.txt"])
def test_nothing_outside_a_built_folder_is_removed_whatever_its_list_says(used: Path, name: str) -> None:
    outside = used.parent / "outside.txt"
    outside.write_bytes(b"mine")
    folder = used / "site" / "ana"
    (folder / "link").symlink_to(used.parent)
    (folder / MANIFEST).write_text(json.dumps({"files": {name: sha256(b"mine").hexdigest()}}), encoding="utf-8")
    clean(used, "clean")
    assert outside.read_bytes() == b"mine"


def test_a_link_to_a_built_folder_is_left_alone(used: Path) -> None:
    (used / "site" / "ana").rename(used.parent / "ana")
    (used / "site" / "ana").symlink_to(used.parent / "ana")
    clean(used, "clean")
    assert (used.parent / "ana" / "index.html").is_file()


def test_what_killed_builds_left_and_the_secret_of_the_handouts_go_too(used: Path) -> None:
    for name in (".matchbook-new-bo/start/low.html", ".matchbook-old-bo/index.html", "handouts/.matchbook-key"):
        (used / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (used / "site" / name).write_bytes(b"left")
    clean(used, "clean")
    assert sorted(path.name for path in (used / "site").rglob("*")) == [".gitkeep"]


def test_while_a_build_writes_nothing_is_removed(used: Path) -> None:
    command = [sys.executable, "-c", WRITER + PAUSING, str(used / "site" / "ana")]
    with subprocess.Popen(
        command, env=process_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as building:
        assert building.stdout is not None
        assert building.stdout.readline() == "writing\n" or building.wait()
        ended = clean(used, "clean")
        building.kill()
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "is in use" in ended.stderr
    assert guide_in(used / "site" / "ana")
