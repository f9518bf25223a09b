"""Nothing a visitor types leaves the browser, nothing of a profile enters the public guide, no value runs as script."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, FilePayload, Page, expect

from tests.building import ROOT, matchbook
from tests.hostile import WATCH, collected, with_collections
from tests.visits import FOUND, go, guide_of, keeping, pages_of, served, settle, visiting

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "\"><svg onload='window.ran = 1'>",
    "'-(window.ran = 1)-'",
    "javascript:window.ran=1",
    "</title></style></script><script>window.ran = 1</script>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "{{constructor.constructor('window.ran = 1')()}}",
    "<base href='https://evil.example/'><form action='https://evil.example/'><input name=a>",
    "&lt;img src=x onerror=window.ran=1&gt;",
)
# A page's tags with their attributes, but for text.
STRUCTURE = """() => [...document.querySelectorAll("*")].map(element =>
    [element.tagName, ...[...element.attributes].map(({ name, value }) => `${name}=${value}`)].join(" "))"""
# What a page tries, and whether anything of it went out.
TRIES = """async () => {
    const address = "https://example.org/";
    const said = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => said.push(violatedDirective));
    await fetch(address).catch(() => said.push("fetch refused"));
    const request = new XMLHttpRequest();
    request.open("GET", address);
    await new Promise(done => { request.onloadend = done; request.send(); });
    navigator.sendBeacon(address, "x");
    try { new WebSocket("wss://example.org/"); } catch { said.push("socket refused"); }
    try { new EventSource(address); } catch { said.push("events refused"); }
    const image = new Image();
    await new Promise(done => { image.onerror = image.onload = done; image.src = address; });
    const script = document.createElement("script");
    await new Promise(done => {
        script.onerror = script.onload = done;
        script.src = address;
        document.head.append(script);
    });
    const inline = document.createElement("script");
    inline.textContent = "window.ran = 1";
    document.head.append(inline);
    await new Promise(done => setTimeout(done, 100));
    return said;
}"""


def answer_everything(page: Page) -> int:
    """Answer or skip each question of the interview by its first choice; return how many there were."""
    for count in range(100):
        form = page.locator("[data-interview-form]")
        if form.locator(".asked").count() == 0:
            return count
        radio = form.get_by_role("radio").first
        if radio.count():
            radio.check()
            form.get_by_role("button", name="Next").click()
        else:
            form.get_by_role("button", name="Skip").click()
    raise AssertionError("the questions do not end")


def use_everything(page: Page, address: str) -> Download:
    """Do all that the website offers: read, answer, search, download a profile and load it again."""
    for path in ("index.html", "research/write-to-faculty.html", "plan.html", "answers.html"):
        go(page, address + path)
    assert answer_everything(page) > 10
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download my profile").click()
    page.locator("[data-load]").set_input_files(downloading.value.path())
    expect(page.locator("[data-load-message]")).to_contain_text("answers loaded")
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("letters")
    page.locator(FOUND).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    settle(page)
    return downloading.value


def own(requests: Sequence[str], address: str) -> list[str]:
    """Return what was asked for that is neither the website's own nor made by the page itself."""
    return [each for each in requests if not each.startswith((address, "blob:", "data:"))]


def test_from_the_disk_with_the_network_cut_everything_works_and_nothing_but_own_files_is_asked_for(
    browser: Browser, public_site: Path
) -> None:
    with visiting(browser) as (page, met):
        page.context.set_offline(offline=True)
        use_everything(page, public_site.as_uri() + "/")
        assert own(met.requests, public_site.as_uri()) == []
        assert len(met.requests) > 30
        assert met.errors == []


def test_from_a_server_nothing_but_own_files_is_asked_for_and_no_cookie_is_set(
    browser: Browser, public_site: Path
) -> None:
    with served(public_site) as address, visiting(browser) as (page, met):
        use_everything(page, address)
        assert own(met.requests, address) == []
        assert page.context.cookies() == []
        assert met.errors == []


