"""Conditions as written: names not looked up yet, every part with its place."""

from builder.conditions.nodes import Operator
from builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something: a field, a named condition or a threshold."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text or a list of either."""

    value: int | str | tuple[int | str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KnownName:
    """`known` with the name it asks about."""

    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Negation:
    """`not` with what it turns around."""

    operand: "Part"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Parts joined by `and` or by `or`."""

    word: str
    operands: "tuple[Part, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands with comparisons between them: `a <= b < c`."""

    operands: "tuple[Part, ...]"
    operators: tuple[Operator, ...]
    start: int
    end: int


Part = Name | Constant | KnownName | Negation | Group | Chain
