// The parts of a page that are worked out anew for each reader: numbers, reasons, sources, tasks, what is open.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.parts = (() => {
  const { all, every, hide, say, isShown } = Matchbook.marks;
  const root = document.documentElement.dataset.root ?? "";

  /**
   * Make an element with text and attributes.
   * @param {string} name @param {string} [text] @param {Record<string, string>} [attributes]
   */
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  /** @param {Module} module */
  const hrefOf = ({ chapter, id }) => `${root}${chapter}/${id}.html`;

  /**
   * Number chapters and modules as far as the reader gets them.
   * @param {Guide} guide @param {Reader | null} reader
   */
  const number = (guide, reader) => {
    const got = guide.modules.filter(({ when }) => !reader || reader.verdict(when) !== "out");
    const chapters = [...new Set(got.map(({ chapter }) => chapter))];
    const places = new Map(
      got.map((module) => {
        const others = got.filter(({ chapter }) => chapter === module.chapter);
        return [module.id, `${chapters.indexOf(module.chapter) + 1}.${others.indexOf(module) + 1}`];
      }),
    );
    for (const place of every("[data-number-of]")) say(place, places.get(place.dataset.numberOf ?? "") ?? null);
    for (const place of every("[data-chapter-number]")) {
      const position = chapters.indexOf(place.dataset.chapterNumber ?? "");
      say(place, position < 0 ? null : String(position + 1));
    }
  };

  /**
   * How much of each chapter is the reader's.
   * @param {Guide} guide @param {Reader | null} reader
   */
  const share = (guide, reader) => {
    for (const place of every("[data-share]")) {
      place.dataset.own ??= place.textContent ?? "";
      const verdicts = reader ? guide.modules.filter(({ chapter }) => chapter === place.dataset.share).map(({ when }) => reader.verdict(when)) : [];
      if (place.dataset.verdicts === verdicts.join(" ")) continue;
      place.dataset.verdicts = verdicts.join(" ");
      if (!reader) {
        place.textContent = place.dataset.own;
        continue;
      }
      const count = (/** @type {Verdict} */ wanted) => verdicts.filter((verdict) => verdict === wanted).length;
      const squares = make("span", "", { class: "share-squares", "aria-hidden": "true" });
      for (const [verdict, name] of /** @type {[Verdict, string][]} */ ([["in", "share-mine"], ["open", "share-open"], ["out", "share-out"]])) {
        for (let left = count(verdict); left; left -= 1) squares.append(make("span", "", { class: name }));
      }
      const words = [`${count("in")}\u00a0for\u00a0you`];
      if (count("open")) words.push(`${count("open")}\u00a0open`);
      const others = make("span", count("out") ? `, ${count("out")}\u00a0for\u00a0others` : "", { class: "share-others" });
      place.replaceChildren(squares, ` ${words.join(", ")}`, others);
    }
  };

  /**
   * Say why each listed page is here.
   * @param {Guide} guide @param {Reader | null} reader
   */
  const reasons = (guide, reader) => {
    const words = { in: "for you", open: "open", out: "left out" };
    for (const entry of every("[data-decision], .modules [data-module], .contents [data-module]")) {
      const key = entry.dataset.decision ?? entry.dataset.module;
      const module = guide.modules.find(({ id }) => id === key);
      const verdict = reader && module ? reader.verdict(module.when) : null;
      for (const line of all("[data-why-line]", entry)) {
        line.hidden = !reader || !module || (!entry.dataset.decision && !module.when);
        if (reader && module) line.textContent = reader.why(module.when);
      }
      for (const mark of all(".open-mark", entry)) mark.hidden = verdict !== "open";
      for (const word of all("[data-verdict-word]", entry)) word.textContent = verdict ? words[verdict] : "";
      if (entry.dataset.decision) entry.className = `decision${verdict ? ` decision-${verdict}` : ""}`;
      else if (entry.parentElement?.classList.contains("modules")) entry.classList.toggle("open-card", verdict === "open");
    }
    for (const left of every("[data-left-out-count]")) {
      const count = all(".modules > [data-module]").filter(({ hidden }) => hidden).length;
      left.hidden = !count;
      /** @type {HTMLElement} */ (left.firstElementChild).textContent = `Pages of this chapter that are for other readers: ${count}.`;
    }
  };

  /**
   * Fill a list with questions that lead to their answers.
   * @param {Element} list @param {Question[]} questions
   */
  const ask = (list, questions) => {
    list.replaceChildren(
      ...questions.map(({ field, settles }) => {
        const item = make("li", "", { class: "question" });
        const text = make("p", "", { class: "question-text" });
        text.append(make("a", field.question, { href: `${root}answers.html#${field.name.replace(/\./g, "-")}` }));
        item.append(text);
        if (settles) item.append(make("p", `Pages it settles: ${settles}`, { class: "question-settles" }));
        return item;
      }),
    );
  };

  /**
   * The module this page shows: why it is here, what it waits for, its neighbours.
   * @param {Guide} guide @param {Reader | null} reader
   */
  const module = (guide, reader) => {
    const article = document.querySelector("[data-page-module]");
    const here = guide.modules.find(({ id }) => id === /** @type {HTMLElement} */ (article)?.dataset.pageModule);
    if (!article || !here) return;
    const verdict = reader ? reader.verdict(here.when) : null;
    const [why] = all("[data-why]", article);
    const [plain] = all("[data-why-plain]", article);
    const statements = reader && here.when ? reader.statements(here.when) : [];
    why.hidden = !statements.length;
    plain.hidden = !reader || statements.length > 0;
    if (reader) {
      plain.textContent = reader.why(here.when);
      /** @type {HTMLElement} */ (why.querySelector("summary")).textContent = reader.why(here.when);
      /** @type {HTMLElement} */ (why.querySelector("ul")).replaceChildren(...statements.map((fact) => make("li", `${fact}.`)));
    }
    for (const card of all("[data-left-out]", article)) card.hidden = verdict !== "out";
    for (const text of all("[data-module-text]", article)) text.hidden = verdict === "out";
    const waits = new Set(reader ? reader.decision(here).open.flatMap((when) => Matchbook.questions.askable(reader, when)) : []);
    const questions = reader && waits.size ? Matchbook.questions.rank(reader).filter(({ field }) => waits.has(field.name)) : [];
    for (const card of all("[data-waiting]", article)) {
      const isFirst = card.querySelector("#page-waits") !== null;
      card.hidden = !questions.length || isFirst !== (verdict === "open");
      ask(/** @type {Element} */ (card.querySelector("ul")), questions);
    }
    neighbours(guide, reader, here);
  };

  /** @param {Guide} guide @param {Reader | null} reader @param {Module} here */
  const neighbours = (guide, reader, here) => {
    const position = guide.modules.indexOf(here);
    const isMine = (/** @type {Module} */ { when }) => !reader || reader.verdict(when) !== "out";
    const before = guide.modules.slice(0, position).reverse().find(isMine);
    const after = guide.modules.slice(position + 1).find(isMine);
    for (const [selector, other] of /** @type {[string, Module | undefined][]} */ ([[".pager-previous", before], [".pager-next", after]])) {
      for (const link of all(`[data-pager] ${selector}`)) {
        link.hidden = !other;
        if (!other) continue;
        link.setAttribute("href", hrefOf(other));
        say(/** @type {HTMLElement} */ (link.querySelector("[data-title]")), other.title);
      }
    }
  };

  /** The sources cited in each module where the page was last looked at. @type {Map<HTMLElement, string>} */
  const cited = new Map();

  /**
   * Number the sources that a module still cites, and leave out those that it does not.
   * @param {HTMLElement} article
   */
  const cite = (article) => {
    const cites = every(".prose .cite a").filter((link) => article.contains(link) && isShown(link));
    const order = [...new Set(cites.map((link) => (link.getAttribute("href") ?? "").slice(1)))];
    for (const link of cites) {
      const position = order.indexOf((link.getAttribute("href") ?? "").slice(1)) + 1;
      say(link, String(position));
      link.setAttribute("aria-label", `Source ${position}`);
    }
    if (cited.get(article) === order.join(" ")) return;
    cited.set(article, order.join(" "));
    for (const list of all(".notes", article)) arrange(list, order);
  };

  /** The terms of a module in the order in which it explains them; those that it does not use are left out. */
  const terms = () => {
    const bare = (/** @type {HTMLElement} */ { textContent }) => textContent?.replace(/s$/, "") ?? "";
    const used = [...new Set(every(".prose abbr").filter(isShown).map(bare))];
    const listed = [...every(".margin-terms dt")].map((term) => ({ term, place: used.indexOf(bare(term)) }));
    for (const { term, place } of listed) {
      hide(term, place < 0);
      hide(/** @type {HTMLElement} */ (term.nextElementSibling), place < 0);
    }
    const shown = listed.filter(({ place }) => place >= 0);
    if (shown.every(({ place }, position) => !position || shown[position - 1].place < place)) return;
    for (const { term } of shown.sort((one, other) => one.place - other.place)) {
      const meaning = /** @type {HTMLElement} */ (term.nextElementSibling);
      term.parentElement?.append(term, meaning);
    }
  };

  /** Number sources by what is still shown, and leave out those that are not cited; the same for terms. */
  const sources = () => {
    for (const article of every("article.module")) cite(article);
    terms();
    const notes = /** @type {HTMLLIElement[]} */ (every("[data-sources] > li").filter(isShown));
    for (const [position, note] of notes.entries()) if (note.value !== position + 1) note.value = position + 1;
  };

  /**
   * Put source notes in the order in which they are cited.
   * @param {HTMLElement} list @param {string[]} order the notes' ids
   */
  const arrange = (list, order) => {
    const notes = /** @type {HTMLLIElement[]} */ (all(":scope > li", list));
    const rank = (/** @type {HTMLElement} */ { id }) => (order.includes(id) ? order.indexOf(id) : order.length);
    for (const note of notes) {
      hide(note, !order.includes(note.id));
      note.value = rank(note) + 1;
    }
    list.append(...notes.sort((one, other) => rank(one) - rank(other)));
  };

  return { make, hrefOf, number, share, reasons, ask, module, sources };
})();
