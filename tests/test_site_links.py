"""The link check finds what leads nowhere, and finds nothing in the websites we build."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.site_links import check_links


def complaints(pages: Mapping[str, str]) -> list[str]:
    return [str(bad) for bad in check_links({path: text.encode() for path, text in pages.items()})]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<a href="b.html">b</a>', "the link `b.html` leads to no file"),
        ('<img src="b.png" alt="">', "the link `b.png` leads to no file"),
        ('<a href="#b">b</a>', "the link `#b` leads to no place on a.html"),
        ('<a href="part/page.html#b">b</a>', "the link `part/page.html#b` leads to no place on part/page.html"),
        ('<a href="part/">b</a>', "the link `part/` leads to a folder"),
        ('<a href="part">b</a>', "the link `part` leads to a folder"),
        ('<a href=".">b</a>', "the link `.` leads to a folder"),
        ('<a href="/a.html">b</a>', "the link `/a.html` starts at the root of a server"),
        ('<a href="../a.html">b</a>', "the link `../a.html` leads to no file"),
        ('<p id="b"></p><p id="b"></p>', "the id `b` stands 2 times"),
        ('<p id=""></p>', "an id is empty"),
        ('<input aria-describedby="b">', "a label or description refers to the id `b`, which is not there"),
    ],
)
def test_what_leads_nowhere_is_told_with_its_page(text: str, problem: str) -> None:
    assert complaints({"a.html": text, "part/page.html": ""}) == [f"a.html: {problem}"]


@pytest.mark.parametrize(
    "text",
    [
        '<p id="b"></p><a href="#b">b</a>',
        '<a href="part/page.html">b</a>',
        '<a href="part/page.html?print#c">b</a>',
        '<a href="a%20file.csv">b</a>',
        '<a href="https://example.org/b.html#c">b</a>',
        '<a href="mailto:ana@example.org">b</a>',
        '<link rel="canonical" href="b.html">',
    ],
)
def test_what_leads_somewhere_is_not_told(text: str) -> None:
    assert complaints({"a.html": text, "part/page.html": '<p id="c"></p>', "a file.csv": ""}) == []


def test_a_link_that_stands_twice_is_told_once() -> None:
    assert complaints({"a.html": '<a href="b">b</a><a href="b">b</a>'}) == ["a.html: the link `b` leads to no file"]


def test_a_file_that_a_style_sheet_lacks_is_told() -> None:
    style = '@font-face { src: url("fonts/a.woff2") } p { background: url(data:image/png;base64,AA) }'
    assert complaints({"assets/style.css": style}) == ["assets/style.css: the link `fonts/a.woff2` leads to no file"]


def files_in(site: Path) -> Mapping[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_every_link_of_the_public_guide_leads_somewhere(public_site: Path) -> None:
    files = files_in(public_site)
    assert len(files) > 100
    assert [str(bad) for bad in check_links(files)] == []


def test_every_link_of_a_personal_website_leads_somewhere(
    sample_websites: Mapping[str, Mapping[str, bytes]],
) -> None:
    found = {name: [str(bad) for bad in check_links(files)] for name, files in sample_websites.items()}
    assert found == {name: [] for name in sample_websites}
