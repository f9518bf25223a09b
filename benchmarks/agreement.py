"""Whether browser and Python say the same of many readers: `python benchmarks/agreement.py --readers 2000`.

It counts the readers on standard error, prints the first differences, if there are any, and ends with status 1 then.
"""

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from builder.condition_table import condition_table  # noqa: E402 - the path must be set first, as in the lines below
from builder.library_files import load_library  # noqa: E402
from builder.library_json import library_json  # noqa: E402
from tests.chance_readers import chance_facts, chance_names, edges_of  # noqa: E402
from tests.chromium import chromium  # noqa: E402
from tests.engine import Oracle, differences, engine_page, given_json  # noqa: E402

BATCH = 50


@click.command()
@click.option("--readers", default=2000, show_default=True, help="How many readers to draw.")
@click.option("--seed", default=1, show_default=True, help="Another seed draws other readers.")
def main(readers: int, seed: int) -> None:
    """Compare the browser's engine with Python for random readers of the guide in content/."""
    library = load_library(ROOT / "content", "content")
    table = condition_table(library)
    oracle, edges, chance = Oracle(library, table), edges_of(table), Random(seed)
    with (
        TemporaryDirectory() as folder,
        chromium() as browser,
        engine_page(browser, Path(folder), library_json(library, table)) as page,
    ):
        for start in range(0, readers, BATCH):
            some = [
                (chance_facts(chance, library.vocabulary, edges), chance_names(chance, library.vocabulary))
                for _ in range(min(BATCH, readers - start))
            ]
            ours = [oracle.says(facts, asked) for facts, asked in some]
            sent = [[given_json(facts.given), sorted(asked)] for facts, asked in some]
            found = differences(ours, page.evaluate("list => probe.readers(list)", sent))
            if found:
                sys.exit("\n".join([f"after {start} readers without a difference:", *found[:10]]))
            print(f"{start + len(some)} readers", file=sys.stderr, flush=True)
    print(f"{readers} readers, {len(table.conditions)} conditions each: no difference")


if __name__ == "__main__":
    main()
