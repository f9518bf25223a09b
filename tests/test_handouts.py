"""Parts of a batch by themselves: marks of a reader and their search, counts of a cohort, hashes of what goes in."""

import shutil
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random  # noqa: TID251 - the same in every run

import pytest

from builder.batch.freshness import reader_inputs, shared_inputs
from builder.batch.print_file import parts
from builder.batch.readers import Reader, load_readers, with_name
from builder.batch.work import Handout
from builder.conditions.facts import Facts
from builder.conditions.truth import Truth
from builder.handbook import print_pdf
from builder.handouts.cohort import CohortRow, cohort_rows
from builder.handouts.leaks import Leak, Marks, find_leaks, index_of, marks_of, words_of
from builder.handouts.manifest import ManifestEntry, manifest_csv
from builder.handouts.pdf_files import joined, page_count, pdf_texts
from builder.output import OutputError
from builder.private_files import keep_key, load_or_draw_key
from builder.profiles import Profile
from builder.project import Project, find_project
from builder.schema import FieldName, Value
from builder.sources import whole_file
from tests.building import ROOT, make_project
from tests.guides import small_library

ANA = Marks("row 2", frozenset({"ana lúcia araújo"}))
BO = Marks("row 3", frozenset({"bo", "general surgery"}))
CLEAN = {"website/index.html": b"<p>For everybody</p>"}


def reader_named(name: str, **given: Value) -> Reader:
    answers = {FieldName(field): value for field, value in {"name": name, **given}.items()}
    return Reader(id="a1", source="row 2", place=whole_file("x"), profile=Profile("x", Facts(answers)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("index.html", b"<p>Dear Ana L\xc3\xbacia Ara\xc3\xbajo,</p>", id="text"),
        pytest.param("index.html", b"<p>ANA <b>L\xc3\x9aCIA</b>\n ARA\xc3\x9aJO</p>", id="capitals, tags, line ends"),
        pytest.param("index.html", b'<a title="Ana L&uacute;cia Ara&#250;jo">x</a>', id="attributes and entities"),
        pytest.param("index.html", "<p>Ana Lúcia Araújo</p>".encode(), id="letters in two parts"),
        pytest.param("a.csv", "x,AnaLúcia Ara\u00adújo".encode(), id="spaces lost, soft hyphens"),
        pytest.param("ana-lúcia-araújo.html", b"", id="the name of a file"),
        pytest.param("assets/ana-lúcia-araújo.woff2", b"\0", id="the name of a file that is no text"),
    ],
)
def test_another_readers_name_is_found(name: str, content: bytes) -> None:
    assert find_leaks({**CLEAN, name: content}, BO, index_of([ANA, BO])) == (Leak(name, "row 2"),)


@pytest.mark.pdf
@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>Dear Ana Lúcia Araújo</p>", id="text"),
        pytest.param("<p style='width: 1em'>Ana Lúcia Araú\u00adjo</p>", id="text on many lines"),
        pytest.param("<title>Ana Lúcia Araújo</title><p>x</p>", id="the title"),
        pytest.param("<meta name=keywords content='Ana Lúcia Araújo'><p>x</p>", id="keywords"),
        pytest.param("<h1 style='bookmark-label: \"Ana Lúcia Araújo\"'>x</h1>", id="the outline"),
    ],
)
def test_another_readers_name_is_found_in_a_pdf(html: str) -> None:
    pdf = print_pdf(f"<html lang=en>{html}</html>", "").pdf
    assert find_leaks({"handbook.pdf": pdf}, BO, index_of([ANA, BO])) == (Leak("handbook.pdf", "row 2"),)


@pytest.mark.pdf
def test_what_a_pdf_says_about_itself_is_read_where_it_is_packed_too() -> None:
    pdf = print_pdf("<html lang=en><title>Ana</title><p>x</p></html>", "").pdf
    told = [text for text in pdf_texts(pdf) if text.startswith("<rdf:RDF")]
    assert b"<rdf:RDF" not in pdf
    assert len(told) == 1
    assert ">Ana<" in told[0]


@pytest.mark.parametrize(
    ("own", "text"),
    [
        pytest.param(BO, "Anatomy of Lúcia", id="parts of a name"),
        pytest.param(ANA, "Ana Lúcia Araújo", id="one's own name"),
        pytest.param(Marks("row 4", frozenset({"dr ana lúcia araújo"})), "Ana Lúcia Araújo", id="a part of one's own"),
    ],
)
def test_what_is_ones_own_or_a_part_of_a_word_is_no_leak(own: Marks, text: str) -> None:
    assert find_leaks({"index.html": text.encode()}, own, index_of([ANA, own])) == ()


def test_a_short_name_is_found_as_a_word_only() -> None:
    assert find_leaks({"a.html": b"about books"}, ANA, index_of([ANA, BO])) == ()
    assert find_leaks({"a.html": b"ask Bo."}, ANA, index_of([ANA, BO])) == (Leak("a.html", "row 3"),)


