"""A module's text for every reader: each passage stands under the number of its condition."""

from dataclasses import dataclass, field
from html import escape

from markupsafe import Markup

from builder.audience import opposite, say_audience
from builder.claims import ClaimId
from builder.conditions.nodes import Condition
from builder.markup.body import Body, Citation, FieldValue, Html, LinkEnd, LinkStart, Passage
from builder.presentation.medium import Medium, citation
from builder.presentation.shown import shown_for
from builder.public_guide import PublicGuide, PublicModule


def public_body(module: PublicModule, guide: PublicGuide, medium: Medium) -> Markup:
    """Return a module's text; `data-for` says for whom a passage is, `data-link-for` who gets what a link leads to.

    A value stands in a `data-value` of its field, with the text for readers who have not given it.
    """
    shown: dict[str, str] = {each.id: shown_for(guide.table, each.module.when) for each in guide.modules}
    numbers = {claim.id: number for number, claim in enumerate(module.notes, start=1)}
    printer = _Printer(module, guide, medium, numbers, shown)
    printer.print(module.body)
    return Markup("".join(printer.printed))  # noqa: S704 - pieces are Markdown's output, all else escaped


@dataclass(slots=True)
class _Printer:
    module: PublicModule
    guide: PublicGuide
    medium: Medium
    numbers: dict[ClaimId, int]
    shown: dict[str, str]
    printed: list[str] = field(default_factory=list)
    citations: int = 0

    def print(self, body: Body) -> None:
        for piece in body:
            match piece:
                case Html(text):
                    self.printed.append(text)
                case FieldValue(name, otherwise):
                    self.printed.append(f'<span data-value="{escape(name)}">{escape(otherwise)}</span>')
                case Citation(claim):
                    self.citations += 1
                    self.printed.append(citation(self.module.id, claim, self.numbers[claim], self.citations))
                case LinkStart(key, fragment):
                    href = self.medium.link(key, fragment)
                    shown = self.shown[key]
                    guarded = f' data-link-for="{shown}"' if shown else ""
                    self.printed.append(f'<a class="module-link"{guarded} href="{href}">')
                case LinkEnd():
                    self.printed.append("</a>")
                case Passage():
                    self.passage(piece)

    def passage(self, passage: Passage) -> None:
        number = self.guide.table.number(passage.condition)
        self.half(f"{number}", passage.condition, passage.then)
        if passage.otherwise:
            self.half(f"-{number}", opposite(passage.condition), passage.otherwise)

    def half(self, shown: str, condition: Condition, body: Body) -> None:
        audience = say_audience(condition, self.guide.library.vocabulary)
        self.printed.append(f'<div class="passage" data-for="{shown}"><p class="badge">{escape(audience)}</p>')
        self.print(body)
        self.printed.append("</div>")
