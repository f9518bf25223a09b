// One reader of a guide: every verdict with its proof, worked out when first asked for and kept while it stands.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {"in" | "out" | "open"} Verdict */
/**
 * What was decided about one module and, where the reader gets it, about what is in it.
 * `passages` are those that were reached, in order; `open` are the conditions that wait for an answer.
 * @typedef {{ verdict: Verdict, passages: { when: number, verdict: Verdict }[], tasks: Verdict[], open: number[] }} Decision
 */
/**
 * What was found out about one condition for one reader; all of it depends on the fields around the condition alone.
 * @typedef {object} Findings
 * @property {Truth} [truth]
 * @property {Proof} [proof]
 * @property {number} [outcomes]
 * @property {Set<string>} [undecided]
 * @property {string[]} [statements]
 * @property {string} [why]
 * @property {Map<string, boolean>} settles whether an answer to a field alone settles it
 */

Matchbook.reader = (() => {
  const { possible, everything, answers, judge, mayApply, isSame } = Matchbook.evaluator;
  const { undecidedFields } = Matchbook.changing;
  const { statements, whyLine } = Matchbook.wording;

  /** @type {Set<string>} */
  const NONE = new Set();
  /** @type {Record<Truth, Verdict>} */
  const VERDICTS = { yes: "in", no: "out", unknown: "open" };

  /**
   * The fields that two readers answer differently.
   * @param {ReadonlyMap<string, Value>} one @param {ReadonlyMap<string, Value>} other
   */
  const differences = (one, other) =>
    [...new Set([...one.keys(), ...other.keys()])].filter(
      (name) => !isSame(one.get(name) ?? null, other.get(name) ?? null),
    );

  /**
   * What is still true of a reader who was somebody else before; the rest is empty.
   * @param {Guide} guide @param {ReadonlyMap<string, Value>} given @param {Reader} [before] @returns {Findings[]}
   */
  const findingsFor = (guide, given, before) => {
    const changed = before ? differences(given, before.facts.given) : [];
    return guide.conditions.map((_, number) =>
      before && !changed.some((name) => guide.around[number].has(name))
        ? before.findings[number]
        : { settles: new Map() },
    );
  };

  /**
   * The windows that are worked out already: those of the reader before, where the years are the same.
   * @param {Guide} guide @param {ReadonlyMap<string, Value>} given @param {Reader} [before] @returns {(Planned | undefined)[]}
   */
  const windowsFor = ({ calendar }, given, before) => {
    const isSameYear = (/** @type {NamedDate} */ { year }) => given.get(year) === before?.facts.given.get(year);
    return before && Object.values(calendar.dates).every(isSameYear) ? before.windows : [];
  };

  /**
   * A reader with some answers. `before` is the same reader with others: what does not depend on the difference is kept.
   * @param {Guide} guide @param {ReadonlyMap<string, Value>} given @param {Reader} [before]
   */
  const readerOf = (guide, given, before) => new Reader(guide, given, before);

  class Reader {
    /** @param {Guide} guide @param {ReadonlyMap<string, Value>} given @param {Reader} [before] */
    constructor(guide, given, before) {
      this.guide = guide;
      /** @type {Facts} */
      this.facts = { given, rules: guide.rules, fields: guide.fields };
      this.findings = findingsFor(guide, given, before);
      this.windows = windowsFor(guide, given, before);
      this.everything = everything();
      this.answers = answers(this.facts);
      /** @type {Map<Module, Decision>} */
      this.decided = new Map();
      /** @type {Map<string, boolean>} */
      this.applying = new Map();
      /** @type {Map<string, Set<string>>} */
      this.decidingFor = new Map();
      /** @type {Set<string> | undefined} */
      this.relevant = undefined;
    }

    /**
     * What a condition is.
     * @param {number} when
     */
    truth(when) {
      const found = this.findings[when];
      return (found.truth ??= judge(this.guide.conditions[when], this.facts, this.everything));
    }

    /**
     * What a reader gets of what has this condition.
     * @param {number} when
     */
    verdict(when) {
      return VERDICTS[this.truth(when)];
    }

    /** @param {number} when */
    proof(when) {
      const found = this.findings[when];
      return (found.proof ??= Matchbook.proof.prove(this.guide.conditions[when], this.facts));
    }

    /**
     * The set of what a condition is, or may become.
     * @param {number} when
     */
    outcomes(when) {
      const found = this.findings[when];
      return (found.outcomes ??= possible(this.guide.conditions[when], this.facts, this.answers));
    }

    /**
     * The fields whose answer could change what a condition is.
     * @param {number} when
     */
    undecided(when) {
      const found = this.findings[when];
      return (found.undecided ??= undecidedFields(this.guide.conditions[when], this.facts, this.answers));
    }

    /**
     * The facts behind a verdict, as plain statements.
     * @param {number} when
     */
    statements(when) {
      const found = this.findings[when];
      return (found.statements ??= statements(this.proof(when), this.facts, this.guide.fields));
    }

    /**
     * The one line that says why something is here, waits, or is left out.
     * @param {number} when
     */
    why(when) {
      const found = this.findings[when];
      return (found.why ??= whyLine(this.guide.conditions[when], this.proof(when), this.facts, this.guide.fields));
    }

    /**
     * Whether a field can have a value for this reader.
     * @param {string} name
     */
    mayApply(name) {
      const found = this.applying.get(name) ?? mayApply(name, this.facts, this.everything);
      this.applying.set(name, found);
      return found;
    }

    /**
     * The fields that decide whether a field applies, and are not given.
     * @param {string} name @returns {Set<string>}
     */
    deciding(name) {
      const rule = this.guide.rules.get(name);
      const found =
        this.decidingFor.get(name) ?? (rule ? undecidedFields(rule.onlyWhen, this.facts, this.answers) : NONE);
      this.decidingFor.set(name, found);
      return found;
    }

    /**
     * What was decided about a module.
     * @param {Module} module @returns {Decision}
     */
    decision(module) {
      const found = this.decided.get(module) ?? this.decide(module);
      this.decided.set(module, found);
      return found;
    }

    /** @param {Module} module @returns {Decision} */
    decide(module) {
      const verdict = this.verdict(module.when);
      if (verdict !== "in") return { verdict, passages: [], tasks: [], open: verdict === "open" ? [module.when] : [] };
      const passages = this.passages(module.body);
      const conditions = [...passages, ...module.tasks.map(([when]) => when)];
      return {
        verdict,
        passages: passages.map((when) => ({ when, verdict: this.verdict(when) })),
        tasks: module.tasks.map(([when]) => this.verdict(when)),
        open: conditions.filter((when) => this.verdict(when) === "open"),
      };
    }

    /**
     * The conditions of the passages that are reached.
     * @param {Piece[]} body @returns {number[]}
     */
    passages(body) {
      return body.flatMap((piece) => {
        if (typeof piece === "string") return [];
        const [when, then, otherwise] = piece;
        const verdict = this.verdict(when);
        if (verdict === "open") return [when];
        return [when, ...this.passages(verdict === "in" ? then : otherwise)];
      });
    }

    /**
     * A task's window in words, its heading in a plan and its order.
     * @param {number} window
     */
    planned(window) {
      const found = this.windows[window] ?? Matchbook.calendar.plan(this.guide.windows[window], this.guide.calendar, this.facts.given);
      this.windows[window] = found;
      return found;
    }
  }

  return { readerOf, Reader };
})();
