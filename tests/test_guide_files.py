"""A guide's files: what each may hold, and what is said where one file or two together are wrong."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from builder.claims import Claim, ClaimId, parse_claims
from builder.cross_references import check_expiry
from builder.diagnostics import BuildError, Problems, format_diagnostic
from builder.glossary import parse_glossary, spellings
from builder.library_files import load_library
from builder.modules import ModuleId
from builder.schema import FieldName, Kind
from builder.sources import Source
from builder.tasks import Moment
from tests.guides import CLAIMS, EVERYONE, FILES, LOW, small_library, write_guide

SCHEMA_PROBLEMS = (
    pytest.param(
        "type: object\nproperties:",
        "typ: object\nproperties:",
        dedent("""\
            content/profile.schema.yaml:1:1: error: unknown key `typ` in the schema
              1 | typ: object
                | ^^^
              hint: did you mean `type`?"""),
        id="a key the schema does not have",
    ),
    pytest.param(
        "    title: name\n",
        "",
        dedent("""\
            content/profile.schema.yaml:4:5: error: the field `name` has no `title`
              4 |     type: string
                |     ^
              hint: add a line `title: ...`"""),
        id="no title",
    ),
    pytest.param(
        "    x-question: What is your name?\n",
        "",
        dedent("""\
            content/profile.schema.yaml:4:5: error: the field `name` has no `x-question`
              4 |     type: string
                |     ^
              hint: add a line `x-question: ...`"""),
        id="no question",
    ),
    pytest.param(
        "  name:\n    type: string\n",
        "  name:\n",
        dedent("""\
            content/profile.schema.yaml:4:5: error: `type` must be one of `string`, `integer`, `boolean`, `array`
              4 |     maxLength: 200
                |     ^"""),
        id="no type",
    ),
    pytest.param(
        "  name:\n    type: string\n",
        "  name:\n    type: text\n",
        dedent("""\
            content/profile.schema.yaml:4:11: error: `type` must be one of `string`, `integer`, `boolean`, `array`
              4 |     type: text
                |           ^^^^"""),
        id="unknown type",
    ),
    pytest.param(
        "    maxLength: 200\n",
        "    maxLenght: 200\n",
        dedent("""\
            content/profile.schema.yaml:5:5: error: unknown key `maxLenght` in the field `name`
              5 |     maxLenght: 200
                |     ^^^^^^^^^
              hint: did you mean `maxLength`?"""),
        id="a key a field does not have",
    ),
    pytest.param(
        "    type: object\n    title: Visa\n",
        "    typ: object\n    title: Visa\n",
        dedent("""\
            content/profile.schema.yaml:36:5: error: unknown key `typ` in the group `visa`
              36 |     typ: object
                 |     ^^^
              hint: did you mean `type`?"""),
        id="a key a group does not have",
    ),
    pytest.param(
        "format: year-month",
        "format: date",
        dedent("""\
            content/profile.schema.yaml:56:17: error: unknown format `date`
              56 |         format: date
                 |                 ^^^^
              hint: the only format is `year-month`"""),
        id="unknown format",
    ),
    pytest.param(
        "        minimum: 1\n",
        "        minimum: one\n",
        dedent("""\
            content/profile.schema.yaml:20:18: error: `minimum` must be a whole number, not the text "one"
              20 |         minimum: one
                 |                  ^^^"""),
        id="minimum is no number",
    ),
    pytest.param(
        "        maximum: 300\n",
        "        maximum: [300]\n",
        dedent("""\
            content/profile.schema.yaml:21:18: error: `maximum` must be a whole number, not a list
              21 |         maximum: [300]
                 |                  ^"""),
        id="maximum is a list",
    ),
    pytest.param(
        "        x-yes: you need a visa\n",
        "",
        dedent("""\
            content/profile.schema.yaml:40:9: error: the field `visa.needs` has no `x-yes`
              40 |         type: boolean
                 |         ^
              hint: add a line `x-yes: ...`"""),
        id="no clause for yes",
    ),
    pytest.param(
        "        x-no: you do not need a visa\n",
        "",
        dedent("""\
            content/profile.schema.yaml:40:9: error: the field `visa.needs` has no `x-no`
              40 |         type: boolean
                 |         ^
              hint: add a line `x-no: ...`"""),
        id="no clause for no",
    ),
    pytest.param(
        "failed: you have failed Step 1, not taken: you have not taken Step 1}",
        "not taken: you have not}",
        dedent("""\
            content/profile.schema.yaml:13:9: error: `x-says` has no clause for the value `failed`
              13 |         type: string
                 |         ^
              hint: write it as a clause: `you ...`"""),
        id="no clause for a value",
    ),
    pytest.param(
        "failed: you have failed Step 1, not taken: you have not taken Step 1}",
        "failed: you have, lost: you, not taken: you}",
        dedent("""\
            content/profile.schema.yaml:17:74: error: `x-says` has a clause for `lost`, which is none of the values
              17 |         x-says: {passed: you have passed Step 1, failed: you have, lost: you, not taken: you}
                 |                                                                          ^^^"""),
        id="a clause too many",
    ),
    pytest.param(
        "failed: you have failed Step 1, not taken: you have not taken Step 1}",
        "failed: [you have], not taken: you have not}",
        dedent("""\
            content/profile.schema.yaml:17:58: error: the clause for `failed` must be a text, not a list
              17 |         x-says: {passed: you have passed Step 1, failed: [you have], not taken: you have not}
                 |                                                          ^"""),
        id="a clause is a list",
    ),
    pytest.param(
        "    title: citizenship\n",
        "    title: citizenship\n    x-names: {BR: [Brazil]}\n",
        dedent("""\
            content/profile.schema.yaml:49:19: error: the name of `BR` must be a text, not a list
              49 |     x-names: {BR: [Brazil]}
                 |                   ^"""),
        id="a name is a list",
    ),
    pytest.param(
        "        title: Step 1 score\n",
        "        title: Step 1 score\n        x-names: {a: b}\n",
        dedent("""\
            content/profile.schema.yaml:23:18: error: `x-names` is for a choice or a list of texts
              23 |         x-names: {a: b}
                 |                  ^"""),
        id="names for numbers",
    ),
    pytest.param(
        "failed: you have failed Step 1, not taken: you have not taken Step 1}",
        "failed: you have, not taken: you have not}\n        x-names: {lost: lost}",
        dedent("""\
            content/profile.schema.yaml:18:25: error: `x-names` has a name for `lost`, which is none of the values
              18 |         x-names: {lost: lost}
                 |                         ^^^^"""),
        id="a name for no value",
    ),
    pytest.param(
        "        x-otherwise: 0\n",
        "        x-otherwise: none\n",
        dedent("""\
            content/profile.schema.yaml:34:22: error: `x-otherwise` must be a whole number
              34 |         x-otherwise: none
                 |                      ^^^^"""),
        id="the value of a field that does not apply has another type",
    ),
    pytest.param(
        'x-only-when: step1.status in ["passed", "failed"]\n        x-power',
        'x-only-when: step1.statu == "passed"\n        x-power',
        dedent("""\
            content/profile.schema.yaml:25:22: error: unknown field `step1.statu`
              25 |         x-only-when: step1.statu == "passed"
                 |                      ^^^^^^^^^^^
              hint: did you mean `step1.status`?"""),
        id="unknown field in a condition",
    ),
    pytest.param(
        "  name:\n    type: string\n    maxLength: 200\n    title: name\n    x-question: What is your name?\n",
        "  x: 1\n",
        dedent("""\
            content/profile.schema.yaml:3:6: error: the field `x` must be a mapping of keys and values, not the number 1
              3 |   x: 1
                |      ^"""),
        id="a field is a number",
    ),
    pytest.param(
        "    title: Visa\n",
        "    title: [Visa]\n",
        dedent("""\
            content/profile.schema.yaml:37:12: error: `title` must be a text, not a list
              37 |     title: [Visa]
                 |            ^"""),
        id="the title of a group is a list",
    ),
    pytest.param(
        "    title: name\n",
        "    title: name\n    description: {long: name}\n",
        dedent("""\
            content/profile.schema.yaml:7:18: error: `description` must be a text, not a mapping
              7 |     description: {long: name}
                |                  ^"""),
        id="help is a mapping",
    ),
)


CONDITIONS_PROBLEMS = (
    pytest.param(
        "conditions:",
        "condition:",
        dedent("""\
            content/conditions.yaml:4:1: error: unknown key `condition` in the conditions file
              4 | condition:
                | ^^^^^^^^^
              hint: did you mean `conditions`?"""),
        id="a key the file does not have",
    ),
    pytest.param(
        "{value: 225, title: Lower edge}",
        "{title: Lower edge}",
        dedent("""\
            content/conditions.yaml:2:10: error: the threshold `lower` has no `value`
              2 |   lower: {title: Lower edge}
                |          ^
              hint: add a line `value: 230`"""),
        id="a threshold without a value",
    ),
    pytest.param(
        "{value: 225, title: Lower edge}",
        "{value: 225, titel: Lower edge}",
        dedent("""\
            content/conditions.yaml:2:23: error: unknown key `titel` in the threshold `lower`
              2 |   lower: {value: 225, titel: Lower edge}
                |                       ^^^^^
              hint: did you mean `title`?"""),
        id="a key a threshold does not have",
    ),
    pytest.param(
        "    label: readers with a low Step 1\n",
        "",
        dedent("""\
            content/conditions.yaml:6:5: error: the named condition `low` has no `label`
              6 |     when: step1.score < upper
                |     ^
              hint: add a line `label: ...`"""),
        id="no label",
    ),
    pytest.param(
        "    because: Your score is low.\n",
        "",
        dedent("""\
            content/conditions.yaml:6:5: error: the named condition `low` has no `because`
              6 |     label: readers with a low Step 1
                |     ^
              hint: add a line `because: ...`"""),
        id="no because",
    ),
    pytest.param(
        "    when: step1.score < upper\n",
        "",
        dedent("""\
            content/conditions.yaml:6:5: error: the named condition `low` has no `when`
              6 |     label: readers with a low Step 1
                |     ^
              hint: add a line `when: ...`"""),
        id="no when",
    ),
    pytest.param(
        "    because: Your score is low.\n",
        "    because: Your score is low.\n    why: It is.\n",
        dedent("""\
            content/conditions.yaml:9:5: error: unknown key `why` in the named condition `low`
              9 |     why: It is.
                |     ^^^
              hint: the keys here are `label`, `when`, `because`"""),
        id="a key a named condition does not have",
    ),
    pytest.param(
        "    when: step1.score < upper\n",
        "    when: [step1.score]\n",
        dedent("""\
            content/conditions.yaml:7:11: error: a condition must be one text
              7 |     when: [step1.score]
                |           ^
              hint: put it in quotes if it holds brackets or a colon"""),
        id="a condition is a list",
    ),
    pytest.param(
        "    when: step1.score < upper\n",
        "    when: step1.score <\n",
        dedent("""\
            content/conditions.yaml:7:24: error: expected a name, a number or a text, found the end of the condition
              7 |     when: step1.score <
                |                        ^"""),
        id="an unfinished condition",
    ),
    pytest.param(
        "    when: step1.score < upper\n",
        "    when: step1.score < uper\n",
        dedent("""\
            content/conditions.yaml:7:25: error: unknown name `uper`
              7 |     when: step1.score < uper
                |                         ^^^^
              hint: did you mean `upper`?"""),
        id="unknown threshold",
    ),
    pytest.param(
        "    when: step1.score < upper\n",
        "    when: 'step1.score < uper'\n",
        dedent("""\
            content/conditions.yaml:7:26: error: unknown name `uper`
              7 |     when: 'step1.score < uper'
                |                          ^^^^
              hint: did you mean `upper`?"""),
        id="unknown threshold in quotes",
    ),
    pytest.param(
        "    when: step1.score < upper\n",
        "    when: step2.score < upper\n",
        dedent("""\
            content/conditions.yaml:7:11: error: unknown field `step2.score`
              7 |     when: step2.score < upper
                |           ^^^^^^^^^^^
              hint: did you mean `step1.score`?"""),
        id="unknown field",
    ),
    pytest.param(
        "conditions:\n  low:\n",
        "conditions:\n  h: [low]\n  low:\n",
        dedent("""\
            content/conditions.yaml:5:6: error: the named condition `h` must be a mapping of keys and values, not a list
              5 |   h: [low]
                |      ^"""),
        id="a named condition is a list",
    ),
    pytest.param(
        "conditions:\n",
        "hazards: [unpaid]\nconditions:\n",
        dedent("""\
            content/conditions.yaml:4:10: error: `hazards` must be a mapping of keys and values, not a list
              4 | hazards: [unpaid]
                |          ^"""),
        id="hazards are a list",
    ),
    pytest.param(
        "conditions:\n",
        "hazards:\n  unpaid: [low]\nconditions:\n",
        dedent("""\
            content/conditions.yaml:5:11: error: the hazard `unpaid` must be a mapping of keys and values, not a list
              5 |   unpaid: [low]
                |           ^"""),
        id="a hazard is a list",
    ),
    pytest.param(
        "conditions:\n",
        "hazards:\n  unpaid: {title: Unpaid work, from: visa.needs}\nconditions:\n",
        dedent("""\
            content/conditions.yaml:5:32: error: unknown key `from` in the hazard `unpaid`
              5 |   unpaid: {title: Unpaid work, from: visa.needs}
                |                                ^^^^
              hint: the keys here are `title`, `for`"""),
        id="a key a hazard does not have",
    ),
    pytest.param(
        "conditions:\n",
        "hazards:\n  unpaid: {title: Unpaid work, for: visa.need}\nconditions:\n",
        dedent("""\
            content/conditions.yaml:5:37: error: unknown field `visa.need`
              5 |   unpaid: {title: Unpaid work, for: visa.need}
                |                                     ^^^^^^^^^
              hint: did you mean `visa.needs`?"""),
        id="unknown field in a hazard",
    ),
)


CLAIMS_PROBLEMS = (
    pytest.param(
        "claims:",
        "claim:",
        dedent("""\
            content/claims.yaml:1:1: error: unknown key `claim` in the claims file
              1 | claim:
                | ^^^^^
              hint: did you mean `claims`?"""),
        id="a key the file does not have",
    ),
    pytest.param(
        "    says: The mean was 230 in 2018.\n",
        "",
        dedent("""\
            content/claims.yaml:3:5: error: the claim `mean` has no `says`
              3 |     value: {score: 230, takers: 21000}
                |     ^
              hint: add a line `says: ...`"""),
        id="no sentence",
    ),
    pytest.param(
        "    reach: US and Canadian first takers\n",
        "",
        dedent("""\
            content/claims.yaml:3:5: error: the claim `mean` has no `reach`
              3 |     says: The mean was 230 in 2018.
                |     ^
              hint: add a line `reach: ...`"""),
        id="no reach",
    ),
    pytest.param(
        '    as_of: "2018"\n',
        "",
        dedent("""\
            content/claims.yaml:3:5: error: the claim `mean` has no `as_of`
              3 |     says: The mean was 230 in 2018.
                |     ^
              hint: add a line `as_of: ...`"""),
        id="no date",
    ),
    pytest.param(
        '    as_of: "2018"\n',
        '    as_of: "2018"\n    chek: the report\n',
        dedent("""\
            content/claims.yaml:7:5: error: unknown key `chek` in the claim `mean`
              7 |     chek: the report
                |     ^^^^
              hint: did you mean `check`?"""),
        id="a key a claim does not have",
    ),
    pytest.param(
        "title: Scores, ",
        "",
        dedent("""\
            content/claims.yaml:5:13: error: the source of `mean` has no `title`
              5 |     source: {org: USMLE, url: "https://example.org/scores"}
                |             ^
              hint: add a line `title: ...`"""),
        id="a source without a title",
    ),
    pytest.param(
        "org: USMLE, ",
        "",
        dedent("""\
            content/claims.yaml:5:13: error: the source of `mean` has no `org`
              5 |     source: {title: Scores, url: "https://example.org/scores"}
                |             ^
              hint: add a line `org: ...`"""),
        id="a source without an organisation",
    ),
    pytest.param(
        "org: USMLE, ",
        "org: USMLE, year: 2018, ",
        dedent("""\
            content/claims.yaml:5:41: error: unknown key `year` in the source of `mean`
              5 |     source: {title: Scores, org: USMLE, year: 2018, url: "https://example.org/scores"}
                |                                         ^^^^
              hint: the keys here are `title`, `org`, `url`"""),
        id="a key a source does not have",
    ),
    pytest.param(
        '    as_of: "2018"\n',
        '    as_of: "2018"\n    confidence: low\n',
        dedent("""\
            content/claims.yaml:7:17: error: `confidence` must be high or medium, not low
              7 |     confidence: low
                |                 ^^^
              hint: a fact nobody has seen stays out"""),
        id="unknown confidence",
    ),
    pytest.param(
        '    as_of: "2018"\n',
        '    as_of: "2018"\n    expires: soon\n',
        dedent("""\
            content/claims.yaml:7:14: error: `expires` must be a date such as 2026-11-22, not the text "soon"
              7 |     expires: soon
                |              ^^^^"""),
        id="an end that is no date",
    ),
    pytest.param(
        '    as_of: "2018"\n',
        '    as_of: "2018"\n    expires: 2027-02-30\n',
        dedent("""\
            content/claims.yaml:7:14: error: `expires` must be a date such as 2026-11-22, not the text "2027-02-30"
              7 |     expires: 2027-02-30
                |              ^^^^^^^^^^"""),
        id="an end that is no day",
    ),
    pytest.param(
        '    as_of: "2018"\n',
        '    as_of: "2018"\n    check: [the report]\n',
        dedent("""\
            content/claims.yaml:7:12: error: `check` must be a text, not a list
              7 |     check: [the report]
                |            ^"""),
        id="what to check is a list",
    ),
)


GLOSSARY_PROBLEMS = (
    pytest.param(
        "terms",
        "term",
        dedent("""\
            content/glossary.yaml:1:1: error: unknown key `term` in the glossary
              1 | term:
                | ^^^^
              hint: did you mean `terms`?"""),
        id="a key the file does not have",
    ),
    pytest.param(
        "long: international medical graduate, ",
        "",
        dedent("""\
            content/glossary.yaml:2:8: error: the term `IMG` has no `long`
              2 |   IMG: {meaning: A doctor who graduated abroad.}
                |        ^
              hint: add a line `long: ...`"""),
        id="no long form",
    ),
    pytest.param(
        ", meaning: A doctor who graduated abroad.",
        "",
        dedent("""\
            content/glossary.yaml:2:8: error: the term `IMG` has no `meaning`
              2 |   IMG: {long: international medical graduate}
                |        ^
              hint: add a line `meaning: ...`"""),
        id="no meaning",
    ),
    pytest.param(
        "{long: international medical graduate, meaning: A doctor who graduated abroad.}",
        "{long: graduate, meaning: A doctor., menaing: A doctor.}",
        dedent("""\
            content/glossary.yaml:2:45: error: unknown key `menaing` in the term `IMG`
              2 |   IMG: {long: graduate, meaning: A doctor., menaing: A doctor.}
                |                                             ^^^^^^^
              hint: did you mean `meaning`?"""),
        id="a key a term does not have",
    ),
    pytest.param(
        "terms:\n  IMG: {long: international medical graduate, meaning: A doctor who graduated abroad.}",
        "terms: [IMG]",
        dedent("""\
            content/glossary.yaml:1:8: error: `terms` must be a mapping of keys and values, not a list
              1 | terms: [IMG]
                |        ^"""),
        id="terms are a list",
    ),
)


OUTLINE_PROBLEMS = (
    pytest.param(
        "title: A small guide\n",
        "",
        dedent("""\
            content/guide.yaml:1:1: error: the outline has no `title`
              1 | subtitle: For tests
                | ^
              hint: add a line `title: ...`"""),
        id="no title",
    ),
    pytest.param(
        "edition: 2026-11-22\n",
        "",
        dedent("""\
            content/guide.yaml:1:1: error: the outline has no `edition`
              1 | title: A small guide
                | ^
              hint: add a line `edition: 2026-11-22`"""),
        id="no edition",
    ),
    pytest.param(
        "language: en\n",
        "language: en\nadress: https://example.org\n",
        dedent("""\
            content/guide.yaml:4:1: error: unknown key `adress` in the outline
              4 | adress: https://example.org
                | ^^^^^^
              hint: did you mean `address`?"""),
        id="a key the outline does not have",
    ),
    pytest.param(
        "subtitle: For tests",
        "subtitle: [For tests]",
        dedent("""\
            content/guide.yaml:2:11: error: `subtitle` must be a text, not a list
              2 | subtitle: [For tests]
                |           ^"""),
        id="the subtitle is a list",
    ),
    pytest.param(
        "audience: For readers of tests.",
        "audience: {who: readers}",
        dedent("""\
            content/guide.yaml:5:11: error: `audience` must be a text, not a mapping
              5 | audience: {who: readers}
                |           ^"""),
        id="the audience is a mapping",
    ),
    pytest.param(
        "chapters:\n  - id: start\n    title: Start\n    summary: Where to begin.\n    modules: [everyone, low]\n",
        "chapters: start\n",
        dedent("""\
            content/guide.yaml:7:11: error: `chapters` must be a list, not the text "start"
              7 | chapters: start
                |           ^^^^^
              hint: write `[one, two]`"""),
        id="chapters are a text",
    ),
    pytest.param(
        "  - id: start\n    title: Start\n",
        "  - title: Start\n",
        dedent("""\
            content/guide.yaml:8:5: error: a chapter has no `id`
              8 |   - title: Start
                |     ^
              hint: add a line `id: ...`"""),
        id="a chapter without an id",
    ),
    pytest.param(
        "  - id: start\n    title: Start\n",
        "  - id: start\n",
        dedent("""\
            content/guide.yaml:8:5: error: a chapter has no `title`
              8 |   - id: start
                |     ^
              hint: add a line `title: ...`"""),
        id="a chapter without a title",
    ),
    pytest.param(
        "    summary: Where",
        "    sumary: Where",
        dedent("""\
            content/guide.yaml:10:5: error: unknown key `sumary` in a chapter
              10 |     sumary: Where to begin.
                 |     ^^^^^^
              hint: did you mean `summary`?"""),
        id="a key a chapter does not have",
    ),
    pytest.param(
        "    modules: [everyone, low]",
        "    modules: everyone",
        dedent("""\
            content/guide.yaml:11:14: error: `modules` must be a list, not the text "everyone"
              11 |     modules: everyone
                 |              ^^^^^^^^
              hint: write `[one, two]`"""),
        id="modules are a text",
    ),
    pytest.param(
        "    modules: [everyone, low]",
        "    modules: [everyone, [low]]",
        dedent("""\
            content/guide.yaml:11:25: error: each item of `modules` must be a text, not a list
              11 |     modules: [everyone, [low]]
                 |                         ^"""),
        id="a module is a list",
    ),
    pytest.param(
        "rule: third Friday of March",
        "rule: 3rd Friday of March",
        dedent("""\
            content/guide.yaml:15:11: error: the date `match` has no rule that can be read
              15 |     rule: 3rd Friday of March
                 |           ^^^^^^^^^^^^^^^^^^^
              hint: write it like `third Friday of March`"""),
        id="a rule that cannot be read",
    ),
    pytest.param(
        "    rule: third Friday of March\n",
        "",
        dedent("""\
            content/guide.yaml:14:5: error: the date `match` has no rule that can be read
              14 |     title: Match Day
                 |     ^
              hint: write it like `third Friday of March`"""),
        id="a date without a rule",
    ),
    pytest.param(
        "    title: Match Day\n",
        "",
        dedent("""\
            content/guide.yaml:14:5: error: the date `match` has no `title`
              14 |     rule: third Friday of March
                 |     ^
              hint: add a line `title: ...`"""),
        id="a date without a title",
    ),
    pytest.param(
        "    year: match.year\n",
        "",
        dedent("""\
            content/guide.yaml:14:5: error: the date `match` has no `year`
              14 |     title: Match Day
                 |     ^
              hint: add a line `year: ...`"""),
        id="a date without a year",
    ),
    pytest.param(
        "    year: match.year\n",
        "    year: match.year\n    place: everywhere\n",
        dedent("""\
            content/guide.yaml:17:5: error: unknown key `place` in the date `match`
              17 |     place: everywhere
                 |     ^^^^^
              hint: the keys here are `title`, `rule`, `year`"""),
        id="a key a date does not have",
    ),
    pytest.param(
        "home: [step1.score, visa.needs]",
        "home: step1.score",
        dedent("""\
            content/guide.yaml:17:7: error: `home` must be a list, not the text "step1.score"
              17 | home: step1.score
                 |       ^^^^^^^^^^^
              hint: write `[one, two]`"""),
        id="home is a text",
    ),
    pytest.param(
        "minimum: 190",
        "minimum: 280",
        dedent("""\
            content/guide.yaml:19:3: error: the score line needs a `minimum` below its `maximum`
              19 |   minimum: 280
                 |   ^"""),
        id="an axis without a length",
    ),
    pytest.param(
        "  minimum: 190\n",
        "",
        dedent("""\
            content/guide.yaml:19:3: error: the score line needs a `minimum` below its `maximum`
              19 |   maximum: 280
                 |   ^"""),
        id="an axis without a start",
    ),
    pytest.param(
        "  minimum: 190\n",
        "  minimum: 190\n  minimun: 200\n",
        dedent("""\
            content/guide.yaml:20:3: error: unknown key `minimun` in the score line
              20 |   minimun: 200
                 |   ^^^^^^^
              hint: did you mean `minimum`?"""),
        id="a key the score line does not have",
    ),
    pytest.param(
        "  scores:\n    - {field: step1.score, title: Step 1, low: lower, high: upper}\n",
        "  scores: step1.score\n",
        dedent("""\
            content/guide.yaml:21:11: error: `scores` must be a list, not the text "step1.score"
              21 |   scores: step1.score
                 |           ^^^^^^^^^^^
              hint: write `[one, two]`"""),
        id="scores are a text",
    ),
    pytest.param(
        "{field: step1.score, title: Step 1, low: lower, high: upper}",
        "{field: step1.score, low: lower, high: upper}",
        dedent("""\
            content/guide.yaml:22:7: error: a score has no `title`
              22 |     - {field: step1.score, low: lower, high: upper}
                 |       ^
              hint: add a line `title: ...`"""),
        id="a score without a title",
    ),
    pytest.param(
        "high: upper}",
        "high: upper, hihg: upper}",
        dedent("""\
            content/guide.yaml:22:68: error: unknown key `hihg` in a score
              22 |     - {field: step1.score, title: Step 1, low: lower, high: upper, hihg: upper}
                 |                                                                    ^^^^
              hint: did you mean `high`?"""),
        id="a key a score does not have",
    ),
    pytest.param(
        "{claim: mean, value: score, ",
        "{claim: mean, ",
        dedent("""\
            content/guide.yaml:24:7: error: a reference has no `value`
              24 |     - {claim: mean, title: "Mean, 2018", field: step1.score}
                 |       ^
              hint: add a line `value: ...`"""),
        id="a reference without a value",
    ),
    pytest.param(
        "home: [step1.score, visa.needs]",
        "home: [step1.score, visa.needs]\nbanned_words: guaranteed",
        dedent("""\
            content/guide.yaml:18:15: error: `banned_words` must be a list, not the text "guaranteed"
              18 | banned_words: guaranteed
                 |               ^^^^^^^^^^
              hint: write `[one, two]`"""),
        id="banned words are a text",
    ),
    pytest.param(
        "  - id: start",
        "  - id: Start here",
        dedent("""\
            content/guide.yaml:8:9: error: the chapter id `Start here` is not made of small letters, digits and hyphens
              8 |   - id: Start here
                |         ^^^^^^^^^^
              hint: it is the name of a file: at most 100 of these, and no name of a device such as `con`"""),
        id="a chapter id that is no folder's name",
    ),
    pytest.param(
        "  - id: start",
        "  - id: ../start",
        dedent("""\
            content/guide.yaml:8:9: error: the chapter id `../start` is not made of small letters, digits and hyphens
              8 |   - id: ../start
                |         ^^^^^^^^
              hint: it is the name of a file: at most 100 of these, and no name of a device such as `con`"""),
        id="a chapter id that leads elsewhere",
    ),
    pytest.param(
        "  - id: start",
        "  - id: plan",
        dedent("""\
            content/guide.yaml:8:9: error: the chapter id `plan` is the name of another page
              8 |   - id: plan
                |         ^^^^
              hint: choose another one"""),
        id="a chapter id that a page has",
    ),
)


REFERENCE_PROBLEMS = (
    pytest.param(
        "home: [step1.score, visa.needs]",
        "home: [step1.score, visa.need]",
        dedent("""\
            content/guide.yaml:17:21: error: unknown field `visa.need`
              17 | home: [step1.score, visa.need]
                 |                     ^^^^^^^^^
              hint: did you mean `visa.needs`?"""),
        id="unknown field on the home page",
    ),
    pytest.param(
        "year: match.year",
        "year: match.yaer",
        dedent("""\
            content/guide.yaml:16:11: error: unknown field `match.yaer`
              16 |     year: match.yaer
                 |           ^^^^^^^^^^
              hint: did you mean `match.year`?"""),
        id="unknown field of a date",
    ),
    pytest.param(
        "{field: step1.score, title: Step 1,",
        "{field: step3.score, title: Step 3,",
        dedent("""\
            content/guide.yaml:22:15: error: unknown field `step3.score`
              22 |     - {field: step3.score, title: Step 3, low: lower, high: upper}
                 |               ^^^^^^^^^^^
              hint: did you mean `step1.score`?"""),
        id="unknown field of a score",
    ),
    pytest.param(
        "low: lower",
        "low: lowr",
        dedent("""\
            content/guide.yaml:22:48: error: unknown threshold `lowr`
              22 |     - {field: step1.score, title: Step 1, low: lowr, high: upper}
                 |                                                ^^^^
              hint: did you mean `lower`?"""),
        id="unknown lower threshold",
    ),
    pytest.param(
        "high: upper",
        "high: uper",
        dedent("""\
            content/guide.yaml:22:61: error: unknown threshold `uper`
              22 |     - {field: step1.score, title: Step 1, low: lower, high: uper}
                 |                                                             ^^^^
              hint: did you mean `upper`?"""),
        id="unknown upper threshold",
    ),
    pytest.param(
        "claim: mean",
        "claim: maen",
        dedent("""\
            content/guide.yaml:24:15: error: unknown claim `maen`
              24 |     - {claim: maen, value: score, title: "Mean, 2018", field: step1.score}
                 |               ^^^^
              hint: did you mean `mean`?"""),
        id="unknown claim",
    ),
    pytest.param(
        "claim: mean, value: score",
        "claim: mean, value: scor",
        dedent("""\
            content/guide.yaml:24:28: error: unknown number of the claim `scor`
              24 |     - {claim: mean, value: scor, title: "Mean, 2018", field: step1.score}
                 |                            ^^^^
              hint: did you mean `score`?"""),
        id="unknown number of a claim",
    ),
    pytest.param(
        '"Mean, 2018", field: step1.score',
        '"Mean, 2018", field: step2.score',
        dedent("""\
            content/guide.yaml:24:63: error: unknown field `step2.score`
              24 |     - {claim: mean, value: score, title: "Mean, 2018", field: step2.score}
                 |                                                               ^^^^^^^^^^^
              hint: did you mean `step1.score`?"""),
        id="unknown field of a reference",
    ),
    pytest.param(
        "[everyone, low]",
        "[everyone, low, low]",
        dedent("""\
            content/guide.yaml:11:30: error: duplicate module `low`
              11 |     modules: [everyone, low, low]
                 |                              ^^^
              hint: a module stands in one chapter, once"""),
        id="a module twice in a chapter",
    ),
    pytest.param(
        "[everyone, low]\n",
        "[everyone, low]\n  - {id: more, title: More, modules: [low]}\n",
        dedent("""\
            content/guide.yaml:12:39: error: duplicate module `low`
              12 |   - {id: more, title: More, modules: [low]}
                 |                                       ^^^
              hint: a module stands in one chapter, once"""),
        id="a module in two chapters",
    ),
    pytest.param(
        "[everyone, low]",
        "[everyone, low, lwo]",
        dedent("""\
            content/guide.yaml:11:30: error: unknown module `lwo`
              11 |     modules: [everyone, low, lwo]
                 |                              ^^^
              hint: did you mean `low`?"""),
        id="unknown module like another",
    ),
    pytest.param(
        "[everyone, low]",
        "[everyone, low, later]",
        dedent("""\
            content/guide.yaml:11:30: error: unknown module `later`
              11 |     modules: [everyone, low, later]
                 |                              ^^^^^
              hint: write it as `start/later.md`"""),
        id="unknown module like no other",
    ),
    pytest.param(
        "[everyone, low]",
        "[everyone, low, Low]",
        dedent("""\
            content/guide.yaml:11:30: error: the module id `Low` is not made of small letters, digits and hyphens
              11 |     modules: [everyone, low, Low]
                 |                              ^^^
              hint: it is the name of a file: at most 100 of these, and no name of a device such as `con`"""),
        id="a module id in capitals",
    ),
    pytest.param(
        "[everyone, low]",
        "[everyone, low, ../low]",
        dedent("""\
            content/guide.yaml:11:30: error: the module id `../low` is not made of small letters, digits and hyphens
              11 |     modules: [everyone, low, ../low]
                 |                              ^^^^^^
              hint: it is the name of a file: at most 100 of these, and no name of a device such as `con`"""),
        id="a module id that leads elsewhere",
    ),
    pytest.param(
        "[everyone, low]",
        "[everyone, low, answers]",
        dedent("""\
            content/guide.yaml:11:30: error: the module id `answers` is the name of another page
              11 |     modules: [everyone, low, answers]
                 |                              ^^^^^^^
              hint: choose another one"""),
        id="a module id that a page has",
    ),
)


MODULE_PROBLEMS = (
    pytest.param(
        "Read this.\n",
        dedent("""\
            content/start/low.md:1:1: error: expected the front matter, found text
              1 | Read this.
                | ^
              hint: start the file with a line `---`"""),
        id="no front matter",
    ),
    pytest.param(
        "---\ntitle: Short\nEvery IMG reads this.\n",
        dedent("""\
            content/start/low.md:1:1: error: the front matter has no end
              1 | ---
                | ^^^
              hint: close it with a line `---`"""),
        id="a front matter without an end",
    ),
    pytest.param(
        "---\n---\nText.\n",
        dedent("""\
            content/start/low.md:1:1: error: expected YAML, found nothing
              1 | ---
                | ^"""),
        id="an empty front matter",
    ),
    pytest.param(
        "---\n- title\n---\nText.\n",
        dedent("""\
            content/start/low.md:2:1: error: the front matter must be a mapping of keys and values
              2 | - title
                | ^
              hint: start it with `title: ...`"""),
        id="a front matter that is a list",
    ),
    pytest.param(
        "---\ncovers: [point-a]\n---\nText.\n",
        dedent("""\
            content/start/low.md:2:1: error: the front matter has no `title`
              2 | covers: [point-a]
                | ^
              hint: add a line `title: ...`"""),
        id="no title",
    ),
    pytest.param(
        "---\ntitle:\n---\nText.\n",
        dedent("""\
            content/start/low.md:2:1: error: the front matter has no `title`
              2 | title:
                | ^
              hint: add a line `title: ...`"""),
        id="an empty title",
    ),
    pytest.param(
        "---\ntitle: Short\ntaks: []\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:1: error: unknown key `taks` in the front matter
              3 | taks: []
                | ^^^^
              hint: did you mean `tasks`?"""),
        id="a key the front matter does not have",
    ),
    pytest.param(
        "---\ntitle: Visa: a start\n---\nText.\n",
        dedent("""\
            content/start/low.md:2:12: error: the YAML cannot be read: mapping values are not allowed in this context
              2 | title: Visa: a start
                |            ^
              hint: put quotes around a text that holds a colon"""),
        id="a colon in a title",
    ),
    pytest.param(
        "---\ntitle: Short\nwhen: lo\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:7: error: unknown name `lo`
              3 | when: lo
                |       ^^
              hint: did you mean `low`?"""),
        id="unknown condition",
    ),
    pytest.param(
        "---\ntitle: Short\nwhen: [low]\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:7: error: a condition must be one text
              3 | when: [low]
                |       ^
              hint: put it in quotes if it holds brackets or a colon"""),
        id="a condition is a list",
    ),
    pytest.param(
        "---\ntitle: Short\ncovers: point-a\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:9: error: `covers` must be a list, not the text "point-a"
              3 | covers: point-a
                |         ^^^^^^^
              hint: write `[one, two]`"""),
        id="covers is a text",
    ),
    pytest.param(
        "---\ntitle: Short\nhazards: [[unpaid]]\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:11: error: each item of `hazards` must be a text, not a list
              3 | hazards: [[unpaid]]
                |           ^"""),
        id="a hazard is a list",
    ),
    pytest.param(
        "---\ntitle: Short\nworksheets: letters\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:13: error: `worksheets` must be a list, not the text "letters"
              3 | worksheets: letters
                |             ^^^^^^^
              hint: write `[one, two]`"""),
        id="worksheets are a text",
    ),
    pytest.param(
        "---\ntitle: Short\nreviewed: yesterday\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:11: error: `reviewed` must be a date such as 2026-11-22, not the text "yesterday"
              3 | reviewed: yesterday
                |           ^^^^^^^^^"""),
        id="reviewed is no date",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks: Write\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:8: error: `tasks` must be a list, not the text "Write"
              3 | tasks: Write
                |        ^^^^^
              hint: write `[one, two]`"""),
        id="tasks are a text",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {due: match}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:5: error: a task has no `do`
              4 |   - {due: match}
                |     ^
              hint: add a line `do: ...`"""),
        id="a task without an act",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {do: Write, until: match}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:17: error: unknown key `until` in a task
              4 |   - {do: Write, until: match}
                |                 ^^^^^
              hint: the keys here are `do`, `essential`, `when`, `start`, `due`"""),
        id="a key a task does not have",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {do: Write, essential: very}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:28: error: `essential` must be true or false, not the text "very"
              4 |   - {do: Write, essential: very}
                |                            ^^^^"""),
        id="a task that is neither essential nor not",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {do: Write, due: march}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:22: error: unknown date `march`
              4 |   - {do: Write, due: march}
                |                      ^^^^^
              hint: did you mean `match`?"""),
        id="unknown date",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {do: Write, due: match - 2 years}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:22: error: a task's date cannot be read
              4 |   - {do: Write, due: match - 2 years}
                |                      ^^^^^^^^^^^^^^^
              hint: write it like `match - 30 months`"""),
        id="unknown unit of time",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {do: Write, start: in May}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:24: error: a task's date cannot be read
              4 |   - {do: Write, start: in May}
                |                        ^^^^^^
              hint: write it like `match - 30 months`"""),
        id="a date in other words",
    ),
    pytest.param(
        "---\ntitle: Short\ntasks:\n  - {do: Write, when: visa.neds}\n---\nText.\n",
        dedent("""\
            content/start/low.md:4:23: error: unknown field `visa.neds`
              4 |   - {do: Write, when: visa.neds}
                |                       ^^^^^^^^^
              hint: did you mean `visa.needs`?"""),
        id="unknown field of a task",
    ),
)


WORKSHEET_PROBLEMS = (
    pytest.param(
        "purpose: Plan them.\ncolumns: [Who]\n",
        dedent("""\
            content/worksheets/letters.yaml:1:1: error: the worksheet has no `title`
              1 | purpose: Plan them.
                | ^
              hint: add a line `title: ...`"""),
        id="no title",
    ),
    pytest.param(
        "title: Letters\ncolumns: [Who]\n",
        dedent("""\
            content/worksheets/letters.yaml:1:1: error: the worksheet has no `purpose`
              1 | title: Letters
                | ^
              hint: add a line `purpose: ...`"""),
        id="no purpose",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\n",
        dedent("""\
            content/worksheets/letters.yaml:1:1: error: the worksheet has no `columns`
              1 | title: Letters
                | ^
              hint: add a line `columns: [One, Two]`"""),
        id="no columns",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [{title: Who, when: low}, When]\n",
        dedent("""\
            content/worksheets/letters.yaml:3:30: error: the first column is for every reader: the names of the rows stand there
              3 | columns: [{title: Who, when: low}, When]
                |                              ^^^
              hint: delete its `when`"""),  # noqa: E501 - a whole message
        id="a first column for some readers",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who, {when: low}]\n",
        dedent("""\
            content/worksheets/letters.yaml:3:16: error: a column has no `title`
              3 | columns: [Who, {when: low}]
                |                ^
              hint: add a line `title: ...`"""),
        id="a column without a title",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nbookkeeping: [{title: Visa, if: visa.needs}]\n",
        dedent("""\
            content/worksheets/letters.yaml:4:29: error: unknown key `if` in a column
              4 | bookkeeping: [{title: Visa, if: visa.needs}]
                |                             ^^
              hint: the keys here are `title`, `when`"""),
        id="a key a column does not have",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nbookkeeping: [{title: Visa, when: visa.neds}]\n",
        dedent("""\
            content/worksheets/letters.yaml:4:35: error: unknown field `visa.neds`
              4 | bookkeeping: [{title: Visa, when: visa.neds}]
                |                                   ^^^^^^^^^
              hint: did you mean `visa.needs`?"""),
        id="an unknown field of a column",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who, [When]]\n",
        dedent("""\
            content/worksheets/letters.yaml:3:16: error: a column must be a text, not a list
              3 | columns: [Who, [When]]
                |                ^
              hint: write its title, or `{title: A, when: B}`"""),
        id="a column that is a list",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\ncolour: red\n",
        dedent("""\
            content/worksheets/letters.yaml:4:1: error: unknown key `colour` in the worksheet
              4 | colour: red
                | ^^^^^^
              hint: did you mean `columns`?"""),
        id="a key a worksheet does not have",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nblank_rows: 61\n",
        dedent("""\
            content/worksheets/letters.yaml:4:13: error: `blank_rows` must be between 0 and 60
              4 | blank_rows: 61
                |             ^^"""),
        id="too many blank rows",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nblank_rows: some\n",
        dedent("""\
            content/worksheets/letters.yaml:4:13: error: `blank_rows` must be a whole number, not the text "some"
              4 | blank_rows: some
                |             ^^^^"""),
        id="blank rows are a text",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nrows:\n  - {fill: {}}\n",
        dedent("""\
            content/worksheets/letters.yaml:5:5: error: a row has no `label`
              5 |   - {fill: {}}
                |     ^
              hint: add a line `label: ...`"""),
        id="a row without a label",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nrows:\n  - {label: Chair, fill: [Who]}\n",
        dedent("""\
            content/worksheets/letters.yaml:5:26: error: `fill` must be a mapping of keys and values, not a list
              5 |   - {label: Chair, fill: [Who]}
                |                          ^"""),
        id="what fills a row is a list",
    ),
    pytest.param(
        "title: Letters\npurpose: Plan them.\ncolumns: [Who]\nrows:\n  - {label: Chair, fill: {Who: nam}}\n",
        dedent("""\
            content/worksheets/letters.yaml:5:32: error: unknown field `nam`
              5 |   - {label: Chair, fill: {Who: nam}}
                |                                ^^^
              hint: did you mean `name`?"""),
        id="unknown field",
    ),
)


LINK_PROBLEMS = (
    pytest.param(
        "See [the start](everyon.md).\n",
        dedent("""\
            content/start/low.md:4:17: error: this link leads to no module: `everyon.md`
              4 | See [the start](everyon.md).
                |                 ^^^^^^^^^^
              hint: did you mean `everyone.md`?"""),
        id="a link to a module that is not there",
    ),
    pytest.param(
        "See [the start](beginning.md).\n",
        dedent("""\
            content/start/low.md:4:17: error: this link leads to no module: `beginning.md`
              4 | See [the start](beginning.md).
                |                 ^^^^^^^^^^^^"""),
        id="a link to a module like no other",
    ),
    pytest.param(
        "See [the start](../begin/everyone.md).\n",
        dedent("""\
            content/start/low.md:4:17: error: this link leads to no file: `../begin/everyone.md`
              4 | See [the start](../begin/everyone.md).
                |                 ^^^^^^^^^^^^^^^^^^^^
              hint: write `../start/everyone.md`"""),
        id="a link through the wrong folder",
    ),
    pytest.param(
        "See [the start](start/everyone.md).\n",
        dedent("""\
            content/start/low.md:4:17: error: this link leads to no file: `start/everyone.md`
              4 | See [the start](start/everyone.md).
                |                 ^^^^^^^^^^^^^^^^^
              hint: write `../start/everyone.md`"""),
        id="a link from the wrong folder",
    ),
    pytest.param(
        "See [above](#scores).\n",
        dedent("""\
            content/start/low.md:4:13: error: this link leads nowhere: `#scores`
              4 | See [above](#scores).
                |             ^^^^^^^
              hint: write a module's file, `[text](module.md)`, or a whole address, `[text](https://...)`"""),
        id="a link to a heading alone",
    ),
    pytest.param(
        "See [the page](everyone.html).\n",
        dedent("""\
            content/start/low.md:4:16: error: this link leads nowhere: `everyone.html`
              4 | See [the page](everyone.html).
                |                ^^^^^^^^^^^^^
              hint: write a module's file, `[text](module.md)`, or a whole address, `[text](https://...)`"""),
        id="a link to a page",
    ),
    pytest.param(
        "See [this](\n  javascript:run).\n",
        dedent("""\
            content/start/low.md:5:3: error: this link leads nowhere: `javascript:run`
              5 |   javascript:run).
                |   ^^^^^^^^^^^^^^
              hint: write a module's file, `[text](module.md)`, or a whole address, `[text](https://...)`"""),
        id="a link whose address stands on another line",
    ),
    pytest.param(
        "See [this](javascript:run).\n",
        dedent("""\
            content/start/low.md:4:12: error: this link leads nowhere: `javascript:run`
              4 | See [this](javascript:run).
                |            ^^^^^^^^^^^^^^
              hint: write a module's file, `[text](module.md)`, or a whole address, `[text](https://...)`"""),
        id="a link to a program",
    ),
    pytest.param(
        "## Scores\n\nSee [above](low.md#score).\n",
        dedent("""\
            content/start/low.md:6:13: error: this link leads to no heading of `low`: `score`
              6 | See [above](low.md#score).
                |             ^^^^^^^^^^^^
              hint: did you mean `scores`?"""),
        id="a link to a heading that is not there",
    ),
    pytest.param(
        "See [the start](everyone.md#scores).\n",
        dedent("""\
            content/start/low.md:4:17: error: this link leads to no heading of `everyone`: `scores`
              4 | See [the start](everyone.md#scores).
                |                 ^^^^^^^^^^^^^^^^^^"""),
        id="a link to a heading of another module",
    ),
    pytest.param(
        'See [the start](everyon.md "Start").\n',
        dedent("""\
            content/start/low.md:4:17: error: this link leads to no module: `everyon.md`
              4 | See [the start](everyon.md "Start").
                |                 ^^^^^^^^^^
              hint: did you mean `everyone.md`?"""),
        id="a link with a title",
    ),
)

