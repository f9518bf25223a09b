"""The browser's engine on an empty page from the disk, and what Python says of the same readers."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from builder.analysis import rank_questions
from builder.condition_table import ConditionTable
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import Condition
from builder.conditions.truth import Truth
from builder.guide import Guide
from builder.library import Library
from builder.plan import by_time, plan_heading, plan_tasks, say_window
from builder.presentation.modules import why_line
from builder.profiles import Profile
from builder.questionnaire import Questionnaire
from builder.relevance import Relevance
from builder.schema import FieldName, Value
from builder.selection import Ruling, Selection, Verdict, select
from builder.website import ENGINE_SCRIPTS
from builder.wording import say_value, statements, value_json

ROOT = Path(__file__).parent.parent
PROBE = (ROOT / "tests" / "engine_probe.js").read_text(encoding="utf-8")
_VERDICTS = {Truth.YES: Verdict.IN, Truth.NO: Verdict.OUT, Truth.UNKNOWN: Verdict.OPEN}


@contextmanager
def engine_page(browser: Browser, folder: Path, guide: Mapping[str, object]) -> Iterator[Page]:
    """Yield a page that holds nothing but the engine and a guide's data; whatever goes wrong on it is raised."""
    scripts = [(ROOT / "templates" / "website" / name).as_uri() for name in ENGINE_SCRIPTS]
    (folder / "data.js").write_text(f"const DATA = {json.dumps(guide)};", encoding="utf-8")
    (folder / "probe.js").write_text(PROBE, encoding="utf-8")
    tags = "".join(f'<script src="{source}"></script>' for source in (*scripts, "data.js", "probe.js"))
    (folder / "page.html").write_text(f'<!doctype html><meta charset="utf-8">{tags}', encoding="utf-8")
    errors: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "page.html").as_uri())
    assert errors == []
    yield page
    page.close()


def given_json(given: Mapping[FieldName, Value]) -> Mapping[str, object]:
    """Return a reader's answers as the engine takes them."""
    return {name: value_json(value) for name, value in given.items()}


class Oracle:
    """What Python says of a library's readers, in the form in which the probe says it."""

    def __init__(self, library: Library, table: ConditionTable) -> None:
        self.library = library
        self.table = table
        self.questionnaire = Questionnaire(library, Relevance(library))

    def says(self, facts: Facts, asked: Collection[FieldName]) -> Mapping[str, object]:
        """Return everything that is decided, explained, asked and planned for one reader."""
        selection = select(self.library, Profile("reader", facts))
        guide = Guide(self.library, selection, (), ())
        schema = self.library.vocabulary.schema
        question = self.questionnaire.next_question(facts, asked)
        return {
            "modules": [str(decision.verdict) for decision in selection.decisions],
            "passages": [[str(ruling.verdict) for ruling in d.passages.values()] for d in selection.decisions],
            "tasks": [[str(ruling.verdict) for ruling in d.tasks.values()] for d in selection.decisions],
            "named": {name: str(truth) for name, truth in selection.conditions.items()},
            "conditions": self._conditions(guide),
            "questions": [[q.field.name, q.settles] for q in rank_questions(selection, schema)],
            "relevant": sorted(self.questionnaire.relevance.fields(facts)),
            "next": question.name if question else None,
            "left": [field.name for field in self.questionnaire.left(facts, asked)],
            "said": {name: say_value(schema.fields[name], value) for name, value in facts.given.items()},
            "plan": plan_words(self.library, selection),
        }

    def _conditions(self, guide: Guide) -> Sequence[Sequence[object]]:
        rulings = {ruling.condition: ruling for ruling in _rulings(guide.selection)}
        return [
            _explained(rulings.get(condition) or _rule(condition, guide.facts), guide)
            for condition in self.table.conditions
        ]


def plan_words(library: Library, selection: Selection) -> Sequence[Sequence[str]]:
    """Return the tasks of one reader in order of time, each with its window in words and its heading."""
    outline = library.outline
    tasks = (task for d in selection.decisions for task in plan_tasks(d, outline, selection.profile.facts))
    return [
        [task.anchor, say_window(task, outline.edition, outline), plan_heading(task, outline)]
        for task in by_time(tasks, outline.edition)
    ]


def _rulings(selection: Selection) -> Iterator[Ruling]:
    for decision in selection.decisions:
        yield from (decision.ruling, *decision.passages.values(), *decision.tasks.values())


def _rule(condition: Condition, facts: Facts) -> Ruling:
    return Ruling(condition, _VERDICTS[judge(condition, facts)], facts)


def _explained(ruling: Ruling, guide: Guide) -> Sequence[object]:
    proof, fields = ruling.proof, guide.library.vocabulary.schema.fields
    quoted = list(statements(proof, guide.facts, fields))
    return [str(proof.truth), list(proof.fields), len(proof.atoms), proof.is_minimal, quoted, why_line(ruling, guide)]


def differences(ours: Sequence[Mapping[str, object]], theirs: Sequence[Mapping[str, object]]) -> Sequence[str]:
    """Return which parts of what is said of which readers differ, with both versions of the first difference."""
    return [
        f"reader {number}, {key}: {_first_difference(one[key], other[key])}"
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True))
        for key in one
        if one[key] != other[key]
    ]


def _first_difference(one: object, other: object) -> str:
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next(f"{n}: {a} != {b}" for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return f"{one} != {other}"
