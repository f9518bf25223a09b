// Kleene's three values, and sets of them as small numbers. Also the one global of all these files.
"use strict";

/** @typedef {"yes" | "no" | "unknown"} Truth */

// eslint-disable-next-line no-var -- a `const` of one script could not be added to by the next
var Matchbook = Matchbook || {};

Matchbook.truth = (() => {
  // A set of truths is a sum of these bits: what a condition may still be.
  const YES = 1;
  const NO = 2;
  const UNKNOWN = 4;
  const ANY = YES | NO | UNKNOWN;

  const RISING = [NO, UNKNOWN, YES];

  /**
   * The set with yes and no exchanged.
   * @param {number} truths
   */
  const negated = (truths) => (truths & UNKNOWN) | (truths & YES ? NO : 0) | (truths & NO ? YES : 0);

  /** @param {number} left @param {number} right */
  const lowest = (left, right) => {
    let found = 0;
    for (const [a, one] of RISING.entries()) {
      for (const [b, other] of RISING.entries()) {
        if (left & one && right & other) found |= a <= b ? one : other;
      }
    }
    return found;
  };

  /** @param {(left: number, right: number) => number} joined */
  const table = (joined) => {
    const sets = [...Array(ANY + 1).keys()];
    return sets.map((left) => sets.map((right) => joined(left, right)));
  };

  const BOTH = table(lowest);
  const EITHER = table((left, right) => negated(lowest(negated(left), negated(right))));

  /** @type {Record<number, Truth>} */
  const ONLY = { [YES]: "yes", [NO]: "no", [UNKNOWN]: "unknown" };
  /** @type {Record<Truth, number>} */
  const BIT = { yes: YES, no: NO, unknown: UNKNOWN };

  return { YES, NO, UNKNOWN, ANY, BOTH, EITHER, ONLY, BIT, negated };
})();
