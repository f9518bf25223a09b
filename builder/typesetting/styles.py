"""Working out styles once for all pieces that a process lays out, instead of once for each page of the engine."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, NamedTuple

from weasyprint import CSS, HTML
from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, preprocess_declarations
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration

# A box, an element, a declaration or another object of the engine, which has no types.
Engines = Any
# A style is the same where the same declarations meet under the same style: its number, the part of the element, the
# declarations of the sheets, and what the element says of its own style.
_Key = tuple[int, str, tuple[int, ...], tuple[str | None, ...]]
ALONE = "x-alone"  # the class of a piece that is laid out alone
# Where an element says something of its own style, as `find_style_attributes` reads it; `id` is not in the page.
_OWN = ("style", "lang", "name", "width", "height")


class Places:
    """Numbers for the places of elements: what selectors find for one of a place, they find for all of it.

    A place is what an element says of itself, whether it is empty, the place it stands in and the one before it, and
    what all those after it say of themselves. Pieces that are laid out alone do not see each other.
    """

    def __init__(self) -> None:
        """Know of no place; the number 0 is that of none."""
        self._numbers: dict[Hashable, int] = {}

    def of_children(self, parent: Engines, place: int) -> dict[Engines, int]:
        """Return the places of what stands in an element of a place."""
        children = [child for child in parent if isinstance(child.tag, str)]
        said = [(child.tag, *child.attrib.items()) for child in children]
        after = [0]
        for each in reversed(said[1:]):
            after.append(self._number((after[-1], each)))
        found: dict[Engines, int] = {}
        before = 0
        for child, each, later in zip(children, said, reversed(after), strict=False):
            is_empty = not len(child) and not child.text
            around = (0, 0) if child.get("class") == ALONE else (before, later)
            before = found[child] = self._number((place, around, each, is_empty))
        return found

    def _number(self, place: Hashable) -> int:
        return self._numbers.setdefault(place, len(self._numbers) + 1)


@dataclass(slots=True)
class KnownStyles:
    """What style sheets come to in a column of one size; `sheets` are those of the engine, the user's last.

    With `looks_inside`, selectors ask what stands in an element, so that its place does not tell what they find.

    It grows with the kinds of elements there are, not with how many of each.
    """

    sheets: Sequence[tuple[CSS, str]]
    fonts: FontConfiguration
    size: tuple[float, float]
    looks_inside: bool
    places: Places = field(default_factory=Places)
    matches: dict[int, Mapping[str | None, Sequence["_Matched"]]] = field(default_factory=dict)
    styles: dict[_Key, Engines] = field(default_factory=dict)
    numbers: dict[_Key, int] = field(default_factory=dict)


class _Matched(NamedTuple):
    declarations: Sequence[Engines]
    origin: str
    specificity: tuple[int, int, int]


class Styles(StyleFor):
    """The engine's way to a style, with what is known already."""

    def __init__(self, html: HTML, known: KnownStyles) -> None:
        """Work out the styles of all elements of a page."""
        self._cascaded_styles: dict[Engines, Engines] = {}
        self._computed_styles: dict[Engines, Engines] = {}
        self._sheets = [(sheet, origin, None) for sheet, origin in known.sheets]
        self._known = known
        self.font_config = known.fonts
        self.initial_page_sizes = {"box": known.size, "area": known.size}
        own = _own_declarations(html)
        keys: dict[Engines, _Key] = {}
        places: dict[Engines, int] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = wrapper.parent.etree_element if wrapper.parent else None
            above = keys[parent] if parent is not None else (0, "", (), ())
            place = places.get(element, 0)
            places |= known.places.of_children(element, place)
            if place not in known.matches or known.looks_inside:
                known.matches[place] = self._match(wrapper)
            matched = known.matches[place]
            keys[element] = self._add(html, (element, None, parent), above, matched.get(None, ()), own.get(element, ()))
            for pseudo, theirs in matched.items():
                if pseudo is not None:
                    self._add(html, (element, pseudo, element), keys[element], theirs, ())
        self._cascaded_styles.clear()

    def _match(self, wrapper: Engines) -> dict[str | None, list[_Matched]]:
        matched: dict[str | None, list[_Matched]] = defaultdict(list)
        for sheet, origin, _ in self._sheets:
            for specificity, _, pseudo, (declarations, _) in sheet.matcher.match(wrapper):
                matched[pseudo].append(_Matched(declarations, origin, specificity))
        return matched

    def _add(
        self,
        html: HTML,
        place: tuple[Engines, str | None, Engines],
        above: _Key,
        matched: Sequence[_Matched],
        own: Sequence[_Matched],
    ) -> _Key:
        """Set the style of an element or of a part of one that is no element, and return its key."""
        element, pseudo, parent = place
        number = self._known.numbers.setdefault(above, len(self._known.numbers))
        said = tuple(element.get(name) for name in _OWN) if own else ()
        key = (number, pseudo or "", tuple(id(each.declarations) for each in matched), said)
        if key not in self._known.styles:
            self._cascaded_styles[element, pseudo] = _cascaded([*own, *matched])
            self.set_computed_styles(element, parent, html.etree_element, pseudo, html.base_url)
            self._known.styles[key] = _complete(self._computed_styles[element, pseudo])
        else:
            self._computed_styles[element, pseudo] = self._known.styles[key]
        return key


def _complete(style: Engines) -> Engines:
    """Work out all of a cell's style at once: the engine copies it for each cell, and each copy would do so anew."""
    if style["display"] == ("table-cell",):
        for name in INITIAL_VALUES:
            style[name]
    return style


def _own_declarations(html: HTML) -> Mapping[Engines, list[_Matched]]:
    own: dict[Engines, list[_Matched]] = defaultdict(list)
    for specificity, element, declarations, _ in find_style_attributes(html.etree_element, base_url=html.base_url):
        prepared = [*preprocess_declarations(html.base_url, declarations)]
        own[element].append(_Matched(prepared, "author", specificity))
    return own


def _cascaded(matched: Iterable[_Matched]) -> dict[str, Engines]:
    """Return what wins of each property, with its weight."""
    found: dict[str, Engines] = {}
    for declarations, origin, specificity in matched:
        for name, values, importance in declarations:
            weight = (declaration_precedence(origin, importance), inf, specificity)
            if name not in found or found[name][1] <= weight:
                found[name] = values, weight
    return found
