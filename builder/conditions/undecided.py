"""Which missing facts could still change what a condition is."""

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts
from builder.conditions.nodes import And, Atom, Compare, Condition, Holds, Known, Named, Not, Or, fields_of
from builder.conditions.truth import NO, YES, Truth, only
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

    Any other field changes nothing, whatever else is answered. Where a condition looks at the same
    field twice, a field may be returned that changes nothing either.
    """
    if only(_outcomes(condition, facts)) is not None:
        return frozenset()
    match condition:
        case And(operands) | Or(operands):
            return frozenset(name for operand in operands for name in undecided_fields(operand, facts))
        case Not(operand) | Named(_, operand):
            return undecided_fields(operand, facts)
        case Compare() | Holds() | Known():
            return _of_atom(condition, facts)


def _of_atom(atom: Atom, facts: Facts) -> frozenset[FieldName]:
    missing = tuple(name for name in fields_of(atom) if name not in facts.given and may_apply(name, facts))
    rules = (facts.rules[name].only_when for name in missing if name in facts.rules)
    return frozenset(missing).union(*(undecided_fields(rule, facts) for rule in rules))


def _outcomes(condition: Condition, facts: Facts) -> int:
    """Return the set of what the condition is or may become."""
    return possible(condition, facts, Quotes(frozenset(facts.given)))
