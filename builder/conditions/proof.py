"""The smallest set of profile facts that forces a verdict."""

from dataclasses import dataclass
from itertools import combinations

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts
from builder.conditions.nodes import Atom, Condition, atoms, fields_of
from builder.conditions.truth import Truth, bit
from builder.schema import FieldName

EXACT_UP_TO = 12


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a condition is what it is.

    `fields` are the facts quoted: given values, and fields that are quoted as not given.
    Looking at them alone forces `truth`; without any one of them it is not forced.
    `atoms` are the comparisons that matter for it.
    """

    truth: Truth
    fields: tuple[FieldName, ...] = ()
    atoms: tuple[Atom, ...] = ()


def prove(condition: Condition, facts: Facts) -> Proof:
    """Judge a condition and return a smallest proof of what it is.

    With more than 12 fields in the condition the proof is minimal (no fact can be dropped) but
    perhaps not the smallest there is.
    """
    truth = judge(condition, facts)
    fields = _smallest(condition, facts, truth)
    return Proof(truth, fields, _telling_atoms(condition, facts, fields))


def fields_behind(condition: Condition, facts: Facts) -> tuple[FieldName, ...]:
    """Return the fields a condition depends on, with those that decide whether these apply."""
    found: dict[FieldName, None] = {}
    pending = [condition]
    while pending:
        for atom in atoms(pending.pop()):
            for name in fields_of(atom):
                if name not in found and name in facts.rules:
                    pending.append(facts.rules[name].only_when)
                found[name] = None
    return tuple(found)


def is_forced(condition: Condition, facts: Facts, fields: tuple[FieldName, ...]) -> bool:
    """Tell whether the quoted fields alone leave one truth."""
    return _forces(condition, facts, Quotes(frozenset(fields)), judge(condition, facts))


def _forces(condition: Condition, facts: Facts, quotes: Quotes, truth: Truth) -> bool:
    return possible(condition, facts, quotes) == bit(truth)


def _smallest(condition: Condition, facts: Facts, truth: Truth) -> tuple[FieldName, ...]:
    candidates = fields_behind(condition, facts)
    enough = _minimal(condition, facts, truth, candidates)
    if len(candidates) > EXACT_UP_TO:
        return enough
    for size in range(len(enough)):
        for some in combinations(candidates, size):
            if _forces(condition, facts, Quotes(frozenset(some)), truth):
                return some
    return enough


def _minimal(
    condition: Condition, facts: Facts, truth: Truth, candidates: tuple[FieldName, ...]
) -> tuple[FieldName, ...]:
    kept = list(candidates)
    for name in reversed(candidates):
        fewer = [other for other in kept if other != name]
        if _forces(condition, facts, Quotes(frozenset(fewer)), truth):
            kept = fewer
    return tuple(kept)


def _telling_atoms(condition: Condition, facts: Facts, fields: tuple[FieldName, ...]) -> tuple[Atom, ...]:
    quoted = frozenset(fields)
    truth = judge(condition, facts)
    rules = tuple(facts.rules[name].only_when for name in fields_behind(condition, facts) if name in facts.rules)
    every = dict.fromkeys(atom for part in (condition, *rules) for atom in atoms(part))
    muted = frozenset(atom for atom in every if not quoted.intersection(fields_of(atom)))
    for atom in reversed(every):
        if atom not in muted and _forces(condition, facts, Quotes(quoted, muted | {atom}), truth):
            muted |= {atom}
    return tuple(atom for atom in every if atom not in muted)
