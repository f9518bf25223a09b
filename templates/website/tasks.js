// Checklists that remember: what is ticked stays in this browser, under the guide's title.
"use strict";
{
  const KEY = `matchbook:${document.documentElement.dataset.guide}:done`;

  /** @returns {Set<string>} The names of what is ticked. */
  const load = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
    } catch {
      return new Set(); // storage may be switched off, or hold something that is not ours
    }
  };

  /** @param {string} name @param {boolean} done */
  const keep = (name, done) => {
    const names = load();
    if (done) names.add(name);
    else names.delete(name);
    try {
      localStorage.setItem(KEY, JSON.stringify([...names]));
    } catch {
      // the ticks then last as long as the page
    }
  };

  /** Give each item of a checklist in the text a box, named by its words. */
  const addBoxes = () => {
    for (const item of document.querySelectorAll(".checklist > li")) {
      const label = document.createElement("label");
      const box = document.createElement("input");
      const words = document.createElement("span");
      box.type = "checkbox";
      box.dataset.task = (item.textContent ?? "").trim();
      words.append(...item.childNodes);
      label.append(box, " ", words);
      item.append(label);
    }
  };

  const boxes = () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("[data-task]")]);
  /** @type {WeakSet<HTMLInputElement>} */
  const seen = new WeakSet();

  /** @param {HTMLInputElement[]} some */
  const tick = (some) => {
    const names = load();
    for (const box of some) {
      box.checked = names.has(box.dataset.task ?? "");
      seen.add(box);
    }
  };

  const show = () => tick(boxes());

  /** The page became the reader's own: it may have boxes that were not there before. */
  const showNew = () => {
    const some = boxes().filter((box) => !seen.has(box));
    if (some.length) tick(some);
  };

  addBoxes();
  show();
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.task) keep(target.dataset.task, target.checked);
  });
  addEventListener("storage", show); // ticked in another tab
  addEventListener("matchbook:shown", showNew);
  addEventListener("matchbook:forgotten", show);
  addEventListener("pageshow", show); // came back by the browser's own button
}
