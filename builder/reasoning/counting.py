"""How many different outcomes some decisions have over all readers."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from builder.reasoning.diagrams import EVERYBODY, NOBODY, Diagrams, Readers

STEPS = 3_000

# A decision: the readers of each of its outcomes; whoever is in none has one more.
Decision = frozenset[Readers]


@dataclass(frozen=True, slots=True)
class Count:
    """How many outcomes there are; where not exact, at least as many."""

    number: int
    is_exact: bool


def count_outcomes(sets: Diagrams, limits: Iterable[Readers], decisions: Iterable[Iterable[Readers]]) -> Count:
    """Count the different combinations of outcomes among the readers within all limits.

    Decisions that share no variable are counted apart and multiplied. Within a group one decision after the
    other is taken each way, which often lets the rest fall apart.
    """
    counting = _Counting(sets)
    whole = counting.split(limits)
    number = counting.count(whole, frozenset(frozenset(outcomes) for outcomes in decisions))
    return Count(number, counting.is_exact)


Blocks = frozenset[Readers]
_Member = TypeVar("_Member", bound=Hashable)


@dataclass(slots=True)
class _Counting:
    sets: Diagrams
    steps: int = STEPS
    is_exact: bool = True
    done: dict[tuple[Blocks, frozenset[Decision]], int] = field(default_factory=dict)
    simple: dict[tuple[Readers, Decision], Decision] = field(default_factory=dict)

    def count(self, blocks: Blocks, decisions: frozenset[Decision]) -> int:
        """Multiply the counts of groups that share nothing."""
        number = 1
        live = {self.within(blocks, decision) for decision in decisions}
        for some_blocks, some in self.groups(blocks, frozenset(one for one in live if len(one) > 1)):
            number *= self.count_group(some_blocks, some)
        return number

    def count_group(self, blocks: Blocks, decisions: frozenset[Decision]) -> int:
        """Add up the counts for each outcome of one decision."""
        if len(decisions) == 1:
            return len(next(iter(decisions)))
        key = (blocks, decisions)
        if key not in self.done:
            self.steps -= 1
            self.sets.begin()
            if self.steps < 0:
                self.is_exact = False
                return max(len(decision) for decision in decisions)
            first = self.most_connected(decisions)
            rest = decisions - {first}
            self.done[key] = sum(self.count(self.narrowed(blocks, outcome), rest) for outcome in sorted(first))
        return self.done[key]

    def within(self, blocks: Blocks, decision: Decision) -> Decision:
        """Return a decision's outcomes among the readers within the blocks, asking as few variables as that takes."""
        variables = self.asked(decision)
        limit = self.sets.all_of(sorted(block for block in blocks if self.sets.variables(block) & variables))
        key = (limit, decision)
        if key not in self.simple:
            taken = [self.sets.both(outcome, limit) for outcome in sorted(decision)]
            rest = self.sets.without(limit, self.sets.any_of(taken))
            self.simple[key] = self.simplified(frozenset({*taken, rest} - {NOBODY}))
        return self.simple[key]

    def simplified(self, decision: Decision) -> Decision:
        """Forget every variable without which the outcomes stay apart."""
        for variable in sorted(self.asked(decision)):
            without = [self.sets.forget(outcome, variable) for outcome in sorted(decision)]
            if self.are_apart(without):
                decision = frozenset(without)
        return decision

    def are_apart(self, outcomes: Sequence[Readers]) -> bool:
        """Tell whether no reader has two of the outcomes."""
        taken = NOBODY
        for outcome in outcomes:
            if self.sets.both(taken, outcome) != NOBODY:
                return False
            taken = self.sets.either(taken, outcome)
        return True

    def asked(self, decision: Decision) -> frozenset[int]:
        """Return the variables that a decision asks for."""
        return frozenset().union(*(self.sets.variables(outcome) for outcome in decision))

    def narrowed(self, blocks: Blocks, outcome: Readers) -> Blocks:
        """Return the blocks of the readers with one outcome."""
        variables = self.sets.variables(outcome)
        touched = {block for block in blocks if self.sets.variables(block) & variables}
        return (blocks - touched) | self.split([*touched, outcome])

    def split(self, limits: Iterable[Readers]) -> Blocks:
        """Return sets with no variable in common that together leave the same readers."""
        found: set[Readers] = set()
        for group in _connected({limit: self.sets.variables(limit) for limit in limits if limit != EVERYBODY}):
            found |= self.factors(self.sets.all_of(sorted(group)))
        return frozenset(found)

    def factors(self, readers: Readers) -> set[Readers]:
        """Split off every variable that has nothing to do with the others."""
        found: set[Readers] = set()
        for variable in sorted(self.sets.variables(readers)):
            rest = self.sets.forget(readers, variable)
            alone = readers
            for other in self.sets.variables(readers) - {variable}:
                alone = self.sets.forget(alone, other)
            if self.sets.both(alone, rest) == readers:
                found.add(alone)
                readers = rest
        return (found | {readers}) - {EVERYBODY}

    def groups(self, blocks: Blocks, decisions: frozenset[Decision]) -> list[tuple[Blocks, frozenset[Decision]]]:
        """Return decisions with the blocks they share variables with, apart where they share none."""
        spread: dict[Readers | Decision, frozenset[int]] = {block: self.sets.variables(block) for block in blocks}
        spread.update({decision: self.asked(decision) for decision in decisions})
        found = []
        for group in _connected(spread):
            some = frozenset(member for member in group if isinstance(member, frozenset))
            if some:
                found.append((frozenset(member for member in group if isinstance(member, int)), some))
        return found

    def most_connected(self, decisions: frozenset[Decision]) -> Decision:
        """Return the decision to take first: the one whose variables most others ask for, few variables first."""
        spread = {decision: self.asked(decision) for decision in decisions}

        def rank(decision: Decision) -> tuple[float, list[int]]:
            shared = sum(1 for other in spread.values() if other & spread[decision])
            return -shared / len(spread[decision]), sorted(decision)

        return min(spread, key=rank)


def _connected(spread: Mapping[_Member, frozenset[int]]) -> Sequence[set[_Member]]:
    """Group what shares a variable, directly or by way of others."""
    groups: list[tuple[frozenset[int], set[_Member]]] = []
    for member, variables in spread.items():
        near = [group for group in groups if group[0] & variables]
        groups = [group for group in groups if not group[0] & variables]
        merged = variables.union(*(group[0] for group in near))
        groups.append((merged, {member}.union(*(group[1] for group in near))))
    return [members for _, members in groups]
