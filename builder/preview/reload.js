// Loads the page again when the guide was built anew. Only the preview sends it: no built file knows of it.
"use strict";
{
  const shown = document.currentScript?.dataset.version;
  /** @type {EventSource | undefined} */
  let events;

  const listen = () => {
    events?.close();
    events = new EventSource("/.preview/events");
    events.addEventListener("message", (event) => {
      if (event.data !== shown) location.reload();
    });
  };

  const pause = () => events?.close();

  // A browser opens only six connections to one server: tabs in the background leave theirs to others.
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
  addEventListener("pagehide", pause);
  addEventListener("pageshow", listen);
}
