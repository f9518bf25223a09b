// Whether some of a reader's facts alone force what a condition is.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.forcing = (() => {
  const { NO, BIT } = Matchbook.truth;
  const { atomsOf, fieldsBehind } = Matchbook.conditions;
  const { possible, judge, isSame } = Matchbook.evaluator;

  const MOST_STEPS = 2000;

  /** @type {ReadonlySet<Atom>} */
  const NONE = new Set();

  class TooLarge extends Error {}

  /**
   * Fields sorted by how many comparisons look at them: where each is looked at once, all parts are independent.
   * @param {Condition} condition @param {Facts} facts @param {string[]} fields
   */
  const mostSharedFirst = (condition, { rules }, fields) => {
    const parts = [condition, ...fields.flatMap((name) => rules.get(name)?.onlyWhen ?? [])];
    /** @type {Map<string, number>} */
    const looks = new Map();
    for (const name of parts.flatMap((part) => [...atomsOf(part)]).flatMap((atom) => atom.fields)) {
      looks.set(name, (looks.get(name) ?? 0) + 1);
    }
    return [...fields].sort((one, other) => (looks.get(other) ?? 0) - (looks.get(one) ?? 0));
  };

  /**
   * Whether an answer does not apply to whoever gives the quoted ones.
   * @param {Facts} facts @param {Quotes} quotes
   */
  const isImpossible = (facts, quotes) => {
    for (const [name, value] of facts.given) {
      const rule = facts.rules.get(name);
      if (rule && !isSame(value, rule.otherwise) && possible(rule.onlyWhen, facts, quotes) === NO) return true;
    }
    return false;
  };

  /**
   * One condition and one reader: which of the reader's facts leave it one truth. A fact is a field with its value, or
   * that it is not given. Other readers are looked for until one is found for whom the condition is something else; a
   * search that would take too long counts as if it had found one, `refutes` tells of those that were found.
   */
  class Forcing {
    /** @param {Condition} condition @param {Facts} facts */
    constructor(condition, facts) {
      this.condition = condition;
      this.facts = facts;
      this.truth = judge(condition, facts);
      this.fields = fieldsBehind(condition, facts.rules);
      this.order = mostSharedFirst(condition, facts, this.fields);
      /** @type {Map<string, Value[]>} */
      this.values = new Map();
      /** @type {string[][]} in what those readers differ who were found */
      this.differences = [];
      this.steps = 0;
    }

    /**
     * Whether the facts force the truth even if comparisons of one field had nothing to do with each other.
     * @param {string[]} fields
     */
    holdsByParts(fields, muted = NONE) {
      return possible(this.condition, this.facts, { shown: new Set(fields), muted }) === BIT[this.truth];
    }

    /**
     * Whether the facts about some fields force the truth, also when some comparisons may be anything.
     * @param {string[]} fields
     */
    holds(fields, muted = NONE) {
      const shown = new Set(fields);
      if (this.refutes(fields)) return false;
      const other = this.search(shown, muted);
      if (other && !muted.size && this.canExist(other)) {
        this.differences.push(this.fields.filter((name) => this.differs(name, other)));
      }
      return other === null;
    }

    /**
     * Whether a reader was found of whom the same facts are true, and for whom the condition is otherwise.
     * @param {string[]} fields
     */
    refutes(fields) {
      return this.differences.some((names) => !names.some((name) => fields.includes(name)));
    }

    /** @param {ReadonlyMap<string, Value>} answers */
    canExist(answers) {
      return [...this.values.keys()].every((name) => {
        const field = this.facts.fields.get(name);
        const value = answers.get(name);
        return !field || value === undefined || Matchbook.answers.fits(field, value);
      });
    }

    /**
     * Answers of another reader of whom the facts are true, null where there is none.
     * @param {Set<string>} shown @param {ReadonlySet<Atom>} muted
     */
    search(shown, muted) {
      const given = new Map([...this.facts.given].filter(([name]) => shown.has(name)));
      this.steps = 0;
      try {
        const hidden = this.order.filter((name) => !shown.has(name));
        return this.exception(given, hidden, muted);
      } catch (error) {
        if (error instanceof TooLarge) return undefined;
        throw error;
      }
    }

    /** @param {string} name @param {ReadonlyMap<string, Value>} other */
    differs(name, other) {
      return !isSame(other.get(name) ?? null, this.facts.given.get(name) ?? null);
    }

    /**
     * Answers with which the condition is something else; `hidden` are the fields that may have any.
     * @param {ReadonlyMap<string, Value>} given @param {string[]} hidden @param {ReadonlySet<Atom>} muted
     * @returns {ReadonlyMap<string, Value> | null}
     */
    exception(given, hidden, muted) {
      this.steps += 1;
      if (this.steps > MOST_STEPS) throw new TooLarge();
      const facts = { ...this.facts, given };
      const shown = { shown: new Set(this.fields.filter((name) => !hidden.includes(name))), muted };
      const truth = BIT[this.truth];
      if (isImpossible(facts, shown) || possible(this.condition, facts, shown) === truth) return null;
      if (possible(this.condition, facts, { muted }) !== truth && !isImpossible(facts, {})) return given;
      if (!hidden.length) return null;
      const [name, ...rest] = hidden;
      for (const value of this.options(name)) {
        const other = this.exception(new Map(given).set(name, value), rest, muted);
        if (other) return other;
      }
      return this.exception(given, rest, muted);
    }

    /** @param {string} name */
    options(name) {
      const field = this.facts.fields.get(name);
      const found = this.values.get(name) ?? (field ? this.distinct(field) : []);
      this.values.set(name, found);
      return found;
    }

    /** @param {Field} field @returns {Value[]} */
    distinct(field) {
      const values = Matchbook.representatives(field, this.condition, this.facts, MOST_STEPS);
      return [...new Map([...values].map((value) => [JSON.stringify(value), value])).values()];
    }
  }

  return { Forcing, isImpossible, TooLarge };
})();
