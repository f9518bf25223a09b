"""A handbook of at most so many pages: what matters most to one reader, and what was left out."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from builder.diagnostics import BuildError, Diagnostic
from builder.excerpt import excerpt_modules
from builder.fitting import fit
from builder.guide import Guide, GuideModule
from builder.handbook import Layout
from builder.markup.body import Html
from builder.presentation.short_view import short_view
from builder.ranking import rank_modules
from builder.sources import Source
from builder.views import GuideView

PagesOf = Callable[[GuideModule], float]

_FIXED_PAGES = 4  # the cover, the contents, and what was left out
_LETTERS_A_PAGE = 3000.0
_LETTERS_A_TASK, _LETTERS_A_NOTE = 180, 400


def estimated_pages(module: GuideModule) -> float:
    """Return about how many pages a module takes, by how much text it has."""
    letters = sum(len(piece.text) for piece in module.pieces if isinstance(piece, Html))
    return (letters + _LETTERS_A_TASK * len(module.tasks) + _LETTERS_A_NOTE * len(module.notes)) / _LETTERS_A_PAGE


def shorten(
    guide: Guide,
    part: Guide,
    pages: int,
    lay_out: Callable[[GuideView], Layout],
    pages_of: PagesOf = estimated_pages,
) -> tuple[GuideView, Layout]:
    """Return the modules of a part of a guide that matter most, as many as fill at most so many pages, laid out.

    Every module that is left out matters less than each that is in; those that wait for an answer are never in.

    Raises:
        BuildError: not even the module that matters most fits, or there is none.
    """
    ranked = [module for module in rank_modules(part) if not module.is_open]
    if not ranked:
        raise _refusal(pages, "no page of this guide is settled yet", "answer questions in the profile")

    def view_of(count: int) -> GuideView:
        return short_view(guide, part, excerpt_modules(part, {module.id for module in ranked[:count]}))

    weights = [pages_of(module) for module in ranked]
    found = fit(weights, pages, _first_guess(weights, pages), lambda count: lay_out(view_of(count)))
    if found.layout is None:
        raise _refusal(pages, "what matters most does not fit on so few pages", f"give at least {found.least}")
    return view_of(found.count), found.layout


def _first_guess(weights: Sequence[float], pages: int) -> int:
    return sum(filled <= pages - _FIXED_PAGES for filled in accumulate(weights))


def _refusal(pages: int, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(Source("--pages", str(pages)).place(0, len(str(pages))), message, hint)])
