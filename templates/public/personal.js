// The page becomes the reader's own: everything on it follows from the answers in this browser.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.personal = (() => {
  const { all, every, hide, say, isShown, mark, fill, closeEmpty } = Matchbook.marks;
  const { make, number, share, reasons, ask, module, sources } = Matchbook.parts;
  const guide = Matchbook.guide(Matchbook.library);
  const { windows, plan } = Matchbook.plan(guide);
  /** @type {Reader | undefined} */
  let known;

  /**
   * What a value of each kind of field is in JavaScript.
   * @type {Partial<Record<Kind, string>>}
   */
  const TYPES = { "whole number": "number", "true/false": "boolean", "list of texts": "object" };

  /**
   * The answers kept in this browser, as far as they fit this edition of the guide.
   * @param {Record<string, unknown>} kept
   */
  const answersOf = (kept) => {
    /** @type {Map<string, Value>} */
    const given = new Map();
    for (const [name, field] of guide.fields) {
      const value = /** @type {Value | null} */ (Object.hasOwn(kept, name) ? kept[name] : null);
      const isRight = value !== null && typeof value === (TYPES[field.kind] ?? "string");
      const isList = !isRight || field.kind !== "list of texts" || (Array.isArray(value) && value.every((each) => typeof each === "string"));
      if (isRight && isList && Matchbook.answers.fits(field, value)) given.set(name, value);
    }
    return Matchbook.answers.withAnswer(given, "", null, guide) ?? given;
  };

  /** The anchors and windows of the tasks that stand on the home page now. */
  let listed = "";

  /**
   * The reader's next tasks on the home page.
   * @param {Reader | null} reader
   */
  const nextTasks = (reader) => {
    for (const list of every("[data-next-tasks]")) {
      if (!reader) continue;
      const tasks = guide.modules.flatMap((each) => {
        const texts = Matchbook.tasks[each.id] ?? [];
        if (reader.verdict(each.when) !== "in") return [];
        return each.tasks.flatMap(([when, window], position) =>
          reader.verdict(when) === "in"
            ? [{ text: texts[position], isEssential: texts[position].isEssential, ...reader.planned(window) }]
            : [],
        );
      });
      const parts = Matchbook.calendar.planParts(tasks, Number(list.dataset.mostLate));
      const inOrder = [...parts.flatMap(({ first }) => first), ...parts.flatMap(({ rest }) => rest)];
      const next = inOrder.slice(0, 3);
      const key = next.map(({ text, words }) => `${text.anchor} ${words}`).join();
      if (key !== listed) list.replaceChildren(...next.map(taskItem));
      listed = key;
    }
  };

  /** @param {{ text: { do: string, anchor: string }, words: string }} task */
  const taskItem = ({ text, words }) => {
    const item = make("li", "", { class: "task" });
    const label = make("label");
    label.append(make("input", "", { type: "checkbox", "data-task": text.anchor }), " ", make("span", text.do, { class: "task-do" }));
    item.append(label);
    if (words) {
      const more = make("p", "", { class: "task-more" });
      more.append(make("span", words, { class: "task-window" }));
      item.append(more);
    }
    return item;
  };

  /**
   * The reader's scores on the score line.
   * @param {Reader | null} reader
   */
  const scores = (reader) => {
    for (const figure of every(".score-line[data-minimum]")) {
      const [minimum, maximum] = [Number(figure.dataset.minimum), Number(figure.dataset.maximum)];
      const said = all("[data-score]", figure).map((row) => {
        const score = reader?.facts.given.get(row.dataset.score ?? "");
        const here = /** @type {SVGElement} */ (row.querySelector(".score-here"));
        here.setAttribute("visibility", typeof score === "number" ? "visible" : "hidden");
        if (typeof score !== "number") return "";
        const inside = Math.min(Math.max(score, minimum), maximum);
        here.setAttribute("x", `${5 + (90 * (inside - minimum)) / (maximum - minimum)}%`);
        /** @type {Element} */ (here.querySelector("text")).textContent = String(score);
        const { low, high, title } = row.dataset;
        const band = score < Number(low) ? "in the low band" : score < Number(high) ? "in the borderline band" : "above both bands";
        return `Your ${title} is ${score}, ${band}. `;
      });
      const words = /** @type {HTMLElement} */ (figure.querySelector("title"));
      words.dataset.own ??= words.textContent ?? "";
      say(words, said.join("") + words.dataset.own);
    }
  };

  /**
   * The reader's situation at a glance.
   * @param {Reader | null} reader
   */
  const glance = (reader) => {
    for (const entry of every("[data-glance]")) {
      const name = entry.dataset.glance ?? "";
      const isKnown = reader?.facts.given.has(name) ?? false;
      hide(entry, !isKnown && !(reader?.mayApply(name) ?? true));
      hide(/** @type {HTMLElement} */ (entry.querySelector("a")), isKnown);
    }
    const days = Object.values(guide.calendar.dates)
      .map((date) => [date.title, reader ? Matchbook.calendar.sayDay(date, reader.facts.given) : ""])
      .filter(([, day]) => day);
    for (const place of every("[data-days]")) say(place, days.length ? days.map((pair) => pair.join(": ")).join(". ") + (place.dataset.days ?? "") : null);
    for (const list of every("[data-questions]")) {
      const questions = reader ? Matchbook.questions.rank(reader) : [];
      ask(list, questions.slice(0, Number(list.dataset.questions)));
      for (const nothing of every("[data-nothing-open]")) hide(nothing, questions.length > 0);
    }
  };

  /**
   * What stands in the frame of every page.
   * @param {Reader | null} reader @param {boolean} everything
   */
  const frame = (reader, everything) => {
    const count = reader?.facts.given.size ?? 0;
    for (const part of every("[data-generic]")) hide(part, reader !== null);
    for (const part of every("[data-personal]")) hide(part, reader === null);
    const name = reader?.facts.given.get("name");
    for (const place of every("[data-reader]")) {
      hide(place, typeof name !== "string");
      say(place, typeof name === "string" ? `for ${name}` : "");
    }
    for (const seen of every("[data-seen]")) say(seen, everything ? "You see the whole guide, beside " : null);
    for (const answers of every("[data-answers]")) say(answers, `your ${count} ${count === 1 ? "answer" : "answers"}`);
    for (const button of every("[data-show-all]")) {
      button.setAttribute("aria-pressed", String(everything));
      say(button, everything ? "Only what is mine" : null);
    }
    document.documentElement.classList.toggle("personal", reader !== null && !everything);
    document.documentElement.classList.toggle("answered", reader !== null);
  };

  /**
   * Make the page that of a reader with these answers; of every reader where there are none.
   * @param {ReadonlyMap<string, Value>} given @param {Reader} [worked] the reader with these answers, where there is one already
   */
  const show = (given, worked) => {
    const everything = Matchbook.store.showsEverything();
    const reader = given.size ? worked ?? Matchbook.reader.readerOf(guide, given, known) : null;
    known = reader ?? undefined;
    const shown = everything ? null : reader;
    frame(reader, everything);
    mark(shown);
    fill(reader);
    number(guide, shown);
    share(guide, shown);
    reasons(guide, shown);
    module(guide, shown);
    windows(reader);
    plan(shown);
    nextTasks(reader);
    scores(reader);
    glance(reader);
    closeEmpty();
    sources();
    dispatchEvent(new Event("matchbook:shown"));
  };

  /** Show the page by what this browser keeps now. */
  const refresh = () => show(answersOf(Matchbook.store.load()?.given ?? {}));

  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-show-all], [data-forget]") : null;
    if (!button) return;
    if (button.hasAttribute("data-forget")) {
      if (!confirm("Delete your answers and everything else this guide keeps in this browser?")) return;
      Matchbook.store.forget();
      dispatchEvent(new Event("matchbook:forgotten"));
    } else {
      Matchbook.store.showEverything(!Matchbook.store.showsEverything());
    }
    refresh();
  });
  addEventListener("storage", ({ key }) => {
    if (key === Matchbook.store.ANSWERS || key === null) refresh();
  });

  return { guide, show, refresh, answersOf, reader: () => known, isShown };
})();

{
  const begin = () => {
    try {
      Matchbook.personal.refresh();
    } finally {
      document.documentElement.classList.remove("waking");
    }
    dispatchEvent(new Event("matchbook:awake"));
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
}
