// The smallest set of a reader's facts that forces what a condition is.
"use strict";
var Matchbook = Matchbook || {};

/**
 * Why a condition is what it is: the fields quoted, and the comparisons that matter for it. Without `isMinimal` there
 * was too much to try to know that no fact can be dropped.
 * @typedef {{ truth: Truth, fields: string[], atoms: Atom[], isMinimal: boolean }} Proof
 */
/** @typedef {InstanceType<typeof Matchbook.forcing.Forcing>} Forcing */
/** @typedef {(fields: string[]) => boolean} Forces whether the facts about these fields force a truth */

Matchbook.proof = (() => {
  const { atomsBehind } = Matchbook.conditions;
  const { isSame } = Matchbook.evaluator;

  const EXACT_UP_TO = 12;

  /** @param {string[]} enough @param {Forces} forces */
  const minimal = (enough, forces) => {
    let kept = enough;
    for (const name of [...enough].reverse()) {
      const fewer = kept.filter((other) => other !== name);
      if (forces(fewer)) kept = fewer;
    }
    return kept;
  };

  /**
   * The first smallest set of fields that forces a truth, `more` or a part of it where no smaller one does.
   * @param {string[]} candidates @param {string[]} more @param {Forces} forces
   */
  const smallest = (candidates, more, forces) => {
    const enough = minimal(more, forces);
    if (candidates.length > EXACT_UP_TO) return enough;
    // Whatever forces a truth holds these: to look at more facts never leaves more truths.
    const needed = new Set(enough.filter((name) => !forces(candidates.filter((other) => other !== name))));
    const others = candidates.filter((name) => !needed.has(name));
    for (let size = needed.size; size < enough.length; size += 1) {
      for (const some of Matchbook.combinations(others, size - needed.size)) {
        const fields = candidates.filter((name) => needed.has(name) || some.includes(name));
        if (forces(fields)) return fields;
      }
    }
    return enough;
  };

  /**
   * The comparisons with quoted fields, without those that may be anything.
   * @param {Atom[]} every @param {Set<Atom>} muted @param {(muted: Set<Atom>) => boolean} forces
   */
  const telling = (every, muted, forces) => {
    for (const atom of [...every].reverse()) {
      if (!muted.has(atom) && !forces(muted.add(atom))) muted.delete(atom);
    }
    return every.filter((atom) => !muted.has(atom));
  };

  /**
   * Whether by parts is exact: the truth is settled, and no answer could reverse it.
   * @param {Forcing} forcing @param {Atom[]} every
   */
  const isBeyondDoubt = ({ truth }, every) => truth !== "unknown" && !every.some(({ kind }) => kind === "known");

  /**
   * A smallest proof of what a condition is; with more than 12 fields one of which no fact can be dropped.
   * @param {Condition} condition @param {Facts} facts @returns {Proof}
   */
  const prove = (condition, facts) => {
    const forcing = new Matchbook.forcing.Forcing(condition, facts);
    const { truth, fields: candidates } = forcing;
    const every = atomsBehind(condition, facts.rules);
    const byParts = smallest(candidates, candidates, (fields) => forcing.holdsByParts(fields));
    const isExact = isBeyondDoubt(forcing, every);
    const fields = isExact ? byParts : smallest(candidates, byParts, (some) => forcing.holds(some));
    /** @param {Atom} atom */
    const isQuoted = (atom) => atom.fields.some((name) => fields.includes(name));
    const atoms = isSame(fields, byParts)
      ? telling(every, new Set(every.filter((atom) => !isQuoted(atom))), (muted) => forcing.holdsByParts(fields, muted))
      : telling(every.filter(isQuoted), new Set(), (muted) => forcing.holds(fields, muted));
    const isMinimal = isExact || fields.every((name) => forcing.refutes(fields.filter((other) => other !== name)));
    return { truth, fields, atoms, isMinimal };
  };

  return { prove };
})();
