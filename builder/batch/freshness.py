"""A hash of everything that goes into a reader's files: the same hash, the same bytes."""

import json
from hashlib import sha256
from hmac import digest

from builder.batch.readers import Reader
from builder.project import Project
from builder.versions import versions_of


def shared_inputs(project: Project) -> str:
    """Return a hash of what all readers share: content, templates, the program, engines and fonts."""
    return sha256(json.dumps(versions_of(project)).encode()).hexdigest()


def reader_inputs(key: bytes, shared: str, reader: Reader, settings: tuple[str, ...]) -> str:
    """Return a hash of what all readers share, one reader's answers and password, and the settings of the run.

    It lies beside the reader's files: without the key nobody can try out on it what the answers or the password are.
    """
    answers = {name: list(value) if isinstance(value, tuple) else value for name, value in reader.given.items()}
    inputs = json.dumps([shared, settings, answers, reader.password], sort_keys=True)
    return digest(key, inputs.encode(), "sha256").hex()
