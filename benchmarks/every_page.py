"""Looks at every page of a website with axe-core: light and dark, phone and desk, before and after answers.

    .venv/bin/python -m benchmarks.every_page [SITE]

`./matchbook build --public` makes the website first. What is found is printed, and makes the exit status 1.
"""

import sys
from itertools import product
from pathlib import Path

from tests.chromium import chromium
from tests.visits import AXE, DESK, PHONE, axe_complaints, go, keeping, pages_of, visiting


def main(site: Path) -> int:
    """Return the exit status."""
    total = 0
    with chromium() as browser:
        for width, dark, answered in product((PHONE, DESK), (False, True), (False, True)):
            init = AXE + (keeping(site) if answered else "")
            found = 0
            with visiting(browser, width=width, dark=dark, init=init) as (page, _):
                for path in pages_of(site):
                    go(page, (site / path).as_uri())
                    for complaint in axe_complaints(page):
                        print(f"{path}: {complaint}")
                        found += 1
            ground, when = "dark" if dark else "light", "after" if answered else "before"
            print(f"{width} px, {ground}, {when} answers: {len(pages_of(site))} pages, {found} complaints", flush=True)
            total += found
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "site/public").resolve()))
