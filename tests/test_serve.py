"""The live preview as an author meets it: the real command, real requests, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, expect

from builder.diagnostics import BuildError, Diagnostic, Problems
from builder.preview.changes import Watch, stamps
from builder.preview.pages import live_page
from builder.preview.showing import Preview
from builder.sources import whole_file
from builder.wanted import Built
from tests.building import ROOT, make_project, matchbook, process_environment
from tests.guides import EVERYONE

MODULE = Path("content", "start", "everyone.md")
PAGE = "/start/everyone.html"
BROKEN = EVERYONE.replace("title: For everyone", "title: For everyone\nwhen: lov<er")
PATIENCE = 60.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends the preview with a signal, as Unix does")


@dataclass(frozen=True, slots=True)
class Served:
    """A preview that runs, and what it said."""

    process: subprocess.Popen[str]
    address: str
    said: Path

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://").removesuffix("/")

    def ask(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": self.host, **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse()

    def page(self, path: str = PAGE) -> str:
        return self.ask(path).read().decode()

    def messages(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@dataclass(frozen=True, slots=True)
class Versions:
    """The stream of versions that a page in a browser listens to."""

    response: HTTPResponse

    def next(self) -> str:
        """Wait for the next version."""
        lines = iter(self.response.readline, b"")
        return next(line for line in lines if line.startswith(b"data: ")).decode().strip()


@contextmanager
def serving(project: Path, *arguments: str, **environment: str) -> Iterator[Served]:
    said = project.parent / "said.txt"
    with said.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "builder", "serve", *arguments],
            cwd=project,
            env=process_environment(**environment),
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
    assert process.stdout is not None
    try:
        yield Served(process, process.stdout.readline().strip(), said)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def listening(served: Served) -> Iterator[Versions]:
    """Yield the stream, the version that is shown already read from it."""
    response = served.ask("/.preview/events")
    versions = Versions(response)
    versions.next()
    yield versions
    response.close()


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a preview whose files nobody changes."""
    project = make_project(tmp_path_factory.mktemp("preview") / "project")
    with serving(project, "profiles/ana.yaml") as served:
        yield served


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def eventually(is_so: Callable[[], bool]) -> bool:
    """Tell whether something becomes so while we have patience."""
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def without_watchfiles(folder: Path) -> dict[str, str]:
    """Return an environment in which `watchfiles` is not installed."""
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / "watchfiles.py").write_text("raise ImportError\n")
    return {"PYTHONPATH": f"{hidden}{os.pathsep}{ROOT}"}


def test_the_preview_shows_the_readers_guide_on_this_machine(ana: Served) -> None:
    assert ana.address.startswith("http://127.0.0.1:")
    assert "<h1>A small guide</h1>" in ana.page("/")
    assert "Your score of 212 is low" in ana.page("/start/low.html")


def test_a_folder_leads_to_its_first_page(ana: Served) -> None:
    answer = ana.ask("/start")
    assert (answer.status, answer.getheader("Location")) == (302, "/start/")
    assert "<h1>Start</h1>" in " ".join(ana.page("/start/").split()).replace("> ", ">")


def test_only_the_preview_adds_the_script_that_refreshes_a_page(ana: Served, project: Path) -> None:
    assert '<script src="/.preview/reload.js" data-version="' in ana.page()
    assert b"EventSource" in ana.ask("/.preview/reload.js").read()

    assert matchbook(project, "build", "profiles/ana.yaml", "--no-pdf").returncode == 0
    files = [path for path in (project / "site").rglob("*") if path.is_file()]
    assert [path for path in files if b"preview" in path.read_bytes()] == []


@pytest.mark.parametrize("has_watchfiles", [True, False], ids=["told by the system", "looking often"])
def test_a_changed_module_is_shown_at_once(project: Path, tmp_path: Path, *, has_watchfiles: bool) -> None:
    environment = {} if has_watchfiles else without_watchfiles(tmp_path)
    with serving(project, "profiles/ana.yaml", **environment) as served, listening(served) as versions:
        (project / MODULE).write_text(EVERYONE.replace("Every IMG reads this.", "Every IMG reads that."))
        versions.next()
        assert "reads that." in served.page()
        assert "reads this." not in served.page()


