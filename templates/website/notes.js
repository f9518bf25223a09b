// Side notes: on a wide screen each source stands beside the place that cites it.
"use strict";
{
  const wide = matchMedia("(min-width: 75rem)");
  const shown = (/** @type {string} */ selector) =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)].filter((element) => !element.closest("[hidden]")));

  /** Push each note down to its citation, or just below the note before it. */
  const place = () => {
    const notes = shown(".margin-notes .notes > li");
    for (const note of notes) note.style.marginTop = "";
    if (!wide.matches) return;
    const cites = new Map(shown(".prose .cite a").reverse().map((cite) => [cite.getAttribute("href"), cite]));
    // All is measured before anything moves: the page is laid out once, however many notes there are.
    const measured = notes.map((note) => ({
      note,
      top: note.getBoundingClientRect().top,
      margin: parseFloat(getComputedStyle(note).marginTop),
      wanted: cites.get(`#${note.id}`)?.getBoundingClientRect().top ?? -Infinity,
    }));
    let pushed = 0;
    for (const { note, top, margin, wanted } of measured) {
      const gap = Math.round(wanted - top - pushed);
      if (gap <= 0) continue;
      note.style.marginTop = `${margin + gap}px`;
      pushed += gap;
    }
  };

  place();
  wide.addEventListener("change", place);
  addEventListener("resize", place);
  addEventListener("matchbook:shown", () => requestAnimationFrame(place)); // the page became the reader's own
  document.fonts.ready.then(place);
  for (const why of document.querySelectorAll(".why details")) why.addEventListener("toggle", place);
}
