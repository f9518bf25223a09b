"""The browser reads answers and profiles as Python does, writes what Python reads, and refuses all other YAML."""

import json
import re
from collections.abc import Iterator, Mapping
from random import Random  # noqa: TID251 - seeded, so the same in every run

import pytest
from playwright.sync_api import Browser, Page

from builder.analysis import with_settings
from builder.condition_table import condition_table
from builder.conditions.facts import Facts
from builder.diagnostics import BuildError
from builder.library import Library
from builder.library_json import library_json
from builder.profile_text import answer_line, profile_text, read_answer
from builder.profiles import parse_profile
from builder.reasoning.witnesses import profile_lines
from builder.schema import FieldName, Kind, Value
from builder.source_files import parse_source
from builder.vocabulary import Vocabulary
from builder.wording import value_json
from builder.yaml_text import Dictionary, Node, Scalar, Sequence, parse_yaml
from tests.building import PROFILES, ROOT
from tests.chance_readers import Edges, chance_facts, edges_of
from tests.engine import engine_page, given_json
from tests.hostile import HOSTILE, with_collections

pytestmark = pytest.mark.browser

SPECIAL = "\"'#:-,[]{}&*!|>%@`?~ \n\t\\"
Read = tuple[Mapping[str, object], list[str]]


@pytest.fixture(scope="module")
def page(browser: Browser, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("engine")
    with engine_page(browser, folder, library_json(library, condition_table(library))) as opened:
        yield opened


@pytest.fixture(scope="module")
def edges(library: Library) -> Edges:
    return edges_of(condition_table(library))


def engine_reads(page: Page, texts: list[str]) -> list[Read]:
    return [(given, problems) for given, problems in page.evaluate("texts => probe.read(texts)", texts)]


def python_reads(text: str, vocabulary: Vocabulary) -> Mapping[str, object] | None:
    """Return the answers in a text, None where Python refuses it."""
    try:
        profile = parse_profile(parse_source(text.encode("utf-8", "surrogatepass"), "profile.yaml"), vocabulary)
    except BuildError:
        return None
    return given_json(profile.given)


def fitting(facts: Facts, vocabulary: Vocabulary) -> Mapping[FieldName, Value]:
    """Return the answers that stand in the schema's bounds."""
    return {name: value for name, value in facts.given.items() if fits(name, value, vocabulary)}


def fits(name: FieldName, value: Value, vocabulary: Vocabulary) -> bool:
    try:
        read_answer(name, json.dumps(value_json(value)), vocabulary)
    except BuildError:
        return False
    return True


def chance_answers(library: Library, edges: Edges, seed: int) -> Mapping[FieldName, Value]:
    return fitting(chance_facts(Random(seed), library.vocabulary, edges), library.vocabulary)


def test_python_reads_what_the_browser_writes(page: Page, library: Library, edges: Edges) -> None:
    readers = [given_json(chance_answers(library, edges, seed)) for seed in range(60)]

    written = page.evaluate("readers => probe.write(readers)", readers)

    assert [python_reads(text, library.vocabulary) for text in written] == readers


def test_the_browser_writes_a_profile_as_python_does(page: Page, library: Library, edges: Edges) -> None:
    given = chance_answers(library, edges, 5)
    lines = {name: json.dumps(value_json(value), ensure_ascii=False) for name, value in given.items()}

    assert page.evaluate("readers => probe.write(readers)", [given_json(given)]) == [
        profile_text(lines, library.vocabulary)
    ]


def test_the_browser_reads_what_python_writes(page: Page, library: Library, edges: Edges) -> None:
    readers = [chance_answers(library, edges, seed) for seed in range(60)]
    lines = [
        {name: json.dumps(value_json(value), ensure_ascii=False) for name, value in given.items()} for given in readers
    ]
    commented = [profile_text(some, library.vocabulary) for some in lines]
    compact = ["\n".join(profile_lines(given, library.vocabulary.schema)) for given in readers]

    assert engine_reads(page, [*commented, *compact]) == [(given_json(given), []) for given in readers * 2]


def test_the_browser_reads_the_sample_profiles_as_python_does(page: Page, library: Library) -> None:
    texts = [(ROOT / "profiles" / f"{name}.yaml").read_text(encoding="utf-8") for name in PROFILES]

    assert engine_reads(page, texts) == [(python_reads(text, library.vocabulary), []) for text in texts]


def test_what_the_browser_reads_python_reads_the_same(page: Page) -> None:
    texts = [damaged(Random(seed)) for seed in range(800)]

    trees = page.evaluate("texts => probe.trees(texts)", texts)

    accepted = {text: tree for text, tree in zip(texts, trees, strict=True) if tree is not None}
    assert {text: python_tree(text) for text in accepted} == accepted
    assert len(accepted) > 100


def python_tree(text: str) -> object:
    """Return a text of YAML as nested lists and mappings, each scalar with whether it has quotes; None if refused."""
    try:
        return _tree(parse_yaml(parse_source(text.encode(), "profile.yaml")))
    except BuildError:
        return None


def _tree(node: Node) -> object:
    match node:
        case Scalar(text, is_plain):
            return [text, is_plain]
        case Sequence(items):
            return {"items": [_tree(item) for item in items]}
        case Dictionary(entries):
            return {"entries": [[key, _tree(value)] for key, value in entries.items()]}


def damaged(chance: Random) -> str:
    """Return two parts of a sample profile with a character or two put in, left out or replaced."""
    parts = (ROOT / "profiles" / f"{chance.choice(PROFILES)}.yaml").read_text(encoding="utf-8").split("\n\n")
    text = "\n\n".join(chance.sample(parts[1:], 2))
    for _ in range(chance.randrange(1, 3)):
        start, end = chance.choice([match.span() for match in re.finditer(r".+", text)])
        at = chance.randint(start, end)
        put = chance.choice((*SPECIAL, "\n  ", ": ", " #", "- ", "\n- x", "\u00a0", "é", "\u2028"))
        text = text[:at] + put + text[at + chance.randrange(3) :]
    return text


@with_collections
def test_hostile_files_are_refused_or_read_as_python_reads_them(page: Page, library: Library) -> None:
    files = sorted(path for path in (HOSTILE / "yaml").rglob("*") if path.is_file())
    texts = [path.read_bytes().decode("utf-8", "replace") for path in files]

    read = zip(texts, engine_reads(page, texts), strict=True)

    accepted = {text: given for text, (given, problems) in read if not problems}
    assert {text: python_reads(text, library.vocabulary) for text in accepted} == accepted


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- a", "1: expected `field: value`, found `- a`"),
        ("step1", "1: expected a colon and a space, found nothing"),
        ("name:Ana", "1: expected a colon and a space, found `Ana`"),
        ("name: &a Ana", "1: expected a value on this line, found `&a Ana`"),
        ("name: *a", "1: expected a value on this line, found `*a`"),
        ("name: !!str Ana", "1: expected a value on this line, found `!!str Ana`"),
        ("name: |\n  Ana", "1: expected a value on this line, found `|`"),
        ("name: Ana: Lu", "1: expected the end of the line, found `: Lu`"),
        ('name: "Ana" Lu', "1: expected the end of the line, found `Lu`"),
        ('name: "Ana', '1: expected a value on this line, found `"Ana`'),
        ('name: "\\q"', "1: the escape `\\q` is not supported"),
        ('name: "\\ud83d"', "1: the escape `\\ud83d` is not supported"),
        ('name: "\\u0007"', "1: expected text, found an invisible character"),
        ("name: Ana\u202e", "1: expected text, found an invisible character"),
        ("%YAML 1.2", "1: expected `field: value`, found `%YAML 1.2`"),
        ("---\nname: Ana", "1: expected `field: value`, found `---`"),
        ("<<: {name: Ana}", "1: expected `field: value`, found `<<: {name: Ana}`"),
        ("? name\n: Ana", "1: expected `field: value`, found `? name`"),
        ("name: Ana\n  Lu", "2: this line is indented otherwise than those around it"),
        ("step1:\n    score: 212\n  status: passed", "3: this line is indented otherwise than those around it"),
        ("step1:\n\tscore: 212", "2: expected spaces, found a tab"),
        ("name: Ana\nname: Lu", "2: duplicate key `name`"),
        ("citizenship: [BR", "1: expected `,` or `]`, found nothing"),
        ("citizenship: " + "[" * 30, "1: the file is nested more than 20 levels deep"),
        ("step1: {score: 212", "1: expected `,` or `}`, found nothing"),
        ("nam: Ana", "1: unknown field `nam`"),
        ("step1: {scor: 212}", "1: unknown field `step1.scor`"),
        ("step1: 212", "1: `step1` must hold fields of its own, not a number"),
        ("step1:\n  score: 212.5", "2: `step1.score` must be a whole number, not a number with a decimal point"),
        ("step1:\n  score: '212.5'", "2: `step1.score` must be a whole number, not a text"),
        ("step1:\n  score: x", "2: `step1.score` must be a whole number, not a text"),
        ("step1: {score: 512}", "1: `step1.score` must be between 1 and 300"),
        ("citizenship: BR", "1: `citizenship` must be a list of texts such as `[one, two]`, not a text"),
        ("citizenship: [[BR]]", "1: `citizenship` must be a list of texts such as `[one, two]`, not a list"),
        (
            "step1:\n  status: not taken\n  reporting: number",
            "3: `step1.reporting` is given, but by `step1.status` it does not apply",
        ),
        ("a: b\n" * 20_001, "1: the file has more than 20000 lines"),
        ("#" * 1_000_001, "1: the file is larger than 1000000 bytes"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(page: Page, text: str, complaint: str) -> None:
    assert engine_reads(page, [text]) == [({}, [complaint])]


def test_every_problem_of_a_profile_is_said_at_once(page: Page) -> None:
    assert engine_reads(page, ["step1: {score: 512}\nnam: Ana\nmatch: {year: soon}"]) == [
        (
            {},
            [
                "2: unknown field `nam`",
                "1: `step1.score` must be between 1 and 300",
                "3: `match.year` must be a whole number, not a text",
            ],
        )
    ]


@pytest.mark.parametrize("text", ["", "# Nothing yet.\n", "\ufeff# Saved elsewhere.\r\n\r\n", "name:\nstep1: ~\n"])
def test_a_profile_that_says_nothing_is_an_empty_one(page: Page, text: str) -> None:
    assert engine_reads(page, [text]) == [({}, [])]


TYPED = (
    "yes", "No", "TRUE", "y", "n", "false", "0", "1", "212", "-1", "-0", "+5", "007", "1e3", "212.5", "٣", "999999",
    "1234567890123456", "passed", "PASSED", "Not Taken", "not  taken", "j-1", "undecided", "2027-03", "2027-13",
    "2027-3", "BR", "br", "BR, IN", "[BR, IN]", '"BR", \'IN\'', ",", "BR,BR", ", ".join(["BR"] * 11), "x" * 90,
    "x" * 250, "Ana", "Śrīvidyā", "😀" * 150, 'say "no"', "C:\\new", "null", "~", "a\u202eb", "constructor",
    "__proto__", "#1", "- a",
)  # fmt: skip


def test_the_browser_reads_typed_answers_as_python_does(page: Page, library: Library) -> None:
    schema = library.vocabulary.schema
    # Python takes the number of a choice too, which a form does not show.
    cases = [
        (name, text)
        for name, field in schema.fields.items()
        for text in TYPED
        if not (field.kind is Kind.CHOICE and text.isdecimal())
    ]

    said = page.evaluate("answers => probe.typed(answers)", cases)

    assert dict(zip(cases, said, strict=True)) == {
        (name, text): python_answers(FieldName(name), text, library.vocabulary) for name, text in cases
    }


def python_answers(name: FieldName, typed: str, vocabulary: Vocabulary) -> Mapping[str, object]:
    try:
        value = read_answer(name, answer_line(vocabulary.schema.fields[name], typed), vocabulary)
    except BuildError as error:
        return {"message": error.diagnostics[0].message}
    return {"value": value_json(value)}


def test_an_empty_answer_is_none(page: Page) -> None:
    assert page.evaluate('probe.typed([["name", " "], ["step1.score", ""]])') == [{"value": None}, {"value": None}]


def test_a_changed_answer_drops_those_that_no_longer_apply_as_in_python(
    page: Page, library: Library, edges: Edges
) -> None:
    vocabulary = library.vocabulary
    readers = [chance_facts(Random(seed), vocabulary, edges) for seed in range(40)]
    others = [chance_facts(Random(seed + 1000), vocabulary, edges) for seed in range(40)]
    pairs = zip(readers, others, strict=True)
    changes = [(facts, name, value) for facts, other in pairs for name, value in other.given.items()]

    changed = page.evaluate(
        "changes => probe.changed(changes)",
        [[given_json(facts.given), name, value_json(value)] for facts, name, value in changes],
    )

    assert changed == [changed_facts(*change) for change in changes]


def changed_facts(facts: Facts, name: FieldName, value: Value) -> Mapping[str, object] | None:
    changed = with_settings(facts, {name: value})
    return None if changed is None else given_json(changed.given)


def test_an_answer_taken_back_takes_those_that_depend_on_it(page: Page) -> None:
    given = {"step1.status": "not taken", "step1.attempts": 0, "name": "Ana"}
    assert page.evaluate("change => probe.changed([change])", [given, "step1.status", None]) == [
        {"step1.attempts": 0, "name": "Ana"}
    ]
