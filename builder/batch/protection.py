"""What must be so before files are protected by passwords."""

from builder.batch.running import Batch
from builder.diagnostics import BuildError, Diagnostic
from builder.handouts.protection import can_protect
from builder.sources import whole_file

_INSTALL = "type `pip install 'matchbook[encryption]'`, or in a copy of the repository `.venv/bin/pip install pikepdf`"


def is_protected(batch: Batch) -> bool:
    """Tell whether a batch protects files by passwords."""
    return any(reader.password for reader in batch.readers)


def check_protection(batch: Batch) -> None:
    """Look whether everything that a batch makes for its readers can be protected as the roster asks.

    Raises:
        BuildError: it cannot.
    """
    if not is_protected(batch):
        return
    place = whole_file(batch.readers[0].place.source.name)
    if batch.settings.has_website:
        hint = "leave out `--website`, or the column"
        raise BuildError([Diagnostic(place, "no website can be protected by the column `password`", hint)])
    if not can_protect():
        raise BuildError([Diagnostic(place, "the column `password` needs the package `pikepdf`", _INSTALL)])
