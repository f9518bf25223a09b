// The contents stand open beside the text on a wide screen and fold on a phone; to a screen reader as to the eye.
"use strict";
{
  const wide = matchMedia("(min-width: 64rem)");
  const contents = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".contents"));

  const fit = () => {
    if (contents) contents.open = wide.matches;
  };

  fit();
  wide.addEventListener("change", fit);
}
