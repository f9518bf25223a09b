"""A new guide: made in one step or not at all, complete, about something else, and its owner's to change."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from builder.new_folders import write_new_folder
from builder.output import OutputError
from tests.building import ROOT, files_of, matchbook, process_environment
from tests.counting import calls_in
from tests.test_commands import HOOKED, INTERRUPT, NOT_ON_WINDOWS, run_python

ABOUT_THIS_GUIDE = re.compile(r"\b(ENT|USMLE|ECFMG|NRMP|IMGs?|MD|residency|Match Day|Step [123]|visas?|sponsorship)\b")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    assert matchbook(tmp_path, "init", "new").returncode == 0
    return tmp_path / "new"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the website of a new guide's made-up reader."""
    folder = tmp_path_factory.mktemp("starter")
    assert matchbook(folder, "init", "new").returncode == 0
    return build(folder / "new")


def build(guide: Path, *more: str) -> Mapping[str, bytes]:
    ended = matchbook(guide, "build", "--no-pdf", *more)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return files_of(guide / "site" / "sample")


def test_a_new_guide_says_what_to_type_next(tmp_path: Path) -> None:
    ended = matchbook(tmp_path, "init", "new")
    count = len(files_of(tmp_path / "new"))
    launcher = os.path.relpath(ROOT / "matchbook", tmp_path / "new")
    assert (ended.returncode, ended.stdout) == (0, "new\n")
    assert ended.stderr == f"{count} files of a new guide; now type:\n  cd new\n  {launcher} serve --open\n"


def test_a_new_guide_builds_at_once(site: Mapping[str, bytes]) -> None:
    assert "before-you-go/papers-for-a-new-country.html" in site
    assert "worksheets/viewings.csv" in site


def test_a_new_guide_has_nothing_to_complain_about(new: Path) -> None:
    checked = matchbook(new, "check", "--strict", "--links")
    assert (checked.returncode, checked.stderr) == (0, "no problems in 5 modules and 2 claims\n")


def test_a_new_guide_has_all_that_a_guide_can_have(site: Mapping[str, bytes]) -> None:
    pages = {name: content.decode() for name, content in site.items() if name.endswith(".html")}
    assert "You have saved for 2 months of rent." in pages["before-you-go/what-a-move-costs.html"]
    assert "Tenant Fees Act 2019" in pages["before-you-go/what-a-move-costs.html"]
    assert "An answer would add to this page" in pages["before-you-go/find-a-place.html"]
    assert 'class="caution"' in pages["before-you-go/find-a-place.html"]
    assert "Here because you know nobody in the city yet." in pages["first-weeks/meet-people.html"]
    assert "First day at work: September 4, 2028" in pages["index.html"]
    assert "number of months of rent saved is 3" in pages["prospects.html"]


def test_the_builder_and_its_templates_know_no_specialty(site: Mapping[str, bytes]) -> None:
    texts = {name: content.decode() for name, content in site.items() if name.endswith((".html", ".js", ".css"))}
    assert {name: found[0] for name, text in texts.items() if (found := ABOUT_THIS_GUIDE.search(text))} == {}


@pytest.mark.pdf
def test_a_new_guide_has_a_handbook_without_a_complaint_of_the_pdf_engine(new: Path) -> None:
    ended = matchbook(new, "build", "--strict")
    assert ended.returncode == 0
    assert (new / "site" / "sample" / "handbook.pdf").read_bytes().startswith(b"%PDF")


def test_the_templates_of_a_new_guide_are_its_own_to_edit(new: Path) -> None:
    assert files_of(new / "templates") == files_of(ROOT / "templates")
    base = new / "templates" / "website" / "base.html"
    base.write_text(base.read_text().replace("Skip to the text", "Jump to the words"))
    assert b"Jump to the words" in build(new)["index.html"]


def test_a_new_guide_keeps_what_is_private_out_of_version_control(new: Path) -> None:
    git = ["git", "-c", "init.defaultBranch=main"]
    (new / "profiles" / "me.yaml").write_text("name: Me\n")
    (new / "site").mkdir()
    (new / "site" / "page.html").touch()
    subprocess.run([*git, "init", "--quiet"], cwd=new, check=True)
    subprocess.run([*git, "add", "."], cwd=new, check=True)
    kept = subprocess.run([*git, "ls-files"], cwd=new, check=True, capture_output=True, text=True).stdout.split("\n")
    assert "profiles/sample.yaml" in kept
    assert [name for name in kept if name.startswith("site/") or name == "profiles/me.yaml"] == []


