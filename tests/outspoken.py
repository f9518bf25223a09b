"""A small guide that prints what a reader says wherever a guide can: in text, tables, tasks, reasons and worksheets."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from builder.guide import Guide, assemble
from builder.library import Library
from builder.sources import UNPRINTABLE
from tests.building import make_project
from tests.guides import GUIDE, SCHEMA, reader, small_library

_FIELDS = """\
  wish:
    type: string
    maxLength: 2000
    title: wish
    x-question: What do you wish?
  wishes:
    type: array
    items: {type: string, maxLength: 2000}
    title: wishes
    x-question: What else do you wish?
"""
_SPEAKING = """\
---
title: For everyone
when: wish != "nothing at all" or "nothing" in wishes
tasks:
  - {do: Read it, due: match - 2 months}
worksheets: [list]
---
You wish **{{ wish or "nothing" }}** and, {{ name or "reader" }}, {{ wishes or "nothing else" }}.

- {{ wish or "nothing" }}
- *{{ wish or "nothing" }}*

| You | Wish |
|---|---|
| {{ name or "reader" }} | {{ wish or "nothing" }} |

> {{ wish or "nothing" }}

See [what {{ wish or "nothing" }} is](low.md).

/// when | wish == "harmless" or wish != "nothing"
Said {{ wish or "nothing" }}.
///
"""
_SHEET = """\
title: A list
purpose: To fill in.
columns: [Wish, Value]
rows:
  - {label: Yours, fill: {Value: wish}}
  - {label: Name, fill: {Value: name}}
"""
CHANGES: Mapping[str, str] = {
    "profile.schema.yaml": SCHEMA + _FIELDS,
    "guide.yaml": GUIDE.replace("home: [", "home: [wish, wishes, name, "),
    "start/everyone.md": _SPEAKING,
    "worksheets/list.yaml": _SHEET,
}
KNOWN = "step1: {status: passed, score: 212, attempts: 1}\nmatch: {year: 2029}\n"


def profile_of(value: str, wishes: Sequence[str] = ()) -> str:
    """Return a profile in which a value stands wherever a text can."""
    listed = json.dumps([value, *wishes], ensure_ascii=False)
    text = json.dumps(value, ensure_ascii=False)
    return f"name: {json.dumps(value[:200], ensure_ascii=False)}\nwish: {text}\nwishes: {listed}\n{KNOWN}"


def outspoken_library(root: Path) -> Library:
    """Write and load the guide."""
    return small_library(root, CHANGES)


def outspoken_guide(library: Library, value: str, wishes: Sequence[str] = ()) -> Guide:
    """Return the guide of a reader who says a value wherever a text can stand."""
    return assemble(library, reader(library.vocabulary, profile_of(value, wishes)))


def outspoken_project(folder: Path) -> Path:
    """Make a project of the guide."""
    return make_project(folder, CHANGES)


def sayable(texts: Sequence[str]) -> list[str]:
    """Return those texts that a profile may hold."""
    return [text for text in texts if text.strip() and len(text) <= 2_000 and not UNPRINTABLE.search(text)]
