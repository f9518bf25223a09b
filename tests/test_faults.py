"""Whatever goes wrong at whatever step of writing, every file is whole, old or new, and the next run mends the rest."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.output import MANIFEST, write_folder
from tests.batches import HANDBOOK, quick_project
from tests.building import ANA, ROOT, matchbook, process_environment
from tests.faults import shown

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, kills, and exchanges folders")

OLD = {"index.html": b"old", "start/gone.html": b"old", "start/kept.html": b"old", "start/same.html": b"same"}
WAYS = ("fail", "kill", "tear")
ENDS = {"fail": {0, 3}, "kill": {0, -9}, "tear": {0, -9}, "lose": {0, 1, 3}}
LITTLE = {
    "replace": 20, "replace in two steps": 20, "first": 15, "remove": 4, "file": 4, "key": 4, "new folder": 8,
    "empty folder": 8, "cache": 4,
}  # fmt: skip
TELLS_OF_FAILURES = "site/handouts/advisor/"  # so that it is another one where a reader got nothing
NAMING = {"rename", "renameat2", "replace", "link"}
COMMANDS = {
    "build": 60, "build again": 70, "build --public": 120, "batch": 40, "batch again": 100, "init": 250, "template": 12,
    "new": 4,
}  # fmt: skip
# Of these a process of its own makes a part, which may die alone.
SHARED = {"build": 5, "build again": 5, "batch": 15, "batch again": 60}
MINE = {
    "photo.jpg": b"mine",
    "site/photo.jpg": b"mine",
    "site/bo/index.html": b"mine",
    "profiles/bo.yaml": b"name: Bo\n",
}


@dataclass(frozen=True, slots=True)
class Met:
    """What one step that went wrong led to: at once, and when the same was done again."""

    step: str
    status: int
    said: str
    after: Mapping[str, str]
    again: int
    said_again: str
    then: Mapping[str, str]


def met(scene: str, way: str, folder: Path) -> Sequence[Met]:
    """Let each step of a scene go wrong once, in a folder whose state before is in `start`."""
    for name, content in MINE.items():
        (folder / "start" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "start" / name).write_bytes(content)
    ended = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "faults.py"), scene, way, str(folder)],
        env=process_environment(XDG_CACHE_HOME=str(folder / "work" / "cache")),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return [Met(**json.loads(line)) for line in ended.stdout.splitlines()]


def own(files: Mapping[str, str], *, unfinished: bool = False) -> Mapping[str, str]:
    """Return files without what is kept aside and begun, which no reader looks at, and without the cache."""
    return {
        name: content
        for name, content in files.items()
        if not name.startswith("cache/") and (unfinished or ".matchbook-new-" not in name)
    }


def check(scene: str, way: str, folder: Path, fewest: int) -> None:
    """Compare every state that a fault led to with the one before and the one that is wanted."""
    steps = met(scene, way, folder)
    wanted = own(steps[-1].then, unfinished=True)
    print(f"{scene}, {way}: {len(steps)} steps")  # noqa: T201 - for whoever notes the figures
    before = {
        path.relative_to(folder / "start").as_posix(): shown(path.read_bytes())
        for path in (folder / "start").rglob("*")
        if path.is_file()
    }
    assert len(steps) > fewest
    for each in steps:
        torn = [
            name
            for name, text in own(each.after).items()
            if text not in _possible(name, before, wanted)
            and not (way == "lose" and name.startswith(TELLS_OF_FAILURES))
        ]
        assert torn == [], (each.step, torn)
        lost = [name for name in MINE if each.after.get(name) != MINE[name].decode()]
        assert lost == [], (each.step, lost)
        assert each.status in ENDS[way], (each.step, each.status, each.said)
        assert "Traceback" not in each.said
        assert each.status != 3 or each.said.count("cannot be") == 1, each.said
        # What makes something new refuses to make it where it is there already, as a whole.
        is_there = "is not empty" in each.said_again or "exists already" in each.said_again
        assert each.again == 0 or is_there, (each.step, each.said_again)
        assert own(each.then, unfinished=True) == wanted, each.step
        if way in {"fail", "lose"} and not each.step.endswith(("unlink", "rmdir")):  # what cannot be removed stays
            assert [name for name in each.after if ".matchbook-new-" in name] == [], each.step


def _possible(name: str, before: Mapping[str, str], wanted: Mapping[str, str]) -> set[str | None]:
    """Return what a file may hold: the old or the new; one kept aside is an old one."""
    place = name.replace(".matchbook-old-", "")
    return {before.get(name), before.get(place), wanted.get(name), "a folder"} - {None}


def little(folder: Path, scene: str) -> Path:
    """Make what is there before a scene of a few files."""
    start = folder / "start"
    (start / "empty").mkdir(parents=True)
    if scene.startswith(("replace", "remove")):
        write_folder(start / "site" / "ana", OLD)
        (start / "site" / ".matchbook-lock-ana").unlink()
    return folder


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scene", LITTLE)
def test_a_step_that_goes_wrong_leaves_every_file_whole(tmp_path: Path, scene: str, way: str) -> None:
    check(scene, way, little(tmp_path, scene), LITTLE[scene])


@pytest.mark.parametrize("scene", [scene for scene in LITTLE if scene not in {"remove", "cache"}])
def test_what_is_new_is_down_on_the_disk_before_it_gets_its_name_and_then_its_name_is(
    tmp_path: Path, scene: str
) -> None:
    steps = [each.step.partition(" ")[2] for each in met(scene, "kill", little(tmp_path, scene))]
    named = [number for number, step in enumerate(steps) if step in NAMING]
    assert steps[: named[0]].count("fsync") >= steps[: named[0]].count("write") > 0
    assert steps[named[-1] + 1] == "fsync"


@pytest.mark.parametrize("scene", ["replace", "replace in two steps"])
def test_a_guide_is_the_old_or_the_new_one_as_a_whole(tmp_path: Path, scene: str) -> None:
    guides = set()
    for each in met(scene, "kill", little(tmp_path, scene)):
        target = {name: text for name, text in each.after.items() if name.startswith("site/ana/")}
        aside = {name for name in each.after if name.startswith("site/.matchbook-old-ana/")}
        guides.add((frozenset(target.values()) - {target.get(f"site/ana/{MANIFEST}")}, bool(aside)))
    shown = {texts for texts, _ in guides}
    assert shown <= {frozenset({"old", "same"}), frozenset({"new", "same"}), frozenset()}
    assert {aside for texts, aside in guides if not texts} <= {True}


def plain(project: Path) -> None:
    """Have handbooks in one face, and no word on sheets: cutting fonts takes most of the time, some hundred times."""
    face = "* { font: 400 10pt Inter !important }"
    blank = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A sheet</title></head></html>'
    templates = {
        "handbook/handbook.html": HANDBOOK.replace("<style>", f"<style>{face}"),
        "handbook/handbook.css": face,
        "handbook/sheet.html": blank,
        "handouts/sheets.html": blank,
    }
    for name, text in templates.items():
        (project / "templates" / name).write_text(text, encoding="utf-8")


def project_before(folder: Path, command: str) -> None:
    """Make what is there before a command: what an earlier one made, where it is run again with other answers."""
    project = quick_project(folder, "id,name\na1,Ana Araújo\n")
    plain(project)
    (project / "site" / "handouts").mkdir(parents=True)
    (project / "site" / "handouts" / ".matchbook-key").write_bytes(b"k" * 32)
    if command == "build again":
        assert matchbook(project, "build", "--no-pdf", "profiles/ana.yaml").returncode == 0
        (project / "profiles" / "ana.yaml").write_text(ANA.replace("212", "250"), encoding="utf-8")
    if command == "batch again":
        roster = "id,name,step1.status,step1.score\na1,Ana Araújo,passed,{}\nb2,Bo Xu,,\n"
        (project / "roster.csv").write_text(roster.format(212), encoding="utf-8")
        assert matchbook(project, "batch", "roster.csv", "--website").returncode == 0
        (project / "roster.csv").write_text(roster.format(250), encoding="utf-8")


@pytest.mark.pdf
@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "way"),
    [*((command, way) for command in COMMANDS for way in WAYS), *((command, "lose") for command in SHARED)],
)
def test_a_command_of_which_a_step_goes_wrong_leaves_every_file_whole(tmp_path: Path, command: str, way: str) -> None:
    project_before(tmp_path / "start", command)
    check(command, way, tmp_path, SHARED[command] if way == "lose" else COMMANDS[command])
