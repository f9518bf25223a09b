"""How many of some parts fit on so many pages, found with few layouts of the whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from builder.handbook import Layout

_GUESSES = 4  # Then the rest is halved, so that the worst of estimates costs few layouts too.


@dataclass(frozen=True, slots=True)
class Fitting:
    """How many parts fit, the first ones, and the pages with these; without a layout, how many pages one part takes."""

    count: int
    layout: Layout | None
    least: int


@dataclass(slots=True)
class _Bounds:
    """What is known: so many parts fit, and so many do not."""

    fits: int
    layout: Layout | None
    too_many: int
    too_many_pages: int


def fit(weights: Sequence[float], most: int, first: int, lay_out: Callable[[int], Layout]) -> Fitting:
    """Return the greatest number of parts that fill at most so many pages, at least one.

    `weights` are how many pages each part takes, as far as is known; the better they are, the fewer layouts. The
    first of these holds `first` parts.
    """
    bounds = _Bounds(0, None, len(weights) + 1, 0)
    sums = [0.0, *accumulate(weights)]
    count, tried = first, 0
    while bounds.fits + 1 < bounds.too_many:
        count = min(max(count, bounds.fits + 1), bounds.too_many - 1)
        layout = lay_out(count)
        tried += 1
        if layout.pages <= most:
            bounds.fits, bounds.layout = count, layout
        else:
            bounds.too_many, bounds.too_many_pages = count, layout.pages
        count = _guess(bounds, sums, most) if tried < _GUESSES else (bounds.fits + bounds.too_many) // 2
    return Fitting(bounds.fits, bounds.layout, 0 if bounds.layout else bounds.too_many_pages)


def _guess(bounds: _Bounds, sums: Sequence[float], most: int) -> int:
    """Return how many parts should fit by their weights, measured by the layouts there are."""
    if bounds.layout is None:
        room = sums[bounds.too_many] + most - bounds.too_many_pages
    elif not bounds.too_many_pages:
        room = sums[bounds.fits] + most - bounds.layout.pages
    else:
        weight = sums[bounds.too_many] - sums[bounds.fits]
        share = (most - bounds.layout.pages) / (bounds.too_many_pages - bounds.layout.pages)
        room = sums[bounds.fits] + weight * share
    return sum(filled <= room for filled in sums) - 1
