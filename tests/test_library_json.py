"""What the browser's engine is given of a library."""

import json
from pathlib import Path

from builder.condition_table import condition_table
from builder.conditions.nodes import ALWAYS
from builder.library import Library
from builder.library_json import library_json
from tests.guides import EVERYONE, LOW, small_library

TASK = "tasks: [{do: A, when: low, start: match - 3 months, due: match}, {do: B, due: match - 1 week}]\n---\n"


def test_a_module_is_its_condition_tasks_passages_and_printed_fields(tmp_path: Path) -> None:
    library = small_library(tmp_path, {"start/low.md": LOW.replace("---\nYour", f"{TASK}Your")})

    given = json.loads(json.dumps(library_json(library, condition_table(library))))

    assert given["conditions"] == [
        ["and"],
        ["holds", "visa.needs"],
        ["named", "low"],
        ["<", ["field", "step1.score"], ["value", 230, "upper"]],
    ]
    assert given["named"] == {"low": {"label": "readers with a low Step 1", "because": "Your score is low.", "when": 3}}
    assert given["windows"] == [[None, ["match", 2, 0]], [["match", 3, 0], ["match", 0, 0]], [None, ["match", 0, 7]]]
    parts = ("id", "chapter", "when", "tasks", "body", "sheets")
    assert [{key: module[key] for key in parts} for module in given["modules"]] == [
        {"id": "everyone", "chapter": "start", "when": 0, "tasks": [[0, 0]], "body": [[1, [], []]], "sheets": []},
        {"id": "low", "chapter": "start", "when": 2, "tasks": [[2, 1], [0, 2]], "body": ["step1.score"], "sheets": []},
    ]
    assert given["everywhere"] == ["name", "step1.score", "visa.needs", "match.year"]


SHEET = """\
title: Letters
purpose: To plan who writes.
columns: [Writer, Name, Year, {title: Score, when: low}]
bookkeeping: [{title: Sent, when: low}]
rows: [{label: Chair, fill: {Name: name, Year: match.year, Score: step1.score}}]
"""


def test_a_worksheet_is_the_fields_in_it_those_in_a_column_for_some_under_its_condition(tmp_path: Path) -> None:
    changes = {
        "start/everyone.md": EVERYONE.replace("tasks:", "worksheets: [letters]\ntasks:"),
        "worksheets/letters.yaml": SHEET,
    }
    library = small_library(tmp_path, changes)

    (first, _) = json.loads(json.dumps(library_json(library, condition_table(library))))["modules"]

    assert first["sheets"] == ["name", "match.year", [2, ["step1.score"], []]]


def test_a_field_comes_with_its_words_its_rule_and_its_limits(tmp_path: Path) -> None:
    library = small_library(tmp_path)

    given = library_json(library, condition_table(library))["fields"]

    fields = {field["name"]: field for field in json.loads(json.dumps(given))}
    assert fields["step1.attempts"] == {
        "name": "step1.attempts",
        "kind": "whole number",
        "title": "number of Step 1 attempts",
        "question": "How often did you sit Step 1?",
        "help": "",
        "group": "step1",
        "minimum": 0,
        "maximum": 6,
        "choices": [],
        "layout": "",
        "bounds": "",
        "says": {},
        "names": {},
        "yes": "",
        "no": "",
        "only_when": ["in", ["field", "step1.status"], ["value", ["passed", "failed"]]],
        "otherwise": 0,
        "limits": {},
    }
    assert fields["citizenship"]["limits"] == {"items": {"pattern": "^[A-Z]{2}$"}}
    assert fields["name"]["limits"] == {"maxLength": 200}


def test_every_condition_of_the_real_guide_has_a_number_and_always_is_nought(library: Library) -> None:
    table = condition_table(library)

    assert table.number(ALWAYS) == 0
    assert [table.number(condition) for condition in table.conditions] == list(range(len(table.conditions)))
