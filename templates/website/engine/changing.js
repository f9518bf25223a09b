// Whether another answer to one field can change what a condition is.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.changing = (() => {
  const { NO, ONLY } = Matchbook.truth;
  const { possible, judge, answers } = Matchbook.evaluator;
  const { isImpossible, TooLarge } = Matchbook.forcing;

  const MOST_STEPS = 2000;

  /**
   * Add the fields that are not shown and that could change the condition if its parts were independent.
   * @param {Condition} condition @param {Facts} facts @param {Quotes} quotes @param {Set<string>} found
   */
  const addOpen = (condition, facts, quotes, found) => {
    if (ONLY[possible(condition, facts, quotes)]) return;
    switch (condition.kind) {
      case "and":
      case "or":
        for (const operand of condition.operands) addOpen(operand, facts, quotes, found);
        return;
      case "not":
      case "named":
        addOpen(condition.operand, facts, quotes, found);
        return;
      default:
        for (const name of condition.fields) addField(name, facts, quotes, found);
    }
  };

  /** @param {string} name @param {Facts} facts @param {Quotes} quotes @param {Set<string>} found */
  const addField = (name, facts, quotes, found) => {
    if (facts.given.has(name)) return;
    const rule = facts.rules.get(name);
    const couldApply = !rule || possible(rule.onlyWhen, facts, quotes) !== NO;
    if (!quotes.shown?.has(name) && couldApply) found.add(name);
    if (rule) addOpen(rule.onlyWhen, facts, quotes, found);
  };

  /**
   * The fields that are not shown and that could change the condition if its parts were independent.
   * @param {Condition} condition @param {Facts} facts @param {Quotes} quotes
   */
  const openByParts = (condition, facts, quotes) => {
    /** @type {Set<string>} */
    const found = new Set();
    addOpen(condition, facts, quotes, found);
    return found;
  };

  /** One condition and one reader: which missing answers can change what the condition is, for any who say as much. */
  class Changing {
    /** @param {Condition} condition @param {Facts} facts */
    constructor(condition, facts) {
      this.condition = condition;
      this.facts = facts;
      /** @type {Map<string, Value[]>} */
      this.values = new Map();
      this.steps = 0;
    }

    /**
     * Whether an answer to a field, or the lack of one, can change the condition; yes where there is too much to try.
     * @param {string} name
     */
    can(name) {
      this.steps = 0;
      try {
        return this.search(name, this.facts.given, new Set(this.facts.given.keys()));
      } catch (error) {
        if (error instanceof TooLarge) return true;
        throw error;
      }
    }

    /**
     * The same of readers with some more answers; other fields in `settled` stay without one.
     * @param {string} name @param {ReadonlyMap<string, Value>} given @param {ReadonlySet<string>} settled
     * @returns {boolean}
     */
    search(name, given, settled) {
      this.steps += 1;
      if (this.steps > MOST_STEPS) throw new TooLarge();
      const facts = { ...this.facts, given };
      const quotes = { shown: settled, known: new Map() };
      if (isImpossible(facts, quotes)) return false;
      const found = openByParts(this.condition, facts, quotes);
      if (!found.has(name)) return false;
      if (this.differs(name, facts)) return true;
      const following = [...this.facts.fields.keys()].find((other) => found.has(other) && other !== name);
      if (following === undefined) return false;
      const more = new Set(settled).add(following);
      return (
        this.options(following).some((value) => this.search(name, new Map(given).set(following, value), more)) ||
        this.search(name, given, more)
      );
    }

    /**
     * Whether an answer changes the condition for this very reader.
     * @param {string} name @param {Facts} facts
     */
    differs(name, facts) {
      if (isImpossible(facts, {})) return false;
      const now = judge(this.condition, facts);
      return this.options(name).some((value) => {
        const answered = { ...facts, given: new Map(facts.given).set(name, value) };
        return judge(this.condition, answered) !== now && !isImpossible(answered, {});
      });
    }

    /** @param {string} name */
    options(name) {
      const found = this.values.get(name) ?? this.distinct(name);
      this.values.set(name, found);
      return found;
    }

    /** @param {string} name @returns {Value[]} */
    distinct(name) {
      const field = this.facts.fields.get(name);
      const values = field ? [...Matchbook.representatives(field, this.condition, this.facts, MOST_STEPS)] : [];
      const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
      if (distinct.length === MOST_STEPS) throw new TooLarge();
      return distinct;
    }
  }

  /**
   * The fields that are not given and whose answer could change what the condition is. Any other field changes
   * nothing, whatever else is answered or left out. Where there is too much to try, one may be named that does not.
   * @param {Condition} condition @param {Facts} facts @param {Quotes} [answered]
   */
  const undecidedFields = (condition, facts, answered = answers(facts)) => {
    const changing = new Changing(condition, facts);
    return new Set([...openByParts(condition, facts, answered)].filter((name) => changing.can(name)));
  };

  return { undecidedFields };
})();
