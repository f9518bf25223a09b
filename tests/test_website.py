"""The website: whole pages, links that land, valid HTML, no other host, the same bytes everywhere, values as text."""

import csv
import os
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest

from builder.guide import Guide
from builder.selection import Verdict
from tests.building import ANA, PROFILES, files_of, make_project, matchbook, small_website
from tests.guides import EVERYONE

GOLDEN = Path(__file__).parent / "golden"
READERS = {"ana": ANA, "nobody": ""}
PAGES = (
    "index.html",
    "plan.html",
    "prospects.html",
    "answers.html",
    "sources.html",
    "why.html",
    "start/index.html",
    "start/everyone.html",
    "start/low.html",
)
NASTY = """<script>alert(1)</script>"'&"""
REFERRING = ("aria-labelledby", "aria-describedby", "for")

Websites = Mapping[str, Mapping[str, bytes]]
Pages = Mapping[str, Mapping[str, "Page"]]


class Page(HTMLParser):
    """What one page holds: its elements with their attributes, and its text."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.text = ""
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, *names: str) -> list[str]:
        return [value for _, attributes in self.elements for name, value in attributes.items() if name in names]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def html_of(files: Mapping[str, bytes]) -> Mapping[str, Page]:
    return {path: Page(content) for path, content in files.items() if path.endswith(".html")}


def inner_links(pages: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    """Yield every address inside the website with the page it stands on."""
    for path, page in pages.items():
        for address in page.values("href", "src"):
            if not urlsplit(address).scheme:
                yield path, address


def dead_links(files: Mapping[str, bytes], pages: Mapping[str, Page]) -> list[tuple[str, str]]:
    """Return every address that leads to no file, or to no place on a page."""
    places = {path: set(page.values("id")) for path, page in pages.items()}
    dead = []
    for path, address in inner_links(pages):
        target, _, fragment = urljoin(f"/{path}", address).removeprefix("/").partition("#")
        target = unquote(target)
        if target not in files or (fragment and unquote(fragment) not in places.get(target, ())):
            dead.append((path, address))
    return dead


@pytest.fixture(scope="module")
def sample_pages(sample_websites: Websites) -> Pages:
    """Return what every page of every sample reader holds."""
    return {name: html_of(files) for name, files in sample_websites.items()}


@pytest.fixture(scope="module")
def small_websites(tmp_path_factory: pytest.TempPathFactory) -> Websites:
    """Return the small guide's website for each reader."""
    folder = tmp_path_factory.mktemp("small")
    return {name: small_website(folder / name, profile) for name, profile in READERS.items()}


@pytest.fixture(scope="module")
def nasty_websites(tmp_path_factory: pytest.TempPathFactory) -> Websites:
    """Return the small guide's website for two readers, one of whom has a name made to break pages."""
    folder = tmp_path_factory.mktemp("nasty")
    quoted = "'" + NASTY.replace("'", "''") + "'"
    return {
        "nasty": small_website(folder / "nasty", ANA.replace("Ana", quoted)),
        "plain": small_website(folder / "plain", ANA),
    }


def golden(name: str, page: str) -> str:
    """Return a page as it was when somebody last looked at it; UPDATE_GOLDEN=1 takes it as it is."""
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_page_of_the_small_guide_is_as_it_was(small_websites: Websites, reader: str, page: str) -> None:
    html = small_websites[reader][page].decode()
    assert html == golden(f"{reader}/{page}", html)


def test_every_page_is_compared_and_every_golden_file_is_a_page(small_websites: Websites) -> None:
    pages = {f"{reader}/{page}" for reader in READERS for page in html_of(small_websites[reader])}
    assert set(files_of(GOLDEN)) == pages == {f"{reader}/{page}" for reader in READERS for page in PAGES}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_link_of_every_sample_reader_lands(sample_websites: Websites, sample_pages: Pages, profile: str) -> None:
    assert dead_links(sample_websites[profile], sample_pages[profile]) == []


@pytest.mark.parametrize("reader", READERS)
def test_every_link_of_the_small_guide_lands(small_websites: Websites, reader: str) -> None:
    assert dead_links(small_websites[reader], html_of(small_websites[reader])) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_every_page_can_be_reached_from_the_first(sample_pages: Pages, profile: str) -> None:
    pages = sample_pages[profile]
    linked = {urljoin(f"/{path}", address).removeprefix("/").partition("#")[0] for path, address in inner_links(pages)}
    assert set(pages) <= linked


@pytest.mark.parametrize("profile", PROFILES)
def test_no_id_stands_twice_on_a_page_and_every_label_has_its_element(sample_pages: Pages, profile: str) -> None:
    pages = sample_pages[profile]
    ids = {path: page.values("id") for path, page in pages.items()}
    assert [path for path, names in ids.items() if len(names) != len(set(names))] == []
    named = {
        (path, name) for path, page in pages.items() for names in page.values(*REFERRING) for name in names.split()
    }
    assert sorted(named - {(path, name) for path, names in ids.items() for name in names}) == []


@pytest.mark.parametrize("profile", ["sample", "nearly-empty"])
def test_the_html_is_without_any_parse_error(sample_websites: Websites, profile: str) -> None:
    parsed = [
        html5lib.HTMLParser(strict=True).parse(content.decode())
        for path, content in sample_websites[profile].items()
        if path.endswith(".html")
    ]
    assert len(parsed) > len(PAGES)


