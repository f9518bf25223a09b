// What of a page is for this reader: parts stay or go by their marks, and values fill in.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.marks = (() => {
  /**
   * Elements with one mark, what the mark asks for, and what was decided about them last; undefined without a reader.
   * @typedef {{ elements: HTMLElement[], asks: number[][], verdict: Verdict | undefined }} Marked
   */

  /**
   * The elements with a mark: `12 -30;7` asks that 12 is not "no" and 30 not "yes", or 7 not "no".
   * @param {string} attribute @returns {Marked[]}
   */
  const marked = (attribute) => {
    /** @type {Map<string, Marked>} */
    const groups = new Map();
    for (const element of all(`[${attribute}]`)) {
      const mark = element.getAttribute(attribute) ?? "";
      const group = groups.get(mark);
      if (group) group.elements.push(element);
      else groups.set(mark, { elements: [element], asks: mark.split(";").map((each) => each.split(" ").map(Number)), verdict: undefined });
    }
    return [...groups.values()];
  };

  /**
   * What a reader gets of a part with a mark.
   * @param {Reader} reader @param {number[][]} asks @returns {Verdict}
   */
  const verdictOf = (reader, asks) => {
    /** @type {Verdict} */
    let best = "out";
    for (const numbers of asks) {
      const verdict = ofAll(reader, numbers);
      if (verdict === "in") return "in";
      if (verdict === "open") best = "open";
    }
    return best;
  };

  /** @param {Reader} reader @param {number[]} numbers @returns {Verdict} */
  const ofAll = (reader, numbers) => {
    let isOpen = false;
    for (const number of numbers) {
      const truth = reader.truth(Math.abs(number));
      if (truth === (number < 0 ? "yes" : "no")) return "out";
      if (truth === "unknown") isOpen = true;
    }
    return isOpen ? "open" : "in";
  };

  /**
   * Every element that fits a selector.
   * @param {string} selector @param {ParentNode} [within]
   */
  const all = (selector, within = document) =>
    /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

  /** @type {Map<string, HTMLElement[]>} */
  const found = new Map();

  /**
   * Every element of the page as it came that fits a selector: looked for once, since a page's own parts stay.
   * @param {string} selector
   */
  const every = (selector) => {
    const known = found.get(selector) ?? all(selector);
    found.set(selector, known);
    return known;
  };

  /**
   * Hide or show an element; touching one that is so already would cost the browser a look at its style.
   * @param {HTMLElement} element @param {boolean} isHidden
   */
  const hide = (element, isHidden) => {
    if (element.hidden !== isHidden) element.hidden = isHidden;
  };

  /**
   * The texts that elements came with and those that they have now.
   * @type {WeakMap<HTMLElement, { own: string, now: string }>}
   */
  const texts = new WeakMap();

  /**
   * Set an element's text, which nothing else changes, or give it back its own.
   * @param {HTMLElement} element @param {string | null} text
   */
  const say = (element, text) => {
    const own = texts.get(element)?.own ?? element.textContent ?? "";
    const wanted = text ?? own;
    if ((texts.get(element)?.now ?? own) !== wanted) element.textContent = wanted;
    texts.set(element, { own, now: wanted });
  };

  /**
   * Whether an element and all around it is shown.
   * @param {Element} element
   */
  const isShown = (element) => !element.closest("[hidden]");

  /**
   * Whether an element is shown as far as its group is.
   * @param {HTMLElement} element @param {HTMLElement} group
   */
  const isShownIn = (element, group) => {
    /** @type {HTMLElement | null} */
    let around = element;
    while (around && around !== group && !around.hidden) around = around.parentElement;
    return around === group;
  };

  /**
   * The page's marked parts, and its links to what is not for everyone.
   * @type {[Marked[], Marked[]] | undefined}
   */
  let marks;

  /**
   * Show or hide each marked part of which something else was decided than before; without a reader all are shown.
   * @param {Reader | null} reader
   */
  const mark = (reader) => {
    const [parts, links] = (marks ??= [marked("data-for"), marked("data-link-for")]);
    decide(parts, reader, (part, verdict) => {
      hide(part, verdict === "out");
      if (verdict) part.dataset.verdict = verdict;
      else delete part.dataset.verdict;
    });
    decide(links, reader, (link, verdict) => {
      link.dataset.href ??= link.getAttribute("href") ?? "";
      if (verdict === "out") link.removeAttribute("href");
      else link.setAttribute("href", link.dataset.href);
    });
  };

  /** @param {Marked[]} groups @param {Reader | null} reader @param {(element: HTMLElement, verdict: Verdict | undefined) => void} change */
  const decide = (groups, reader, change) => {
    for (const group of groups) {
      const verdict = reader ? verdictOf(reader, group.asks) : undefined;
      if (verdict === group.verdict) continue;
      group.verdict = verdict;
      for (const element of group.elements) change(element, verdict);
    }
  };

  /**
   * Put in the reader's own values.
   * @param {Reader | null} reader
   */
  const fill = (reader) => {
    for (const place of every("[data-value]")) {
      const field = reader?.guide.fields.get(place.dataset.value ?? "");
      const value = field && reader?.facts.given.get(field.name);
      say(place, field && value !== undefined ? Matchbook.wording.sayValue(field, value) : null);
    }
  };

  /**
   * Groups with what may be left in them.
   * @type {{ group: HTMLElement, parts: HTMLElement[] }[] | undefined}
   */
  let groups;

  /** Hide each group in which nothing is left. */
  const closeEmpty = () => {
    groups ??= all("[data-some]").map((group) => ({ group, parts: all(group.dataset.some ?? "", group) }));
    for (const { group, parts } of groups) hide(group, !parts.some((part) => isShownIn(part, group)));
  };

  return { all, every, hide, say, isShown, mark, fill, closeEmpty };
})();
