"""Reasoning over answers that are not given: what would flip a verdict, what is worth asking."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts
from builder.conditions.nodes import Condition
from builder.conditions.proof import fields_behind
from builder.conditions.truth import NO, YES, Truth, bit
from builder.conditions.undecided import is_out_of_place, may_apply
from builder.representatives import distance, representatives
from builder.schema import Field, FieldName, Schema, Value
from builder.selection import Selection, Verdict

MOST_FIELDS = 12
MOST_TRIALS = 200_000


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

    Changes of one field are tried before those of two, and so on up to all fields; only values that
    stand for all others are tried (see `representatives`), and only of fields that could together
    turn the condition. Of one field's values the nearest to the given one is returned. Combinations
    that no reader can have, by the schema, are left out. With more than 12 fields, changes of more
    than 12 are not looked for, and after 200,000 combinations of values the search ends with what
    it has found.
    """
    search = _Search(condition, facts, judge(condition, facts), schema)
    trials = iter(range(MOST_TRIALS))
    names = search.fields
    for size in range(1, min(len(names), MOST_FIELDS) + 1 if search.could_turn(names) else 1):
        some_fields = (some for some in combinations(names, size) if search.could_turn(some))
        found: dict[tuple[FieldName, ...], Flip] = {}
        for some, flip in search.flips(some_fields, trials):
            found.setdefault((*some, FieldName(flip.verdict)), flip)
        if found:
            return tuple(found.values())
    return ()


class _Search:
    """Looks for changes of some fields that turn one condition for one reader."""

    def __init__(self, condition: Condition, facts: Facts, truth: Truth, schema: Schema) -> None:
        self.fields = fields_behind(condition, facts)
        self._condition, self._facts, self._truth = condition, facts, truth
        self._values = {name: _alternatives(schema.fields[name], condition, facts) for name in self.fields}
        self._upon = {name: self._dependent(name) for name in self.fields}

    def could_turn(self, names: tuple[FieldName, ...]) -> bool:
        """Tell whether other answers to some fields could turn the condition; never wrong with a no."""
        moved = frozenset(names).union(*(self._upon[name] for name in names))
        shown = frozenset(name for name in self.fields if name not in moved)
        other = (YES | NO) & ~bit(self._truth)
        return bool(possible(self._condition, self._facts, Quotes(shown)) & other)

    def flips(
        self, some_fields: Iterable[tuple[FieldName, ...]], trials: Iterator[int]
    ) -> Iterator[tuple[tuple[FieldName, ...], Flip]]:
        """Yield what turns the condition, until the trials are used up."""
        for names in some_fields:
            for values, _ in zip(product(*(self._values[name] for name in names)), trials, strict=False):
                flip = _try(self._condition, self._facts, dict(zip(names, values, strict=True)), self._truth)
                if flip is not None:
                    yield names, flip

    def _dependent(self, name: FieldName) -> frozenset[FieldName]:
        """Return the fields whose answers may be dropped when this one changes."""
        rules = self._facts.rules
        return frozenset(
            other
            for other in self.fields
            if other in rules and name in fields_behind(rules[other].only_when, self._facts)
        )


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
        dropped = {name for name, value in given.items() if is_out_of_place(name, value, changed)}
        if not dropped:
            return changed
        if dropped & set(settings):
            return None
        given = {name: value for name, value in given.items() if name not in dropped}


def _alternatives(field: Field, condition: Condition, facts: Facts) -> tuple[Value, ...]:
    """Return values that differ for the condition, the nearest to the given one first."""
    given = facts.given.get(field.name)
    values = [value for value in dict.fromkeys(representatives(field, condition, facts)) if value != given]
    return tuple(values if given is None else sorted(values, key=lambda value: distance(value, given, field)))


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
    return tuple(name for name in fields_behind(condition, facts) if name not in facts.given and may_apply(name, facts))


def can_settle(condition: Condition, facts: Facts, field: Field) -> bool:
    """Tell whether some answer to one question alone settles an open condition."""
    values = representatives(field, condition, facts)
    return any(
        judge(condition, Facts({**facts.given, field.name: value}, facts.rules)) is not Truth.UNKNOWN
        for value in values
    )
