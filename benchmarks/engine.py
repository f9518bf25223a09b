"""How long the browser's engine takes after one changed answer: `python benchmarks/engine.py`.

For each sample profile, each answer is taken back and given again, one change after another as on a page. A change is
everything that a page may ask for then: every verdict with its reasons, all questions in order, and the next one. Of
each change the quickest of all rounds counts, so that it hardly matters what else the machine does.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from builder.condition_table import condition_table  # noqa: E402 - the path must be set first, as in the lines below
from builder.library_files import load_library  # noqa: E402
from builder.library_json import library_json  # noqa: E402
from builder.profiles import load_profile  # noqa: E402
from tests.chromium import chromium  # noqa: E402
from tests.engine import engine_page, given_json  # noqa: E402

# Returns milliseconds: of reading the data, of the first reader, and of each change.
MEASURE = """([answers, rounds]) => {
    const timed = (work) => {
        const start = performance.now();
        const result = work();
        return [performance.now() - start, result];
    };
    const [reading, guide] = timed(() => Matchbook.guide(DATA));
    const everything = (reader) => {
        for (const module of guide.modules) reader.decision(module);
        for (const module of guide.modules) reader.why(module.when);
        Matchbook.questions.rank(reader);
        Matchbook.questions.next(reader, new Set());
        return reader;
    };
    const reader = (given, before) => everything(Matchbook.reader.readerOf(guide, given, before));
    const whole = new Map(Object.entries(answers));
    const [first] = timed(() => reader(new Map()));
    let [second, current] = timed(() => reader(whole));
    const changes = new Map();
    for (let round = 0; round < rounds; round += 1) {
        for (const name of whole.keys()) {
            for (const value of [null, whole.get(name)]) {
                const given = value === null ? Matchbook.answers.withAnswer(whole, name, null, guide) : whole;
                const [spent, changed] = timed(() => reader(given, current));
                const change = `${name} ${value === null}`;
                changes.set(change, Math.min(spent, changes.get(change) ?? Infinity));
                current = changed;
            }
        }
    }
    return [[reading], [first], [second], [...changes.values()]];
}"""
ROWS = ("read the guide's data", "a reader who says nothing", "a whole profile", "one changed answer")


@click.command()
@click.option("--rounds", default=5, show_default=True, help="How often each answer is taken back and given again.")
def main(rounds: int) -> None:
    """Measure and print a table."""
    library = load_library(ROOT / "content", "content")
    data = library_json(library, condition_table(library))
    profiles = [
        load_profile(path, path.name, library.vocabulary) for path in sorted((ROOT / "profiles").glob("*.yaml"))
    ]
    spent: list[list[float]] = [[] for _ in ROWS]
    with TemporaryDirectory() as folder, chromium() as browser:
        for profile in profiles:
            with engine_page(browser, Path(folder), data) as page:
                measured = page.evaluate(MEASURE, [given_json(profile.given), rounds])
            for times, more in zip(spent, measured, strict=True):
                times.extend(more)
    print(f"{'ms of script':<28}{'median':>8}{'95 %':>8}{'most':>8}{'times':>8}")
    for name, times in zip(ROWS, spent, strict=True):
        print(f"{name:<28}{median(times):8.1f}{_share(times, 95):8.1f}{max(times):8.1f}{len(times):8}")


def _share(times: Sequence[float], percent: int) -> float:
    """Return the time that so many percent stay within."""
    return sorted(times)[max(0, -(-len(times) * percent // 100) - 1)]


if __name__ == "__main__":
    main()
