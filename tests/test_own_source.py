"""A handbook carries what it was made from only when asked to, is made again from it, and can be freed of it."""

import json
import re
import subprocess
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import page as pdf_rules
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.diagnostics import BuildError
from builder.own_source import PROFILE, Carrying, Options, parse_handbook
from builder.paper import Paper
from builder.pdf_attachments import Form, attach, detach
from builder.pdf_file import UnknownFormError, parse_pdf
from builder.pipeline import build
from builder.project import find_project
from builder.reader_files import HANDBOOK
from builder.rebuilding import rebuild
from builder.sources import Source
from builder.wanted import Wanted
from tests.batches import quick_project
from tests.building import ANA, make_project, matchbook

pytestmark = pytest.mark.pdf

BUILD = Form("build.json", "Versions", "application/json", "Data")
# Stand in the profile or beside it and are printed nowhere.
UNPRINTED = ("canary-in-a-comment", '"verdict"', "needs: true")
FILE = "canary-file"
MARKED = f"# canary-in-a-comment\n{ANA}visa: {{needs: true}}\n"
CHANGED = (
    "h.pdf: error: the handbook was changed or cut off after it was made\n  hint: take the file as Matchbook wrote it"
)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with one reader's handbook, built with and without its source."""
    project = tmp_path_factory.mktemp("quick")
    quick_project(project)
    for folder, options in (("plain", ()), ("embedded", ("--embed-profile",))):
        ended = matchbook(project, "build", "profiles/ana.yaml", *options, "--output", f"site/{folder}")
        assert ended.returncode == 0, ended.stderr
    return project


@pytest.fixture(scope="module")
def plain(quick: Path) -> bytes:
    return (quick / "site" / "plain" / HANDBOOK).read_bytes()


