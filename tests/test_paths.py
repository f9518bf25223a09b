"""Ids and paths: nothing outside the output folder, and no name that some disk takes for another one."""

import json
import re
import sys
from pathlib import Path

import pytest

from builder.batch.readers import Reader, with_name
from builder.disk_names import name_problem
from builder.library import Library
from builder.outline import is_plain_id
from builder.output import OutputError, write_folder
from builder.profiles import Profile
from builder.rosters.ids import id_problem
from builder.sources import whole_file
from tests.building import files_of, make_project, matchbook
from tests.guides import small_library, write_guide
from tests.hostile import HOSTILE, VALUES, collected, with_collections

PROBLEMS = {
    "con": "is what some systems call a device",
    "CON.txt": "is what some systems call a device",
    "Aux ": "begins or ends with a space or a dot, which some systems drop",
    "lpt9.tar.gz": "is what some systems call a device",
    "COM¹": "mixes letters that look like one another",
    "a:b": "holds `:`, which some systems forbid",
    "a\\b": "holds `\\`, which some systems forbid",
    "a?": "holds `?`, which some systems forbid",
    "a\nb": "holds the invisible character U+000A",
    "a\x1b[2J": "holds the invisible character U+001B",
    "a\u202eb": "holds the invisible character U+202E",
    "a\udcff": "holds the invisible character U+DCFF",
    "me.": "begins or ends with a space or a dot, which some systems drop",
    "аna": "mixes letters that look like one another",  # noqa: RUF001 - the first letter is Cyrillic
    "ａna": "mixes letters that look like one another",  # noqa: RUF001 - the first letter is a wide one
    "~": "begins with `~`, which a shell takes for somebody's home",
    "~root": "begins with `~`, which a shell takes for somebody's home",
    "é" * 101: "is longer than 200 bytes",
}
SOUND = ("me", "josé", "Иван", "田中", "v1.2", "a b", ".hidden", "conrad", "comma", "com", "résumé")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return small_library(tmp_path_factory.mktemp("guide"))


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_name_that_does_not_work_everywhere_has_a_problem(name: str) -> None:
    assert name_problem(name) == PROBLEMS[name]


@pytest.mark.parametrize("name", SOUND)
def test_a_name_that_works_everywhere_has_none(name: str) -> None:
    assert not name_problem(name)


@pytest.mark.parametrize(
    "value", [*VALUES[:-1], "con", "NUL", "com0", "advisor", "Advisor", ".", "..", "-a", "a" * 41, "\uff41"]
)
def test_a_hostile_id_is_none(value: str) -> None:
    assert id_problem(value)


@pytest.mark.parametrize("name", ["con", "com1", "nul", "../a", "a/b", "A", "a" * 101, "", "a.b", "аb"])  # noqa: RUF001
def test_a_module_has_a_plain_id(name: str) -> None:
    assert not is_plain_id(name)


@with_collections
def test_no_look_alike_of_a_letter_is_an_id() -> None:
    listed = json.loads((HOSTILE / "ids" / "confusables-ascii.json").read_text("utf-8"))
    alike = [other for letter, others in listed.items() if letter.isalnum() for other in others if not other.isascii()]
    assert len(alike) > 1_000
    assert [other for other in alike if not id_problem(f"a{other}")] == []
    assert [other for other in alike if is_plain_id(f"a{other}")] == []


@with_collections
def test_no_collected_path_is_an_id_that_leads_somewhere() -> None:
    accepted = [text for text in collected() if not id_problem(text) or is_plain_id(text)]
    assert [text for text in accepted if not re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]*", text)] == []


@with_collections
def test_no_collected_name_leaves_the_name_of_a_handbook(library: Library) -> None:
    stems = {with_name("handbook.pdf", named(library, text)) for text in (*VALUES, *collected())}
    assert len(stems) > 1_000
    assert [stem for stem in stems if not re.fullmatch(r"handbook(-[a-z0-9]+)*\.pdf", stem) or len(stem) > 80] == []


