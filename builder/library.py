"""Everything a guide is made of, read and checked."""

from collections.abc import Iterable, Iterator, Mapping

from builder.claims import Claim, ClaimId
from builder.diagnostics import Diagnostic
from builder.glossary import Term
from builder.modules import Module, ModuleId
from builder.outline import Chapter, Outline
from builder.records import dataclass
from builder.schema import FieldName
from builder.vocabulary import Vocabulary
from builder.worksheets import Worksheet, WorksheetId


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a guide is made of, checked; `warnings` are what will disappoint."""

    outline: Outline
    vocabulary: Vocabulary
    claims: Mapping[ClaimId, Claim]
    glossary: Mapping[str, Term]
    modules: Mapping[ModuleId, Module]
    worksheets: Mapping[WorksheetId, Worksheet]
    warnings: tuple[Diagnostic, ...]

    def in_order(self) -> Iterable[tuple[Chapter, tuple[Module, ...]]]:
        """Yield the chapters with their modules in reading order."""
        for chapter in self.outline.chapters:
            yield chapter, tuple(self.modules[ModuleId(scalar.text)] for scalar in chapter.modules)

    def worksheets_of(self, module: Module) -> tuple[Worksheet, ...]:
        """Return the worksheets that a module names, in its order."""
        return tuple(self.worksheets[WorksheetId(scalar.text)] for scalar in module.worksheets)

    def fields_on_sheets(self, module: Module) -> Iterator[FieldName]:
        """Yield the fields that fill cells of a module's worksheets."""
        for worksheet in self.worksheets_of(module):
            for column in worksheet.all_columns:
                yield from worksheet.filling(column)
