"""What everyday commands cost as whole processes, beside a Python that does nothing.

.venv/bin/python -m benchmarks.commands
.venv/bin/python -m benchmarks.commands --program OTHER   # the same guide with the program of another folder
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.peers import ROOT, Run, copy_project, costs

NOTHING = "python -c pass"
COMMANDS = ("--help", "build --no-pdf", "explain profiles/sample.yaml", "new profiles/new.yaml", "check")


@click.command()
@click.option("--rounds", default=5, show_default=True, help="How often; the table shows medians.")
@click.option("--program", default=ROOT, type=click.Path(path_type=Path), help="The folder that holds builder/.")
def main(rounds: int, program: Path) -> None:
    """Measure and print a table."""
    with TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "guide")
        told = {"XDG_CACHE_HOME": str(Path(folder) / "cache"), "PYTHONPATH": str(program.resolve())}
        python = [sys.executable, "-P", "-X", "utf8"]
        new = project / "profiles" / "new.yaml"

        def forget() -> None:
            new.unlink(missing_ok=True)

        runs = [Run(NOTHING, [*python, "-c", "pass"], project)]
        runs += [
            Run(
                command,
                [*python, "-m", "builder", *command.split()],
                project,
                lambda: new.unlink(missing_ok=True),
                told,
            )
            for command in COMMANDS
        ]
        measured = costs(runs, rounds)
    click.echo(f"{'whole process':<32}{'CPU s':>8}{'wall s':>8}{'MB':>6}")
    click.echo("-" * 54)
    for name, cost in measured.items():
        click.echo(f"{name:<32}{cost.cpu:>8.2f}{cost.wall:>8.2f}{cost.memory:>6.0f}")


if __name__ == "__main__":
    main()