@pytest.mark.parametrize("path", ["index.html", "answers.html", "research/write-to-faculty.html"])
def test_a_page_cannot_send_anything_even_if_it_tries(browser: Browser, public_site: Path, path: str) -> None:
    with served(public_site) as address, visiting(browser, init=keeping(public_site)) as (page, met):
        went_out: list[str] = []
        page.context.on("response", lambda response: went_out.append(response.url))
        page.context.route("https://example.org/**", lambda route: route.fulfill(body="it went out"))
        go(page, address + path)
        said = page.evaluate(TRIES)
        assert "fetch refused" in said
        assert {"connect-src", "img-src", "script-src-elem"} <= set(said)
        assert said.count("connect-src") == len(["fetch", "XHR", "beacon", "socket", "events"])
        assert page.evaluate("() => window.ran") is None
        assert own(went_out, address) == []
        assert went_out
        assert own(met.requests, address)  # it did try


def test_no_page_has_an_inline_script_style_or_handler(public_site: Path) -> None:
    for path in pages_of(public_site):
        text = (public_site / path).read_text("utf-8")
        assert "connect-src 'none'" in text
        assert "<style" not in text
        assert " style=" not in text
        assert "<script>" not in text
        assert " onclick=" not in text


def leave_canaries(project: Path) -> list[str]:
    """Write a profile in which every answer that is a text is one of a kind."""
    given = {"name": "Canaryname", "backup": {"specialties": ["Canaryspecialty"]}, "citizenship": ["ZW"]}
    (project / "profiles" / "canary.yaml").write_text(json.dumps(given), encoding="utf-8")
    return ["Canaryname", "Canaryspecialty", "canary.yaml"]


def test_no_word_of_any_profile_is_in_the_public_guide(tmp_path: Path) -> None:
    for folder in ("content", "templates"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "profiles").mkdir()
    canaries = leave_canaries(tmp_path)
    assert matchbook(tmp_path, "build", "--no-pdf", "profiles/canary.yaml").returncode == 0
    assert matchbook(tmp_path, "build", "--public").returncode == 0
    everything = b"".join(path.read_bytes() for path in (tmp_path / "site" / "public").rglob("*") if path.is_file())
    mine = b"".join(path.read_bytes() for path in (tmp_path / "site" / "canary").rglob("*") if path.is_file())
    assert [word for word in canaries[:2] if word.encode() not in mine] == []
    assert [word for word in canaries if word.encode() in everything] == []


def structures(page: Page, address: str, texts: Sequence[str]) -> list[list[str]]:
    """Return a page's structure with each of some texts as the reader's name and specialty."""
    found = []
    for text in texts:
        given = {"name": text, "backup.open": True, "backup.specialties": [text]}
        page.evaluate("kept => Matchbook.store.keep(kept)", {"given": given, "asked": [text]})
        go(page, address)
        found.append(page.evaluate(STRUCTURE))
    return found


@pytest.mark.parametrize("path", ["index.html", "answers.html", "parallel-plans/index.html"])
def test_a_hostile_answer_is_text_like_any_other(browser: Browser, public_site: Path, path: str) -> None:
    address = (public_site / path).as_uri()
    with visiting(browser) as (page, met):
        go(page, address)
        harmless, *others = structures(page, address, ["Ana", *PAYLOADS])
        assert [text for text, found in zip(PAYLOADS, others, strict=True) if found != harmless] == []
        assert page.evaluate("() => window.ran") is None
        assert met.errors == []


