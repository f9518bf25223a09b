"""A hash of everything that goes into a reader's files: the same hash, the same bytes."""

import json
from hashlib import sha256

from builder.batch.readers import Reader
from builder.project import Project
from builder.versions import versions_of


def shared_inputs(project: Project) -> str:
    """Return a hash of what all readers share: content, templates, the program, engines and fonts."""
    return sha256(json.dumps(versions_of(project)).encode()).hexdigest()


def reader_inputs(shared: str, reader: Reader, settings: tuple[str, ...]) -> str:
    """Return a hash of what all readers share, one reader's answers and the settings of the run."""
    answers = {name: list(value) if isinstance(value, tuple) else value for name, value in reader.given.items()}
    return sha256(json.dumps([shared, settings, answers], sort_keys=True).encode()).hexdigest()
