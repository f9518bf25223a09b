"""Views of questions and answers."""

from collections.abc import Iterable

from builder.analysis import Question, askable
from builder.conditions.undecided import may_apply
from builder.guide import Guide
from builder.part_views import AnswerGroupView, AnswerView, QuestionView
from builder.presentation.medium import Medium
from builder.schema import Field, FieldName, Kind
from builder.selection import Ruling
from builder.wording import first_up, say_value


def questions_of(rulings: Iterable[Ruling], guide: Guide) -> tuple[Question, ...]:
    """Return the questions that some rulings wait for, the most useful first."""
    wanted = {name for ruling in rulings for name in askable(ruling.condition, guide.facts)}
    return tuple(question for question in guide.questions if question.field.name in wanted)


def question_views(questions: Iterable[Question], medium: Medium) -> tuple[QuestionView, ...]:
    """Return questions with the address of their answers."""
    return tuple(
        QuestionView(
            field=question.field.name,
            question=question.field.question,
            help=question.field.help,
            href=medium.answer(question.field.name),
            settles=question.settles,
        )
        for question in questions
    )


def answer_groups(guide: Guide) -> tuple[AnswerGroupView, ...]:
    """Return every field with the reader's answer, grouped as in the questionnaire."""
    schema = guide.library.vocabulary.schema
    titles = {"": "You", **schema.groups}
    names = dict.fromkeys(field.group for field in schema.fields.values())
    return tuple(
        AnswerGroupView(
            title=titles[name],
            answers=tuple(answer_view(field, guide) for field in schema.fields.values() if field.group == name),
        )
        for name in names
    )


def answer_view(field: Field, guide: Guide) -> AnswerView:
    """Return one field with the reader's answer."""
    value = guide.facts.given.get(field.name)
    return AnswerView(
        field=field.name,
        title=first_up(field.title),
        value="" if value is None else _said(field, guide),
        is_known=value is not None,
        applies=applies(field.name, guide),
        question=field.question,
        help=field.help,
    )


def _said(field: Field, guide: Guide) -> str:
    said = say_value(field, guide.facts.given[field.name])
    return said if field.kind is Kind.TEXT else first_up(said)


def applies(name: FieldName, guide: Guide) -> bool:
    """Tell whether a field can have a value for this reader, by the answers so far."""
    return name in guide.facts.given or may_apply(name, guide.facts)
