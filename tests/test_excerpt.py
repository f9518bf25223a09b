"""Some chapters of a guide: their own numbers, no link into the others."""

from pathlib import Path

import pypdfium2
import pytest

from builder.diagnostics import BuildError
from builder.excerpt import excerpt
from builder.guide import Guide
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from tests.building import make_project, matchbook, small_guide
from tests.guides import GUIDE

DEEP = "---\ntitle: Deeper\n---\nSee [the start](../start/everyone.md).\n"
TWO = {
    "guide.yaml": GUIDE.replace(
        "dates:", "  - {id: scores, title: Scores, summary: Numbers., modules: [deep]}\ndates:"
    ),
    "scores/deep.md": DEEP,
}
PROFILE = "step1: {status: passed, score: 212}\n"


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return small_guide(tmp_path, PROFILE, TWO)


def numbers(guide: Guide) -> list[str]:
    return [module.number for module in guide.modules]


def test_the_chapters_named_are_left_under_their_own_numbers(guide: Guide) -> None:
    assert numbers(excerpt(guide, ["scores"], [])) == ["2.1"]
    assert numbers(excerpt(guide, [], ["scores"])) == ["1.1", "1.2"]
    assert excerpt(guide, [], []) == guide


def test_a_link_into_another_chapter_becomes_text(guide: Guide) -> None:
    (whole,) = guide_view(guide, Kind.HANDBOOK).chapters[1].modules
    (part,) = guide_view(excerpt(guide, ["scores"], []), Kind.HANDBOOK).chapters[0].modules
    assert '<a class="module-link" href="#module-everyone">the start</a>' in whole.body
    assert "See the start." in part.body


def test_the_list_of_reasons_names_every_module_and_leads_to_those_that_are_there(guide: Guide) -> None:
    decisions = guide_view(excerpt(guide, ["scores"], []), Kind.HANDBOOK).decisions
    assert [(decision.title, decision.href) for decision in decisions] == [
        ("For everyone", ""),
        ("For low scores", ""),
        ("Deeper", "#module-deep"),
    ]


@pytest.mark.parametrize(
    ("only", "skip", "expected"),
    [
        (
            ["score"],
            [],
            "--only:1:1: error: unknown chapter `score`\n  1 | score\n    | ^^^^^\n  hint: did you mean `scores`?",
        ),
        (
            [],
            ["x"],
            "--skip:1:1: error: unknown chapter `x`\n  1 | x\n    | ^\n  hint: choose from start, scores",
        ),
        (
            ["start"],
            ["start"],
            "--only:1:1: error: no chapter of this reader’s guide would be left\n  1 | start\n    | ^^^^^",
        ),
    ],
    ids=["near", "far", "nothing"],
)
def test_chapters_that_are_not_there_are_named(guide: Guide, only: list[str], skip: list[str], expected: str) -> None:
    with pytest.raises(BuildError) as caught:
        excerpt(guide, only, skip)
    assert str(caught.value) == expected


@pytest.mark.pdf
def test_a_handbook_of_one_chapter_has_no_link_that_leads_nowhere(tmp_path: Path) -> None:
    project = make_project(tmp_path, TWO)
    ended = matchbook(project, "build", "profiles/ana.yaml", "--only", "scores")
    assert ended.stderr == "laying out the handbook, which takes some seconds ...\n"
    with pypdfium2.PdfDocument(project / "site" / "ana" / "handbook.pdf") as document:
        titles = [entry.get_title() for entry in document.get_toc()]
    assert "Scores" in titles
    assert "For everyone" not in titles
    assert (project / "site" / "ana" / "start" / "everyone.html").exists()
