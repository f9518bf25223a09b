"""Finds links of a website that lead nowhere, wherever the website is opened: on a server or from a disk."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_ADDRESSES = frozenset({"href", "src", "poster", "data"})
_REFERENCES = frozenset({"for", "aria-labelledby", "aria-describedby", "aria-controls"})
_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


@dataclass(frozen=True, slots=True)
class BadLink:
    """What is wrong with a link, an anchor or an id of one file of a website."""

    path: str
    problem: str

    def __str__(self) -> str:
        """Return the complaint in a line."""
        return f"{self.path}: {self.problem}"


@dataclass(slots=True)
class _Page(HTMLParser):
    """The links and anchors of one page."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name in _ADDRESSES and not _is_for_machines(tag, attrs):
                self.links.append(value or "")
            elif name in _REFERENCES:
                self.references += (value or "").split()


def _is_for_machines(tag: str, attributes: list[tuple[str, str | None]]) -> bool:
    """Tell whether a link only says where the website is to stand."""
    return tag == "link" and ("rel", "canonical") in attributes


def check_links(files: Mapping[str, bytes]) -> Iterator[BadLink]:
    """Yield every link to a file or an anchor that is not there, and every id that stands twice, by the file it is in.

    Addresses with a scheme lead out of the website and are not looked at. A link to a folder is bad: from a disk a
    browser shows a list of files there.
    """
    pages = {path: _read_page(content) for path, content in sorted(files.items()) if path.endswith(".html")}
    for path, page in pages.items():
        for problem in dict.fromkeys(_problems(path, page, files, pages)):
            yield BadLink(path, problem)
    for path, content in sorted(files.items()):
        if path.endswith(".css"):
            for address in _URL.findall(content.decode()):
                if problem := _problem(path, address, files, pages):
                    yield BadLink(path, problem)


def _read_page(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    page.close()
    return page


def _problems(path: str, page: _Page, files: Mapping[str, bytes], pages: Mapping[str, _Page]) -> Iterator[str]:
    for name, count in page.ids.items():
        if not name:
            yield "an id is empty"
        elif count > 1:
            yield f"the id `{name}` stands {count} times"
    for name in page.references:
        if name not in page.ids:
            yield f"a label or description refers to the id `{name}`, which is not there"
    for address in page.links:
        if problem := _problem(path, address, files, pages):
            yield problem


def _problem(path: str, address: str, files: Mapping[str, bytes], pages: Mapping[str, _Page]) -> str:
    """Return what is wrong with an address that stands in a file, nothing where it is right."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    if parts.path.startswith("/"):
        return f"the link `{address}` starts at the root of a server"
    target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
    if target not in files:
        is_folder = any(name.startswith("" if target == "." else f"{target}/") for name in files)
        return f"the link `{address}` leads to {'a folder' if is_folder else 'no file'}"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].ids:
        return f"the link `{address}` leads to no place on {target}"
    return ""
