"""Addresses on paper: numbered at the end of a module, and the guide's own as a code to scan."""

from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup

from builder.handbook import handbook_html
from builder.paper import Paper
from builder.part_views import AddressView
from builder.presentation.addresses import address_code, number_addresses
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from tests.building import ROOT, small_guide
from tests.guides import GUIDE, LOW

LINKED = (
    LOW
    + "\nRead [the *rules*](https://example.org/a?b=1&c=2), [again](https://example.org/a?b=1&c=2), [more](https://example.org/x).\n"
)
PROFILE = "step1: {status: passed, score: 212}\n"


def handbook_of(root: Path, changes: dict[str, str]) -> BeautifulSoup:
    view = guide_view(small_guide(root, PROFILE, changes), Kind.HANDBOOK)
    return BeautifulSoup(handbook_html(view, Paper.A4, Templates(ROOT / "templates")), "html5lib")


def test_each_address_has_one_number_after_those_of_the_sources(tmp_path: Path) -> None:
    handbook = handbook_of(tmp_path, {"start/low.md": LINKED})
    article = handbook.select("article")[1]
    assert [link.text for link in article.select(".prose .cite a")] == ["1", "2", "2", "3"]
    listed = [(item["value"], item.select_one("a")) for item in article.select(".notes > li")]
    assert [(number, link.text, link["href"]) for number, link in listed if link] == [
        ("1", "Scores", "https://example.org/scores"),
        ("2", "the rules", "https://example.org/a?b=1&c=2"),
        ("3", "more", "https://example.org/x"),
    ]
    targets = {str(link["href"]).removeprefix("#") for link in article.select(".cite a")}
    assert targets == {str(item["id"]) for item in article.select(".notes > li")}


def test_two_numbers_side_by_side_stand_apart() -> None:
    source = Markup('<sup class="cite"><a href="#a--source-b">1</a></sup>')
    body = Markup('<p>A rule{}. <a class="external" href="https://example.org/x">X</a>{}</p>').format(source, source)
    text, _ = number_addresses(body, "a", 2)
    cites = BeautifulSoup(text, "html5lib").select("sup")
    assert [(each.text, each["class"]) for each in cites] == [
        ("1", ["cite"]),
        ("2", ["cite"]),
        ("1", ["cite", "cite-next"]),
    ]


def test_a_text_without_outside_links_stays_as_it_is() -> None:
    body = Markup('<p>See <a class="module-link" href="#module-a">A</a>.</p>')
    assert number_addresses(body, "a", 3) == (body, ())


def test_what_a_link_says_is_text_where_its_address_is_listed() -> None:
    body = Markup('<a class="external" href="https://example.org/?a=1&amp;b=2">A &lt; <em>B</em></a>')
    _, addresses = number_addresses(body, "module", 4)
    assert addresses == (
        AddressView(number=4, anchor="module--address-4", title="A < B", url="https://example.org/?a=1&b=2"),
    )


def test_the_cover_has_a_code_to_scan_where_the_guide_has_an_address(tmp_path: Path) -> None:
    address = "edition: 2026-11-22\naddress: https://guide.example.org/"
    handbook = handbook_of(tmp_path, {"guide.yaml": GUIDE.replace("edition: 2026-11-22", address)})
    drawing = handbook.select_one(".cover-address svg")
    assert drawing is not None
    assert (drawing["role"], drawing.select_one("title").text) == ("img", "https://guide.example.org/")  # type: ignore[union-attr]
    assert handbook_of(tmp_path / "without", {}).select(".cover-address") == []


def test_marks_in_an_address_stay_text_in_its_code() -> None:
    code = address_code('https://example.org/?a="<b>"&c')
    assert '<title>https://example.org/?a="&lt;b&gt;"&amp;c</title>' in code
    assert address_code("") == ""
