// The smallest set of a reader's facts that forces what a condition is.
"use strict";
var Matchbook = Matchbook || {};

/**
 * Why a condition is what it is: the fields quoted, and the comparisons that matter for it.
 * @typedef {{ truth: Truth, fields: string[], atoms: Atom[] }} Proof
 */

Matchbook.proof = (() => {
  const { BIT } = Matchbook.truth;
  const { fieldsBehind, atomsBehind } = Matchbook.conditions;
  const { possible, judge } = Matchbook.evaluator;

  const EXACT_UP_TO = 12;

  /**
   * Every choice of so many items, in the order of the items.
   * @template T @param {readonly T[]} items @param {number} size @returns {Generator<T[]>}
   */
  function* combinations(items, size, from = 0) {
    if (size === 0) {
      yield [];
      return;
    }
    for (let first = from; first <= items.length - size; first += 1) {
      for (const rest of combinations(items, size - 1, first + 1)) yield [items[first], ...rest];
    }
  }

  /** @param {Condition} condition @param {Facts} facts @param {Truth} truth @param {string[]} fields */
  const forces = (condition, facts, truth, fields) =>
    possible(condition, facts, { shown: new Set(fields) }) === BIT[truth];

  /** @param {Condition} condition @param {Facts} facts @param {Truth} truth @param {string[]} candidates */
  const minimal = (condition, facts, truth, candidates) => {
    let kept = candidates;
    for (const name of [...candidates].reverse()) {
      const fewer = kept.filter((other) => other !== name);
      if (forces(condition, facts, truth, fewer)) kept = fewer;
    }
    return kept;
  };

  /** @param {Condition} condition @param {Facts} facts @param {Truth} truth */
  const smallest = (condition, facts, truth) => {
    const candidates = fieldsBehind(condition, facts.rules);
    const enough = minimal(condition, facts, truth, candidates);
    if (candidates.length > EXACT_UP_TO) return enough;
    // Whatever forces a truth holds these: to look at more facts never leaves more truths.
    const needed = enough.filter(
      (name) =>
        !forces(
          condition,
          facts,
          truth,
          candidates.filter((other) => other !== name),
        ),
    );
    for (let size = needed.length; size < enough.length; size += 1) {
      for (const some of combinations(candidates, size)) {
        if (needed.every((name) => some.includes(name)) && forces(condition, facts, truth, some)) return some;
      }
    }
    return enough;
  };

  /** @param {Condition} condition @param {Facts} facts @param {Truth} truth @param {string[]} fields */
  const tellingAtoms = (condition, facts, truth, fields) => {
    const shown = new Set(fields);
    const every = atomsBehind(condition, facts.rules);
    const muted = new Set(every.filter((atom) => !atom.fields.some((name) => shown.has(name))));
    for (const atom of [...every].reverse()) {
      if (muted.has(atom)) continue;
      muted.add(atom);
      if (possible(condition, facts, { shown, muted }) !== BIT[truth]) muted.delete(atom);
    }
    return every.filter((atom) => !muted.has(atom));
  };

  /**
   * A smallest proof of what a condition is; with more than 12 fields one of which no fact can be dropped.
   * @param {Condition} condition @param {Facts} facts @returns {Proof}
   */
  const prove = (condition, facts) => {
    const truth = judge(condition, facts);
    const fields = smallest(condition, facts, truth);
    return { truth, fields, atoms: tellingAtoms(condition, facts, truth, fields) };
  };

  return { prove, combinations };
})();
