"""The website of one reader is built by a shorter way, which differs in nothing but what it loads."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from builder.cli.running import is_plain_website
from tests.building import files_of, make_project, matchbook, process_environment

# Runs the command and says whether it loaded what reads command lines.
TELLING = """
import runpy, sys
sys.argv[0] = "matchbook"
try:
    runpy.run_module("builder", run_name="__main__")
finally:
    print("click" in sys.modules)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--no-pdf"],
        ["build", "--no-pdf", "profiles/ana.yaml"],
        ["build", "profiles/ana.yaml", "--no-pdf"],
    ],
)
def test_a_website_is_built_without_what_reads_command_lines(tmp_path: Path, arguments: Sequence[str]) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "sample.yaml").write_text("name: Bo\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", TELLING, *arguments],
        cwd=project,
        env=process_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build"],
        ["build", "profiles/ana.yaml"],
        ["build", "--no-pdf", "--no-pdf"],
        ["build", "--no-pdf", "--calendar"],
        ["build", "--no-pdf", "--help"],
        ["build", "--no-pdf", ""],
        ["build", "--no-pdf", "profiles/ana.yaml", "profiles/bo.yaml"],
        ["build", "--no-pdf", "--", "profiles/ana.yaml"],
        ["explain", "--no-pdf", "profiles/ana.yaml"],
    ],
)
def test_any_other_command_line_is_read(arguments: Sequence[str]) -> None:
    assert not is_plain_website(arguments)


def test_a_shell_that_asks_how_to_go_on_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_MATCHBOOK_COMPLETE", "bash_complete")
    assert not is_plain_website(["build", "--no-pdf"])


@pytest.mark.parametrize(
    "profile", ["profiles/ana.yaml", "profiles/nobody.yaml", "profiles/public.yaml", "elsewhere/ö.yml"]
)
def test_both_ways_do_and_say_the_same(tmp_path: Path, profile: str) -> None:
    projects = [make_project(tmp_path / "plain"), make_project(tmp_path / "read")]
    for project in projects:
        (project / "profiles" / "public.yaml").write_text("name: Bo\n", encoding="utf-8")
    plain = matchbook(projects[0], "build", "--no-pdf", profile)
    read = matchbook(projects[1], "build", "--no-pdf", "--paper", "a4", profile)
    assert (plain.stdout, plain.stderr, plain.returncode) == (read.stdout, read.stderr, read.returncode)
    assert files_of(projects[0]) == files_of(projects[1])
