"""All readers there can be, and for which of them a condition is yes and no."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from builder.conditions.evaluator import compares
from builder.conditions.facts import Applicability
from builder.conditions.nodes import (
    And,
    Compare,
    Condition,
    FieldRef,
    Holds,
    Known,
    Literal,
    Named,
    Not,
    Operator,
    Or,
    atoms,
    fields_of,
)
from builder.reasoning.answers import Answers
from builder.reasoning.cuts import find_cuts
from builder.reasoning.diagrams import EVERYBODY, NOBODY, Diagrams, Readers
from builder.reasoning.domains import field_order
from builder.records import dataclass
from builder.schema import FieldName, Kind, Schema, Value

BUDGET = 100_000


@dataclass(frozen=True, slots=True)
class Truths:
    """The readers for whom a condition is yes, and those for whom it is no; for all others it is unknown."""

    yes: Readers
    no: Readers


class Space:
    """Every reader that the schema allows, told apart by what some conditions look at.

    The sets of `truths` hold also readers whose answers exclude each other, which keeps them small;
    `existing` leaves those who can exist.
    """

    def __init__(
        self,
        schema: Schema,
        rules: Mapping[FieldName, Applicability],
        conditions: Iterable[Condition],
        budget: int = BUDGET,
    ) -> None:
        """Cut the fields by the constants of these conditions."""
        cuts = find_cuts(conditions, rules, schema)
        linked = [cut.group for cut in cuts.values()]
        linked += [frozenset({name, *_fields(rule.only_when)}) for name, rule in rules.items()]
        self.answers = Answers(field_order({*cuts, *rules}, linked, schema), cuts, schema, budget)
        self._schema = schema
        self._rules = rules
        self._truths: dict[Condition, Truths] = {}
        self._seen: dict[int, tuple[Condition, Truths]] = {}  # by identity: to compare large conditions takes long
        self._allowed: dict[FieldName, Readers] = {}
        self._existing: dict[Readers, Readers] = {}

    @property
    def sets(self) -> Diagrams:
        """Return the store of sets."""
        return self.answers.sets

    def truths(self, condition: Condition) -> Truths:
        """Return for whom a condition is yes, and for whom no.

        Raises:
            TooLargeError: the condition is too large to decide.
        """
        seen, found = self._seen.get(id(condition), (None, None))
        if seen is not condition or found is None:
            found = self._truths.get(condition)
            if found is None:
                found = self._truths[condition] = self._work_out(condition)
            self._seen[id(condition)] = condition, found
        return found

    def unknown(self, condition: Condition) -> Readers:
        """Return the readers for whom a condition is unknown."""
        truths = self.truths(condition)
        return self.sets.others(self.sets.either(truths.yes, truths.no))

    def existing(self, readers: Readers) -> Readers:
        """Return those of some readers whose every answer applies to them."""
        if readers not in self._existing:
            allowed = (self._applying(name) for name in self._behind(readers))
            self._existing[readers] = self.sets.both(readers, self.sets.all_of(allowed))
        return self._existing[readers]

    def member(self, readers: Readers) -> Mapping[FieldName, Value] | None:
        """Return the few answers that make a reader one of a set; None where nobody is."""
        return self.answers.member(self.existing(readers))

    def limits(self, some: Iterable[Readers]) -> tuple[Readers, ...]:
        """Return the sets that readers must be in to exist, as far as some other sets can tell."""
        names = dict.fromkeys(name for readers in some for name in self._behind(readers))
        return tuple(self._applying(name) for name in names)

    def fields_behind(self, conditions: Iterable[Condition]) -> tuple[FieldName, ...]:
        """Return the fields that conditions ask for, with those that decide whether these apply."""
        return self._with_rules(name for condition in conditions for name in _fields(condition))

    def _behind(self, readers: Readers) -> tuple[FieldName, ...]:
        return self._with_rules(self.answers.fields(readers))

    def _with_rules(self, names: Iterable[FieldName]) -> tuple[FieldName, ...]:
        found: dict[FieldName, None] = {}
        pending = [*names]
        while pending:
            name = pending.pop()
            if name not in found:
                found[name] = None
                pending.extend(_fields(self._rules[name].only_when) if name in self._rules else ())
        return tuple(sorted(found, key=self._schema.order.__getitem__))

    def _applying(self, name: FieldName) -> Readers:
        """Return the readers who give a field only where it applies, or with the value it has where it does not."""
        if name not in self._allowed:
            allowed = self.answers.within_limit(name)
            if name in self._rules:
                harmless = self.answers.absent(name)
                otherwise = self._otherwise(name)
                if otherwise is not None:
                    harmless = self.sets.either(harmless, self.answers.equal(name, otherwise))
                applies = self.sets.others(self.truths(self._rules[name].only_when).no)
                allowed = self.sets.both(allowed, self.sets.either(harmless, applies))
            self._allowed[name] = allowed
        return self._allowed[name]

    def _work_out(self, condition: Condition) -> Truths:
        match condition:
            case And(operands):
                found = [self.truths(operand) for operand in operands]
                return Truths(self.sets.all_of(t.yes for t in found), self.sets.any_of(t.no for t in found))
            case Or(operands):
                found = [self.truths(operand) for operand in operands]
                return Truths(self.sets.any_of(t.yes for t in found), self.sets.all_of(t.no for t in found))
            case Not(operand):
                inner = self.truths(operand)
                return Truths(inner.no, inner.yes)
            case Named(_, meaning):
                return self.truths(meaning)
            case Known(name):
                return Truths(self.answers.giving(name), self.answers.absent(name))
            case Holds(name):
                return self._test(name, lambda value: value is True)
            case Compare():
                return self._comparison(condition)

    def _comparison(self, compare: Compare) -> Truths:
        operator = compare.operator
        match (compare.left, compare.right):
            case (FieldRef(one), FieldRef(other)):
                return self._pair(one, operator, other)
            case (FieldRef(name), Literal(constant)) if self._is_list(name):
                return self._search(name, constant if isinstance(constant, tuple) else (constant,))
            case (Literal(constant), FieldRef(name)) if self._is_list(name):
                return self._search(name, (constant,))
            case (FieldRef(name), Literal(constant)):
                return self._test(name, lambda value: compares(operator, value, constant))
            case (Literal(constant), FieldRef(name)):
                return self._test(name, lambda value: compares(operator, constant, value))
            case _:
                return Truths(NOBODY, EVERYBODY)  # two constants: the checker lets none through

    def _test(self, name: FieldName, holds: Callable[[Value], bool]) -> Truths:
        """Return for whom a test of one field's value holds, and for whom it fails."""
        yes, no = self.answers.testing(name, holds)
        return self._with_missing(name, Truths(yes, no), holds)

    def _search(self, name: FieldName, wanted: tuple[object, ...]) -> Truths:
        """Return who gives a list that holds one of some items, and who gives another."""
        yes = self.answers.holding(name, wanted)
        no = self.sets.without(self.answers.giving(name), yes)
        return self._with_missing(name, Truths(yes, no), lambda value: _shares(value, wanted))

    def _with_missing(self, name: FieldName, truths: Truths, holds: Callable[[Value], bool]) -> Truths:
        """Add the readers to whom a field does not apply: no, unless the value it has for them passes."""
        otherwise = self._otherwise(name)
        if otherwise is not None and holds(otherwise):
            return Truths(self.sets.either(truths.yes, self._missing(name)), truths.no)
        return Truths(truths.yes, self.sets.either(truths.no, self._missing(name)))

    def _pair(self, one: FieldName, operator: Operator, other: FieldName) -> Truths:
        """Return for whom a comparison of two fields holds, and for whom it fails."""
        yes, no = NOBODY, self.sets.either(self._lacking(one), self._lacking(other))
        for value, readers in self._values(one):
            right = self._against(value, operator, other)
            yes = self.sets.either(yes, self.sets.both(readers, right.yes))
            no = self.sets.either(no, self.sets.both(readers, right.no))
        return Truths(yes, no)

    def _against(self, value: Value, operator: Operator, other: FieldName) -> Truths:
        """Return who has a value of the other field with which the comparison holds, and with which it fails."""
        if not self._is_list(other):
            pairs = list(self._values(other))
            yes = self.sets.any_of(there for limit, there in pairs if compares(operator, value, limit))
            return Truths(
                yes, self.sets.any_of(there for limit, there in pairs if not compares(operator, value, limit))
            )
        found = self._search(other, (value,))
        return found if self._otherwise(other) else Truths(found.yes, self.sets.without(found.no, self._missing(other)))

    def _values(self, name: FieldName) -> Iterator[tuple[Value, Readers]]:
        """Yield who has which value of a field: given, or because it does not apply."""
        yield from self.answers.values(name)
        otherwise = self._otherwise(name)
        if otherwise is not None:
            yield otherwise, self._missing(name)

    def _lacking(self, name: FieldName) -> Readers:
        """Return the readers to whom a field does not apply and who have no value of it at all."""
        return self._missing(name) if self._otherwise(name) is None else NOBODY

    def _missing(self, name: FieldName) -> Readers:
        """Return the readers who do not give a field, and to whom it does not apply."""
        rule = self._rules.get(name)
        return NOBODY if rule is None else self.sets.both(self.answers.absent(name), self.truths(rule.only_when).no)

    def _otherwise(self, name: FieldName) -> Value | None:
        return self._rules[name].otherwise if name in self._rules else None

    def _is_list(self, name: FieldName) -> bool:
        return self._schema.fields[name].kind is Kind.TEXTS


def _fields(condition: Condition) -> Iterable[FieldName]:
    return dict.fromkeys(name for atom in atoms(condition) for name in fields_of(atom))


def _shares(value: Value, wanted: tuple[object, ...]) -> bool:
    return isinstance(value, tuple) and any(item in wanted for item in value)
