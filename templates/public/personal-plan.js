// The plan on the reader's own calendar: each task's window in words, and tasks in the order of the reader's years.
"use strict";
var Matchbook = Matchbook || {};

/** @param {Guide} guide */
Matchbook.plan = (guide) => {
  const { all, every, say } = Matchbook.marks;
  const { make } = Matchbook.parts;
  const modules = new Map(guide.modules.map((module, position) => [module.id, { ...module, position }]));

  /**
   * Windows that were worked out for a reader, by their numbers.
   * @type {WeakMap<Reader, Map<number, Planned>>}
   */
  const calendars = new WeakMap();

  /**
   * A task's window, heading and order.
   * @param {Reader} reader @param {HTMLElement} task @returns {Planned}
   */
  const planned = (reader, { dataset }) => {
    const window = modules.get(dataset.taskOf ?? "")?.tasks[Number(dataset.number)]?.[1];
    if (window === undefined) return { words: "", heading: "", order: Infinity, relative: Infinity, isLate: false };
    const known = calendars.get(reader) ?? new Map();
    calendars.set(reader, known);
    if (!known.has(window)) known.set(window, reader.planned(window));
    return known.get(window);
  };

  /**
   * Put each task's window on the reader's calendar.
   * @param {Reader | null} reader
   */
  const windows = (reader) => {
    for (const window of every(".task[data-task-of] [data-window]")) {
      const task = /** @type {HTMLElement} */ (window.closest(".task"));
      say(window, reader ? planned(reader, task).words : null);
    }
  };

  /**
   * Where a task stands in the guide.
   * @param {{ task: HTMLElement }} place
   */
  const rank = ({ task: { dataset } }) => (modules.get(dataset.taskOf ?? "")?.position ?? 0) * 1000 + Number(dataset.number);

  /**
   * The plan as it came, and its tasks in reading order.
   * @type {{ parts: HTMLElement[], places: { task: HTMLElement, list: Element }[], tasks: HTMLElement[] } | undefined}
   */
  let asItCame;
  const itself = () => {
    const places = () => all("[data-plan] .task").map((task) => ({ task, list: /** @type {Element} */ (task.parentElement) }));
    asItCame ??= {
      parts: all("[data-plan] > section"),
      places: places(),
      tasks: places().sort((one, other) => rank(one) - rank(other)).map(({ task }) => task),
    };
    return asItCame;
  };

  /** A fold for what can wait. */
  const fold = () => {
    const [box, title, count, list] = [make("details", "", { class: "plan-others" }), make("summary"), make("span", "", { class: "number" }), make("ul", "", { class: "tasks" })];
    const words = make("span");
    title.append(words, " ", count);
    box.append(title, list);
    return { box, words, count, list };
  };

  /**
   * The sections of a reader's plan, as many as were ever needed.
   * @type {ReturnType<typeof year>[]}
   */
  const years = [];
  const year = () => {
    const section = make("section", "", { class: "plan-year" });
    return { section, head: make("h2"), note: make("p", "", { class: "plan-note" }), list: make("ul", "", { class: "tasks" }), others: fold() };
  };

  /**
   * Make an element hold these and no others, in this order; what stands right already is not moved, for that takes long.
   * @param {Element} frame @param {Element[]} wanted
   */
  const hold = (frame, wanted) => {
    const kept = new Set(wanted);
    for (const child of [...frame.children]) if (!kept.has(child)) child.remove();
    let here = frame.firstElementChild;
    for (const element of wanted) {
      if (element === here) here = here.nextElementSibling;
      else frame.insertBefore(element, here);
    }
  };

  /**
   * Show the tasks under one heading: essential ones first, the others in a fold.
   * @param {ReturnType<typeof year>} shown
   * @param {{ heading: string, isLate: boolean, first: { task: HTMLElement }[], rest: { task: HTMLElement }[] }} part
   * @param {DOMStringMap} words
   */
  const show = ({ section, head, note, list, others }, { heading, isLate, first, rest }, words) => {
    say(head, heading);
    note.textContent = words.lateNote ?? "";
    others.words.textContent = (isLate ? words.lateOthers : words.others) ?? "";
    others.count.textContent = `(${rest.length})`;
    hold(list, first.map(({ task }) => task));
    hold(others.list, rest.map(({ task }) => task));
    hold(section, [head, ...(isLate ? [note] : []), ...(first.length ? [list] : []), ...(rest.length ? [others.box] : [])]);
  };

  /**
   * Put the plan in the order of the reader's years.
   * @param {Reader | null} reader
   */
  const plan = (reader) => {
    const [frame] = every("[data-plan]");
    if (!frame) return;
    const { parts, places, tasks } = itself();
    const mine = reader
      ? tasks
          .filter(({ hidden }) => !hidden)
          .map((task) => ({ task, isEssential: "essential" in task.dataset, ...planned(reader, task) }))
      : [];
    if (!mine.some(({ order }) => order < Infinity)) {
      for (const { task, list } of places) list.append(task);
      hold(frame, parts);
      return;
    }
    const shown = Matchbook.calendar.planParts(mine, Number(frame.dataset.mostLate));
    while (years.length < shown.length) years.push(year());
    for (const [position, part] of shown.entries()) show(years[position], part, frame.dataset);
    hold(frame, years.slice(0, shown.length).map(({ section }) => section));
  };

  return { windows, plan };
};
