"""Which changes within a reader's power would change their guide, and how."""

from collections.abc import Callable, Iterator, Mapping

from builder.analysis import with_settings
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import Condition, Or
from builder.conditions.truth import Truth
from builder.library import Library
from builder.markup.body import Body, Passage, passages_of
from builder.modules import Module
from builder.moves import Settings, moves
from builder.records import dataclass
from builder.schema import Field, FieldName

Modules = tuple[Module, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A change of answers, with the modules that would come, go, become open, or read otherwise.

    `inside` counts the passages and tasks that would change in modules that stay.
    """

    settings: Settings
    come: Modules
    go: Modules
    wait: Modules
    reads: Modules
    inside: int

    @property
    def weight(self) -> tuple[int, int]:
        """Return how much would change: modules first, then what is in them."""
        return len(self.come) + len(self.go) + len(self.wait), self.inside


def find_prospects(library: Library, facts: Facts) -> tuple[Prospect, ...]:
    """Return for each field within the reader's power the change that flips most, the greatest first.

    Of values that flip as much the nearest is taken. A field that changes nothing has no prospect,
    and one whose change is part of another's is told there.
    """
    judging = _Judging(facts)
    watched = tuple(_Watched.module(m, judging) for _, modules in library.in_order() for m in modules)
    looking = _Looking(facts, judging, watched)
    fields = library.vocabulary.schema.fields.values()
    found = [prospect for field in fields for prospect in looking.best(field)]
    whole = [one for one in found if not any(one.settings.items() < other.settings.items() for other in found)]
    return tuple(sorted(whole, key=lambda prospect: prospect.weight, reverse=True))


class _Judging:
    """Judges the conditions of a library once, and after a change those alone that depend on what changed.

    They are told apart as objects: to compare what they hold would take longer than to judge them.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._fields: dict[int, frozenset[FieldName]] = {}
        self._truths: dict[int, Truth] = {}

    def fields(self, condition: Condition) -> frozenset[FieldName]:
        """Return the fields that a condition depends on."""
        found = self._fields.get(id(condition))
        if found is None:
            found = self._fields[id(condition)] = frozenset(fields_behind(condition, self._facts))
        return found

    def now(self, condition: Condition) -> Truth:
        """Return what a condition is."""
        truth = self._truths.get(id(condition))
        if truth is None:
            truth = self._truths[id(condition)] = judge(condition, self._facts)
        return truth

    def after(self, settings: Settings, changed: Facts) -> "_Judge":
        """Return what tells what a condition is by facts that these settings changed."""

        def judged(condition: Condition) -> Truth:
            is_as_before = self.fields(condition).isdisjoint(settings)
            return self.now(condition) if is_as_before else judge(condition, changed)

        return judged


_Judge = Callable[[Condition], Truth]


@dataclass(frozen=True, slots=True)
class _Watched:
    """A module with the conditions in it, the fields they depend on, and what the conditions are now."""

    of: Module
    conditions: tuple[Condition, ...]
    fields: frozenset[FieldName]
    now: "_Truths"

    @classmethod
    def module(cls, module: Module, judging: _Judging) -> "_Watched":
        inner = (*(task.when for task in module.tasks), *(passage.condition for passage in passages_of(module.body)))
        conditions = (module.when, *inner)
        behind = frozenset(name for condition in conditions for name in judging.fields(condition))
        return cls(module, conditions, behind, _truths(module, judging.now))


@dataclass(frozen=True, slots=True)
class _Looking:
    facts: Facts
    judging: _Judging
    modules: tuple[_Watched, ...]

    def best(self, field: Field) -> Iterator[Prospect]:
        """Yield the change of one field that flips most, if any flips something."""
        touched = tuple(watched for watched in self.modules if field.name in watched.fields)
        if not touched:
            return
        either = Or(tuple(condition for watched in touched for condition in watched.conditions))
        tried = [prospect for settings in moves(field, either, self.facts) for prospect in self._try(settings)]
        if not tried:
            return
        if field.name in self.facts.given:
            yield max(tried, key=lambda prospect: prospect.weight)
        else:
            # What has no value yet is told as it is hoped for: by the lowest value that does what the highest does.
            yield next(prospect for prospect in tried if _effect(prospect) == _effect(tried[-1]))

    def _try(self, settings: Settings) -> Iterator[Prospect]:
        changed = with_settings(self.facts, settings)
        if changed is None:
            return
        touched = (watched for watched in self.modules if watched.fields.intersection(settings))
        after = self.judging.after(settings, changed)
        pairs = [(watched.of, watched.now, _truths(watched.of, after)) for watched in touched]
        prospect = _prospect(settings, pairs)
        if prospect.weight > (0, 0):
            yield prospect


_Truths = Mapping[int, Truth]


def _prospect(settings: Settings, pairs: list[tuple[Module, _Truths, _Truths]]) -> Prospect:
    turned = [(module, new[0]) for module, old, new in pairs if old[0] is not new[0]]
    inside = [(module, _differing(old, new)) for module, old, new in pairs if old[0] is new[0]]
    return Prospect(
        settings=settings,
        come=tuple(module for module, truth in turned if truth is Truth.YES),
        go=tuple(module for module, truth in turned if truth is Truth.NO),
        wait=tuple(module for module, truth in turned if truth is Truth.UNKNOWN),
        reads=tuple(module for module, count in inside if count),
        inside=sum(count for _, count in inside),
    )


def _effect(prospect: Prospect) -> tuple[Modules, ...]:
    return prospect.come, prospect.go, prospect.wait, prospect.reads


def _differing(old: _Truths, new: _Truths) -> int:
    return sum(old.get(key) is not new.get(key) for key in {*old, *new})


def _truths(module: Module, judged: _Judge) -> _Truths:
    """Return what a module's own condition is (0), its tasks' (below) and its passages' (by line)."""
    truths = {0: judged(module.when)}
    if truths[0] is Truth.YES:
        truths |= {-place: judged(task.when) for place, task in enumerate(module.tasks, start=1)}
        truths |= dict(_reached(module.body, judged))
    return truths


def _reached(body: Body, judged: _Judge) -> Iterator[tuple[int, Truth]]:
    """Yield the passages that a reader reaches, by line: not those inside one that they do not get."""
    for piece in body:
        if isinstance(piece, Passage):
            truth = judged(piece.condition)
            yield piece.place.line, truth
            inner = {Truth.YES: piece.then, Truth.NO: piece.otherwise, Truth.UNKNOWN: ()}[truth]
            yield from _reached(inner, judged)
