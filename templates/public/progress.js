// Reading progress: which pages were read to their end stays in this browser, and shows in contents and chapters.
"use strict";
{
  const KEY = `matchbook:${document.documentElement.dataset.guide}:read`;

  /** @returns {Set<string>} The ids of modules read to their end. */
  const load = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
    } catch {
      return new Set(); // storage may be switched off, or hold something that is not ours
    }
  };

  /** @param {string} id */
  const keep = (id) => {
    try {
      localStorage.setItem(KEY, JSON.stringify([...load().add(id)].sort()));
    } catch {
      // the mark then lasts as long as the page
    }
  };

  const show = () => {
    const read = load();
    const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".contents [data-module], .modules [data-module]")]);
    for (const entry of entries) {
      const isRead = read.has(entry.dataset.module ?? "");
      entry.classList.toggle("read", isRead);
      const mark = entry.querySelector(".read-mark");
      if (mark && !isRead) mark.remove();
      if (!mark && isRead) {
        const made = document.createElement("span");
        made.className = "read-mark";
        made.textContent = " read";
        (entry.querySelector("a") ?? entry).append(made);
      }
    }
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-progress]"))) {
      const modules = (place.dataset.modules ?? "").split(" ");
      const count = modules.filter((id) => read.has(id)).length;
      place.textContent = count ? `${count} read` : "";
    }
  };

  const article = /** @type {HTMLElement | null} */ (document.querySelector("[data-page-module]"));
  const end = article?.querySelector(".reviewed") ?? article?.lastElementChild;
  if (article && end) {
    const watching = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      watching.disconnect();
      keep(article.dataset.pageModule ?? "");
      show();
    });
    watching.observe(end);
  }
  show();
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  addEventListener("matchbook:forgotten", show);
}
