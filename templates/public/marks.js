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

  /** Every element that fits a selector. @param {string} selector @param {ParentNode} [within] */
  const all = (selector, within = document) =>
    /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

  /** Set an element's text, or give it back its own. @param {HTMLElement} element @param {string | null} text */
  const say = (element, text) => {
    element.dataset.own ??= element.textContent ?? "";
    const wanted = text ?? element.dataset.own;
    if (element.textContent !== wanted) element.textContent = wanted;
  };

  /** Whether an element and all around it is shown. @param {Element} element */
  const isShown = (element) => !element.closest("[hidden]");

  /** Show or hide each marked part; without a reader all are shown. @param {Reader | null} reader */
  const mark = (reader) => {
    for (const part of all("[data-for]")) {
      const verdict = reader ? verdictOf(reader, part.dataset.for ?? "") : null;
      part.hidden = verdict === "out";
      if (verdict) part.dataset.verdict = verdict;
      else delete part.dataset.verdict;
    }
    for (const link of all("[data-link-for]")) {
      link.dataset.href ??= link.getAttribute("href") ?? "";
      if (reader && verdictOf(reader, link.dataset.linkFor ?? "") === "out") link.removeAttribute("href");
      else link.setAttribute("href", link.dataset.href);
    }
  };

  /** Put in the reader's own values. @param {Reader | null} reader */
  const fill = (reader) => {
    for (const place of all("[data-value]")) {
      const field = reader?.guide.fields.get(place.dataset.value ?? "");
      const value = field && reader?.facts.given.get(field.name);
      say(place, field && value !== undefined ? Matchbook.wording.sayValue(field, value) : null);
    }
  };

  /** Hide each group in which nothing is left. */
  const closeEmpty = () => {
    for (const group of all("[data-some]")) {
      group.hidden = false;
      group.hidden = !all(group.dataset.some ?? "", group).some(isShown);
    }
  };

  return { verdictOf, all, say, isShown, mark, fill, closeEmpty };
})();
