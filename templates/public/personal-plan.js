// The plan on the reader's own calendar: each task's window in words, and tasks in the order of the reader's years.
"use strict";
var Matchbook = Matchbook || {};

/** @param {Guide} guide */
Matchbook.plan = (guide) => {
  const { all, every, say } = Matchbook.marks;
  const { make } = Matchbook.parts;
  const modules = new Map(guide.modules.map((module, position) => [module.id, { ...module, position }]));

  /** Windows that were worked out for a reader, by their numbers. @type {WeakMap<Reader, Map<number, Planned>>} */
  const calendars = new WeakMap();

  /** A task's window, heading and order. @param {Reader} reader @param {HTMLElement} task @returns {Planned} */
  const planned = (reader, { dataset }) => {
    const window = modules.get(dataset.taskOf ?? "")?.tasks[Number(dataset.number)]?.[1];
    if (window === undefined) return { words: "", heading: "", order: Infinity };
    const known = calendars.get(reader) ?? new Map();
    calendars.set(reader, known);
    if (!known.has(window)) known.set(window, reader.planned(window));
    return known.get(window);
  };

  /** Put each task's window on the reader's calendar. @param {Reader | null} reader */
  const windows = (reader) => {
    for (const window of every(".task[data-task-of] [data-window]")) {
      const task = /** @type {HTMLElement} */ (window.closest(".task"));
      say(window, reader ? planned(reader, task).words : null);
    }
  };

  /** Where a task stands in the guide. @param {{ task: HTMLElement }} place */
  const rank = ({ task: { dataset } }) => (modules.get(dataset.taskOf ?? "")?.position ?? 0) * 1000 + Number(dataset.number);

  /** The plan as it came, and its tasks in reading order. @type {{ parts: HTMLElement[], places: { task: HTMLElement, list: Element }[], tasks: HTMLElement[] } | undefined} */
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

  /** The sections of a reader's plan, as many as were ever needed. @type {{ section: HTMLElement, head: HTMLElement, list: HTMLElement }[]} */
  const years = [];
  const year = () => {
    const [section, head, list] = [make("section", "", { class: "plan-year" }), make("h2"), make("ul", "", { class: "tasks" })];
    section.append(head, list);
    return { section, head, list };
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

  /** Put the plan in the order of the reader's years. @param {Reader | null} reader */
  const plan = (reader) => {
    const [frame] = every("[data-plan]");
    if (!frame) return;
    const { parts, places, tasks } = itself();
    const mine = reader ? tasks.filter(({ hidden }) => !hidden).map((task) => ({ task, ...planned(reader, task) })) : [];
    if (!mine.some(({ order }) => order < Infinity)) {
      for (const { task, list } of places) list.append(task);
      hold(frame, parts);
      return;
    }
    mine.sort((one, other) => (one.order === other.order ? 0 : one.order - other.order));
    const headings = [...new Set(mine.map(({ heading }) => heading))];
    while (years.length < headings.length) years.push(year());
    for (const [position, heading] of headings.entries()) {
      say(years[position].head, heading);
      hold(years[position].list, mine.filter((each) => each.heading === heading).map(({ task }) => task));
    }
    hold(frame, years.slice(0, headings.length).map(({ section }) => section));
  };

  return { windows, plan };
};
