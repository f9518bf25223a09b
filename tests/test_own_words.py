"""The guide is written in words of its own."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = 8
ARTICLE = frozenset((ROOT / "tests" / "article_runs.txt").read_text(encoding="utf-8").splitlines()[1:])
FILES = sorted(path for pattern in ("**/*.md", "**/*.yaml") for path in (ROOT / "content").glob(pattern))


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", ""))


def runs_of(text: str) -> dict[str, str]:
    words = words_of(text)
    runs = (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    return {sha256(run.encode()).hexdigest()[:12]: run for run in runs}


def test_a_run_of_the_article_would_be_found() -> None:
    title = "Strategies for Non-US Citizen IMGs with Low Step Scores in ENT Residency"

    assert ARTICLE & runs_of(title).keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_run_of_eight_words_of_the_article_stands_in_the_guide(path: Path) -> None:
    runs = runs_of(path.read_text(encoding="utf-8"))

    assert [run for key, run in runs.items() if key in ARTICLE] == []
