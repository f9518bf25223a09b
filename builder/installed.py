"""The versions of installed libraries, by the names of the folders that tell them."""

import os
import re
import sys
from collections.abc import Mapping

# `importlib.metadata` would take longer to load than a website takes to be found unchanged.
_FOLDER = re.compile(r"([^-]+)-([^-]+)\.dist-info")


def installed_versions(names: frozenset[str]) -> Mapping[str, str]:
    """Return the version of each library that is installed, by its name in small letters; sorted by name."""
    found = (_FOLDER.fullmatch(name) for folder in sys.path if os.path.isdir(folder) for name in os.listdir(folder))
    # Reversed: what stands first is what is imported.
    versions = ((match[1].lower(), match[2]) for match in reversed([*found]) if match)
    return dict(sorted(each for each in dict(versions).items() if each[0] in names))
