"""Whether another answer to one field can change what a condition is."""

from collections.abc import Iterator

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts
from builder.conditions.forcing import MOST_STEPS, Answers, TooLargeError, is_impossible, values_to_try
from builder.conditions.nodes import And, Atom, Compare, Condition, Holds, Known, Named, Not, Or, fields_of
from builder.conditions.truth import NO, only
from builder.schema import FieldName, Value


def open_by_parts(condition: Condition, facts: Facts, quotes: Quotes) -> frozenset[FieldName]:
    """Return the fields that are not quoted and that could change the condition if its parts were independent.

    Any other field changes nothing. Where a condition looks at the same field twice, or parts depend on each
    other in another way, a field may be returned that changes nothing either.
    """
    if only(possible(condition, facts, quotes)) is not None:
        return frozenset()
    match condition:
        case And(operands) | Or(operands):
            return frozenset(name for operand in operands for name in open_by_parts(operand, facts, quotes))
        case Not(operand) | Named(_, operand):
            return open_by_parts(operand, facts, quotes)
        case Compare() | Holds() | Known():
            return _open_in_atom(condition, facts, quotes)


def _open_in_atom(atom: Atom, facts: Facts, quotes: Quotes) -> frozenset[FieldName]:
    hidden = tuple(name for name in fields_of(atom) if quotes.hide(name) and _could_apply(name, facts, quotes))
    missing = (name for name in fields_of(atom) if name in facts.rules and name not in facts.given)
    return frozenset(hidden).union(*(open_by_parts(facts.rules[name].only_when, facts, quotes) for name in missing))


def _could_apply(name: FieldName, facts: Facts, quotes: Quotes) -> bool:
    return name not in facts.rules or possible(facts.rules[name].only_when, facts, quotes) != NO


class Changing:
    """One condition and one reader: which missing answers can change what the condition is.

    An answer can where two readers who say all that this one says differ in it alone, and the condition is
    something else for the one than for the other. To leave a question out is an answer too. All such readers are
    tried, as far as the condition can tell them apart.
    """

    def __init__(self, condition: Condition, facts: Facts) -> None:
        """Try nothing yet."""
        self._condition, self._facts = condition, facts
        self._values: dict[FieldName, tuple[Value, ...]] = {}
        self._steps = 0

    def can(self, name: FieldName) -> bool:
        """Tell whether an answer to a field, or the lack of one, can change the condition.

        Raises:
            TooLargeError: there are too many readers to try.
        """
        self._steps = 0
        return self._can(name, self._facts.given, frozenset(self._facts.given))

    def _can(self, name: FieldName, given: Answers, settled: frozenset[FieldName]) -> bool:
        """Tell the same of readers with some more answers; other fields in `settled` stay without one."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooLargeError
        facts, shown = self._facts.giving(given), Quotes(settled)
        if is_impossible(facts, shown):
            return False
        found = open_by_parts(self._condition, facts, shown)
        if name not in found:
            return False
        if self._differs(name, facts):
            return True
        following = next((other for other in self._facts.fields if other in found and other != name), None)
        return following is not None and any(
            self._can(name, answers, settled | {following}) for answers in self._answering(following, given)
        )

    def _differs(self, name: FieldName, facts: Facts) -> bool:
        """Tell whether an answer changes the condition for this very reader."""
        if is_impossible(facts):
            return False
        now = judge(self._condition, facts)
        answered = (facts.giving(answers) for answers in self._answering(name, facts.given) if name in answers)
        return any(judge(self._condition, one) is not now and not is_impossible(one) for one in answered)

    def _answering(self, name: FieldName, given: Answers) -> Iterator[Answers]:
        """Yield the answers with each answer to one field more, last of all none."""
        if name not in self._values:
            self._values[name] = values_to_try(name, self._condition, self._facts)
        if len(self._values[name]) == MOST_STEPS:
            raise TooLargeError
        yield from ({**given, name: value} for value in self._values[name])
        yield given
