"""The PDF engine in its box: it reads what it was given, takes what it may take, and ends with whoever asked for it."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from builder.cache import cache_folder
from builder.diagnostics import BuildError, format_diagnostic
from builder.handouts.pdf_files import pdf_texts
from builder.limits import Limits
from builder.paper import Paper
from builder.pipeline import build
from builder.project import find_project
from builder.wanted import Built, Wanted
from tests.batches import quick_project
from tests.building import ROOT, files_of, make_project, matchbook, process_environment
from tests.hostile import collected_pictures, with_collections

pytestmark = [
    pytest.mark.pdf,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and signals are those of Linux"),
]

A4_WIDTH = 596  # points
CANARY = "canary-of-a-strangers-file"
# Every way in which a page can ask for something: {0} is a file, {1} an address on the network.
ASKING = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Asking</title>
<link rel="stylesheet" href="{0}"><link rel="stylesheet" href="{1}"><link rel="stylesheet" href="handbook.css">
<link rel="attachment" href="{0}"><link rel="attachment" href="{1}"><link rel="icon" href="{0}">
<style>@import url("{0}"); @import url("{1}"); body {{ background: url("{0}"), url("{1}") }}
@font-face {{ font-family: Far; src: url("{1}"), url("{0}") }}
li {{ list-style-image: url("{1}") }} p::before {{ content: url("{0}") }}</style></head>
<body><p style="font-family: Far">Asked.</p><ul><li>one</li></ul><img src="{0}" alt=""><img src="{1}" alt="">
<a rel="attachment" href="{0}">attached</a><object data="{0}"></object><embed src="{1}">
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{0}"/><image href="{1}"/><use href="{0}#a"/>
<style>@import url("{1}");</style></svg></body></html>
"""
# Prints what the engine was refused, and everything that it opened or reached for.
WATCHED = """
import json, os, sys
met = []

def watch(event, arguments):
    # Not what is opened by its number, nor files that are made anew: looking for libraries makes some and removes them.
    if event == "open" and isinstance(arguments[0], str) and not arguments[2] & (os.O_CREAT | os.O_RDWR):
        met.append([event, arguments[0]])
    elif event.startswith("socket."):
        met.append([event, ""])

sys.addaudithook(watch)
from builder.handbook import print_pdf
printed = print_pdf(open(0).read(), "p { color: red }")
print(json.dumps({"met": met, "complaints": printed.complaints, "pdf": printed.pdf.decode("latin-1")}))
"""
# Starts as macOS and Windows do: each process loads what it needs and is told the rest.
SPAWNING = """
import sys
if __name__ == "__main__":
    sys.platform = "other"
    from builder.__main__ import main
    main()
"""
# Takes its time, but ends, also where nobody keeps it from going on.
LONG = "{% for _ in range(9999) %}{% for _ in range(99999) %}{% endfor %}{% endfor %}"
GREEDY: Mapping[str, tuple[str, Limits, str]] = {
    "memory": (
        "{% for times in range(2) %}{% set taken = 'x' * (times * 1600000000) %}{% endfor %}",
        Limits(memory=1_500_000_000),
        "it needed more than 1.5 GB of memory",
    ),
    "a processor": (LONG, Limits(processor_seconds=3), "it used a processor for longer than 3 seconds"),
    "time": (LONG, Limits(seconds=3), "it took longer than 3 seconds"),
    "depth": ("{{ ('<div>' * 3000) | safe }}", Limits(), "something in it is nested too deeply"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """What the engine met while it laid out a page that asks for everything, and the address nobody may ask."""

    met: tuple[tuple[str, str], ...]
    complaints: tuple[str, ...]
    pdf: str
    asked_of_server: tuple[str, ...]
    left_behind: tuple[str, ...]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """Lay out a page that asks for a file and for an address in every way there is."""
    return watch(tmp_path_factory.mktemp("asking"), ASKING)


def watch(folder: Path, asking: str) -> Watched:
    """Lay out a page that asks for a file, {0}, and for an address, {1}."""
    secret = folder / "secret.css"
    secret.write_text(f"/* {CANARY} */ p {{ color: blue }}", encoding="utf-8")
    asked: list[str] = []
    passing = folder / "passing"
    passing.mkdir()

    class Telling(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Telling) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = asking.format(secret.as_uri(), f"http://127.0.0.1:{server.server_port}/x.css")
        ended = subprocess.run(
            [sys.executable, "-c", WATCHED],
            env=process_environment(TMPDIR=str(passing)),
            input=page,
            capture_output=True,
            text=True,
            check=False,
        )
        server.shutdown()
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    met = tuple((event, path) for event, path in said["met"])
    return Watched(met, tuple(said["complaints"]), said["pdf"], tuple(asked), tuple(files_of(passing)))


def strange_files(watched: Watched) -> list[str]:
    """Return which files were opened that are neither fonts, packages, the cache nor the system's."""
    import fontpkg  # noqa: PLC0415 - where the fonts are

    packages = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    allowed = (*packages, sys.prefix, sys.base_prefix, str(Path(fontpkg.__file__).parent), f"{ROOT}/builder/")
    system = ("/dev/null", "/etc/mime.types", str(cache_folder()))
    opened = {path for event, path in watched.met if event == "open"}
    assert len(opened) > len(system)
    return [path for path in sorted(opened) if not path.startswith((*allowed, *system))]


def test_a_handbook_opens_fonts_packages_and_the_cache_and_nothing_else(watched: Watched) -> None:
    assert strange_files(watched) == []


@with_collections
def test_no_collected_picture_in_a_handbook_asks_for_anything(tmp_path: Path) -> None:
    pictures = "".join(f"<p>{picture}</p>" for picture in collected_pictures())
    page = f'<!DOCTYPE html><html lang="en"><head><title>Pictures</title></head><body>{pictures}</body></html>'
    met = watch(tmp_path, page.replace("{", "{{").replace("}", "}}"))
    assert strange_files(met) == []
    assert [event for event, _ in met.met if event.startswith("socket.")] == []
    refused = "\n".join(met.complaints)
    assert [address for address in ("https://example.com/image.jpg", "expect://ls") if address not in refused] == []


def test_a_handbook_makes_no_connection(watched: Watched) -> None:
    assert [event for event, _ in watched.met if event.startswith("socket.")] == []
    assert watched.asked_of_server == ()


def test_a_handbook_holds_nothing_of_a_strangers_file_and_says_what_it_was_refused(watched: Watched) -> None:
    assert CANARY not in watched.pdf
    assert "/EmbeddedFile" not in watched.pdf
    assert sum("may not load file:///" in complaint for complaint in watched.complaints) > 0
    assert sum("may not load http://127.0.0.1" in complaint for complaint in watched.complaints) > 0


def test_a_handbook_leaves_no_temporary_file(watched: Watched) -> None:
    assert watched.left_behind == ()


def test_its_own_style_is_what_a_handbook_is_given(watched: Watched) -> None:
    assert not any("may not load asset:///handbook.css" in complaint for complaint in watched.complaints)


def built(project: Path, limits: Limits) -> Built:
    """Build the handbook of a project in this process, which starts another for the PDF."""
    wanted = Wanted(paper=Paper.A4, limits=limits)
    return build(find_project(project), project / "profiles" / "ana.yaml", wanted, lambda _: None)


def with_handbook(folder: Path, body: str) -> Path:
    """Make a project whose handbook holds what a template makes."""
    project = quick_project(folder)
    template = f'<!DOCTYPE html><html lang="en"><head><title>{{{{ guide.site.title }}}}</title></head><body>{body}'
    (project / "templates" / "handbook" / "handbook.html").write_text(template, encoding="utf-8")
    return project


@pytest.mark.parametrize("what", GREEDY)
def test_a_document_that_takes_too_much_is_a_message(tmp_path: Path, what: str) -> None:
    body, limits, why = GREEDY[what]
    with pytest.raises(BuildError) as caught:
        built(with_handbook(tmp_path, body), limits)
    told = "\n".join(format_diagnostic(problem) for problem in caught.value.diagnostics)
    hint = "  hint: leave chapters out with `--skip`, or build with `--no-pdf`"
    assert told == f"handbook.pdf: error: it cannot be laid out: {why}\n{hint}"


def test_each_document_has_a_process_of_its_own_that_is_gone_at_the_end(tmp_path: Path) -> None:
    project = with_handbook(tmp_path, "<p>Hello</p>")
    before = children()
    made = built(project, Limits())
    assert "Hello" in " ".join(pdf_texts(made.files["handbook.pdf"]))
    assert "weasyprint" not in sys.modules or os.environ.get("PYTEST_XDIST_WORKER")
    assert children() <= before


def children() -> set[int]:
    """Return the processes that this one began and that are there still, or wait to be looked after."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(path.parent.name))
    return found


def test_a_wrong_template_is_told_from_the_process_as_from_here(tmp_path: Path) -> None:
    ended = matchbook(with_handbook(tmp_path, "<p>{{ nobody.knows }}</p>"), "build", "profiles/ana.yaml")
    assert ended.returncode == 1
    assert "templates/handbook/handbook.html:1:" in ended.stderr
    assert ended.stderr.endswith("\n1 problem; nothing was written\n")


def test_where_processes_begin_from_nothing_a_build_and_a_batch_make_the_same_files(tmp_path: Path) -> None:
    project = quick_project(tmp_path, "id,name\na1,Ana Araújo\n")
    script = tmp_path / "spawning.py"
    script.write_text(SPAWNING, encoding="utf-8")
    for command in (["build", "profiles/ana.yaml", "--sheet"], ["batch", "roster.csv"]):
        forked = matchbook(project, *command, "--output", "site/forked")
        spawned = subprocess.run(
            [sys.executable, str(script), *command, "--output", "site/spawned"],
            cwd=project,
            env=process_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (forked.returncode, spawned.returncode) == (0, 0), forked.stderr + spawned.stderr
        made = files_of(project / "site" / "spawned")
        assert any(name.endswith("handbook.pdf") for name in made)
        # The lists of files say what they were made from under a key of each batch.
        assert without_lists(made) == without_lists(files_of(project / "site" / "forked"))
        for name in ("forked", "spawned"):
            (project / "site" / name).rename(project / f"done-{name}-{command[0]}")


WORD_BOX = re.compile(r'<word xMin="([-.0-9]+)" yMin="[-.0-9]+" xMax="([-.0-9]+)"')


@pytest.mark.parametrize("letter", ["W", "ﷺ", "字"])
def test_the_longest_name_stays_on_the_page(tmp_path: Path, letter: str) -> None:
    project = make_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text(f"name: {letter * 200}\nmatch: {{year: 2045}}\n", encoding="utf-8")
    ended = matchbook(project, "build", "profiles/ana.yaml", "--sheet")
    assert ended.returncode == 0, ended.stderr
    for name in ("handbook.pdf", "sheet.pdf"):
        listed = subprocess.run(
            ["pdftotext", "-bbox", str(project / "site" / "ana" / name), "-"],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        edges = [(float(left), float(right)) for left, right in WORD_BOX.findall(listed.stdout)]
        assert len(edges) > 20
        assert [(left, right) for left, right in edges if left < 0 or right > A4_WIDTH] == []


def without_lists(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {name: content for name, content in files.items() if "/.matchbook" not in f"/{name}"}
