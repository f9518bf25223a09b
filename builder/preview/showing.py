"""What the preview shows: the guide as it was last built, or the problems that keep it from being built."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Condition

from builder.diagnostics import BuildError, Diagnostic, format_diagnostic
from builder.records import dataclass
from builder.wanted import Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A guide's files, and the problems its files have now; `version` is another one whenever either changes."""

    files: Mapping[str, bytes]
    problems: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    version: str


class Preview:
    """The guide in memory, for one thread that builds it and many that show it."""

    def __init__(self, build: Callable[[], Built]) -> None:
        """Show nothing until the first `rebuild`."""
        self._build = build
        self._changed = Condition()
        self.shown = Shown(files={}, problems=(), warnings=(), version="")

    def rebuild(self) -> Shown:
        """Build the guide again; where that is not possible keep the files of the last one, beside the problems."""
        try:
            built = self._build()
        except BuildError as error:
            shown = _versioned(self.shown.files, error.diagnostics, ())
        else:
            shown = _versioned(built.files, (), built.warnings)
        with self._changed:
            self.shown = shown
            self._changed.notify_all()
        return shown

    def wait_for_other(self, version: str, seconds: float) -> str:
        """Return the version that is shown once it is another one, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.shown.version != version, seconds)
            return self.shown.version


def _versioned(files: Mapping[str, bytes], problems: tuple[Diagnostic, ...], warnings: tuple[Diagnostic, ...]) -> Shown:
    digest = sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)} ".encode() + content)
    for problem in problems:
        digest.update(format_diagnostic(problem).encode(errors="replace"))
    return Shown(files=files, problems=problems, warnings=warnings, version=digest.hexdigest()[:16])