def test_an_empty_folder_is_filled_also_where_the_user_stands(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    ended = matchbook(here, "init", ".")
    assert (ended.returncode, ended.stdout) == (0, ".\n")
    assert (here / "content" / "guide.yaml").is_file()
    assert list(tmp_path.iterdir()) == [here]


def test_a_full_folder_is_looked_through_no_further_than_to_the_first_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "below").mkdir()
    for number in range(500):
        (tmp_path / "below" / f"{number}").mkdir()

    def write() -> None:
        with suppress(OutputError):
            write_new_folder(tmp_path, {"a": b""})

    assert calls_in(write) < 200


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("full", "error: full is not empty\n  hint: choose a folder that is new or empty\n"),
        ("file", "error: file is not a folder\n  hint: choose another name\n"),
        ("file/guide", "error: file is not a folder\n  hint: choose another place\n"),
    ],
)
def test_what_is_there_is_left_alone(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = files_of(tmp_path)
    ended = matchbook(tmp_path, "init", name)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "", message)
    assert files_of(tmp_path) == before


def test_a_folder_that_cannot_be_filled_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="new cannot be written: "):
        write_new_folder(tmp_path / "new", {"a": b"a file", "a/b": b"and a folder of the same name"})
    assert list(tmp_path.iterdir()) == []


@NOT_ON_WINDOWS
@pytest.mark.parametrize(
    "moment",
    [
        'event == "open" and "guide.yaml" in str(arguments[0]) and "matchbook-new" in str(arguments[0])',
        'event == "os.rename" and str(arguments[1]).endswith("templates")',
    ],
    ids=["while writing", "while putting in place"],
)
def test_ctrl_c_leaves_an_empty_folder_empty(tmp_path: Path, moment: str) -> None:
    (tmp_path / "new").mkdir()
    ended = run_python(tmp_path, HOOKED.format(condition=moment, action=INTERRUPT), "init", "new")
    assert (ended.returncode, ended.stderr) == (130, "interrupted; nothing was written\n")
    assert [path.name for path in tmp_path.rglob("*")] == ["new"]


def test_the_first_module_of_the_documentation_can_be_written_as_it_says(new: Path) -> None:
    page = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    lines = re.findall(r"```markdown first module\n(.*?)\n *```", page, re.DOTALL)[0].split("\n")
    (new / "content/first-weeks/find-a-doctor.md").write_text("\n".join(line.removeprefix("    ") for line in lines))

    forgotten = matchbook(new, "build", "--no-pdf")
    assert forgotten.returncode == 1
    assert "content/first-weeks/find-a-doctor.md: error: this module is not in the outline" in forgotten.stderr

    outline = new / "content" / "guide.yaml"
    outline.write_text(outline.read_text().replace("- meet-people\n", "- meet-people\n      - find-a-doctor\n"))
    site = build(new)
    assert b"You know nobody in the city yet: the reception" in site["first-weeks/find-a-doctor.html"]
    assert b"Ask colleagues which doctor they go to" in site["plan.html"]

    sample = new / "profiles" / "sample.yaml"
    sample.write_text(sample.read_text().replace("knows_somebody: false", "knows_somebody: true"))
    assert b"the reception" not in build(new)["first-weeks/find-a-doctor.html"]
    sample.write_text(sample.read_text().replace("new_country: true", "new_country: false"))
    assert "first-weeks/find-a-doctor.html" not in build(new)


def test_an_installed_program_has_the_starter_and_the_guide_it_came_with(tmp_path: Path) -> None:
    wheels, installed, guide = tmp_path / "wheels", tmp_path / "installed", tmp_path / "guide"
    packing = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(packing, cwd=ROOT, check=True, capture_output=True)
    zipfile.ZipFile(next(wheels.glob("*.whl"))).extractall(installed)

    def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "builder", *arguments],
            cwd=folder,
            env=process_environment(PYTHONPATH=str(installed)),
            capture_output=True,
            text=True,
            check=False,
        )

    made = run(tmp_path, "init", "guide")
    assert (made.returncode, made.stdout) == (0, "guide\n")
    assert made.stderr.endswith("now type:\n  cd guide\n  matchbook serve --open\n")
    assert run(tmp_path, "init", "guide").returncode == 3
    assert (guide / ".gitignore").is_file()
    assert files_of(guide / "templates") == files_of(ROOT / "templates")
    assert run(guide, "build", "--no-pdf").stdout == "site/sample/index.html\n"
    assert run(wheels, "check").returncode == 0
    assert run(wheels, "build", "--no-pdf").stdout == "site/sample/index.html\n"
