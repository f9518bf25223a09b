"""Whether the memory of a batch grows with its readers: websites, sheets and short handbooks of a small guide."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tests.batches import children_of, quick_project
from tests.building import process_environment

_DONE = re.compile(r"(\d+) of \d+ done")
_SECONDS = 0.2


def main() -> None:
    """Run a batch and print how much memory it held, a tenth of the readers a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    with TemporaryDirectory() as folder:
        rows = parser.parse_args().rows
        print(f"{'readers':>8}  {'the batch itself, MB':>20}  {'its largest process, MB':>23}")
        for done, own, largest in _measured(quick_project(Path(folder), _roster(rows)), rows):
            print(f"{done:>8}  {own:>20.1f}  {largest:>23.1f}", flush=True)


def _roster(rows: int) -> str:
    lines = ["id,name,step1.status,step1.score,match.year"]
    lines += [f"r{row},Reader Number {row}th,passed,{190 + row % 70},{2028 + row % 3}" for row in range(rows)]
    return "\n".join(lines) + "\n"


def _measured(project: Path, rows: int) -> Iterator[tuple[int, float, float]]:
    """Yield how many readers are done, and the most memory held since the row before."""
    batch = subprocess.Popen(
        [sys.executable, "-m", "builder", "batch", "roster.csv", "--website"],
        cwd=project,
        env=process_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    most, ended = [0.0, 0.0], Event()

    def look() -> None:
        while not ended.wait(_SECONDS):
            most[0] = max(most[0], _resident(batch.pid))
            most[1] = max(most[1], *(_resident(child) for child in (*children_of(batch), 0)))

    watching = Thread(target=look)
    watching.start()
    for line in batch.stderr or ():
        found = _DONE.match(line)
        if found:
            yield int(found[1]), most[0], most[1]
            most[:] = [0.0, 0.0]
    ended.set()
    watching.join()
    yield rows, most[0], most[1]  # the search for mix-ups and the advisor's folder


def _resident(process: int) -> float:
    """Return how much memory a process holds, in megabytes."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", told)
    return int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    main()
