"""Modules: texts with a head that says for whom they are."""

import re
from datetime import date
from typing import NewType

from builder.conditions.nodes import Condition
from builder.conditions.phrases import Phrase
from builder.diagnostics import Diagnostic
from builder.markup.body import Body, Html, Link, pieces_of
from builder.records import dataclass
from builder.sources import Place
from builder.tasks import Task
from builder.yaml_text import Scalar

ModuleId = NewType("ModuleId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module, compiled; `when` is for whom it is, `excludes` are modules that nobody may get beside it.

    `texts` are the words of its head that readers see.
    """

    id: ModuleId
    chapter: str
    title: str
    when: Condition
    phrase: Phrase | None
    covers: tuple[str, ...]
    tasks: tuple[Task, ...]
    hazards: tuple[Scalar, ...]
    excludes: tuple[Scalar, ...]
    worksheets: tuple[Scalar, ...]
    reviewed: date | None
    body: Body
    links: tuple[Link, ...]
    warnings: tuple[Diagnostic, ...]
    texts: tuple[Scalar, ...]
    place: Place

    def headings(self) -> tuple[str, ...]:
        """Return the names by which links reach the headings of the text."""
        texts = (piece.text for piece in pieces_of(self.body) if isinstance(piece, Html))
        return tuple(name for text in texts for name in re.findall(rf'<h[2-6] id="{self.id}--([^"]*)"', text))
