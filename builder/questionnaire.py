"""Which question to ask a reader next, by what its answer could still settle."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from builder.analysis import can_settle
from builder.conditions.facts import Facts
from builder.conditions.nodes import Condition
from builder.conditions.undecided import may_apply, undecided_fields
from builder.library import Library
from builder.relevance import NAME, Relevance
from builder.schema import Field, FieldName


@dataclass(frozen=True)
class Questionnaire:
    """A guide's questions, for a reader whose answers come one after another."""

    library: Library
    relevance: Relevance

    def next_question(self, facts: Facts, asked: Collection[FieldName]) -> Field | None:
        """Return the question whose answer could settle most modules; None where none changes the guide.

        The reader's name comes first, and a question that decides whether another applies comes
        before that one. Ties are asked in the order of the schema.
        """
        schema = self.library.vocabulary.schema
        relevant = self.relevance.fields(facts)
        names = [name for name in schema.order if name in relevant and _is_due(name, facts, asked)]
        if not names:
            return None
        waiting = {condition: self.relevance.outlook(condition, facts).waits_for for condition in self._uses}
        return schema.fields[max(names, key=lambda name: (name == NAME, self._settles(name, facts, waiting)))]

    def left(self, facts: Facts, asked: Collection[FieldName]) -> tuple[Field, ...]:
        """Return the questions that may apply and were not asked, in the order of the schema."""
        fields = self.library.vocabulary.schema.fields.items()
        return tuple(field for name, field in fields if name not in asked and may_apply(name, facts))

    @cached_property
    def _uses(self) -> Mapping[Condition, int]:
        """Return how many modules have each condition."""
        return Counter(module.when for module in self.library.modules.values())

    def _settles(self, name: FieldName, facts: Facts, waiting: Mapping[Condition, frozenset[FieldName]]) -> int:
        field = self.library.vocabulary.schema.fields[name]
        return sum(
            self._uses[condition]
            for condition, fields in waiting.items()
            if name in fields and can_settle(condition, facts, field)
        )


def _is_due(name: FieldName, facts: Facts, asked: Collection[FieldName]) -> bool:
    """Tell whether a field can be asked now: it applies, or what decides that was asked without an answer."""
    if name in asked or not may_apply(name, facts):
        return False
    rule = facts.rules.get(name)
    return rule is None or undecided_fields(rule.only_when, facts) <= set(asked)
