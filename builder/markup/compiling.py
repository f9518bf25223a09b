"""A module's text compiled into its body."""

import re
from collections.abc import Mapping
from html import escape

from builder.claims import Claim, ClaimId
from builder.conditions.phrases import Phrase
from builder.diagnostics import Problems
from builder.markup.blocks import Block, Text, parse_blocks
from builder.markup.body import Body, Html, Link, Passage, Piece
from builder.markup.bounds import check_bounds
from builder.markup.inline import Holes
from builder.markup.markdown_text import MarkdownText, Slugs
from builder.markup.prose import check_prose, find_slips
from builder.records import dataclass
from builder.sources import Source
from builder.vocabulary import Vocabulary, check_condition

LARGEST_TEXT = 100_000
CAUTION = '<aside class="caution"'
_ABBR = re.compile(r"<abbr title=[^>]*>(.*?)</abbr>")
_HEADING = re.compile(r"<(h[2-6])[^>]*>.*?</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Language:
    """What compiling needs of a library, the same for every module."""

    vocabulary: Vocabulary
    claims: Mapping[ClaimId, Claim]
    markdown: MarkdownText
    banned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A module's body and the links to other modules in it."""

    body: Body
    links: tuple[Link, ...]


def compile_text(source: Source, start: int, module: str, language: Language, problems: Problems) -> Compiled:
    """Compile the text of a module, from an offset of its source on."""
    if len(source.text) > LARGEST_TEXT:
        problems.add(source.place(0, 1), f"the module is longer than {LARGEST_TEXT:,} characters", "split it")
        return Compiled((), ())
    holes = Holes(source, language.vocabulary, language.claims, problems)
    compiler = _Compiler(language, holes, Slugs(module))
    body = compiler.body(parse_blocks(source, start, problems))
    return Compiled(body, tuple(holes.links))


@dataclass(frozen=True, slots=True)
class _Compiler:
    language: Language
    holes: Holes
    slugs: Slugs

    def body(self, parts: list[Text | Block]) -> Body:
        pieces: list[Piece] = []
        for part in parts:
            if isinstance(part, Text):
                pieces.extend(self.text(part))
            elif part.word == "caution":
                pieces.extend(self.caution(part))
            else:
                pieces.append(self.passage(part))
        return tuple(pieces)

    def text(self, text: Text) -> list[Piece]:
        if not check_bounds(text, self.holes.source, self.holes.problems):
            return []
        check_prose(text, self.holes.source, self.language.banned, self.holes.problems)
        markdown = self.holes.dig(text)
        place = self.holes.source.place(text.start, text.start + len(text.text))
        try:
            html, levels = self.language.markdown.compile(markdown, self.slugs)
        except RecursionError:
            self.holes.problems.add(place, "this text is nested too deep", "use fewer levels of lists and quotations")
            return []
        if levels - {"h2", "h3"}:
            self.holes.problems.add(
                place, "a heading in this text is neither `##` nor `###`", "the title stands in the front matter"
            )
        plain_headings = _HEADING.sub(lambda match: _ABBR.sub(r"\1", match[0]), html)
        return self.holes.fill(plain_headings, place) if html else []

    def caution(self, block: Block) -> list[Piece]:
        for slip in find_slips(block.argument, self.language.banned):
            slip.report(block.argument_place.part(slip.start, slip.end), self.holes.problems, prints_claims=False)
        title = f'{CAUTION} role="note"><p class="caution-title">{escape(block.argument)}</p>'
        return [Html(title), *self.body(block.then), Html("</aside>")]

    def passage(self, block: Block) -> Passage:
        phrase = Phrase(block.argument, block.argument_place)
        condition = check_condition(phrase, self.language.vocabulary.names, self.holes.problems)
        covers = tuple(name for name, _ in block.covers)
        return Passage(condition, covers, self.body(block.then), self.body(block.otherwise or []), phrase)
