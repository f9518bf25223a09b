"""Looking up every name of a condition and checking every type."""

from builder.conditions.names import Names
from builder.conditions.nodes import (
    And,
    Compare,
    Condition,
    FieldRef,
    Holds,
    Known,
    Literal,
    Not,
    Operand,
    Operator,
    Or,
)
from builder.conditions.operand_types import check_types
from builder.conditions.parser import parse_phrase
from builder.conditions.phrases import Phrase
from builder.conditions.syntax import Chain, Constant, Group, KnownName, Name, Negation, Part
from builder.diagnostics import BuildError, did_you_mean
from builder.records import dataclass
from builder.schema import Field, FieldName, Kind


def parse_condition(phrase: Phrase, names: Names) -> Condition:
    """Parse and check a condition.

    Raises:
        BuildError: it does not follow the grammar, names what does not exist, or compares what
            can never be compared.
    """
    return _Checker(phrase, names).condition(parse_phrase(phrase))


@dataclass(frozen=True, slots=True)
class _Checker:
    phrase: Phrase
    names: Names

    def condition(self, part: Part) -> Condition:
        match part:
            case Group("and", operands):
                return And(tuple(self.condition(operand) for operand in operands))
            case Group(_, operands):
                return Or(tuple(self.condition(operand) for operand in operands))
            case Negation(operand):
                return Not(self.condition(operand))
            case KnownName(name):
                return Known(self.field(name).name)
            case Chain():
                return self.chain(part)
            case Name():
                return self.standing_alone(part)
            case Constant():
                raise self.complaint(part, f"expected a condition, found {self.shown(part)}", "compare it with a field")

    def standing_alone(self, name: Name) -> Condition:
        if name.text in self.names.conditions:
            return self.names.conditions[name.text]
        if name.text in self.names.thresholds:
            raise self.complaint(
                name, f"expected a condition, found the threshold `{name.text}`", "compare a field with it"
            )
        found = self.field(name)
        if found.kind is Kind.FLAG:
            return Holds(found.name)
        message = f"expected a condition, found the {found.kind} `{name.text}`"
        raise self.complaint(name, message, f"compare it, or ask `known {name.text}`")

    def chain(self, chain: Chain) -> Condition:
        pairs = zip(chain.operands, chain.operators, chain.operands[1:], strict=False)
        comparisons = tuple(self.comparison(*pair) for pair in pairs)
        return comparisons[0] if len(comparisons) == 1 else And(comparisons)

    def comparison(self, left: Part, operator: Operator, right: Part) -> Condition:
        compare = Compare(self.operand(left), operator, self.operand(right))
        slip = check_types(compare, self.names.fields)
        if slip is not None:
            part = left if slip.is_left else right
            raise self.complaint(part, slip.message, slip.hint)
        return compare

    def operand(self, part: Part) -> Operand:
        match part:
            case Constant(value):
                return Literal(value)
            case Name(text) if text in self.names.thresholds:
                return Literal(self.names.thresholds[text], text)
            case Name(text) if text in self.names.conditions:
                message = f"the named condition `{text}` cannot be compared"
                raise self.complaint(part, message, "it stands alone, or behind `not`")
            case Name():
                return FieldRef(self.field(part).name)
            case KnownName() | Negation() | Group() | Chain():
                text = self.phrase.text[part.start : part.end]
                raise self.complaint(part, f"expected a field, a number or a text, found `{text}`")

    def field(self, name: Name) -> Field:
        found = self.names.fields.get(FieldName(name.text))
        if found is None and name.text in {"true", "false"}:
            hint = "a true/false field stands alone, or behind `not`"
            raise self.complaint(name, f"expected a field, found `{name.text}`", hint)
        if found is None and name.text in self.names.all:
            what = "threshold" if name.text in self.names.thresholds else "named condition"
            raise self.complaint(name, f"expected a field, found the {what} `{name.text}`")
        if found is None:
            kind = "field" if "." in name.text else "name"
            raise self.complaint(name, f"unknown {kind} `{name.text}`", did_you_mean(name.text, self.names.all))
        return found

    def shown(self, part: Constant) -> str:
        return f"`{self.phrase.text[part.start : part.end]}`"

    def complaint(self, part: Part, message: str, hint: str = "") -> BuildError:
        return self.phrase.complaint(part.start, part.end, message, hint)
