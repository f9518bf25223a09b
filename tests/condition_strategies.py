"""Conditions and readers for the tests of the condition language, over a schema with fields of every kind."""

from collections.abc import Iterable, Mapping
from itertools import product

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from builder.conditions.checker import parse_condition
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import (
    And,
    Atom,
    Compare,
    Condition,
    FieldRef,
    Holds,
    Known,
    Literal,
    Named,
    Not,
    Operator,
    Or,
)
from builder.conditions.phrases import Phrase
from builder.conditions.truth import Truth
from builder.schema import Field, FieldName, Kind, Value
from builder.schema_file import parse_schema
from builder.sources import Place, Source
from builder.vocabulary import parse_vocabulary

SCHEMA = """\
type: object
properties:
  name: {type: string, title: name, x-question: What is your name?}
  nickname: {type: string, title: nickname, x-question: What do friends call you?}
  citizenship: {type: array, items: {type: string}, title: citizenship, x-question: Which passports do you hold?}
  visa:
    type: object
    title: Visa
    properties:
      needs:
        type: boolean
        title: need for a visa
        x-question: Do you need a visa?
        x-yes: you need a visa
        x-no: you need no visa
      preferred:
        type: string
        enum: [J-1, H-1B, undecided]
        title: preferred visa
        x-question: Which visa do you prefer?
        x-says: {J-1: you prefer a J-1, H-1B: you prefer an H-1B, undecided: you prefer no visa}
        x-only-when: visa.needs
        x-otherwise: undecided
      employer:
        type: string
        title: employer
        x-question: Who employs you?
        x-only-when: visa.preferred == "H-1B"
  step1:
    type: object
    title: Step 1
    properties:
      status:
        type: string
        enum: [passed, failed, not taken]
        title: Step 1 result
        x-question: Have you passed Step 1?
        x-says: {passed: you have passed Step 1, failed: you have failed Step 1, not taken: you have not taken Step 1}
      score:
        type: integer
        minimum: 1
        maximum: 300
        title: Step 1 score
        x-question: What is your Step 1 score?
        x-only-when: step1.status in ["passed", "failed"]
      attempts:
        type: integer
        minimum: 0
        maximum: 6
        title: number of Step 1 attempts
        x-question: How often did you sit Step 1?
        x-only-when: step1.status in ["passed", "failed"]
        x-otherwise: 0
  step2:
    type: object
    title: Step 2
    properties:
      status:
        type: string
        enum: [passed, failed, not taken]
        title: Step 2 result
        x-question: Have you passed Step 2?
        x-says: {passed: you have passed Step 2, failed: you have failed Step 2, not taken: you have not taken Step 2}
  exam:
    type: object
    title: Exam
    properties:
      planned: {type: string, format: year-month, title: exam month, x-question: When do you sit the exam?}
      latest: {type: string, format: year-month, title: latest exam month, x-question: When must you sit the exam?}
  letters:
    type: object
    title: Letters
    properties:
      us: {type: integer, minimum: 0, maximum: 50, title: number of US letters, x-question: How many US letters?}
      other: {type: integer, minimum: 0, maximum: 50, title: number of other letters, x-question: How many others?}
  backup:
    type: object
    title: Backup
    properties:
      open:
        type: boolean
        title: openness to a backup
        x-question: Are you open to a backup?
        x-yes: you are open to a backup
        x-no: you are not open to a backup
      ranked:
        type: boolean
        title: ranking of the backup
        x-question: Will you rank the backup?
        x-yes: you rank the backup
        x-no: you do not rank the backup
        x-only-when: backup.open
      specialties:
        type: array
        items: {type: string}
        title: backup specialties
        x-question: Which other specialties?
        x-only-when: backup.open
"""

CONDITIONS = """\
thresholds:
  lower: {value: 225, title: Lower edge}
  upper: {value: 230, title: Upper edge}
conditions:
  low: {label: low readers, when: step1.score < upper, because: Your score is low.}
  borderline: {label: borderline readers, when: lower <= step1.score < upper, because: Your score is near.}
  needs_visa: {label: readers who need a visa, when: visa.needs, because: You need a visa.}
  far: {label: far readers, when: needs_visa and (low or not borderline), because: You have far to go.}
"""

VOCABULARY = parse_vocabulary(
    Source("conditions.yaml", CONDITIONS), parse_schema(Source("profile.schema.yaml", SCHEMA))
)
FIELDS = VOCABULARY.schema.fields

