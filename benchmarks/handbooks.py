"""What a handbook costs: laid out whole, from blocks, again, after a changed answer, and for other readers.

    .venv/bin/python -m benchmarks.handbooks
    .venv/bin/python -m benchmarks.handbooks --readers 200 --wholes 4

CPU time inside one process that has the PDF engine loaded, as shares of the whole layout. Both tables begin with an
empty cache.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import click

from builder.__main__ import MOST_GARBAGE
from builder.condition_table import condition_table
from builder.fonts import prepare_engine
from builder.guide import assemble
from builder.handbook import Layout, lay_out_handbook, lay_out_whole
from builder.library import Library
from builder.library_files import load_library
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profile_text import with_answers
from builder.profiles import Profile, load_profile
from builder.templating import Templates
from builder.views import GuideView
from tests.chance_readers import chance_facts, edges_of

ROOT = Path(__file__).parent.parent
MOST_TRIES = 1000

Rows = list[tuple[str, float]]
Measured = TypeVar("Measured")
LayOut = Callable[[GuideView, Paper, Templates], Layout]


@click.command()
@click.option("--readers", default=20, show_default=True, help="How many other readers, by chance.")
@click.option("--wholes", default=2, show_default=True, help="For how many of them the whole layout is measured too.")
@click.option("--change", default="step2_ck.score=231", show_default=True, help="The changed answer.")
def main(readers: int, wholes: int, change: str) -> None:
    """Measure the sample's handbook and those of other readers, and print two tables."""
    for rows in (alone(_one_reader, change), *([alone(_batch, readers, wholes)] if readers else [])):
        whole = rows[0][1]
        for title, cost in rows:
            click.echo(
                f"{title:<30}{cost:8.2f} s of CPU{cost / whole:8.3f} of the whole layout, 1 / {whole / cost:.1f}"
            )


def alone(measure: Callable[..., Measured], *given: object, before: int = 0) -> Measured:
    """Return what is measured in a process of its own with a cache that is empty, or filled by so many before it."""
    with TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        for _ in range(before):
            _in_a_process(measure, *given)
        return _in_a_process(measure, *given)


def _in_a_process(measure: Callable[..., Measured], *given: object) -> Measured:
    with ProcessPoolExecutor(1, get_context("spawn"), _prepare) as pool:
        return pool.submit(measure, *given).result()


def _prepare() -> None:
    """Load the PDF engine and have garbage collected as the program does."""
    prepare_engine()
    gc.set_threshold(MOST_GARBAGE)


def _one_reader(change: str) -> Rows:
    library = load_library(ROOT / "content", "content")
    sample = load_profile(ROOT / "profiles" / "sample.yaml", "sample", library.vocabulary)
    changed = with_answers(sample, [change], library.vocabulary)
    return [
        ("laid out whole", _cost(library, sample, lay_out_whole)),
        ("from blocks, nothing kept", _cost(library, sample, lay_out_handbook)),
        ("the same again", _cost(library, sample, lay_out_handbook)),
        ("after a changed answer", _cost(library, changed, lay_out_handbook)),
    ]


def _batch(count: int, wholes: int) -> Rows:
    """Return what handbooks cost on average, from an empty cache; the whole layouts are spread among them."""
    library = load_library(ROOT / "content", "content")
    costs, whole = [], []
    for number, reader in _others(library, count):
        costs.append(_cost(library, reader, lay_out_handbook))
        if number * wholes // count > (number - 1) * wholes // count:
            whole.append(_cost(library, reader, lay_out_whole))
    last = costs[-max(1, count // 10) :]
    return [
        (f"laid out whole, mean of {len(whole)}", sum(whole) / len(whole)),
        (f"from blocks, mean of {count}", sum(costs) / count),
        (f"the last {len(last)} of them", sum(last) / len(last)),
    ]


def _others(library: Library, count: int) -> Iterator[tuple[int, Profile]]:
    """Yield readers who have said most of what they can say."""
    chance, edges = Random(1), edges_of(condition_table(library))
    found = 0
    for _ in range(MOST_TRIES):
        facts = chance_facts(chance, library.vocabulary, edges)
        if found < count and len(facts.given) > len(library.vocabulary.schema.fields) / 2:
            found += 1
            yield found, Profile(f"reader {found}", facts)


def _cost(library: Library, profile: Profile, lay_out: LayOut) -> float:
    view = guide_view(assemble(library, profile), Kind.HANDBOOK)
    start = time.process_time()
    lay_out(view, Paper.A4, Templates(ROOT / "templates")).printed()
    return time.process_time() - start


if __name__ == "__main__":
    main()
