"""How many of a cohort are in which situation, without telling of any one of them."""

from collections.abc import Iterable, Iterator, Mapping

from builder.conditions.truth import Truth
from builder.records import dataclass

FEWEST = 5
_ORDER = (Truth.YES, Truth.NO, Truth.UNKNOWN)
_MOST_GROUPS = 1000  # that are followed up; past it a row is not shown

_Group = int  # some of the readers: a bit for each, in the order of the roster


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One named condition with the counts of yes, no and unknown; None where a count is not shown."""

    label: str
    yes: int | None
    no: int | None
    unknown: int | None


def cohort_rows(labels: Mapping[str, str], readers: Iterable[Mapping[str, Truth]]) -> tuple[CohortRow, ...]:
    """Count the readers for whom each named condition holds, hiding counts below five and what would tell them.

    Where those hidden in a row would together be fewer than five too, the next larger count is hidden with them:
    otherwise they could be worked out from the others and the size of the cohort. A whole row is hidden where its
    counts, taken from those of earlier rows or these from them, would leave fewer than five.
    """
    listed = tuple(readers)
    known = _KnownGroups((1 << len(listed)) - 1)
    rows = []
    for name, label in labels.items():
        groups = [sum(1 << place for place, reader in enumerate(listed) if reader[name] is truth) for truth in _ORDER]
        hidden = frozenset(_hidden(groups))
        is_shown = known.take(group for group in groups if group not in hidden)
        counts = (group.bit_count() if is_shown and group not in hidden else None for group in groups)
        rows.append(CohortRow(label, *counts))
    return tuple(rows)


def _hidden(groups: Iterable[_Group]) -> Iterator[_Group]:
    together: int | None = None
    for group in sorted(groups, key=int.bit_count):
        if group.bit_count() < FEWEST or (together is not None and together < FEWEST):
            together = (together or 0) + group.bit_count()
            yield group


class _KnownGroups:
    """Groups of readers whose size somebody who reads the overview knows or can work out by subtraction.

    That a group lies within another is taken from the readers themselves: whoever knows the guide may know it too.
    """

    def __init__(self, everybody: _Group) -> None:
        self._groups = {everybody}

    def take(self, groups: Iterable[_Group]) -> bool:
        """Add groups of one row, all or none: none where the size of some group below five would follow."""
        found = set(self._groups)
        waiting = list(groups)
        if not found.isdisjoint(waiting):
            return False  # nobody is in the one and not in the other
        while waiting:
            group = waiting.pop()
            rests = {_rest(group, other) for other in found} - found - {0}
            if len(found) + len(rests) > _MOST_GROUPS or any(rest.bit_count() < FEWEST for rest in rests):
                return False
            found.add(group)
            waiting += rests
        self._groups = found
        return True


def _rest(one: _Group, other: _Group) -> _Group:
    """Return who is in the larger of two groups only, where the smaller lies within it; else nobody."""
    return one ^ other if one & other in {one, other} else 0
