"""Values out of the cells of a roster, and what is wrong with one in words that never repeat it."""

import re
from collections.abc import Mapping

from builder.conditions.operand_types import say_range
from builder.dates import is_month
from builder.profiles import choice_hint, say_choices
from builder.records import dataclass
from builder.rosters.table import LONGEST_CELL
from builder.schema import Field, Kind, Schema, Value
from builder.sources import UNPRINTABLE

_FLAGS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DATE = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}([./-][0-9]{1,4})?")
_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")
EMPTY_HINT = "leave the cell empty if it is not known"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a cell does not fit its field, and what to do."""

    message: str
    hint: str = EMPTY_HINT


def read_cell(text: str, field: Field, schema: Schema, separator: str = "") -> Value | Misfit:
    """Return the value of a cell that is not empty; `separator` parts the items of a list.

    Without one a semicolon does, or a comma where no item of the field can hold one.
    """
    found = unreadable(text)
    if found is not None:
        return found
    match field.kind:
        case Kind.WHOLE:
            return int(text) if _WHOLE.fullmatch(text) else _misfit(text, field)
        case Kind.FLAG:
            return _FLAGS[text.casefold()] if text.casefold() in _FLAGS else _misfit(text, field)
        case Kind.MONTH:
            return text if is_month(text) else _misfit(text, field)
        case Kind.CHOICE:
            known = {choice.casefold(): choice for choice in field.choices}
            return known.get(text.casefold()) or _misfit(text, field)
        case Kind.TEXT:
            return text
        case Kind.TEXTS:
            return _items(text, field, schema, separator)


def unreadable(text: str) -> Misfit | None:
    """Return why no field can take a cell: its length, or a character that nobody sees."""
    if len(text) > LONGEST_CELL:
        return Misfit(f"expected at most {LONGEST_CELL:,} characters, found {len(text):,}", "shorten the text")
    found = UNPRINTABLE.search(text)
    if found:
        return Misfit(f"expected text, found the invisible character U+{ord(found[0]):04X}", "delete it")
    return None


def out_of_range(value: Value, field: Field) -> Misfit:
    """Return why a value of the right type is none that the schema allows."""
    match value:
        case bool() | int():
            return Misfit(f"`{field.name}` must be {_wanted(field)}, not another number")
        case tuple():
            return Misfit(f"`{field.name}` must be {_wanted(field)}, not other items")
        case str():
            found = (
                f"a text of {len(value)} characters" if field.kind is Kind.TEXT and not field.layout else "another text"
            )
            return Misfit(f"`{field.name}` must be {_wanted(field)}, not {found}")


def _items(text: str, field: Field, schema: Schema, separator: str) -> Value | Misfit:
    if not separator and ";" not in text and "," in text and not _is_code(field, schema):
        found = f"`{field.name}` must be {_wanted(field)}, not a text with commas"
        return Misfit(found, "write `;` between the items, and at the end of a single item that holds a comma")
    used = separator or (";" if ";" in text else ",")
    return tuple(item for part in text.split(used) if (item := part.strip()))


def _is_code(field: Field, schema: Schema) -> bool:
    """Tell whether a list's items have a fixed form, so that a comma can only stand between them."""
    node: object = schema.json
    for key in field.name.split("."):
        properties = node.get("properties") if isinstance(node, Mapping) else None
        node = properties.get(key) if isinstance(properties, Mapping) else None
    items = node.get("items") if isinstance(node, Mapping) else None
    return isinstance(items, Mapping) and ("pattern" in items or "enum" in items)


def _misfit(text: str, field: Field) -> Misfit:
    hint = choice_hint(field, text) if field.kind is Kind.CHOICE else ""
    return Misfit(f"`{field.name}` must be {_wanted(field)}, not {_kind(text, field)}", hint or EMPTY_HINT)


def _kind(text: str, field: Field) -> str:
    if text.casefold() in _FLAGS:
        return "yes or no"
    if _WHOLE.fullmatch(text):
        return "a number"
    if _DATE.fullmatch(text):
        return "a date"
    if _NUMBER.fullmatch(text):
        return "a number with a decimal point or a zero before it"
    return "another text" if field.kind is Kind.CHOICE else "a text"


def _wanted(field: Field) -> str:
    match field.kind:
        case Kind.WHOLE:
            is_bounded = field.minimum is not None or field.maximum is not None
            return f"a whole number {say_range(field.minimum, field.maximum)}" if is_bounded else "a whole number"
        case Kind.FLAG:
            return "yes or no"
        case Kind.MONTH:
            return 'a month such as "2027-03"'
        case Kind.CHOICE:
            return say_choices(field)
        case Kind.TEXT:
            demands = [each for each in (field.layout, field.bounds) if each]
            return ", ".join(("a text", *demands)) if demands else "a text that the schema allows"
        case Kind.TEXTS:
            return ", ".join(each for each in ("a list such as `one; two`", field.layout, field.bounds) if each)
