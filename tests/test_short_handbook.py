"""A handbook of at most so many pages: what matters most, in the order of the guide, and a list of the rest."""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from builder.diagnostics import BuildError
from builder.excerpt import excerpt
from builder.fitting import fit
from builder.guide import Guide, GuideModule
from builder.handbook import Handbook, Layout, lay_out_handbook
from builder.modules import ModuleId
from builder.paper import Paper
from builder.short_handbook import shorten
from builder.templating import Templates
from builder.views import GuideView
from tests.building import ROOT, make_project, matchbook, small_guide
from tests.guides import EVERYONE, GUIDE, LOW

PROFILE = "step1: {status: passed, score: 212}\nmatch: {year: 2029}\n"
LONG = "---\ntitle: {}\n{}---\n" + "\n\n".join(["A sentence that says something. " * 40] * 3) + "\n"
CHANGES = {
    "guide.yaml": GUIDE.replace("[everyone, low]", "[later, everyone, low, waiting]").replace(
        "dates:", "  - {id: more, title: More, summary: More of it., modules: [sooner]}\ndates:"
    ),
    "start/everyone.md": EVERYONE.replace("title: For everyone", "title: For everybody"),
    "start/low.md": LOW.replace("[the start](everyone.md)", "[later](later.md)"),
    "start/later.md": LONG.format("Something later", "tasks:\n  - {do: Do it, due: match}\n"),
    "start/waiting.md": LONG.format("Something open", "when: visa.needs\n"),
    "more/sooner.md": LONG.format("Something soon", "tasks:\n  - {do: Do it, due: match - 6 months}\n"),
}
TASK = "  - {do: Read it, due: match - 2 months}\n"
# First what is there by an answer, then what is due sooner.
RANKED = ["low", "sooner", "everyone", "later"]


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return small_guide(tmp_path, PROFILE, CHANGES)


def unprinted() -> Handbook:
    raise AssertionError("a trial is never printed")


def modules_of(view: GuideView) -> list[str]:
    return [module.anchor.removeprefix("module-") for chapter in view.chapters for module in chapter.modules]


def body_of(module: str, view: GuideView) -> str:
    return next(str(each.body) for each in view.chapters[0].modules if each.anchor == f"module-{module}")


def one_page_a_module(view: GuideView) -> Layout:
    return Layout(2 + len(modules_of(view)), unprinted)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(BuildError) as caught:
        act()
    return str(caught.value)


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=30),
    st.lists(st.floats(0.1, 5), min_size=30),
    st.integers(0, 60),
    st.integers(0, 40),
)
def test_as_many_parts_are_found_as_fit_however_wrong_the_estimate(
    sizes: Sequence[int], weights: Sequence[float], most: int, first: int
) -> None:
    pages = [3, *accumulate(sizes, initial=3)][1:]
    found = fit(weights[: len(sizes)], most, first, lambda count: Layout(pages[count], unprinted))
    fitting = [count for count in range(1, len(sizes) + 1) if pages[count] <= most]
    assert found.count == max(fitting, default=0)
    assert (found.layout.pages if found.layout else None) == (pages[found.count] if fitting else None)
    assert found.least == (0 if fitting else pages[1])


def test_a_good_estimate_needs_two_layouts_and_a_bad_one_few() -> None:
    tried: list[int] = []

    def trial(count: int) -> Layout:
        tried.append(count)
        return Layout(4 + 2 * count, unprinted)

    assert fit([2.0] * 60, 30, 13, trial).count == 13
    assert tried == [13, 14]
    tried.clear()
    assert fit([2.0] * 60, 30, 40, trial).count == 13
    assert tried == [40, 13, 14]
    tried.clear()
    assert fit([1.0] * 60, 30, 26, trial).count == 13
    assert len(tried) <= 6


def test_an_estimate_that_is_wrong_everywhere_costs_few_layouts_too() -> None:
    tried: list[int] = []

    def trial(count: int) -> Layout:
        tried.append(count)
        return Layout(1000 if count == 60 else 4, unprinted)

    assert fit([1.0] * 60, 30, 60, trial).count == 59
    assert len(tried) <= 10


def test_what_matters_most_is_kept_in_the_order_of_the_guide(guide: Guide) -> None:
    kept = [modules_of(shorten(guide, guide, pages, one_page_a_module)[0]) for pages in (3, 4, 5, 6, 99)]
    assert kept == [
        ["low"],
        ["low", "sooner"],
        ["everyone", "low", "sooner"],
        ["later", "everyone", "low", "sooner"],
        ["later", "everyone", "low", "sooner"],
    ]


