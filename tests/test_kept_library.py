"""A library is read once and kept for this user alone: as it was, or made anew wherever anything differs."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from builder.cache import cache_folder, load_own, write_own
from builder.diagnostics import BuildError, format_diagnostic
from builder.library import Library
from builder.modules import ModuleId
from builder.pipeline import load
from builder.project import Project, find_project
from tests.building import files_of, make_project, matchbook
from tests.guides import EVERYONE, GUIDE

EVERY_FILE = 7


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the small project, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return find_project(make_project(tmp_path / "project"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the beginnings of the texts that are read as YAML from now on."""
    texts: list[str] = []
    parse = yaml.parse

    def note(text: str) -> str:
        texts.append(text.strip()[:20])
        return text

    monkeypatch.setattr(yaml, "parse", lambda text, **more: parse(note(text), **more))
    return texts


def kept() -> Path:
    (found,) = cache_folder().glob("library-*.parts")
    return found


def write(project: Project, name: str, text: str) -> None:
    (project.content / name).parent.mkdir(exist_ok=True)
    (project.content / name).write_text(text, encoding="utf-8")


def complaints(project: Project) -> list[str]:
    with pytest.raises(BuildError) as raised:
        load(project)
    return [format_diagnostic(diagnostic) for diagnostic in raised.value.diagnostics]


def test_an_unchanged_library_is_read_once_for_all_runs(project: Project, read: list[str]) -> None:
    first = load(project)
    assert read
    read.clear()
    assert load(project) == first
    assert read == []


def test_a_changed_module_alone_is_read_again(project: Project, read: list[str]) -> None:
    first = load(project)
    read.clear()
    write(project, "start/everyone.md", EVERYONE.replace("title: For everyone", "title: For all"))
    changed = load(project)
    assert read == ["title: For all\ncover"]
    assert changed.modules[ModuleId("everyone")].title == "For all"
    assert changed.modules[ModuleId("low")] == first.modules[ModuleId("low")]
    assert load(project) == changed


@pytest.mark.parametrize("name", ["guide", "claims", "conditions", "profile.schema", "glossary"])
def test_a_change_of_any_file_is_seen(project: Project, read: list[str], name: str) -> None:
    load(project)
    text = (project.content / f"{name}.yaml").read_text(encoding="utf-8")
    read.clear()
    write(project, f"{name}.yaml", f"{text}# another line\n")
    load(project)
    assert read != []


def test_what_was_kept_equals_what_is_read(project: Project) -> None:
    load(project)
    write(project, "start/everyone.md", EVERYONE.replace("title: For everyone", "title: For all"))
    by_parts, whole = load(project), load(project)
    kept().unlink()
    assert by_parts == whole == load(project)


def test_a_problem_is_told_where_everything_was_kept_before(project: Project) -> None:
    load(project)
    write(project, "start/unlisted.md", EVERYONE)
    told = complaints(project)
    assert told == complaints(project)
    assert "this module is not in the outline" in told[0]
    (project.content / "start" / "unlisted.md").unlink()
    assert isinstance(load(project), Library)


def test_an_empty_folder_with_the_name_of_a_module_is_seen(project: Project) -> None:
    load(project)
    (project.content / "start" / "odd.md").mkdir()
    assert "this module is not in the outline" in complaints(project)[0]


def test_another_way_from_which_messages_count_is_another_library(project: Project) -> None:
    shown = load(project).outline.chapters[0].place.source.name
    elsewhere = Project(project.root.parent, project.content, project.templates, project.profiles, project.site)
    assert load(elsewhere).outline.chapters[0].place.source.name == f"project/{shown}"


def test_what_warns_of_the_content_warns_again(project: Project) -> None:
    write(project, "start/everyone.md", EVERYONE + "\nThe mean was 244.\n")
    warnings = load(project).warnings
    assert warnings
    assert load(project).warnings == warnings


def test_what_is_kept_holds_nothing_of_a_reader(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    (project / "profiles" / "ana.yaml").write_text("name: Zebulon\n", encoding="utf-8")
    matchbook(project, "build", "--no-pdf", "profiles/ana.yaml", XDG_CACHE_HOME=str(tmp_path / "cache"))
    cached = files_of(tmp_path / "cache")
    assert any("library-" in name for name in cached)
    assert not [name for name, content in cached.items() if b"Zebulon" in content]
    assert any(b"Zebulon" in content for content in files_of(project / "site").values())


def test_only_its_owner_can_read_what_is_kept(project: Project) -> None:
    load(project)
    assert kept().stat().st_mode & 0o077 == 0


def _chmod(mode: int) -> Callable[[Path], None]:
    return lambda path: path.chmod(mode)


def _content(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def _other_program(path: Path) -> None:
    own = load_own(path.name) or b""
    write_own(path.name, bytes([own[0] ^ 1]) + own[1:])


@pytest.mark.parametrize(
    "spoil",
    [_chmod(0o620), _chmod(0o602), _content(b""), _content(b"short"), _content(bytes(64)), _half, _other_program],
)
def test_what_cannot_be_trusted_is_made_anew(
    project: Project, read: list[str], spoil: Callable[[Path], object]
) -> None:
    first = load(project)
    spoil(kept())
    read.clear()
    assert load(project) == first
    assert len(read) >= EVERY_FILE
    assert kept().stat().st_mode & 0o077 == 0
    read.clear()
    assert load(project) == first
    assert read == []


def test_what_another_python_kept_is_not_read(
    project: Project, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(project)
    read.clear()
    monkeypatch.setattr(sys, "version", "4.0.0")
    assert load(project) == first
    assert len(read) >= EVERY_FILE


def test_nothing_is_kept_of_a_module_that_is_gone(project: Project) -> None:
    load(project)
    assert b"For low scores" in kept().read_bytes()
    (project.content / "start" / "low.md").unlink()
    write(project, "guide.yaml", GUIDE.replace("[everyone, low]", "[everyone]"))
    load(project)
    assert b"For everyone" in kept().read_bytes()
    assert b"For low scores" not in kept().read_bytes()


def test_one_file_is_kept_for_a_project(project: Project) -> None:
    load(project)
    write(project, "guide.yaml", GUIDE.replace("title: A small guide", "title: A guide"))
    load(project)
    assert len(list(cache_folder().glob("library-*"))) == 1
