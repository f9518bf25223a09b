"""Small mistakes that an author could make in a condition."""

from collections.abc import Iterable, Iterator

from builder.conditions.form import format_condition
from builder.conditions.nodes import (
    And,
    Compare,
    Condition,
    Holds,
    Known,
    Literal,
    Named,
    Not,
    Operand,
    Operator,
    Or,
    atoms,
)
from builder.records import dataclass

_NEAR = {
    Operator.LESS: Operator.AT_MOST,
    Operator.AT_MOST: Operator.LESS,
    Operator.MORE: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.MORE,
    Operator.EQUAL: Operator.DIFFERENT,
    Operator.DIFFERENT: Operator.EQUAL,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A condition with one mistake in it, and the mistake in words."""

    condition: Condition
    mistake: str


def mutants_of(condition: Condition) -> Iterator[Mutant]:
    """Yield a condition with each mistake: turned around, a part dropped, `and` for `or`, a comparison moved."""
    yield Mutant(Not(condition), "the condition turned around")
    yield from _inside(condition)


def shifted(condition: Condition, threshold: str, step: int) -> Condition:
    """Return a condition with one threshold moved, also in the named conditions that it uses."""
    match condition:
        case And(operands):
            return And(tuple(shifted(operand, threshold, step) for operand in operands))
        case Or(operands):
            return Or(tuple(shifted(operand, threshold, step) for operand in operands))
        case Not(operand):
            return Not(shifted(operand, threshold, step))
        case Named(name, meaning):
            return Named(name, shifted(meaning, threshold, step))
        case Compare(left, operator, right):
            return Compare(_moved(left, threshold, step), operator, _moved(right, threshold, step))
        case Holds() | Known():
            return condition


def replaced(condition: Condition, name: str, meaning: Condition) -> Condition:
    """Return a condition in which a named condition means something else."""
    match condition:
        case Named(own, inner):
            return Named(own, meaning if own == name else replaced(inner, name, meaning))
        case And(operands):
            return And(tuple(replaced(operand, name, meaning) for operand in operands))
        case Or(operands):
            return Or(tuple(replaced(operand, name, meaning) for operand in operands))
        case Not(operand):
            return Not(replaced(operand, name, meaning))
        case Compare() | Holds() | Known():
            return condition


def _inside(condition: Condition) -> Iterator[Mutant]:
    match condition:
        case And(operands):
            yield from _in_group(operands, And, Or, "`or` for `and`")
        case Or(operands):
            yield from _in_group(operands, Or, And, "`and` for `or`")
        case Not(operand):
            yield from (Mutant(Not(inner.condition), inner.mistake) for inner in _inside(operand))
        case Compare():
            yield from _compared(condition)
        case Named() | Holds() | Known():
            return


Group = type[And] | type[Or]


def _in_group(operands: tuple[Condition, ...], group: Group, other: Group, swap: str) -> Iterator[Mutant]:
    yield Mutant(other(operands), swap)
    for number, operand in enumerate(operands):
        before, after = operands[:number], operands[number + 1 :]
        yield Mutant(group((*before, *after)), f"`{format_condition(operand)}` dropped")
        if isinstance(operand, Not | Named | Holds | Known):
            turned = operand.operand if isinstance(operand, Not) else Not(operand)
            yield Mutant(group((*before, turned, *after)), f"`{format_condition(operand)}` turned around")
        for inner in _inside(operand):
            yield Mutant(group((*before, inner.condition, *after)), inner.mistake)


def _compared(compare: Compare) -> Iterator[Mutant]:
    shown = format_condition(compare)
    near = _NEAR.get(compare.operator)
    if near is not None:
        changed = Compare(compare.left, near, compare.right)
        yield Mutant(changed, f"`{format_condition(changed)}` for `{shown}`")
    for changed in (*_steps(compare), *_shorter(compare)):
        yield Mutant(changed, f"`{format_condition(changed)}` for `{shown}`")


def _steps(compare: Compare) -> Iterator[Compare]:
    """Yield a comparison with a number moved by one; named thresholds are moved everywhere at once, see `shifted`."""
    for step in (-1, 1):
        if _is_plain_number(compare.left):
            yield Compare(_plus(compare.left, step), compare.operator, compare.right)
        if _is_plain_number(compare.right):
            yield Compare(compare.left, compare.operator, _plus(compare.right, step))


def _shorter(compare: Compare) -> Iterable[Compare]:
    """Yield a comparison with one item of its list left out."""
    right = compare.right
    if isinstance(right, Literal) and isinstance(right.value, tuple) and len(right.value) > 1:
        for item in right.value:
            rest = tuple(other for other in right.value if other != item)
            yield Compare(compare.left, compare.operator, Literal(rest))


def _is_plain_number(side: Operand) -> bool:
    return isinstance(side, Literal) and isinstance(side.value, int) and not side.name


def _plus(side: Operand, step: int) -> Operand:
    return Literal(side.value + step) if isinstance(side, Literal) and isinstance(side.value, int) else side


def _moved(side: Operand, threshold: str, step: int) -> Operand:
    if isinstance(side, Literal) and side.name == threshold and isinstance(side.value, int):
        return Literal(side.value + step, threshold)
    return side


def thresholds_of(condition: Condition) -> frozenset[str]:
    """Return the thresholds that a condition compares with, also by way of named conditions."""
    sides = (side for atom in atoms(condition) if isinstance(atom, Compare) for side in (atom.left, atom.right))
    return frozenset(side.name for side in sides if isinstance(side, Literal) and side.name)