ORDERED = (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.EQUAL, Operator.DIFFERENT)
UNORDERED = (Operator.EQUAL, Operator.DIFFERENT)


def condition(text: str) -> Condition:
    """Parse a condition that stands alone on the first line of `m.md`."""
    return parse_condition(Phrase(text, Place(Source("m.md", text), 1, 1, len(text))), VOCABULARY.names)


def facts(given: Mapping[str, Value]) -> Facts:
    """Return what a reader gives, by the names of fields."""
    return VOCABULARY.facts({FieldName(name): value for name, value in given.items()})


def applicable(given: Mapping[str, Value]) -> Facts:
    """Return what a reader gives without the answers that do not apply; a rule looks only at fields before its own."""
    kept: dict[str, Value] = {}
    for name, field in FIELDS.items():
        rule = VOCABULARY.rules.get(name)
        if name in given and (
            rule is None or given[name] == field.otherwise or judge(rule.only_when, facts(kept)) is not Truth.NO
        ):
            kept[name] = given[name]
    return facts(kept)


def constants(field: Field) -> SearchStrategy[int | str]:
    """Draw a value that a field, or an item of it, can be compared with; the same ones come up often."""
    match field.kind:
        case Kind.WHOLE:
            low, high = field.minimum or 0, field.maximum or 0
            return st.integers(max(low, min(224, high - 4)), min(231, high)) | st.integers(low, high)
        case Kind.CHOICE:
            return st.sampled_from(field.choices)
        case Kind.MONTH:
            return st.sampled_from(("2026-12", "2027-01", "2027-03", "2027-11"))
        case Kind.TEXT | Kind.TEXTS:
            characters = st.characters(codec="utf-8", exclude_characters='"\n')
            return st.sampled_from(("Ana", "BR", "passed")) | st.text(characters, max_size=6)
        case Kind.FLAG:
            return st.nothing()


def values(field: Field) -> SearchStrategy[Value]:
    """Draw a value that a profile can give to a field."""
    match field.kind:
        case Kind.FLAG:
            return st.booleans()
        case Kind.TEXTS:
            return st.lists(constants(field).map(str), max_size=3).map(tuple)
        case Kind.WHOLE | Kind.CHOICE | Kind.MONTH | Kind.TEXT:
            return constants(field)


def readers() -> SearchStrategy[Facts]:
    """Draw a reader who gives some answers, all of which apply."""
    answers = st.fixed_dictionaries({}, optional={str(name): values(field) for name, field in FIELDS.items()})
    return answers.map(applicable)


def readers_who_say_more() -> SearchStrategy[tuple[Facts, Facts]]:
    """Draw a reader and the same reader with more answers."""
    return readers().flatmap(lambda more: st.tuples(_some_answers_of(more), st.just(more)))


def _some_answers_of(reader: Facts) -> SearchStrategy[Facts]:
    names = st.sets(st.sampled_from(sorted(reader.given))) if reader.given else st.just(set[FieldName]())
    return names.map(lambda kept: facts({name: value for name, value in reader.given.items() if name in kept}))


def conditions(*, known: bool = True) -> SearchStrategy[Condition]:
    """Draw a checked condition as the parser makes them; without `known` on demand."""
    leaves: SearchStrategy[Condition] = st.sampled_from(tuple(FIELDS.values())).flatmap(_atoms_of) | st.sampled_from(
        [named.named for named in VOCABULARY.conditions.values()]
    )
    if known:
        leaves |= st.sampled_from([Known(name) for name in FIELDS])
    return st.recursive(leaves, _joined, max_leaves=6)


def _joined(inner: SearchStrategy[Condition]) -> SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    turned = inner.filter(lambda operand: not isinstance(operand, Not)).map(Not)
    return turned | several.map(And) | several.map(Or)


def _atoms_of(field: Field) -> SearchStrategy[Atom]:
    """Draw a comparison with a field in one of the places it can stand in."""
    this = st.just(FieldRef(field.name))
    one = constants(field).map(Literal)
    listed = st.lists(constants(field), min_size=1, max_size=3).map(lambda items: Literal(tuple(items)))
    member = st.just(Operator.IN)
    if field.kind is Kind.FLAG:
        return st.just(Holds(field.name))
    if field.kind is Kind.TEXTS:
        sought = one | _references(Kind.TEXT, Kind.CHOICE)
        return st.builds(Compare, sought, member, this) | st.builds(Compare, this, member, listed)
    operators = st.sampled_from(ORDERED if field.kind in {Kind.WHOLE, Kind.MONTH} else UNORDERED)
    fixed = one | _thresholds_for(field)
    return (
        st.builds(Compare, this, operators, fixed | _references(field.kind))
        | st.builds(Compare, fixed, operators, this)
        | st.builds(Compare, this, member, listed)
    )