@pytest.mark.parametrize("profile", PROFILES)
def test_each_page_has_one_first_heading_and_skips_no_level(sample_pages: Pages, profile: str) -> None:
    headings = {path: page.headings() for path, page in sample_pages[profile].items()}
    assert [path for path, levels in headings.items() if levels.count(1) != 1 or levels[0] != 1] == []
    assert [
        path for path, levels in headings.items() if any(after - before > 1 for before, after in pairwise(levels))
    ] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_each_page_has_a_title_of_its_own_and_its_language(sample_websites: Websites, profile: str) -> None:
    pages = {path: content.decode() for path, content in sample_websites[profile].items() if path.endswith(".html")}
    titles = [html.partition("<title>")[2].partition("</title>")[0] for html in pages.values()]
    assert "" not in titles
    assert len(titles) == len(set(titles))
    assert [path for path, html in pages.items() if '<html lang="en"' not in html] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_loaded_from_another_host(sample_pages: Pages, profile: str) -> None:
    loading = [
        (tag, value)
        for page in sample_pages[profile].values()
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if name in {"src", "srcset", "data", "poster", "action", "href"} and tag != "a" and urlsplit(value).netloc
    ]
    assert loading == []


def test_no_style_or_script_names_another_host(sample_websites: Websites) -> None:
    assets = {path: content for path, content in sample_websites["sample"].items() if path.endswith((".css", ".js"))}
    assert len(assets) > 1
    assert [
        path
        for path, content in assets.items()
        if re.search(rb"(?i)(https?:)?//[a-z0-9.-]+\.[a-z]{2,}|@import", content)
    ] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_reader_has_a_page_for_each_module_that_is_in_or_open_and_for_no_other(
    sample_guides: Mapping[str, Guide], sample_pages: Pages, profile: str
) -> None:
    verdicts = sample_guides[profile].selection.verdicts
    pages = {path.rpartition("/")[2].removesuffix(".html") for path in sample_pages[profile]}
    assert {key for key in verdicts if key in pages} == {
        key for key, verdict in verdicts.items() if verdict is not Verdict.OUT
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_name_is_text_on_every_page(nasty_websites: Websites, page: str) -> None:
    nasty, plain = (Page(nasty_websites[name][page]) for name in ("nasty", "plain"))
    assert NASTY in nasty.text
    assert [tag for tag, _ in nasty.elements] == [tag for tag, _ in plain.elements]
    assert nasty.text.replace(NASTY, "Ana") == plain.text


def test_every_file_but_the_pages_is_the_same_for_every_reader(nasty_websites: Websites) -> None:
    nasty, plain = (
        {path: content for path, content in nasty_websites[name].items() if not path.endswith(".html")}
        for name in ("nasty", "plain")
    )
    assert nasty == plain


SHEET = """\
title: Letters
purpose: To plan who writes.
columns: [Writer, Name]
rows: [{label: Me, fill: {Name: name}}]
blank_rows: 1
"""


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", '=cmd|"/c calc"!A0'])
def test_a_worksheet_for_a_spreadsheet_holds_no_formula(tmp_path: Path, name: str) -> None:
    changes = {
        "start/everyone.md": EVERYONE.replace("tasks:", "worksheets: [letters]\ntasks:"),
        "worksheets/letters.yaml": SHEET,
    }
    written = small_website(tmp_path, f"name: '{name}'\n", changes)["worksheets/letters.csv"]
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines()))
    assert rows == [["Writer", "Name"], ["Me", f"'{name}"], ["", ""]]


@pytest.mark.parametrize(("needs", "first"), [("true", "Writer,Visa,Name"), ("false", "Writer,Name")])
def test_a_spreadsheet_has_the_columns_that_the_reader_gets(tmp_path: Path, needs: str, first: str) -> None:
    changes = {
        "start/everyone.md": EVERYONE.replace("tasks:", "worksheets: [letters]\ntasks:"),
        "worksheets/letters.yaml": SHEET.replace("Writer, ", "Writer, {title: Visa, when: visa.needs}, "),
    }
    written = small_website(tmp_path, f"visa: {{needs: {needs}}}\n", changes)["worksheets/letters.csv"]
    assert written.decode("utf-8-sig").splitlines()[0] == first


def test_a_spreadsheet_is_told_that_a_worksheet_is_utf_8(tmp_path: Path) -> None:
    changes = {
        "start/everyone.md": EVERYONE.replace("tasks:", "worksheets: [letters]\ntasks:"),
        "worksheets/letters.yaml": SHEET,
    }
    written = small_website(tmp_path, "name: Łucja\n", changes)["worksheets/letters.csv"]
    assert written == "\ufeffWriter,Name\r\nMe,Łucja\r\n,\r\n".encode()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4321", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"},
    ],
    ids=["far east", "Turkish", "ASCII"],
)
def test_the_same_guide_has_the_same_bytes_on_every_machine(tmp_path: Path, environment: Mapping[str, str]) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text(ANA.replace("Ana", "Łucja İi"), encoding="utf-8")
    matchbook(project, "build", "profiles/ana.yaml", "--no-pdf", "--output", "one")
    ended = matchbook(project, "build", "profiles/ana.yaml", "--no-pdf", "--output", "two", **environment)
    assert ended.returncode == 0, ended.stderr
    assert files_of(project / "one") == files_of(project / "two")


def test_the_sample_is_built_as_a_process_builds_it(sample_site: Path, sample_websites: Websites) -> None:
    built = {path: content for path, content in files_of(sample_site).items() if path != ".matchbook.json"}
    assert built == sample_websites["sample"]