def test_a_changed_profile_template_or_style_is_shown(project: Path) -> None:
    shutil.copytree(ROOT / "templates", project / "templates")
    base, style = project / "templates/website/base.html", project / "templates/website/style.css"
    with serving(project, "profiles/ana.yaml") as served, listening(served) as versions:
        (project / "profiles" / "ana.yaml").write_text("name: Björn\nstep1: {status: passed, score: 211}\n")
        versions.next()
        assert "Your score of 211 is low" in served.page("/start/low.html")

        base.write_text(base.read_text().replace("Skip to the text", "To the text"))
        versions.next()
        assert "To the text" in served.page()

        style.write_text(style.read_text() + "\n.quite-new { color: red }\n")
        versions.next()
        assert b".quite-new" in served.ask("/assets/style.css").read()


def test_a_template_that_cannot_be_rendered_is_told_until_it_is_mended(project: Path) -> None:
    shutil.copytree(ROOT / "templates", project / "templates")
    base = project / "templates/website/base.html"
    whole = base.read_text()
    with serving(project, "profiles/ana.yaml") as served, listening(served) as versions:
        base.write_text(whole.replace("{{ page.title }}", "{{ page.titel }}"))
        versions.next()
        assert "templates/website/base.html:8:33: error: the template cannot be rendered" in served.page()

        base.write_text(whole)
        versions.next()
        assert "<title>For everyone" in served.page()


def test_a_problem_is_told_in_the_page_and_in_the_terminal_until_it_is_mended(project: Path) -> None:
    with serving(project, "profiles/ana.yaml") as served, listening(served) as versions:
        whole = served.page()
        (project / MODULE).write_text(BROKEN)
        versions.next()
        answer = served.ask(PAGE)
        told = answer.read().decode()
        assert answer.status == 500
        assert "<h1>The guide cannot be built</h1>" in told
        assert "1 problem in its files. This page gives way to the guide as soon as they are mended." in told
        assert "  3 | when: lov&lt;er\n" in told
        assert "lov<er" not in told
        assert served.ask("/assets/style.css").status == 200

        (project / MODULE).write_text(EVERYONE)
        versions.next()
        assert served.page() == whole


def test_the_terminal_tells_each_problem_once_and_how_long_a_build_took(project: Path) -> None:
    with serving(project, "profiles/ana.yaml") as served, listening(served) as versions:
        (project / MODULE).write_text(EVERYONE + "\n[zebra](zebra.md)\n")
        versions.next()
        (project / MODULE).write_text(EVERYONE + "\n[zebra](zebra.md)\n\n")
        (project / "content" / "start" / "low.md").write_text("---\ntitle: Low\n---\nOther text, [there](there.md).\n")
        versions.next()
        (project / MODULE).write_text(EVERYONE)
        (project / "content" / "start" / "low.md").write_text("---\ntitle: Low\n---\nOther text.\n")
        versions.next()
        assert eventually(lambda: served.messages().count("built in ") == 2)
        served.end()
        lines = [line if not line.startswith("built in ") else "built" for line in served.messages().split("\n")]
    assert "\n".join(lines) == dedent("""\
        built
        follows every change; Ctrl-C ends it
        content/start/everyone.md:16:9: error: this link leads to no module: `zebra.md`
          16 | [zebra](zebra.md)
             |         ^^^^^^^^

        1 problem; the page in the browser says so too
        content/start/low.md:4:21: error: this link leads to no module: `there.md`
          4 | Other text, [there](there.md).
            |                     ^^^^^^^^
          hint: did you mean `everyone.md`?

        2 problems; the page in the browser says so too
        built

        the preview has ended
        """)


def test_a_preview_begins_with_a_guide_that_cannot_be_built(project: Path) -> None:
    (project / MODULE).write_text(BROKEN)
    with serving(project, "profiles/ana.yaml") as served, listening(served) as versions:
        assert "The guide cannot be built" in served.page("/")
        (project / MODULE).write_text(EVERYONE)
        versions.next()
        assert "<h1>A small guide</h1>" in served.page("/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:9"])
