"""Many readers at once: everybody gets what a build of their own gives, and broken rows cost nobody else anything."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from random import Random  # noqa: TID251 - the same in every run

import pytest

from builder.handouts.pdf_files import pdf_texts
from builder.paper import Paper
from builder.pipeline import build, load
from builder.profile_text import answer_line, profile_text
from builder.project import find_project
from builder.wanted import Wanted
from tests.batches import quick_project
from tests.building import files_of, matchbook

pytestmark = pytest.mark.pdf

FIRST = ("Amara", "Bruno", "Chidi", "Dee", "Elif", "Farid", "Göran", "Hye-jin", "Íñigo", "Jana")
LAST = ("Okonkwo", "Carvalho Lima", "Okafor", "Dorn", "Çelik", "Rahmani", "Åkesson", "Kim", "Etxeberria", "Nováková")
BROKEN = {
    4: ("step1.score", "very high"),
    11: ("visa.needs", "perhaps"),
    18: ("match.year", "1999"),
    25: ("citizenship", "Brazil"),
    39: ("step1.status", "not taken"),
}
TOLD = """\
roster.csv: row 6, column D: error: `step1.score` must be a whole number between 1 and 300, not a text
  hint: leave the cell empty if it is not known

roster.csv: row 13, column E: error: `visa.needs` must be yes or no, not a text
  hint: leave the cell empty if it is not known

roster.csv: row 20, column G: error: `match.year` must be a whole number between 2024 and 2045, not another number
  hint: leave the cell empty if it is not known

roster.csv: row 27, column F: error: `citizenship` must be a list such as `one; two`, not other items
  hint: leave the cell empty if it is not known

roster.csv: row 41, column D: error: `step1.score` is given, but by `step1.status` it does not apply
  hint: change one of the two, or leave one out

"""


def varied(count: int) -> list[dict[str, str]]:
    """Return the rows of a roster, no two of them alike."""
    chance = Random(7)
    return [
        {
            "id": f"r{place}",
            "name": f"{chance.choice(FIRST)} {chance.choice(LAST)} {place:03}th",
            "step1.status": "passed",
            "step1.score": str(chance.randint(190, 260)),
            "visa.needs": chance.choice(("yes", "no", "")),
            "citizenship": chance.choice(("BR", "NG; GB", "")),
            "match.year": chance.choice(("2028", "2029", "")),
        }
        for place in range(count)
    ]


def roster_of(rows: Sequence[Mapping[str, str]]) -> str:
    file = StringIO(newline="")
    writer = csv.DictWriter(file, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def built_alone(project: Path, row: Mapping[str, str]) -> Mapping[str, bytes]:
    """Return what a build of one reader's profile makes, under the names that a batch gives."""
    vocabulary = load(find_project(project)).vocabulary
    answers = {
        name: answer_line(field, text.replace(";", ","))
        for name, field in vocabulary.schema.fields.items()
        if (text := row.get(name, ""))
    }
    path = project / "profiles" / f"{row['id']}.yaml"
    path.write_text(profile_text(answers, vocabulary), encoding="utf-8")
    built = build(find_project(project), path, Wanted(paper=Paper.A4, sheet=Paper.A4), lambda _: None).files
    return {name if name.endswith(".pdf") else f"website/{name}": content for name, content in built.items()}


def handed_out(project: Path, row: Mapping[str, str]) -> Mapping[str, bytes]:
    files = files_of(project / "site" / "handouts" / row["id"])
    return {name: content for name, content in files.items() if name != ".matchbook.json"}


def sheets_of(project: Path) -> bytes:
    return (project / "site" / "handouts" / "advisor" / "sheets.pdf").read_bytes()


@pytest.mark.parametrize("count", [3, pytest.param(500, marks=pytest.mark.long)])
def test_a_batch_on_several_workers_makes_what_as_many_single_builds_make(tmp_path: Path, count: int) -> None:
    rows = varied(count)
    project = quick_project(tmp_path, roster_of(rows))
    ended = matchbook(project, "batch", "roster.csv", "--website", "--jobs", "3")
    assert ended.returncode == 0, ended.stderr
    differing = [row["id"] for row in rows if handed_out(project, row) != built_alone(project, row)]
    sheets = [text for text in pdf_texts(sheets_of(project)) if "Pages still open" in text]
    assert differing == []
    assert [row["id"] for row, sheet in zip(rows, sheets, strict=True) if row["name"] not in sheet] == []


@pytest.mark.long
def test_of_forty_rows_with_five_broken_ones_thirty_five_get_a_handbook_in_one_run(tmp_path: Path) -> None:
    rows = varied(40)
    for place, (column, cell) in BROKEN.items():
        rows[place][column] = cell
    project = quick_project(tmp_path, roster_of(rows))
    ended = matchbook(project, "batch", "roster.csv")
    assert ended.returncode == 1
    assert ended.stderr.startswith(TOLD)
    whole = [row for place, row in enumerate(rows) if place not in BROKEN]
    assert [Path(line).name for line in ended.stdout.splitlines()] == [row["id"] for row in whole]
    assert len(list((project / "site" / "handouts").glob("*/handbook.pdf"))) == 35
    assert ended.stderr.rpartition("failed  why\n")[2].count("\n") == 5
