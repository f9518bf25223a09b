"""The one-page sheet as a view: what to hand out, or to have on the table in a talk."""

import re
from collections.abc import Iterator
from html import unescape

from builder.guide import Guide
from builder.markup.body import Html
from builder.presentation.modules import why_line
from builder.ranking import rank_modules
from builder.views import GuideView, ReadFirstView, SheetView

_MOST_TASKS = 14
_READ_FIRST, _QUESTIONS, _CAUTIONS = 3, 3, 4
_CAUTION = re.compile(r'<p class="caution-title">(.*?)</p>', re.DOTALL)


def sheet_view(guide: Guide, handbook: GuideView) -> SheetView:
    """Return a sheet with more tasks than a page holds; it refers to the handbook by its numbers."""
    return SheetView(
        site=handbook.site,
        home=handbook.home,
        tasks=tuple(task for year in handbook.plan for task in year.essential)[:_MOST_TASKS],
        questions=handbook.home.questions[:_QUESTIONS],
        read_first=tuple(
            ReadFirstView(
                number=module.number, title=module.decision.module.title, why=why_line(module.decision.ruling, guide)
            )
            for module in rank_modules(guide)[:_READ_FIRST]
        ),
        cautions=tuple(_cautions(guide))[:_CAUTIONS],
    )


def _cautions(guide: Guide) -> Iterator[tuple[str, str]]:
    """Yield the title of each caution this reader meets, with the number of its module, what matters most first."""
    seen: set[str] = set()
    for module in rank_modules(guide):
        for piece in module.pieces:
            for title in _CAUTION.findall(piece.text) if isinstance(piece, Html) else ():
                if title not in seen:
                    seen.add(title)
                    yield unescape(title), module.number
