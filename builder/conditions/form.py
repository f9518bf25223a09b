"""Conditions as text, and as JSON for other evaluators."""

from collections.abc import Sequence

from builder.conditions.nodes import And, Compare, Condition, FieldRef, Holds, Known, Literal, Named, Not, Operand, Or

Json = str | int | bool | Sequence["Json"]


def format_condition(condition: Condition) -> str:
    """Return a condition as its author could have written it; parsing it gives the same tree."""
    match condition:
        case And(operands):
            return " and ".join(_inside(operand) for operand in operands)
        case Or(operands):
            return " or ".join(_inside(operand) for operand in operands)
        case Not(operand):
            return f"not {_inside(operand)}"
        case Named(name):
            return name
        case Holds(name):
            return name
        case Known(name):
            return f"known {name}"
        case Compare(left, operator, right):
            return f"{_operand(left)} {operator} {_operand(right)}"


def condition_json(condition: Condition) -> Json:
    """Return a condition as nested lists, the first item of each its operation.

    `["and", ...]`, `["or", ...]`, `["not", c]`, `["named", name]`, `["holds", field]`,
    `["known", field]` and `[operator, operand, operand]` with the operands `["field", name]`,
    `["value", value]` and, for a threshold, `["value", value, name]`.
    """
    match condition:
        case And(operands):
            return ["and", *(condition_json(operand) for operand in operands)]
        case Or(operands):
            return ["or", *(condition_json(operand) for operand in operands)]
        case Not(operand):
            return ["not", condition_json(operand)]
        case Named(name):
            return ["named", name]
        case Holds(name):
            return ["holds", name]
        case Known(name):
            return ["known", name]
        case Compare(left, operator, right):
            return [str(operator), _operand_json(left), _operand_json(right)]


def _inside(condition: Condition) -> str:
    text = format_condition(condition)
    return f"({text})" if isinstance(condition, And | Or | Not) else text


def _operand(operand: Operand) -> str:
    match operand:
        case FieldRef(name):
            return name
        case Literal(value, name):
            return name or _constant(value)


def _constant(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_constant(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else f"{value}"


def _operand_json(operand: Operand) -> Json:
    match operand:
        case FieldRef(name):
            return ["field", name]
        case Literal(value, name):
            constant = list(value) if isinstance(value, tuple) else value
            return ["value", constant, name] if name else ["value", constant]
