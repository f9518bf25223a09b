"""Every place of a library where a condition stands, with the conditions around it."""

from collections.abc import Iterator

from builder.conditions.nodes import Condition
from builder.conditions.phrases import Phrase
from builder.library import Library
from builder.markup.body import Passage, pieces_with_conditions
from builder.modules import Module
from builder.records import dataclass
from builder.sources import Place
from builder.tasks import Task
from builder.vocabulary import NamedCondition
from builder.worksheets import Column

Piece = Module | Passage | Task | Column | NamedCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A condition where it stands: `around` holds the conditions that bring a reader there, the outermost first."""

    piece: Piece
    module: Module | None
    condition: Condition
    phrase: Phrase | None
    around: tuple[Condition, ...] = ()

    @property
    def place(self) -> Place:
        """Return where the condition is written; for a module without one, its head."""
        if self.phrase is not None:
            return self.phrase.place
        if self.module is not None:
            return self.module.place
        raise AssertionError("a condition outside a module is written somewhere")

    @property
    def name(self) -> str:
        """Return what messages call the piece that stands under the condition."""
        match self.piece:
            case Module():
                return "this module"
            case Passage():
                return "this passage"
            case Task():
                return "this task"
            case Column():
                return "this column"
            case NamedCondition(named):
                return f"the named condition `{named.name}`"


def sites_of(library: Library) -> Iterator[Site]:
    """Yield the named conditions, then every module with what is in it, an outer passage before an inner one.

    The columns of a module's worksheets come last, those that a condition of their own brings.
    """
    for named in library.vocabulary.conditions.values():
        yield Site(piece=named, module=None, condition=named.named.condition, phrase=named.phrase)
    for module in library.modules.values():
        yield Site(piece=module, module=module, condition=module.when, phrase=module.phrase)
        for task in module.tasks:
            yield Site(piece=task, module=module, condition=task.when, phrase=task.phrase, around=(module.when,))
        for piece, around in pieces_with_conditions(module.body, (module.when,)):
            if isinstance(piece, Passage):
                yield Site(piece=piece, module=module, condition=piece.condition, phrase=piece.phrase, around=around)
        for column in _columns(library, module):
            yield Site(piece=column, module=module, condition=column.when, phrase=column.phrase, around=(module.when,))


def _columns(library: Library, module: Module) -> Iterator[Column]:
    for worksheet in library.worksheets_of(module):
        yield from (column for column in worksheet.all_columns if column.phrase is not None)