def _references(*kinds: Kind) -> SearchStrategy[FieldRef]:
    return st.sampled_from([FieldRef(name) for name, field in FIELDS.items() if field.kind in kinds])


def _thresholds_for(field: Field) -> SearchStrategy[Literal]:
    fitting = [Literal(value, name) for name, value in VOCABULARY.thresholds.items() if value <= (field.maximum or 0)]
    return st.sampled_from(fitting) if fitting else st.nothing()


# A condition that looks for fifteen items of a list apart from each other, in 32,768 ways.
MANY_ITEMS = " and ".join(f'"{first}{second}" in citizenship' for first in "ABC" for second in "ABCDE")
# It depends on the backup alone, but to know that all those ways must be tried.
TOO_LARGE = f"backup.open and (({MANY_ITEMS}) or not ({MANY_ITEMS}))"

# A world so small that every one of its readers can be tried. Its conditions compare a score with 225 and 230 and the
# letters with 2 only, so that these values stand for all others.
SMALL_WORLD: Mapping[FieldName, tuple[Value, ...]] = {
    FieldName("visa.needs"): (True, False),
    FieldName("visa.preferred"): ("J-1", "H-1B", "undecided"),
    FieldName("step1.status"): ("passed", "failed", "not taken"),
    FieldName("step1.score"): (224, 225, 226, 230, 231),
    FieldName("letters.us"): (1, 2, 3),
}


def _everybody() -> Iterable[Facts]:
    for answers in product(*((None, *options) for options in SMALL_WORLD.values())):
        given = {str(name): value for name, value in zip(SMALL_WORLD, answers, strict=True) if value is not None}
        reader = applicable(given)
        if len(reader.given) == len(given):
            yield reader


SMALL_READERS = tuple(_everybody())

_ABOUT_VISA = (
    "visa.needs",
    "needs_visa",
    'visa.preferred == "J-1"',
    'visa.preferred != "H-1B"',
    'visa.preferred in ["H-1B", "undecided"]',
)
_ABOUT_STEP_1 = (
    'step1.status == "passed"',
    'step1.status != "failed"',
    'step1.status in ["passed", "not taken"]',
    "step1.score < 225",
    "step1.score <= lower",
    "step1.score > 225",
    "step1.score >= upper",
    "step1.score == 230",
    "step1.score != 230",
    "low",
    "borderline",
)
_ABOUT_LETTERS = ("letters.us < 2", "2 < letters.us", "letters.us == 2", "letters.us != 2")
_WITH_KNOWN = ("known visa.needs", "known visa.preferred", "known step1.score", "known letters.us")


def small_readers() -> SearchStrategy[Facts]:
    """Draw a reader of the small world."""
    return st.sampled_from(SMALL_READERS)


def small_conditions(*, known: bool = True) -> SearchStrategy[Condition]:
    """Draw a condition over the small world, in which a field may come up again and again."""
    texts = (*_ABOUT_VISA, *_ABOUT_STEP_1, *_ABOUT_LETTERS, *(_WITH_KNOWN if known else ()))
    return st.recursive(st.sampled_from(texts).map(condition), _joined, max_leaves=5)


def independent_conditions() -> SearchStrategy[Condition]:
    """Draw a condition over the small world no two comparisons of which depend on the same field."""
    leaves = st.tuples(
        st.sampled_from((*_ABOUT_VISA, "known visa.needs", "known visa.preferred")).map(condition),
        st.sampled_from((*_ABOUT_STEP_1, "known step1.score")).map(condition),
        st.sampled_from((*_ABOUT_LETTERS, "known letters.us")).map(condition),
    )
    return st.builds(
        _tree,
        leaves.flatmap(st.permutations),
        st.tuples(st.booleans(), st.booleans(), st.booleans()),
        st.sampled_from((And, Or)),
        st.sampled_from((And, Or)),
    )


def _tree(
    leaves: list[Condition], turned: tuple[bool, bool, bool], outer: type[And | Or], inner: type[And | Or]
) -> Condition:
    first, second, third = (Not(leaf) if turn else leaf for leaf, turn in zip(leaves, turned, strict=True))
    return outer((inner((first, second)), third))


def named(name: str) -> Named:
    """Return a named condition of the vocabulary."""
    return VOCABULARY.conditions[name].named