def test_everybody_whose_data_is_found_is_told_in_the_order_of_the_roster() -> None:
    eve, ann = Marks("row 9", frozenset({"eve ng"})), Marks("row 4", frozenset({"eve nguyen", "ann of the long name"}))
    files = {"a.html": b"Eve Ng and annofthelongname", "b.html": b"Eve Nguyen"}
    found = find_leaks(files, BO, index_of([ann, BO, eve]))
    assert found == (Leak("a.html", "row 4"), Leak("a.html", "row 9"), Leak("b.html", "row 4"))


def test_a_reader_is_known_by_free_texts_that_the_guide_does_not_hold(tmp_path: Path) -> None:
    fields = small_library(tmp_path).vocabulary.schema.fields.values()
    given: dict[FieldName, Value] = {
        FieldName("name"): "Ana  Araújo",
        FieldName("citizenship"): ("BRAZIL", "BR", "Start"),
        FieldName("step1.score"): 212,
        FieldName("step1.status"): "passed",
    }
    marks = marks_of("row 2", ("Xy12345678", "s3cret-w0rd"), given, fields, words_of("Where to start."))
    assert marks == Marks("row 2", frozenset({"ana araújo", "brazil", "xy12345678", "s3cret w0rd"}))


def test_counts_below_five_are_not_shown_nor_to_be_worked_out() -> None:
    def of(yes: int, no: int, unknown: int) -> CohortRow:
        readers = [Truth.YES] * yes + [Truth.NO] * no + [Truth.UNKNOWN] * unknown
        return cohort_rows({"low": "readers with a low score"}, [{"low": truth} for truth in readers])[0]

    label = "readers with a low score"
    assert of(20, 10, 5) == CohortRow(label, 20, 10, 5)
    assert of(20, 10, 4) == CohortRow(label, 20, None, None)
    assert of(37, 3, 0) == CohortRow(label, None, None, None)
    assert of(20, 3, 2) == CohortRow(label, 20, None, None)
    assert of(2, 1, 1) == CohortRow(label, None, None, None)


def cohort(*holding: Mapping[int, Truth]) -> list[int | None]:
    """Return how often each of some conditions is shown to hold, told of 100 readers.

    For readers who are not named a condition fails or is unknown, by a chance of its own.
    """
    columns = [
        [holds.get(one, chance.choice((Truth.NO, Truth.UNKNOWN))) for one in range(100)]
        for chance, holds in ((Random(place), holds) for place, holds in enumerate(holding))
    ]
    readers = [{str(name): column[one] for name, column in enumerate(columns)} for one in range(100)]
    return [row.yes for row in cohort_rows({str(name): "" for name in range(len(columns))}, readers)]


def yes(*places: int) -> Mapping[int, Truth]:
    return dict.fromkeys(range(*places), Truth.YES)


@pytest.mark.parametrize("second", [yes(12), yes(4, 30), yes(30, 50), yes(26)])
def test_counts_of_which_none_tells_of_fewer_than_five_are_shown(second: Mapping[int, Truth]) -> None:
    assert cohort(yes(20), second) == [20, len(second)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(yes(17), id="three fewer"),
        pytest.param(yes(20), id="none fewer"),
        pytest.param(yes(23), id="three more"),
        pytest.param(yes(17, 100), id="together everybody, three of them in both"),
        pytest.param(yes(24, 100), id="together all but four"),
    ],
)
def test_a_count_is_not_shown_where_another_taken_from_it_leaves_fewer_than_five(second: Mapping[int, Truth]) -> None:
    assert cohort(yes(20), second) == [20, None]


def test_the_rest_of_several_counts_within_one_does_not_tell_of_fewer_than_five() -> None:
    assert cohort(yes(20), yes(9), yes(9, 18), yes(9, 15)) == [20, 9, None, 6]


def test_a_row_is_not_shown_where_too_much_follows_from_it_to_look_at() -> None:
    shown = cohort(*(yes(10 * one, 10 * one + 10) for one in range(9)))
    assert shown == [10] * 8 + [None]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ana Lúcia Araújo!", "sheet-ana-lucia-araujo.pdf"),
        ("../../etc/passwd", "sheet-etc-passwd.pdf"),
        ("田中", "sheet.pdf"),
        ("x" * 100, f"sheet-{'x' * 60}.pdf"),
        ("", "sheet.pdf"),
    ],
)
def test_a_name_becomes_a_file_name_that_every_disk_takes(name: str, file: str) -> None:
    assert with_name("sheet.pdf", reader_named(name)) == file


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "templates", make_project(tmp_path) / "templates")
    return find_project(tmp_path)


