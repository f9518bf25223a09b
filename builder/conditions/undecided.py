"""Which missing facts could still change what a condition is."""

from builder.conditions.changing import Changing, open_by_parts
from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts
from builder.conditions.forcing import TooLargeError
from builder.conditions.nodes import Condition
from builder.conditions.truth import NO, YES, Truth
from builder.schema import FieldName, Value


def may_apply(name: FieldName, facts: Facts) -> bool:
    """Tell whether a field can have a value for this reader, by the answers so far."""
    rule = facts.rules.get(name)
    return rule is None or judge(rule.only_when, facts) is not Truth.NO


def is_out_of_place(name: FieldName, value: Value, facts: Facts) -> bool:
    """Tell whether a field that does not apply to this reader has a value other than the schema gives it then."""
    rule = facts.rules.get(name)
    return rule is not None and value != rule.otherwise and not may_apply(name, facts)


def may_hold(condition: Condition, facts: Facts) -> bool:
    """Tell whether a condition is "yes", or could become it with answers that are missing."""
    return bool(_outcomes(condition, facts) & YES)


def may_fail(condition: Condition, facts: Facts) -> bool:
    """Tell whether a condition is "no", or could become it with answers that are missing."""
    return bool(_outcomes(condition, facts) & NO)


def undecided_fields(condition: Condition, facts: Facts) -> frozenset[FieldName]:
    """Return the fields that are not given and whose answer could change what the condition is.

    Any other field changes nothing, whatever else is answered or left out. Where there are too many readers to
    try (see `Changing`), a field may be returned that changes nothing either.
    """
    changing = Changing(condition, facts)
    return frozenset(name for name in open_by_parts(condition, facts, _given(facts)) if _may(changing, name))


def _may(changing: Changing, name: FieldName) -> bool:
    try:
        return changing.can(name)
    except TooLargeError:
        return True


def _outcomes(condition: Condition, facts: Facts) -> int:
    """Return the set of what the condition is or may become."""
    return possible(condition, facts, _given(facts))


def _given(facts: Facts) -> Quotes:
    return Quotes(frozenset(facts.given))
