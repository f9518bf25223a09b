"""All handbooks of a batch for the printer: one file, or several where one would take too much memory to make."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from builder.batch.readers import Reader
from builder.batch.running import Batch
from builder.batch.work import Handout
from builder.handouts.pdf_files import joined
from builder.handouts.protection import unprotected
from builder.output import OutputError
from builder.processes import Died, run_jobs
from builder.records import dataclass

MOST_HANDBOOKS = 50  # Joining takes some 15 MB for each until the file is written.

_Made = Sequence[tuple[Reader, Handout]]


def print_files(batch: Batch, made: _Made) -> Mapping[str, bytes]:
    """Return the handbooks in the order of the roster, by the name of the file they stand in.

    Raises:
        OutputError: they cannot be joined within the limits of the batch.
    """
    files: dict[str, bytes] = {}
    # One at a time, each in a process of its own: what the joining takes is given back.
    for (name, _), file in run_jobs(parts(made), _Joining(batch.root), 1, batch.limits):
        if isinstance(file, Died):
            raise OutputError(f"{name} cannot be made: {file.why}")
        files[name] = file
    return files


def parts(made: _Made) -> Sequence[tuple[str, _Made]]:
    """Return which handbooks stand in which file."""
    some = [made[first : first + MOST_HANDBOOKS] for first in range(0, len(made), MOST_HANDBOOKS)]
    return [
        ("combined.pdf" if len(some) == 1 else f"combined-{number}.pdf", part) for number, part in enumerate(some, 1)
    ]


@dataclass(frozen=True, slots=True)
class _Joining:
    root: Path

    def __call__(self, part: tuple[str, _Made]) -> bytes:
        return joined(self._handbooks(part[1]))

    def _handbooks(self, made: _Made) -> Iterator[bytes]:
        """Yield handbooks as a printer needs them: without their passwords."""
        for reader, handout in made:
            file = {handout.handbook: (self.root / reader.id / handout.handbook).read_bytes()}
            yield unprotected(file, reader.password)[handout.handbook]
