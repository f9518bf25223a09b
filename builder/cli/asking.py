"""Asking the questionnaire at a terminal or from piped answers."""

import sys
from collections.abc import Iterator

import click

from builder.conditions.evaluator import judge
from builder.conditions.truth import Truth
from builder.diagnostics import BuildError
from builder.profile_text import answer_line, profile_text, read_answer
from builder.schema import Field, FieldName, Kind
from builder.vocabulary import Vocabulary


def ask_profile(vocabulary: Vocabulary) -> str:
    """Ask every question that applies and return the profile as YAML with comments."""
    click.echo("Every answer is optional: press Enter to skip. Nothing leaves this machine.", err=True)
    answers: dict[FieldName, str] = {}
    group = ""
    for field in _applying(vocabulary, answers):
        if field.group != group:
            group = field.group
            title = vocabulary.schema.groups.get(group, "You")
            click.echo("\n" + click.style(title, bold=True), err=True)
        text = _ask(field, vocabulary)
        if text is None:
            break
        if text:
            answers[field.name] = text
    return profile_text(answers, vocabulary)


def _applying(vocabulary: Vocabulary, answers: dict[FieldName, str]) -> Iterator[Field]:
    """Yield the fields in order, leaving out those that by the answers so far do not apply."""
    for field in vocabulary.schema.fields.values():
        rule = vocabulary.rules.get(field.name)
        given = {name: read_answer(name, text, vocabulary) for name, text in answers.items()}
        if rule is None or judge(rule.only_when, vocabulary.facts(given)) is not Truth.NO:
            yield field


def _ask(field: Field, vocabulary: Vocabulary) -> str | None:
    """Ask until the answer fits; return it as YAML, empty where skipped, None at the end of piped answers."""
    click.echo(f"\n{field.question}", err=True)
    if field.help:
        click.echo(click.wrap_text(field.help, 78, "  ", "  "), err=True)
    click.echo(f"  {_accepted(field)}", err=True)
    while True:
        click.echo("> ", nl=False, err=True)
        try:
            line = sys.stdin.buffer.readline().decode()
        except UnicodeDecodeError:
            click.echo("  expected UTF-8 text, found other bytes", err=True)
            continue
        if not line:
            return None
        if not line.strip():
            return ""
        text = answer_line(field, line.strip())
        try:
            read_answer(field.name, text, vocabulary)
        except BuildError as error:
            click.echo(f"  {error.diagnostics[0].message}", err=True)
        else:
            return text


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
