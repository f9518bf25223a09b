"""Templates are compiled once and kept as Python, for this user alone and for the text they were compiled from."""

import sys
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment

from builder.cache import cache_folder
from builder.templating import Templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of one template, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "page.html").write_text("Hello {{ name }}", encoding="utf-8")
    return templates


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the templates that are compiled from now on."""
    names: list[str] = []
    compiling = Environment.compile

    def watched(self: Environment, source: str, name: str, filename: str) -> CodeType:
        names.append(name)
        return compiling(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", watched)
    return names


def render(folder: Path) -> str:
    """Render the page as a run of its own does."""
    templates = Templates(folder)
    page = templates.render("page.html", name="Ana & Bo")
    templates.keep()
    return page


def kept() -> Path:
    (found,) = cache_folder().glob("templates-*.code")
    return found


def test_a_template_is_compiled_once_for_all_runs(folder: Path, compiled: list[str]) -> None:
    assert [render(folder), render(folder)] == ["Hello Ana &amp; Bo"] * 2
    assert compiled == ["page.html"]


def test_a_template_with_another_text_is_compiled_again(folder: Path, compiled: list[str]) -> None:
    render(folder)
    (folder / "page.html").write_text("Bye {{ name }}", encoding="utf-8")
    assert [render(folder), render(folder)] == ["Bye Ana &amp; Bo"] * 2
    assert compiled == ["page.html"] * 2


def test_what_is_kept_holds_nothing_of_a_reader(folder: Path) -> None:
    render(folder)
    assert b"Hello" in kept().read_bytes()
    assert b"Ana" not in kept().read_bytes()


def test_only_its_owner_can_read_what_is_kept(folder: Path) -> None:
    render(folder)
    assert kept().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_what_others_can_write_is_not_run(folder: Path, compiled: list[str], mode: int) -> None:
    render(folder)
    kept().chmod(mode)
    assert render(folder) == "Hello Ana &amp; Bo"
    assert compiled == ["page.html"] * 2
    assert kept().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kept_bytes", [b"", b"short", bytes(32), bytes(64)])
def test_what_is_not_whole_any_more_is_compiled_again(folder: Path, compiled: list[str], kept_bytes: bytes) -> None:
    render(folder)
    kept().write_bytes(kept_bytes)
    assert [render(folder), render(folder)] == ["Hello Ana &amp; Bo"] * 2
    assert compiled == ["page.html"] * 2


def test_one_changed_byte_is_noticed(folder: Path, compiled: list[str]) -> None:
    render(folder)
    kept().write_bytes(kept().read_bytes().replace(b"Hello", b"Jello"))
    assert render(folder) == "Hello Ana &amp; Bo"
    assert compiled == ["page.html"] * 2


def test_what_another_python_kept_is_not_read(
    folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(folder)
    monkeypatch.setattr(sys, "version", "4.0.0")
    assert render(folder) == "Hello Ana &amp; Bo"
    assert compiled == ["page.html"] * 2