def test_a_request_for_this_machine_is_answered(ana: Served, host: str) -> None:
    assert ana.ask("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "127.0.0.1.nip.io"]
)
def test_a_request_for_another_name_is_refused(ana: Served, host: str) -> None:
    answer = ana.ask("/", Host=host)
    assert (answer.status, answer.read()) == (403, b"ask for 127.0.0.1 or localhost\n")
    assert ana.ask("/.preview/events", Host=host).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/profiles/ana.yaml",
        "//etc/passwd",
        "/assets/../../profiles/ana.yaml",
        "/content/guide.yaml",
        "/profiles/ana.yaml",
        "/%00",
        "/start/everyone.html%00",
        "http://evil.example/",
    ],
)
def test_no_address_leads_out_of_the_guide(ana: Served, path: str) -> None:
    answer = ana.ask(path)
    assert answer.status == 404
    assert "<h1>No such page</h1>" in answer.read().decode()


def test_an_unknown_page_is_named_and_escaped(ana: Served) -> None:
    told = ana.page("/%3Cscript%3Ealert(1)%3C/script%3E.html")
    assert "/&lt;script&gt;alert(1)&lt;/script&gt;.html</pre>" in told


@pytest.mark.parametrize("path", ["/", PAGE, "/assets/style.css", "/nowhere.html", "/.preview/reload.js", "/start"])
def test_browsers_keep_nothing_and_other_sites_get_nothing(ana: Served, path: str) -> None:
    answer = ana.ask(path)
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Cross-Origin-Resource-Policy") == "same-origin"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Server") == "Matchbook"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/theme.js", "text/javascript; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/assets/fonts/inter.woff2", "font/woff2"),
    ],
)
def test_a_file_is_sent_as_what_it_is(ana: Served, path: str, kind: str) -> None:
    assert ana.ask(path).getheader("Content-Type") == kind


def test_a_question_about_a_page_is_answered_without_the_page(ana: Served) -> None:
    answer = ana.ask(PAGE, "HEAD")
    assert (answer.status, answer.read()) == (200, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent_to_the_preview(ana: Served, method: str) -> None:
    assert ana.ask("/", method).status == 501


def test_no_other_address_of_this_machine_is_answered(ana: Served) -> None:
    port = int(ana.host.partition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=PATIENCE)


def test_the_log_says_paths_and_nothing_that_was_asked(project: Path) -> None:
    with serving(project, "profiles/ana.yaml") as served:
        served.ask("/nowhere.html?name=Ana&score=212")
        served.ask("/%1b[31mred?x=1")
        served.ask("/index.html?name=Ana")
        served.end()
        _, _, said = served.messages().partition("Ctrl-C ends it\n")
    assert said.split("\n") == ["404 /nowhere.html", "404 /%1B%5B31mred", "", "the preview has ended", ""]


@pytest.mark.parametrize("has_watchfiles", [True, False], ids=["told by the system", "looking often"])
def test_ctrl_c_ends_the_preview_even_while_a_browser_listens(
    project: Path, tmp_path: Path, *, has_watchfiles: bool
) -> None:
    environment = {} if has_watchfiles else without_watchfiles(tmp_path)
    with serving(project, "profiles/ana.yaml", **environment) as served, listening(served):
        assert served.end() == 130
        assert served.messages().endswith("follows every change; Ctrl-C ends it\n\nthe preview has ended\n")


def test_a_port_that_is_taken_is_an_error_where_it_was_asked_for(ana: Served, project: Path) -> None:
    port = ana.host.partition(":")[2]
    ended = matchbook(project, "serve", "profiles/ana.yaml", "--port", port)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        f"error: port {port} cannot be had: address already in use\n"
        "  hint: leave `--port` out, and a free one is taken\n"
    )


def test_without_a_port_the_next_free_one_is_taken(ana: Served, project: Path) -> None:
    with serving(project, "profiles/ana.yaml") as served:
        assert served.address != ana.address
        assert served.ask("/").status == 200


