"""For whom a text is, in words: "For readers with a low Step 1"."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from builder.conditions.nodes import (
    ALWAYS,
    MIRRORED,
    And,
    Compare,
    Condition,
    FieldRef,
    Holds,
    Known,
    Literal,
    Named,
    Not,
    Operand,
    Operator,
    Or,
    atoms,
    fields_of,
)
from builder.schema import Field, FieldName, Kind
from builder.vocabulary import Vocabulary
from builder.wording import first_up, say_name, say_setting, say_value

_OPPOSITES = {
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE,
    Operator.EQUAL: Operator.DIFFERENT,
    Operator.DIFFERENT: Operator.EQUAL,
}
_LIMITS = {
    Operator.LESS: "below {}",
    Operator.AT_MOST: "{} or less",
    Operator.MORE: "more than {}",
    Operator.AT_LEAST: "{} or more",
    Operator.EQUAL: "{}",
    Operator.DIFFERENT: "not {}",
    Operator.IN: "one of {}",
}
_TIMES = {
    Operator.LESS: "before {}",
    Operator.AT_MOST: "{} or earlier",
    Operator.MORE: "after {}",
    Operator.AT_LEAST: "{} or later",
}


def say_audience(condition: Condition, vocabulary: Vocabulary) -> str:
    """Return for whom a text under a condition is, as the start of nothing else; empty where it is for everyone."""
    if condition == ALWAYS:
        return ""
    return first_up(_Words(vocabulary).phrase(condition))


def opposite(condition: Condition) -> Condition:
    """Return the condition that is yes where this one is no, its negations moved inwards; to be said, not judged.

    A comparison with a field that does not apply to a reader is no, and so is the opposite one.
    """
    match condition:
        case Not(operand):
            return operand
        case And(operands):
            return Or(tuple(opposite(operand) for operand in operands))
        case Or(operands):
            return And(tuple(opposite(operand) for operand in operands))
        case Compare(left, operator, right) if operator in _OPPOSITES:
            return Compare(left, _OPPOSITES[operator], right)
        case Compare() | Holds() | Known() | Named():
            return Not(condition)


class _Words:
    """Says conditions with one guide's labels and titles."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._labels: Mapping[str, str] = {name: named.label for name, named in vocabulary.conditions.items()}
        self._fields: Mapping[FieldName, Field] = vocabulary.schema.fields

    def phrase(self, condition: Condition) -> str:
        """Return a condition as "for ...", "if ..." or "unless ..."."""
        match condition:
            case And(operands):
                return self._all(operands)
            case Or(operands):
                return ", or ".join(self._alternatives(_without_gaps(operands)))
            case Not(Named(name)):
                return f"for all but {self._labels[name]}"
            case Not(And() | Or() | Not() as operand):
                return self.phrase(opposite(operand))
            case Named(name):
                return f"for {self._labels[name]}"
            case Compare() | Holds() | Known() | Not():
                return self._exception(condition) or f"if {self._clause(condition)}"

    def _all(self, operands: Iterable[Condition]) -> str:
        named: list[str] = []
        barred: list[str] = []
        clauses: list[str] = []
        for operand in _flat(operands):
            match operand:
                case Named(name):
                    named.append(self._labels[name])
                case Not(Named(name)):
                    barred.append(self._labels[name])
                case Or(inner) if len(_without_gaps(inner)) > 1:
                    words = [self.phrase(each).removeprefix("if ") for each in _without_gaps(inner)]
                    clauses.append(f"if {_either(words)}")
                case And() | Or() | Not() | Compare() | Holds() | Known():
                    clauses.append(self.phrase(operand))
        start = [f"for {_both(named)}"] if named else []
        without = (
            [f"{'but not' if named else 'for all but'} {_either(_told_apart([*named[:1], *barred])[len(named[:1]) :])}"]
            if barred
            else []
        )
        return ", ".join([*start, *without, *_joined(clauses)])

    def _exception(self, condition: Condition) -> str:
        """Return "unless ..." for a question that rules one choice out, else an empty text."""
        barred = opposite(condition)
        if not isinstance(barred, Compare) or barred.operator is not Operator.EQUAL:
            return ""
        name, value = (barred.left, barred.right)
        if not isinstance(name, FieldRef) or not isinstance(value, Literal):
            return ""
        field = self._fields[name.name]
        return f"unless {field.says[str(value.value)]}" if field.kind is Kind.CHOICE else ""

    def _alternatives(self, operands: Iterable[Condition]) -> Iterable[str]:
        """Yield a phrase for each operand; questions about the items of one list are asked together."""
        for name, some in groupby(operands, key=_asked_list):
            if name is None:
                yield from (self.phrase(operand) for operand in some)
            else:
                field = self._fields[name]
                yield f"if your {field.title} includes {_either([_item(each, field) for each in some])}"

    def _clause(self, condition: Condition) -> str:
        match condition:
            case Holds(name) | Not(Holds(name)):
                return self._fields[name].yes if isinstance(condition, Holds) else self._fields[name].no
            case Known(name) | Not(Known(name)):
                return f"your {self._fields[name].title} is{'' if isinstance(condition, Known) else ' not'} known"
            case Compare(left, operator, right):
                return self._comparison(left, operator, right)
            case Not(Compare() as comparison):
                return self._denial(comparison)
            case Not() | And() | Or() | Named():
                return self.phrase(condition)

    def _denial(self, comparison: Compare) -> str:
        turned = opposite(comparison)
        if isinstance(turned, Compare):
            return self._clause(turned)
        said = self._clause(comparison)
        if " includes " in said:
            return said.replace(" includes ", " includes none of ", 1)
        return f"it is not so that {said}"

    def _comparison(self, left: Operand, operator: Operator, right: Operand) -> str:
        if isinstance(left, FieldRef):
            if isinstance(right, Literal):
                return self._beside(self._fields[left.name], operator, right.value)
            limit = _LIMITS[operator].format(f"your {self._fields[right.name].title}")
            return f"your {self._fields[left.name].title} is {limit}"
        if isinstance(right, Literal):  # the checker lets no such comparison pass
            return f"{left.value} is {_LIMITS[operator].format(right.value)}"
        return self._beside(self._fields[right.name], MIRRORED.get(operator, operator), left.value)

    def _beside(self, field: Field, operator: Operator, value: object) -> str:
        if field.kind is Kind.CHOICE and operator is Operator.EQUAL:
            return field.says[str(value)]
        values = value if isinstance(value, tuple) else (value,)
        if field.kind is Kind.CHOICE and operator is Operator.IN:
            return _either([field.says[str(each)] for each in values])
        if field.kind is Kind.TEXTS:
            return f"your {field.title} includes {_either([say_name(field, str(each)) for each in values])}"
        if field.kind is Kind.FLAG:
            return say_setting(field, bool(value) is (operator is Operator.EQUAL))
        said = _either([say_value(field, each) for each in values if isinstance(each, int | str)])
        limits = {**_LIMITS, **_TIMES} if field.kind is Kind.MONTH else _LIMITS
        return f"your {field.title} is {limits[operator].format(said)}"