def named(library: Library, name: str) -> Reader:
    profile = Profile("row 2", library.vocabulary.facts({"name": name}))  # type: ignore[dict-item]
    return Reader(id="a1", source="row 2", place=whole_file("r.csv"), profile=profile)


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a/.."])
def test_no_file_is_written_outside_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="leads out of"):
        write_folder(tmp_path / "site", {name: b"x"})
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("name", ["a\x1b[2J"])
@pytest.mark.parametrize(
    "command",
    [
        ("build", "profiles/ana.yaml", "--no-pdf", "--output"),
        ("build", "--public", "--output"),
        ("batch", "profiles/ana.yaml", "--output"),
        ("init",),
        ("new",),
        ("roster", "template"),
    ],
    ids=" ".join,
)
def test_no_command_makes_a_name_that_does_not_work_everywhere(
    tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    project = make_project(tmp_path)
    before = files_of(project)
    ended = matchbook(project, *command, f"made/{name}/below")
    assert ended.returncode == 3, ended.stderr
    assert re.fullmatch("error: the name `.*` .*\n  hint: choose another name\n", ended.stderr)
    assert ended.stderr.replace("\n", "").isprintable()
    assert files_of(project) == before


@pytest.mark.skipif(sys.platform != "linux", reason="other disks take the two for one")
def test_two_names_that_other_disks_take_for_one_are_not_made(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "Ana.yaml").write_text("name: Another\n", encoding="utf-8")
    assert matchbook(project, "build", "--no-pdf", "profiles/ana.yaml").returncode == 0
    ended = matchbook(project, "build", "--no-pdf", "profiles/Ana.yaml")
    message = "error: the name `Ana` is the same as `ana` on some disks\n  hint: choose another name\n"
    assert (ended.returncode, ended.stderr) == (3, message)
    assert "Ana" not in {path.name for path in (project / "site").iterdir()}
    assert matchbook(project, "build", "--no-pdf", "profiles/ana.yaml").returncode == 0


@pytest.mark.parametrize("name", ["public", "Public", "handouts"])
def test_no_reader_gets_the_place_of_the_guide_for_everyone(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / f"{name}.yaml").write_text("name: Ana\n", encoding="utf-8")
    ended = matchbook(project, "build", "--no-pdf", f"profiles/{name}.yaml")
    hint = "give the profile another name, or use --output"
    assert (ended.returncode, ended.stderr) == (
        3,
        f"error: site/{name} is the place of another guide\n  hint: {hint}\n",
    )
    assert not (project / "site").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("build", "--no-pdf", "profiles/ana.yaml", "--output", "site/public"),
        ("build", "--no-pdf", "profiles/ana.yaml", "--output", "site/../site/handouts/"),
        ("build", "--public", "--output", "site/handouts"),
        ("batch", "profiles/ana.yaml", "--output", "site/public"),
    ],
    ids=" ".join,
)
def test_no_guide_is_written_to_the_place_of_another_kind(tmp_path: Path, command: tuple[str, ...]) -> None:
    project = make_project(tmp_path)
    ended = matchbook(project, *command)
    hint = "leave --output out, or choose another folder"
    place = command[-1].rstrip("/")
    assert (ended.returncode, ended.stderr) == (3, f"error: {place} is the place of another guide\n  hint: {hint}\n")
    assert not (project / "site").exists()


@pytest.mark.parametrize("name", ["A b", "con", "Ünder"])
def test_a_worksheet_whose_file_has_an_odd_name_is_told(tmp_path: Path, name: str) -> None:
    sheet = "title: A sheet\npurpose: To fill in.\ncolumns: [One]\n"
    folder = write_guide(tmp_path, {f"worksheets/{name}.yaml": sheet})
    ended = matchbook(folder.parent, "check")
    assert ended.returncode == 1
    assert f"content/worksheets/{name}.yaml: error: the name of this worksheet is not made of small" in ended.stderr
