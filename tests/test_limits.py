"""Every limit of docs/security.md, reached: what is just too much is refused with the message that stands there."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from builder.diagnostics import BuildError
from builder.limits import Limits
from builder.processes import Died, run_jobs
from tests.building import ROOT, make_project, matchbook, real_library
from tests.guides import EVERYONE, GUIDE, reader

DOCUMENTED = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LIMITS = re.findall(r"^\| (.+?) \| (.+?) \| `(.+?)` \|$", DOCUMENTED, re.MULTILINE)
HEAD = "---\ntitle: For everyone\n---\n"


def profile(text: str) -> Callable[[Path], str]:
    """Return what reads a profile with a command and returns what that says."""

    def told(folder: Path) -> str:
        project = make_project(folder)
        (project / "profiles" / "x.yaml").write_text(text, encoding="utf-8")
        return matchbook(project, "explain", "profiles/x.yaml").stderr

    return told


def guide(changes: Mapping[str, str]) -> Callable[[Path], str]:
    """Return what checks a guide with a command and returns what that says."""

    def told(folder: Path) -> str:
        return matchbook(make_project(folder, changes), "check").stderr

    return told


def module(text: str) -> Callable[[Path], str]:
    return guide({"start/everyone.md": text})


def condition(text: str) -> Callable[[Path], str]:
    return module(EVERYONE.replace("covers: [point-a]", f"when: {text}"))


def roster(text: str) -> Callable[[Path], str]:
    """Return what begins a batch of a roster and returns what is said about that."""

    def told(folder: Path) -> str:
        project = make_project(folder)
        (project / "r.csv").write_text(text, encoding="utf-8")
        return matchbook(project, "batch", "r.csv").stderr

    return told


def real_name(_folder: Path) -> str:
    """Return what is said about a name in the real guide."""
    with pytest.raises(BuildError) as caught:
        reader(real_library().vocabulary, f"name: {'a' * 201}\n")
    return str(caught.value)


def output_name(folder: Path) -> str:
    return matchbook(make_project(folder), "build", "--no-pdf", "profiles/ana.yaml", "--output", "a" * 201).stderr


def handbook_file(folder: Path) -> str:
    project = make_project(folder)
    with (project / "h.pdf").open("wb") as file:
        file.truncate(20_000_001)
    return matchbook(project, "strip", "h.pdf").stderr


def endless(_job: int) -> int:
    while True:
        pass


def large(_job: int) -> int:
    return len(bytearray(Limits().memory))


def died(work: Callable[[int], int], limits: Limits) -> str:
    """Return why a job in a process of its own came to nothing."""
    ((_, ended),) = run_jobs([0], work, 1, limits)
    assert isinstance(ended, Died)
    return ended.why


def short_of_seconds(_folder: Path) -> str:
    """Return the message with the real figure, which nobody wants to wait for, in place of a small one."""
    return died(endless, replace(Limits(), seconds=1)).replace(" 1 ", f" {Limits().seconds} ")


def short_of_a_processor(_folder: Path) -> str:
    why = died(endless, replace(Limits(), processor_seconds=1))
    return why.replace(" 1 ", f" {Limits().processor_seconds} ")


PROVOKED: Mapping[str, Callable[[Path], str]] = {
    "a profile, a module, any YAML file": profile("#" * 1_000_001),
    "its nesting": profile("name: " + "[" * 21 + "]" * 21),
    "its values": profile("citizenship: [" + "BR, " * 20_001 + "]\n"),
    "its mistakes": profile("".join(f"f{number}: 1\n" for number in range(201))),
    "the answers of a profile": profile("".join(f"f{number}: 1\n" for number in range(2))),
    "a condition": condition(" or ".join(["step1.score < 210"] * 60)),
    "its parentheses in one another": condition("(" * 41 + "visa.needs" + ")" * 41),
    "a module's text": module(HEAD + "Word.\n\n" * 20_000),
    "a paragraph, an item of a list or a row of a table of it": module(HEAD + "a" * 10_001),
    "quotations and lists in one another": module(HEAD + "> " * 21 + "a\n"),
    "the id of a chapter, a module or a worksheet": guide(
        {"guide.yaml": GUIDE.replace("[everyone, low]", f"[everyone, low, {'a' * 101}]")}
    ),
    "the blank rows of a worksheet": guide(
        {"worksheets/list.yaml": "title: A list\npurpose: To fill in.\ncolumns: [Wish]\nblank_rows: 61\n"}
    ),
    "a roster": roster("name\n" + "x" * 5_000_000),
    "its rows": roster("name\n" + "x\n" * 10_001),
    "its cells": roster("name\n" + ("," * 499 + "\n") * 1_001),
    "the cells of a row": roster("name\n" + "," * 500 + "\n"),
    "the characters of a row": roster("name\n" + "ab," * 70_000),
    "the characters of a cell": roster("name\n" + "x" * 2_001 + "\n"),
    "the id of a reader": roster("id,name\n" + "a" * 41 + ",x\n"),
    "a name, and each text or list that the schema bounds": real_name,
    "the name of a file or folder that is made": output_name,
    "a handbook that `strip` or `rebuild` reads": handbook_file,
    "the memory of a process that lays out a PDF": lambda _: died(large, Limits()),
    "its seconds of a processor": short_of_a_processor,
    "its seconds in all": short_of_seconds,
}  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of a process are those of Linux")
@pytest.mark.parametrize(("what", "limit", "message"), LIMITS, ids=[what for what, _, _ in LIMITS])
def test_a_limit_of_the_documentation_is_met_with_its_message(
    tmp_path: Path, what: str, limit: str, message: str
) -> None:
    told = PROVOKED[what](tmp_path)
    assert limit
    assert message in told
    assert "Traceback" not in told


def test_every_limit_that_is_provoked_is_documented() -> None:
    assert {what for what, _, _ in LIMITS} == set(PROVOKED)
