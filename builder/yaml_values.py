"""Typed values out of YAML nodes, with a problem noted where one has another type."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from builder.diagnostics import Problems, did_you_mean
from builder.quotes import curly
from builder.yaml_text import Dictionary, Node, Scalar, Sequence

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")
_FRACTION = re.compile(r"[-+]?[0-9]+[.,][0-9]+")
_LONGEST_NUMBER = 15


def kind_of(node: Node) -> str:
    """Return what a node is, in an author's words; of a private one only its kind."""
    match node:
        case Sequence():
            return "a list"
        case Dictionary():
            return "a mapping"
        case Scalar(text, is_plain):
            if is_plain and text in {"", "~", "null"}:
                return "nothing"
            is_number = is_plain and whole_number(node) is not None
            if node.place.source.is_private:
                is_fraction = is_plain and _FRACTION.fullmatch(text)
                return "a number" if is_number else "a number with a decimal point" if is_fraction else "a text"
            if is_number:
                return f"the number {text}"
            return f'the text "{text if len(text) <= 40 else text[:39] + "…"}"'  # noqa: PLR2004 - fits a line


def mapping_of(node: Node) -> Dictionary:
    """Return a mapping; in place of anything else, about which `keys_of` complains, an empty one."""
    return node if isinstance(node, Dictionary) else Dictionary({}, {}, node.place)


def keys_of(node: Node, what: str, allowed: Collection[str], problems: Problems) -> Mapping[str, Node]:
    """Return a mapping's entries; note a node that is none, and keys that are not allowed."""
    if not isinstance(node, Dictionary):
        problems.add(node.place, f"{what} must be a mapping of keys and values, not {kind_of(node)}")
        return {}
    for key, scalar in node.keys.items():
        if key not in allowed:
            problems.add(
                scalar.place, f"unknown key `{key}` in {what}", did_you_mean(key, allowed) or _listing(allowed)
            )
    return {key: value for key, value in node.entries.items() if key in allowed}


def _listing(allowed: Collection[str]) -> str:
    return "the keys here are " + ", ".join(f"`{name}`" for name in allowed)


def open_keys_of(node: Node | None, what: str, problems: Problems) -> Mapping[str, Node]:
    """Return the entries of a mapping whose keys are free; nothing for no node."""
    if node is None:
        return {}
    if not isinstance(node, Dictionary):
        problems.add(node.place, f"{what} must be a mapping of keys and values, not {kind_of(node)}")
        return {}
    return node.entries


def text_of(node: Node | None, what: str, problems: Problems) -> str:
    """Return a text without the white space around it; empty for no node."""
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        problems.add(node.place, f"{what} must be a text, not {kind_of(node)}")
        return ""
    return node.text.strip()


def required_text(node: Dictionary, key: str, what: str, problems: Problems) -> str:
    """Return the text under a key; note that it is missing or empty."""
    text = text_of(node.entries.get(key), f"`{key}`", problems)
    if not text:
        problems.add(node.place, f"{what} has no `{key}`", f"add a line `{key}: ...`")
    return text


def prose_of(node: Node | None, what: str, problems: Problems) -> str:
    """Return a text for readers, on one line and with curly quotes; empty for no node."""
    return curly(" ".join(text_of(node, what, problems).split()))


def required_prose(node: Dictionary, key: str, what: str, problems: Problems) -> str:
    """Return the text for readers under a key, with curly quotes; note that it is missing or empty."""
    return curly(required_text(node, key, what, problems))


def items_of(node: Node | None, what: str, problems: Problems) -> tuple[Node, ...]:
    """Return the items of a list; nothing for no node."""
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        problems.add(node.place, f"{what} must be a list, not {kind_of(node)}", "write `[one, two]`")
        return ()
    return node.items


def scalars_of(node: Node | None, what: str, problems: Problems) -> tuple[Scalar, ...]:
    """Return the items of a list of texts."""
    found = []
    for item in items_of(node, what, problems):
        if isinstance(item, Scalar):
            found.append(item)
        else:
            problems.add(item.place, f"each item of {what} must be a text, not {kind_of(item)}")
    return tuple(found)


def texts_at(node: Node | None, *path: str) -> Iterator[Scalar]:
    """Yield the single values at the end of a path of keys; `*` stands for every item and every key."""
    if isinstance(node, Scalar):
        if not path:
            yield node
    elif path and isinstance(node, Sequence):
        for item in node.items if path[0] == "*" else ():
            yield from texts_at(item, *path[1:])
    elif path and isinstance(node, Dictionary):
        for key, child in node.entries.items():
            if path[0] in {key, "*"}:
                yield from texts_at(child, *path[1:])


def whole_number(node: Node) -> int | None:
    """Return the whole number that a plain scalar spells in decimal, or None."""
    if isinstance(node, Scalar) and node.is_plain and len(node.text) <= _LONGEST_NUMBER and _WHOLE.fullmatch(node.text):
        return int(node.text)
    return None


def number(node: Node) -> int | float | None:
    """Return the number that a plain scalar spells in decimal, or None."""
    whole = whole_number(node)
    if whole is not None:
        return whole
    if (
        isinstance(node, Scalar)
        and node.is_plain
        and len(node.text) <= _LONGEST_NUMBER
        and _NUMBER.fullmatch(node.text)
    ):
        return float(node.text)
    return None


def flag(node: Node) -> bool | None:
    """Return what `true` or `false` (also `yes` and `no`) without quotes says, or None."""
    if isinstance(node, Scalar) and node.is_plain:
        return {"true": True, "yes": True, "false": False, "no": False}.get(node.text.lower())
    return None


def flag_of(node: Node | None, what: str, problems: Problems) -> bool | None:
    """Return what a flag says; None for no node, and for one that is noted as none."""
    value = None if node is None else flag(node)
    if node is not None and value is None:
        problems.add(node.place, f"{what} must be true or false, not {kind_of(node)}")
    return value


def whole_number_of(node: Node | None, what: str, problems: Problems) -> int | None:
    """Return a whole number; None for no node."""
    if node is None:
        return None
    value = whole_number(node)
    if value is None:
        problems.add(node.place, f"{what} must be a whole number, not {kind_of(node)}")
    return value


def date_of(node: Node | None, what: str, problems: Problems) -> date | None:
    """Return a date written as 2026-11-22; None for no node."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            pass
    problems.add(node.place, f"{what} must be a date such as 2026-11-22, not {kind_of(node)}")
    return None


def plain_value(node: Node) -> object:
    """Return a node as JSON would hold it: plain numbers, true, false and null become values, all else text."""
    match node:
        case Sequence(items):
            return [plain_value(item) for item in items]
        case Dictionary(entries):
            return {key: plain_value(value) for key, value in entries.items()}
        case Scalar(text, is_plain):
            if is_plain and text in {"true", "false", "null", "~", ""}:
                return {"true": True, "false": False}.get(text)
            value = number(node)
            return text if value is None else value
