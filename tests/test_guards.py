"""Every guard is needed: without it, in a copy of the program, the test that is there for it fails."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.building import ROOT

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="some of the guards are those of Linux"),
]

COPIED = ("builder", "templates", "tests", "pyproject.toml")
LINKED = ("content", "docs", "profiles", "matchbook", "README.md", "CHANGELOG.md")
TESTS_FAILED = 1


@dataclass(frozen=True, slots=True)
class Guard:
    """A text of a file of the program, what stands there without it, and the test that fails then."""

    file: str
    text: str
    without: str
    test: str


YAML = "builder/yaml_text.py"
STRANGERS = "test_strangers.py::test_yaml_of_a_stranger_is_one_clear_error"
TABLES = "test_strangers.py::test_a_table_of_a_stranger_is_one_clear_error"
IN_A_STAGE = 'stage = target.parent / f"{STAGE}{target.name}"\n    try:\n        fill_folder('
IN_PLACE = """\
shutil.rmtree(target, ignore_errors=True)
    fill_folder(target, {**files, MANIFEST: _manifest_of(files, about)}, target, mode)
    return
    try:
        fill_folder("""
BOX = "test_boxed_pdf.py::test_a_document_that_takes_too_much_is_a_message"
GUARDS = {
    # What strangers write.
    "anchors": Guard(YAML, "if event.anchor:", "if False:", STRANGERS),
    "aliases": Guard(YAML, "case yaml.AliasEvent():", "case yaml.StreamStartEvent():", STRANGERS),
    "merge keys": Guard(YAML, 'if key.text == "<<" and key.is_plain:', "if False:", STRANGERS),
    "tags": Guard(YAML, 'if event.tag and event.tag != "!":', "if False:", STRANGERS),
    "duplicate keys": Guard(YAML, "if key.text in parent.keys:", "if False:", STRANGERS),
    "nesting": Guard(YAML, "DEEPEST = 20", "DEEPEST = 10**9", STRANGERS),
    "many values": Guard(YAML, "MOST_VALUES = 20_000", "MOST_VALUES = 10**9", STRANGERS),
    "escapes in YAML": Guard(YAML, "if UNPRINTABLE.search(event.value):", "if False:", STRANGERS),
    "errors of the YAML library": Guard(YAML, "except yaml.YAMLError", "except ZeroDivisionError", STRANGERS),
    "controls in files": Guard(
        "builder/source_files.py", "    if found:\n        place", "    if False:\n        place", STRANGERS
    ),
    "encodings": Guard("builder/source_files.py", "except UnicodeDecodeError", "except ZeroDivisionError", STRANGERS),
    "large files": Guard("builder/source_files.py", "if len(content) > largest:", "if False:", STRANGERS),
    "pipes and devices": Guard(
        "builder/source_files.py", "if not stat.S_ISREG(status.st_mode):", "if False:", "test_strangers.py -k no_file"
    ),
    "links that lead out": Guard(
        "builder/source_files.py",
        "if not real_path(path).is_relative_to(real_path(folder)):",
        "if False:",
        "test_strangers.py -k link",
    ),
    "many rows": Guard("builder/rosters/table.py", "if number > MOST_ROWS + 1:", "if False:", TABLES),
    "many cells": Guard("builder/rosters/table.py", "if held > MOST_CELLS:", "if False:", TABLES),
    "many columns": Guard("builder/rosters/table.py", "if cells > MOST_COLUMNS:", "if False:", TABLES),
    "long rows": Guard("builder/rosters/table.py", "if self._length > LONGEST_ROW:", "if False:", TABLES),
    "text behind quotes": Guard("builder/rosters/table.py", "strict=True", "strict=False", TABLES),
    "links nearby": Guard(
        "builder/markup/markdown_engine.py",
        'ahead = data[index : index + LONGEST_LINK]\n        if "]"',
        'ahead = data[index:]\n        if "]"',
        "test_scaling.py -k 'takes_much_work and nested'",
    ),
    "lines that are too deep": Guard(
        "builder/markup/bounds.py", "    if deep:\n", "    if False:\n", "test_markup.py -k nested_too_deep"
    ),
    # Values are text.
    "HTML": Guard(
        "builder/templating.py",
        "autoescape=True",
        "autoescape=False",
        "test_values_as_text.py::test_every_page_has_the_same_tags_and_attributes",
    ),
    "HTML in a browser": Guard(
        "builder/templating.py",
        "autoescape=True",
        "autoescape=False",
        "test_values_in_browsers.py::test_no_value_runs_in_a_readers_own_website",
    ),
    "HTML in a handbook": Guard(
        "builder/templating.py",
        "autoescape=True",
        "autoescape=False",
        "test_values_as_text.py::test_a_handbook_has_the_same_structure_and_links",
    ),
    "values in text": Guard(
        "builder/guide.py",
        "Html(escape(printed_value(piece, self.facts, self.library.vocabulary.schema.fields)), is_own=True)",
        "Html(printed_value(piece, self.facts, self.library.vocabulary.schema.fields), is_own=True)",
        "test_values_as_text.py::test_every_page_has_the_same_tags_and_attributes",
    ),
    "messages of the preview": Guard(
        "builder/preview/pages.py",
        "{escape(message)}</pre>",
        "{message}</pre>",
        "test_values_in_browsers.py::test_no_value_runs_in_the_preview",
    ),
    "answers in the public guide": Guard(
        "templates/public/marks.js",
        "element.textContent = wanted;",
        "element.innerHTML = wanted;",
        "test_privacy.py::test_a_hostile_answer_is_text_like_any_other",
    ),
    "formulas": Guard(
        "builder/csv_text.py",
        "[as_text(cell) for cell in row]",
        "list(row)",
        "test_values_as_text.py::test_no_cell_is_taken_for_a_formula",
    ),
    "calendars": Guard(
        "builder/calendar_file.py",
        'plain = plain.replace(mark, f"\\\\{mark}")',
        "plain = plain.replace(mark, mark)",
        "test_values_as_text.py -k calendar",
    ),
    "the terminal": Guard(
        "builder/diagnostics.py",
        'return UNPRINTABLE.sub("�", text)',
        "return text",
        "test_values_as_text.py::test_what_a_command_says_is_text_for_the_terminal",
    ),
    # The box of the PDF engine.
    "files and addresses": Guard(
        "builder/handbook.py",
        "if url.removeprefix(_BASE) != _STYLE:",
        "if not url.startswith(('file:', 'http:', _BASE)):",
        "test_boxed_pdf.py -k strangers_file",
    ),
    "memory": Guard("builder/processes.py", "resource.RLIMIT_AS: limits.memory, ", "", f"{BOX}[memory]"),
    "a processor": Guard(
        "builder/processes.py", ", resource.RLIMIT_CPU: limits.processor_seconds", "", f"{BOX} -k processor"
    ),
    "time": Guard("builder/processes.py", " or time.monotonic() >= each.deadline]", "]", f"{BOX}[time]"),
    "depth": Guard("builder/processes.py", "except RecursionError:", "except ZeroDivisionError:", f"{BOX}[depth]"),
    # Ids and paths.
    "paths that lead out": Guard(
        "builder/output.py",
        '".." in PurePosixPath(name).parts',
        "False",
        "test_paths.py::test_no_file_is_written_outside_its_folder",
    ),
    "devices": Guard(
        "builder/disk_names.py", "    if is_device(name):", "    if False:", "test_paths.py -k has_a_problem"
    ),
    "letters that look alike": Guard(
        "builder/disk_names.py",
        "if strange or len(_look_alike_scripts(name)) > 1:",
        "if False:",
        "test_paths.py -k has_a_problem",
    ),
    "capitals": Guard(
        "builder/cli/places.py", "or _twin_problem(made)", "", "test_paths.py -k other_disks_take_for_one"
    ),
    "the place of another guide": Guard(
        "builder/cli/places.py", "if plain_name(name) in _TAKEN:", "if False:", "test_paths.py -k place_of_the_guide"
    ),
    # Output.
    "files of strangers": Guard(
        "builder/output.py",
        "            raise _strangers(target, name)\n",
        "            pass\n",
        "test_output.py -k strangers",
    ),
    "home and the project": Guard(
        "builder/cli/places.py",
        "if any(folder.is_relative_to(resolved) for folder in above):",
        "if False:",
        "test_output.py -k somebodys",
    ),
    "two builds": Guard(
        "builder/output.py",
        "fcntl.LOCK_EX | fcntl.LOCK_NB",
        "0 * fcntl.LOCK_UN or fcntl.LOCK_SH",
        "test_output.py -k second_build",
    ),
    "what a killed build left": Guard(
        "builder/output.py", "            _repair(target)\n", "", "test_faults.py -k 'replace and kill'"
    ),
    "all or nothing": Guard(
        "builder/output.py",
        IN_A_STAGE,
        IN_PLACE,
        "test_faults.py -k 'replace and kill'",
    ),
    "what stood there": Guard(
        "builder/output.py", "        old.rename(target)\n        raise", "        raise", "test_output.py -k put_back"
    ),
    "files down to the disk": Guard(
        "builder/staging.py", "        os.fsync(file.fileno())\n", "", "test_faults.py -k down_on_the_disk"
    ),
    "files that are shared": Guard(
        "builder/staging.py",
        " or stat.S_IMODE(status.st_mode) != mode",
        "",
        "test_output.py -k shares_nothing",
    ),
    "strangers beside guides": Guard(
        "builder/cli/batching.py",
        "        refuse_strangers_beside_guides(root, {reader.id for reader in readers})\n",
        "",
        "test_output.py -k somebodys",
    ),
    "a full disk": Guard(
        "builder/output.py",
        IN_A_STAGE,
        IN_PLACE,
        "test_full_disk.py -k public",
    ),
    "new files as a whole": Guard(
        "builder/private_files.py",
        'unfinished = path.with_name(f"{STAGE}{path.name}")\n    with',
        "unfinished = path\n    with",
        "test_faults.py -k 'tear and file'",
    ),
    "what was changed since": Guard("builder/cleaning.py", "hexdigest() == digest:", "hexdigest():", "test_clean.py"),
    # Ends and days.
    "signals": Guard("builder/cli/running.py", "    heed_signals()\n", "", "test_endings.py -k is_told_to_end"),
    "closed pipes": Guard(
        "builder/cli/exits.py", "if isinstance(error, BrokenPipeError):", "if False:", "test_endings.py -k nobody_reads"
    ),
    "processes that end with theirs": Guard(
        "builder/processes.py",
        "            each.process.kill()\n            each.process.join()\n",
        "",
        "test_processes.py",
    ),
    "one day for all": Guard(
        "builder/fonts.py",
        '    os.environ["SOURCE_DATE_EPOCH"] = "0"\n',
        "",
        "test_set_fonts.py -k says_no_day",
    ),
    # Privacy.
    "folders of their owner": Guard("builder/output.py", "OWNER = 0o700", "OWNER = 0o755", "test_output.py -k owner"),
    "files of their owner": Guard(
        "builder/staging.py",
        '_write(f"{place}/{name}", content, mode & ~RUNNABLE)',
        '_write(f"{place}/{name}", content, mode & ~RUNNABLE | 0o044)',
        "test_output.py -k owner",
    ),
    "lines that are quoted": Guard(
        "builder/diagnostics.py",
        "if place.line and not place.source.is_private:",
        "if place.line:",
        "test_private_messages.py",
    ),
    "the reader's own blocks": Guard(
        "builder/typesetting/handbook_pages.py",
        "for name, (block, _) in missing.items() if not block.is_own}",
        "for name, (block, _) in missing.items()}",
        "test_typesetting.py -k cache_holds_nothing",
    ),
    "the reader's own words": Guard(
        "builder/typesetting/handbook_pages.py",
        "for name, (block, _) in missing.items() if not block.is_own}",
        "for name, (block, _) in missing.items()}",
        "test_canaries.py -k 'nothing_but and build and profiles'",
    ),
    "one reader's inputs": Guard(
        "builder/batch/running.py",
        "reader_inputs(batch.key, shared, reader, batch.settings.texts)",
        "reader_inputs(batch.key, shared + str(batch.readers[0].given), reader, batch.settings.texts)",
        "test_canaries.py -k whatever_another_reader",
    ),
    "words in lists": Guard(
        "builder/batch/work.py",
        "    return _ABOUT_OWN_WORDS if is_quoted else message",
        "    return message",
        "test_batch.py",
    ),
    "what others could have written": Guard(
        "builder/cache.py",
        "return status.st_uid == os.getuid() and not status.st_mode & 0o022",
        "return True",
        "test_kept_library.py -k trusted",
    ),
    "the search for mix-ups": Guard(
        "builder/batch/running.py",
        "        if found == ():\n",
        "        if found is not None:\n",
        "test_batch.py -k shared_cache",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with its tests."""
    folder = tmp_path_factory.mktemp("unguarded")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    return folder


def run_tests(project: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests in a copy of the program until one fails."""
    path, _, chosen = tests.partition(" -k ")
    options = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", *(("-k", chosen.strip("'")) if chosen else ()))
    return subprocess.run(
        [sys.executable, "-m", "pytest", f"tests/{path}", *options],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("what", GUARDS)
def test_without_a_guard_its_test_fails(project: Path, what: str) -> None:
    guard = GUARDS[what]
    path = project / guard.file
    guarded = path.read_text(encoding="utf-8")
    assert guarded.count(guard.text) == 1
    path.write_text(guarded.replace(guard.text, guard.without), encoding="utf-8")
    ended = run_tests(project, guard.test)
    path.write_text(guarded, encoding="utf-8")
    assert ended.returncode == TESTS_FAILED, ended.stdout[-2_000:] + ended.stderr[-2_000:]
