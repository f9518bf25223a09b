"""The one Jinja environment, and its errors in an author's words."""

import re
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from builder.cache import load_code, write_code
from builder.diagnostics import BuildError, Diagnostic
from builder.installed import installed_versions
from builder.source_files import load_source
from builder.sources import Place, Source, whole_file

# A change of how templates are compiled makes all that was kept useless.
EDITION = "1"
_SHOWN = "templates/"
_UNDEFINED = re.compile(r"'([\w.]+)' is undefined|has no attribute '(\w+)'")


class _Folder(BaseLoader):
    """Loads templates from one folder, following no link out of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._unchanged: set[Path] = set()

    def look_again(self) -> None:
        """Look at each template once more when it is asked for."""
        self._unchanged.clear()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool]]:  # noqa: ARG002 - the library's signature
        path = (self.folder / template).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            raise TemplateNotFound(template)
        # Looked at before the text is read: a change in between is then seen the next time.
        seen = _stamp(path)
        text = load_source(path, f"templates/{template}").text

        def is_unchanged() -> bool:
            if path not in self._unchanged and _stamp(path) == seen:
                self._unchanged.add(path)
            return path in self._unchanged

        return text, f"templates/{template}", is_unchanged


def _stamp(path: Path) -> tuple[int, int]:
    """Return what is another one once a file was written again, or went away."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


class _Compiled(BytecodeCache):
    """Templates as Python, compiled from the same text by an earlier run or by this one."""

    def __init__(self, folder: Path) -> None:
        versions = installed_versions(frozenset({"jinja2", "markupsafe"}))
        self._seed = sha256(repr((EDITION, sys.version, versions)).encode()).hexdigest()
        self._name = f"templates-{sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
        self._kept = dict(load_code(self._name))
        self._has_more = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, where that is kept and was made from this text."""
        made_from, code = self._kept.get(bucket.key, ("", None))
        bucket.code = code if made_from == f"{self._seed}{bucket.checksum}" else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take code that was compiled now."""
        if bucket.code is not None:
            self._kept[bucket.key] = f"{self._seed}{bucket.checksum}", bucket.code
            self._has_more = True

    def keep(self) -> None:
        """Write what was compiled now for runs to come."""
        if self._has_more:
            write_code(self._name, self._kept)
            self._has_more = False


class Templates:
    """A folder of templates and the files that go beside what they render."""

    def __init__(self, folder: Path) -> None:
        """Look for templates below a folder."""
        self.folder = folder
        self._compiled = _Compiled(folder)
        self._loader = _Folder(folder)
        self._environment = Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=self._compiled,
        )

    def look_again(self) -> None:
        """Take what was written anew since: within one build each template is looked at once."""
        self._loader.look_again()

    def keep(self) -> None:
        """Keep what was compiled for runs to come."""
        self._compiled.keep()

    def render(self, template: str, **context: object) -> str:
        """Render one template.

        Raises:
            BuildError: the template is missing, wrong, or asks for what it was not given.
        """
        try:
            return self._environment.get_template(template).render(**context)
        except TemplateError as error:
            raise self._translated(error, template) from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # What a template's own expression raises is the template's fault, all else is ours.
            if not _innermost(error.__traceback__).startswith(_SHOWN):
                raise
            raise self._translated(TemplateError(str(error)), template, error.__traceback__) from error

    def text(self, path: str) -> str:
        """Return a file of the folder as it is."""
        return load_source(self.folder / path, f"templates/{path}").text

    def content(self, path: str) -> bytes:
        """Return the bytes of a file of the folder."""
        try:
            if not (self.folder / path).resolve().is_relative_to(self.folder.resolve()):
                raise BuildError([Diagnostic(whole_file(f"templates/{path}"), "this link leads out of the folder")])
            return (self.folder / path).read_bytes()
        except OSError as error:
            raise BuildError(
                [Diagnostic(whole_file(f"templates/{path}"), f"the file cannot be read: {error.strerror}")]
            ) from error

    def _translated(self, error: TemplateError, template: str, traceback: TracebackType | None = None) -> BuildError:
        if isinstance(error, TemplateNotFound):
            return BuildError([Diagnostic(whole_file(f"templates/{error.name}"), "there is no such template")])
        name, line = f"templates/{template}", 0
        if isinstance(error, TemplateSyntaxError):
            name, line = error.filename or name, error.lineno
        else:
            name, line = (*((name, 0),), *_template_lines(traceback or error.__traceback__))[-1]
        message = f"the template cannot be rendered: {error.message}"
        return BuildError(
            [
                Diagnostic(
                    self._place(name, line, error.message or ""),
                    message,
                    "look at the line for a misspelt name or an unclosed tag",
                )
            ]
        )

    def _place(self, name: str, line: int, message: str) -> Place:
        if not line:
            return whole_file(name)
        source = Source(name, self.text(name.removeprefix("templates/")))
        text = source.line(line)
        found = _UNDEFINED.search(message)
        word = (found[1] or found[2]) if found else ""
        column = text.find(word) if word and word in text else len(text) - len(text.lstrip())
        return Place(source, line, column + 1, len(word) if word in text and word else max(1, len(text.strip())))


def _innermost(traceback: TracebackType | None) -> str:
    name = ""
    while traceback is not None:
        name, traceback = traceback.tb_frame.f_code.co_filename, traceback.tb_next
    return name


def _template_lines(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith(_SHOWN):
            yield name, traceback.tb_lineno
        traceback = traceback.tb_next
