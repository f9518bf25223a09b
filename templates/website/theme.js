// The theme: set before the page is painted, switched by the select in the page's head, remembered in this browser.
"use strict";
{
  const KEY = "matchbook:theme";
  const root = document.documentElement;

  /** @param {string} theme "light", "dark", or "" for the system's own. */
  const apply = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  /** @returns {string} */
  const remembered = () => {
    try {
      const theme = localStorage.getItem(KEY);
      return theme === "light" || theme === "dark" ? theme : "";
    } catch {
      return ""; // storage may be switched off
    }
  };

  /** @param {string} theme */
  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the theme then lasts as long as the page
    }
  };

  apply(remembered());
  root.classList.add("scripted");
  // What scripts move into place stands there now, or its script failed.
  addEventListener("load", () => document.fonts.ready.then(() => root.classList.add("settled")));

  document.addEventListener("DOMContentLoaded", () => {
    const select = /** @type {HTMLSelectElement} */ (document.querySelector("[data-theme-switch]"));
    select.value = remembered();
    select.addEventListener("change", () => {
      apply(select.value);
      remember(select.value);
    });
  });
}
