"""A website whose inputs did not change is not built again; whatever has a hand in it is among them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.inputs import website_inputs
from builder.output import MANIFEST
from builder.project import Project, find_project
from tests.building import ROOT, files_of, make_project, matchbook, process_environment

BUILD = ("build", "--no-pdf", "profiles/ana.yaml")
TEMPLATE = "templates/website/home.html"
# Runs the command and says whether it loaded what pages are rendered with.
TELLING = """
import runpy, sys
sys.argv[0], status = "matchbook", 0
try:
    runpy.run_module("builder", run_name="__main__")
except SystemExit as ended:
    status = ended.code
print("rendered" if "jinja2" in sys.modules else "nothing to do", status or 0)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make_project(tmp_path / "project")
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder


def build(project: Path, *arguments: str) -> str:
    """Build in a process of its own; return what it did and how it ended."""
    ended = subprocess.run(
        [sys.executable, "-c", TELLING, *(arguments or BUILD)],
        cwd=project,
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout.splitlines()[-1]


def test_a_website_is_built_once_where_nothing_changes(project: Path) -> None:
    assert [build(project), build(project)] == ["rendered 0", "nothing to do 0"]


def test_a_build_with_nothing_to_do_says_and_leaves_the_same(project: Path) -> None:
    first, files = matchbook(project, *BUILD, "--calendar"), files_of(project)
    second = matchbook(project, *BUILD, "--calendar")
    assert (second.stdout, second.stderr, second.returncode) == (first.stdout, first.stderr, 0)
    assert files_of(project) == files


def test_the_public_website_is_built_once_too(project: Path) -> None:
    assert [build(project, "build", "--public") for _ in range(2)] == ["rendered 0", "nothing to do 0"]


@pytest.mark.parametrize("name", ["profiles/ana.yaml", "content/start/everyone.md", "content/guide.yaml", TEMPLATE])
def test_what_changed_is_built_again(project: Path, name: str) -> None:
    build(project)
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert build(project) == "rendered 0"


def test_a_module_that_came_is_seen(project: Path) -> None:
    build(project)
    (project / "content" / "start" / "late.md").write_text("---\ntitle: Late\n---\nText.\n", encoding="utf-8")
    assert build(project) == "rendered 1"  # the outline does not name it


def test_a_build_of_the_old_files_with_another_option_is_another_build(project: Path) -> None:
    build(project)
    assert build(project, *BUILD, "--calendar") == "rendered 0"
    assert build(project) == "rendered 0"
    assert not (project / "site" / "ana" / "plan.ics").exists()


@pytest.mark.parametrize("spoil", [lambda page: page.unlink(), lambda page: page.write_text("other words")])
def test_a_folder_that_is_not_whole_any_more_is_built_again(project: Path, spoil: Callable[[Path], object]) -> None:
    build(project)
    whole = files_of(project / "site")
    spoil(project / "site" / "ana" / "plan.html")
    assert build(project) == "rendered 0"
    assert files_of(project / "site") == whole


def test_somebodys_file_in_the_folder_is_refused_as_ever(project: Path) -> None:
    build(project)
    (project / "site" / "ana" / "mine.txt").write_text("notes", encoding="utf-8")
    assert build(project) == "nothing to do 3"


def test_what_a_killed_build_left_is_put_right_also_where_nothing_changed(project: Path) -> None:
    build(project)
    stage = project / "site" / ".matchbook-new-ana"
    stage.mkdir()
    assert build(project) == "nothing to do 0"
    assert not stage.exists()


def test_a_warning_is_told_by_each_build(project: Path) -> None:
    (project / "profiles" / "empty.yaml").write_text("# Nothing yet.\n", encoding="utf-8")
    builds = [matchbook(project, "build", "--no-pdf", "--calendar", "profiles/empty.yaml") for _ in range(2)]
    assert "warning" in builds[0].stderr
    assert builds[0].stderr == builds[1].stderr


def test_the_note_of_a_public_folder_knows_no_profile(project: Path) -> None:
    build(project, "build", "--public")
    before = json.loads((project / "site" / "public" / MANIFEST).read_text(encoding="utf-8"))["about"]
    (project / "profiles" / "ana.yaml").write_text("name: Bo\n", encoding="utf-8")
    now = website_inputs(find_project(project), None)
    assert now is not None
    assert now.whole == before["inputs"]


@pytest.fixture
def here(project: Path) -> Project:
    return find_project(project)


def test_a_link_among_the_files_is_looked_at_by_a_build(here: Project) -> None:
    assert website_inputs(here, None) is not None
    os.symlink(here.content / "guide.yaml", here.content / "start" / "link.md")  # noqa: PTH211 - reads as `ln -s` does
    assert website_inputs(here, None) is None


def test_names_of_files_count_as_much_as_what_is_in_them(here: Project) -> None:
    before = website_inputs(here, None)
    (here.content / "start" / "everyone.md").rename(here.content / "start" / "nobody.md")
    assert website_inputs(here, None) not in {before, None}


def test_two_profiles_of_other_names_are_two_readers(here: Project) -> None:
    shutil.copy(here.profiles / "ana.yaml", here.profiles / "bo.yaml")
    assert website_inputs(here, here.profiles / "ana.yaml") != website_inputs(here, here.profiles / "bo.yaml")


def test_another_version_of_a_library_is_another_input(here: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = website_inputs(here, None)
    installed = here.root / "packages"
    (installed / "jinja2-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(installed))
    assert website_inputs(here, None) != before
