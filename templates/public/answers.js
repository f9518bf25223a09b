// The questionnaire: one question after another, what each answer settles, and all answers to look at and change.
"use strict";
var Matchbook = Matchbook || {};

addEventListener("matchbook:awake", () => {
  const { all, hide, say } = Matchbook.marks;
  const { make } = Matchbook.parts;
  const { guide, show, answersOf } = Matchbook.personal;
  const { readAnswer, withAnswer } = Matchbook.answers;
  const LARGEST = 1_000_001; // one more than a profile may have
  const one = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const [form, questions, done] = [one("[data-interview-form]"), one("[data-questionnaire]"), one("[data-interview-done]")];
  const progress = one("[data-interview-progress]");
  const kept = Matchbook.store.load();
  /** @type {Map<string, Value>} */
  let given = new Map(answersOf(kept?.given ?? {}));
  let reader = Matchbook.reader.readerOf(guide, given, Matchbook.personal.reader());
  /**
   * The questions that were answered or skipped.
   * @type {Set<string>}
   */
  let asked = new Set(kept?.asked ?? []);
  /**
   * Where the question that is being asked belongs.
   * @type {{ question: Asked, place: Comment } | null}
   */
  let current = null;

  /**
   * The answers, and the reader who gives them.
   * @param {Map<string, Value>} answers
   */
  const become = (answers) => {
    given = answers;
    reader = Matchbook.reader.readerOf(guide, given, reader);
  };

  /** @typedef {{ box: HTMLElement, field: Field, controls: HTMLInputElement[], problem: HTMLElement }} Asked a question with its parts */

  /** @param {HTMLElement} box @returns {Asked} */
  const questionIn = (box) => {
    const field = guide.fields.get(box.dataset.field ?? "");
    if (!field) throw new Error("a question without a field");
    const controls = /** @type {HTMLInputElement[]} */ (all("input", box));
    return { box, field, controls, problem: all(".asked-problem", box)[0] };
  };

  /** Every question by the name of its field. */
  const every = new Map(all("[data-field]", questions).map((box) => [box.dataset.field ?? "", questionIn(box)]));

  /** The questions by their groups. */
  const groups = all("[data-group]", questions).map((group) => ({
    group,
    count: all("[data-group-count]", group)[0],
    names: all("[data-field]", group).map(({ dataset }) => dataset.field ?? ""),
  }));

  /**
   * What is typed or chosen.
   * @param {Asked} question
   */
  const typed = ({ controls }) => {
    const [first] = controls;
    return first.type === "radio" ? controls.find(({ checked }) => checked)?.value ?? "" : first.value.trim();
  };

  /**
   * Show an answer in its control.
   * @param {Asked} question
   */
  const put = (question) => {
    const value = given.get(question.field.name);
    const text = value === undefined ? "" : Array.isArray(value) ? value.join(", ") : String(value);
    // In the interview "not answered" is not offered: a hidden choice would keep the keyboard from the others.
    const isOffered = text !== "" || current?.question !== question;
    for (const control of question.controls) {
      if (control.type === "radio") control.checked = control.value === text && isOffered;
      else if (control.value !== text && control !== document.activeElement) control.value = text;
    }
    complain(question, "");
  };

  /** @param {Asked} question @param {string} problem */
  const complain = ({ problem: place, controls }, problem) => {
    say(place, problem);
    hide(place, !problem);
    const isWrong = String(Boolean(problem));
    for (const control of controls) {
      if (control.getAttribute("aria-invalid") !== isWrong) control.setAttribute("aria-invalid", isWrong);
    }
  };

  /** How many pages and passages have a verdict. */
  const settled = () => {
    const decisions = guide.modules.map((module) => reader.decision(module));
    const pages = (/** @type {Verdict} */ wanted) => decisions.filter(({ verdict }) => verdict === wanted).length;
    const parts = decisions.flatMap(({ passages, tasks }) => [...passages.map(({ verdict }) => verdict), ...tasks]);
    return { yours: pages("in"), others: pages("out"), open: pages("open"), parts: parts.filter((verdict) => verdict !== "open").length };
  };

  /**
   * Say what an answer did.
   * @param {ReturnType<typeof settled>} old what was settled before
   */
  const tell = (old) => {
    const now = settled();
    const said = [];
    const pages = old.open - now.open;
    if (pages > 0) said.push(`${pages} ${pages === 1 ? "page is" : "pages are"} settled`);
    if (now.yours !== old.yours) said.push(`${now.yours} are yours now, ${old.yours} before`);
    if (now.parts > old.parts) said.push(`${now.parts - old.parts} more parts of pages are decided`);
    one("[data-interview-settled]").textContent = said.length ? `Your last answer: ${said.join("; ")}.` : "Your guide knows this now.";
  };

  /**
   * Take an answer; false, with the problem told, where it does not fit.
   * @param {Asked} question
   */
  const take = (question) => {
    const { field } = question;
    const answer = readAnswer(field, typed(question));
    const changed = answer.message === undefined ? withAnswer(given, field.name, answer.value, guide) : null;
    if (!changed) {
      const problem = answer.message?.replace(`\`${field.name}\``, `The ${field.title}`);
      complain(question, problem ? `${problem}.` : "By your other answers this does not apply to you.");
      return false;
    }
    complain(question, "");
    const before = settled();
    become(changed);
    if (given.has(field.name)) asked.add(field.name);
    tell(before);
    return true;
  };

  const keep = () => Matchbook.store.keep({ given: Object.fromEntries(given), asked: [...asked].sort() });

  const refresh = () => {
    show(given, reader);
    const isDue = (/** @type {string} */ name) => given.has(name) || reader.mayApply(name);
    for (const [name, question] of every) {
      put(question);
      hide(question.box, !isDue(name));
    }
    for (const { group, count, names } of groups) {
      // The question that is being asked stands elsewhere.
      const shown = names.filter((name) => isDue(name) && every.get(name) !== current?.question);
      hide(group, !shown.length);
      say(count, `${shown.filter((name) => given.has(name)).length} of ${shown.length} answered`);
    }
    const left = [...Matchbook.questions.relevant(reader)].filter((name) => !asked.has(name) && reader.mayApply(name)).length;
    const answered = `${given.size} answered`;
    say(progress, left ? `${answered}, ${left} more can change your guide` : answered);
  };

  /** Give the question that was asked back to its place. */
  const putBack = () => {
    if (!current) return;
    const { question, place } = current;
    current = null;
    place.replaceWith(question.box);
    put(question);
  };

  /**
   * Ask one question in the interview.
   * @param {string | null} name
   */
  const ask = (name) => {
    const question = every.get(name ?? "");
    if (name !== null && current?.question === question) return;
    putBack();
    hide(done, name !== null);
    form.replaceChildren();
    if (name === null || !question) return;
    const place = document.createComment("");
    question.box.replaceWith(place);
    current = { question, place };
    const buttons = make("p", "", { class: "buttons" });
    const skip = make("button", "Skip", { type: "button", class: "button button-quiet" });
    skip.addEventListener("click", () => {
      asked.add(name);
      keep();
      askNext(true);
    });
    buttons.append(make("button", "Next", { type: "submit", class: "button" }), skip);
    form.append(question.box, buttons);
    put(question);
  };

  /**
   * Where to type or choose: the choice made before, or the first one.
   * @param {Asked} question
   */
  const entry = ({ controls }) => controls.find(({ type, checked }) => type !== "radio" || checked) ?? controls[0];

  /** @param {boolean} focus whether the reader came here by a button */
  const askNext = (focus) => {
    ask(Matchbook.questions.next(reader, asked)?.name ?? null);
    refresh();
    if (focus) (current ? entry(current.question) : done).focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!current) return;
    const { question } = current;
    if (!take(question)) return;
    asked.add(question.field.name);
    keep();
    askNext(true);
  });
  form.addEventListener("change", (event) => event.stopPropagation());
  questions.addEventListener("submit", (event) => event.preventDefault());
  questions.addEventListener("change", ({ target }) => {
    const box = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-field]")) : null;
    const question = every.get(box?.dataset.field ?? "");
    if (!question || !take(question)) return;
    keep();
    askNext(false);
  });

  /** A question that an address asks for: answers.html#step1-score. */
  const askLinked = () => {
    const linked = [...every.values()].find(({ box }) => location.hash === `#${box.id}`);
    if (!linked || linked.box.hidden) return;
    ask(linked.field.name);
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
    become(read.given);
    asked = new Set(given.keys());
    message.textContent = `${given.size} answers loaded.`;
    keep();
    askNext(false);
  });

  addEventListener("matchbook:forgotten", () => {
    become(new Map());
    asked = new Set();
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
