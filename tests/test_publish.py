"""Publishing as it is used: the real command, a real repository and a bare one as the remote."""

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from builder.leaks import find_leaks
from builder.profiles import parse_profile
from builder.project import Project
from builder.publication import prepare_publication
from builder.schema_file import parse_schema
from builder.sources import Source
from builder.vocabulary import parse_vocabulary
from tests.building import ANA, ROOT, files_of, make_project, matchbook
from tests.guides import EVERYONE, GUIDE

TODAY = date(2026, 11, 26)
# What git knows about whoever runs the tests is no part of them.
OWN_GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
REPLACES_ALL = (
    "the branch `main` is the one you work on, and publishing would replace all that is on it\n"
    "  hint: leave `--branch` out for gh-pages\n"
)
PEOPLE = """\
type: object
properties:
  name: {type: string, title: name, x-question: Who are you?}
  plans: {type: array, items: {type: string}, title: plans, x-question: Which plans have you?}
  codes: {type: array, items: {type: string}, x-layout: two letters, title: codes, x-question: Which codes?}
  mood: {type: string, enum: [fine], title: mood, x-question: How are you?, x-says: {fine: you are fine}}
"""


def git(folder: Path, *arguments: str) -> str:
    ended = subprocess.run(
        ["git", *arguments],  # noqa: S607 - the git that there is
        cwd=folder,
        env={**os.environ, **OWN_GIT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def publish(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return matchbook(project, "publish", *arguments, **{**OWN_GIT, **environment})


def make_repository(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "Ada Author")
    git(folder, "config", "user.email", "ada@example.org")
    git(folder, "add", "content")
    git(folder, "commit", "--quiet", "-m", "A guide")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    (tmp_path / "remote.git").mkdir()
    git(tmp_path / "remote.git", "init", "--quiet", "--bare")
    return tmp_path / "remote.git"


@pytest.fixture
def project(tmp_path: Path, remote: Path) -> Path:
    folder = make_project(tmp_path / "project")
    make_repository(folder)
    git(folder, "remote", "add", "origin", str(remote))
    git(folder, "push", "--quiet", "origin", "main")
    return folder


def published(remote: Path, branch: str = "gh-pages") -> list[str]:
    return git(remote, "ls-tree", "-r", "--name-only", branch).split("\n")


def branches(remote: Path) -> str:
    return git(remote, "for-each-ref", "--format=%(refname:short)")


def test_the_public_guide_is_pushed_to_its_branch_and_nothing_else(project: Path, remote: Path) -> None:
    ended = publish(project)
    site = files_of(project / "site" / "public")
    count, size = len(site), sum(len(content) for name, content in site.items() if name != ".matchbook.json")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr == f"pushed {count} files, {size:,} bytes, to the branch gh-pages of origin ({remote})\n"
    assert published(remote) == sorted({*site, ".nojekyll"} - {".matchbook.json"})
    assert git(remote, "show", "gh-pages:index.html") == site["index.html"].decode().strip()
    assert git(remote, "log", "--format=%an %s", "gh-pages") == "Ada Author Publish the guide"


def test_publishing_again_from_another_place_follows_what_was_published(
    project: Path, remote: Path, tmp_path: Path
) -> None:
    assert publish(project).returncode == 0
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=main", remote.as_uri(), "elsewhere")
    elsewhere = tmp_path / "elsewhere"
    git(elsewhere, "config", "user.name", "Eve Editor")
    git(elsewhere, "config", "user.email", "eve@example.org")
    (elsewhere / "content" / "start" / "everyone.md").write_text(EVERYONE.replace("IMG reads", "IMG now reads"))

    assert publish(elsewhere, "--message", "Second edition").returncode == 0

    assert git(remote, "log", "--format=%an %s", "gh-pages").split("\n") == [
        "Eve Editor Second edition",
        "Ada Author Publish the guide",
    ]
    assert "now reads" in git(remote, "show", "gh-pages:start/everyone.html")


def test_remote_and_branch_can_be_chosen(project: Path, remote: Path) -> None:
    git(project, "remote", "rename", "origin", "host")
    assert publish(project, "--remote", "host", "--branch", "pages").returncode == 0
    assert branches(remote) == "main\npages"


def test_a_dry_run_says_what_would_be_pushed_where_and_touches_nothing(project: Path, remote: Path) -> None:
    ended = publish(project, "--dry-run")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.fullmatch(
        rf"would push [0-9]+ files, [0-9,]+ bytes, to the branch gh-pages of origin \({remote}\)\n", ended.stdout
    )
    assert branches(remote) == "main"
    assert not (project / "site").exists()


def test_a_password_in_the_address_of_the_remote_is_not_told(project: Path) -> None:
    git(project, "remote", "set-url", "origin", "https://ada:s3cret@example.org/guide.git")
    ended = publish(project, "--dry-run")
    assert ended.stdout.endswith("to the branch gh-pages of origin (https://example.org/guide.git)\n")


def test_a_guide_in_which_check_finds_an_error_is_not_published(project: Path, remote: Path) -> None:
    (project / "content" / "guide.yaml").write_text(GUIDE + "required:\n  scores: [low]\n")
    ended = publish(project)
    assert ended.returncode == 1
    assert "error: some readers get nothing about `scores`, which the guide promises to everyone\n" in ended.stderr
    assert ended.stderr.endswith("\n1 problem; nothing was written\n")
    assert branches(remote) == "main"


def test_a_guide_with_something_of_a_profile_is_not_published(project: Path, remote: Path) -> None:
    (project / "profiles" / "ana.yaml").write_text(ANA.replace("Ana", "Zoë Quill-Canary"))
    (project / "content" / "start" / "everyone.md").write_text(EVERYONE + "\nAsk Zoë Quill-Canary about it.\n")
    ended = publish(project)
    assert ended.returncode == 1
    told = (
        "site/public/start/everyone.html: error: this file holds what profiles/ana.yaml says as `name`\n"
        "  hint: take it out of the guide, or move the profile out of the folder of profiles if it is not private\n"
    )
    assert told in ended.stderr
    assert "Quill" not in ended.stdout + ended.stderr
    assert branches(remote) == "main"
    assert not (project / "site").exists()


ROSTER = "id,name\nS-20471,Zoë Quill-Canary\na2,Bo\n"


@pytest.mark.parametrize(
    ("said", "field"),
    [("Ask Zoë Quill-Canary about it.", "name"), ("Ask S-20471 about it.", "id"), ("Then ask Bo.", "name")],
)
def test_a_guide_with_a_name_or_an_id_of_a_roster_is_not_published(
    project: Path, remote: Path, said: str, field: str
) -> None:
    (project / "profiles" / "2027").mkdir()
    (project / "profiles" / "2027" / "roster.csv").write_text(ROSTER)
    (project / "profiles" / "2027" / "roster.yaml").write_text("columns: {}\n")
    (project / "content" / "start" / "everyone.md").write_text(f"{EVERYONE}\n{said}\n")
    ended = publish(project)
    assert ended.returncode == 1
    row = 3 if "Bo" in said else 2
    told = (
        "site/public/start/everyone.html: error: "
        f"this file holds what profiles/2027/roster.csv: row {row} says as `{field}`\n"
        "  hint: take it out of the guide, or move the profile out of the folder of profiles if it is not private\n"
    )
    assert told in ended.stderr
    assert "Quill" not in ended.stdout + ended.stderr
    assert branches(remote) == "main"
    assert not (project / "site").exists()


@pytest.mark.parametrize("said", ["The group a2 meets on Mondays.", "Nobody is called AZoë or Bobby."])
def test_a_short_id_of_a_roster_could_be_anything(project: Path, remote: Path, said: str) -> None:
    (project / "profiles" / "roster.csv").write_text(ROSTER)
    (project / "content" / "start" / "everyone.md").write_text(f"{EVERYONE}\n{said}\n")
    ended = publish(project)
    assert ended.returncode == 0, ended.stderr
    assert "gh-pages" in branches(remote)


def test_a_roster_that_cannot_be_read_might_hold_anything(project: Path, remote: Path) -> None:
    (project / "profiles" / "roster.csv").write_text("id,nam\ns1,Ana\n")
    (project / "profiles" / "second.csv").write_text("id,name\ns1,Ana\ns1,Bo\n")
    ended = publish(project)
    assert ended.returncode == 1
    assert "profiles/roster.csv: row 1, column B: error: unknown column `nam`" in ended.stderr
    assert "error: the id of this row is the id of row 2 too" in ended.stderr
    assert branches(remote) == "main"


def test_a_profile_that_cannot_be_read_might_hold_anything(project: Path, remote: Path) -> None:
    (project / "profiles" / "later").mkdir()
    (project / "profiles" / "later" / "bo.yml").write_text("step1: {scor: 1}\n")
    ended = publish(project)
    assert ended.returncode == 1
    assert "profiles/later/bo.yml:1:9: error: unknown field `step1.scor`" in ended.stderr
    assert branches(remote) == "main"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Ask Zoë O'Neil &amp; Co.</p>",
        "<p>Zoë O&#x27;Neil</p>",
        '{"name": "Zo\\u00eb O\'Neil"}',
        "mailto:?subject=Zo%C3%AB%20O%27Neil",
        "Zoe\u0308 O'Neil",
        "plans: Deep Sea Farming",
    ],
)
def test_a_text_of_a_profile_is_found_in_every_spelling(text: str) -> None:
    assert leaks(text) == ["page.html"]


@pytest.mark.parametrize(
    "text", ["Zoë Oneil", "AZoë O'Neil", "Zoë O'Neilson", "fine", "XK", "Law", "Wood Work", "Deep Sea Farmingdale", ""]
)
def test_what_could_be_anybodys_is_no_leak(text: str) -> None:
    assert leaks(text) == []


def leaks(text: str) -> list[str]:
    vocabulary = parse_vocabulary(Source("conditions.yaml", "conditions: {}\n"), parse_schema(Source("s", PEOPLE)))
    said = "name: Zoë O'Neil\nplans: [Deep Sea Farming, Wood Work, Law]\ncodes: [XK]\nmood: fine\n"
    profile = parse_profile(Source("profiles/zoe.yaml", said), vocabulary)
    files = {"page.html": text.encode(), "font.woff2": b"\xff\xfe\x00"}
    found = find_leaks(files, [profile], vocabulary.schema, "Think of Wood Work as well.", {})
    return [finding.place.source.name for finding in found]


@pytest.mark.parametrize(
    ("address", "beside"),
    [
        ("", {".nojekyll": b""}),
        ("https://guide.example.org/", {".nojekyll": b"", "CNAME": b"guide.example.org\n"}),
        ("https://guide.example.org", {".nojekyll": b"", "CNAME": b"guide.example.org\n"}),
        ("https://example.org/guide/", {".nojekyll": b""}),
        ("https://ada.github.io/guide/", {".nojekyll": b""}),
        ("https://ada.github.io/", {".nojekyll": b""}),
        ("http://localhost:8000/", {".nojekyll": b""}),
    ],
)
def test_a_domain_of_its_own_is_named_to_the_host(tmp_path: Path, address: str, beside: Mapping[str, bytes]) -> None:
    root = make_project(tmp_path / "project", {"guide.yaml": GUIDE + f'address: "{address}"\n'})
    project = Project(root, root / "content", ROOT / "templates", root / "profiles", root / "site")
    assert prepare_publication(project, TODAY).beside == beside


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--remote", "upstream"], "there is no remote `upstream`\n  hint: name one with `--remote`: `origin`\n"),
        (["--branch", "a..b"], "`a..b` is no name for a branch\n  hint: leave `--branch` out for gh-pages\n"),
        (["--branch=-f"], "`-f` is no name for a branch\n  hint: leave `--branch` out for gh-pages\n"),
        (["--branch", "main"], REPLACES_ALL),
    ],
)
def test_a_destination_that_cannot_be_is_told_before_anything_is_built(
    project: Path, arguments: list[str], message: str
) -> None:
    ended = publish(project, *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "", f"error: {message}")


