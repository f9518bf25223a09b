"""Views of the questionnaire, made from the profile's schema."""

from builder.presentation.medium import answer_anchor
from builder.public_views import OptionView, QuestionFormView, QuestionGroupView
from builder.schema import Field, Kind, Schema
from builder.wording import first_up

_CONTROLS = {
    Kind.TEXT: "text",
    Kind.WHOLE: "number",
    Kind.FLAG: "choice",
    Kind.CHOICE: "choice",
    Kind.TEXTS: "list",
    Kind.MONTH: "month",
}


def question_groups(schema: Schema) -> tuple[QuestionGroupView, ...]:
    """Return every field of the schema, grouped and in its order."""
    titles = {"": "You", **schema.groups}
    names = dict.fromkeys(field.group for field in schema.fields.values())
    return tuple(
        QuestionGroupView(
            title=titles[name],
            questions=tuple(question_form(field) for field in schema.fields.values() if field.group == name),
        )
        for name in names
    )


def question_form(field: Field) -> QuestionFormView:
    """Return what is needed to ask for a field."""
    return QuestionFormView(
        field=field.name,
        anchor=answer_anchor(field.name),
        title=first_up(field.title),
        question=field.question,
        help=field.help,
        kind=_CONTROLS[field.kind],
        options=_options(field),
        minimum="" if field.minimum is None else str(field.minimum),
        maximum="" if field.maximum is None else str(field.maximum),
        layout=field.layout,
    )


def _options(field: Field) -> tuple[OptionView, ...]:
    if field.kind is Kind.FLAG:
        return (OptionView("true", "Yes"), OptionView("false", "No"))
    return tuple(OptionView(choice, first_up(field.says[choice])) for choice in field.choices)
