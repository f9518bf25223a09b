"""Batches that tests run: a small guide whose handbooks are laid out in an instant, and a roster of five."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.building import ROOT, files_of, make_project, process_environment

PATIENCE = 60  # seconds for what takes an instant on an idle machine
# Says all that is said about a reader. Whoever is called Sloth waits for somebody to end it.
HANDBOOK = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ guide.site.title }}: {{ guide.site.reader }}</title>
<style>@page { size: {{ paper }} }</style></head>
<body><h1>{{ guide.site.title }}</h1><p>for {{ guide.site.reader }}</p>
{% for group in guide.answers %}{% for answer in group.answers %}<p>{{ answer.title }}: {{ answer.value }}</p>
{% endfor %}{% endfor %}
{% for chapter in guide.chapters %}{% for module in chapter.modules %}
<h2>{{ module.title }}</h2>{{ module.body }}{% endfor %}{% endfor %}
{% if guide.site.reader == "Sloth" %}{% for _ in range(99999) %}{% for _ in range(99999) %}{% endfor %}{% endfor %}
{% endif %}</body></html>
"""
ROSTER = """\
id,name,step1.status,step1.score,match.year,visa.needs
a1,Ana Araújo,passed,212,2029,yes
a2,Bo Xu,passed,240,,no
,Chidi Okafor,,,2030,
a4,Dee Dorn,passed,very high,2029,
,=Everyone,passed,200,2031,yes
"""


def quick_project(folder: Path, roster: str = ROSTER) -> Path:
    """Make a project of the small guide with a roster and a handbook of one page."""
    make_project(folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "templates" / "handbook" / "handbook.html").write_text(HANDBOOK, encoding="utf-8")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    return folder


def start_batch(project: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command in a group of processes of its own, so that an interrupt reaches all of them."""
    return subprocess.Popen(
        [sys.executable, "-m", "builder", "batch", *arguments],
        cwd=project,
        env=process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def batch_without(package: str, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where a package is not installed."""
    hiding = f"import sys; sys.modules[{package!r}] = None; from builder.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-c", hiding, "batch", *arguments],
        cwd=project,
        env=process_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def interrupt(process: subprocess.Popen[str]) -> None:
    """Do what Ctrl-C at a terminal does."""
    os.killpg(process.pid, signal.SIGINT)


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so, or patience ends."""
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def children_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that a process started."""
    try:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8")
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def handouts(project: Path) -> Mapping[str, bytes]:
    """Return every file of the handouts that somebody reads or relies on, by path."""
    files = files_of(project / "site" / "handouts")
    return {name: content for name, content in files.items() if not name.startswith(".matchbook")}
