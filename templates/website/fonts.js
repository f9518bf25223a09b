// Ask for the faces before the style sheet does, so that no page is drawn in another face first.
"use strict";
{
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const faces = [
    { family: "Literata", file: "literata.woff2", weight: "400 700", style: "normal" },
    { family: "Literata", file: "literata-italic.woff2", weight: "400 700", style: "italic" },
    { family: "Inter", file: "inter.woff2", weight: "400 700", style: "normal" },
  ];

  for (const { family, file, weight, style } of faces) {
    const href = new URL(`fonts/${file}`, src).href;
    if (location.protocol === "file:") {
      // A disk is quick, and browsers refuse to preload from it: wait for the face instead of doing without.
      const face = new FontFace(family, `url("${href}")`, { weight, style, display: "block" });
      document.fonts.add(face);
      face.load().catch(() => document.fonts.delete(face));
    } else {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
      document.head.append(link);
    }
  }
}
