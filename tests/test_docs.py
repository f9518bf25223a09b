"""The examples of the documentation are judged by the program itself."""

import re
from pathlib import Path

import pytest
import yaml
from click import Context

from builder.cli.commands import cli
from builder.conditions.checker import parse_condition
from builder.conditions.evaluator import judge
from builder.conditions.phrases import Phrase
from builder.sources import Source, whole_file
from builder.worksheets import WorksheetId, parse_worksheet
from tests.building import real_library
from tests.guides import reader

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "conditions.md").read_text(encoding="utf-8")
EXAMPLES = [
    tuple(re.split(r"\s+->\s+", line.strip()))
    for block in re.findall(r"```conditions\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
LIBRARY = real_library()


def _commands() -> list[str]:
    """Return what people type; `parcel` is for machines."""
    context = Context(cli)
    found = ((name, cli.get_command(context, name)) for name in cli.list_commands(context))
    return [name for name, command in found if command and not command.hidden]


COMMANDS = _commands()


@pytest.mark.parametrize(("condition", "truth"), EXAMPLES)
def test_an_example_of_the_documentation_is_what_it_says(condition: str, truth: str) -> None:
    profile = re.findall(r"```yaml profile\n(.*?)```", PAGE, re.DOTALL)[0]
    facts = reader(LIBRARY.vocabulary, profile).facts

    judged = judge(parse_condition(Phrase(condition, whole_file("docs")), LIBRARY.vocabulary.names), facts)

    assert judged == truth


def test_the_documentation_has_examples_of_every_truth() -> None:
    assert {truth for _, truth in EXAMPLES} == {"yes", "no", "unknown"}


def test_the_worksheet_of_the_documentation_is_one() -> None:
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    written = re.findall(r"```yaml worksheet\n(.*?)```", text, re.DOTALL)[0]

    sheet = parse_worksheet(Source("sheet.yaml", written), WorksheetId("sheet"), LIBRARY.vocabulary)

    assert [column.title for column in sheet.all_columns] == ["Program", "J-1", "Minimum", "Checked on", "Visa asked"]


def test_the_profile_of_the_readme_is_a_profile() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    profile = reader(LIBRARY.vocabulary, re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0])

    assert dict(profile.given) == {
        "visa.needs_sponsorship": True,
        "step1.status": "passed",
        "step1.reporting": "number",
        "step1.score": 212,
        "match.year": 2029,
    }


def test_the_workflow_that_publishes_can_be_read_and_names_commands_that_exist() -> None:
    text = (ROOT / "docs" / "publish-workflow.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["publish"]["steps"]
    commands = re.findall(r"^\./matchbook (\w+)$", "\n".join(step.get("run", "") for step in steps), re.MULTILINE)

    assert commands == ["check", "publish"]
    assert set(commands) <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"./matchbook {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "link", re.findall(r"\]\(((?!https?:)[^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
)
def test_every_link_of_the_readme_leads_to_a_file(link: str) -> None:
    assert (ROOT / link).exists()