def test_what_is_left_out_is_named_with_the_reason(guide: Guide) -> None:
    view, _ = shorten(guide, guide, 3, one_page_a_module)
    assert [(each.why, each.parts) for each in view.left_out or ()] == [
        (
            "Less important for you: in every reader’s guide, behind what is yours by your answers or due sooner",
            (
                ("1.1", "Something later", "by March 2029"),
                ("1.2", "For everybody", "by January 2029"),
                ("2.1", "Something soon", "by September 2028"),
            ),
        ),
        ("Less important for you until you answer", (("1.4", "Something open", "Do you need a visa?"),)),
    ]


def test_chapters_that_were_not_asked_for_are_named_as_such(guide: Guide) -> None:
    view, _ = shorten(guide, excerpt(guide, ["more"], []), 9, one_page_a_module)
    assert modules_of(view) == ["sooner"]
    assert [(each.why, each.parts) for each in view.left_out or ()] == [
        ("Left out because you asked for other chapters", (("1", "Start", ""),))
    ]


def test_a_link_to_what_was_left_out_is_text(guide: Guide) -> None:
    short, _ = shorten(guide, guide, 3, one_page_a_module)
    whole, _ = shorten(guide, guide, 9, one_page_a_module)
    bodies = [
        str(module.body)
        for view in (short, whole)
        for module in view.chapters[0].modules
        if module.anchor == "module-low"
    ]
    assert ["#module-later" in body for body in bodies] == [False, True]


def test_pages_that_are_known_better_than_by_estimate_may_be_given(guide: Guide) -> None:
    asked: list[ModuleId] = []

    def pages_of(module: GuideModule) -> int:
        asked.append(module.id)
        return 1

    shorten(guide, guide, 4, one_page_a_module, pages_of)
    assert asked == RANKED


def test_too_few_pages_are_refused_with_the_least_that_would_do(guide: Guide) -> None:
    assert refusal(lambda: shorten(guide, guide, 2, one_page_a_module)) == (
        "--pages:1:1: error: what matters most does not fit on so few pages\n  1 | 2\n    | ^\n  hint: give at least 3"
    )


def test_a_guide_of_which_nothing_is_settled_cannot_be_short(tmp_path: Path) -> None:
    changes = {
        "start/everyone.md": EVERYONE.replace("title: For everyone\n", "title: For everyone\nwhen: visa.needs\n")
    }
    guide = small_guide(tmp_path, "", changes)
    assert refusal(lambda: shorten(guide, guide, 9, one_page_a_module)) == (
        "--pages:1:1: error: no page of this guide is settled yet\n"
        "  1 | 9\n    | ^\n  hint: answer questions in the profile"
    )


@pytest.mark.pdf
def test_the_handbook_has_no_more_pages_than_asked_for_and_ends_with_what_was_left_out(tmp_path: Path) -> None:
    project = make_project(tmp_path, CHANGES)
    ended = matchbook(project, "build", "profiles/ana.yaml", "--pages", "5", "--forms")
    assert (ended.returncode, ended.stderr) == (0, "laying out the handbook, which takes some seconds ...\n")
    for name in ("handbook.pdf", "handbook-forms.pdf"):
        with pypdfium2.PdfDocument(project / "site" / "ana" / name) as document:
            titles = [entry.get_title() for entry in document.get_toc()]
            assert len(document) <= 5
            assert "Something later" in document[len(document) - 1].get_textpage().get_text_range()
        assert titles[-1] == "What was left out"
        assert {"For low scores", "Something soon"} <= set(titles)
        assert "Something later" not in titles


@pytest.mark.pdf
def test_no_page_ends_within_a_task(tmp_path: Path) -> None:
    task = "  - {{do: Begin {0} and go on word by word {1}until the end of {0}, due: match}}\n"
    tasks = "".join(task.format(number, "and on " * (number % 30)) for number in range(60))
    guide = small_guide(tmp_path, PROFILE, {"start/everyone.md": EVERYONE.replace(TASK, tasks)})
    templates = Templates(ROOT / "templates")
    _, layout = shorten(guide, guide, 20, lambda view: lay_out_handbook(view, Paper.A4, templates))
    with pypdfium2.PdfDocument(layout.printed().pdf) as document:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
        boxes = [sum(is_box(each) for each in page.get_objects()) for page in document]
    begun, ended = ([len(re.findall(f"{words} [0-9]+", text)) for text in texts] for words in ("Begin", "the end of"))
    assert sum(count > 5 for count in boxes) > 3
    assert begun == ended == boxes


def is_box(drawn: pypdfium2.PdfObject) -> bool:
    left, bottom, right, top = drawn.get_bounds()
    return drawn.type == FPDF_PAGEOBJ_PATH and (right - left, top - bottom) == pytest.approx((10.1, 10.1), abs=0.1)
