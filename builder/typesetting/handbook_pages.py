"""A handbook from its page: cut into blocks, each laid out once, put on pages and together."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from builder.cache import cache_folder
from builder.typesetting.assembly import Sheet, assemble_pdf
from builder.typesetting.cutting import Block, alone, cut, head_style
from builder.typesetting.drawn import (
    About,
    CannotPartError,
    CannotTypesetError,
    Drawn,
    Face,
    Frame,
    Furniture,
    Margin,
    Styles,
)
from builder.typesetting.engine import POINTS
from builder.typesetting.furniture import COVER, MOST_DIGITS, lay_out_furniture, lay_out_heads
from builder.typesetting.paging import Page, paginate
from builder.typesetting.store import Store
from builder.typesetting.stored import (
    drawn_from_text,
    drawn_to_text,
    face_from_text,
    face_to_text,
    furniture_from_text,
    furniture_to_text,
    margin_from_text,
    margin_to_text,
)
from builder.typesetting.table_rows import in_pieces
from builder.typesetting.workshop import Workshop, workshop
from builder.versions import program_versions

# Links whose style may print the page they lead to.
_LINK = re.compile(r'<a (?:class="(module-link)" )?href="#([^"]*)"')
_NUMBERED = ("contents-line", "question-text")
_USUAL_DIGITS = 2
_MOST_ROUNDS = 6
_SHORT_WORD = 2
_BLOCKS_ON_A_PAGE = 13
_NAME = re.compile(r' id="([^"]*)"')


def typeset(html: str, styles: Styles, about: About) -> tuple[int, Callable[[], bytes]]:
    """Return how many pages a handbook has, and the way to have them as a PDF.

    Raises:
        CannotTypesetError: the page has something that can only be laid out whole.
    """
    flow, pages = (f"{style}\n{head_style(html)}" for style in (styles.flow, styles.pages))
    with Store([about.language, flow, pages, *program_versions().values()]) as store:
        return _Typesetter(workshop(about.language, flow, pages, cache_folder()), store).typeset(html, about)


class _Typesetter:
    """Lays out what the store does not have yet."""

    def __init__(self, workshop: Workshop, store: Store) -> None:
        self._workshop = workshop
        self._engine = workshop.engine
        self._store = store
        self._drawn: dict[str, Drawn] = {}

    def _take(self, shared: Mapping[str, Drawn]) -> None:
        self._drawn |= shared
        self._workshop.keep(shared)

    def typeset(self, html: str, about: About) -> tuple[int, Callable[[], bytes]]:
        furniture = self._furniture()
        frames = {kind: frame for (kind, _), frame in furniture.frames.items()}
        try:
            pages = self._pages(_named(cut(html), about.reader), frames)
        except CannotPartError:
            pages = self._pages(_named(cut(html, by_row=False), about.reader), frames)
        if len(str(len(pages))) > MOST_DIGITS:
            message = "the numbers of the pages are too long"
            raise CannotTypesetError(message)
        pages_of = _pages_of(pages)
        heads = self._heads(pages)
        sheets = [
            Sheet(page, furniture.frames[page.kind, page.is_left], _margins(page, furniture, heads)) for page in pages
        ]
        return len(pages), partial(assemble_pdf, sheets, pages_of, self._faces(sheets), about)

    def _pages(self, blocks: Sequence[Block], frames: Mapping[str, Frame]) -> tuple[Page, ...]:
        """Return the pages; the room for a page number depends on its digits, and those on the pages."""
        texts = [alone(block) for block in blocks]
        digits: Mapping[str, int] = _expected_digits(texts)
        for _ in range(_MOST_ROUNDS):
            filled = [_with_digits(text, digits) for text in texts]
            pages = paginate(in_pieces(blocks, self._lay_out(blocks, filled, frames)), frames)
            counted = {target: len(str(page)) for target, page in _pages_of(pages).items()}
            if all(digits.get(target, _USUAL_DIGITS) == count for target, count in counted.items()):
                return pages
            digits = counted
        message = "page numbers and pages do not settle"
        raise CannotTypesetError(message)

    def _furniture(self) -> Furniture:
        kept = self._store.load(["furniture"]).get("furniture")
        if kept is not None:
            return furniture_from_text(kept)
        furniture = lay_out_furniture(self._engine)
        self._keep({"furniture": furniture_to_text(furniture)}, _fonts_of(furniture.numbers.values()))
        return furniture

    def _lay_out(self, blocks: Sequence[Block], texts: Sequence[str], frames: Mapping[str, Frame]) -> list[Drawn]:
        """Return all blocks laid out; what is a reader's own is not kept."""
        names = [f"{block.page}\n{text}" for block, text in zip(blocks, texts, strict=True)]
        shared = {name for name, block in zip(names, blocks, strict=True) if not block.is_own} - self._drawn.keys()
        self._drawn |= self._workshop.find(shared)
        kept = self._store.load(shared - self._drawn.keys())
        self._take({name: drawn_from_text(text) for name, text in kept.items()})
        missing = {
            name: (block, text)
            for name, block, text in zip(names, blocks, texts, strict=True)
            if name not in self._drawn
        }
        for kind in dict.fromkeys(block.page for block, _ in missing.values()):
            some = {name: each for name, each in missing.items() if each[0].page == kind}
            frame = frames[kind]
            # Only the cover fills its page; all others have more room than they need.
            height = frame.page_height if kind == COVER else 20 * frame.page_height
            found = self._engine.lay_out(
                [block for block, _ in some.values()],
                [text for _, text in some.values()],
                frame.width / POINTS,
                height / POINTS,
            )
            self._drawn |= dict(zip(some, found, strict=True))
        new = {name: self._drawn[name] for name, (block, _) in missing.items() if not block.is_own}
        self._take(new)
        self._keep({name: drawn_to_text(drawn) for name, drawn in new.items()}, _fonts_of(new.values()))
        return [self._drawn[name] for name in names]

    def _heads(self, pages: Iterable[Page]) -> Mapping[tuple[str, bool, str], Margin]:
        names = {
            f"head\n{page.kind}\n{page.is_left}\n{head}": (page.kind, page.is_left, head)
            for page in pages
            if (head := _head(page))
        }
        heads = {names[name]: margin_from_text(text) for name, text in self._store.load(names).items()}
        missing = {name: each for name, each in names.items() if each not in heads}
        found = dict(zip(missing, lay_out_heads(self._engine, [*missing.values()]), strict=True)) if missing else {}
        self._keep({name: margin_to_text(margin) for name, margin in found.items()}, _fonts_of(found.values()))
        return heads | {missing[name]: margin for name, margin in found.items()}

    def _keep(self, texts: Mapping[str, str], fonts: Iterable[str]) -> None:
        """Keep what is new together with the fonts that it is drawn in: neither is of use without the other."""
        if texts:
            faces = {
                f"face\n{key}": face_to_text(self._engine.faces[key]) for key in fonts if key in self._engine.faces
            }
            self._store.keep({**texts, **faces})

    def _faces(self, sheets: Sequence[Sheet]) -> Mapping[str, Face]:
        used = {key for sheet in sheets for margin in sheet.margins for key in margin.fonts}
        used |= {key for sheet in sheets for placed in sheet.page.placed for key in placed.drawn.fonts}
        names = {f"face\n{key}": key for key in used - self._engine.faces.keys()}
        kept = {names[name]: face_from_text(text) for name, text in self._store.load(names).items()}
        if len(kept) < len(names):
            message = "the store lost a font"
            raise CannotTypesetError(message)
        self._engine.faces |= kept
        return {key: self._engine.faces[key] for key in used}


