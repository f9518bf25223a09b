"""Measures the public guide in a browser: weight, layout shift, and how long a change of answer takes.

    .venv/bin/python -m benchmarks.public_pages [SITE [OTHER]]

`./matchbook build --public` makes the website first. With another website, made from an older version, the changes of
answers are measured in both, one page after another. Of each change the quickest of all rounds counts, so that it
hardly matters what else the machine does.
"""

import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.visits import DESK, KINDS, PHONE, go, keeping, served, visiting

WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(seen => {
    for (const { value, hadRecentInput } of seen.getEntries()) if (!hadRecentInput) shifts.push(value);
}).observe({ type: "layout-shift", buffered: true });
"""
PAGES = (*KINDS, "research/whole.html")
ROUNDS = 3
# Makes every change, each followed by a layout that does not count, and returns milliseconds.
TIMES_OF_CHANGES = """async () => {
    const times = [];
    for (const change of changes) {
        const start = performance.now();
        change();
        for (let turn = 0; turn < 5; turn += 1) await null; // the search waits for its texts, which are there
        times.push(performance.now() - start);
        document.body.getBoundingClientRect();
    }
    return times;
}"""
# Each answer that the reader may give instead of the present one, and back: `changes` are functions of one step each.
CHANGES_OF_ANSWERS = """{
    const { show, answersOf, guide } = Matchbook.personal;
    const given = answersOf(Matchbook.store.load().given);
    show(given);
    const some = ({ kind, choices, minimum, maximum }) => ({
        "true/false": [true, false], choice: choices, "whole number": [minimum ?? 2, maximum ?? 2030],
        month: ["2027-03"], text: ["Ana"], "list of texts": [["IN"], ["CA", "IN"]],
    })[kind];
    window.changes = [...guide.fields.values()].flatMap((field) => [...some(field), null].flatMap((value) => {
        const answers = Matchbook.answers.withAnswer(given, field.name, value, guide);
        return answers ? [() => show(answers), () => show(given)] : [];
    }));
}"""
# The same by hand in the list of all questions, with all that the questionnaire does about it.
CHANGES_OF_CHOICES = """{
    const choose = (choice) => {
        if (choice.checked) return;
        choice.checked = true;
        choice.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const choices = [...document.querySelectorAll(".questionnaire [data-field] input[type=radio]")];
    window.changes = choices.map((choice) => () => choose(choice));
}"""
# A word in the search, letter by letter.
CHANGES_OF_SEARCH = """{
    document.querySelector("[data-search-open]").click();
    const field = document.querySelector("#search-field");
    const words = ["visa sponsor", "letter of recommendation", "step 2 ck", "how many signals"];
    const texts = words.flatMap((word) => [...word].map((_, end) => word.slice(0, end + 1)));
    window.changes = texts.map((text) => () => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    });
}"""


def main(site: Path, other: Path | None) -> None:
    """Print one line a page."""
    with chromium() as browser:
        if other is None:
            print_weights(browser, site)
        print(
            "a change of answer, ms of script: median, 95 %, most",
            "; the other's; all together as a ratio" if other else "",
        )
        for path in PAGES:
            report(browser, [site, other], path, path, CHANGES_OF_ANSWERS)
        report(browser, [site, other], "answers.html, by hand", "answers.html", CHANGES_OF_CHOICES)
        report(browser, [site, other], "index.html, a letter in search", "index.html", CHANGES_OF_SEARCH)


def print_weights(browser: Browser, site: Path) -> None:
    """Print how heavy the pages are and how much moves while they come."""
    with served(site) as address:
        print("weight without fonts, kB: first visit, with answers; shift at 390 and 1280, the same with answers")
        for path in PAGES:
            weights = [weight(browser, address + path, init) for init in ("", keeping(site))]
            shifts = [
                shift(browser, address + path, width, init) for init in ("", keeping(site)) for width in (PHONE, DESK)
            ]
            print(f"{path:34}", *(f"{kilobytes:5.0f}" for kilobytes in weights), *(f"{each:.4f}" for each in shifts))


def report(browser: Browser, sites: list[Path | None], name: str, path: str, script: str) -> None:
    """Print the times of one page in each website."""
    taken = [sorted(times(browser, site, path, script)) for site in sites if site]
    figures = [f"{median(each):6.1f} {each[len(each) * 95 // 100]:6.1f} {each[-1]:6.1f}" for each in taken]
    ratio = f"{sum(taken[0]) / sum(taken[1]):6.2f}" if len(taken) > 1 else ""
    print(f"{name:34}", *figures, ratio, flush=True)


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
    """Return how long the script of each change took at best, in milliseconds."""
    with visiting(browser, init=keeping(site)) as (page, _):
        go(page, (site / path).as_uri())
        page.evaluate(script)
        page.wait_for_timeout(500)
        rounds = [page.evaluate(TIMES_OF_CHANGES) for _ in range(ROUNDS)]
        return [min(each) for each in zip(*rounds, strict=True)]


if __name__ == "__main__":
    sites = [Path(path).resolve() for path in sys.argv[1:]]
    main(sites[0] if sites else Path("site/public").resolve(), sites[1] if len(sites) > 1 else None)
