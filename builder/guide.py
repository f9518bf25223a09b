"""The personalised guide: chapters, modules, tasks and sources of one reader."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from builder.analysis import Question, rank_questions
from builder.claims import Claim, ClaimId
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.truth import Truth
from builder.glossary import Term
from builder.library import Library
from builder.markup.body import Citation, FieldValue, Html, LinkEnd, LinkStart, Settled
from builder.modules import ModuleId
from builder.outline import Chapter
from builder.plan import PlannedTask, plan_tasks
from builder.profiles import Profile
from builder.records import dataclass, replace
from builder.selection import Decision, Selection, Verdict, select, shown_pieces
from builder.wording import Fields, say_value
from builder.worksheets import Column, Worksheet

_ABBR = re.compile(r'<abbr title="[^"]*">([^<]*)</abbr>')


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideModule:
    """One module as this reader gets it: whole, or open as a card without text.

    `pieces` holds no passage and no value any more; a link in it leads to a module of this guide.
    `notes` are the claims cited, in the order of their numbers.
    """

    decision: Decision
    number: str
    pieces: tuple[Settled, ...]
    notes: tuple[Claim, ...]
    terms: tuple[Term, ...]
    tasks: tuple[PlannedTask, ...]
    worksheets: tuple[Worksheet, ...]

    @property
    def id(self) -> ModuleId:
        """Return the module's id."""
        return self.decision.module.id

    @property
    def is_open(self) -> bool:
        """Tell whether the module waits for an answer."""
        return self.decision.verdict is Verdict.OPEN


@dataclass(frozen=True, slots=True)
class GuideChapter:
    """One chapter with the modules this reader gets, and how many are for other readers."""

    chapter: Chapter
    number: int
    modules: tuple[GuideModule, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything one reader's website and handbook are made from."""

    library: Library
    selection: Selection
    chapters: tuple[GuideChapter, ...]
    questions: tuple[Question, ...]

    @property
    def facts(self) -> Facts:
        """Return what the reader's profile says."""
        return self.selection.profile.facts

    @property
    def modules(self) -> tuple[GuideModule, ...]:
        """Return all modules in reading order."""
        return tuple(module for chapter in self.chapters for module in chapter.modules)


def assemble(library: Library, profile: Profile) -> Guide:
    """Select for one reader and put the guide together."""
    selection = select(library, profile)
    assembling = _Assembling(library, profile.facts, selection.verdicts)
    chapters: list[GuideChapter] = []
    for chapter, decisions in selection.chapters:
        got = [decision for decision in decisions if decision.verdict is not Verdict.OUT]
        number = len(chapters) + 1
        if got:
            modules = tuple(assembling.module(d, f"{number}.{position}") for position, d in enumerate(got, start=1))
            chapters.append(GuideChapter(chapter, number, modules, len(decisions) - len(got)))
    return Guide(library, selection, tuple(chapters), rank_questions(selection, library.vocabulary.schema))


@dataclass(frozen=True, slots=True)
class _Assembling:
    library: Library
    facts: Facts
    verdicts: Mapping[ModuleId, Verdict]

    def module(self, decision: Decision, number: str) -> GuideModule:
        pieces = tuple(_without_dead_links(self.pieces(decision), self.verdicts))
        claims = dict.fromkeys(piece.claim for piece in pieces if isinstance(piece, Citation))
        explained, terms = _explain_once(pieces, self.library.glossary)
        return GuideModule(
            decision=decision,
            number=number,
            pieces=explained,
            notes=_claims(claims, self.library.claims),
            terms=terms,
            tasks=plan_tasks(decision, self.library.outline, self.facts),
            worksheets=self.worksheets(decision),
        )

    def worksheets(self, decision: Decision) -> tuple[Worksheet, ...]:
        if decision.verdict is not Verdict.IN:
            return ()
        return tuple(self.without_others_columns(sheet) for sheet in self.library.worksheets_of(decision.module))

    def without_others_columns(self, sheet: Worksheet) -> Worksheet:
        """Return a worksheet with the columns that the reader's answers do not rule out."""
        return replace(sheet, columns=self.kept(sheet.columns), bookkeeping=self.kept(sheet.bookkeeping))

    def kept(self, columns: Iterable[Column]) -> tuple[Column, ...]:
        return tuple(column for column in columns if judge(column.when, self.facts) is not Truth.NO)

    def pieces(self, decision: Decision) -> Iterator[Settled]:
        for piece in shown_pieces(decision):
            if isinstance(piece, FieldValue):
                yield Html(escape(printed_value(piece, self.facts, self.library.vocabulary.schema.fields)), is_own=True)
            else:
                yield piece


def printed_value(piece: FieldValue, facts: Facts, fields: Fields) -> str:
    """Return what a value prints for one reader."""
    value = facts.given.get(piece.field)
    return piece.otherwise if value is None else say_value(fields[piece.field], value)


def _claims(ids: Iterable[ClaimId], claims: Mapping[ClaimId, Claim]) -> tuple[Claim, ...]:
    return tuple(claims[key] for key in ids)


def _without_dead_links(pieces: Iterable[Settled], verdicts: Mapping[ModuleId, Verdict]) -> Iterator[Settled]:
    is_dead = False
    for piece in pieces:
        if isinstance(piece, LinkStart):
            is_dead = verdicts.get(ModuleId(piece.module), Verdict.OUT) is Verdict.OUT
        if not (is_dead and isinstance(piece, LinkStart | LinkEnd)):
            yield piece


def _explain_once(
    pieces: tuple[Settled, ...], glossary: Mapping[str, Term]
) -> tuple[tuple[Settled, ...], tuple[Term, ...]]:
    """Leave each abbreviation explained where it first stands, and return which ones stand there."""
    seen: dict[str, Term] = {}
    explained = tuple(
        replace(piece, text=explain_first(piece.text, glossary, seen)) if isinstance(piece, Html) else piece
        for piece in pieces
    )
    return explained, tuple(seen.values())


def explain_first(html: str, glossary: Mapping[str, Term], seen: dict[str, Term]) -> str:
    """Return HTML in which only abbreviations not seen before are explained, and note them as seen."""

    def first_only(match: re.Match[str]) -> str:
        word = match[1]
        term = glossary.get(word) or glossary.get(word.removesuffix("s"))
        if term is None or term.term in seen:
            return word
        seen[term.term] = term
        return match[0]

    return _ABBR.sub(first_only, html)