def test_the_preview_opens_a_browser_on_request(project: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    with serving(project, "profiles/ana.yaml", "--open", BROWSER=f"{browser} %s") as served:
        assert eventually((tmp_path / "opened").exists)
        assert eventually(lambda: (tmp_path / "opened").read_text() == f"{served.address}\n")


def test_the_preview_says_so_where_there_is_no_browser(project: Path, tmp_path: Path) -> None:
    with serving(project, "profiles/ana.yaml", "--open", BROWSER="/bin/false %s", PATH=str(tmp_path)) as served:
        told = f"no browser was found: open {served.address} yourself\n"
        assert eventually(lambda: told in served.messages())


def test_an_unknown_profile_is_an_error(project: Path) -> None:
    ended = matchbook(project, "serve", "profiles/anna.yaml")
    assert ended.returncode == 1
    assert ended.stderr == (
        "profiles/anna.yaml: error: there is no such file\n  hint: did you mean `profiles/ana.yaml`?\n\n"
        "1 problem; nothing was written\n"
    )


def test_the_public_guide_is_made_without_a_profile(project: Path) -> None:
    ended = matchbook(project, "serve", "profiles/ana.yaml", "--public")
    assert ended.returncode == 2
    assert ended.stderr.endswith("Error: --public takes no profile: the public guide is for all readers\n")
    with serving(project, "--public") as served:
        assert "<h1>A small guide</h1>" in served.page("/")
        assert "Ana" not in served.page("/")


def test_the_same_guide_has_the_same_version_and_a_mended_one_comes_back() -> None:
    files = {"index.html": b"one"}
    problems = iter([[], [Diagnostic(whole_file("x.md"), "no")], []])

    def build() -> Built:
        found = Problems()
        found.take(BuildError(next(problems)))
        found.raise_errors()
        return Built(dict(files), ())

    preview = Preview(build)
    first, broken, mended = preview.rebuild(), preview.rebuild(), preview.rebuild()

    assert first.version == mended.version != broken.version
    assert broken.files == files
    assert preview.wait_for_other(broken.version, 1) == first.version
    assert preview.wait_for_other(first.version, 0.01) == first.version


@pytest.mark.parametrize(
    ("policy", "relaxed"),
    [
        (
            "default-src 'none'; connect-src 'none'; script-src 'self'",
            "default-src 'none'; connect-src 'self'; script-src 'self'",
        ),
        ("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
        (
            "script-src 'sha256-abc='; connect-src 'none'; upgrade-insecure-requests",
            "script-src 'sha256-abc=' 'self'; connect-src 'self'; upgrade-insecure-requests",
        ),
    ],
)
def test_a_policy_lets_the_preview_refresh_its_own_page_and_stays_as_strict_otherwise(
    policy: str, relaxed: str
) -> None:
    quoted, expected = policy.replace("'", "&#39;"), relaxed.replace("'", "&#x27;")
    page = f'<head><meta http-equiv="Content-Security-Policy" content="{quoted}"></head>'.encode()
    script = '<script src="/.preview/reload.js" data-version="v1" defer></script>'

    shown = live_page(page, "v1").decode()

    assert shown == f'<head><meta http-equiv="Content-Security-Policy" content="{expected}">{script}</head>'


def test_hidden_files_and_backups_of_an_editor_are_no_changes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.md", ".a.md.swp", "a.md~", "sub/b.md", "sub/.c"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)

    found = {Path(path).relative_to(tmp_path).as_posix() for path in stamps([tmp_path, tmp_path / "gone"])}

    assert found == {"a.md", "sub/b.md", "sub/up"}


def test_what_changed_before_the_first_look_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    watch = Watch([tmp_path])
    (tmp_path / "a.md").write_text("another")

    assert next(watch.changes()) is None


@pytest.mark.browser
def test_a_browser_follows_by_itself_under_the_policy_of_the_public_guide(browser: Browser, project: Path) -> None:
    with serving(project, "--public") as served:
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(served.address.rstrip("/") + PAGE)

        (project / MODULE).write_text(EVERYONE.replace("Every IMG reads this.", "Every IMG reads that."))
        expect(page.get_by_text("reads that.")).to_be_visible(timeout=PATIENCE * 1000)
        assert errors == []

        (project / MODULE).write_text(BROKEN)
        expect(page.get_by_role("heading", name="The guide cannot be built")).to_be_visible(timeout=PATIENCE * 1000)
        expect(page.locator("pre")).to_contain_text("when: lov<er")

        (project / MODULE).write_text(EVERYONE)
        expect(page.get_by_text("reads this.")).to_be_visible(timeout=PATIENCE * 1000)
        page.close()
