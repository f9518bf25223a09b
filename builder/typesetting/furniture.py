"""What stands on a page beside its text: the running head and the page number, drawn once for all handbooks."""

from collections.abc import Sequence
from html import escape

from builder.typesetting.drawn import Frame, Furniture, Margin
from builder.typesetting.engine import Engine

COVER = "cover"
_KINDS = ("", "appendix", "worksheet", "worksheet-wide")
MOST_DIGITS = 3


def lay_out_furniture(engine: Engine) -> Furniture:
    """Return what all handbooks of one style and paper share."""
    frames: dict[tuple[str, bool], Frame] = {}
    numbers: dict[tuple[str, bool, int], Margin] = {}
    sections = "".join(_section(kind, "") for kind in _KINDS for _ in range(2)) + _section(COVER, "")
    for digits in range(1, MOST_DIGITS + 1):
        before = 10 ** (digits - 1) - 1
        # The number goes on from page to page, and a right page is an odd one in every run.
        pages = engine.lay_out_pages(sections, before)
        for position, page in enumerate(pages):
            kind, is_left = (*_KINDS, COVER)[position // 2], position % 2 == 1
            frames[kind, is_left] = page.frame
            if kind != COVER:
                numbers[kind, is_left, digits] = page.margin(numbers=True)
    frames[COVER, True] = frames[COVER, False]
    return Furniture(frames, numbers)


def lay_out_heads(engine: Engine, heads: Sequence[tuple[str, bool, str]]) -> list[Margin]:
    """Return running heads: for a kind of page, on the left or right, a text each."""
    # The head is set on one page and shows on the two after it, of which one is a left page.
    html = "".join(_section("", text) + _section(kind, "") * 2 for kind, _, text in heads)
    pages = engine.lay_out_pages(html)
    found = []
    for position, (_, is_left, _) in enumerate(heads):
        second = position * 3 + 1
        shown = second if (second % 2 == 1) == is_left else second + 1
        found.append(pages[shown].margin(numbers=False))
    return found


def _section(kind: str, head: str) -> str:
    classes = f"x-page {kind}".strip()
    return f'<section class="{classes}"><p class="x-head">{escape(head)}</p></section>'