def test_a_repository_without_a_remote_says_how_to_add_one(project: Path) -> None:
    git(project, "remote", "remove", "origin")
    ended = publish(project)
    assert ended.returncode == 3
    assert ended.stderr == ("error: there is no remote `origin`\n  hint: add one: `git remote add origin ADDRESS`\n")


def test_a_guide_that_lies_in_no_repository_is_not_published(tmp_path: Path) -> None:
    ended = publish(make_project(tmp_path / "alone"))
    assert ended.returncode == 3
    assert ended.stderr == "error: alone is in no git repository\n  hint: type `git init`, and add a remote\n"


def test_publishing_needs_git(project: Path, tmp_path: Path) -> None:
    ended = publish(project, PATH=str(tmp_path))
    assert ended.returncode == 3
    assert ended.stderr == "error: git is not installed\n  hint: install git; publishing needs it\n"


def test_git_must_know_who_publishes(project: Path) -> None:
    git(project, "config", "--unset", "user.name")
    git(project, "config", "--unset", "user.email")
    git(project, "config", "user.useConfigOnly", "true")
    ended = publish(project)
    assert ended.returncode == 3
    assert ended.stderr == (
        "error: git does not know who you are\n"
        "  hint: type `git config user.name NAME` and `git config user.email ADDRESS`\n"
    )


def test_what_the_remote_says_when_it_takes_nothing_is_told(project: Path, remote: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'pages are closed' >&2\nexit 1\n")
    hook.chmod(0o755)
    ended = publish(project)
    assert ended.returncode == 3
    assert ended.stderr == (
        "error: origin does not take the push:\n"
        "  remote: pages are closed        \n"
        f"  To {remote}\n"
        "   ! [remote rejected] gh-pages -> gh-pages (pre-receive hook declined)\n"
        f"  error: failed to push some refs to '{remote}'\n"
    )
