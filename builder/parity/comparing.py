"""Finding what a website has and the handbook of the same reader lacks, and the other way round."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce

from builder.parity.blocks import Block, key_of
from builder.parity.exceptions import HANDBOOK_ONLY, WEBSITE_ONLY, Only
from builder.parity.parts import Name, Part, by_name, handbook_parts, website_parts
from builder.records import dataclass

# These say again what stands in other parts, so it must stand somewhere in the other medium.
_AGAIN = {"home", "sources", "cover", "glance", "terms"}
# What parts of one kind have in one medium may stand in another part in the other: terms, and for whom a guide is.
_MOVED = {"module": "terms", "why": "home"}
_NOT_COMPARED = {"contents", "worksheets"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What one medium has and the other lacks: a `heading`, `text` or `link` of a part, or the whole `page`."""

    part: str
    what: str
    words: str
    lacking: str


@dataclass(frozen=True, slots=True)
class _Medium:
    """A website or a handbook, its parts, and what it alone may have."""

    name: str
    parts: Mapping[Name, Part]
    only: tuple[Only, ...]

    def texts(self, part: Part) -> Iterator[tuple[Block, str]]:
        """Yield the blocks of a part with what is to be found of each in the other medium, which may be nothing."""
        only = [each.pattern for each in self.only if each.part in {"", part.kind}]
        for block in part.blocks:
            yield block, reduce(lambda text, pattern: pattern.sub("", text), only, block.key)

    def all_texts(self) -> str:
        """Return all texts of this medium."""
        return "\n".join(text for part in self.parts.values() for _, text in self.texts(part))

    def all_targets(self) -> frozenset[str]:
        """Return every place that this medium leads to."""
        return frozenset(link.target for part in self.parts.values() for block in part.blocks for link in block.links)


def differences(website: Mapping[str, bytes], handbook: bytes) -> tuple[Difference, ...]:
    """Return everything that one of two media has and the other lacks, but for what `exceptions` declares."""
    pages = website_parts(website)
    site = _Medium("website", by_name(pages), WEBSITE_ONLY)
    book = _Medium("handbook", by_name(handbook_parts(handbook, pages)), HANDBOOK_ONLY)
    return (*_lacking(site, book), *_lacking(book, site))


def _lacking(one: _Medium, other: _Medium) -> Iterator[Difference]:
    """Yield what one medium has and the other lacks."""
    texts, targets = other.all_texts(), other.all_targets()
    for name, part in one.parts.items():
        if part.kind in _NOT_COMPARED:
            continue
        if part.kind in _AGAIN:
            yield from _lost(one, part, other.name, texts, targets)
        elif name in other.parts:
            moved = (each for each in other.parts.values() if each.kind == _MOVED.get(part.kind))
            yield from _missing(one, part, other, (other.parts[name], *moved))
        else:
            yield Difference(part.name, "page", part.name, other.name)


def _lost(one: _Medium, part: Part, lacking: str, texts: str, targets: Collection[str]) -> Iterator[Difference]:
    """Yield what stands nowhere in the other medium."""
    for block, text in one.texts(part):
        if text not in texts:
            yield Difference(part.name, "text", text, lacking)
        for link in block.links:
            if link.target not in targets:
                yield Difference(part.name, "link", link.target, lacking)


def _missing(one: _Medium, part: Part, other: _Medium, counterparts: Iterable[Part]) -> Iterator[Difference]:
    """Yield what stands in none of the other medium's parts about the same."""
    there = [each for counterpart in counterparts for each in other.texts(counterpart)]
    texts = {"", *(each for block, text in there for each in (block.key, text))}
    headings = {each for block, text in there if block.level for each in (block.key, text)}
    links = {(key_of(link.words), link.target) for block, _ in there for link in block.links}
    for block, text in one.texts(part):
        if _is_address(block, links):
            continue
        if text not in texts:
            yield Difference(part.name, "text", text, other.name)
        elif text and block.level > 0 and text not in headings:
            yield Difference(part.name, "heading", text, other.name)
        for link in block.links:
            words = key_of(link.words)
            if words in text and (words, link.target) not in links:
                yield Difference(part.name, "link", f"{link.words} {link.target}", other.name)


def _is_address(block: Block, links: Collection[tuple[str, str]]) -> bool:
    """Tell whether a block is but the address of a link that the other medium has in a text."""
    if [key_of(link.words) for link in block.links] != [block.key]:
        return False
    return block.links[0].target in {target for _, target in links if "://" in target}
