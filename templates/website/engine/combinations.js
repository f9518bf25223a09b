// Choices of some of several items.
"use strict";
var Matchbook = Matchbook || {};

/**
 * Every choice of so many items, in the order of the items.
 * @template T @param {readonly T[]} items @param {number} size @returns {Generator<T[]>}
 */
Matchbook.combinations = function* combinations(items, size, from = 0) {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= items.length - size; first += 1) {
    for (const rest of combinations(items, size - 1, first + 1)) yield [items[first], ...rest];
  }
};