def test_an_id_that_was_made_up_for_another_row_is_that_of_nobody(project: Project) -> None:
    vocabulary = small_library(project.root).vocabulary
    roster = project.root / "roster.csv"
    roster.write_text("id,name\n,Ana\n,Bo\n", encoding="utf-8")
    made_up = load_readers([roster], project, vocabulary, b"key")[0].id
    roster.write_text(f"id,name\n,Ana\n,Bo\n{made_up.upper()},Eve\n", encoding="utf-8")
    ana, bo, eve = load_readers([roster], project, vocabulary, b"key")
    assert [problem.message for problem in ana.problems] == ["the id of this row is the id of row 4 too"]
    assert [problem.message for problem in eve.problems] == ["the id of this row is the id of row 2 too"]
    assert bo.problems == ()


def test_a_profile_that_is_named_twice_is_one_reader(project: Project) -> None:
    vocabulary = small_library(project.root).vocabulary
    ana, empty = project.profiles / "ana.yaml", project.profiles / "empty.yaml"
    twice = [ana, empty, project.profiles / ".." / "profiles" / "ana.yaml"]
    assert [reader.source for reader in load_readers(twice, project, vocabulary, b"key")] == [
        "profiles/ana.yaml",
        "profiles/empty.yaml",
    ]


def test_a_secret_is_drawn_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "handouts" / ".matchbook-key"
    drawn = load_or_draw_key(path)
    assert not path.parent.exists()
    keep_key(path, drawn)
    keep_key(path, load_or_draw_key(path))
    assert path.read_bytes() == drawn
    assert len({drawn, load_or_draw_key(tmp_path / "other")}) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_no_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"x")
    with pytest.raises(OutputError) as caught:
        load_or_draw_key(tmp_path / "key")
    assert str(caught.value) == (
        f"{tmp_path}/key is not the secret that Matchbook wrote: it has 1 bytes in place of 32\n"
        "  hint: put the old file back, or delete it; readers without an id get new ones then"
    )


def test_a_secret_that_another_batch_kept_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "key"
    mine, theirs = load_or_draw_key(path), load_or_draw_key(path)
    keep_key(path, theirs)
    with pytest.raises(OutputError, match="is in use: another batch began there"):
        keep_key(path, mine)
    assert path.read_bytes() == theirs


@pytest.mark.parametrize("path", ["content/start/low.md", "templates/handbook/handbook.css", "content/claims.yaml"])
def test_a_change_of_what_all_share_changes_the_hash(project: Project, path: str) -> None:
    before = shared_inputs(project)
    assert shared_inputs(project) == before
    changed = project.root / path
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert shared_inputs(project) != before


def test_a_change_of_an_answer_or_a_setting_changes_the_hash() -> None:
    settings = ("A4",)
    hashes = [
        reader_inputs(b"key", "x", reader_named("Ana", score=212), settings),
        reader_inputs(b"key", "x", reader_named("Ana", score=213), settings),
        reader_inputs(b"key", "x", reader_named("Bo", score=212), settings),
        reader_inputs(b"key", "x", reader_named("Ana", score=212), ("Letter",)),
        reader_inputs(b"key", "y", reader_named("Ana", score=212), settings),
        reader_inputs(b"other", "x", reader_named("Ana", score=212), settings),
        reader_inputs(b"key", "x", replace(reader_named("Ana", score=212), password="s3cret-w0rd"), settings),
    ]
    assert len(set(hashes)) == len(hashes)
    assert reader_inputs(b"key", "x", reader_named("Ana", score=212), settings) == hashes[0]


def test_no_cell_of_the_manifest_is_taken_for_a_formula() -> None:
    entry = ManifestEntry(
        id="-a", source="=1+1.yaml", handbook="+x", pages=1, sha256="@", open_questions=0, warnings=("=x",)
    )
    line = manifest_csv([entry]).decode("utf-8-sig").splitlines()[1]
    assert line == "'-a,'=1+1.yaml,'+x,1,'@,0,'=x"


@pytest.mark.pdf
def test_joined_handbooks_begin_on_right_hand_pages_and_are_the_same_in_every_run() -> None:
    one = print_pdf("<html lang=en><p>one</html>", "").pdf
    two = print_pdf("<html lang=en><p>two<p style='break-before: page'>pages</html>", "").pdf
    print_file = joined([one, two, one])
    assert page_count(print_file) == 1 + 1 + 2 + 1
    assert joined([one, two, one]) == print_file
    assert page_count(joined([one, two, one], on_right=False)) == 1 + 2 + 1


def test_more_handbooks_than_are_joined_at_a_time_become_several_print_files_in_the_order_of_the_roster() -> None:
    handout = Handout(handbook="handbook.pdf", sha256="", pages=1, open_questions=0, warnings=())
    made = [(replace(reader_named("Ana"), id=f"r{place}"), handout) for place in range(101)]
    some = {name: [reader.id for reader, _ in part] for name, part in parts(made)}
    assert {name: len(ids) for name, ids in some.items()} == {
        "combined-1.pdf": 50,
        "combined-2.pdf": 50,
        "combined-3.pdf": 1,
    }
    assert [each for ids in some.values() for each in ids] == [f"r{place}" for place in range(101)]
    assert [name for name, _ in parts(made[:50])] == ["combined.pdf"]
    assert parts([]) == []
