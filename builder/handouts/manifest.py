"""The list of what a batch made: for other programs as JSON, for spreadsheets as CSV."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from builder.csv_text import csv_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One handbook: whose, where, how long, its hash, how many questions are open, what will disappoint."""

    id: str
    source: str
    handbook: str
    pages: int
    sha256: str
    open_questions: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManifestFailure:
    """Who got nothing, and why."""

    id: str
    source: str
    why: str


def manifest_json(edition: str, entries: Sequence[ManifestEntry], failures: Sequence[ManifestFailure]) -> bytes:
    """Return the list as JSON, in the order of the roster."""
    listed = {
        "edition": edition,
        "handbooks": [asdict(entry) for entry in entries],
        "failed": [asdict(failure) for failure in failures],
    }
    return (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()


def manifest_csv(entries: Sequence[ManifestEntry]) -> bytes:
    """Return the handbooks as a table; none of its cells is taken for a formula."""
    head = ("id", "source", "handbook", "pages", "sha256", "open questions", "warnings")
    return csv_bytes((head, *(_cells(entry) for entry in entries)))


def _cells(entry: ManifestEntry) -> tuple[str, ...]:
    numbers = (str(entry.pages), entry.sha256, str(entry.open_questions))
    return (entry.id, entry.source, entry.handbook, *numbers, "; ".join(entry.warnings))
