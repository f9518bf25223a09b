// The reader's answers in this browser; where there are some, the page waits until it is the reader's own.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {{ given: Record<string, unknown>, asked: string[] }} Kept what was answered, and which questions were seen */

Matchbook.store = (() => {
  const root = document.documentElement;
  const OURS = `matchbook:${root.dataset.guide}:`;
  const ANSWERS = `${OURS}answers`;
  const EVERYTHING = `${OURS}everything`;

  /** @returns {Kept | null} */
  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(ANSWERS) ?? "null");
      const isOurs = kept && typeof kept === "object" && kept.given && typeof kept.given === "object";
      return isOurs ? { given: kept.given, asked: Array.isArray(kept.asked) ? kept.asked : [] } : null;
    } catch {
      return null; // storage may be switched off, or hold something that is not ours
    }
  };

  /**
   * Keep answers; tell whether that was possible.
   * @param {Kept} kept
   */
  const keep = (kept) => {
    try {
      localStorage.setItem(ANSWERS, JSON.stringify(kept));
      return true;
    } catch {
      return false; // the answers then last as long as the page
    }
  };

  /** Delete all that this guide keeps in this browser: answers, ticks, pages read. */
  const forget = () => {
    for (const storage of [() => localStorage, () => sessionStorage]) {
      try {
        const names = Object.keys(storage()).filter((name) => name.startsWith(OURS));
        for (const name of names) storage().removeItem(name);
      } catch {
        // what cannot be read was not kept
      }
    }
  };

  /** Whether this tab shows what is for other readers too. */
  const showsEverything = () => {
    try {
      return sessionStorage.getItem(EVERYTHING) === "yes";
    } catch {
      return false;
    }
  };

  /** @param {boolean} everything */
  const showEverything = (everything) => {
    try {
      if (everything) sessionStorage.setItem(EVERYTHING, "yes");
      else sessionStorage.removeItem(EVERYTHING);
    } catch {
      // the choice then lasts as long as the page
    }
  };

  return { ANSWERS, load, keep, forget, showsEverything, showEverything };
})();

/**
 * Load scripts of this website once, one after another. Each is there when the promise is kept.
 * @type {(...names: string[]) => Promise<void>}
 */
Matchbook.load = (() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** @type {Map<string, Promise<void>>} */
  const loaded = new Map();

  /** @param {string} name @returns {Promise<void>} */
  const loadOne = (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, src).href;
      script.async = false;
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", () => reject(new Error(`${name} cannot be loaded`)));
      document.head.append(script);
    });

  return async (...names) => {
    for (const name of names) if (!loaded.has(name)) loaded.set(name, loadOne(name));
    await Promise.all(names.map((name) => loaded.get(name)));
  };
})();

/**
 * Load the engine and let the page become the reader's own.
 * @type {() => Promise<void>}
 */
Matchbook.wake = () => {
  const more = document.documentElement.dataset.page === "home" ? ["tasks-of-modules.js"] : [];
  return Matchbook.load("library.js", "engine.js", "marks.js", ...more, "page-parts.js", "personal-plan.js", "personal.js");
};

{
  const root = document.documentElement;
  const reveal = () => root.classList.remove("waking");
  const kept = Matchbook.store.load();
  if (kept || root.dataset.page === "answers") {
    root.classList.add("waking");
    // So that the head of the page takes its room before the answers are read.
    root.classList.toggle("answered", kept !== null && Object.keys(kept.given).length > 0);
    addEventListener("error", reveal);
    Matchbook.wake().catch(reveal);
  }
  addEventListener("storage", ({ key }) => {
    if (key === Matchbook.store.ANSWERS) Matchbook.wake();
  });
}