# One that is taken and one that says nothing, and after each one that is too long.
HARMLESS = ("Ana", "A" * 201, "", "A" * 201)
# Remembers the trees that a page has with harmless texts, and then the texts with which it has another one: other tags,
# attributes or places of them. The browser writes a `<` of a text or an attribute as `&lt;`; classes have no order.
COMPARE = """
window.compared = { trees: new Set(), isHarmless: true, tried: 0, differing: [] };
window.compare = text => {
    const tree = document.documentElement.outerHTML
        .replace(/>[^<]*/g, ">")
        .replace(/ class="[^"]*"/g, written => written.split(/[ "]/).sort().join(" "));
    if (compared.isHarmless) compared.trees.add(tree);
    else if (!compared.trees.has(tree)) compared.differing.push(text);
    compared.tried += 1;
};
"""
# Each hands every text to the page in one way, and compares the page after each.
WAYS: Mapping[str, tuple[str, str]] = {
    "typed": (
        "answers.html",
        """texts => {
            const control = document.querySelector('.questionnaire [data-field="name"] input');
            for (const text of texts) {
                control.value = text;
                control.dispatchEvent(new Event("change", { bubbles: true }));
                compare(text);
            }
        }""",
    ),
    "in a profile file": (
        "answers.html",
        """async texts => {
            const control = document.querySelector("[data-load]");
            const message = document.querySelector("[data-load-message]");
            for (const text of texts) {
                const files = new DataTransfer();
                files.items.add(new File([`name: ${JSON.stringify(text)}\nstep1: {score: 212}\n`], "profile.yaml"));
                message.textContent = "";
                control.files = files.files;
                control.dispatchEvent(new Event("change"));
                while (!message.textContent) await new Promise(done => setTimeout(done));
                compare(text);
            }
        }""",
    ),
    "as a profile file": (
        "answers.html",
        """texts => {
            const { readProfile } = Matchbook.profile;
            const { guide, show } = Matchbook.personal;
            for (const text of texts.flatMap(text => [text, `name: ${JSON.stringify(text)}`])) {
                const { given, problems } = readProfile(text, guide);
                document.querySelector("[data-load-message]").textContent =
                    problems.map(({ message }) => message).join();
                if (!problems.length) show(given);
                compare(text);
            }
        }""",
    ),
    # Behind a number, so that no address is that of before, of which a page would not hear.
    "in the address": (
        "research/write-to-faculty.html",
        """async texts => {
            for (const text of texts) {
                const changed = new Promise(done => addEventListener("hashchange", done, { once: true }));
                location.hash = `${compared.tried} ${text}`;
                await changed;
                compare(text);
            }
        }""",
    ),
    "kept by the browser": (
        "research/write-to-faculty.html",
        """texts => {
            for (const text of texts) {
                const ours = `matchbook:${document.documentElement.dataset.guide}:`;
                const given = { name: text, "backup.open": true, "backup.specialties": [text], [text]: text };
                localStorage.setItem(`${ours}answers`, JSON.stringify({ given, asked: [text] }));
                localStorage.setItem(`${ours}done`, JSON.stringify([text]));
                localStorage.setItem(`${ours}read`, text);
                dispatchEvent(new StorageEvent("storage", { key: `${ours}answers` }));
                compare(text);
            }
        }""",
    ),
}


SLOW_WAYS = {"in the address": [pytest.mark.long]}


@with_collections
@pytest.mark.parametrize("way", [pytest.param(way, marks=SLOW_WAYS.get(way, [])) for way in WAYS])
def test_no_collected_attack_runs_or_changes_the_tree_of_a_page(browser: Browser, public_site: Path, way: str) -> None:
    path, script = WAYS[way]
    texts = collected()[:: 8 if way == "in a profile file" else 1]  # a file takes long
    assert len(texts) > 1_000
    with visiting(browser, init=keeping(public_site) + WATCH + COMPARE) as (page, met):
        page.set_default_timeout(0)
        go(page, (public_site / path).as_uri())
        for _ in range(2):  # what a page does a moment later is done before the second time
            page.evaluate(script, HARMLESS)
        page.evaluate("() => compared.isHarmless = false")
        page.evaluate(script, texts)
        assert page.evaluate("() => compared.differing") == []
        assert page.evaluate("() => compared.tried") > 100
        page.wait_for_timeout(200)
        assert page.evaluate("() => ran") == []
        assert own(met.requests, public_site.as_uri()) == []
        assert met.errors == []


