"""Whether some of a reader's facts alone force what a condition is."""

from collections import Counter
from collections.abc import Mapping
from itertools import chain, islice

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import Atom, Condition, atoms, fields_of
from builder.conditions.representatives import representatives
from builder.conditions.truth import NO, bit
from builder.schema import FieldName, Value

MOST_STEPS = 2_000

Names = frozenset[FieldName]
Answers = Mapping[FieldName, Value]


class TooLargeError(Exception):
    """A search takes more steps than it may."""


class Forcing:
    """One condition and one reader: which of the reader's facts leave it one truth.

    A fact is a field with its value, or that it is not given. Facts force the truth where the condition has it for
    every reader of whom the same is true. Other readers are looked for until one is found for whom it has another;
    a search that would take too long counts as if it had found one, `refutes` tells of those that were found.
    """

    def __init__(self, condition: Condition, facts: Facts) -> None:
        """Judge the condition."""
        self.condition, self.facts = condition, facts
        self.truth = judge(condition, facts)
        self.fields = fields_behind(condition, facts)
        self._order = _most_shared_first(condition, facts, self.fields)
        self._values: dict[FieldName, tuple[Value, ...]] = {}
        self._differences: list[Names] = []
        self._steps = 0

    def holds_by_parts(self, fields: Names, muted: frozenset[Atom] = frozenset()) -> bool:
        """Tell whether the facts force the truth even if comparisons of one field had nothing to do with each other."""
        return possible(self.condition, self.facts, Quotes(fields, muted)) == bit(self.truth)

    def holds(self, fields: Names, muted: frozenset[Atom] = frozenset()) -> bool:
        """Tell whether the facts about some fields force the truth, also when some atoms may be anything."""
        if self.refutes(fields):
            return False
        given = {name: value for name, value in self.facts.given.items() if name in fields}
        hidden = tuple(name for name in self._order if name not in fields)
        self._steps = 0
        try:
            other = self._exception(given, hidden, muted)
        except TooLargeError:
            return False
        if other is not None and not muted and self._can_exist(other):
            self._differences.append(frozenset(n for n in self.fields if other.get(n) != self.facts.given.get(n)))
        return other is None

    def refutes(self, fields: Names) -> bool:
        """Tell whether a reader was found of whom the same facts are true, and for whom the condition is otherwise."""
        return any(fields.isdisjoint(difference) for difference in self._differences)

    def _can_exist(self, answers: Answers) -> bool:
        return all(self.facts.fields[name].allows(value) for name, value in answers.items() if name in self._values)

    def _exception(self, given: Answers, hidden: tuple[FieldName, ...], muted: frozenset[Atom]) -> Answers | None:
        """Return answers with which the condition is something else; `hidden` are the fields that may have any."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooLargeError
        facts = self.facts.giving(given)
        shown = Quotes(frozenset(name for name in self.fields if name not in hidden), muted)
        if is_impossible(facts, shown) or possible(self.condition, facts, shown) == bit(self.truth):
            return None
        if possible(self.condition, facts, Quotes(muted=muted)) != bit(self.truth) and not is_impossible(facts):
            return given
        for value in self._options(hidden[0]) if hidden else ():
            answers = given if value is None else {**given, hidden[0]: value}
            other = self._exception(answers, hidden[1:], muted)
            if other is not None:
                return other
        return None

    def _options(self, name: FieldName) -> tuple[Value | None, ...]:
        if name not in self._values:
            self._values[name] = values_to_try(name, self.condition, self.facts)
        return (*self._values[name], None)


def values_to_try(name: FieldName, condition: Condition, facts: Facts) -> tuple[Value, ...]:
    """Return the values of a field that a condition tells apart, `MOST_STEPS` at most."""
    found = representatives(facts.fields[name], condition, facts)
    return tuple(dict.fromkeys(islice(found, MOST_STEPS)))


def is_impossible(facts: Facts, quotes: Quotes | None = None) -> bool:
    """Tell whether an answer does not apply to whoever gives the quoted ones."""
    ruled = ((value, facts.rules[name]) for name, value in facts.given.items() if name in facts.rules)
    asked = quotes or Quotes()
    return any(v != rule.otherwise and possible(rule.only_when, facts, asked) == NO for v, rule in ruled)


def _most_shared_first(condition: Condition, facts: Facts, fields: tuple[FieldName, ...]) -> tuple[FieldName, ...]:
    """Sort fields by how many comparisons look at them: where each is looked at once, all parts are independent."""
    rules = (facts.rules[name].atoms for name in fields if name in facts.rules)
    looks = Counter(name for atom in chain(atoms(condition), *rules) for name in fields_of(atom))
    return tuple(sorted(fields, key=lambda name: -looks[name]))
