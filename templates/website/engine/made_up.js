// Texts made up to stand for all those that no condition names, such as a field's layout allows.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.madeUp = (() => {
  const ANOTHER_TEXT = "another text";
  const SHORT = ["another", "Another", "ANOTHER", "Zz Zz", "ZZ", "zz", "Z", "z", "0", "00", "000", "0000", "2000-01-01"];
  const LETTERS = 26;

  /**
   * A letter so many places before the last one.
   * @param {string} last @param {number} step
   */
  const before = (last, step) => String.fromCharCode(last.charCodeAt(0) - step);

  /**
   * A text of the same layout: other letters for letters and other digits for digits.
   * @param {string} text @param {number} step
   */
  const altered = (text, step) =>
    text
      .replace(/[a-z]/g, before("z", step))
      .replace(/[A-Z]/g, before("Z", step))
      .replace(/[0-9]/g, String(step % 10));

  /** @param {number} count @param {string[]} named */
  function* candidates(count, named) {
    yield ANOTHER_TEXT;
    for (let number = 2; number < count + named.length + 2; number += 1) yield `${ANOTHER_TEXT} ${number}`;
    yield* SHORT;
    for (const text of named) {
      for (let step = 0; step < LETTERS; step += 1) yield altered(text, step);
    }
  }

  /**
   * Some texts that are not named and that a field may have: so many, or as many as can be made up.
   * @param {number} count @param {string[]} named @param {(text: string) => boolean} allows
   */
  const otherTexts = (count, named, allows) => {
    /** @type {Set<string>} */
    const found = new Set();
    for (const text of candidates(count, named)) {
      if (found.size === count) break;
      if (!named.includes(text) && allows(text)) found.add(text);
    }
    return [...found];
  };

  return { ANOTHER_TEXT, otherTexts };
})();
