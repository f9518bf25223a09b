"""What a reader finds in a website or a handbook, one piece after the other: headings, texts and links."""

import re

from builder.records import dataclass, field

# Where a line ends, a hyphen may come and a space go; and a dot stands between what the website sets on two lines.
_BREAKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2010\u2060-\u2069·-]+")
# Letters of these scripts are drawn in another order, or several in one sign; tests compare names as pictures.
_DRAWN_OTHERWISE = re.compile("[\u0590-\u08ff\u0900-\u1cff\ufb1d-\ufdff\ufe70-\ufeff]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link's words, the name of the place or the address it leads to, and what the style prints after it."""

    words: str
    target: str
    printed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of a level, or a text, which has level 0.

    `page` counts a handbook's pages and is 0 in a website; `key` is what the text says, however its lines break.
    """

    text: str
    level: int
    links: tuple[Link, ...] = ()
    page: int = 0
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.text))


def key_of(text: str) -> str:
    """Return what a text says, however its lines break and in whatever order its letters are drawn.

    A handbook calls itself so, a website calls itself a guide.
    """
    return _DRAWN_OTHERWISE.sub("", _BREAKS.sub("", text)).replace("handbook", "guide")


def joined(first: Block, second: Block) -> Block:
    """Return a block that the end of a page cut in two."""
    links = [*first.links, *second.links]
    here = len(first.links)
    if 0 < here < len(links) and _goes_on(first, links[here - 1], links[here]):
        links[here - 1 : here + 1] = [joined_links(links[here - 1], links[here])]
    return Block(first.text + second.text, first.level, tuple(links), second.page)


def joined_links(first: Link, second: Link) -> Link:
    """Return a link that the end of a line or a page cut in two."""
    return Link(first.words + second.words, first.target, first.printed + second.printed)


def _goes_on(first: Block, before: Link, after: Link) -> bool:
    return before.target == after.target and first.text.endswith(before.words)
