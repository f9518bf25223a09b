"""Sets of readers as decision diagrams: each set one shared node, whatever way it was made.

A node asks one variable and leads, by groups of its cells, to further nodes. Equal sets are the same node,
so that comparing two sets is comparing two numbers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

NOBODY, EVERYBODY = 0, 1

Readers = int
Edges = tuple[tuple[Readers, int], ...]


class TooLargeError(Exception):
    """A question needs more steps than it may take; says which limit in one clause."""


class Diagrams:
    """A store of nodes over variables with a fixed number of cells each.

    `begin` starts a new question: each may take `budget` steps before `TooLargeError` is raised.
    """

    def __init__(self, sizes: Sequence[int], budget: int) -> None:
        """Start with the two sets that ask nothing."""
        self._full = [(1 << size) - 1 for size in sizes]
        self._levels = [len(sizes), len(sizes)]
        self._edges: list[Edges] = [(), ()]
        self._nodes: dict[tuple[int, Edges], Readers] = {}
        self._both: dict[tuple[Readers, Readers], Readers] = {}
        self._either: dict[tuple[Readers, Readers], Readers] = {}
        self._others: dict[Readers, Readers] = {NOBODY: EVERYBODY, EVERYBODY: NOBODY}
        self._asked = [0, 0]  # the variables that each set depends on, as bits
        self._variables: dict[int, frozenset[int]] = {}
        self._forgotten: dict[tuple[Readers, int], Readers] = {}
        self._budget = budget
        self._steps = 0

    def begin(self) -> None:
        """Start a new question with a whole budget."""
        self._steps = 0

    def having(self, variable: int, cells: int) -> Readers:
        """Return the readers whose value of a variable lies in some cells, given as bits."""
        parts = {EVERYBODY: cells & self._full[variable], NOBODY: self._full[variable] & ~cells}
        return self._node(variable, {child: some for child, some in parts.items() if some})

    def both(self, one: Readers, other: Readers) -> Readers:
        """Return the readers who are in both sets."""
        if one == other or other == EVERYBODY:  # noqa: PLR1714 - called a million times: no set is made for it
            return one
        if one == EVERYBODY:
            return other
        if one == NOBODY or other == NOBODY:  # noqa: PLR1714
            return NOBODY
        key = (one, other) if one < other else (other, one)
        found = self._both.get(key)
        if found is None:
            found = self._both[key] = self._joined(one, other, self.both)
        return found

    def others(self, readers: Readers) -> Readers:
        """Return the readers who are not in a set."""
        found = self._others.get(readers)
        if found is None:
            self._step()
            edges = self._edges[readers]
            found = self._node(self._levels[readers], {self.others(child): cells for child, cells in edges})
            self._others[readers], self._others[found] = found, readers
        return found

    def either(self, one: Readers, other: Readers) -> Readers:
        """Return the readers who are in at least one of two sets."""
        if one == other or other == NOBODY:  # noqa: PLR1714
            return one
        if one == NOBODY:
            return other
        if one == EVERYBODY or other == EVERYBODY:  # noqa: PLR1714
            return EVERYBODY
        key = (one, other) if one < other else (other, one)
        found = self._either.get(key)
        if found is None:
            found = self._either[key] = self._joined(one, other, self.either)
        return found

    def without(self, one: Readers, other: Readers) -> Readers:
        """Return the readers who are in the first set and not in the second."""
        return self.both(one, self.others(other))

    def all_of(self, sets: Iterable[Readers]) -> Readers:
        """Return the readers who are in every set."""
        found = EVERYBODY
        for readers in sets:
            found = self.both(found, readers)
        return found

    def any_of(self, sets: Iterable[Readers]) -> Readers:
        """Return the readers who are in at least one set."""
        found = NOBODY
        for readers in sets:
            found = self.either(found, readers)
        return found

    def variables(self, readers: Readers) -> frozenset[int]:
        """Return the variables a set depends on."""
        asked = self._asked[readers]
        found = self._variables.get(asked)
        if found is None:
            found = frozenset(variable for variable in range(asked.bit_length()) if asked >> variable & 1)
            self._variables[asked] = found
        return found

    def forget(self, readers: Readers, variable: int) -> Readers:
        """Return the readers who are in a set with some value of a variable."""
        if not self._asked[readers] >> variable & 1:
            return readers
        key = (readers, variable)
        if key not in self._forgotten:
            self._forgotten[key] = self._forget(readers, variable)
        return self._forgotten[key]

    def a_member(self, readers: Readers) -> Mapping[int, int] | None:
        """Return cells by variable that put a reader into a set, the first cell wherever it can be; None for nobody."""
        if readers == NOBODY:
            return None
        found: dict[int, int] = {}
        while readers != EVERYBODY:
            cell, child = min((_first(cells), child) for child, cells in self._edges[readers] if child != NOBODY)
            found[self._levels[readers]] = cell
            readers = child
        return found

    def _joined(self, one: Readers, other: Readers, join: Callable[[Readers, Readers], Readers]) -> Readers:
        """Return the node of two sets whose children are joined; `join` is commutative."""
        self._step()
        upper, lower = (one, other) if self._levels[one] <= self._levels[other] else (other, one)
        level = self._levels[upper]
        beside = self._edges[lower] if self._levels[lower] == level else ((lower, self._full[level]),)
        parts: dict[Readers, int] = {}
        for left, left_cells in self._edges[upper]:
            for right, right_cells in beside:
                cells = left_cells & right_cells
                if cells:
                    child = join(left, right)
                    parts[child] = parts.get(child, 0) | cells
        return self._node(level, parts)

    def _forget(self, readers: Readers, variable: int) -> Readers:
        if self._levels[readers] == variable:
            return self.any_of(child for child, _ in self._edges[readers])
        self._step()
        parts: dict[Readers, int] = {}
        for child, cells in self._edges[readers]:
            changed = self.forget(child, variable)
            parts[changed] = parts.get(changed, 0) | cells
        return self._node(self._levels[readers], parts)

    def _node(self, level: int, parts: Mapping[Readers, int]) -> Readers:
        if len(parts) == 1:
            return next(iter(parts))
        edges = tuple(sorted(parts.items()))
        key = (level, edges)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = len(self._levels)
            self._levels.append(level)
            self._edges.append(edges)
            asked = 1 << level
            for child in parts:
                asked |= self._asked[child]
            self._asked.append(asked)
        return found

    def _step(self) -> None:
        self._steps += 1
        if self._steps > self._budget:
            raise TooLargeError(f"it takes more than {self._budget:,} steps")


def _first(cells: int) -> int:
    return (cells & -cells).bit_length() - 1
