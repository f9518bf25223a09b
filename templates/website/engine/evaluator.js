// What a condition is for one reader: yes, no or unknown; and what it could be if fewer facts were looked at.
"use strict";
var Matchbook = Matchbook || {};

/**
 * Which facts may be looked at: only some fields where `shown` is given, and none of the comparisons in `muted`.
 * `known` keeps what was found out about comparisons and named conditions, for the same facts and quotes.
 * @typedef {{ shown?: ReadonlySet<string>, muted?: ReadonlySet<Atom>, known?: Map<Condition, number> }} Quotes
 */

Matchbook.evaluator = (() => {
  const { YES, NO, UNKNOWN, ANY, BOTH, EITHER, ONLY, negated } = Matchbook.truth;

  // What a field may have instead of a value that can be looked at.
  const MISSING = Symbol("not given");
  const INAPPLICABLE = Symbol("does not apply");
  const HIDDEN = Symbol("some value");
  const NOT_GIVEN = [MISSING];
  const NOT_SEEN = [MISSING, HIDDEN];

  /** @typedef {Value | Constant | symbol} Option */

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
    const open = applies & (YES | UNKNOWN) ? (isHidden ? NOT_SEEN : NOT_GIVEN) : [];
    return rule && applies & NO ? [...open, rule.otherwise ?? INAPPLICABLE] : open;
  };

  /**
   * The one value that a side has, undefined where it has none or perhaps another.
   * @param {Operand} side @param {Facts} facts @param {Quotes} quotes
   */
  const valueOf = (side, facts, quotes) => {
    if ("value" in side) return side.value;
    return !quotes.shown || quotes.shown.has(side.field) ? facts.given.get(side.field) : undefined;
  };

  /** @param {Operand} side @param {Facts} facts @param {Quotes} quotes */
  const optionsOf = (side, facts, quotes) => ("value" in side ? [side.value] : options(side.field, facts, quotes));

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
    const left = valueOf(atom.left, facts, quotes);
    const right = valueOf(atom.right, facts, quotes);
    if (left !== undefined && right !== undefined) return HOLDS[atom.operator](left, right) ? YES : NO;
    const rights = optionsOf(atom.right, facts, quotes);
    for (const one of optionsOf(atom.left, facts, quotes)) {
      for (const other of rights) found |= truths(atom.operator, one, other);
    }
    return found;
  };

  /** @param {Condition[]} operands @param {number[][]} table @param {number} none @param {Facts} facts @param {Quotes} quotes */
  const joined = (operands, table, none, facts, quotes) => {
    let found = none;
    for (const operand of operands) found = table[found][possible(operand, facts, quotes)];
    return found;
  };

  /**
   * Every truth a condition may have when only the quoted facts are looked at.
   * @param {Condition} condition @param {Facts} facts @param {Quotes} quotes @returns {number}
   */
  const possible = (condition, facts, quotes) => {
    switch (condition.kind) {
      case "and":
        return joined(condition.operands, BOTH, YES, facts, quotes);
      case "or":
        return joined(condition.operands, EITHER, NO, facts, quotes);
      case "not":
        return negated(possible(condition.operand, facts, quotes));
      case "named":
        return remembered(condition.operand, facts, quotes, possible);
      default:
        return remembered(condition, facts, quotes, ofAtom);
    }
  };

  /**
   * What a function finds out, which is asked once where the quotes keep it.
   * @template {Condition} C
   * @param {C} condition @param {Facts} facts @param {Quotes} quotes
   * @param {(condition: C, facts: Facts, quotes: Quotes) => number} find
   */
  const remembered = (condition, facts, quotes, find) => {
    const known = quotes.known?.get(condition);
    if (known !== undefined) return known;
    const found = find(condition, facts, quotes);
    quotes.known?.set(condition, found);
    return found;
  };

  /**
   * All that a reader says; what is found out is kept.
   * @returns {Quotes}
   */
  const everything = () => ({ known: new Map() });

  /**
   * Only what a reader has answered, whatever else may be answered later; what is found out is kept.
   * @param {Facts} facts @returns {Quotes}
   */
  const answers = (facts) => ({ shown: new Set(facts.given.keys()), known: new Map() });

  /**
   * What a condition is for the reader who gave these facts.
   * @param {Condition} condition @param {Facts} facts @param {Quotes} [all] @returns {Truth}
   */
  const judge = (condition, facts, all = everything()) => ONLY[possible(condition, facts, all)];

  /**
   * Whether a field can have a value for this reader, by the answers so far.
   * @param {string} name @param {Facts} facts @param {Quotes} [all]
   */
  const mayApply = (name, facts, all) => {
    const rule = facts.rules.get(name);
    return !rule || judge(rule.onlyWhen, facts, all) !== "no";
  };

  /**
   * Whether a field that does not apply to this reader has a value other than the schema gives it then.
   * @param {string} name @param {Value} value @param {Facts} facts
   */
  const isOutOfPlace = (name, value, facts) => {
    const rule = facts.rules.get(name);
    return rule !== undefined && !isSame(value, rule.otherwise) && !mayApply(name, facts);
  };

  return { possible, everything, answers, judge, mayApply, isOutOfPlace, isSame };
})();
