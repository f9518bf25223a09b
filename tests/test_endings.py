"""However a command is ended, it ends: no traceback, no process left behind, no half-made folder."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.batches import PATIENCE, children_of, quick_project, wait_until
from tests.building import files_of, process_environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes and signals are those of Linux")

# Sends itself a signal at a moment of the work, as somebody else would.
AT_A_MOMENT = """
import os, signal, sys

def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith({file!r}):
        os.kill(os.getpid(), signal.{name})

sys.addaudithook(hook)
from builder.__main__ import main
main()
"""
SLOTH = "name: Sloth\nmatch: {year: 2029}\n"
LONG: Mapping[str, list[str]] = {
    "build": ["build", "profiles/sloth.yaml", "--calendar"],
    "batch": ["batch", "profiles/sloth.yaml", "profiles/ana.yaml", "--jobs", "2"],
}
SHORT: Mapping[str, list[str]] = {
    "build": ["build", "--no-pdf", "profiles/ana.yaml"],
    "check": ["check", "--json"],
    "explain": ["explain", "profiles/ana.yaml"],
    "compare": ["compare", "profiles/ana.yaml", "profiles/empty.yaml"],
}
MOMENTS = ("guide.yaml", "low.md", "ana.yaml")
LINES: Mapping[str, tuple[list[str], int]] = {
    "build": (["build", "--no-pdf", "profiles/ana.yaml"], 0),
    "batch": (["batch", "profiles/ana.yaml", "profiles/empty.yaml"], 0),
    "check": (["check", "--json"], 0),
    "explain": (["explain", "--json", "profiles/ana.yaml"], 0),
    "a wrong profile": (["explain", "profiles/wrong.yaml"], 1),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small guide with a reader whose handbook never ends."""
    made = quick_project(tmp_path / "project")
    (made / "profiles" / "sloth.yaml").write_text(SLOTH, encoding="utf-8")
    (made / "profiles" / "wrong.yaml").write_text("step1: {score: x}\nnobody: y\n", encoding="utf-8")
    (tmp_path / "passing").mkdir()
    return made


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a command with a folder for its temporary files, in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "builder", *arguments],
        cwd=project,
        env=process_environment(TMPDIR=str(project.parent / "passing")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def left_behind(project: Path) -> list[str]:
    """Return what an ended command must not leave: half-made folders and temporary files."""
    halves = [
        path.name for path in project.rglob(".matchbook-*") if path.name.startswith((".matchbook-n", ".matchbook-o"))
    ]
    passing = files_of(project.parent / "passing")
    # Python makes an empty file while it looks for a library with gcc, and a killed process cannot take it away.
    return [*halves, *(name for name, content in passing.items() if content or not name.startswith("tmp"))]


def is_anybody_left(group: int) -> bool:
    """Tell whether a process of a group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.pdf
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("command", LONG)
def test_whoever_lays_out_a_pdf_ends_with_all_its_processes(project: Path, command: str, name: str) -> None:
    process = start(project, *LONG[command])
    assert wait_until(lambda: bool(children_of(process)))
    os.kill(process.pid, getattr(signal, name))
    output, messages = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output) == (130, "")
    assert "Traceback" not in messages
    assert "interrupted; " in messages
    assert wait_until(lambda: not is_anybody_left(process.pid))
    assert left_behind(project) == []


@pytest.mark.pdf
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_that_reaches_every_process_is_answered_once(project: Path, name: str) -> None:
    process = start(project, *LONG["build"])
    assert wait_until(lambda: bool(children_of(process)))
    os.killpg(process.pid, getattr(signal, name))
    _, messages = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert messages.splitlines()[-1:] == ["interrupted; nothing was written"]
    assert "Traceback" not in messages
    assert wait_until(lambda: not is_anybody_left(process.pid))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("command", SHORT)
def test_a_command_that_is_told_to_end_ends_as_on_ctrl_c(project: Path, command: str, moment: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AT_A_MOMENT.format(file=moment, name="SIGTERM"), *SHORT[command]],
        cwd=project,
        env=process_environment(TMPDIR=str(project.parent / "passing")),
        capture_output=True,
        text=True,
        check=False,
    )
    is_not_met = command == "check" and moment == "ana.yaml"
    assert ended.returncode == (0 if is_not_met else 130), ended.stderr
    assert is_not_met or ended.stderr == "interrupted; nothing was written\n"
    assert left_behind(project) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_preview_ends_when_it_is_told_to(project: Path, name: str) -> None:
    process = start(project, "serve", "profiles/ana.yaml")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    os.kill(process.pid, getattr(signal, name))
    _, messages = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert messages.splitlines()[-1:] == ["the preview has ended"]
    assert left_behind(project) == []


def test_the_preview_ends_when_nobody_reads_what_it_prints(project: Path) -> None:
    process = start(project, "serve", "profiles/ana.yaml")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    process.stdout.close()
    assert process.wait(timeout=PATIENCE) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()


@pytest.mark.pdf
@pytest.mark.parametrize("both", [False, True], ids=["output", "output and messages"])
@pytest.mark.parametrize("command", LINES)
def test_what_nobody_reads_keeps_nothing_from_being_done(project: Path, command: str, *, both: bool) -> None:
    arguments, status = LINES[command]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "builder", *arguments],
        cwd=project,
        env=process_environment(),
        stdout=writing,
        stderr=writing if both else subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert ended.returncode == status, ended.stderr
    assert "Traceback" not in (ended.stderr or "")
    assert "Exception ignored" not in (ended.stderr or "")
    assert left_behind(project) == []


@pytest.mark.parametrize("command", ["build", "explain"])
def test_a_full_disk_behind_the_output_is_told_in_one_line(project: Path, command: str) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "builder", *SHORT[command]],
            cwd=project,
            env=process_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 3
    assert ended.stderr == "error: the output cannot be written: no space left on device\n"
