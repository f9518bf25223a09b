"""How many of a cohort are in which situation, without telling of any one of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.conditions.truth import Truth

FEWEST = 5
_ORDER = (Truth.YES, Truth.NO, Truth.UNKNOWN)


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One named condition with the counts of yes, no and unknown; None where a count is not shown."""

    label: str
    yes: int | None
    no: int | None
    unknown: int | None


def cohort_rows(labels: Mapping[str, str], readers: Iterable[Mapping[str, Truth]]) -> tuple[CohortRow, ...]:
    """Count the readers for whom each named condition holds, hiding counts below five.

    Where those hidden would together be fewer than five too, the next larger count is hidden with them:
    otherwise they could be worked out from the others and the size of the cohort.
    """
    listed = tuple(readers)
    rows = []
    for name, label in labels.items():
        counts = Counter(reader[name] for reader in listed)
        rows.append(CohortRow(label, *_shown([counts[truth] for truth in _ORDER])))
    return tuple(rows)


def _shown(counts: Sequence[int]) -> list[int | None]:
    hidden: list[int] = []
    for position in sorted(range(len(counts)), key=lambda position: counts[position]):
        if counts[position] < FEWEST or (len(hidden) > 0 and sum(counts[each] for each in hidden) < FEWEST):
            hidden.append(position)
    return [None if position in hidden else count for position, count in enumerate(counts)]
