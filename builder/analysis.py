"""Reasoning over answers that are not given: what would flip a verdict, what is worth asking."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import Compare, Condition, FieldRef, Literal, atoms, fields_of
from builder.conditions.proof import fields_behind
from builder.conditions.truth import Truth
from builder.schema import Field, FieldName, Kind, Schema, Value
from builder.selection import Selection, Verdict

MOST_FIELDS = 3
MOST_TRIALS = 20_000


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest change of answers that turns a verdict, and what it becomes."""

    settings: Mapping[FieldName, Value]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """A field that the profile does not give, and how many open modules its answer could settle."""

    field: Field
    settles: int


_VERDICTS = {Truth.YES: Verdict.IN, Truth.NO: Verdict.OUT}


def find_flips(condition: Condition, facts: Facts, schema: Schema) -> tuple[Flip, ...]:
    """Return the smallest changes that settle the condition otherwise than it stands.

    Changes of one field are tried before changes of two and three; only values on either side of
    the constants that the condition compares with are tried, which is enough, since between them
    nothing changes. Of one field's values the nearest to the given one is returned. Combinations
    that no reader can have, by the schema, are left out.
    """
    truth = judge(condition, facts)
    candidates = {
        name: _alternatives(schema.fields[name], condition, facts) for name in fields_behind(condition, facts)
    }
    trials = MOST_TRIALS
    for size in range(1, MOST_FIELDS + 1):
        found: dict[tuple[FieldName, ...], Flip] = {}
        for names in combinations(candidates, size):
            for values in product(*(candidates[name] for name in names)):
                trials -= 1
                if trials < 0:
                    return tuple(found.values())
                flip = _try(condition, facts, dict(zip(names, values, strict=True)), truth)
                if flip is not None:
                    found.setdefault((*names, FieldName(flip.verdict)), flip)
        if found:
            return tuple(found.values())
    return ()


def _try(condition: Condition, facts: Facts, settings: Mapping[FieldName, Value], truth: Truth) -> Flip | None:
    changed = with_settings(facts, settings)
    if changed is None:
        return None
    after = judge(condition, changed)
    return None if after in {truth, Truth.UNKNOWN} else Flip(settings, _VERDICTS[after])


def with_settings(facts: Facts, settings: Mapping[FieldName, Value]) -> Facts | None:
    """Return the facts with some answers changed; None where a changed answer would not apply.

    Other answers that no longer apply are dropped: who needs no sponsorship prefers no visa.
    """
    given = {**facts.given, **settings}
    while True:
        changed = Facts(given, facts.rules)
        dropped = {name for name, value in given.items() if _does_not_apply(name, value, changed)}
        if not dropped:
            return changed
        if dropped & set(settings):
            return None
        given = {name: value for name, value in given.items() if name not in dropped}


def _does_not_apply(name: FieldName, value: Value, facts: Facts) -> bool:
    rule = facts.rules.get(name)
    return rule is not None and value != rule.otherwise and judge(rule.only_when, facts) is Truth.NO


def _alternatives(field: Field, condition: Condition, facts: Facts) -> tuple[Value, ...]:
    """Return values that differ for the condition, the nearest to the given one first."""
    given = facts.given.get(field.name)
    values = [value for value in dict.fromkeys(representatives(field, condition, facts)) if value != given]
    if isinstance(given, int) and not isinstance(given, bool):
        values.sort(key=lambda value: abs(value - given) if isinstance(value, int) else 0)
    return tuple(values)


def representatives(field: Field, condition: Condition, facts: Facts) -> Iterator[Value]:
    """Yield values of a field of which one at least stands for each that the condition tells apart."""
    rules = (facts.rules[name].only_when for name in fields_behind(condition, facts) if name in facts.rules)
    constants = [value for part in (condition, *rules) for value in _constants(field.name, part, facts)]
    match field.kind:
        case Kind.FLAG:
            yield from (True, False)
        case Kind.CHOICE:
            yield from field.choices
        case Kind.WHOLE:
            yield from _whole_numbers(field, [value for value in constants if isinstance(value, int)])
        case Kind.MONTH | Kind.TEXT:
            yield from (value for value in constants if isinstance(value, str))
        case Kind.TEXTS:
            given = facts.given.get(field.name, ())
            held = given if isinstance(given, tuple) else ()
            for value in constants:
                if isinstance(value, str):
                    yield tuple(item for item in held if item != value) if value in held else (*held, value)


def _whole_numbers(field: Field, constants: Iterable[int]) -> Iterator[int]:
    low, high = field.minimum, field.maximum
    for constant in constants:
        for value in (constant, constant - 1, constant + 1):
            if (low is None or value >= low) and (high is None or value <= high):
                yield value


def _constants(name: FieldName, condition: Condition, facts: Facts) -> Iterator[int | str]:
    """Yield what a field is compared with: constants, and the values of other fields."""
    for atom in atoms(condition):
        if not isinstance(atom, Compare) or name not in fields_of(atom):
            continue
        for side in (atom.left, atom.right):
            match side:
                case Literal(constant):
                    yield from constant if isinstance(constant, tuple) else (constant,)
                case FieldRef(other):
                    value = facts.given.get(other)
                    if other != name and isinstance(value, int | str):
                        yield value


def rank_questions(selection: Selection, schema: Schema) -> tuple[Question, ...]:
    """Return the missing answers that something waits for, those that could settle most modules first.

    A module counts where some answer to this one question settles it; a question that only a
    passage or a task inside a module waits for, or that settles nothing alone, comes after these.
    """
    facts = selection.profile.facts
    settles: dict[FieldName, int] = {}
    for decision in selection.decisions:
        for ruling in decision.open_rulings():
            for name in askable(ruling.condition, facts):
                settles.setdefault(name, 0)
        if decision.verdict is Verdict.OPEN:
            for name in askable(decision.ruling.condition, facts):
                settles[name] += can_settle(decision.ruling.condition, facts, schema.fields[name])
    order = sorted(settles, key=lambda name: (-settles[name], schema.order[name]))
    return tuple(Question(schema.fields[name], settles[name]) for name in order)


def askable(condition: Condition, facts: Facts) -> tuple[FieldName, ...]:
    """Return the fields behind a condition that are not given and may apply to the reader."""
    return tuple(
        name
        for name in fields_behind(condition, facts)
        if name not in facts.given
        and (name not in facts.rules or judge(facts.rules[name].only_when, facts) is not Truth.NO)
    )


def can_settle(condition: Condition, facts: Facts, field: Field) -> bool:
    """Tell whether some answer to one question alone settles an open condition."""
    values = representatives(field, condition, facts)
    return any(
        judge(condition, Facts({**facts.given, field.name: value}, facts.rules)) is not Truth.UNKNOWN
        for value in values
    )
