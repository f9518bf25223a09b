"""The command `check` and what it finds on request."""

import json
from datetime import date
from pathlib import Path

import pytest

from builder.audit import Extra, check
from builder.diagnostics import format_diagnostic
from builder.profiles import load_profile
from builder.project import find_project
from builder.selection import select
from tests.building import files_of, make_project, matchbook
from tests.guides import GUIDE, LOW, small_library

NEVER = {"start/low.md": LOW.replace("when: low", "when: low and step1.score > 240")}
IDLE = {"start/low.md": LOW.replace("when: low", "when: low and step1.score < 240")}

COVERAGE = """\
content/start/everyone.md:9:12: warning: no sample profile shows this passage
  9 | /// when | visa.needs
    |            ^^^^^^^^^^
  reader:
    visa: {needs: true}
  hint: add a profile with these answers

content/start/everyone.md:9:12: warning: no sample profile shows the `/// else` of this passage
  9 | /// when | visa.needs
    |            ^^^^^^^^^^
  reader:
    visa: {needs: false}
  hint: add a profile with these answers

2 warnings in 2 modules and 1 claims
"""

GUIDES = """\
This library makes 9 different guides.
2 readers together see all 4 modules and halves of passages.
  reader 1:
    step1: {score: 229}
    visa: {needs: true}
  reader 2:
    visa: {needs: false}
"""

MISTAKES = """\
The sample profiles notice 2 of 6 small mistakes.
2 readers more would notice all of them.
  reader 1:
    step1: {score: 230}
    visa: {needs: true}
  reader 2:
    step1: {score: 229}
"""


def test_modules_and_passages_that_no_sample_shows_are_listed(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "check", "--coverage")
    assert (ended.returncode, ended.stderr) == (0, COVERAGE)


def test_guides_are_counted_and_a_few_readers_see_all_of_them(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "check", "--guides")
    assert (ended.returncode, ended.stdout) == (0, GUIDES)


def test_mistakes_that_no_sample_notices_are_counted(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "check", "--mutate")
    assert (ended.returncode, ended.stdout) == (0, MISTAKES)


def test_a_mistake_that_no_sample_notices_is_told_with_the_reader_who_would(tmp_path: Path) -> None:
    project = find_project(make_project(tmp_path))
    found = check(project, date(2026, 11, 22), frozenset({Extra.MUTATE})).findings
    assert format_diagnostic(found[0]) == (
        "content/start/everyone.md:9:12: warning: no sample profile notices this mistake: the condition turned around"
        "\n"
        "  9 | /// when | visa.needs\n    |            ^^^^^^^^^^\n  reader:\n    visa: {needs: true}\n"
        "  hint: add a profile with these answers"
    )


def test_the_readers_found_are_written_as_profiles_that_show_everything(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = matchbook(project, "check", "--guides", "--write", "some/readers")
    assert ended.returncode == 0, ended.stderr
    library = small_library(tmp_path / "again")
    paths = sorted((project / "some" / "readers").glob("*.yaml"))
    profiles = [load_profile(path, path.name, library.vocabulary) for path in paths]
    shown = {ruling.verdict for p in profiles for d in select(library, p).decisions for ruling in d.passages.values()}
    assert (len(profiles), shown) == (2, {"in", "out"})


def test_writing_needs_a_search_for_readers(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "check", "--write", "readers")
    assert ended.returncode == 2
    assert "Error: --write needs --guides or --mutate: these find the profiles to write" in ended.stderr


@pytest.mark.parametrize(("arguments", "status"), [((), 1), (("--strict",), 1), (("--json",), 1)])
def test_what_is_certainly_wrong_fails_the_check(tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    ended = matchbook(make_project(tmp_path, NEVER), "check", *arguments)
    assert ended.returncode == status
    assert "error: no reader gets this module: its condition is never true" in ended.stderr


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("--strict",), 1)])
def test_what_will_disappoint_fails_a_strict_check(tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    assert matchbook(make_project(tmp_path, IDLE), "check", *arguments).returncode == status


def test_a_note_does_not_fail_a_strict_check(tmp_path: Path) -> None:
    changes = {"start/everyone.md": "---\ntitle: T\n---\nSee [low](low.md).\n"}
    ended = matchbook(make_project(tmp_path, changes), "check", "--links", "--strict")
    assert (ended.returncode, "note: for some readers this link is plain text" in ended.stderr) == (0, True)


def test_findings_have_their_witness_in_json(tmp_path: Path) -> None:
    changes = {**IDLE, "guide.yaml": GUIDE + "required:\n  scores: [low]\n"}
    findings = json.loads(matchbook(make_project(tmp_path, changes), "check", "--json").stdout)
    assert [(finding["line"], finding["witness"]) for finding in findings] == [(3, ""), (26, "step1: {score: 230}")]


def test_counts_stand_in_json_beside_the_findings(tmp_path: Path) -> None:
    printed = json.loads(matchbook(make_project(tmp_path), "check", "--json", "--guides", "--mutate").stdout)
    assert printed["guides"] == {
        "number": 9,
        "exact": True,
        "profiles": ["step1: {score: 229}\nvisa: {needs: true}", "visa: {needs: false}"],
        "undecided": 0,
    }
    assert {key: printed["mistakes"][key] for key in ("noticed", "missed", "idle", "undecided")} == {
        "noticed": 2,
        "missed": 4,
        "idle": 0,
        "undecided": 0,
    }


def test_checking_writes_nothing_by_itself(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    before = files_of(project)
    matchbook(project, "check", "--links", "--coverage", "--guides", "--mutate")
    assert files_of(project) == before
