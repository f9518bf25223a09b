"""Which operands can be compared, and with which values."""

import re
from collections.abc import Iterator, Mapping

from builder.conditions.nodes import Compare, FieldRef, Literal, Operand, Operator
from builder.diagnostics import did_you_mean
from builder.records import dataclass
from builder.schema import Field, FieldName, Kind

_ORDERED = frozenset({Kind.WHOLE, Kind.MONTH})
_ORDERINGS = frozenset({Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST})
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")

Fields = Mapping[FieldName, Field]


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a comparison; `is_left` where it is the left operand."""

    is_left: bool
    message: str
    hint: str = ""


def check_types(compare: Compare, fields: Fields) -> Slip | None:
    """Return the first thing that makes a comparison impossible, or None."""
    return next(_slips(compare, fields), None)


def _slips(compare: Compare, fields: Fields) -> Iterator[Slip]:
    left, operator, right = compare.left, compare.operator, compare.right
    if isinstance(left, Literal) and isinstance(right, Literal):
        yield Slip(is_left=False, message="expected a field on one side, found two constants")
    for side, is_left in ((left, True), (right, False)):
        if isinstance(side, FieldRef) and fields[side.name].kind is Kind.FLAG:
            hint = f"write `{side.name}` or `not {side.name}`"
            yield Slip(is_left, f"the true/false field `{side.name}` cannot be compared", hint)
    if operator is Operator.IN:
        yield from _membership_slips(left, right, fields)
    else:
        yield from _comparison_slips(compare, fields)


def _membership_slips(left: Operand, right: Operand, fields: Fields) -> Iterator[Slip]:
    if isinstance(right, Literal):
        if not isinstance(right.value, tuple) or not right.value:
            yield Slip(is_left=False, message="expected a list behind `in`", hint='write `["one", "two"]`')
        elif isinstance(left, FieldRef):
            yield from _value_slips(fields[left.name], right.value, is_left=False)
        return
    found = fields[right.name]
    if found.kind is not Kind.TEXTS:
        yield Slip(is_left=False, message=f"expected a list behind `in`, found the {found.kind} `{found.name}`")
    elif isinstance(left, Literal) and not isinstance(left.value, str):
        yield Slip(is_left=True, message=f"`{found.name}` is a list of texts: expected a text in front of `in`")
    elif isinstance(left, FieldRef) and fields[left.name].kind not in {Kind.TEXT, Kind.CHOICE}:
        yield Slip(is_left=True, message=f"`{left.name}` cannot be looked for in `{found.name}`")


def _comparison_slips(compare: Compare, fields: Fields) -> Iterator[Slip]:
    left, operator, right = compare.left, compare.operator, compare.right
    for side, is_left in ((left, True), (right, False)):
        if isinstance(side, FieldRef) and fields[side.name].kind is Kind.TEXTS:
            yield Slip(is_left, f"`{side.name}` is a list", f'write `"a text" in {side.name}`')
        elif isinstance(side, FieldRef) and operator in _ORDERINGS and fields[side.name].kind not in _ORDERED:
            yield Slip(is_left, f"`{side.name}` has no order: expected `==`, `!=` or `in`, found `{operator}`")
        elif isinstance(side, Literal) and isinstance(side.value, tuple):
            yield Slip(
                is_left, f"expected one value beside `{operator}`, found a list", "write `in` to look into a list"
            )
    if isinstance(left, FieldRef) and isinstance(right, FieldRef):
        yield from _pair_slips(fields[left.name], fields[right.name])
    elif isinstance(left, FieldRef) and isinstance(right, Literal):
        yield from _value_slips(fields[left.name], (right.value,), is_left=False)
    elif isinstance(left, Literal) and isinstance(right, FieldRef):
        yield from _value_slips(fields[right.name], (left.value,), is_left=True)


def _pair_slips(left: Field, right: Field) -> Iterator[Slip]:
    if left.kind is not right.kind:
        kinds = f"a {left.kind} and a {right.kind}"
        yield Slip(is_left=False, message=f"`{left.name}` and `{right.name}` cannot be compared: {kinds}")


def _value_slips(field: Field, values: tuple[object, ...], *, is_left: bool) -> Iterator[Slip]:
    for value in values:
        message, hint = _misfit(field, value)
        if message:
            yield Slip(is_left, message, hint)


def _misfit(field: Field, value: object) -> tuple[str, str]:
    match field.kind:
        case Kind.WHOLE:
            return _number_misfit(field, value)
        case Kind.CHOICE if value not in field.choices:
            choices = " or ".join(f'"{choice}"' for choice in field.choices)
            near = did_you_mean(str(value), field.choices).replace("`", '"')
            return f"`{field.name}` is never {_shown(value)}", near or f"it is {choices}"
        case Kind.MONTH if not (isinstance(value, str) and _MONTH.fullmatch(value)):
            return f"`{field.name}` is a month, not {_shown(value)}", 'write it like "2027-03"'
        case Kind.TEXT | Kind.TEXTS if not isinstance(value, str):
            return f"`{field.name}` is a text, not {_shown(value)}", "put the text in double quotes"
    return "", ""


def say_range(low: int | None, high: int | None) -> str:
    """Return "between 1 and 300", or the one end there is in words."""
    if low is None or high is None:
        return f"at or above {low}" if high is None else f"at or below {high}"
    return f"between {low} and {high}"


def _number_misfit(field: Field, value: object) -> tuple[str, str]:
    if not isinstance(value, int):
        return f"`{field.name}` is a whole number, not {_shown(value)}", "write the number without quotes"
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return f"`{field.name}` is never {value}", f"it lies {say_range(low, high)}"
    return "", ""


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value}"
