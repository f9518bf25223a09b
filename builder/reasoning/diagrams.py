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
        self._others: dict[Readers, Readers] = {NOBODY: EVERYBODY, EVERYBODY: NOBODY}
        self._supports: dict[Readers, frozenset[int]] = {NOBODY: frozenset(), EVERYBODY: frozenset()}
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
        if other in {one, EVERYBODY}:
            return one
        if one == EVERYBODY:
            return other
        if NOBODY in {one, other}:
            return NOBODY
        key = (one, other) if one < other else (other, one)
        found = self._both.get(key)
        if found is None:
            found = self._both[key] = self._intersect(one, other)
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
        return self.others(self.both(self.others(one), self.others(other)))

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
        found = self._supports.get(readers)
        if found is None:
            inner = (self.variables(child) for child, _ in self._edges[readers])
            found = frozenset({self._levels[readers]}).union(*inner)
            self._supports[readers] = found
        return found

    def forget(self, readers: Readers, variable: int) -> Readers:
        """Return the readers who are in a set with some value of a variable."""
        if variable not in self.variables(readers):
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

    def _intersect(self, one: Readers, other: Readers) -> Readers:
        self._step()
        left_level, right_level = self._levels[one], self._levels[other]
        if left_level != right_level:
            upper, lower = (one, other) if left_level < right_level else (other, one)
            return self._map(upper, lambda child: self.both(child, lower))
        parts: dict[Readers, int] = {}
        for left, left_cells in self._edges[one]:
            for right, right_cells in self._edges[other]:
                cells = left_cells & right_cells
                if cells:
                    child = self.both(left, right)
                    parts[child] = parts.get(child, 0) | cells
        return self._node(left_level, parts)

    def _forget(self, readers: Readers, variable: int) -> Readers:
        if self._levels[readers] == variable:
            return self.any_of(child for child, _ in self._edges[readers])
        self._step()
        return self._map(readers, lambda child: self.forget(child, variable))

    def _map(self, readers: Readers, change: Callable[[Readers], Readers]) -> Readers:
        parts: dict[Readers, int] = {}
        for child, cells in self._edges[readers]:
            changed = change(child)
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
        return found

    def _step(self) -> None:
        self._steps += 1
        if self._steps > self._budget:
            raise TooLargeError(f"it takes more than {self._budget:,} steps")


def _first(cells: int) -> int:
    return (cells & -cells).bit_length() - 1
