"""The public guide: all of a library, for every reader at once. It is made without any profile."""

from collections.abc import Iterable, Mapping

from builder.claims import Claim
from builder.condition_table import ConditionTable, condition_table
from builder.glossary import Term
from builder.guide import explain_first
from builder.library import Library
from builder.markup.body import Body, Citation, FieldValue, Html, LinkEnd, LinkStart, Passage, Piece, pieces_of
from builder.modules import Module, ModuleId
from builder.outline import Chapter
from builder.plan import PlannedTask, task_anchor
from builder.records import dataclass
from builder.worksheets import Worksheet


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicModule:
    """One module with all its passages; `notes` are the claims cited anywhere in it, `tasks` have no days yet."""

    module: Module
    number: str
    body: Body
    notes: tuple[Claim, ...]
    terms: tuple[Term, ...]
    tasks: tuple[PlannedTask, ...]
    worksheets: tuple[Worksheet, ...]

    @property
    def id(self) -> ModuleId:
        """Return the module's id."""
        return self.module.id


@dataclass(frozen=True, slots=True)
class PublicChapter:
    """One chapter with all its modules, in reading order."""

    chapter: Chapter
    number: int
    modules: tuple[PublicModule, ...]


@dataclass(frozen=True, slots=True)
class PublicGuide:
    """Everything the public website is made from, and the numbers of the library's conditions."""

    library: Library
    table: ConditionTable
    chapters: tuple[PublicChapter, ...]

    @property
    def modules(self) -> tuple[PublicModule, ...]:
        """Return all modules in reading order."""
        return tuple(module for chapter in self.chapters for module in chapter.modules)


def assemble_public(library: Library) -> PublicGuide:
    """Return the guide with every module, passage and task there is."""
    chapters = tuple(
        PublicChapter(
            chapter,
            number,
            tuple(_module(module, f"{number}.{place}", library) for place, module in enumerate(modules, start=1)),
        )
        for number, (chapter, modules) in enumerate(library.in_order(), start=1)
    )
    return PublicGuide(library, condition_table(library), chapters)


def _module(module: Module, number: str, library: Library) -> PublicModule:
    cited = dict.fromkeys(piece.claim for piece in pieces_of(module.body) if isinstance(piece, Citation))
    found: dict[str, Term] = {}
    body = _explained(module.body, library.glossary, {}, found)
    return PublicModule(
        module=module,
        number=number,
        body=body,
        notes=tuple(library.claims[claim] for claim in cited),
        terms=tuple(found.values()),
        tasks=tuple(_undated(module)),
        worksheets=library.worksheets_of(module),
    )


def _undated(module: Module) -> Iterable[PlannedTask]:
    for position, task in enumerate(module.tasks, start=1):
        yield PlannedTask(anchor=task_anchor(module, position), task=task, module=module, start=None, due=None)


def _explained(body: Body, glossary: Mapping[str, Term], seen: dict[str, Term], found: dict[str, Term]) -> Body:
    """Explain each abbreviation where it first stands for any reader: in a passage once more than outside it."""
    pieces: list[Piece] = []
    for piece in body:
        match piece:
            case Html(text):
                pieces.append(Html(explain_first(text, glossary, seen)))
                found.update({name: term for name, term in seen.items() if name not in found})
            case Passage(condition, covers, then, otherwise, phrase):
                one, other = (_explained(half, glossary, dict(seen), found) for half in (then, otherwise))
                pieces.append(Passage(condition, covers, one, other, phrase))
            case FieldValue() | Citation() | LinkStart() | LinkEnd():
                pieces.append(piece)
    return tuple(pieces)
