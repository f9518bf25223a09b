"""Asking the questionnaire at a terminal or from piped answers."""

import re
import sys
from collections.abc import Iterable, Iterator

import click

from builder.conditions.facts import Facts
from builder.conditions.undecided import may_apply
from builder.diagnostics import BuildError
from builder.library import Library
from builder.profile_text import answer_line, profile_text, read_answer
from builder.questionnaire import Questionnaire
from builder.relevance import Relevance
from builder.schema import Field, FieldName, Kind, Value
from builder.vocabulary import Vocabulary

_HOW = "Every answer is optional: Enter skips a question, ? says more about it. Nothing leaves this machine."
# Not behind an abbreviation such as "U.S.": a letter alone ends no sentence.
_SENTENCE_END = re.compile(r"(?<=[^.\s][^.\s][.?!])\s+(?=[A-Z“\"(])")


class _EndOfAnswersError(Exception):
    """The piped answers are used up."""


class _Interview:
    """The answers given so far, and the questions asked."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.asked: set[FieldName] = set()
        self.lines: dict[FieldName, str] = {}
        self._given: dict[FieldName, Value] = {}
        self._group = ""

    @property
    def facts(self) -> Facts:
        """Return what the answers say."""
        return self.vocabulary.facts(self._given)

    def ask(self, field: Field) -> None:
        """Ask one question, under its group's heading where that changes."""
        if field.group != self._group:
            self._group = field.group
            click.echo("\n" + click.style(self.vocabulary.schema.groups.get(field.group, "You"), bold=True), err=True)
        self.asked.add(field.name)
        text = _ask(field, self.vocabulary)
        if text:
            self.lines[field.name] = text
            self._given[field.name] = read_answer(field.name, text, self.vocabulary)


def ask_profile(library: Library, *, in_order: bool) -> str:
    """Ask what still matters, most useful first, and return the profile as YAML with comments.

    `in_order` asks every question that applies, in the order of the schema.
    """
    click.echo(_HOW, err=True)
    interview = _Interview(library.vocabulary)
    try:
        if in_order:
            _ask_all(library.vocabulary.schema.fields.values(), interview)
        else:
            _ask_useful(interview, Questionnaire(library, Relevance(library)))
    except _EndOfAnswersError:
        pass
    return profile_text(interview.lines, library.vocabulary)


def _ask_all(fields: Iterable[Field], interview: _Interview) -> None:
    for field in _applying(fields, interview):
        interview.ask(field)


def _applying(fields: Iterable[Field], interview: _Interview) -> Iterator[Field]:
    """Yield fields in order, leaving out those that by the answers so far do not apply."""
    yield from (field for field in fields if may_apply(field.name, interview.facts))


def _ask_useful(interview: _Interview, questionnaire: Questionnaire) -> None:
    while (field := questionnaire.next_question(interview.facts, interview.asked)) is not None:
        interview.ask(field)
    left = questionnaire.left(interview.facts, interview.asked)
    if not left:
        return
    count = f"{len(left)} question{'' if len(left) == 1 else 's'}"
    if not sys.stdin.isatty():
        click.echo(f"\n{count} left out: no answer would change your guide", err=True)
        return
    click.echo(f"\nWhat is left ({count}) changes nothing in your guide.", err=True)
    click.echo("Answer it all the same? (y/N) ", nl=False, err=True)
    if sys.stdin.buffer.readline().strip().lower() in {b"y", b"yes"}:
        _ask_all(left, interview)


def _ask(field: Field, vocabulary: Vocabulary) -> str:
    """Ask until the answer fits; return it as YAML, empty where skipped.

    Raises:
        _EndOfAnswersError: there are no more answers.
    """
    click.echo(f"\n{field.question}", err=True)
    short = first_sentence(field.help)
    _say_below(short)
    _say_below(_accepted(field) + ("; ? for more" if short != field.help else ""))
    while True:
        click.echo("> ", nl=False, err=True)
        try:
            line = sys.stdin.buffer.readline().decode()
        except UnicodeDecodeError:
            click.echo("  expected UTF-8 text, found other bytes", err=True)
            continue
        if not line:
            raise _EndOfAnswersError
        if not line.strip():
            return ""
        if line.strip() == "?":
            _say_below(field.help or _accepted(field))
            continue
        text = answer_line(field, line.strip())
        try:
            read_answer(field.name, text, vocabulary)
        except BuildError as error:
            click.echo(f"  {error.diagnostics[0].message}", err=True)
        else:
            return text


def first_sentence(text: str) -> str:
    """Return the first sentence of a help, which is shown unasked."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def _say_below(text: str) -> None:
    if text:
        click.echo(click.wrap_text(text, 78, "  ", "  "), err=True)


def _accepted(field: Field) -> str:
    match field.kind:
        case Kind.WHOLE:
            return f"a number from {field.minimum} to {field.maximum}"
        case Kind.FLAG:
            return "yes or no"
        case Kind.CHOICE:
            return "one of: " + ", ".join(
                f"{position}) {choice}" for position, choice in enumerate(field.choices, start=1)
            )
        case Kind.TEXTS:
            return "one or more, with commas between them"
        case Kind.MONTH:
            return "a month, like 2027-03"
        case Kind.TEXT:
            return "text"
