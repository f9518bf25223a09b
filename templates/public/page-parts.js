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
    /** @type {Map<string, number>} */
    const chapters = new Map();
    /** @type {Map<string, string>} */
    const places = new Map();
    let position = 0;
    for (const { id, chapter, when } of guide.modules) {
      if (reader && reader.verdict(when) === "out") continue;
      position = chapters.has(chapter) ? position + 1 : 1;
      if (position === 1) chapters.set(chapter, chapters.size + 1);
      places.set(id, `${chapters.get(chapter)}.${position}`);
    }
    for (const place of every("[data-number-of]")) say(place, places.get(place.dataset.numberOf ?? "") ?? null);
    for (const place of every("[data-chapter-number]")) {
      const chapter = chapters.get(place.dataset.chapterNumber ?? "");
      say(place, chapter === undefined ? null : String(chapter));
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
    for (const entry of (entries ??= listed(guide))) reason(entry, reader);
    for (const left of every("[data-left-out-count]")) {
      const count = every(".modules > [data-module]").filter(({ hidden }) => hidden).length;
      hide(left, !count);
      say(/** @type {HTMLElement} */ (left.firstElementChild), `Pages of this chapter that are for other readers: ${count}.`);
    }
  };

  /**
   * The pages that this page lists, each with its parts.
   * @type {ReturnType<typeof listed> | undefined}
   */
  let entries;

  /** @param {Guide} guide */
  const listed = (guide) => {
    const modules = new Map(guide.modules.map((module) => [module.id, module]));
    return every("[data-decision], .modules [data-module], .contents [data-module]").map((entry) => ({
      entry,
      module: modules.get(entry.dataset.decision ?? entry.dataset.module ?? ""),
      isDecision: "decision" in entry.dataset,
      isCard: entry.parentElement?.classList.contains("modules"),
      lines: all("[data-why-line]", entry),
      marks: all(".open-mark", entry),
      words: all("[data-verdict-word]", entry),
    }));
  };

  const WORDS = { in: "for you", open: "open", out: "left out" };

  /** @param {ReturnType<typeof listed>[number]} listed @param {Reader | null} reader */
  const reason = ({ entry, module, isDecision, isCard, lines, marks, words }, reader) => {
    const verdict = reader && module ? reader.verdict(module.when) : null;
    for (const line of lines) {
      hide(line, !reader || !module || (!isDecision && !module.when));
      if (reader && module) say(line, reader.why(module.when));
    }
    for (const mark of marks) hide(mark, verdict !== "open");
    for (const word of words) say(word, verdict && WORDS[verdict]);
    const name = `decision${verdict ? ` decision-${verdict}` : ""}`;
    if (isDecision && entry.className !== name) entry.className = name;
    if (isCard) entry.classList.toggle("open-card", verdict === "open");
  };

  /**
   * What each list of questions asks now.
   * @type {WeakMap<Element, string>}
   */
  const asked = new WeakMap();

  /**
   * Fill a list with questions that lead to their answers.
   * @param {Element} list @param {Question[]} questions
   */
  const ask = (list, questions) => {
    const key = questions.map(({ field, settles }) => `${field.name} ${settles}`).join();
    if (asked.get(list) === key) return;
    asked.set(list, key);
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
    const [article] = every("[data-page-module]");
    const here = article && guide.modules.find(({ id }) => id === article.dataset.pageModule);
    if (!here) return;
    const verdict = reader ? reader.verdict(here.when) : null;
    why(here, reader);
    for (const card of every("[data-page-module] [data-left-out]")) hide(card, verdict !== "out");
    for (const text of every("[data-page-module] [data-module-text]")) hide(text, verdict === "out");
    const waits = new Set(reader ? reader.decision(here).open.flatMap((when) => Matchbook.questions.askable(reader, when)) : []);
    const questions = reader && waits.size ? Matchbook.questions.rank(reader).filter(({ field }) => waits.has(field.name)) : [];
    for (const card of every("[data-page-module] [data-waiting]")) {
      const isFirst = card.querySelector("#page-waits") !== null;
      const isAsking = questions.length > 0 && isFirst === (verdict === "open");
      hide(card, !isAsking);
      if (isAsking) ask(/** @type {Element} */ (card.querySelector("ul")), questions);
    }
    neighbours(guide, reader, here);
  };

  /**
   * What the page's reasons say now.
   * @type {string[] | undefined}
   */
  let told;

  /**
   * Why a module is here, with the facts that this rests on.
   * @param {Module} here @param {Reader | null} reader
   */
  const why = (here, reader) => {
    const [proven] = every("[data-page-module] [data-why]");
    const [plain] = every("[data-page-module] [data-why-plain]");
    const statements = reader && here.when ? reader.statements(here.when) : [];
    hide(proven, !statements.length);
    hide(plain, !reader || statements.length > 0);
    if (!reader || told === statements) return;
    told = statements;
    say(plain, reader.why(here.when));
    /** @type {HTMLElement} */ (proven.querySelector("summary")).textContent = reader.why(here.when);
    /** @type {HTMLElement} */ (proven.querySelector("ul")).replaceChildren(...statements.map((fact) => make("li", `${fact}.`)));
  };

  /** @param {Guide} guide @param {Reader | null} reader @param {Module} here */
  const neighbours = (guide, reader, here) => {
    const position = guide.modules.indexOf(here);
    const isMine = (/** @type {Module} */ { when }) => !reader || reader.verdict(when) !== "out";
    const before = guide.modules.slice(0, position).reverse().find(isMine);
    const after = guide.modules.slice(position + 1).find(isMine);
    for (const [selector, other] of /** @type {[string, Module | undefined][]} */ ([[".pager-previous", before], [".pager-next", after]])) {
      for (const link of every(`[data-pager] ${selector}`)) {
        hide(link, !other);
        if (!other) continue;
        if (link.getAttribute("href") !== hrefOf(other)) link.setAttribute("href", hrefOf(other));
        say(/** @type {HTMLElement} */ (link.querySelector("[data-title]")), other.title);
      }
    }
  };

  /**
   * The sources cited in each module where the page was last looked at.
   * @type {Map<HTMLElement, string>}
   */
  const cited = new Map();

  /**
   * The places of each module that cite a source.
   * @type {Map<HTMLElement, HTMLElement[]>}
   */
  const citing = new Map();

  /** @param {HTMLElement} article */
  const citesIn = (article) => {
    const found = citing.get(article) ?? all(".prose .cite a", article);
    citing.set(article, found);
    return found;
  };

  /**
   * Number the sources that a module still cites, and leave out those that it does not.
   * @param {HTMLElement} article
   */
  const cite = (article) => {
    const cites = citesIn(article).filter(isShown);
    const order = [...new Set(cites.map((link) => (link.getAttribute("href") ?? "").slice(1)))];
    for (const link of cites) {
      const position = order.indexOf((link.getAttribute("href") ?? "").slice(1)) + 1;
      say(link, String(position));
      if (link.ariaLabel !== `Source ${position}`) link.ariaLabel = `Source ${position}`;
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
