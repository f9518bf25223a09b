"""Pages of the last website are taken where they would be made again, and never where they would not."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random  # noqa: TID251 - chance with a seed

import pytest
from jinja2 import Template

from builder.guide import Guide, assemble
from builder.made_from import EarlierPages
from builder.output import MANIFEST
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profiles import Profile
from builder.templating import Templates
from builder.website import render_changed, render_website
from tests.building import ROOT, files_of, make_project, matchbook
from tests.guides import EVERYONE

SITE = "site/ana"
NO_PAGES = EarlierPages({}, lambda _: b"")
BUILD = ("build", "--no-pdf", "profiles/ana.yaml")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the small project with templates of its own, built once."""
    folder = make_project(tmp_path / "project")
    shutil.copytree(ROOT / "templates", folder / "templates")
    build(folder)
    return folder


def build(project: Path) -> Mapping[str, bytes]:
    ended = matchbook(project, *BUILD)
    assert ended.returncode == 0, ended.stderr
    return files_of(project / SITE)


def built_anew(project: Path) -> Mapping[str, bytes]:
    shutil.rmtree(project / SITE)
    return build(project)


def pages_noted(project: Path) -> Mapping[str, str]:
    noted: Mapping[str, str] = json.loads((project / SITE / MANIFEST).read_bytes())["about"]["pages"]
    return noted


def change(project: Path, name: str, text: str) -> None:
    (project / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("profiles/ana.yaml", "# Nothing yet.\n"),
        ("profiles/ana.yaml", "name: Bo\n"),
        ("profiles/ana.yaml", "visa: {needs: true}\n"),
        ("content/start/everyone.md", EVERYONE.replace("Every IMG reads this.", "Every IMG reads it.")),
        ("content/start/everyone.md", EVERYONE.replace("title: For everyone", "title: For all")),
        ("templates/website/module.html", "{{ module.title }}"),
        ("templates/website/base.html", "{% block main %}{% endblock %}"),
    ],
)
def test_whatever_changes_the_folder_is_that_of_a_first_build(project: Path, name: str, text: str) -> None:
    before = files_of(project / SITE)
    change(project, name, text)
    after = build(project)
    assert after != before
    assert after == built_anew(project)


def test_a_page_that_somebody_changed_is_made_again(project: Path) -> None:
    change(project, f"{SITE}/start/everyone.html", "mine")
    change(project, "profiles/ana.yaml", "# Nothing yet.\n")
    after = build(project)
    assert after["start/everyone.html"] != b"mine"
    assert after == built_anew(project)


def test_what_is_noted_of_pages_is_a_hash_of_each(project: Path) -> None:
    assert "start/everyone.html" in pages_noted(project)
    assert {len(noted) for noted in pages_noted(project).values()} == {64}
    assert set(pages_noted(project)) <= set(files_of(project / SITE))


def test_notes_that_are_none_are_no_notes(project: Path) -> None:
    manifest = json.loads((project / SITE / MANIFEST).read_bytes())
    manifest["about"]["pages"] = ["start/everyone.html"]
    change(project, f"{SITE}/{MANIFEST}", json.dumps(manifest))
    change(project, "profiles/ana.yaml", "# Nothing yet.\n")
    assert build(project) == built_anew(project)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the templates that are rendered from now on."""
    names: list[str] = []
    render = Template.render

    def noted(template: Template) -> Template:
        names.append(str(template.name))
        return template

    monkeypatch.setattr(Template, "render", lambda self, **given: render(noted(self), **given))
    return names


def without_one_answer(guide: Guide) -> Iterator[Guide]:
    """Yield the guides of readers who did not give one of some answers."""
    given, vocabulary = guide.facts.given, guide.library.vocabulary
    for left_out in [*given][::4]:
        facts = vocabulary.facts({name: value for name, value in given.items() if name != left_out})
        yield assemble(guide.library, Profile("profiles/sample.yaml", facts))


def test_a_reader_with_other_answers_gets_the_pages_of_a_first_build(
    sample_guides: Mapping[str, Guide], rendered: list[str]
) -> None:
    templates, earlier = Templates(ROOT / "templates"), NO_PAGES
    guides = [sample_guides["sample"], *without_one_answer(sample_guides["sample"]), sample_guides["sample"]]
    for guide in guides:
        view = guide_view(guide, Kind.WEBSITE)
        website = render_changed(view, templates, b"", earlier)
        assert website.files == render_website(view, templates)
        earlier = EarlierPages(website.pages, website.files.__getitem__)
    assert len(guides) > 5
    modules = sum(len(chapter.modules) for guide in guides for chapter in guide.chapters)
    assert modules < rendered.count("website/module.html") < 1.8 * modules


def test_readers_after_each_other_get_their_own_pages(
    sample_guides: Mapping[str, Guide], sample_websites: Mapping[str, Mapping[str, bytes]]
) -> None:
    templates, earlier = Templates(ROOT / "templates"), NO_PAGES
    for name, guide in sample_guides.items():
        website = render_changed(guide_view(guide, Kind.WEBSITE), templates, b"", earlier)
        assert website.files == sample_websites[name]
        earlier = EarlierPages(website.pages, website.files.__getitem__)


def test_the_same_reader_again_gets_the_same_pages_without_making_them(
    sample_guides: Mapping[str, Guide], rendered: list[str]
) -> None:
    view, templates = guide_view(sample_guides["sample"], Kind.WEBSITE), Templates(ROOT / "templates")
    first = render_changed(view, templates, b"", NO_PAGES)
    rendered.clear()
    assert render_changed(view, templates, b"", EarlierPages(first.pages, first.files.__getitem__)) == first
    assert not {"website/module.html", "website/worksheet.html"} & set(rendered)
    render_changed(view, templates, b"another program", EarlierPages(first.pages, first.files.__getitem__))
    assert rendered.count("website/module.html") == sum(len(chapter.modules) for chapter in view.chapters)


ANSWERS = (
    "name: {name}\n",
    "step1: {status: passed, score: {score}, attempts: 1}\n",
    "step1: {status: not taken}\n",
    "match: {year: 2029}\n",
    "match: {year: 2030}\n",
    "visa: {needs: true}\n",
    "visa: {needs: false}\n",
)


@pytest.mark.parametrize("seed", range(4))
def test_after_chance_changes_the_folder_is_that_of_a_first_build(project: Path, seed: int) -> None:
    chance = Random(seed)
    for number in range(6):
        for key in chance.sample(("profile", "module", "template"), k=chance.choice((1, 1, 2))):
            change_by_chance(project, key, chance, number)
        assert build(project) == built_as_a_copy(project)


def change_by_chance(project: Path, key: str, chance: Random, number: int) -> None:
    if key == "profile":
        picked = {line.partition(":")[0]: line for line in chance.sample(ANSWERS, k=4)}
        filled = (
            "".join(picked.values())
            .replace("{name}", f"Bo {number}")
            .replace("{score}", str(chance.randrange(190, 280)))
        )
        change(project, "profiles/ana.yaml", f"# {number}\n{filled}")
    elif key == "module":
        change(project, "content/start/everyone.md", EVERYONE.replace("Every IMG reads this.", f"Read {number}."))
    else:
        with (project / "templates" / "website" / "module.html").open("a", encoding="utf-8") as file:
            file.write(f"{number}\n")


def built_as_a_copy(project: Path) -> Mapping[str, bytes]:
    """Return the folder that a first build makes, while that of the project stays for the next change."""
    kept = project / "kept"
    shutil.move(project / SITE, kept)
    first = build(project)
    shutil.rmtree(project / SITE)
    shutil.move(kept, project / SITE)
    return first
