"""No message says what a reader answered: for every field of the real guide, in profiles, rosters and settings."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from builder.diagnostics import BuildError, format_diagnostic
from builder.library import Library
from builder.profile_text import with_answers
from builder.profiles import load_profile
from builder.rosters.mapping import RosterMapping
from builder.rosters.reading import parse_roster
from builder.schema import FieldName
from builder.vocabulary import Vocabulary
from tests.guides import reader

WORD, NUMBER = "Kanarienvogel", "735917"
# As YAML: of another type, out of range, too long, too much, and what the small YAML refuses.
WRONG = (
    WORD, f'"{WORD}"', f"[{WORD}]", f"[[{WORD}]]", f"{{a: {WORD}}}", NUMBER, f"-{NUMBER}", f"{NUMBER}.5", f'"{NUMBER}"',
    f"[{NUMBER}]", f"{WORD * 40}", f"[{', '.join([WORD] * 30)}]", f"&{WORD} x", f"*{WORD}", f"!{WORD} x", f'"{WORD}',
    f"{WORD}: x", f"[{WORD}", f"{WORD}\u202e", f'"{WORD}\\u0007"', f'"{WORD}\\q"', f"@{WORD}", f"|{WORD}", f"\t{WORD}",
    f"{WORD}\n  - x", f"x\n{WORD}", f"x\n---\n{WORD}",
)  # fmt: skip
WHOLE_FILES = (
    WORD, NUMBER, f"- {WORD}", f"%{WORD}", f"name: a\nname: {WORD}", f"name: {WORD}\n\tx: y", f"<<: {{name: {WORD}}}",
    f"{'[' * 30}{WORD}", f"? [{WORD}]\n: x",
)  # fmt: skip
CELLS = (WORD, NUMBER, f"{NUMBER}.5", WORD * 200, f"{WORD}\u202e", f"{WORD},{NUMBER}", "; ".join([WORD] * 30))


def told(error: BuildError) -> str:
    return "\n".join(format_diagnostic(diagnostic) for diagnostic in error.diagnostics)


def profile_line(name: FieldName, value: str) -> str:
    group, _, key = name.rpartition(".")
    return f"{group}:\n  {key}: {value}\n" if group else f"{key}: {value}\n"


def complaints(texts: Iterable[bytes], folder: Path, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is said about each of some profiles that is refused."""
    path = folder / "profile.yaml"
    for text in texts:
        path.write_bytes(text)
        try:
            load_profile(path, "profile.yaml", vocabulary)
        except BuildError as error:
            yield told(error)


def wrong_profiles(vocabulary: Vocabulary) -> Iterator[bytes]:
    for name, field in vocabulary.schema.fields.items():
        for value in WRONG:
            yield profile_line(name, value).encode()
        yield profile_line(name, WORD).encode("utf-16")
        yield profile_line(name, WORD).encode() + b"\xff"
        if field.group:
            yield f"{field.group}: {WORD}\n".encode()
    yield from (text.encode() for text in WHOLE_FILES)


def test_no_message_about_a_profile_says_what_it_holds(library: Library, tmp_path: Path) -> None:
    said = list(complaints(wrong_profiles(library.vocabulary), tmp_path, library.vocabulary))
    assert len(said) > 20 * len(library.vocabulary.schema.fields)
    assert [text for text in said if WORD in text.replace("unknown field `Kanarienvogel`", "") or NUMBER in text] == []


def test_what_is_wrong_with_an_answer_is_said_by_its_field_and_kind(library: Library, tmp_path: Path) -> None:
    (message,) = complaints([b"step1: {score: Kanarienvogel}"], tmp_path, library.vocabulary)
    assert message == (
        "profile.yaml:1:16: error: `step1.score` must be a whole number, not a text\n"
        "  hint: leave the line out if you do not know it"
    )


def table(*rows: Iterable[str]) -> bytes:
    file = StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def roster_complaints(vocabulary: Vocabulary) -> Iterator[str]:
    fields = list(vocabulary.schema.fields)
    headers = ["id", *fields]
    rows = [[cell if name == given else "" for name in headers] for given in headers for cell in CELLS]
    roster = parse_roster(table(headers, *rows), "roster.csv", RosterMapping(), vocabulary)
    yield from (format_diagnostic(problem) for row in roster.rows for problem in row.problems)
    broken = (
        f'name\n"{WORD}',
        f'name\n"{WORD}" {WORD}',
        f"name\na,{WORD}",
        f"id,name\n{WORD},a\n{WORD},b",
        f"name\n{WORD}\udcff",
    )
    for text in broken:
        try:
            roster = parse_roster(text.encode(errors="surrogateescape"), "roster.csv", RosterMapping(), vocabulary)
        except BuildError as error:
            yield told(error)
        else:
            yield from (format_diagnostic(problem) for row in roster.rows for problem in row.problems)


def test_no_message_about_a_roster_says_what_it_holds(library: Library) -> None:
    said = list(roster_complaints(library.vocabulary))
    assert len(said) > 3 * len(library.vocabulary.schema.fields)
    assert [text for text in said if WORD in text or NUMBER in text] == []


@pytest.mark.parametrize("setting", [f"step1.score={WORD}", f"step1.score={NUMBER}", WORD, f"={WORD}"])
def test_no_message_about_a_setting_says_what_it_sets(library: Library, setting: str) -> None:
    with pytest.raises(BuildError) as caught:
        with_answers(reader(library.vocabulary, "# Nothing."), [setting], library.vocabulary)
    assert WORD not in told(caught.value)
    assert NUMBER not in told(caught.value)
