"""Empty rosters to fill in: with field names, with questions, and a file that explains how to map columns."""

import csv
from collections.abc import Mapping
from io import StringIO

from builder.schema import Field, Kind, Schema

_MAPPING = """\
# What the columns of the rosters in this folder are, for exports of forms and other people's spreadsheets.
# Delete the marks `#` before the lines that you need. A column whose header is the name, title or question of a
# field needs no line here; neither does a column `id`, nor one `password`, which protects each reader's PDF files.

#columns:
#  "{question}": {name}                # the column's header: the field
#  "{flag_question}":
#    field: {flag}
#    answers:                           # an answer as the form has it: what it means
#      "Yes, I do": yes
#      "No, I do not": no
#      "I am not sure":                 # nothing: not known
#    # separator: ","                   # for a list: what stands between its items
#ignore: ["Timestamp", "Email address"]   # columns to leave out
#unknown: ["n/a", "I don't know"]         # answers that say nothing, in any column

# The fields, and what their cells may say. An empty cell means: not known.
"""


def blank_rosters(schema: Schema) -> Mapping[str, str]:
    """Return the files of an empty roster by name."""
    fields = tuple(schema.fields.values())
    return {
        "roster.csv": _header(("id", *(field.name for field in fields))),
        "roster-questions.csv": _header(("id", *(field.question for field in fields))),
        "roster.yaml": _mapping(fields),
    }


def _header(cells: tuple[str, ...]) -> str:
    file = StringIO(newline="")
    # With a byte order mark: without it, spreadsheet programs take letters for others.
    file.write("\ufeff")
    csv.writer(file).writerow(cells)
    return file.getvalue()


def _mapping(fields: tuple[Field, ...]) -> str:
    first = fields[0]
    flag = next((field for field in fields if field.kind is Kind.FLAG), first)
    head = _MAPPING.format(question=first.question, name=first.name, flag_question=flag.question, flag=flag.name)
    return head + "".join(f"#   {field.name}: {_accepted(field)}\n" for field in fields)


def _accepted(field: Field) -> str:
    match field.kind:
        case Kind.WHOLE:
            return f"a whole number, {field.minimum} to {field.maximum}"
        case Kind.FLAG:
            return "yes or no"
        case Kind.CHOICE:
            return " | ".join(field.choices)
        case Kind.TEXTS:
            return "a list: one; two"
        case Kind.MONTH:
            return "a month: 2027-03"
        case Kind.TEXT:
            return "text"