def _fonts_of(drawn: Iterable[Drawn | Margin]) -> set[str]:
    """Return the fonts that something is drawn in, also those of a table's rows."""
    found: set[str] = set()
    for each in drawn:
        found |= each.fonts.keys()
        if isinstance(each, Drawn):
            found |= _fonts_of(row.drawn for row in each.rows)
    return found


def _named(blocks: Iterable[Block], reader: str) -> list[Block]:
    """Return blocks, the reader's own also where a word of the reader's name stands in one."""
    words = [word for word in escape(reader).split() if len(word) > _SHORT_WORD]
    return [replace(block, is_own=True) if any(word in block.html for word in words) else block for block in blocks]


def _with_digits(text: str, digits: Mapping[str, int]) -> str:
    """Return a block whose links print numbers of so many digits, until the pages are known."""
    if 'href="#' not in text:
        return text
    is_numbered = any(name in text for name in _NUMBERED)

    def add(link: re.Match[str]) -> str:
        if not (link[1] or is_numbered):
            return link[0]
        classes = f"{link[1] or ''} x-digits-{digits.get(link[2], _USUAL_DIGITS)}"
        return f'<a class="{classes}" href="#{link[2]}"'

    return _LINK.sub(add, text)


def _expected_digits(texts: Iterable[str]) -> dict[str, int]:
    """Return how many digits the page of each target will have, as far as one can tell before there are pages."""
    digits: dict[str, int] = {}
    for place, text in enumerate(texts):
        for name in _NAME.findall(text):
            digits.setdefault(name, len(str(2 + place // _BLOCKS_ON_A_PAGE)))
    return digits


def _pages_of(pages: Iterable[Page]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for page in pages:
        for placed in page.placed:
            for name in placed.drawn.anchors:
                if name in found:
                    message = f"two places are called {name}"
                    raise CannotTypesetError(message)
                found[name] = page.number
    return found


def _head(page: Page) -> str:
    if page.kind == COVER:
        return ""
    return page.chapter if page.is_left else page.module


def _margins(page: Page, furniture: Furniture, heads: Mapping[tuple[str, bool, str], Margin]) -> tuple[Margin, ...]:
    if page.kind == COVER:
        return ()
    number = furniture.numbers[page.kind, page.is_left, len(str(page.number))]
    head = heads.get((page.kind, page.is_left, _head(page)))
    return (number, head) if head else (number,)
