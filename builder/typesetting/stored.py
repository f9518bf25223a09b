"""Blocks as text, to be kept from one handbook to the next."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from builder.typesetting.drawn import (
    Bookmark,
    Drawn,
    Element,
    Face,
    Frame,
    Furniture,
    Glyphs,
    Link,
    Margin,
    PageNumber,
    Row,
)


def drawn_to_text(drawn: Drawn) -> str:
    """Return a block's drawing as text."""
    return json.dumps(_drawn_to_json(drawn), separators=(",", ":"))


def drawn_from_text(text: str) -> Drawn:
    """Return a block from its text."""
    return _drawn_from_json(json.loads(text))


def _drawn_to_json(drawn: Drawn) -> list[Any]:
    return [
        [drawn.top, drawn.height, drawn.above, drawn.below, drawn.padding, drawn.keeps_next, drawn.keeps_previous],
        drawn.drawing.decode("latin-1"),
        drawn.marks,
        _glyphs_to_json(drawn.fonts),
        [[link.target, link.is_inside, *link.box] for link in drawn.links],
        [[name, x, y] for name, (x, y) in drawn.anchors.items()],
        [[mark.level, mark.title, mark.x, mark.y] for mark in drawn.bookmarks],
        [_element_to_json(element) for element in drawn.elements],
        _numbers_to_json(drawn.numbers),
        dict(drawn.states),
        [[row.around, _drawn_to_json(row.drawn)] for row in drawn.rows],
    ]


def _drawn_from_json(kept: Sequence[Any]) -> Drawn:
    lengths, drawing, marks, fonts, links, anchors, bookmarks, elements, numbers, states, rows = kept
    top, height, above, below, padding, keeps_next, keeps_previous = lengths
    return Drawn(
        top=top,
        height=height,
        above=above,
        below=below,
        padding=padding,
        keeps_next=keeps_next,
        keeps_previous=keeps_previous,
        drawing=drawing.encode("latin-1"),
        marks=marks,
        fonts=_glyphs_from_json(fonts),
        links=tuple(Link(target, inside, (x1, y1, x2, y2)) for target, inside, x1, y1, x2, y2 in links),
        anchors={name: (x, y) for name, x, y in anchors},
        bookmarks=tuple(Bookmark(*bookmark) for bookmark in bookmarks),
        elements=tuple(_element_from_json(element) for element in elements),
        numbers=_numbers_from_json(numbers),
        states=states,
        rows=tuple(Row(tuple(around), _drawn_from_json(row)) for around, row in rows),
    )


def margin_to_text(margin: Margin) -> str:
    """Return what stands in a margin as text."""
    parts = [margin.drawing.decode("latin-1"), _glyphs_to_json(margin.fonts), _numbers_to_json(margin.numbers)]
    return json.dumps([*parts, dict(margin.states)], separators=(",", ":"))


def margin_from_text(text: str) -> Margin:
    """Return what stands in a margin from its text."""
    drawing, fonts, numbers, states = json.loads(text)
    return Margin(drawing.encode("latin-1"), _glyphs_from_json(fonts), _numbers_from_json(numbers), states)


def furniture_to_text(furniture: Furniture) -> str:
    """Return frames and page numbers as text."""
    frames = [
        [kind, left, [frame.page_width, frame.page_height, frame.left, frame.top, frame.width, frame.height]]
        for (kind, left), frame in furniture.frames.items()
    ]
    numbers = [[*key, margin_to_text(margin)] for key, margin in furniture.numbers.items()]
    return json.dumps([frames, numbers])


def furniture_from_text(text: str) -> Furniture:
    """Return frames and page numbers from their text."""
    frames, numbers = json.loads(text)
    return Furniture(
        {(kind, left): Frame(*lengths) for kind, left, lengths in frames},
        {(kind, left, digits): margin_from_text(margin) for kind, left, digits, margin in numbers},
    )


def face_to_text(face: Face) -> str:
    """Return what a PDF says of a font as text."""
    return json.dumps(
        [
            face.size,
            face.digest,
            face.index,
            dict(face.axes),
            face.name,
            face.family,
            face.flags,
            face.ascent,
            face.descent,
        ]
    )


def face_from_text(text: str) -> Face:
    """Return what a PDF says of a font from its text."""
    return Face(*json.loads(text))


def _glyphs_to_json(fonts: Mapping[str, Glyphs]) -> list[Any]:
    return [
        [key, [[glyph, glyphs.widths[glyph], text] for glyph, text in glyphs.letters.items()]]
        for key, glyphs in fonts.items()
    ]


def _glyphs_from_json(fonts: Sequence[Any]) -> dict[str, Glyphs]:
    return {
        key: Glyphs({glyph: width for glyph, width, _ in rows}, {glyph: text for glyph, _, text in rows})
        for key, rows in fonts
    }


def _numbers_to_json(numbers: Sequence[PageNumber]) -> list[Any]:
    return [[number.target, number.font, number.digits] for number in numbers]


def _numbers_from_json(numbers: Sequence[Any]) -> tuple[PageNumber, ...]:
    return tuple(PageNumber(target, font, tuple(digits)) for target, font, digits in numbers)


def _element_to_json(element: Element) -> list[Any]:
    kids = [_element_to_json(kid) if isinstance(kid, Element) else kid for kid in element.kids]
    return [element.role, element.attributes, kids]


def _element_from_json(element: Sequence[Any]) -> Element:
    role, attributes, kids = element
    return Element(role, attributes, tuple(_kid_from_json(kid) for kid in kids))


def _kid_from_json(kid: int | Sequence[Any]) -> Element | int | tuple[str, int]:
    if isinstance(kid, int):
        return kid
    return ("link", kid[1]) if kid[0] == "link" else _element_from_json(kid)
