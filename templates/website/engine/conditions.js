// Conditions read from JSON into trees in which equal comparisons are one and the same object.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {boolean | number | string | string[]} Value */
/** @typedef {number | string | (number | string)[]} Constant */
/** @typedef {"<" | "<=" | ">" | ">=" | "==" | "!=" | "in"} Operator */
/** @typedef {{ field: string } | { value: Constant }} Operand */
/** @typedef {{ kind: "compare", left: Operand, operator: Operator, right: Operand, fields: string[] }} Compare */
/** @typedef {{ kind: "holds", field: string, fields: string[] }} Holds */
/** @typedef {{ kind: "known", field: string, fields: string[] }} Known */
/** @typedef {Compare | Holds | Known} Atom with the fields it looks at */
/** @typedef {{ kind: "not" | "named", operand: Condition }} Turned */
/** @typedef {{ kind: "and" | "or", operands: Condition[] }} Joined */
/** @typedef {Atom | Turned | Joined} Condition */

/**
 * When a field applies to a reader, and the value it has where it does not.
 * @typedef {{ onlyWhen: Condition, otherwise: Value | null }} Rule
 */
/**
 * What a reader says, with the rules about fields that do not apply, and all fields.
 * @typedef {{ given: ReadonlyMap<string, Value>, rules: ReadonlyMap<string, Rule>, fields: Fields }} Facts
 */

Matchbook.conditions = (() => {
  /** @param {any} json @returns {Operand} */
  const readOperand = (json) => (json[0] === "field" ? { field: json[1] } : { value: json[1] });

  /** @param {any} json @returns {Atom} */
  const readAtom = (json) => {
    const [kind, left, right] = json;
    if (kind === "holds" || kind === "known") return { kind, field: left, fields: [left] };
    const sides = [readOperand(left), readOperand(right)];
    const fields = sides.flatMap((side) => ("field" in side ? [side.field] : []));
    return { kind: "compare", left: sides[0], operator: kind, right: sides[1], fields };
  };

  /**
   * A function that reads conditions as `condition_json` writes them; it remembers the comparisons it has read.
   * @param {(name: string) => any} meaning the JSON of a named condition
   */
  const reader = (meaning) => {
    /** @type {Map<string, Atom>} */
    const atoms = new Map();
    /** @type {Map<string, Condition>} */
    const named = new Map();

    /** @param {any} json @returns {Atom} */
    const atom = (json) => {
      const key = JSON.stringify(json);
      const found = atoms.get(key) ?? readAtom(json);
      atoms.set(key, found);
      return found;
    };

    /** @param {string} name @returns {Condition} */
    const byName = (name) => {
      const found = named.get(name) ?? read(meaning(name));
      named.set(name, found);
      return found;
    };

    /** @param {any} json @returns {Condition} */
    const read = (json) => {
      const [kind, ...parts] = json;
      if (kind === "and" || kind === "or") return { kind, operands: parts.map(read) };
      if (kind === "not") return { kind, operand: read(parts[0]) };
      if (kind === "named") return { kind, operand: byName(parts[0]) };
      return atom(json);
    };
    return read;
  };

  /**
   * The comparisons a condition is made of, in order, each once.
   * @param {Condition} condition @param {Set<Atom>} [found] @returns {Set<Atom>}
   */
  const atomsOf = (condition, found = new Set()) => {
    switch (condition.kind) {
      case "and":
      case "or":
        for (const operand of condition.operands) atomsOf(operand, found);
        return found;
      case "not":
      case "named":
        return atomsOf(condition.operand, found);
      default:
        return found.add(condition);
    }
  };

  /**
   * The fields a condition depends on, with those that decide whether these apply.
   * @param {Condition} condition @param {ReadonlyMap<string, Rule>} rules @returns {string[]}
   */
  const fieldsBehind = (condition, rules) => {
    /** @type {Set<string>} */
    const found = new Set();
    const pending = [condition];
    for (let next = pending.pop(); next; next = pending.pop()) {
      for (const name of [...atomsOf(next)].flatMap(({ fields }) => fields)) {
        const rule = rules.get(name);
        if (!found.has(name) && rule) pending.push(rule.onlyWhen);
        found.add(name);
      }
    }
    return [...found];
  };

  /**
   * The fields behind a condition, and those that apply only to readers with some answers to these. Whoever gives a
   * score has passed: an answer to any of these fields tells which answers to the others can be given.
   * @param {Condition} condition @param {ReadonlyMap<string, Rule>} rules @returns {string[]}
   */
  const fieldsAround = (condition, rules) => {
    const found = new Set(fieldsBehind(condition, rules));
    const ruled = [...rules].map(([name, { onlyWhen }]) => [name, ...fieldsBehind(onlyWhen, rules)]);
    for (const lookedAt of found) {
      for (const [name, ...behind] of ruled) {
        if (behind.includes(lookedAt)) [name, ...behind].forEach((each) => found.add(each));
      }
    }
    return [...found];
  };

  /**
   * The comparisons of a condition and of the rules behind it, in order, each once.
   * @param {Condition} condition @param {ReadonlyMap<string, Rule>} rules @returns {Atom[]}
   */
  const atomsBehind = (condition, rules) => {
    const found = new Set(atomsOf(condition));
    for (const name of fieldsBehind(condition, rules)) {
      const rule = rules.get(name);
      if (rule) atomsOf(rule.onlyWhen, found);
    }
    return [...found];
  };

  return { reader, atomsOf, fieldsBehind, fieldsAround, atomsBehind };
})();
