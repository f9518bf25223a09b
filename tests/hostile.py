"""Hostile texts: a small set of our own that is always here, and the public collections where they lie beside us."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

HOSTILE = Path(os.environ.get("MATCHBOOK_HOSTILE") or Path(__file__).parent.parent.parent / "shared" / "hostile")
with_collections = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the collections of hostile texts are not beside the project"
)
NO_COLLECTIONS = pytest.param(Path(), marks=pytest.mark.skip(reason="the folder ../shared/hostile is not here"))

# Each is a text that a profile may hold, and asks for trouble somewhere.
VALUES = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='alert(1)'>",
    '"><svg onload=\'alert(1)\'><a href="javascript:alert(1)">',
    "' onmouseover='alert(1)' x='",
    "</title></style></textarea></script><script>alert(1)</script>",
    "<!-- --><base href='https://evil.example/'><iframe src=//evil.example>",
    "]]></h1><link rel=attachment href='file:///etc/passwd'>",
    "&lt;b&gt;&#60;i&#62;&amp;amp;",
    "{{ 7 * 7 }}{% for x in y %}{# #}${7*7}<%= 7*7 %>",
    "*bold* _it_ [link](javascript:alert(1)) ![x](file:///etc/passwd) `code` # head",
    "javascript:alert(1)",
    "https://evil.example/?a=1&b=2#c",
    "}</style>body{background:url(https://evil.example)}",
    "\\00003c; content: url(file:///etc/passwd)",
    '=HYPERLINK("https://evil.example","x")',
    "a;=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "a\\,b;c\\nBEGIN:VEVENT",
    "(a) Tj /URI (https://evil.example) <</S /JavaScript>> endobj",
    "../../../../etc/passwd",
    "CON.txt",
    "%s %d %n {0} {name} $HOME `id` $(id)",
    "שלום Ω≈ç√ ﷽ 👩‍👩‍👧 田中さん",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́",
    "a" * 200,
)
# Notes in a page that something of a value ran, or was asked for.
WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => void ran.push(name);
addEventListener("securitypolicyviolation", ({ violatedDirective }) => ran.push(violatedDirective));
"""
_COLLECTED_TEXTS = ("text/*.json", "markdown/xss*.json", "ssti/*.json", "urls/*.json", "csv/*.json", "paths/*.json")
_COLLECTED_LINES = ("text/*.txt", "html/*.txt", "markdown/*.md", "ssti/*.txt", "urls/*.txt", "csv/*.txt", "paths/*.txt")
# Nothing here reads pictures or calendars of strangers: they are texts that somebody may give for a name.
_COLLECTED_FILES = ("svg/*.svg", "ics/*.ics")
# Markdown with a part many times over, on which programs that read Markdown were seen to hang: the parts in order.
REPEATED: Mapping[str, Sequence[tuple[str, bool]]] = {
    "open brackets": [("[a", True)],
    "nested brackets": [("[", True), ("a", False), ("]", True)],
    "addresses without an end": [("[a](b", True)],
    "values without an end": [("{{\n", True)],
    "citations without an end": [("[^a", True)],
    "ticks": [("`", True), ("a", False)],
    "values beside code": [('`a`{{ wish or "x" }} ', True)],
    "quotations": [("> ", True), ("a", False)],
    "lists": [("- ", True), ("a", False)],
    "emphasis": [("*a **a ", True), ("b", False), (" a** a*", True)],
    "headings": [("# a\n", True)],
    "abbreviations": [("*[abc]: b\n", True)],
}


def repeated(parts: Sequence[tuple[str, bool]], size: int) -> str:
    """Return the parts of a pattern, those that are to be repeated so often that the text has about this size."""
    times = size // sum(len(text) for text, is_repeated in parts if is_repeated)
    return "".join(text * (times if is_repeated else 1) for text, is_repeated in parts)


def collected_repeated() -> Mapping[str, Sequence[tuple[str, bool]]]:
    """Return the patterns of the collections; none where they are not here."""
    path = HOSTILE / "markdown" / "cmark-pathological.json"
    listed = json.loads(path.read_text("utf-8")) if path.exists() else []
    return {each["name"]: [(text, bool(times)) for text, times in each["parts"]] for each in listed}


def collected_pictures() -> list[str]:
    """Return the SVG of the collections, which asks for addresses."""
    return [path.read_text("utf-8") for path in _paths(("svg/*.svg",))]


def collected() -> list[str]:
    """Return the texts of the collections, each once, those first that are in small ones."""
    found: dict[str, None] = {}
    found.update(dict.fromkeys(path.read_text("utf-8", errors="replace") for path in _paths(_COLLECTED_FILES)))
    for path in _paths(_COLLECTED_TEXTS):
        found.update(dict.fromkeys(_texts_in(json.loads(path.read_text("utf-8")))))
    for path in _paths(_COLLECTED_LINES):
        found.update(dict.fromkeys(path.read_text("utf-8", errors="replace").splitlines()))
    return [text for text in found if text.strip()]


def _paths(patterns: tuple[str, ...]) -> list[Path]:
    found = [path for pattern in patterns for path in HOSTILE.glob(pattern)]
    return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def _texts_in(held: object) -> Iterator[str]:
    """Yield every text in what JSON holds."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        yield from _texts_in(list(held.values()))
    elif isinstance(held, list):
        for each in held:
            yield from _texts_in(each)
