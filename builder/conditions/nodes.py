"""Conditions as trees: checked, with every name resolved.

They are keys of many tables, so that each has a hash of the least that tells it from others.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from builder.records import dataclass
from builder.schema import FieldName

Constant = int | str | tuple[int | str, ...]


class Operator(StrEnum):
    """How two operands are compared."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "=="
    DIFFERENT = "!="
    IN = "in"


# An operator as seen from the other side; one that is not here is the same from both.
MIRRORED: Mapping[Operator, Operator] = {
    Operator.LESS: Operator.MORE,
    Operator.MORE: Operator.LESS,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.AT_MOST,
}


@dataclass(frozen=True, slots=True)
class FieldRef:
    """The value a profile gives to a field."""

    name: FieldName

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the condition; `name` is its threshold's name, if it has one."""

    value: Constant
    name: str = ""

    def __hash__(self) -> int:
        return hash(self.value)


Operand = FieldRef | Literal


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two operands."""

    left: Operand
    operator: Operator
    right: Operand

    def __hash__(self) -> int:
        return hash((self.left, self.right))


@dataclass(frozen=True, slots=True)
class Holds:
    """A true/false field standing for itself."""

    name: FieldName

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the profile gives a field at all: yes or no, never unknown."""

    name: FieldName

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    operand: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """All of several conditions."""

    operands: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of several conditions."""

    operands: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Named:
    """A condition with a name, and what the name stands for."""

    name: str
    condition: "Condition"

    def __hash__(self) -> int:
        return hash(self.name)


Atom = Compare | Holds | Known
Condition = Atom | Not | And | Or | Named

ALWAYS = And(())


@lru_cache(maxsize=10_000)
def atoms(condition: Condition) -> tuple[Atom, ...]:
    """Return the comparisons a condition is made of, in order, each once."""
    found: dict[Atom, None] = {}
    pending = [condition]
    while pending:
        match pending.pop():
            case Compare() | Holds() | Known() as atom:
                found[atom] = None
            case Not(operand):
                pending.append(operand)
            case Named(_, meaning):
                pending.append(meaning)
            case And(operands) | Or(operands):
                pending.extend(reversed(operands))
    return tuple(found)


def fields_of(atom: Atom) -> tuple[FieldName, ...]:
    """Return the fields a comparison looks at."""
    match atom:
        case Holds(name) | Known(name):
            return (name,)
        case Compare(left, _, right):
            return tuple(side.name for side in (left, right) if isinstance(side, FieldRef))
