"""Putting a handbook's PDF together from the drawings on its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version

from builder.pdf_objects import PAGE_LABELS
from builder.typesetting.cutting import Container, container_role
from builder.typesetting.drawn import NUMBER, About, Bookmark, Element, Face, Frame, Glyphs, Link, Margin, PageNumber
from builder.typesetting.font_objects import add_font
from builder.typesetting.objects import Objects, text_string
from builder.typesetting.paging import Page, Placed

_SCALE = "0.75 0 0 -0.75"
CREATOR = "Matchbook"
_STRUCTURE_ROOT = "Document"


@dataclass(slots=True)
class _Node:
    """An element of the structure tree that is being put together."""

    role: str
    number: int
    parent: int
    kids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its frame and what stands in its margins."""

    page: Page
    frame: Frame
    margins: tuple[Margin, ...]


def assemble_pdf(
    sheets: Sequence[Sheet], pages_of: Mapping[str, int], faces: Mapping[str, Face], about: About
) -> bytes:
    """Return the PDF of some pages; `pages_of` is the page on which each target stands."""
    return _Assembly(faces, pages_of).pdf(sheets, about)


class _Assembly:
    def __init__(self, faces: Mapping[str, Face], pages_of: Mapping[str, int]) -> None:
        self._faces = faces
        self._pages_of = pages_of
        self._objects = Objects()
        self._catalog, self._info, self._pages, self._structure, self._document, self._parents = (
            self._objects.reserve() for _ in range(6)
        )
        self._resources = self._objects.reserve()
        self._root = _Node(_STRUCTURE_ROOT, self._document, self._structure)
        self._containers: dict[int, _Node] = {}
        self._nodes: list[_Node] = [self._root]
        self._count = 0
        self._marks: list[list[int]] = []
        self._links: list[int] = []
        self._widths: dict[str, dict[int, int]] = {}
        self._letters: dict[str, dict[int, str]] = {}
        self._states: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._outline: list[tuple[Bookmark, str]] = []
        self._blocks = 0

    def pdf(self, sheets: Sequence[Sheet], about: About) -> bytes:
        self._count = len(sheets)
        numbers = [self._objects.reserve() for _ in sheets]
        for sheet, number in zip(sheets, numbers, strict=True):
            self._add_page(sheet, number)
        self._add_structure()
        self._add_resources()
        kids = " ".join(f"{number} 0 R" for number in numbers)
        self._objects.add(f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>", self._pages)
        self._add_roots(about)
        return self._objects.file(self._catalog, self._info)

    def _add_page(self, sheet: Sheet, number: int) -> None:
        frame, index = sheet.frame, len(self._marks)
        marks: list[int] = []
        self._marks.append(marks)
        links: list[str] = []
        parts = [self._block(placed, frame, number, marks, links) for placed in sheet.page.placed]
        for margin in sheet.margins:
            self._note(margin.fonts, margin.states)
            drawing = self._filled(margin.drawing, margin.numbers, range(0), sheet.page.number)
            parts.append(f"q\n{_SCALE} 0 {_short(frame.page_height)} cm\n".encode() + drawing + b"\nQ")
        content = self._objects.add_stream("", b"\n".join(parts))
        annotations = f"/Annots[{' '.join(links)}]" if links else ""
        size = f"{_short(frame.page_width)} {_short(frame.page_height)}"
        self._objects.add(
            f"<</Type/Page/Parent {self._pages} 0 R/MediaBox[0 0 {size}]"
            f"/Contents {content} 0 R/Resources {self._resources} 0 R/Tabs/S/StructParents {index}{annotations}>>",
            number,
        )

    def _block(self, placed: Placed, frame: Frame, page: int, marks: list[int], links: list[str]) -> bytes:
        drawn = placed.drawn
        self._blocks += 1
        left, top = frame.left, frame.page_height - placed.y
        for name, (x, y) in drawn.anchors.items():
            self._places.setdefault(name, f"[{page} 0 R/XYZ {_short(left + x)} {_short(top - y)} 0]")
        for bookmark in drawn.bookmarks:
            place = f"[{page} 0 R/XYZ {_short(left + bookmark.x)} {_short(top - bookmark.y)} 0]"
            self._outline.append((bookmark, place))
        first = len(marks)
        marks.extend([0] * drawn.marks)
        annotations = {}
        for position, link in enumerate(drawn.links):
            if not link.is_inside or link.target in self._pages_of:
                annotations[position] = self._link(link, left, top)
        self._elements(placed, page, first, marks, annotations)
        links.extend(f"{number} 0 R" for number, _ in annotations.values())
        self._note(drawn.fonts, drawn.states)
        drawing = self._filled(drawn.drawing, drawn.numbers, range(first, len(marks)), 0)
        return f"q\n{_SCALE} {_short(left)} {_short(top + drawn.top)} cm\n".encode() + drawing + b"\nQ"

    def _filled(self, drawing: bytes, numbers: Sequence[PageNumber], marks: range, page: int) -> bytes:
        """Return a drawing with the page's numbers of marked text, and with page numbers drawn."""
        start, *rest = drawing.split(NUMBER)
        parts = [start]
        for number, after in zip(numbers, rest, strict=True):
            printed = str(page or self._pages_of.get(number.target, 0))
            glyphs = "".join(f"{number.digits[int(digit)]:04x}" for digit in printed)
            self._note_digits(number)
            parts.extend((f"<{glyphs}>".encode(), after))
        return b"".join(parts) % tuple(marks)

    def _note(self, fonts: Mapping[str, Glyphs], states: Mapping[str, str]) -> None:
        self._states.update(states)
        for key, glyphs in fonts.items():
            self._widths.setdefault(key, {}).update(glyphs.widths)
            known = self._letters.setdefault(key, {})
            # The first use says what a glyph stands for, as in the engine.
            known |= {glyph: letters for glyph, letters in glyphs.letters.items() if glyph not in known}

    def _link(self, link: Link, left: float, top: float) -> tuple[int, int]:
        """Add a link's annotation, and return its number and the one under which its element is found."""
        x1, y1, x2, y2 = link.box
        found = self._count + len(self._links)
        self._links.append(0)
        action = (
            f"/Dest {text_string(link.target)}"
            if link.is_inside
            else f"/A<</Type/Action/S/URI/URI {text_string(link.target)}>>"
        )
        number = self._objects.add(
            f"<</Type/Annot/Subtype/Link/Rect[{left + x1:.2f} {top - y2:.2f} {left + x2:.2f} {top - y1:.2f}]/BS<</W 0>>"
            f"/Contents{text_string(link.target)}{action}/StructParent {found}>>"
        )
        return number, found

    def _note_digits(self, number: PageNumber) -> None:
        widths, letters = self._widths[number.font], self._letters[number.font]
        width = next(widths[glyph] for glyph in number.digits if glyph in widths)
        for digit, glyph in enumerate(number.digits):
            widths.setdefault(glyph, width)
            letters.setdefault(glyph, str(digit))

    def _elements(
        self, placed: Placed, page: int, first: int, marks: list[int], links: Mapping[int, tuple[int, int]]
    ) -> None:
        """Add a block's part of the structure tree below the containers it stands in."""
        parent = self._root
        for container in placed.block.around:
            parent = self._container(container, parent)
        for element in placed.drawn.elements:
            parent.kids.append(f"{self._element(element, parent.number, placed, page, first, marks, links)} 0 R")

    def _container(self, container: Container, parent: _Node) -> _Node:
        if container.number not in self._containers:
            roles = ("LI", "LBody") if container.tag == "li" else (container_role(container),)
            for role in roles:
                node = _Node(role, self._objects.reserve(), parent.number)
                parent.kids.append(f"{node.number} 0 R")
                self._nodes.append(node)
                parent = node
            self._containers[container.number] = parent
        return self._containers[container.number]

    def _element(  # noqa: PLR0913, PLR0917 - one recursive step, everything about one block
        self,
        element: Element,
        parent: int,
        placed: Placed,
        page: int,
        first: int,
        marks: list[int],
        links: Mapping[int, tuple[int, int]],
    ) -> int:
        number = self._objects.reserve()
        kids = []
        for kid in element.kids:
            if isinstance(kid, int):
                marks[first + kid] = number
                kids.append(str(first + kid))
            elif isinstance(kid, Element):
                kids.append(f"{self._element(kid, number, placed, page, first, marks, links)} 0 R")
            elif kid[1] in links:
                annotation, found = links[kid[1]]
                self._links[found - self._count] = number
                kids.append(f"<</Type/OBJR/Obj {annotation} 0 R/Pg {page} 0 R>>")
        attributes = element.attributes
        if "(@" in attributes:
            attributes = attributes.replace("(@", f"({self._place(placed)}.")
        self._objects.add(
            f"<</Type/StructElem/S/{element.role}/P {parent} 0 R/Pg {page} 0 R/K[{' '.join(kids)}]{attributes}>>",
            number,
        )
        return number

    def _place(self, placed: Placed) -> str:
        """Return what tells the cells of one table, which may stand on several pages, from those of another."""
        table = next((each.number for each in placed.block.around if each.tag == "table"), None)
        return f"b{self._blocks}" if table is None else f"t{table}"

    def _add_structure(self) -> None:
        for node in self._nodes:
            self._objects.add(
                f"<</Type/StructElem/S/{node.role}/P {node.parent} 0 R/K[{' '.join(node.kids)}]>>", node.number
            )
        pages = (f"{page}[{' '.join(f'{n} 0 R' for n in marks)}]" for page, marks in enumerate(self._marks))
        links = (f"{self._count + position} {number} 0 R" for position, number in enumerate(self._links))
        self._objects.add(f"<</Nums[{' '.join([*pages, *links])}]>>", self._parents)
        self._objects.add(
            f"<</Type/StructTreeRoot/K[{self._document} 0 R]/ParentTree {self._parents} 0 R"
            f"/ParentTreeNextKey {self._count + len(self._links)}>>",
            self._structure,
        )

    def _add_resources(self) -> None:
        fonts = "".join(
            f"/{key} {add_font(self._objects, self._faces[key], Glyphs(widths, self._letters[key]))} 0 R"
            for key, widths in self._widths.items()
        )
        states = "".join(f"/{name} {state}" for name, state in sorted(self._states.items()))
        self._objects.add(f"<</ExtGState<<{states}>>/Font<<{fonts}>>>>", self._resources)

    def _add_roots(self, about: About) -> None:
        info = {
            "Title": about.title,
            "Author": about.author,
            "Subject": about.subject,
            "Creator": CREATOR,
            "Producer": producer(),
        }
        written = "".join(f"/{key}{text_string(text)}" for key, text in info.items() if text)
        self._objects.add(f"<<{written}>>", self._info)
        metadata = self._objects.add_stream("/Type/Metadata/Subtype/XML", _xmp(about), compress=False)
        places = "".join(f"{text_string(name)}{place}" for name, place in sorted(self._places.items(), key=_in_bytes))
        outline = self._add_outline()
        self._objects.add(
            f"<</Type /Catalog/Pages {self._pages} 0 R/StructTreeRoot {self._structure} 0 R/MarkInfo<</Marked true>>"
            f"/Lang{text_string(about.language)}/ViewerPreferences<</DisplayDocTitle true>>/Outlines {outline} 0 R"
            f"/PageLabels{PAGE_LABELS}/Metadata {metadata} 0 R/Names <</Dests<</Names[{places}]>>>>>>",
            self._catalog,
        )

    def _add_outline(self) -> int:
        """Add the outline and return its number: parts and chapters, and under each its modules."""
        root = self._objects.reserve()
        tops: list[tuple[int, Bookmark, str, list[tuple[int, Bookmark, str]]]] = []
        for bookmark, place in self._outline:
            number = self._objects.reserve()
            if bookmark.level == 1 or not tops:
                tops.append((number, bookmark, place, []))
            else:
                tops[-1][3].append((number, bookmark, place))
        numbers = [number for number, *_ in tops]
        for position, (number, bookmark, place, below) in enumerate(tops):
            kids = [each for each, *_ in below]
            for index, (kid, inner, inside) in enumerate(below):
                self._objects.add(f"<<{_item(inner, inside, number)}/Count 0{_around(kids, index)}>>", kid)
            family = f"/First {kids[0]} 0 R/Last {kids[-1]} 0 R" if kids else ""
            entries = f"{_item(bookmark, place, root)}/Count {len(kids)}{family}{_around(numbers, position)}"
            self._objects.add(f"<<{entries}>>", number)
        ends = f"/First {numbers[0]} 0 R/Last {numbers[-1]} 0 R" if numbers else ""
        return self._objects.add(f"<</Type/Outlines/Count {len(self._outline)}{ends}>>", root)


def producer() -> str:
    """Return the engine that made the drawings, as it calls itself."""
    return f"WeasyPrint {version('weasyprint')}"


def _item(bookmark: Bookmark, place: str, parent: int) -> str:
    return f"/Title{text_string(bookmark.title)}/Dest{place}/Parent {parent} 0 R"


def _around(numbers: Sequence[int], position: int) -> str:
    before = f"/Prev {numbers[position - 1]} 0 R" if position else ""
    return before + (f"/Next {numbers[position + 1]} 0 R" if position + 1 < len(numbers) else "")


def _in_bytes(place: tuple[str, str]) -> bytes:
    return place[0].encode() if place[0].isascii() else b"\xfe\xff" + place[0].encode("utf-16-be")


def _short(length: float) -> str:
    return f"{length:.3f}".rstrip("0").rstrip(".")


def _xmp(about: About) -> bytes:
    """Return the metadata in the form that the engine gives it."""

    def described(inner: str, attributes: str = "") -> str:
        end = f">{inner}</rdf:Description>" if inner else "/>"
        return f'<rdf:Description rdf:about=""{attributes}{end}'

    def alternatives(name: str, text: str) -> str:
        inner = f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text, quote=False)}</rdf:li></rdf:Alt></{name}>'
        return described(inner) if text else ""

    part, made_by = described("", ' pdfuaid:part="1"'), described("", f' pdf:Producer="{producer()}"')
    creators = f"<rdf:Seq><rdf:li>{escape(about.author, quote=False)}</rdf:li></rdf:Seq>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"{part}{made_by}"
        f"{alternatives('dc:title', about.title)}{described(f'<dc:creator>{creators}</dc:creator>')}"
        f"{alternatives('dc:description', about.subject)}"
        f"{described(f'<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>')}"
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
