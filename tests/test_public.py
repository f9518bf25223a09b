"""The public guide: everything for everyone, marked with for whom it is, and made without any profile."""

import json
import re
from collections.abc import Mapping
from inspect import signature
from pathlib import Path

import pytest

from builder.condition_table import condition_table
from builder.library import Library
from builder.library_json import library_json
from builder.markup.body import passages_of
from builder.modules import ModuleId
from builder.presentation.public_view import public_view
from builder.project import Project
from builder.public_guide import assemble_public
from builder.public_pipeline import build_public
from builder.public_website import render_public_website
from builder.search_documents import search_documents
from builder.templating import Templates
from tests.building import ROOT, files_of, make_project, matchbook
from tests.guides import GUIDE, small_library

ADDRESS = "https://example.org/guide/"


def public_files(root: Path, changes: Mapping[str, str] | None = None) -> Mapping[str, bytes]:
    """Return the files of the small guide's public website."""
    library = small_library(root, changes)
    guide = assemble_public(library)
    data, documents = library_json(library, guide.table), search_documents(guide)
    return render_public_website(public_view(guide), data, documents, Templates(ROOT / "templates"))


def page(files: Mapping[str, bytes], path: str) -> str:
    return files[path].decode()


def value_of(files: Mapping[str, bytes], path: str, name: str) -> object:
    """Return what a script of data says."""
    text = files[path].decode()
    return json.loads(text[text.index(f"Matchbook.{name} = ") :].partition(" = ")[2].rstrip().rstrip(";"))


def passage_number(library: Library) -> int:
    """Return the number of the condition of the one passage of the small guide."""
    passages = list(passages_of(library.modules[ModuleId("everyone")].body))
    return condition_table(library).number(passages[0].condition)


def test_every_module_has_a_page_and_says_for_whom_it_is(tmp_path: Path) -> None:
    files = public_files(tmp_path)
    assert "For readers with a low Step 1" in page(files, "start/low.html")
    assert "For every reader" in page(files, "start/everyone.html")


def test_both_halves_of_a_passage_stand_there_under_their_marks(tmp_path: Path) -> None:
    number = passage_number(small_library(tmp_path))
    text = page(public_files(tmp_path), "start/everyone.html")
    assert f'<div class="passage" data-for="{number}"><p class="badge">If you need a visa</p><p>You need a visa' in text
    assert f'<div class="passage" data-for="-{number}"><p class="badge">If you do not need a visa</p><p>No visa' in text


def test_a_value_stands_there_with_the_text_for_readers_who_have_not_given_it(tmp_path: Path) -> None:
    text = page(public_files(tmp_path), "start/low.html")
    assert 'Your score of <span data-value="step1.score">(not given)</span> is low' in text


def test_a_link_to_a_module_for_some_readers_carries_their_mark(tmp_path: Path) -> None:
    changes = {"start/everyone.md": "---\ntitle: For everyone\n---\nSee [low scores](low.md).\n"}
    assert re.search(
        r'<a class="module-link" data-link-for="[0-9]+" href="../start/low.html">low scores</a>',
        page(public_files(tmp_path, changes), "start/everyone.html"),
    )


def test_tasks_have_windows_relative_to_the_guides_dates(tmp_path: Path) -> None:
    assert "by 2 months before Match Day" in page(public_files(tmp_path), "plan.html")


def test_the_questions_are_those_of_the_schema_in_its_order(tmp_path: Path) -> None:
    asked = re.findall(r'data-field="([^"]*)"', page(public_files(tmp_path), "answers.html"))
    assert " ".join(asked) == (
        "name citizenship step1.status step1.score step1.attempts visa.needs exam.planned match.year"
    )


def test_a_question_has_its_range_and_its_help(tmp_path: Path) -> None:
    text = page(public_files(tmp_path), "answers.html")
    assert 'name="step1.score" id="step1-score-input" min="1" max="300"' in text
    assert "A whole number from 1 to 300." in text
    assert "Three digits, on your score report." in text


def test_choices_are_offered_in_the_readers_words(tmp_path: Path) -> None:
    text = page(public_files(tmp_path), "answers.html")
    assert 'value="not taken"> <span>You have not taken Step 1</span>' in text
    assert 'name="visa.needs" value="true"> <span>Yes</span>' in text


