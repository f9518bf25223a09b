"""Where a guide's content, templates, profiles and output lie."""

import os
from pathlib import Path

from builder.diagnostics import one_line
from builder.records import dataclass
from builder.source_files import real_path

# An installed program has its guide beside its code, a clone has it at its root.
_SHIPPED = Path(__file__).parent / "shipped"
_CHECKOUT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one guide; `root` is what paths in messages are relative to."""

    root: Path
    content: Path
    templates: Path
    profiles: Path
    site: Path

    def shown(self, path: Path) -> str:
        """Return a path as messages show it: relative to the root where it lies below it."""
        resolved, root = real_path(path), real_path(self.root)
        return one_line(resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(path))


def find_project(here: Path) -> Project:
    """Return the guide in a folder or the nearest one above it, else the one that came with the program.

    A guide without templates of its own uses the ones that came with the program.
    """
    base = shipped()
    root = next((folder for folder in (here, *here.parents) if _is_guide(folder / "content")), None)
    if root is None:
        return Project(here, base / "content", base / "templates", base / "profiles", here / "site")
    templates = root / "templates" if (root / "templates" / "website").is_dir() else base / "templates"
    return Project(root, root / "content", templates, root / "profiles", root / "site")


def _is_guide(content: Path) -> bool:
    """Tell whether a folder is a guide's, though perhaps with a file missing, which is told then."""
    return any(os.path.lexists(content / name) for name in ("guide.yaml", "profile.schema.yaml"))


def shipped() -> Path:
    """Return the folder with the content, templates and profiles that came with the program."""
    return _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