HAZARD_PROBLEMS = (
    pytest.param(
        "---\ntitle: Low\nhazards: [unpayed]\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:11: error: unknown hazard `unpayed`
              3 | hazards: [unpayed]
                |           ^^^^^^^
              hint: did you mean `unpaid`?"""),
        id="unknown hazard",
    ),
    pytest.param(
        "---\ntitle: Low\nhazards: [unpaid]\n---\nText.\n",
        dedent("""\
            content/start/low.md:3:11: error: readers in danger of `unpaid` get this module without a caution
              3 | hazards: [unpaid]
                |           ^^^^^^
              reader:
                visa: {needs: true}
              hint: write a `/// caution | ...`, at the top level or in a passage for just these readers"""),
        id="no caution",
    ),
    pytest.param(
        "---\ntitle: Low\nhazards: [unpaid]\n---\n/// when | low\n/// caution | Beware\nText.\n///\n///\n",
        dedent("""\
            content/start/low.md:3:11: error: readers in danger of `unpaid` get this module without a caution
              3 | hazards: [unpaid]
                |           ^^^^^^
              reader:
                visa: {needs: true}
              hint: write a `/// caution | ...`, at the top level or in a passage for just these readers"""),
        id="a caution for others",
    ),
    pytest.param(
        "---\ntitle: Low\nhazards: [unpaid]\n---\n/// when | not visa.needs\n/// caution | Beware\nText.\n///\n///\n",
        dedent("""\
            content/start/low.md:3:11: error: readers in danger of `unpaid` get this module without a caution
              3 | hazards: [unpaid]
                |           ^^^^^^
              reader:
                visa: {needs: true}
              hint: write a `/// caution | ...`, at the top level or in a passage for just these readers"""),
        id="a caution for everyone else",
    ),
    pytest.param(
        "---\ntitle: Low\nwhen: step1.score < 240\nhazards: [unpaid]\n---\n"
        "/// when | low\n/// caution | Beware\nText.\n///\n///\n",
        dedent("""\
            content/start/low.md:4:11: error: readers in danger of `unpaid` get this module without a caution
              4 | hazards: [unpaid]
                |           ^^^^^^
              reader:
                step1: {score: 230}
                visa: {needs: true}
              hint: write a `/// caution | ...`, at the top level or in a passage for just these readers"""),
        id="a caution for some of them",
    ),
)


LISTS = (
    ("profile.schema.yaml", "the schema"),
    ("conditions.yaml", "the conditions file"),
    ("claims.yaml", "the claims file"),
    ("glossary.yaml", "the glossary"),
)


def edited(file: str, old: str, new: str) -> Mapping[str, str]:
    """Return the change of one file of the small guide."""
    assert old in FILES[file]
    return {file: FILES[file].replace(old, new)}


def complaint(root: Path, changes: Mapping[str, str]) -> str:
    """Return what is said about the small guide, some of its files changed."""
    with pytest.raises(BuildError) as caught:
        small_library(root, changes)
    return str(caught.value)


def with_hazard() -> Mapping[str, str]:
    """Return the change that names a hazard for those who need a visa."""
    hazard = "hazards:\n  unpaid: {title: Unpaid work, for: visa.needs}\n"
    return {"conditions.yaml": FILES["conditions.yaml"] + hazard}


def claims_of(text: str) -> Mapping[ClaimId, Claim]:
    return parse_claims(Source("claims.yaml", text))


def test_the_small_guide_has_no_problem(tmp_path: Path) -> None:
    assert small_library(tmp_path).warnings == ()


@pytest.mark.parametrize(("old", "new", "message"), SCHEMA_PROBLEMS)
def test_a_wrong_schema_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert complaint(tmp_path, edited("profile.schema.yaml", old, new)) == message


@pytest.mark.parametrize(("old", "new", "message"), CONDITIONS_PROBLEMS)
def test_a_wrong_conditions_file_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert complaint(tmp_path, edited("conditions.yaml", old, new)) == message


@pytest.mark.parametrize(("old", "new", "message"), CLAIMS_PROBLEMS)
def test_a_wrong_claims_file_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert complaint(tmp_path, edited("claims.yaml", old, new)) == message


@pytest.mark.parametrize(("old", "new", "message"), GLOSSARY_PROBLEMS)
def test_a_wrong_glossary_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert complaint(tmp_path, edited("glossary.yaml", old, new)) == message


@pytest.mark.parametrize(("old", "new", "message"), OUTLINE_PROBLEMS)
def test_a_wrong_outline_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert complaint(tmp_path, edited("guide.yaml", old, new)) == message


@pytest.mark.parametrize(("old", "new", "message"), REFERENCE_PROBLEMS)
def test_a_name_in_the_outline_that_leads_nowhere_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert complaint(tmp_path, edited("guide.yaml", old, new)) == message


@pytest.mark.parametrize(("text", "message"), MODULE_PROBLEMS)
def test_a_wrong_front_matter_is_told(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, {"start/low.md": text}) == message


@pytest.mark.parametrize(("text", "message"), WORKSHEET_PROBLEMS)
def test_a_wrong_worksheet_is_told(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, {"worksheets/letters.yaml": text}) == message


@pytest.mark.parametrize(("file", "what"), LISTS)
def test_a_file_that_is_a_list_is_told(tmp_path: Path, file: str, what: str) -> None:
    assert complaint(tmp_path, {file: "- one\n"}) == dedent(f"""\
        content/{file}:1:1: error: {what} must be a mapping of keys and values, not a list
          1 | - one
            | ^""")


@pytest.mark.parametrize(("text", "message"), LINK_PROBLEMS)
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, {"start/low.md": f"---\ntitle: Low\n---\n{text}"}) == message


@pytest.mark.parametrize(
    "target",
    [
        "low.md",
        "./low.md",
        "../start/low.md",
        pytest.param("low.md#scores", id="a heading of a module"),
        pytest.param("everyone.md#start-here", id="a heading of its own module"),
        pytest.param('low.md "Low scores"', id="a module with a title"),
        pytest.param("https://example.org/low.md", id="an address"),
        pytest.param("mailto:office@example.org", id="an address for letters"),
    ],
)
def test_a_link_along_the_way_of_its_file_is_right(tmp_path: Path, target: str) -> None:
    changes = {
        "start/everyone.md": f"{EVERYONE}\n## Start here\n\nSee [the other]({target}).\n",
        "start/low.md": f"{LOW}\n/// when | low\n## Scores\n///\n",
    }
    assert small_library(tmp_path, changes).warnings == ()


def test_a_link_into_another_chapter_names_its_folder(tmp_path: Path) -> None:
    changes = {
        **edited("guide.yaml", "[everyone, low]\n", "[low]\n  - {id: more, title: More, modules: [everyone]}\n"),
        "start/low.md": "---\ntitle: Low\n---\nSee [more](everyone.md).\n",
        "more/everyone.md": EVERYONE,
    }
    root = write_guide(tmp_path, changes)
    (root / "start" / "everyone.md").unlink()
    with pytest.raises(BuildError) as caught:
        load_library(root, "content")
    assert str(caught.value) == dedent("""\
        content/start/low.md:4:12: error: this link leads to no file: `everyone.md`
          4 | See [more](everyone.md).
            |            ^^^^^^^^^^^
          hint: write `../more/everyone.md`""")


def test_a_link_to_a_module_that_cannot_be_read_is_no_second_problem(tmp_path: Path) -> None:
    assert complaint(tmp_path, {"start/everyone.md": "---\ntitle: Start\nwhen: lo\n---\n"}) == dedent("""\
        content/start/everyone.md:3:7: error: unknown name `lo`
          3 | when: lo
            |       ^^
          hint: did you mean `low`?""")


def test_a_module_that_no_chapter_lists_is_told(tmp_path: Path) -> None:
    assert complaint(tmp_path, {"start/extra.md": EVERYONE}) == dedent("""\
        content/start/extra.md: error: this module is not in the outline
          hint: add `extra` to the chapter `start` in `guide.yaml`""")


def test_a_worksheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    changes = {
        "start/low.md": "---\ntitle: Low\nworksheets: [letters, leters]\n---\nText.\n",
        "worksheets/letters.yaml": "title: Letters\npurpose: Plan them.\ncolumns: [Who]\n",
    }
    assert complaint(tmp_path, changes) == dedent("""\
        content/start/low.md:3:23: error: unknown worksheet `leters`
          3 | worksheets: [letters, leters]
            |                       ^^^^^^
          hint: did you mean `letters`?""")


def test_a_worksheet_that_no_module_names_is_a_warning(tmp_path: Path) -> None:
    sheet = {"worksheets/letters.yaml": "title: Letters\npurpose: Plan them.\ncolumns: [Who]\n"}
    assert [format_diagnostic(warning) for warning in small_library(tmp_path, sheet).warnings] == [
        dedent("""\
            content/worksheets/letters.yaml:1:1: warning: no module names this worksheet
              1 | title: Letters
                | ^
              hint: add `worksheets: [letters]` to the front matter of one""")
    ]


def test_a_worksheet_is_not_blamed_for_a_module_that_cannot_be_read(tmp_path: Path) -> None:
    sheet = {"worksheets/letters.yaml": "title: Letters\npurpose: Plan them.\ncolumns: [Who]\n"}
    assert "worksheet" not in complaint(tmp_path, {**sheet, "start/low.md": "no module"})


@pytest.mark.parametrize(("text", "message"), HAZARD_PROBLEMS)
def test_a_hazard_without_a_caution_for_those_in_danger_is_told(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, {**with_hazard(), "start/low.md": text}) == message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\n/// caution | Beware\nText.\n///\n", id="a caution for everyone"),
        pytest.param("---\n/// when | visa.needs\n/// caution | Beware\nText.\n///\n///\n", id="a caution for them"),
        pytest.param("when: not visa.needs\n---\nText.\n", id="a module that is not for them"),
        pytest.param(
            "when: low\n---\n/// when | low\n/// caution | Beware\nText.\n///\n///\n", id="for all who read it"
        ),
        pytest.param(
            "when: low\n---\n/// when | step1.score < 250\n/// caution | Beware\nText.\n///\n///\n",
            id="for more readers",
        ),
        pytest.param(
            "---\n/// when | low\n/// caution | Beware\nText.\n///\n/// else\n/// caution | Beware\nText.\n///\n///\n"
            "/// when | not known step1.score\n/// caution | Beware\nText.\n///\n///\n",
            id="a caution for each of them, somewhere",
        ),
        pytest.param("when: visa.needs and not visa.needs\n---\nText.\n", id="a module that is for nobody"),
    ],
)
def test_a_hazard_is_guarded_by_a_caution_that_all_in_danger_see(tmp_path: Path, text: str) -> None:
    changes = {**with_hazard(), "start/low.md": f"---\ntitle: Low\nhazards: [unpaid]\n{text}"}
    assert small_library(tmp_path, changes).warnings == ()


def test_a_hazard_that_is_too_large_to_decide_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.hazards.BUDGET", 1)
    text = (
        "---\ntitle: T\nwhen: low\nhazards: [unpaid]\n---\n/// when | visa.needs\n/// caution | Oh\nText.\n///\n///\n"
    )

    (warning,) = small_library(tmp_path, {**with_hazard(), "start/low.md": text}).warnings

    assert format_diagnostic(warning) == dedent("""\
        content/start/low.md:4:11: warning: whether all in danger of `unpaid` get a caution is too large to decide: it takes more than 1 steps
          4 | hazards: [unpaid]
            |           ^^^^^^
          hint: look at it yourself, or write the caution at the top level of this module""")  # noqa: E501 - a whole message


def test_one_run_shows_the_problems_of_several_files_by_file_and_line(tmp_path: Path) -> None:
    changes = {
        **edited("guide.yaml", "low: lower", "low: lowr"),
        "start/everyone.md": "---\ntitle: Everyone\nwhen: lo\n---\n/// when\n\nA [^men] B\n",
        "start/low.md": "---\ncovers: [a]\nreviewed: today\n---\nText.\n",
    }
    assert complaint(tmp_path, changes) == dedent("""\
        content/guide.yaml:22:48: error: unknown threshold `lowr`
          22 |     - {field: step1.score, title: Step 1, low: lowr, high: upper}
             |                                                ^^^^
          hint: did you mean `lower`?
        content/start/everyone.md:3:7: error: unknown name `lo`
          3 | when: lo
            |       ^^
          hint: did you mean `low`?
        content/start/everyone.md:5:1: error: expected `/// when | ...`, found `/// when`
          5 | /// when
            | ^^^^^^^^
          hint: write the condition behind a bar
        content/start/everyone.md:7:3: error: unknown claim `men`
          7 | A [^men] B
            |   ^^^^^^
          hint: did you mean `mean`?
        content/start/low.md:2:1: error: the front matter has no `title`
          2 | covers: [a]
            | ^
          hint: add a line `title: ...`
        content/start/low.md:3:11: error: `reviewed` must be a date such as 2026-11-22, not the text "today"
          3 | reviewed: today
            |           ^^^^^""")


def test_one_run_shows_the_problems_of_the_files_that_modules_are_read_with(tmp_path: Path) -> None:
    changes = {
        **edited("guide.yaml", "title: A small guide\n", ""),
        **edited("claims.yaml", "    reach: US and Canadian first takers\n", ""),
        **edited("glossary.yaml", "terms", "term"),
        **edited("profile.schema.yaml", "    title: name\n", ""),
    }
    assert complaint(tmp_path, changes) == dedent("""\
        content/claims.yaml:3:5: error: the claim `mean` has no `reach`
          3 |     says: The mean was 230 in 2018.
            |     ^
          hint: add a line `reach: ...`
        content/glossary.yaml:1:1: error: unknown key `term` in the glossary
          1 | term:
            | ^^^^
          hint: did you mean `terms`?
        content/guide.yaml:1:1: error: the outline has no `title`
          1 | subtitle: For tests
            | ^
          hint: add a line `title: ...`
        content/profile.schema.yaml:4:5: error: the field `name` has no `title`
          4 |     type: string
            |     ^
          hint: add a line `title: ...`""")


@pytest.mark.parametrize("name", ["guide.yaml", "profile.schema.yaml", "conditions.yaml", "claims.yaml"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    folder = write_guide(tmp_path)
    (folder / name).unlink()
    with pytest.raises(BuildError) as caught:
        load_library(folder, "content")
    assert str(caught.value) == f"content/{name}: error: there is no such file"


def test_a_folder_without_a_guide_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        load_library(tmp_path / "nowhere", "nowhere")
    assert str(caught.value) == dedent("""\
        nowhere/claims.yaml: error: there is no such file
        nowhere/glossary.yaml: error: there is no such file
        nowhere/guide.yaml: error: there is no such file
        nowhere/profile.schema.yaml: error: there is no such file""")


def test_modules_come_in_the_order_of_the_outline(tmp_path: Path) -> None:
    library = small_library(tmp_path, edited("guide.yaml", "[everyone, low]", "[low, everyone]"))
    assert [module.id for _, modules in library.in_order() for module in modules] == ["low", "everyone"]


def test_a_module_holds_what_its_front_matter_says(tmp_path: Path) -> None:
    head = "title: Low\nwhen: low\ncovers: [point-a, point-b]\nreviewed: 2026-11-22\n"
    library = small_library(tmp_path, {"start/low.md": f"---\n{head}---\nText.\n"})
    module = library.modules[ModuleId("low")]
    assert module.when == library.vocabulary.conditions["low"].named
    assert (module.chapter, module.title, module.covers, module.reviewed) == (
        "start",
        "Low",
        ("point-a", "point-b"),
        date(2026, 11, 22),
    )


def test_the_schema_gives_each_field_its_type(tmp_path: Path) -> None:
    fields = small_library(tmp_path).vocabulary.schema.fields
    assert {name: field.kind for name, field in fields.items()} == {
        "name": Kind.TEXT,
        "step1.status": Kind.CHOICE,
        "step1.score": Kind.WHOLE,
        "step1.attempts": Kind.WHOLE,
        "visa.needs": Kind.FLAG,
        "citizenship": Kind.TEXTS,
        "exam.planned": Kind.MONTH,
        "match.year": Kind.WHOLE,
    }


def test_the_schema_gives_the_words_and_bounds_of_a_field(tmp_path: Path) -> None:
    text = "        description: |\n          Three digits,\n          on your score report.\n"
    changes = edited("profile.schema.yaml", "        description: Three digits, on your score report.\n", text)
    fields = small_library(tmp_path, changes).vocabulary.schema.fields
    score, status = fields[FieldName("step1.score")], fields[FieldName("step1.status")]
    assert (score.minimum, score.maximum, score.title) == (1, 300, "Step 1 score")
    assert (score.help, score.question) == ("Three digits, on your score report.", "What is your Step 1 score?")
    assert status.choices == ("passed", "failed", "not taken")
    assert status.says["not taken"] == "you have not taken Step 1"


def test_a_field_is_private_and_out_of_the_readers_power_unless_it_says_otherwise(tmp_path: Path) -> None:
    public = "    maxLength: 200\n    x-private: false\n"
    fields = small_library(
        tmp_path, edited("profile.schema.yaml", "    maxLength: 200\n", public)
    ).vocabulary.schema.fields
    assert [name for name, field in fields.items() if not field.is_private] == ["name"]
    assert [name for name, field in fields.items() if field.is_in_readers_power] == ["step1.score"]


def test_a_named_condition_may_use_those_above_it(tmp_path: Path) -> None:
    more = "  both:\n    label: both\n    when: low and visa.needs\n    because: Both hold.\n"
    vocabulary = small_library(tmp_path, {"conditions.yaml": FILES["conditions.yaml"] + more}).vocabulary
    assert list(vocabulary.conditions) == ["low", "both"]


def test_a_threshold_is_a_number_in_conditions(tmp_path: Path) -> None:
    assert small_library(tmp_path).vocabulary.thresholds == {"lower": 225, "upper": 230}


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("{rate: 230}", {"rate": "230"}),
        ("{rate: 999}", {"rate": "999"}),
        ("{rate: 1000}", {"rate": "1,000"}),
        ("{rate: 21000}", {"rate": "21,000"}),
        ("{rate: 1234567}", {"rate": "1,234,567"}),
        ("{rate: 58.5}", {"rate": "58.5"}),
        pytest.param('{rate: "21000"}', {"rate": "21000"}, id="a number in quotes is a text"),
        ("{rate: 10-20}", {"rate": "10–20"}),
        ("{rate: about half}", {"rate": "about half"}),
        ("{rate: {low: 10, high: 1200}}", {"rate.low": "10", "rate.high": "1,200"}),
        ("{mean: {2018: 230}}", {"mean.2018": "230"}),
        ("{seats: [1200, about 900]}", {"seats": "1,200, about 900"}),
    ],
)
def test_the_values_of_a_claim_are_ready_to_print(value: str, printed: Mapping[str, str]) -> None:
    claims = claims_of(CLAIMS.replace("{score: 230, takers: 21000}", value))
    assert claims[ClaimId("mean")].values == printed


def test_a_day_in_a_claim_is_printed_in_words() -> None:
    claims = claims_of(CLAIMS.replace("{score: 230, takers: 21000}", "{opens: 2026-09-25}"))
    assert claims[ClaimId("mean")].values == {"opens": "September 25, 2026"}


def test_a_claim_without_confidence_has_a_medium_one() -> None:
    assert claims_of(CLAIMS)[ClaimId("mean")].confidence == "medium"


def test_a_claim_past_its_day_is_a_warning() -> None:
    claims = claims_of(CLAIMS + "    expires: 2026-11-21\n")
    problems = Problems()
    check_expiry(claims.values(), date(2026, 11, 22), problems)
    assert [format_diagnostic(warning) for warning in problems.warnings] == [
        dedent("""\
            claims.yaml:3:5: warning: the claim `mean` was to be checked again by November 21, 2026
              3 |     says: The mean was 230 in 2018.
                |     ^
              hint: look at its source, then change its value and its dates""")
    ]


def test_a_claim_may_be_used_on_its_last_day() -> None:
    problems = Problems()
    check_expiry(claims_of(CLAIMS + "    expires: 2026-11-22\n").values(), date(2026, 11, 22), problems)
    assert problems.warnings == ()


def test_an_abbreviation_is_known_in_its_plural_too(tmp_path: Path) -> None:
    long = "international medical graduate"
    assert spellings(small_library(tmp_path).glossary) == {"IMG": long, "IMGs": long}


def test_a_plural_with_a_meaning_of_its_own_keeps_it() -> None:
    terms = "terms:\n  USs: {long: ships, meaning: Many.}\n  US: {long: United States, meaning: A country.}\n"
    assert spellings(parse_glossary(Source("glossary.yaml", terms)))["USs"] == "ships"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("match", Moment("match", 0, 0)),
        ("match - 30 months", Moment("match", 30, 0)),
        ("match - 1 month", Moment("match", 1, 0)),
        ("match - 6 weeks", Moment("match", 0, 42)),
        ("match-10 days", Moment("match", 0, 10)),
        ("match + 3 days", Moment("match", 0, -3)),
    ],
)
def test_the_date_of_a_task_is_relative_to_a_named_date(tmp_path: Path, text: str, moment: Moment) -> None:
    library = small_library(
        tmp_path, {"start/low.md": f"---\ntitle: Low\ntasks:\n  - {{do: Write, due: {text}}}\n---\nText.\n"}
    )
    assert [task.due for task in library.modules[ModuleId("low")].tasks] == [moment]


def test_texts_of_the_outline_lie_on_one_line(tmp_path: Path) -> None:
    folded = edited("guide.yaml", "audience: For readers of tests.", "audience: |\n  For readers\n  of tests.")
    assert small_library(tmp_path, folded).outline.audience == "For readers of tests."