def test_search_finds_texts_under_their_marks(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    found = search_documents(assemble_public(library))
    visa, low = passage_number(library), condition_table(library).number(library.modules[ModuleId("low")].when)
    assert [(document.module, document.text, document.shown) for document in found] == [
        ("everyone", "Every IMG reads this.", ()),
        ("everyone", "You need a visa, says your answer.", (visa,)),
        ("everyone", "No visa for you.", (-visa,)),
        ("low", "Your score of (not given) is low, the mean was 230. See the start.", (low,)),
    ]


def test_the_data_for_search_names_each_page(tmp_path: Path) -> None:
    documents = value_of(public_files(tmp_path), "assets/documents.js", "documents")
    assert isinstance(documents, dict)
    assert documents["modules"] == [
        ["everyone", "For everyone", "start/everyone.html", "Start"],
        ["low", "For low scores", "start/low.html", "Start"],
    ]


def test_a_source_is_for_whoever_gets_a_text_that_cites_it(tmp_path: Path) -> None:
    assert re.search(r'<li value="1" id="source-mean" data-for="[0-9]+">', page(public_files(tmp_path), "sources.html"))


def test_every_page_forbids_connections_and_foreign_scripts(tmp_path: Path) -> None:
    pages = {path: text.decode() for path, text in public_files(tmp_path).items() if path.endswith(".html")}
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    assert [path for path, text in pages.items() if policy not in text] == []
    assert [path for path, text in pages.items() if re.search(r"<script(?![^>]* src=)|\sstyle=|\son\w+=", text)] == []


def test_without_an_address_no_page_claims_one(tmp_path: Path) -> None:
    files = public_files(tmp_path)
    assert "sitemap.xml" not in files
    assert "canonical" not in page(files, "index.html")


def test_with_an_address_pages_say_where_they_stand(tmp_path: Path) -> None:
    files = public_files(tmp_path, {"guide.yaml": f'address: "{ADDRESS.rstrip("/")}"\n{GUIDE}'})
    assert f'<link rel="canonical" href="{ADDRESS}">' in page(files, "index.html")
    assert f'<link rel="canonical" href="{ADDRESS}start/low.html">' in page(files, "start/low.html")
    assert f'<meta property="og:url" content="{ADDRESS}start/low.html">' in page(files, "start/low.html")
    assert f"<url><loc>{ADDRESS}start/low.html</loc></url>" in page(files, "sitemap.xml")
    assert f"<url><loc>{ADDRESS}</loc></url>" in page(files, "sitemap.xml")
    assert f"Sitemap: {ADDRESS}sitemap.xml" in page(files, "robots.txt")


def test_the_page_for_missing_pages_works_at_any_address(tmp_path: Path) -> None:
    files = public_files(tmp_path, {"guide.yaml": f'address: "{ADDRESS}"\n{GUIDE}'})
    assert f'href="{ADDRESS}assets/style.css"' in page(files, "404.html")
    assert "canonical" not in page(files, "404.html")


def test_what_changed_is_told_by_edition(tmp_path: Path) -> None:
    files = public_files(
        tmp_path, {"guide.yaml": f"{GUIDE}changes:\n  - edition: 2026-11-22\n    says: [A page on low scores.]\n"}
    )
    assert "<h2>Edition of November 22, 2026</h2>" in page(files, "changes.html")
    assert "A page on low scores." in page(files, "index.html")


def test_the_public_guide_is_built_without_any_profile() -> None:
    assert list(signature(build_public).parameters) == ["project", "memory"]  # parts of the library and templates
    assert list(signature(assemble_public).parameters) == ["library"]


def test_building_never_opens_a_profile(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text("name: [\n", encoding="utf-8")  # cannot be read as a profile
    ended = matchbook(project, "build", "--public")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "site/public/index.html\n"


def test_no_word_of_a_profile_is_in_the_public_guide(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text("name: Kanarienvogel\n", encoding="utf-8")
    assert matchbook(project, "build", "profiles/ana.yaml", "--no-pdf").returncode == 0
    assert matchbook(project, "build", "--public").returncode == 0
    files = files_of(project / "site" / "public")
    assert [path for path, content in files.items() if b"Kanarienvogel" in content] == []


def test_a_server_may_read_the_public_guide_whatever_the_users_own_rule_is(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    assert matchbook(project, "build", "--public").returncode == 0
    paths = [project / "site" / "public", *(project / "site" / "public").rglob("*")]
    assert {oct(path.stat().st_mode & 0o777) for path in paths if path.is_dir()} == {"0o755"}
    assert {oct(path.stat().st_mode & 0o777) for path in paths if path.is_file()} == {"0o644"}


def test_public_takes_no_profile(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path), "build", "profiles/ana.yaml", "--public")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1] == "Error: --public takes no profile: the public guide is for all readers"


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"guide.yaml": f"address: example\n{GUIDE}"})
    assert matchbook(project, "check").stderr == (
        "content/guide.yaml:1:10: error: `address` is no web address\n"
        "  1 | address: example\n"
        "    |          ^^^^^^^\n"
        "  hint: write it like `https://example.org/guide/`\n"
        "\n1 problem; nothing was written\n"
    )


@pytest.mark.parametrize("seed", ["0", "4321"])
def test_the_public_guide_has_the_same_bytes_every_time(tmp_path: Path, seed: str) -> None:
    project = make_project(tmp_path / "one")
    assert matchbook(project, "build", "--public", PYTHONHASHSEED=seed, TZ="Pacific/Kiritimati").returncode == 0
    assert files_of(project / "site" / "public").items() >= public_files(tmp_path / "two").items()


def test_the_real_guide_is_light_at_the_first_visit() -> None:
    project = Project(ROOT, ROOT / "content", ROOT / "templates", ROOT / "profiles", ROOT / "site")
    files = build_public(project).files
    names = ("style.css", "theme.js", "start.js", "fonts.js", "tasks.js", "progress.js", "search.js")
    first = ["index.html", *(f"assets/{name}" for name in names)]
    assert sum(len(files[name]) for name in first) < 150_000
