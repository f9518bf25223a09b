// Side notes: on a wide screen each source stands beside the place that cites it.
"use strict";
{
  const wide = matchMedia("(min-width: 75rem)");
  const notes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".margin-notes .notes > li")]);

  /** Push each note down to its citation, or just below the note before it. */
  const place = () => {
    for (const note of notes) note.style.marginTop = "";
    if (!wide.matches) return;
    for (const note of notes) {
      const cite = document.querySelector(`.prose a[href="#${CSS.escape(note.id)}"]`);
      if (!cite) continue;
      const gap = cite.getBoundingClientRect().top - note.getBoundingClientRect().top;
      if (gap > 0) note.style.marginTop = `${Math.round(parseFloat(getComputedStyle(note).marginTop) + gap)}px`;
    }
  };

  place();
  wide.addEventListener("change", place);
  addEventListener("resize", place);
  document.fonts.ready.then(place);
  for (const why of document.querySelectorAll(".why details")) why.addEventListener("toggle", place);
}
