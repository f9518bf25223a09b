"""The smallest set of profile facts that forces a verdict."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import combinations

from builder.conditions.facts import Facts, atoms_behind
from builder.conditions.forcing import Forcing
from builder.conditions.nodes import Atom, Condition, Known, fields_of
from builder.conditions.truth import Truth
from builder.records import dataclass
from builder.schema import FieldName

EXACT_UP_TO = 12

Names = tuple[FieldName, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a condition is what it is.

    `fields` are the facts quoted: given values, and fields that are quoted as not given.
    They alone force `truth` (see `Forcing`); without any one of them it is not forced, if the proof `is_minimal`.
    Otherwise that is unknown: there was too much to try. `atoms` are the comparisons that matter for it.
    """

    truth: Truth
    fields: tuple[FieldName, ...] = ()
    atoms: tuple[Atom, ...] = ()
    is_minimal: bool = True


def prove(condition: Condition, facts: Facts) -> Proof:
    """Judge a condition and return a smallest proof of what it is.

    Of smallest sets the first one is taken that forces the truth part by part; where none does, the first of all.
    With more than 12 fields in the condition the proof is minimal (no fact can be dropped) but perhaps not the
    smallest there is.
    """
    forcing = Forcing(condition, facts)
    every = atoms_behind(condition, facts)
    by_parts = _smallest(forcing.fields, forcing.holds_by_parts, forcing.fields)
    if _is_beyond_doubt(forcing.truth, every):
        return Proof(forcing.truth, by_parts, _telling_by_parts(every, forcing, frozenset(by_parts)))
    fields = _smallest(forcing.fields, forcing.holds, by_parts)
    quoted = frozenset(fields)
    is_minimal = all(forcing.refutes(quoted - {name}) for name in fields)
    if fields == by_parts:
        return Proof(forcing.truth, fields, _telling_by_parts(every, forcing, quoted), is_minimal)
    some = tuple(atom for atom in every if not quoted.isdisjoint(fields_of(atom)))
    return Proof(forcing.truth, fields, _telling(some, partial(forcing.holds, quoted), frozenset()), is_minimal)


def _is_beyond_doubt(truth: Truth, every: Iterable[Atom]) -> bool:
    """Tell whether by parts is exact: the truth is settled, and no answer could reverse it."""
    return truth is not Truth.UNKNOWN and not any(isinstance(atom, Known) for atom in every)


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


def _telling_by_parts(every: tuple[Atom, ...], forcing: Forcing, quoted: frozenset[FieldName]) -> tuple[Atom, ...]:
    unquoted = frozenset(atom for atom in every if quoted.isdisjoint(fields_of(atom)))
    return _telling(every, partial(forcing.holds_by_parts, quoted), unquoted)


def _telling(
    every: tuple[Atom, ...], forces: Callable[[frozenset[Atom]], bool], muted: frozenset[Atom]
) -> tuple[Atom, ...]:
    """Return the comparisons that are not muted, without those that may be anything."""
    for atom in reversed(every):
        if atom not in muted and forces(muted | {atom}):
            muted |= {atom}
    return tuple(atom for atom in every if atom not in muted)
