// What a condition is for one reader: yes, no or unknown; and what it could be if fewer facts were looked at.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.evaluator = (() => {
  const { YES, NO, UNKNOWN, ANY, BOTH, EITHER, ONLY, negated } = Matchbook.truth;
  const { fieldsOf } = Matchbook.conditions;

  // What a field may have instead of a value that can be looked at.
  const MISSING = Symbol("not given");
  const INAPPLICABLE = Symbol("does not apply");
  const HIDDEN = Symbol("some value");

  /** @typedef {Value | Constant | symbol} Option */

  /**
   * Which facts may be looked at: only some fields where `shown` is given, and none of the comparisons in `muted`.
   * @typedef {{ shown?: ReadonlySet<string>, muted?: ReadonlySet<Atom> }} Quotes
   */

  /**
   * Whether two values are the same, lists item by item.
   * @param {Option | null} left @param {Option | null} right
   */
  const isSame = (left, right) =>
    Array.isArray(left) && Array.isArray(right)
      ? left.length === right.length && left.every((item, position) => item === right[position])
      : left === right;

  /** @param {Option} left @param {Option} right */
  const order = (left, right) => {
    const [a, b] =
      typeof left === "number" && typeof right === "number" ? [left, right] : [String(left), String(right)];
    return a > b ? 1 : a < b ? -1 : 0;
  };

  /** @param {Option} left @param {Option} right */
  const isIn = (left, right) => {
    if (!Array.isArray(right)) return false;
    /** @type {unknown[]} */
    const items = right;
    return Array.isArray(left) ? left.some((item) => items.includes(item)) : items.includes(left);
  };

  /** @type {Record<Operator, (left: Option, right: Option) => boolean>} */
  const HOLDS = {
    "<": (left, right) => order(left, right) < 0,
    "<=": (left, right) => order(left, right) <= 0,
    ">": (left, right) => order(left, right) > 0,
    ">=": (left, right) => order(left, right) >= 0,
    "==": isSame,
    "!=": (left, right) => !isSame(left, right),
    in: isIn,
  };

  /** @param {Operator} operator @param {Option} left @param {Option} right */
  const truths = (operator, left, right) => {
    if (left === INAPPLICABLE || right === INAPPLICABLE) return NO;
    if (left === MISSING || right === MISSING) return UNKNOWN;
    if (left === HIDDEN || right === HIDDEN) return YES | NO;
    return HOLDS[operator](left, right) ? YES : NO;
  };

  /**
   * What the field may have: a value, or one of the gaps.
   * @param {string} name @param {Facts} facts @param {Quotes} quotes @returns {Option[]}
   */
  const options = (name, facts, quotes) => {
    const isHidden = quotes.shown !== undefined && !quotes.shown.has(name);
    const value = facts.given.get(name);
    if (!isHidden && value !== undefined) return [value];
    const rule = facts.rules.get(name);
    const applies = rule ? possible(rule.onlyWhen, facts, quotes) : YES;
    /** @type {Option[]} */
    const found = [];
    if (applies & (YES | UNKNOWN)) found.push(MISSING);
    if (applies & (YES | UNKNOWN) && isHidden) found.push(HIDDEN);
    if (rule && applies & NO) found.push(rule.otherwise ?? INAPPLICABLE);
    return found;
  };

  /** @param {Atom} atom @param {Facts} facts @param {Quotes} quotes */
  const ofAtom = (atom, facts, quotes) => {
    if (quotes.muted?.has(atom)) return ANY;
    if (atom.kind === "known") {
      if (quotes.shown && !quotes.shown.has(atom.field)) return ANY;
      return facts.given.has(atom.field) ? YES : NO;
    }
    let found = 0;
    if (atom.kind === "holds") {
      for (const option of options(atom.field, facts, quotes)) found |= truths("==", option, true);
      return found;
    }
    const [lefts, rights] = [atom.left, atom.right].map((side) =>
      "field" in side ? options(side.field, facts, quotes) : [side.value],
    );
    for (const left of lefts) for (const right of rights) found |= truths(atom.operator, left, right);
    return found;
  };

  /**
   * Every truth a condition may have when only the quoted facts are looked at.
   * @param {Condition} condition @param {Facts} facts @param {Quotes} quotes @returns {number}
   */
  const possible = (condition, facts, quotes) => {
    switch (condition.kind) {
      case "and":
        return condition.operands.reduce((found, operand) => BOTH[found][possible(operand, facts, quotes)], YES);
      case "or":
        return condition.operands.reduce((found, operand) => EITHER[found][possible(operand, facts, quotes)], NO);
      case "not":
        return negated(possible(condition.operand, facts, quotes));
      case "named":
        return possible(condition.operand, facts, quotes);
      default:
        return ofAtom(condition, facts, quotes);
    }
  };

  const EVERYTHING = Object.freeze({});

  /**
   * What a condition is for the reader who gave these facts.
   * @param {Condition} condition @param {Facts} facts @returns {Truth}
   */
  const judge = (condition, facts) => ONLY[possible(condition, facts, EVERYTHING)];

  /**
   * Whether a field can have a value for this reader, by the answers so far.
   * @param {string} name @param {Facts} facts
   */
  const mayApply = (name, facts) => {
    const rule = facts.rules.get(name);
    return !rule || judge(rule.onlyWhen, facts) !== "no";
  };

  /**
   * Whether a field that does not apply to this reader has a value other than the schema gives it then.
   * @param {string} name @param {Value} value @param {Facts} facts
   */
  const isOutOfPlace = (name, value, facts) => {
    const rule = facts.rules.get(name);
    return rule !== undefined && !isSame(value, rule.otherwise) && !mayApply(name, facts);
  };

  /**
   * The set of what the condition is, or may become with answers that are missing.
   * @param {Condition} condition @param {Facts} facts @param {ReadonlySet<string>} [answered]
   */
  const outcomes = (condition, facts, answered = new Set(facts.given.keys())) =>
    possible(condition, facts, { shown: answered });

  /**
   * The fields that are not given and whose answer could change what the condition is.
   * @param {Condition} condition @param {Facts} facts @param {ReadonlySet<string>} [answered] @returns {Set<string>}
   */
  const undecidedFields = (condition, facts, answered = new Set(facts.given.keys())) => {
    if (ONLY[outcomes(condition, facts, answered)]) return new Set();
    switch (condition.kind) {
      case "and":
      case "or":
        return new Set(condition.operands.flatMap((operand) => [...undecidedFields(operand, facts, answered)]));
      case "not":
      case "named":
        return undecidedFields(condition.operand, facts, answered);
      default:
        return undecidedOfAtom(condition, facts, answered);
    }
  };

  /** @param {Atom} atom @param {Facts} facts @param {ReadonlySet<string>} answered */
  const undecidedOfAtom = (atom, facts, answered) => {
    const missing = fieldsOf(atom).filter((name) => !facts.given.has(name) && mayApply(name, facts));
    const found = new Set(missing);
    for (const name of missing) {
      const rule = facts.rules.get(name);
      if (rule) for (const other of undecidedFields(rule.onlyWhen, facts, answered)) found.add(other);
    }
    return found;
  };

  return { possible, judge, mayApply, isOutOfPlace, isSame, outcomes, undecidedFields };
})();
