// Search, all in the browser: the texts are loaded when the reader first asks, and only what is for the reader is found.
"use strict";
var Matchbook = Matchbook || {};
{
  const MOST = 12;
  const AROUND = 70;
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-search]"));
  const root = document.documentElement.dataset.root ?? "";

  /** @typedef {{ id: number, module: number, anchor: string, heading: string, title: string, text: string, shown: number[] }} Found */

  /** @type {Promise<{ index: any, modules: [string, string, string, string][] }> | undefined} */
  let loading;
  const load = () =>
    (loading ??= Matchbook.load("minisearch.js", "documents.js").then(() => {
      const { modules, texts } = Matchbook.documents;
      const index = new MiniSearch({
        fields: ["title", "heading", "text"],
        storeFields: ["module", "anchor", "heading", "text", "shown"],
        searchOptions: { boost: { title: 4, heading: 2 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
      });
      index.addAll(
        texts.map(([module, anchor, heading, text, shown], id) => ({ id, module, anchor, heading, title: modules[module][1], text, shown })),
      );
      return { index, modules };
    }));

  /** @param {string} name @param {string} [text] @param {Record<string, string>} [attributes] */
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const field = /** @type {HTMLInputElement} */ (
    make("input", "", {
      type: "search", id: "search-field", autocomplete: "off", spellcheck: "false",
      role: "combobox", "aria-expanded": "false", "aria-controls": "search-results", "aria-autocomplete": "list",
    })
  );
  const list = make("div", "", { id: "search-results", role: "listbox", "aria-label": "Pages found", class: "search-results" });
  const status = make("p", "", { class: "search-status", role: "status" });
  const label = make("label", "Search this guide", { for: "search-field", class: "label" });
  const close = make("button", "Close", { type: "button", class: "tool" });
  const head = make("div", "", { class: "search-head" });
  head.append(field, close);
  dialog.append(label, head, status, list);

  let chosen = -1;

  const options = () => /** @type {HTMLElement[]} */ ([...list.children]);

  /** @param {number} position */
  const choose = (position) => {
    const found = options();
    chosen = found.length ? (position + found.length) % found.length : -1;
    for (const [number, option] of found.entries()) option.setAttribute("aria-selected", String(number === chosen));
    if (chosen >= 0) {
      field.setAttribute("aria-activedescendant", found[chosen].id);
      found[chosen].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  /**
   * Whether a text is for this reader.
   * @param {number[]} shown
   */
  const isMine = (shown) => {
    const reader = Matchbook.store.showsEverything() ? undefined : Matchbook.personal?.reader();
    return !reader || shown.every((number) => reader.truth(Math.abs(number)) !== (number < 0 ? "yes" : "no"));
  };

  /**
   * The stretch of a text around the first word found, with the words marked.
   * @param {string} text @param {string[]} terms
   */
  const excerpt = (text, terms) => {
    const words = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((one, other) => other.length - one.length);
    const pattern = new RegExp(`(${words.join("|")})`, "giu");
    const first = text.search(pattern);
    const start = first <= AROUND ? 0 : text.indexOf(" ", first - AROUND) + 1;
    const end = start + 3 * AROUND < text.length ? text.lastIndexOf(" ", start + 3 * AROUND) : text.length;
    const cut = text.slice(start, end > start ? end : start + 3 * AROUND);
    const parts = cut.split(pattern).map((part, position) => (position % 2 ? make("mark", part) : document.createTextNode(part)));
    const line = make("span", "", { class: "search-excerpt" });
    line.append(start ? "… " : "", ...parts, start + cut.length < text.length ? " …" : "");
    return line;
  };

  /** @param {Found & { terms: string[] }} result @param {[string, string, string, string]} module @param {number} position */
  const option = (result, [, title, href, chapter], position) => {
    const item = make("a", "", {
      role: "option", id: `search-option-${position}`, "aria-selected": "false", tabindex: "-1",
      href: `${root}${href}${result.anchor ? `#${result.anchor}` : ""}`,
    });
    const place = make("span", [chapter, result.heading].filter(Boolean).join(": "), { class: "search-place" });
    item.append(make("span", title, { class: "search-title" }), place, excerpt(result.text, result.terms));
    return item;
  };

  const search = async () => {
    const { index, modules } = await load();
    const asked = field.value.trim();
    /** @type {(Found & { terms: string[] })[]} */
    const results = asked ? index.search(asked, { filter: (/** @type {Found} */ { shown }) => isMine(shown) }) : [];
    /** @type {Map<number, Found & { terms: string[] }>} */
    const best = new Map();
    for (const result of results) if (!best.has(result.module)) best.set(result.module, result);
    const found = [...best.values()].slice(0, MOST);
    list.replaceChildren(...found.map((result, position) => option(result, modules[result.module], position)));
    field.setAttribute("aria-expanded", String(found.length > 0));
    const more = best.size > MOST ? `${best.size} pages, the ${MOST} best are shown` : best.size === 1 ? "1 page" : `${best.size} pages`;
    status.textContent = asked ? (best.size ? `${more}.` : "No page of this guide has these words.") : "";
    choose(found.length ? 0 : -1);
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    field.focus();
    field.select();
    load();
  };

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-search-open]"))) {
    button.addEventListener("click", open);
  }
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
    if (target instanceof Element && target.closest("a")) dialog.close();
  });
  field.addEventListener("input", search);
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && document.activeElement === field) {
      event.preventDefault();
      choose(chosen + step);
    }
    if (event.key === "Enter" && document.activeElement === field && chosen >= 0) {
      event.preventDefault();
      options()[chosen].click();
    }
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    event.preventDefault();
    open();
  });
}
