"""The smallest set of profile facts that forces a verdict."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from builder.conditions.facts import Facts
from builder.conditions.forcing import Forcing
from builder.conditions.nodes import Atom, Condition, Known, atoms, fields_of
from builder.conditions.truth import Truth
from builder.schema import FieldName

EXACT_UP_TO = 12

Names = tuple[FieldName, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a condition is what it is.

    `fields` are the facts quoted: given values, and fields that are quoted as not given.
    They alone force `truth` (see `Forcing`); without any one of them it is not forced.
    `atoms` are the comparisons that matter for it.
    """

    truth: Truth
    fields: tuple[FieldName, ...] = ()
    atoms: tuple[Atom, ...] = ()


def prove(condition: Condition, facts: Facts) -> Proof:
    """Judge a condition and return a smallest proof of what it is.

    Of smallest sets the first one is taken that forces the truth part by part; where none does, the first of all.
    With more than 12 fields in the condition the proof is minimal (no fact can be dropped) but perhaps not the
    smallest there is.
    """
    forcing = Forcing(condition, facts)
    by_parts = _smallest(forcing.fields, forcing.holds_by_parts, forcing.fields)
    fields = by_parts if _is_beyond_doubt(forcing) else _smallest(forcing.fields, forcing.holds, by_parts)
    telling = (
        _telling_by_parts(forcing, frozenset(fields)) if fields == by_parts else _telling(forcing, frozenset(fields))
    )
    return Proof(forcing.truth, fields, telling)


def _is_beyond_doubt(forcing: Forcing) -> bool:
    """Tell whether by parts is exact: the truth is settled, and no answer could reverse it."""
    return forcing.truth is not Truth.UNKNOWN and not any(isinstance(atom, Known) for atom in _all_atoms(forcing))


def _smallest(candidates: Names, forces: Callable[[frozenset[FieldName]], bool], enough: Names) -> Names:
    """Return the first smallest set of fields that forces a truth, `enough` where no smaller one does."""
    enough = _minimal(forces, enough)
    if len(candidates) > EXACT_UP_TO or len(enough) <= 1:
        return enough
    # Whatever forces a truth holds these: to look at more facts never leaves more truths.
    needed = frozenset(name for name in enough if not forces(frozenset(candidates) - {name}))
    others = tuple(name for name in candidates if name not in needed)
    for size in range(len(enough) - len(needed)):
        for some in combinations(others, size):
            if forces(needed.union(some)):
                return tuple(name for name in candidates if name in needed or name in some)
    return enough


def _minimal(forces: Callable[[frozenset[FieldName]], bool], enough: Names) -> Names:
    kept = enough
    for name in reversed(enough):
        fewer = tuple(other for other in kept if other != name)
        if forces(frozenset(fewer)):
            kept = fewer
    return kept


def _telling_by_parts(forcing: Forcing, quoted: frozenset[FieldName]) -> tuple[Atom, ...]:
    """Return the comparisons with quoted fields, without those that may be anything, whatever all others are."""
    every = _all_atoms(forcing)
    muted = frozenset(atom for atom in every if quoted.isdisjoint(fields_of(atom)))
    for atom in reversed(every):
        if atom not in muted and forcing.holds_by_parts(quoted, muted | {atom}):
            muted |= {atom}
    return tuple(atom for atom in every if atom not in muted)


def _telling(forcing: Forcing, quoted: frozenset[FieldName]) -> tuple[Atom, ...]:
    """Return the comparisons with quoted fields, without those that may be anything."""
    every = tuple(atom for atom in _all_atoms(forcing) if not quoted.isdisjoint(fields_of(atom)))
    muted = frozenset[Atom]()
    for atom in reversed(every):
        if forcing.holds(quoted, muted | {atom}):
            muted |= {atom}
    return tuple(atom for atom in every if atom not in muted)


def _all_atoms(forcing: Forcing) -> tuple[Atom, ...]:
    rules = forcing.facts.rules
    parts = (forcing.condition, *(rules[name].only_when for name in forcing.fields if name in rules))
    return tuple(dict.fromkeys(atom for part in parts for atom in atoms(part)))
