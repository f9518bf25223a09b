"""The parts of a library, each kept with what it was made from."""

from collections.abc import Mapping

from builder.claims import Claim, ClaimId
from builder.diagnostics import Diagnostic
from builder.glossary import Term
from builder.kept import Kept
from builder.modules import Module
from builder.outline import Outline
from builder.records import dataclass, field
from builder.schema import Schema
from builder.vocabulary import Vocabulary
from builder.worksheets import Worksheet


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a library as they were last read and what was found in them; each is made anew when it changed."""

    outline: Kept[Outline] = field(default_factory=Kept)
    schema: Kept[Schema] = field(default_factory=Kept)
    claims: Kept[Mapping[ClaimId, Claim]] = field(default_factory=Kept)
    glossary: Kept[Mapping[str, Term]] = field(default_factory=Kept)
    vocabulary: Kept[Vocabulary] = field(default_factory=Kept)
    modules: Kept[Module] = field(default_factory=Kept)
    worksheets: Kept[Worksheet] = field(default_factory=Kept)
    checks: Kept[tuple[Diagnostic, ...]] = field(default_factory=Kept)

    def forget_others(self) -> None:
        """Forget what nobody asked for since the last time: parts of files that are gone."""
        self.modules.forget_others()
        self.worksheets.forget_others()
        self.checks.forget_others()