@with_collections
def test_no_collected_attack_runs_when_it_is_searched_for(browser: Browser, public_site: Path) -> None:
    with visiting(browser, init=WATCH) as (page, met):
        go(page, (public_site / "index.html").as_uri())
        page.get_by_role("button", name="Search").click()
        tags = page.evaluate(
            """async texts => {
                const field = document.querySelector("#search-field");
                const tags = new Set();
                for (const text of texts) {
                    field.value = text;
                    field.dispatchEvent(new Event("input"));
                    await new Promise(done => setTimeout(done));
                    for (const { tagName } of document.querySelectorAll("[data-search] *")) tags.add(tagName);
                }
                return [...tags].sort();
            }""",
            ["letter", *collected()[:600]],
        )
        assert tags == ["A", "BUTTON", "DIV", "INPUT", "LABEL", "MARK", "P", "SPAN"]
        assert page.evaluate("() => ran") == []
        assert met.errors == []


KEPT: Mapping[str, str] = {
    "no JSON": "<script>window.ran = 1</script>",
    "null": "null",
    "a list": "[1, 2]",
    "answers that are a list": '{"given": [1], "asked": "all"}',
    "wrong types": '{"given": {"name": {"a": 1}, "match.year": "2029", "step1.score": 1e99}, "asked": {}}',
    "names of prototypes": '{"given": {"__proto__": {"name": "x"}, "constructor": 1}, "asked": [null]}',
    "answers that exclude each other": '{"given": {"step1.status": "not taken", "step1.score": 240}, "asked": []}',
    "much": json.dumps({"given": {"name": "a" * 500_000}, "asked": ["b"] * 10_000}),
}


# Before each page, has the browser keep under each of our names what the tab remembers.
KEEPING = """
for (const kind of ["answers", "done", "read"]) {
    const kept = sessionStorage.getItem("kept");
    if (kept !== null) localStorage.setItem(NAMES + kind, kept);
}
"""


@pytest.mark.parametrize("path", ["index.html", "answers.html"])
def test_a_page_stands_whatever_the_browser_keeps(browser: Browser, public_site: Path, path: str) -> None:
    init = KEEPING.replace("NAMES", json.dumps(f"matchbook:{guide_of(public_site)}:"))
    with visiting(browser, init=init) as (page, met):
        go(page, (public_site / path).as_uri())
        for kept in KEPT.values():
            page.evaluate("kept => sessionStorage.setItem('kept', kept)", kept)
            page.reload()
            settle(page)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert (met.errors, page.evaluate("() => window.ran ?? null")) == ([], None), kept[:80]


FILES: Mapping[str, str] = {
    "a script": 'name: "<script>window.ran = 1</script>"\n',
    "no YAML": "<html><script>window.ran = 1</script>",
    "an alias": "name: &a x\nbackup: *a\n",
    "a tag": "name: !!python/object/apply:os.system [ls]\n",
    "a prototype": "__proto__:\n  name: x\n",
    "deep": "[" * 5000,
    "nothing": "",
    "binary": "\x00\x01\x02",
    "large": "name: " + "a" * 1_100_000,
}


def test_a_hostile_profile_is_loaded_as_text_or_refused(browser: Browser, public_site: Path) -> None:
    with visiting(browser) as (page, met):
        for name, text in FILES.items():
            go(page, (public_site / "answers.html").as_uri())
            file: FilePayload = {"name": "profile.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
            expect(page.locator("[data-load-message]")).to_be_empty()
            page.locator("[data-load]").set_input_files(file)
            expect(page.locator("[data-load-message]")).not_to_be_empty()
            assert (met.errors, page.evaluate("() => window.ran ?? ({}).name ?? null")) == ([], None), name


FRAGMENTS = ("<script>window.ran=1</script>", "%", "'\"]", "javascript:window.ran=1", "a b")


@pytest.mark.parametrize("path", ["index.html", "answers.html", "research/write-to-faculty.html"])
def test_a_hostile_address_changes_nothing(browser: Browser, public_site: Path, path: str) -> None:
    with visiting(browser, init=keeping(public_site)) as (page, met):
        go(page, (public_site / path).as_uri())
        harmless = page.evaluate(STRUCTURE)
        for fragment in FRAGMENTS:
            page.goto("about:blank")
            go(page, f"{(public_site / path).as_uri()}#{fragment}")
            assert page.evaluate(STRUCTURE) == harmless, fragment
            assert (met.errors, page.evaluate("() => window.ran ?? null")) == ([], None), fragment
