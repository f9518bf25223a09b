"""A command that begins as a copy of a loaded program does what the command does that a user starts."""

import re
from pathlib import Path

import pytest

from tests.batches import quick_project
from tests.building import files_of, matchbook, matchbook_from_nothing
from tests.loaded import LoadedProgram

COMMANDS = (
    ("check",),
    ("build", "--no-pdf", "profiles/ana.yaml", "--calendar"),
    ("build", "--public"),
    ("build", "profiles/nobody.yaml"),
    ("build", "profiles/ana.yaml", "--nonsense"),
    ("build", "--no-pdf", "--output", "content"),
    ("explain", "profiles/ana.yaml"),
    ("new", "profiles/me.yaml"),
    ("roster", "template"),
    ("--help",),
    pytest.param(("build", "profiles/ana.yaml", "--sheet"), marks=pytest.mark.pdf),
    pytest.param(("batch", "profiles/ana.yaml", "profiles/empty.yaml"), marks=pytest.mark.pdf),
)
LEFT = re.compile(", about .* left")  # of the time
ANSWERS = "Zoë\n\npassed\n212\n\n\n\n\n\n\n"


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_command_says_writes_and_ends_the_same_whichever_way_it_begins(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    ways = {"loaded": matchbook, "from nothing": matchbook_from_nothing}
    projects = {way: quick_project(tmp_path / way) for way in ways}
    for project in projects.values():
        (project / "site" / "handouts").mkdir(parents=True)
        (project / "site" / "handouts" / ".matchbook-key").write_bytes(b"k" * 32)
        (project / "site" / "handouts" / ".matchbook-key").chmod(0o600)
    ended = {way: run(projects[way], *command, answers=ANSWERS) for way, run in ways.items()}
    one, other = ((each.returncode, each.stdout, LEFT.sub("", each.stderr)) for each in ended.values())
    assert one == other
    loaded, from_nothing = (files_of(project) for project in projects.values())
    assert [name for name in loaded if loaded[name] != from_nothing.get(name)] == []
    assert loaded.keys() == from_nothing.keys()


def test_a_changed_environment_is_no_longer_the_one_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = LoadedProgram()
    assert loaded.is_for_now()
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert not loaded.is_for_now()
    loaded.end()
