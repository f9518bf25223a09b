"""A search, led by which code a text reaches, for one that is neither read nor refused; for minutes."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.building import ANA, ROOT, process_environment
from tests.counting import calls_in
from tests.guides import FILES
from tests.hostile import HOSTILE, VALUES
from tests.readings import MINUTES, PIECES, READINGS

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(find_spec("atheris") is None, reason="atheris, which leads the search, is not for this system"),
]

SECONDS = round(MINUTES * 60 / 2 / len(READINGS))  # the other half is for test_fuzzing.py
LONGEST = 4_096  # bytes of a text
ENOUGH_CALLS = 500_000
COLLECTED = {"roster": "csv/*.csv", "module": "markdown/*.md"}
WORDS = (
    "and",
    "or",
    "not",
    "known",
    "in",
    "step1.score",
    "match.year",
    "lower",
    "/// when |",
    "///",
    "{{",
    "}}",
    "con",
)


def beginnings(reading: str) -> Iterator[bytes]:
    """Yield texts to start from: those of the small guide, a profile, a roster, and the collections where they are."""
    yield from (text.encode() for text in (*FILES.values(), *VALUES, ANA, "id,name,step1.score\na1,Ana,212\n"))
    yield from (
        b'step1.score < 230 and not (visa.needs or "DE" in citizenship)',
        b"columns: {Wish: wish}\nignore: [a]\n",
    )
    found = HOSTILE.glob(COLLECTED.get(reading, "yaml/**/*"))
    yield from (path.read_bytes()[:LONGEST] for path in sorted(found) if path.is_file())


def search(folder: Path, reading: str) -> subprocess.CompletedProcess[bytes]:
    """Search from a folder of texts, in which each new one that is of interest is kept."""
    (folder / "texts").mkdir()
    for number, text in enumerate(beginnings(reading)):
        (folder / "texts" / f"{number}").write_bytes(text)
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode(errors="replace")) for word in (*PIECES, *WORDS))
    (folder / "words").write_text("".join(f'"{word}"\n' for word in escaped), encoding="utf-8")
    options = (f"max_total_time={SECONDS}", f"max_len={LONGEST}", "timeout=60", "rss_limit_mb=1000", "verbosity=0")
    files = (f"dict={folder / 'words'}", f"artifact_prefix={folder}/", "print_final_stats=1")
    return subprocess.run(
        [
            sys.executable,
            ROOT / "tests" / "guided.py",
            reading,
            *(f"-{each}" for each in options + files),
            folder / "texts",
        ],
        env=process_environment(),
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("reading", READINGS)
def test_a_search_finds_no_text_that_is_neither_read_nor_refused(tmp_path: Path, reading: str) -> None:
    ended = search(tmp_path, reading)
    said = ended.stderr.decode(errors="replace")
    assert ended.returncode == 0, ended.stdout.decode(errors="replace") + said[-1_000:]
    (tried,) = re.findall(r"number_of_executed_units: (\d+)", said)
    texts = [path.read_bytes() for path in (tmp_path / "texts").iterdir()]
    print(f"{reading}: {int(tried):,} texts tried, {len(texts):,} kept")  # noqa: T201 - for whoever notes the figures
    assert int(tried) > len(texts)
    assert [text for text in texts if calls_in(partial(READINGS[reading], text)) > ENOUGH_CALLS] == []
