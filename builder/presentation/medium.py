"""How a website and a handbook differ: addresses and heading levels."""

import re
from enum import Enum

from markupsafe import Markup, escape

from builder.guide import GuideModule
from builder.markup.body import Citation, Html, LinkEnd, LinkStart
from builder.records import dataclass

# The PDF engine tags a link wrongly that holds more than text, and breaks lines oddly at an abbreviation.
_ABBR = re.compile(r"</?abbr[^>]*>")
_LINK = re.compile(r"(<a [^>]*>)(.*?)(</a>)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Tells whoever keeps pieces of the handbook's page which hold a reader's data.
_OWN = "<!--own-->"
_HEADING = re.compile(r"<(/?)h([2-5])(?=[ >])")


class Kind(Enum):
    """The two things a guide becomes."""

    WEBSITE = "website"
    HANDBOOK = "handbook"


@dataclass(frozen=True, slots=True)
class Medium:
    """Where things stand in one medium, and how a module's text is printed there."""

    kind: Kind
    chapters: dict[str, str]

    def anchor(self, what: str, key: str) -> str:
        """Return the name of a module or chapter where it stands; in a handbook all kinds share one page."""
        return f"{what}-{key}" if self.kind is Kind.HANDBOOK else key

    def module(self, key: str) -> str:
        """Return a module's address, from the website's root or inside the handbook."""
        return f"#{self.anchor('module', key)}" if self.kind is Kind.HANDBOOK else f"{self.chapters[key]}/{key}.html"

    def chapter(self, key: str) -> str:
        """Return a chapter's address."""
        return f"#{self.anchor('chapter', key)}" if self.kind is Kind.HANDBOOK else f"{key}/index.html"

    def page(self, name: str) -> str:
        """Return the address of a page about the whole guide: answers, plan, sources, why."""
        return f"#{name}" if self.kind is Kind.HANDBOOK else f"{name}.html"

    def worksheet(self, key: str) -> str:
        """Return the address of a worksheet."""
        return f"#worksheet-{key}" if self.kind is Kind.HANDBOOK else f"worksheets/{key}.html"

    def answer(self, field: str) -> str:
        """Return the address of one answer."""
        anchor = answer_anchor(field)
        return f"#{anchor}" if self.kind is Kind.HANDBOOK else f"answers.html#{anchor}"

    def body(self, module: GuideModule) -> Markup:
        """Return a module's text; on the website its links lead out of the chapter's folder."""
        numbers = {claim.id: number for number, claim in enumerate(module.notes, start=1)}
        printed: list[str] = []
        for position, piece in enumerate(module.pieces):
            match piece:
                case Html(text, is_own):
                    printed.append(self._shifted(text) + (_OWN if is_own and self.kind is Kind.HANDBOOK else ""))
                case Citation(claim):
                    printed.append(citation(module.id, claim, numbers[claim], position))
                case LinkStart(key, fragment):
                    printed.append(f'<a class="module-link" href="{self.link(key, fragment)}">')
                case LinkEnd():
                    printed.append("</a>")
        html = "".join(printed)
        if self.kind is Kind.HANDBOOK:
            html = _LINK.sub(lambda link: link[1] + _TAG.sub("", link[2]) + link[3], _ABBR.sub("", html))
        return Markup(html)  # noqa: S704 - pieces are Markdown's output, values escaped before

    def link(self, key: str, fragment: str) -> str:
        """Return the address of a link in a module's text, escaped."""
        anchor = f"{key}--{fragment}" if fragment else ""
        if self.kind is Kind.HANDBOOK:
            return escape(f"#{anchor}" if anchor else self.module(key))
        return escape(f"../{self.module(key)}" + (f"#{anchor}" if anchor else ""))

    def _shifted(self, text: str) -> str:
        if self.kind is Kind.WEBSITE:
            return text
        return lower_headings(text)


def lower_headings(html: str) -> str:
    """Return HTML with every heading one level lower."""
    return _HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", html)


def answer_anchor(field: str) -> str:
    """Return the anchor of a field on the page "Your answers"."""
    return field.replace(".", "-")


def note_anchor(module: str, claim: str) -> str:
    """Return the anchor of a source note of a module."""
    return f"{module}--source-{claim}"


def citation(module: str, claim: str, number: int, position: int) -> str:
    """Return a source's number as a link to its note; `position` tells apart what cites the same source."""
    here = f"{module}--cite-{position}"
    href = note_anchor(module, claim)
    return f'<sup class="cite"><a href="#{href}" id="{here}" aria-label="Source {number}">{number}</a></sup>'
