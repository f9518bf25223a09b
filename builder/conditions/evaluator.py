"""What a condition is for one reader: yes, no or unknown."""

from collections.abc import Callable
from enum import Enum

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
from builder.conditions.truth import ANY, BOTH, EITHER, NO, UNKNOWN, YES, Table, Truth, negated, only
from builder.schema import FieldName

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
    truth = only(possible(condition, facts, _ALL_QUOTED))
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


_ALL_QUOTED = Quotes()


def possible(condition: Condition, facts: Facts, quotes: Quotes) -> int:
    """Return every truth a condition may have (see `truth`) when only the quoted facts are looked at."""
    match condition:
        case And(operands):
            return _joined(operands, BOTH, NO, facts, quotes)
        case Or(operands):
            return _joined(operands, EITHER, YES, facts, quotes)
        case Not(operand):
            return negated(possible(operand, facts, quotes))
        case Named(_, meaning):
            return possible(meaning, facts, quotes)
        case Compare() | Holds() | Known():
            return ANY if quotes.muted and condition in quotes.muted else _atom(condition, facts, quotes)


def _joined(operands: tuple[Condition, ...], table: Table, last: int, facts: Facts, quotes: Quotes) -> int:
    """Join the truths of operands; `last` is the one that no further operand can change."""
    truths = negated(last)
    for operand in operands:
        truths = table[truths][possible(operand, facts, quotes)]
        if truths == last:
            break
    return truths


class _Gap(Enum):
    """What a field may have instead of a value that can be looked at."""

    MISSING = "not given"
    INAPPLICABLE = "does not apply"
    HIDDEN = "some value"


_NOT_GIVEN: tuple[object, ...] = (_Gap.MISSING,)
_NOT_SEEN: tuple[object, ...] = (_Gap.MISSING, _Gap.HIDDEN)


def _atom(atom: Atom, facts: Facts, quotes: Quotes) -> int:
    match atom:
        case Known(name):
            return ANY if quotes.hide(name) else YES if name in facts.given else NO
        case Holds(name):
            return _truths(Operator.EQUAL, _options(name, facts, quotes), (True,))
        case Compare(left, operator, right):
            return _truths(operator, _side(left, facts, quotes), _side(right, facts, quotes))


def _truths(operator: Operator, lefts: tuple[object, ...], rights: tuple[object, ...]) -> int:
    if len(lefts) == len(rights) == 1:
        return _truth(operator, lefts[0], rights[0])
    truths = 0
    for left in lefts:
        for right in rights:
            truths |= _truth(operator, left, right)
    return truths


def _truth(operator: Operator, left: object, right: object) -> int:
    if left is _Gap.INAPPLICABLE or right is _Gap.INAPPLICABLE:
        return NO
    if left is _Gap.MISSING or right is _Gap.MISSING:
        return UNKNOWN
    if left is _Gap.HIDDEN or right is _Gap.HIDDEN:
        return YES | NO
    return YES if compares(operator, left, right) else NO


def _side(side: Operand, facts: Facts, quotes: Quotes) -> tuple[object, ...]:
    return _options(side.name, facts, quotes) if isinstance(side, FieldRef) else (side.value,)


def _options(name: FieldName, facts: Facts, quotes: Quotes) -> tuple[object, ...]:
    """Return what the field may have: a value, or one of the gaps."""
    is_hidden = quotes.fields is not None and name not in quotes.fields
    if not is_hidden and name in facts.given:
        return (facts.given[name],)
    rule = facts.rules.get(name)
    if rule is None:
        return _NOT_SEEN if is_hidden else _NOT_GIVEN
    applies = possible(rule.only_when, facts, quotes)
    options: tuple[object, ...] = ()
    if applies & (YES | UNKNOWN):
        options = _NOT_SEEN if is_hidden else _NOT_GIVEN
    if applies & NO:
        options = (*options, _Gap.INAPPLICABLE if rule.otherwise is None else rule.otherwise)
    return options


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
