"""A library as the last run read it: whole where nothing changed since, else the parts of it that did not."""

import pickle
from hashlib import sha256

from builder.cache import load_own, write_own
from builder.library import Library
from builder.library_parts import Parts
from builder.made_from import LibraryInputs
from builder.project import Project
from builder.records import dataclass


@dataclass(frozen=True, slots=True)
class KeptLibrary:
    """A library with its parts, and the hash of the content that it was read from."""

    content: bytes
    library: Library
    parts: Parts


def load_kept_library(project: Project, inputs: LibraryInputs) -> KeptLibrary | None:
    """Return what this very program kept of a project's content; None where there is nothing of it."""
    kept = load_own(_file_name(project))
    size = len(inputs.program)
    if kept is None or kept[:size] != inputs.program:
        return None
    found = pickle.loads(kept[size:])  # noqa: S301 - what this user's own process wrote with this program, whole
    return found if isinstance(found, KeptLibrary) else None


def keep_library(project: Project, inputs: LibraryInputs, library: Library, parts: Parts) -> None:
    """Keep a library and its parts for runs to come, in the place of the last one of this project."""
    kept = pickle.dumps(KeptLibrary(inputs.content, library, parts), pickle.HIGHEST_PROTOCOL)
    write_own(_file_name(project), inputs.program + kept)


def _file_name(project: Project) -> str:
    return f"library-{sha256(str(project.content.resolve()).encode()).hexdigest()[:16]}.parts"
