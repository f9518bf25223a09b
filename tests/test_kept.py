"""What is kept in memory between builds: all that did not change, and nothing that did."""

from pathlib import Path

import pytest

from builder.diagnostics import BuildError
from builder.kept import Kept
from builder.library import Library
from builder.library_files import load_library
from builder.library_parts import Parts
from builder.modules import ModuleId
from tests.guides import CONDITIONS, EVERYONE, GUIDE, LOW, SCHEMA, write_guide

EVERYONES, LOWS = ModuleId("everyone"), ModuleId("low")


class Loads:
    """The small guide, loaded again and again with the same memory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.parts = Parts()

    def load(self, **changes: str) -> Library:
        return load_library(write_guide(self.root, changes), "content", parts=self.parts)


@pytest.fixture
def loads(tmp_path: Path) -> Loads:
    return Loads(tmp_path)


def test_an_unchanged_guide_is_not_read_again(loads: Loads) -> None:
    first, second = loads.load(), loads.load()
    assert second.outline is first.outline
    assert second.vocabulary is first.vocabulary
    assert second.modules[EVERYONES] is first.modules[EVERYONES]
    assert second.modules[LOWS] is first.modules[LOWS]


def test_a_changed_module_alone_is_read_again(loads: Loads) -> None:
    first = loads.load()
    second = loads.load(**{"start/everyone.md": EVERYONE.replace("title: For everyone", "title: For all")})
    assert second.modules[EVERYONES].title == "For all"
    assert second.modules[LOWS] is first.modules[LOWS]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("guide.yaml", GUIDE.replace("title: A small guide", "title: A guide")),
        ("profile.schema.yaml", SCHEMA.replace("maximum: 300", "maximum: 299")),
        ("conditions.yaml", CONDITIONS.replace("value: 230", "value: 231")),
    ],
)
def test_modules_are_read_again_when_what_they_were_made_with_changed(loads: Loads, name: str, text: str) -> None:
    first = loads.load()
    second = loads.load(**{name: text})
    assert second.modules[LOWS] is not first.modules[LOWS]


def test_a_changed_threshold_reaches_the_condition_of_an_unchanged_module(loads: Loads) -> None:
    first = loads.load()
    second = loads.load(**{"conditions.yaml": CONDITIONS.replace("value: 230", "value: 231")})
    assert second.modules[LOWS].when != first.modules[LOWS].when


def test_a_problem_is_told_as_often_as_it_is_there_and_forgotten_when_it_is_mended(loads: Loads) -> None:
    first = loads.load()
    broken = {"start/low.md": LOW.replace("when: low", "when: lov")}
    messages = [str(complaint(loads, broken)) for _ in range(2)]
    assert messages[0] == messages[1]
    assert "unknown name `lov`" in messages[0]
    assert loads.load().modules[LOWS].when == first.modules[LOWS].when


def test_a_module_that_left_the_outline_is_no_part_of_the_guide(loads: Loads) -> None:
    loads.load()
    (loads.root / "content" / "start" / "low.md").unlink()
    with pytest.raises(BuildError, match="unknown module `low`"):
        load_library(loads.root / "content", "content", parts=loads.parts)


def test_what_cannot_be_made_is_not_kept() -> None:
    kept: Kept[int] = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("a", "text", (), lambda: 1 // 0)
    assert kept.get("a", "text", (), lambda: 1) == 1
    assert kept.get("a", "text", (), lambda: 2) == 1
    assert kept.get("a", "other text", (), lambda: 3) == 3


def complaint(loads: Loads, changes: dict[str, str]) -> BuildError:
    with pytest.raises(BuildError) as raised:
        loads.load(**changes)
    return raised.value
