"""The objects of a PDF before it is written: fewer of them, with the same structure tree for a screen reader."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

_REFERENCE = re.compile(rb"([0-9]+) 0 R")
# What a piece of text in the structure tree has that says nothing more than its parent does.
_NOTHING_MORE = {"Type", "S", "K", "Pg", "P"}
# The names of the pages as they are printed: the cover, then 2 and on.
PAGE_LABELS = "<</Nums[0<</P(Cover)>>1<</S/D/St 2>>]>>"
_TEXTS = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TH", "/TD", "/Caption", "/NonStruct", "/Span"}


class Numbered(Protocol):
    """An object that others refer to by its number."""

    number: int

    @property
    def reference(self) -> bytes:
        """Return the words by which others refer to it."""


class Pdf(Protocol):
    """What the PDF engine hands over just before it writes: `objects` stand at their numbers."""

    objects: list[Numbered]
    pages: dict[str, list[object]]
    catalog: dict[str, object]


def referred(reference: object, pdf: Pdf) -> object:
    """Return the object that a reference leads to; None for what is no reference."""
    match = _REFERENCE.fullmatch(reference) if isinstance(reference, bytes) else None
    return pdf.objects[int(match[1])] if match else None


def merge_objects(pdf: Pdf) -> None:
    """Take pieces of text into the element they stand in, write links to annotations in place, and renumber."""
    merged: dict[bytes, bytes] = {}
    inlined: set[bytes] = set()
    for element in _elements(pdf):
        children = element["K"]
        if isinstance(children, list):
            children[:] = [*_shorter(children, element, pdf, merged, inlined)]
    root = referred(pdf.catalog.get("StructTreeRoot"), pdf)
    parents = referred(root["ParentTree"], pdf) if isinstance(root, dict) else None
    for child in parents["Nums"] if isinstance(parents, dict) else ():
        if isinstance(child, list):
            child[:] = [merged.get(reference, reference) for reference in child]
    _drop({*merged, *inlined}, pdf)


def _elements(pdf: Pdf) -> Iterator[dict[str, object]]:
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/StructElem":
            yield each


def _shorter(
    children: Iterable[object],
    element: dict[str, object],
    pdf: Pdf,
    merged: dict[bytes, bytes],
    inlined: set[bytes],
) -> Iterator[object]:
    """Yield the children of an element, noting which objects are not needed any more."""
    for child in children:
        inner = referred(child, pdf)
        if not isinstance(inner, dict) or not isinstance(child, bytes):
            yield child
        elif inner.get("Type") == "/OBJR":
            inlined.add(child)
            yield inner
        elif _adds_nothing(inner, element):
            merged[child] = _reference_of(element)
            yield from inner["K"]
        else:
            yield child


def _adds_nothing(inner: dict[str, object], outer: dict[str, object]) -> bool:
    """Tell whether a child is mere text of its parent, on the same page."""
    pieces = inner.get("K")
    return (
        inner.get("S") == "/Span"
        and set(inner) == _NOTHING_MORE
        and outer["S"] in _TEXTS
        and inner["Pg"] == outer.get("Pg")
        and isinstance(pieces, list)
        and all(isinstance(piece, int) for piece in pieces)
    )


def _reference_of(element: object) -> bytes:
    reference = getattr(element, "reference", b"")
    return reference if isinstance(reference, bytes) else b""


def _drop(references: set[bytes], pdf: Pdf) -> None:
    """Leave objects out, and give the others new numbers everywhere."""
    kept = [each for each in pdf.objects if not each.number or each.reference not in references]
    numbers = {each.number: number for number, each in enumerate(kept)}
    kids = pdf.pages["Kids"]
    kids[::3] = [numbers[number] for number in kids[::3] if isinstance(number, int)]
    seen: set[int] = set()
    for each in kept:
        _refer(each, numbers, seen)
    for number, each in enumerate(kept):
        each.number = number
    pdf.objects[:] = kept


def _refer(value: object, numbers: dict[int, int], seen: set[int]) -> None:
    """Replace every reference in a value and below it; each value once."""
    if id(value) in seen:
        return
    seen.add(id(value))
    for holder in (value, getattr(value, "extra", None)):
        if not isinstance(holder, dict | list):
            continue
        for key, child in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            match = _REFERENCE.fullmatch(child) if isinstance(child, bytes) else None
            if match:
                holder[key] = b"%d 0 R" % numbers[int(match[1])]
            else:
                _refer(child, numbers, seen)