def _flat(operands: Iterable[Condition]) -> Iterable[Condition]:
    for operand in operands:
        if isinstance(operand, And):
            yield from _flat(operand.operands)
        else:
            yield operand


def _both(labels: list[str]) -> str:
    told = _told_apart(labels)
    return told[0] + "".join(
        f" and {short}" if short != label else f" who are also {label}"
        for label, short in zip(labels[1:], told[1:], strict=True)
    )


def _told_apart(labels: list[str]) -> list[str]:
    """Return labels to be joined: a noun that they all begin with, such as "readers", stands in the first one only."""
    noun = f"{labels[0].partition(' ')[0]} " if labels else ""
    return [
        label.removeprefix(noun) if position and label.startswith(noun) else label
        for position, label in enumerate(labels)
    ]


def _without_gaps(operands: Iterable[Condition]) -> tuple[Condition, ...]:
    """Leave out "or it is not known" beside a question about the same field: the guide counts on the answer."""
    listed = tuple(operands)
    gaps = {operand for operand in listed if isinstance(operand, Not) and isinstance(operand.operand, Known)}
    asked = frozenset(name for operand in listed if operand not in gaps for name in _fields(operand))
    return tuple(operand for operand in listed if not (operand in gaps and asked.intersection(_fields(operand))))


def _fields(condition: Condition) -> frozenset[FieldName]:
    return frozenset(name for atom in atoms(condition) for name in fields_of(atom))


def _asked_list(condition: Condition) -> FieldName | None:
    match condition:
        case Compare(Literal(), Operator.IN, FieldRef(name)):
            return name
        case Compare() | Holds() | Known() | Named() | Not() | And() | Or():
            return None


def _item(condition: Condition, field: Field) -> str:
    if not isinstance(condition, Compare):
        return ""
    item = condition.left
    return say_name(field, str(item.value)) if isinstance(item, Literal) else item.name


def _joined(clauses: list[str]) -> list[str]:
    """Join clauses into one: "if A and B"; the word "if" stands once, and so does what is compared twice."""
    bare: list[str] = []
    last = ""
    for clause in clauses:
        words = clause.removeprefix("if ")
        subject = words.partition(" is ")[0] + " is " if words.startswith("your ") else ""
        bare.append(words.removeprefix(subject) if subject == last else words)
        last = subject
    exceptions = [words for words in bare if words.startswith("unless ")]
    bare = [words for words in bare if not words.startswith("unless ")]
    separator = ", and " if any(" or you" in words for words in bare) else " and "
    return [*([f"if {separator.join(bare)}"] if bare else []), *exceptions]


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1] if words else ""
