"""Measures the public guide in a browser: weight, layout shift, and how long a change of answer takes.

    .venv/bin/python -m benchmarks.public_pages [SITE]

`./matchbook build --public` makes the website first.
"""

import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.chromium import chromium
from tests.visits import DESK, KINDS, PHONE, go, keeping, served, visiting

WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(seen => {
    for (const { value, hadRecentInput } of seen.getEntries()) if (!hadRecentInput) shifts.push(value);
}).observe({ type: "layout-shift", buffered: true });
"""
# Another answer, then back: the time of `show`, without the layout that follows it.
TIME_OF_CHANGES = """rounds => {
    const { show, answersOf } = Matchbook.personal;
    const given = answersOf(Matchbook.store.load().given);
    const changes = [["step1.score", 250], ["visa.needs_sponsorship", false], ["match.year", 2031]];
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
        for (const [name, value] of changes) {
            for (const answers of [new Map(given).set(name, value), given]) {
                const start = performance.now();
                show(answers);
                times.push(performance.now() - start);
                document.body.getBoundingClientRect();
            }
        }
    }
    return times;
}"""
# The same by hand: a choice in the list of all answers, with all that the questionnaire does about it.
TIME_OF_CHOICES = """rounds => {
    const choices = [...document.querySelectorAll('.questionnaire [data-field="visa.needs_sponsorship"] input')];
    const times = [];
    for (let round = 0; round < rounds * 2; round += 1) {
        const choice = choices[round % 2];
        choice.checked = true;
        const start = performance.now();
        choice.dispatchEvent(new Event("change", { bubbles: true }));
        times.push(performance.now() - start);
        document.body.getBoundingClientRect();
    }
    return times;
}"""


def main(site: Path) -> None:
    """Print one line a page."""
    with chromium() as browser, served(site) as address:
        print("weight without fonts, kB: first visit, with answers; shift at 390 and 1280, the same with answers")
        for path in KINDS:
            weights = [weight(browser, address + path, init) for init in ("", keeping(site))]
            shifts = [
                shift(browser, address + path, width, init) for init in ("", keeping(site)) for width in (PHONE, DESK)
            ]
            print(f"{path:34}", *(f"{kilobytes:5.0f}" for kilobytes in weights), *(f"{each:.4f}" for each in shifts))
        print("a change of answer, ms of script: median, quickest")
        for path in KINDS:
            report(f"{path:34}", times(browser, site, path, TIME_OF_CHANGES))
        report(f"{'answers.html, by hand':34}", times(browser, site, "answers.html", TIME_OF_CHOICES))


def report(name: str, taken: list[float]) -> None:
    """Print the times of one page."""
    print(name, f"{median(taken):6.1f}", f"{min(taken):6.1f}")


def weight(browser: Browser, address: str, init: str) -> float:
    """Return the size of all that a first visit asks for, but for fonts."""
    with visiting(browser, init=init) as (page, _):
        sizes: list[int] = []
        page.on("response", lambda got: sizes.append(0 if got.url.endswith(".woff2") else len(got.body())))
        go(page, address)
        page.wait_for_load_state("networkidle")
        return sum(sizes) / 1000


def shift(browser: Browser, address: str, width: int, init: str) -> float:
    """Return how much of the page moved while it came."""
    with visiting(browser, width=width, init=WATCH_SHIFTS + init) as (page, _):
        go(page, address)
        page.wait_for_timeout(500)
        return float(page.evaluate("shifts.reduce((sum, value) => sum + value, 0)"))


def times(browser: Browser, site: Path, path: str, script: str) -> list[float]:
    """Return how long each change of an answer took, in milliseconds."""
    with visiting(browser, init=keeping(site)) as (page, _):
        go(page, (site / path).as_uri())
        warm_up(page, script)
        return [float(taken) for taken in page.evaluate(script, 5)]


def warm_up(page: Page, script: str) -> None:
    """Let the browser compile what will be measured."""
    page.evaluate(script, 2)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site/public").resolve())