@pytest.fixture(scope="module")
def embedded(quick: Path) -> bytes:
    return (quick / "site" / "embedded" / HANDBOOK).read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a handbook as readers get it, with its source; the profile holds what is not printed."""
    project = find_project(make_project(tmp_path_factory.mktemp("whole")))
    path = project.profiles / f"{FILE}.yaml"
    said: list[str] = []
    path.write_text(MARKED, encoding="utf-8")
    return build(project, path, Wanted(paper=Paper.A4, embeds=True), said.append).files[HANDBOOK]


def readable(pdf: bytes) -> str:
    """Return everything in a PDF, its streams unpacked."""
    unpacked = [pdf]
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            unpacked.append(zlib.decompressobj().decompress(pdf[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(unpacked).decode("latin-1")


def complaint(pdf: bytes) -> str:
    with pytest.raises(BuildError) as caught:
        parse_handbook(pdf, "h.pdf")
    return str(caught.value)


def carried(pdf: bytes) -> Carrying:
    return parse_handbook(pdf, "h.pdf")


def rewritten(pdf: bytes) -> bytes:
    file = BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document.save(file)
    return file.getvalue()


def test_a_handbook_holds_nothing_of_the_profile_but_what_is_printed(whole: bytes) -> None:
    assert [text for text in UNPRINTED if text in readable(carried(whole).pdf)] == []
    assert [text for text in UNPRINTED if text not in readable(whole)] == []
    assert FILE not in readable(whole)


def test_a_handbook_that_carries_its_source_follows_pdf_ua(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "handbook.pdf"
    path.write_bytes(whole)
    report = pdf_rules.validate_pdf(str(path), profile="ua1")
    assert report.is_compliant, report.to_json()


def test_other_programs_find_the_profile_the_decisions_and_the_versions(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "handbook.pdf"
    path.write_bytes(whole)
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(path)], check=True)  # noqa: S607 - poppler's
    assert (tmp_path / "profile.yaml").read_text(encoding="utf-8") == MARKED
    decisions = json.loads((tmp_path / "decisions.json").read_text(encoding="utf-8"))
    assert decisions["profile"] == "profile.yaml"
    assert [(module["id"], module["verdict"]) for module in decisions["modules"]] == [("everyone", "in"), ("low", "in")]
    versions = json.loads((tmp_path / "build.json").read_text(encoding="utf-8"))["versions"]
    assert (versions["edition"], versions["matchbook"]) == ("2026-11-22", "0.1.0")
    assert {"content", "templates", "weasyprint"} <= versions.keys()


def test_attachments_stand_in_the_order_that_readers_look_them_up_in(whole: bytes) -> None:
    with pypdfium2.PdfDocument(whole) as document:
        names = [document.get_attachment(number).get_name() for number in range(document.count_attachments())]
    assert names == ["build.json", "decisions.json", "profile.yaml"]


def test_a_handbook_is_made_again_with_the_same_bytes(quick: Path, embedded: bytes) -> None:
    ended = matchbook(quick, "rebuild", f"site/embedded/{HANDBOOK}")
    assert (ended.returncode, ended.stdout) == (0, "site/rebuilt/handbook.pdf\n"), ended.stderr
    assert (quick / "site" / "rebuilt" / HANDBOOK).read_bytes() == embedded


def test_a_stripped_handbook_has_the_bytes_of_one_that_never_carried_anything(
    quick: Path, embedded: bytes, plain: bytes
) -> None:
    path = quick / "site" / "stripped.pdf"
    path.write_bytes(embedded)
    ended = matchbook(quick, "strip", "site/stripped.pdf")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "site/stripped.pdf\n", "")
    assert path.read_bytes() == plain != embedded


def test_a_handbook_of_other_content_is_made_again_only_when_told_to(quick: Path, embedded: bytes) -> None:
    path = quick / "elsewhere.pdf"
    path.write_bytes(embedded)
    page = quick / "content" / "start" / "everyone.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("Every IMG", "Each IMG"), encoding="utf-8")
    refused = matchbook(quick, "rebuild", "elsewhere.pdf", "--output", "site/later")
    told = matchbook(quick, "rebuild", "elsewhere.pdf", "--output", "site/later", "--anyway")
    page.write_text(before, encoding="utf-8")
    assert (refused.returncode, refused.stdout) == (1, "")
    found = (
        r"elsewhere\.pdf: {}: `content` differs: the handbook was made with [0-9a-f]{{12}}, here is [0-9a-f]{{12}}\n"
    )
    hint = "  hint: build it all the same with `--anyway`\n\n1 problem; nothing was written\n"
    assert re.fullmatch(found.format("error") + re.escape(hint), refused.stderr)
    assert (told.returncode, told.stdout) == (0, "site/later/handbook.pdf\n")
    assert re.search(found.format("warning"), told.stderr)
    assert carried((quick / "site" / "later" / HANDBOOK).read_bytes()).pdf != carried(embedded).pdf


def test_bytes_that_differ_for_no_reason_that_is_known_are_told_of(quick: Path, plain: bytes, embedded: bytes) -> None:
    old = detach(embedded)
    assert old is not None
    other = plain.replace(b"%PDF-1.7", b"%PDF-1.6")
    forms = [Form(name, "Other words", "text/plain", "Data") for name in old.files]
    (quick / "other.pdf").write_bytes(attach(other, list(zip(forms, old.files.values(), strict=True))))
    ended = matchbook(quick, "rebuild", "other.pdf", "--output", "site/other")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.endswith(
        "other.pdf: error: the bytes differ, though content and versions do not: "
        "a font or library of the system is another one\n"
        "  hint: build it all the same with `--anyway`\n\n1 problem; nothing was written\n"
    )


def test_the_options_of_a_handbook_are_kept(plain: bytes) -> None:
    versions = {"versions": {"content": "1"}, "options": {"paper": "Letter", "only": ["a"], "skip": ["b"], "pages": 9}}
    made = attach(plain, [(PROFILE, b"name: Ana\n"), (BUILD, json.dumps(versions).encode())])
    source = carried(made).source
    assert source.options == Options(Paper.LETTER, ("a",), ("b",), 9)
    assert source.profile == Source("profile.yaml", "name: Ana\n")


def test_a_handbook_is_made_again_with_the_options_it_was_made_with(quick: Path) -> None:
    project = find_project(quick)
    told: list[str] = []
    wanted = Wanted(paper=Paper.LETTER, only=("start",), pages=3, embeds=True)
    made = build(project, project.profiles / "ana.yaml", wanted, told.append).files[HANDBOOK]
    assert carried(made).source.options == Options(Paper.LETTER, ("start",), (), 3)
    assert rebuild(project, made, "h.pdf", told.append, anyway=False).pdf == made


def test_what_is_no_handbook_with_a_source_is_said_to_be_none(plain: bytes, embedded: bytes) -> None:
    assert complaint(b"") == "h.pdf: error: expected a PDF, found something else"
    assert complaint(b"%PDF-1.7 and no more") == (
        "h.pdf: error: the PDF cannot be read: it is damaged, or locked with a password"
    )
    assert complaint(plain) == ("h.pdf: error: the PDF carries no profile\n  hint: build it with `--embed-profile`")
    assert complaint(rewritten(embedded)) == (
        "h.pdf: error: another program has rewritten this PDF, so that what it carries cannot be cut off\n"
        "  hint: take the file as Matchbook wrote it; a PDF reader can save the attachment `profile.yaml`"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf[:-1],
        lambda pdf: pdf + b"\n",
        lambda pdf: pdf.replace(b"/EmbeddedFile/", b"/EmbeddedFile /"),
        lambda pdf: pdf[: pdf.rfind(b"%attached") + 30],
        lambda pdf: pdf[: pdf.rfind(b"%attached") - 9] + pdf[pdf.rfind(b"%attached") :],
        lambda pdf: pdf[pdf.rfind(b"%attached") :],
    ],
    ids=["cut off by a byte", "something behind", "other words", "no end", "no end of the handbook", "no handbook"],
)
def test_a_handbook_that_was_changed_is_left_as_it_is(embedded: bytes, change: object) -> None:
    assert callable(change)
    assert complaint(change(embedded)) == CHANGED


@pytest.mark.parametrize(
    "build_file",
    [
        b"[" * 100_000,
        b"{}",
        b'{"versions": 1, "options": {"paper": "A4", "only": [], "skip": [], "pages": null}}',
        b"\xff",
    ],
    ids=["deep", "empty", "no versions", "no text"],
)
def test_a_source_that_matchbook_would_not_write_is_refused(plain: bytes, build_file: bytes) -> None:
    assert complaint(attach(plain, [(PROFILE, b"name: Ana\n"), (BUILD, build_file)])) == CHANGED


def test_a_profile_that_unpacks_to_more_than_any_is_refused(plain: bytes) -> None:
    versions = b'{"versions": {}, "options": {"paper": "A4", "only": [], "skip": [], "pages": null}}'
    large = [(BUILD, versions), (PROFILE, b"#" * 6_000_000)]
    assert complaint(attach(plain, large)) == CHANGED


def test_nothing_is_attached_to_what_others_wrote(plain: bytes, embedded: bytes) -> None:
    for pdf in (b"", rewritten(plain), embedded):
        with pytest.raises(UnknownFormError):
            attach(pdf, [(PROFILE, b"")])
    with pytest.raises(UnknownFormError):
        parse_pdf(plain.replace(b"/Type /XRef", b"/Prev 9/Type /XRef"))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_cut_or_broken_file_gives_an_error_or_none_at_all(embedded: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(embedded) - 1))
    broken = data.draw(
        st.sampled_from([embedded[:place], embedded[:place] + b"\0" + embedded[place + 1 :], embedded[place:]])
    )
    with suppress(BuildError):
        parse_handbook(broken, "h.pdf")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--public", "--embed-profile"), "are for one reader's guide, not --public"),
        (("--no-pdf", "--embed-profile"), "--embed-profile are for the handbook, which --no-pdf leaves out"),
        (("--no-pdf", "--forms"), "--pages, --forms and --embed-profile are for the handbook"),
    ],
    ids=["public", "no handbook", "no handbook for fields"],
)
def test_a_source_needs_a_handbook_of_one_reader(quick: Path, arguments: tuple[str, ...], message: str) -> None:
    ended = matchbook(quick, "build", *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr


@pytest.mark.parametrize("command", ["strip", "rebuild"])
def test_what_is_no_file_or_too_large_for_a_handbook_is_refused_before_it_is_read(quick: Path, command: str) -> None:
    with (quick / "large.pdf").open("wb") as file:
        file.truncate(20_000_001)
    ended = [matchbook(quick, command, name) for name in ("profiles", "large.pdf")]
    assert [each.returncode for each in ended] == [1, 1]
    assert "".join(each.stderr for each in ended) == (
        "profiles: error: expected a file, found something else\n  hint: name a PDF\n\n"
        "1 problem; nothing was written\n"
        "large.pdf: error: the file is larger than 20,000,000 bytes\n"
        "  hint: take the handbook as Matchbook wrote it\n\n"
        "1 problem; nothing was written\n"
    )
