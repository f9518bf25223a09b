"""A disk that is full, a real one: one line, the old files whole, nothing half made; the next run makes all of it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from tests.batches import quick_project
from tests.building import process_environment
from tests.test_publish import OWN_GIT, git, make_repository

IN_A_ROOM_OF_ITS_OWN = ("unshare", "--user", "--map-root-user", "--mount")
# Mounts a disk in memory at `site/`, builds, leaves the disk some room, builds with another profile, and again with
# enough room; prints what each of the runs led to. The disk is gone with the process.
SCRIPT = """
import json, os, subprocess, sys
from pathlib import Path

site, room, first = Path("site"), int(sys.argv[1]), sys.argv[2] == "old"
command = sys.argv[3:]

def run():
    ended = subprocess.run([sys.executable, "-m", "builder", *command], capture_output=True, text=True)
    files = {path.relative_to(site).as_posix(): path.read_bytes().decode("latin-1")
        for path in sorted(site.rglob("*")) if path.is_file() and not path.name.startswith(".matchbook-lock")}
    print(json.dumps({"status": ended.returncode, "said": ended.stderr, "files": files}))

subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "matchbook", site], check=True)
(site / "mine.txt").write_text("mine")
if first:
    run()
    for path in (*Path("profiles").glob("*.yaml"), Path("content/start/everyone.md")):
        path.write_text(path.read_text() + ("visa: {needs: yes}\\n" if path.suffix == ".yaml" else "More.\\n"))
disk = os.statvfs(site)
used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
subprocess.run(["mount", "-o", f"remount,size={used + room}", site], check=True)
run()
subprocess.run(["mount", "-o", "remount,size=64m", site], check=True)
run()
"""
COMMANDS: Mapping[str, list[str]] = {
    "build": ["build", "profiles/ana.yaml", "--sheet", "--calendar"],
    "build --public": ["build", "--public"],
    "batch": ["batch", "profiles/ana.yaml", "profiles/bo.yaml", "--website", "--jobs", "1"],
    "publish": ["publish"],
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run led to."""

    status: int
    said: str
    files: Mapping[str, str]


def can_mount() -> bool:
    """Tell whether this user may mount a disk of their own here."""
    if not which("unshare"):
        return False
    command = (*IN_A_ROOM_OF_ITS_OWN, "mount", "-t", "tmpfs", "matchbook", "/mnt")
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.pdf,
    pytest.mark.skipif(not can_mount(), reason="nobody but root may mount a disk here"),
]


def runs(folder: Path, room: int, before: str, command: list[str]) -> list[Run]:
    """Run a command on a disk with so many bytes left, and again on a large one; `before` it is run once or not."""
    project = quick_project(folder / "project")
    (project / "site").mkdir(exist_ok=True)
    (project / "profiles" / "bo.yaml").write_text("name: Bo\n", encoding="utf-8")
    make_repository(project)
    git(folder, "init", "--quiet", "--bare", "remote.git")
    git(project, "remote", "add", "origin", str(folder / "remote.git"))
    git(project, "push", "--quiet", "origin", "main")
    ended = subprocess.run(
        [*IN_A_ROOM_OF_ITS_OWN, sys.executable, "-c", SCRIPT, str(room), before, *command],
        cwd=project,
        env=process_environment(**OWN_GIT),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return [Run(**json.loads(line)) for line in ended.stdout.splitlines()]


@pytest.mark.parametrize("room", [0, pytest.param(20_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_one_line_and_the_old_files_stay(tmp_path: Path, command: str, room: int) -> None:
    old, full, again = runs(tmp_path, room, "old", COMMANDS[command])
    assert old.status == 0, old.said
    assert (full.status, "Traceback" in full.said) == (3, False)
    assert full.said.count("no space left on device") == 1
    assert full.files == old.files
    assert again.status == 0, again.said
    assert again.files != old.files
    assert again.files["mine.txt"] == "mine"
    assert [name for name in again.files if ".matchbook-new-" in name or ".matchbook-old-" in name] == []
