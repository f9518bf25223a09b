"""Facts and proofs in the reader's words."""

from collections.abc import Iterable, Mapping

from builder.conditions.facts import Facts
from builder.conditions.nodes import MIRRORED, Atom, Compare, FieldRef, Literal, Operator, fields_of
from builder.conditions.proof import Proof
from builder.dates import is_month, next_month, say_month
from builder.schema import Field, FieldName, Kind, Value

Fields = Mapping[FieldName, Field]

PERHAPS_FEWER = "Perhaps fewer of these would do: there was too much to try."


def say_value(field: Field, value: Value) -> str:
    """Return a field's value as a reader would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(say_name(field, item) for item in value) or "none"
    return say_month(str(value)) if field.kind is Kind.MONTH else say_name(field, str(value))


def say_name(field: Field, value: str) -> str:
    """Return the name of a value, or of an item of a list, as the schema gives it; else the value itself."""
    return field.names.get(value, value)


def statements(proof: Proof, facts: Facts, fields: Fields) -> tuple[str, ...]:
    """Return a proof as plain statements: "Step 1 score is 212, below 230"."""
    return tuple(
        first_up(_statement(fields[name], _relations(name, proof.atoms, facts, fields), facts)) for name in proof.fields
    )


def clauses(proof: Proof, facts: Facts, fields: Fields) -> tuple[str, ...]:
    """Return a proof as clauses to the reader: "your Step 1 score, 212, is below 230"."""
    return tuple(_clause(fields[name], _relations(name, proof.atoms, facts, fields), facts) for name in proof.fields)


def sentence(start: str, parts: Iterable[str]) -> str:
    """Return one sentence: the start, then the parts joined by commas and "and"."""
    listed = tuple(parts)
    if not listed:
        return ""
    joined = listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + " and " + listed[-1]
    return first_up(f"{start} {joined}.".strip())


def value_json(value: Value | None) -> object:
    """Return a value as JSON holds it."""
    return list(value) if isinstance(value, tuple) else value


def say_setting(field: Field, value: Value) -> str:
    """Return an answer as a clause behind "if": "your Step 1 score is 230", "you need visa sponsorship"."""
    if isinstance(value, bool):
        return field.yes if value else field.no
    if field.kind is Kind.CHOICE:
        return field.says[str(value)]
    return f"your {field.title} is {say_value(field, value)}"


def _statement(field: Field, relation: str, facts: Facts) -> str:
    if field.name not in facts.given:
        return f"{field.title} is not given"
    value = facts.given[field.name]
    if isinstance(value, bool):
        return field.yes if value else field.no
    if field.kind is Kind.CHOICE:
        return field.says[str(value)]
    if field.kind is Kind.TEXTS:
        return f"{field.title} {relation}" if relation else f"{field.title}: {say_value(field, value)}"
    return f"{field.title} is {say_value(field, value)}" + (f", {relation}" if relation else "")


def _clause(field: Field, relation: str, facts: Facts) -> str:
    if field.name not in facts.given:
        return f"your guide does not know your {field.title}"
    value = facts.given[field.name]
    if isinstance(value, bool) or field.kind is Kind.CHOICE:
        return _statement(field, "", facts)
    if field.kind is Kind.TEXTS:
        return f"your {field.title} {relation}"
    said = say_value(field, value)
    return f"your {field.title}, {said}, is {relation}" if relation else f"your {field.title} is {said}"


def first_up(text: str) -> str:
    """Return a text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def _relations(name: FieldName, atoms: Iterable[Atom], facts: Facts, fields: Fields) -> str:
    """Return how a given value stands to what it is compared with: "225 or more and below 230"."""
    compares = [atom for atom in atoms if isinstance(atom, Compare) and name in fields_of(atom)]
    value = facts.given.get(name)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " and ".join(dict.fromkeys(_holding(value, atom, fields[name]) for atom in compares))
    low, high, others = _bounds(value, compares, name)
    words = [_say_bound(low, fields[name], ">="), _say_bound(high, fields[name], "<"), *others]
    words += [_beside(name, atom, value, facts, fields) for atom in compares]
    return " and ".join(dict.fromkeys(word for word in words if word))


def _holding(value: tuple[str, ...], atom: Compare, field: Field) -> str:
    if isinstance(atom.left, Literal):
        wanted = str(atom.left.value)
        return f"{'includes' if wanted in value else 'does not include'} {say_name(field, wanted)}"
    listed = atom.right.value if isinstance(atom.right, Literal) else ()
    common = [item for item in value if isinstance(listed, tuple) and item in listed]
    return f"includes {say_name(field, common[0])}" if common else "includes none of the listed ones"


_Bound = int | str | None


def _bounds(value: Value, compares: Iterable[Compare], name: FieldName) -> tuple[_Bound, _Bound, list[str]]:
    """Return the tightest "at least" and "below" around a value, and what else is compared with it."""
    at_least: list[int | str] = []
    below: list[int | str] = []
    others: list[str] = []
    for atom in compares:
        operator, limit = _facing(atom, name)
        if limit is None:
            continue
        if operator in {Operator.LESS, Operator.AT_LEAST}:
            (at_least if _reaches(value, limit) else below).append(limit)
        elif operator in {Operator.AT_MOST, Operator.MORE}:
            following = limit + 1 if isinstance(limit, int) else _after(limit)
            (at_least if _reaches(value, following) else below).append(following)
        elif value != limit:
            said = say_month(str(limit)) if is_month(str(limit)) else limit
            others.append(f"not {said}")
    return max(at_least, default=None, key=_rank), min(below, default=None, key=_rank), others


def _facing(atom: Compare, name: FieldName) -> tuple[Operator, int | str | None]:
    """Return a comparison as seen from one field: its operator and the constant on the other side."""
    if isinstance(atom.left, FieldRef) and atom.left.name == name:
        other, operator = atom.right, atom.operator
    else:
        other, operator = atom.left, MIRRORED.get(atom.operator, atom.operator)
    if isinstance(other, Literal) and isinstance(other.value, int | str):
        return operator, other.value
    return operator, None


def _after(text: str) -> str:
    return next_month(text) if is_month(text) else text


def _rank(limit: int | str) -> tuple[int, str]:
    return (limit, "") if isinstance(limit, int) else (0, limit)


def _reaches(value: Value, limit: int | str) -> bool:
    return value >= limit if isinstance(value, int) and isinstance(limit, int) else str(value) >= str(limit)


def _say_bound(limit: _Bound, field: Field, side: str) -> str:
    if limit is None:
        return ""
    if field.kind is Kind.MONTH:
        return f"{say_month(str(limit))} or later" if side == ">=" else f"before {say_month(str(limit))}"
    return f"{limit} or more" if side == ">=" else f"below {limit}"


def _beside(name: FieldName, atom: Compare, value: Value, facts: Facts, fields: Fields) -> str:
    """Return how a value stands to the other field it is compared with."""
    others = [other for other in fields_of(atom) if other != name]
    if not others or others[0] not in facts.given:
        return ""
    limit = facts.given[others[0]]
    if not isinstance(limit, int) or not isinstance(value, int):
        return ""
    word = "above" if value > limit else "below" if value < limit else "equal to"
    return f"{word} your {fields[others[0]].title}"
