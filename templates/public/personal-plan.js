// The plan on the reader's own calendar: each task's window in words, and tasks in the order of the reader's years.
"use strict";
var Matchbook = Matchbook || {};

/** @param {Guide} guide */
Matchbook.plan = (guide) => {
  const { all, every, say } = Matchbook.marks;
  const { make } = Matchbook.parts;

  /** @typedef {{ task: HTMLElement, list: Element, window: number, rank: number, isEssential: boolean }} Placed a task in its place as the page came */

  /**
   * The tasks of this page: their windows in the guide, and where they stand in its order.
   * @returns {Placed[]}
   */
  const findTasks = () => {
    const modules = new Map(guide.modules.map((module, position) => [module.id, { ...module, position }]));
    return all(".task[data-task-of]").map((task) => {
      const module = modules.get(task.dataset.taskOf ?? "");
      const number = Number(task.dataset.number);
      const window = module?.tasks[number][1] ?? 0;
      const rank = (module?.position ?? 0) * 1000 + number;
      return { task, list: /** @type {Element} */ (task.parentElement), window, rank, isEssential: "essential" in task.dataset };
    });
  };
  /** @type {Placed[] | undefined} */
  let placed;
  /** @type {{ place: HTMLElement, window: number }[] | undefined} */
  let places;
  /**
   * The windows that the tasks say now; a reader with the same years has the same.
   * @type {Reader["windows"] | undefined}
   */
  let said;

  /**
   * Put each task's window on the reader's calendar.
   * @param {Reader | null} reader
   */
  const windows = (reader) => {
    if (reader && reader.windows === said) return;
    said = reader?.windows;
    placed ??= findTasks();
    places ??= placed.flatMap(({ task, window }) => all("[data-window]", task).map((place) => ({ place, window })));
    for (const { place, window } of places) say(place, reader ? reader.planned(window).words : null);
  };

  /**
   * The plan as it came, and its tasks in reading order.
   * @type {{ parts: HTMLElement[], tasks: Placed[] } | undefined}
   */
  let asItCame;
  const itself = () => {
    asItCame ??= { parts: all("[data-plan] > section"), tasks: [...(placed ?? [])].sort((one, other) => one.rank - other.rank) };
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
    say(note, words.lateNote ?? "");
    say(others.words, (isLate ? words.lateOthers : words.others) ?? "");
    say(others.count, `(${rest.length})`);
    hold(list, first.map(({ task }) => task));
    hold(others.list, rest.map(({ task }) => task));
    hold(section, [head, ...(isLate ? [note] : []), ...(first.length ? [list] : []), ...(rest.length ? [others.box] : [])]);
  };

  /** The tasks and days by which the plan is in order now; none as it came. */
  let planned = "";

  /**
   * Put the plan in the order of the reader's years.
   * @param {Reader | null} reader
   */
  const plan = (reader) => {
    const [frame] = every("[data-plan]");
    if (!frame) return;
    const { parts, tasks } = itself();
    const mine = reader ? tasks.filter(({ task }) => !task.hidden).map((each) => ({ ...each, ...reader.planned(each.window) })) : [];
    const key = mine.map(({ rank, order }) => `${rank} ${order}`).join();
    if (key === planned) return;
    planned = key;
    if (!mine.some(({ order }) => order < Infinity)) {
      for (const { task, list } of placed ?? []) list.append(task);
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
