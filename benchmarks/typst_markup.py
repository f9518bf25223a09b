"""A handbook's page as Typst markup: headings, paragraphs, lists, tables, terms, notes and links; no pictures."""

import json
from xml.etree.ElementTree import Element

import html5lib

_INLINE = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "sup": "super", "code": "raw"}
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"}
    | {"header", "h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "nav", "ol", "p", "section", "table", "tbody", "td"}
    | {"tfoot", "th", "thead", "tr", "ul"}
)
_NOT_TEXT = frozenset({"head", "svg", "script", "style", "title"})
_PAGE = """\
#set document(title: {title}, author: {title})
#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set text(lang: {language}, size: 10pt)
#set par(justify: false)
"""


def typst_markup(page: str) -> str:
    """Return a page of HTML as the text of a Typst document."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    title = root.findtext("head/title") or ""
    ids = {element.get("id", "") for element in root.iter() if element.get("id")} - _hidden(root)
    head = _PAGE.format(title=_text(title), language=_text(root.get("lang", "en")))
    return head + _Converter(frozenset(ids)).blocks(_body(root)) + "\n"


def _body(root: Element) -> Element:
    body = root.find("body")
    return root if body is None else body


def _hidden(root: Element) -> set[str]:
    """Return the ids of what is in no text: nothing can lead there."""
    hidden = (element for tag in _NOT_TEXT for element in root.iter(tag))
    return {part.get("id", "") for element in hidden for part in element.iter()}


def _text(text: str) -> str:
    """Return a Typst string, which takes every letter as it is."""
    return json.dumps(text, ensure_ascii=False)


class _Converter:
    def __init__(self, ids: frozenset[str]) -> None:
        self._ids = ids

    def blocks(self, parent: Element) -> str:
        """Return what stands in an element: its blocks, and each run of text between them as a paragraph."""
        made, run = [], [self._words(parent.text)]
        for child in parent:
            if _has_blocks(child):
                made += [self._paragraph(run), self._block(child)]
                run = []
            else:
                run.append(self._inline(child))
            run.append(self._words(child.tail))
        return "\n".join(part for part in (*made, self._paragraph(run)) if part)

    def _paragraph(self, run: list[str]) -> str:
        text = "".join(run)
        return f"#par[{text}]" if text.replace('#" "', "") else ""

    def _block(self, element: Element) -> str:
        tag = str(element.tag)
        if tag in _NOT_TEXT:
            return ""
        label = self._label(element)
        if tag[0] == "h" and tag[1:].isdigit():
            return f"#heading(level: {tag[1:]})[{self._inlines(element)}]{label}"
        if tag in {"ul", "ol"}:
            items = "".join(f"[{self._label(item)}{self.blocks(item)}]" for item in element.findall("li"))
            return label + (f"#{'list' if tag == 'ul' else 'enum'}{items}" if items else "")
        if tag == "table":
            return label + self._table(element)
        if tag == "dl":
            return label + "\n".join(self._term(part) for part in element)
        return f"{label}{self.blocks(element)}"

    def _term(self, part: Element) -> str:
        if part.tag == "dt":
            return f"#par[#strong[{self._label(part)}{self._inlines(part)}]]"
        return f"#block(inset: (left: 1em))[{self._label(part)}{self.blocks(part)}]"

    def _table(self, table: Element) -> str:
        rows = [list(row) for row in table.iter("tr")]
        width = max(sum(int(cell.get("colspan", "1")) for cell in row) for row in rows)
        head = [list(row) for row in table.findall("thead/tr")]
        cells = [self._cell(cell) for row in rows[len(head) :] for cell in row]
        header = f"table.header({', '.join(self._cell(cell) for row in head for cell in row)}), " if head else ""
        return f"#table(columns: {width}, {header}{', '.join(cells)})"

    def _cell(self, cell: Element) -> str:
        inside = f"[{self._label(cell)}{self.blocks(cell)}]"
        across, down = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
        return inside if (across, down) == (1, 1) else f"table.cell(colspan: {across}, rowspan: {down}){inside}"

    def _inlines(self, parent: Element) -> str:
        return self._words(parent.text) + "".join(f"{self._inline(child)}{self._words(child.tail)}" for child in parent)

    def _inline(self, element: Element) -> str:
        tag = str(element.tag)
        if tag in _NOT_TEXT:
            return ""
        if tag == "br":
            return "#linebreak()"
        inside = f"{self._label(element)}{self._inlines(element)}"
        if tag == "a":
            return self._link(element.get("href", ""), inside)
        if tag == "code":
            return f"#raw({_text(''.join(element.itertext()))})"
        return f"#{_INLINE[tag]}[{inside}]" if tag in _INLINE else inside

    def _link(self, address: str, inside: str) -> str:
        if address.startswith("#"):
            return f"#link(label({_text(address[1:])}))[{inside}]" if address[1:] in self._ids else inside
        return f"#link({_text(address)})[{inside}]" if address else inside

    def _label(self, element: Element) -> str:
        """Return an empty place under the element's id, for links to lead to."""
        name = element.get("id", "")
        return f"#metadata(none)#label({_text(name)})" if name in self._ids else ""

    def _words(self, text: str | None) -> str:
        words = " ".join((text or "").split())
        if not text:
            return ""
        start, end = " " * text[:1].isspace(), " " * text[-1:].isspace()
        return f"#{_text(start + words + end if words else ' ')}"


def _has_blocks(element: Element) -> bool:
    return any(part.tag in _BLOCKS for part in element.iter())
