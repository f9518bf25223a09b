// What of a page is for this reader: parts stay or go by their marks, and values fill in.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.marks = (() => {
  /**
   * What a reader gets of a part with a mark: `12 -30;7` asks that 12 is not "no" and 30 not "yes", or 7 not "no".
   * @param {Reader} reader @param {string} mark @returns {Verdict}
   */
  const verdictOf = (reader, mark) => {
    /** @type {Verdict} */
    let best = "out";
    for (const alternative of mark.split(";")) {
      const verdict = ofAll(reader, alternative.split(" ").map(Number));
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
   * Set an element's text, or give it back its own.
   * @param {HTMLElement} element @param {string | null} text
   */
  const say = (element, text) => {
    element.dataset.own ??= element.textContent ?? "";
    const wanted = text ?? element.dataset.own;
    if (element.textContent !== wanted) element.textContent = wanted;
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
   * Show or hide each marked part; without a reader all are shown.
   * @param {Reader | null} reader
   */
  const mark = (reader) => {
    /** @type {Map<string, Verdict>} */
    const verdicts = new Map();
    for (const part of every("[data-for]")) {
      const own = part.dataset.for ?? "";
      const verdict = reader ? verdicts.get(own) ?? verdictOf(reader, own) : undefined;
      if (verdict) verdicts.set(own, verdict);
      hide(part, verdict === "out");
      if (verdict === part.dataset.verdict) continue;
      if (verdict) part.dataset.verdict = verdict;
      else delete part.dataset.verdict;
    }
    for (const link of every("[data-link-for]")) {
      link.dataset.href ??= link.getAttribute("href") ?? "";
      if (reader && verdictOf(reader, link.dataset.linkFor ?? "") === "out") link.removeAttribute("href");
      else link.setAttribute("href", link.dataset.href);
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

  /** Hide each group in which nothing is left. */
  const closeEmpty = () => {
    for (const group of every("[data-some]")) {
      hide(group, !all(group.dataset.some ?? "", group).some((part) => isShownIn(part, group)));
    }
  };

  return { verdictOf, all, every, hide, say, isShown, mark, fill, closeEmpty };
})();
