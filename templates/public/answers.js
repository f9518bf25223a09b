// The questionnaire: one question after another, what each answer settles, and all answers to look at and change.
"use strict";
var Matchbook = Matchbook || {};

addEventListener("matchbook:awake", () => {
  const { all } = Matchbook.marks;
  const { make } = Matchbook.parts;
  const { guide, show, answersOf } = Matchbook.personal;
  const { readAnswer, withAnswer } = Matchbook.answers;
  const LARGEST = 1_000_001; // one more than a profile may have
  const one = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const [form, questions, done] = [one("[data-interview-form]"), one("[data-questionnaire]"), one("[data-interview-done]")];
  const kept = Matchbook.store.load();
  /** @type {Map<string, Value>} */
  let given = new Map(answersOf(kept?.given ?? {}));
  /**
   * The questions that were answered or skipped.
   * @type {Set<string>}
   */
  let asked = new Set(kept?.asked ?? []);
  /**
   * Where the question that is being asked belongs.
   * @type {{ question: HTMLElement, place: Comment } | null}
   */
  let current = null;

  /** @param {HTMLElement} question */
  const fieldOf = (question) => {
    const field = guide.fields.get(question.dataset.field ?? "");
    if (!field) throw new Error("a question without a field");
    return field;
  };

  /** @param {HTMLElement} question */
  const controls = (question) => /** @type {HTMLInputElement[]} */ (all("input", question));

  /**
   * What is typed or chosen.
   * @param {HTMLElement} question
   */
  const typed = (question) => {
    const [first] = controls(question);
    return first.type === "radio" ? controls(question).find(({ checked }) => checked)?.value ?? "" : first.value.trim();
  };

  /**
   * Show an answer in its control.
   * @param {HTMLElement} question
   */
  const put = (question) => {
    const field = fieldOf(question);
    const value = given.get(field.name);
    const text = value === undefined ? "" : Array.isArray(value) ? value.join(", ") : String(value);
    for (const control of controls(question)) {
      // In the interview "not answered" is not offered: a hidden choice would keep the keyboard from the others.
      if (control.type === "radio") control.checked = control.value === text && (text !== "" || !form.contains(question));
      else if (control !== document.activeElement) control.value = text;
    }
    complain(question, "");
  };

  /** @param {HTMLElement} question @param {string} problem */
  const complain = (question, problem) => {
    const [place] = all(".asked-problem", question);
    place.textContent = problem;
    place.hidden = !problem;
    for (const control of controls(question)) control.setAttribute("aria-invalid", String(Boolean(problem)));
  };

  const readerNow = () => Matchbook.reader.readerOf(guide, given, Matchbook.personal.reader());

  /**
   * How many pages and passages have a verdict.
   * @param {Reader} reader
   */
  const settled = (reader) => {
    const decisions = guide.modules.map((module) => reader.decision(module));
    const pages = (/** @type {Verdict} */ wanted) => decisions.filter(({ verdict }) => verdict === wanted).length;
    const parts = decisions.flatMap(({ passages, tasks }) => [...passages.map(({ verdict }) => verdict), ...tasks]);
    return { yours: pages("in"), others: pages("out"), open: pages("open"), parts: parts.filter((verdict) => verdict !== "open").length };
  };

  /**
   * Say what an answer did.
   * @param {Reader} before @param {Reader} after
   */
  const tell = (before, after) => {
    const [old, now] = [settled(before), settled(after)];
    const said = [];
    const pages = old.open - now.open;
    if (pages > 0) said.push(`${pages} ${pages === 1 ? "page is" : "pages are"} settled`);
    if (now.yours !== old.yours) said.push(`${now.yours} are yours now, ${old.yours} before`);
    if (now.parts > old.parts) said.push(`${now.parts - old.parts} more parts of pages are decided`);
    one("[data-interview-settled]").textContent = said.length ? `Your last answer: ${said.join("; ")}.` : "Your guide knows this now.";
  };

  /**
   * Take an answer, keep it and show the guide by it; false, with the problem told, where it does not fit.
   * @param {HTMLElement} question
   */
  const take = (question) => {
    const field = fieldOf(question);
    const answer = readAnswer(field, typed(question));
    const changed = answer.message === undefined ? withAnswer(given, field.name, answer.value, guide) : null;
    if (!changed) {
      const problem = answer.message?.replace(`\`${field.name}\``, `The ${field.title}`);
      complain(question, problem ? `${problem}.` : "By your other answers this does not apply to you.");
      return false;
    }
    complain(question, "");
    const before = readerNow();
    given = changed;
    if (given.has(field.name)) asked.add(field.name);
    keep();
    tell(before, readerNow());
    return true;
  };

  const keep = () => {
    Matchbook.store.keep({ given: Object.fromEntries(given), asked: [...asked].sort() });
    refresh();
  };

  const refresh = () => {
    show(given);
    const reader = readerNow();
    for (const question of all("[data-field]")) {
      const name = question.dataset.field ?? "";
      put(question);
      question.hidden = !given.has(name) && !reader.mayApply(name);
    }
    for (const group of all("[data-group]")) {
      const shown = all("[data-field]", group).filter((question) => !question.hidden);
      const answered = shown.filter(({ dataset }) => given.has(dataset.field ?? "")).length;
      group.hidden = !shown.length;
      all("[data-group-count]", group)[0].textContent = `${answered} of ${shown.length} answered`;
    }
    const left = [...Matchbook.questions.relevant(reader)].filter((name) => !asked.has(name) && reader.mayApply(name)).length;
    const answered = `${given.size} answered`;
    one("[data-interview-progress]").textContent = left ? `${answered}, ${left} more can change your guide` : answered;
  };

  /** Give the question that was asked back to its place. */
  const putBack = () => {
    if (!current) return;
    current.place.replaceWith(current.question);
    put(current.question);
    current = null;
  };

  /**
   * Ask one question in the interview.
   * @param {string | null} name
   */
  const ask = (name) => {
    putBack();
    done.hidden = name !== null;
    form.replaceChildren();
    if (name === null) return;
    const question = all("[data-field]", questions).find(({ dataset }) => dataset.field === name);
    if (!question) return;
    const place = document.createComment("");
    question.replaceWith(place);
    current = { question, place };
    const buttons = make("p", "", { class: "buttons" });
    const skip = make("button", "Skip", { type: "button", class: "button button-quiet" });
    skip.addEventListener("click", () => {
      asked.add(name);
      keep();
      askNext(true);
    });
    buttons.append(make("button", "Next", { type: "submit", class: "button" }), skip);
    form.append(question, buttons);
    put(question);
  };

  /**
   * Where to type or choose: the choice made before, or the first one.
   * @param {HTMLElement} question
   */
  const entry = (question) => controls(question).find(({ type, checked }) => type !== "radio" || checked) ?? controls(question)[0];

  /** @param {boolean} focus whether the reader came here by a button */
  const askNext = (focus) => {
    ask(Matchbook.questions.next(readerNow(), asked)?.name ?? null);
    refresh();
    if (focus) (current ? entry(current.question) : done).focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!current) return;
    const name = current.question.dataset.field ?? "";
    if (!take(current.question)) return;
    asked.add(name);
    keep();
    askNext(true);
  });
  form.addEventListener("change", (event) => event.stopPropagation());
  questions.addEventListener("submit", (event) => event.preventDefault());
  questions.addEventListener("change", ({ target }) => {
    const question = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-field]")) : null;
    if (question && take(question)) askNext(false);
  });

  /** A question that an address asks for: answers.html#step1-score. */
  const askLinked = () => {
    const linked = all("[data-field]").find(({ id }) => location.hash === `#${id}`);
    if (!linked || linked.hidden) return;
    if (!form.contains(linked)) ask(linked.dataset.field ?? null);
    one("[data-interview]").scrollIntoView();
    entry(linked).focus();
  };

  one("[data-download]").addEventListener("click", () => {
    const file = new Blob([Matchbook.profile.writeProfile(given, guide)], { type: "text/yaml" });
    const link = make("a", "", { href: URL.createObjectURL(file), download: "profile.yaml" });
    link.click();
    URL.revokeObjectURL(link.getAttribute("href") ?? "");
  });

  one("[data-load]").addEventListener("change", async ({ target }) => {
    const control = /** @type {HTMLInputElement} */ (target);
    const [file] = control.files ?? [];
    if (!file) return;
    const read = Matchbook.profile.readProfile(await file.slice(0, LARGEST).text(), guide);
    control.value = "";
    const message = one("[data-load-message]");
    if (read.problems.length) {
      const problems = read.problems.slice(0, 5).map(({ line, message: text }) => `Line ${line}: ${text}.`);
      message.textContent = `This file was not loaded. ${problems.join(" ")}`;
      return;
    }
    given = read.given;
    asked = new Set(given.keys());
    message.textContent = `${given.size} answers loaded.`;
    keep();
    askNext(false);
  });

  addEventListener("matchbook:forgotten", () => {
    [given, asked] = [new Map(), new Set()];
    one("[data-interview-settled]").textContent = "";
    one("[data-load-message]").textContent = "Everything is deleted.";
    askNext(false);
  });
  addEventListener("hashchange", askLinked);

  one("[data-interview]").hidden = false;
  for (const part of all("[data-scripted]")) part.hidden = false;
  askNext(false);
  askLinked();
});
