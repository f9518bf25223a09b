"""What a condition is for one reader: yes, no or unknown."""

from collections.abc import Callable

from builder.conditions.facts import Facts
from builder.conditions.nodes import (
    And,
    Atom,
    Compare,
    Condition,
    FieldRef,
    Holds,
    Known,
    Named,
    Not,
    Operand,
    Operator,
    Or,
)
from builder.conditions.truth import ANY, BOTH, EITHER, NO, UNKNOWN, YES, Truth, negated, only
from builder.schema import FieldName, Value

_SCALE: dict[Operator, Callable[[object, object], bool]] = {
    Operator.LESS: lambda a, b: _order(a, b) < 0,
    Operator.AT_MOST: lambda a, b: _order(a, b) <= 0,
    Operator.MORE: lambda a, b: _order(a, b) > 0,
    Operator.AT_LEAST: lambda a, b: _order(a, b) >= 0,
    Operator.EQUAL: lambda a, b: a == b,
    Operator.DIFFERENT: lambda a, b: a != b,
}


def judge(condition: Condition, facts: Facts) -> Truth:
    """Return what a condition is for the reader who gave these facts.

    A comparison with a field that is not given is unknown, and with one that does not apply
    to the reader it is no.
    """
    truth = only(possible(condition, facts, Quotes()))
    assert truth is not None, "a whole profile leaves one truth"  # noqa: S101 - an invariant of `possible`
    return truth


class Quotes:
    """Which facts may be looked at; by default all of them."""

    __slots__ = ("fields", "muted")

    def __init__(self, fields: frozenset[FieldName] | None = None, muted: frozenset[Atom] = frozenset()) -> None:
        """Allow only some fields, where `fields` is given, and ignore the atoms in `muted`."""
        self.fields = fields
        self.muted = muted

    def hide(self, name: FieldName) -> bool:
        """Tell whether a field may not be looked at."""
        return self.fields is not None and name not in self.fields


def possible(condition: Condition, facts: Facts, quotes: Quotes) -> int:
    """Return every truth a condition may have (see `truth`) when only the quoted facts are looked at."""
    match condition:
        case And(operands):
            truths = YES
            for operand in operands:
                truths = BOTH[truths][possible(operand, facts, quotes)]
            return truths
        case Or(operands):
            truths = NO
            for operand in operands:
                truths = EITHER[truths][possible(operand, facts, quotes)]
            return truths
        case Not(operand):
            return negated(possible(operand, facts, quotes))
        case Named(_, meaning):
            return possible(meaning, facts, quotes)
        case Compare() | Holds() | Known():
            return ANY if condition in quotes.muted else _atom(condition, facts, quotes)


def _atom(atom: Atom, facts: Facts, quotes: Quotes) -> int:
    match atom:
        case Known(name):
            return ANY if quotes.hide(name) else YES if name in facts.given else NO
        case Holds(name):
            truths, values = _field(name, facts, quotes)
            for value in values:
                truths |= YES if value is True else NO
            return truths
        case Compare(left, operator, right):
            return _comparison(left, operator, right, facts, quotes)


def _comparison(left: Operand, operator: Operator, right: Operand, facts: Facts, quotes: Quotes) -> int:
    left_truths, left_values = _side(left, facts, quotes)
    right_truths, right_values = _side(right, facts, quotes)
    if (left_truths, left_values) == (NO, ()) or (right_truths, right_values) == (NO, ()):
        return NO
    truths = left_truths | right_truths
    for a in left_values:
        for b in right_values:
            truths |= YES if compares(operator, a, b) else NO
    return truths


def _side(side: Operand, facts: Facts, quotes: Quotes) -> tuple[int, tuple[object, ...]]:
    if isinstance(side, FieldRef):
        return _field(side.name, facts, quotes)
    return 0, (side.value,)


def _field(name: FieldName, facts: Facts, quotes: Quotes) -> tuple[int, tuple[Value, ...]]:
    """Return the truths a comparison has whatever the value, and the values the field may have."""
    is_hidden = quotes.hide(name)
    if not is_hidden and name in facts.given:
        return 0, (facts.given[name],)
    rule = facts.rules.get(name)
    applies = YES if rule is None else possible(rule.only_when, facts, quotes)
    may_apply, may_not = applies & (YES | UNKNOWN), applies & NO
    if may_apply and is_hidden:
        return ANY, ()
    truths = UNKNOWN if may_apply else 0
    if may_not and (rule is None or rule.otherwise is None):
        return truths | NO, ()
    return truths, (rule.otherwise,) if may_not and rule and rule.otherwise is not None else ()


def compares(operator: Operator, left: object, right: object) -> bool:
    """Tell whether a comparison of two values holds."""
    return _is_in(left, right) if operator is Operator.IN else _SCALE[operator](left, right)


def _order(left: object, right: object) -> int:
    if isinstance(left, int) and isinstance(right, int):
        return (left > right) - (left < right)
    return (str(left) > str(right)) - (str(left) < str(right))


def _is_in(left: object, right: object) -> bool:
    if not isinstance(right, tuple):
        return False
    if isinstance(left, tuple):
        return any(item in right for item in left)
    return left in right
