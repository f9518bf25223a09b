"""The handbook with fields to fill in on a screen: boxes to tick, and cells of worksheets to write in."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from builder.handbook import Handbook, handbook_html, handbook_style, lay_out
from builder.paper import Paper
from builder.templating import Templates
from builder.views import GuideView

_LONGEST_TITLE = 120


def render_forms(guide: GuideView, paper: Paper, templates: Templates) -> Handbook:
    """Return the handbook with fields: the same pages as without, tagged, but not PDF/UA.

    Raises:
        BuildError: a template is wrong, or a library that the PDF engine needs is not installed.
    """
    style = handbook_style(templates) + "\n" + templates.text("handbook/forms.css")
    return lay_out(handbook_html(guide, paper, templates), style, add_fields).printed()


def add_fields(root: Element) -> None:
    """Put an input into each task, each point of a checklist and each empty cell of a worksheet of a handbook."""
    names: Counter[str] = Counter()
    for part, key, title in _parts(root):
        for field, place in _fields(part, key, title):
            names[field.attrib["name"]] += 1
            if names[field.attrib["name"]] > 1:
                field.attrib["name"] += f"-{names[field.attrib['name']]}"
            field.tail, place.text = place.text, None
            place.insert(0, field)


def _parts(root: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield each part of the page that holds fields, with its key and its title."""
    for part in root.iter():
        key = part.get("id", "")
        if key in {"glance", "plan"} or {"module", "worksheet"} & _classes(part):
            heading = next(part.iter("h1" if key else "h2"))
            yield part, key or heading.get("id", ""), words(heading)


def _fields(part: Element, key: str, title: str) -> Iterator[tuple[Element, Element]]:
    """Yield each field of a part with the element that it is to stand in."""
    for item in (item for item in part.iter("li") if item.get("data-task")):
        yield _tick(f"{key}-{item.attrib['data-task']}", f"{title}: {words(next(item.iter('p')))}"), item
    points = (item for items in part.iter("ul") if "checklist" in _classes(items) for item in items)
    for number, item in enumerate(points, start=1):
        yield _tick(f"{key}-check-{number}", f"{title}: {words(item)}"), item
    if "worksheet" in _classes(part):
        yield from _cells(part, key, title)


def _cells(worksheet: Element, key: str, title: str) -> Iterator[tuple[Element, Element]]:
    columns = [words(head) for head in next(worksheet.iter("thead")).iter("th")]
    for row, cells in enumerate(next(worksheet.iter("tbody")).iter("tr"), start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.tag == "td" and not words(cell):
                attributes = {
                    "name": f"{key}-{row}-{column}",
                    "title": f"Worksheet {title}, row {row}, {columns[column - 1]}",
                }
                yield Element("textarea", attributes), cell


def _tick(name: str, title: str) -> Element:
    return Element("input", {"type": "checkbox", "name": name, "title": title[:_LONGEST_TITLE]})


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def words(element: Element) -> str:
    """Return the text of an element and all below it, spaces made one."""
    return " ".join("".join(element.itertext()).split())
