"""A guide of two modules that tests write to a folder and change one file of."""

from collections.abc import Mapping
from pathlib import Path

from builder.library import Library
from builder.library_files import load_library
from builder.profiles import Profile, parse_profile
from builder.sources import Source
from builder.vocabulary import Vocabulary

GUIDE = """\
title: A small guide
subtitle: For tests
language: en
edition: 2026-11-22
audience: For readers of tests.
disclaimer: Not advice.
chapters:
  - id: start
    title: Start
    summary: Where to begin.
    modules: [everyone, low]
dates:
  match:
    title: Match Day
    rule: third Friday of March
    year: match.year
home: [step1.score, visa.needs]
score_line:
  minimum: 190
  maximum: 280
  scores:
    - {field: step1.score, title: Step 1, low: lower, high: upper}
  references:
    - {claim: mean, value: score, title: "Mean, 2018", field: step1.score}
"""

SCHEMA = """\
type: object
properties:
  name:
    type: string
    maxLength: 200
    title: name
    x-question: What is your name?
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
        description: Three digits, on your score report.
        x-question: What is your Step 1 score?
        x-only-when: step1.status in ["passed", "failed"]
        x-power: true
      attempts:
        type: integer
        minimum: 0
        maximum: 6
        title: number of Step 1 attempts
        x-question: How often did you sit Step 1?
        x-only-when: step1.status in ["passed", "failed"]
        x-otherwise: 0
  visa:
    type: object
    title: Visa
    properties:
      needs:
        type: boolean
        title: need for a visa
        x-question: Do you need a visa?
        x-yes: you need a visa
        x-no: you do not need a visa
  citizenship:
    type: array
    items: {type: string, pattern: "^[A-Z]{2}$"}
    title: citizenship
    x-question: Which citizenships do you hold?
  exam:
    type: object
    title: Exam
    properties:
      planned:
        type: string
        format: year-month
        pattern: ^[0-9]{4}-(0[1-9]|1[0-2])$
        title: exam month
        x-question: When do you sit the exam?
  match:
    type: object
    title: Match
    properties:
      year:
        type: integer
        minimum: 2024
        maximum: 2045
        title: Match year
        x-question: In which year do you match?
"""

CONDITIONS = """\
thresholds:
  lower: {value: 225, title: Lower edge}
  upper: {value: 230, title: Upper edge}
conditions:
  low:
    label: readers with a low Step 1
    when: step1.score < upper
    because: Your score is low.
"""

CLAIMS = """\
claims:
  mean:
    says: The mean was 230 in 2018.
    value: {score: 230, takers: 21000}
    source: {title: Scores, org: USMLE, url: "https://example.org/scores"}
    as_of: "2018"
    reach: US and Canadian first takers
"""

GLOSSARY = """\
terms:
  IMG: {long: international medical graduate, meaning: A doctor who graduated abroad.}
"""

EVERYONE = """\
---
title: For everyone
covers: [point-a]
tasks:
  - {do: Read it, due: match - 2 months}
---
Every IMG reads this.

/// when | visa.needs
    covers: [point-b]
You need a visa, says your answer.
/// else
No visa for you.
///
"""

LOW = """\
---
title: For low scores
when: low
---
Your score of {{ step1.score or "(not given)" }} is low, the mean was {{ claims.mean.score }}.[^mean] See [the start](everyone.md).
"""  # noqa: E501 - one paragraph, one line

FILES: Mapping[str, str] = {
    "guide.yaml": GUIDE,
    "profile.schema.yaml": SCHEMA,
    "conditions.yaml": CONDITIONS,
    "claims.yaml": CLAIMS,
    "glossary.yaml": GLOSSARY,
    "start/everyone.md": EVERYONE,
    "start/low.md": LOW,
}


def write_guide(root: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the small guide, some of its files changed, to `root/content` and return that folder."""
    folder = root / "content"
    for name, text in {**FILES, **(changes or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def small_library(root: Path, changes: Mapping[str, str] | None = None) -> Library:
    """Write and load the small guide."""
    return load_library(write_guide(root, changes), "content")


def reader(vocabulary: Vocabulary, text: str) -> Profile:
    """Return the profile that a text of YAML says."""
    return parse_profile(Source("profile.yaml", text), vocabulary)
