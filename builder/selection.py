"""Deciding which modules, passages and tasks one reader gets, with the proof of each verdict."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import Condition
from builder.conditions.proof import Proof, prove
from builder.conditions.truth import Truth
from builder.library import Library
from builder.markup.body import Body, FieldValue, Passage, Settled
from builder.modules import Module, ModuleId
from builder.outline import Chapter
from builder.profiles import Profile
from builder.records import dataclass
from builder.tasks import Task


class Verdict(StrEnum):
    """What a reader gets of a module or passage; open depends on an answer that is missing."""

    IN = "in"
    OUT = "out"
    OPEN = "open"


_VERDICTS = {Truth.YES: Verdict.IN, Truth.NO: Verdict.OUT, Truth.UNKNOWN: Verdict.OPEN}


@dataclasses.dataclass(frozen=True)
class Ruling:
    """A verdict with its condition and the facts it was judged by; its proof is made when somebody asks for it."""

    condition: Condition
    verdict: Verdict
    facts: Facts = dataclasses.field(compare=False, repr=False)

    @cached_property
    def proof(self) -> Proof:
        """Return the smallest set of facts that forces the verdict."""
        return prove(self.condition, self.facts)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one module and, where the reader gets it, about what is in it.

    `passages` holds a ruling for every passage that was reached: not those inside a passage that
    the reader does not get.
    """

    module: Module
    ruling: Ruling
    passages: Mapping[Passage, Ruling]
    tasks: Mapping[Task, Ruling]

    @property
    def verdict(self) -> Verdict:
        """Return the module's verdict."""
        return self.ruling.verdict

    @property
    def covers(self) -> tuple[str, ...]:
        """Return the points that the reader's text of this module covers."""
        if self.verdict is not Verdict.IN:
            return ()
        inner = (p.covers for p, ruling in self.passages.items() if ruling.verdict is Verdict.IN)
        return (*self.module.covers, *(point for covers in inner for point in covers))

    def open_rulings(self) -> tuple[Ruling, ...]:
        """Return the rulings that wait for an answer: the module's own, or those inside it."""
        if self.verdict is Verdict.OPEN:
            return (self.ruling,)
        inner = (*self.passages.values(), *self.tasks.values())
        return tuple(ruling for ruling in inner if ruling.verdict is Verdict.OPEN)


@dataclass(frozen=True, slots=True)
class Selection:
    """Every module of the library with its decision, by chapter in reading order."""

    profile: Profile
    chapters: tuple[tuple[Chapter, tuple[Decision, ...]], ...]
    conditions: Mapping[str, Truth]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Return all decisions in reading order."""
        return tuple(decision for _, decisions in self.chapters for decision in decisions)

    @property
    def verdicts(self) -> Mapping[ModuleId, Verdict]:
        """Return each module's verdict."""
        return {decision.module.id: decision.verdict for decision in self.decisions}


def select(library: Library, profile: Profile) -> Selection:
    """Decide about every module for one reader."""
    rulings = _Rulings(profile.facts)
    chapters = tuple(
        (chapter, tuple(_decide(module, rulings) for module in modules)) for chapter, modules in library.in_order()
    )
    named = library.vocabulary.conditions
    conditions = {name: judge(condition.named, profile.facts) for name, condition in named.items()}
    return Selection(profile, chapters, conditions)


class _Rulings:
    """Rules on conditions, each distinct one once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._done: dict[Condition, Ruling] = {}

    def rule(self, condition: Condition) -> Ruling:
        ruling = self._done.get(condition)
        if ruling is None:
            verdict = _VERDICTS[judge(condition, self._facts)]
            ruling = self._done[condition] = Ruling(condition, verdict, self._facts)
        return ruling


def _decide(module: Module, rulings: _Rulings) -> Decision:
    ruling = rulings.rule(module.when)
    if ruling.verdict is not Verdict.IN:
        return Decision(module, ruling, {}, {})
    tasks = {task: rulings.rule(task.when) for task in module.tasks}
    return Decision(module, ruling, dict(_rule_passages(module.body, rulings)), tasks)


def _rule_passages(body: Body, rulings: _Rulings) -> Iterable[tuple[Passage, Ruling]]:
    for piece in body:
        if not isinstance(piece, Passage):
            continue
        ruling = rulings.rule(piece.condition)
        yield piece, ruling
        if ruling.verdict is not Verdict.OPEN:
            yield from _rule_passages(chosen(piece, ruling), rulings)


def shown_pieces(decision: Decision) -> Iterator[Settled | FieldValue]:
    """Yield the pieces of a module's text that its reader gets, in order."""
    if decision.verdict is Verdict.IN:
        yield from _shown(decision.module.body, decision)


def _shown(body: Body, decision: Decision) -> Iterator[Settled | FieldValue]:
    for piece in body:
        if isinstance(piece, Passage):
            yield from _shown(chosen(piece, decision.passages[piece]), decision)
        else:
            yield piece


def chosen(passage: Passage, ruling: Ruling) -> Body:
    """Return the half of a passage that a reader gets; nothing while it is open."""
    match ruling.verdict:
        case Verdict.IN:
            return passage.then
        case Verdict.OUT:
            return passage.otherwise
        case Verdict.OPEN:
            return ()
