// Values of a field that stand for all its values, as far as a condition can tell them apart.
"use strict";
var Matchbook = Matchbook || {};

/**
 * What a field is compared with: fields (itself among them), sets of constants, values of the other fields.
 * @typedef {{ linked: Field[], literals: (number | string)[][], values: (number | string)[] }} Seen
 */

Matchbook.representatives = (() => {
  const { atomsBehind } = Matchbook.conditions;
  const { monthNumber, numberedMonth } = Matchbook.dates;

  const ANOTHER_TEXT = "another text";
  const ANY_MONTH = "2030-01";
  const FIRST_MONTH = 12; // of the year 1

  /**
   * A field and those that it is compared with, directly or by way of others.
   * @param {string} name @param {Compare[]} compares
   */
  const linkedWith = (name, compares) => {
    const linked = new Set([name]);
    // A set that grows while it is walked is walked to its new end.
    for (const one of linked) {
      for (const { fields } of compares) {
        if (fields.includes(one)) for (const other of fields) linked.add(other);
      }
    }
    return linked;
  };

  /** @param {Constant | Value | undefined} value @returns {(number | string)[]} */
  const listed = (value) => {
    if (Array.isArray(value)) return value;
    return typeof value === "number" || typeof value === "string" ? [value] : [];
  };

  /** @param {Field} field @param {Condition} condition @param {Facts} facts @returns {Seen} */
  const seenBy = ({ name }, condition, facts) => {
    const every = atomsBehind(condition, facts.rules).flatMap((atom) => (atom.kind === "compare" ? [atom] : []));
    const linked = linkedWith(name, every);
    const compares = every.filter(({ fields }) => fields.some((other) => linked.has(other)));
    const sides = compares.flatMap(({ left, right }) => [left, right]);
    const literals = sides.flatMap((side) => ("value" in side ? [listed(side.value)] : []));
    const others = sides.flatMap((side) => ("field" in side && side.field !== name ? [side.field] : []));
    return {
      linked: [...linked].flatMap((other) => facts.fields.get(other) ?? []),
      literals: [...new Map(literals.map((literal) => [JSON.stringify(literal), literal])).values()],
      values: others.flatMap((other) => listed(facts.given.get(other))),
    };
  };

  /** @param {Seen} seen */
  const textsAmong = ({ literals, values }) =>
    [...literals.flat(), ...values].flatMap((value) => (typeof value === "string" ? [value] : []));

  /**
   * The numbers compared with, and the ends of ranges where two fields or no constants are compared.
   * @param {Seen} seen
   */
  const numbersFor = ({ linked, literals, values }) => {
    const found = [...literals.flat(), ...values].flatMap((value) => (typeof value === "number" ? [value] : []));
    if (found.length && linked.length === 1) return found;
    const ends = linked.flatMap(({ minimum, maximum }) => [minimum ?? [], maximum ?? []].flat());
    return [...found, ...(ends.length || found.length ? ends : [0])];
  };

  /**
   * The texts compared with, and as many others as there are fields to differ from each other.
   * @param {Seen} seen
   */
  const textsFor = (seen) => [
    ...textsAmong(seen),
    ...seen.linked.flatMap(({ kind, choices }) => (kind === "choice" ? choices : [])),
    ...seen.linked.map((_, position) => (position ? `${ANOTHER_TEXT} ${position + 1}` : ANOTHER_TEXT)),
  ];

  /**
   * The items of lists that are looked for, those together that always are.
   * @param {Seen} seen @returns {string[][]}
   */
  const kindsFor = (seen) => {
    if (seen.linked.length > 1) return [...new Set(textsFor(seen))].map((text) => [text]);
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const item of new Set(textsAmong(seen))) {
      const where = seen.literals.map((literal) => Number(literal.includes(item))).join("");
      found.set(where, [...(found.get(where) ?? []), item]);
    }
    return [...found.values()];
  };

  /**
   * Each number and those beside it, as far away as there are fields to stand between.
   * @param {number[]} numbers @param {number} reach @param {number | null} low @param {number | null} high
   */
  function* around(numbers, reach, low, high) {
    for (const number of new Set(numbers)) {
      for (let step = 0; step <= reach; step += 1) {
        for (const value of new Set([number - step, number + step])) {
          if ((low === null || value >= low) && (high === null || value <= high)) yield value;
        }
      }
    }
  }

  /**
   * A list as it is, then with one kind of items put in or taken out, then with two, and so on.
   * @param {string[]} held @param {string[][]} kinds @returns {Generator<string[]>}
   */
  function* toggled(held, kinds) {
    for (let size = 0; size <= kinds.length; size += 1) {
      for (const some of Matchbook.combinations(kinds, size)) {
        const gone = some.flat();
        const added = some.filter((kind) => !kind.some((item) => held.includes(item))).map(([first]) => first);
        yield [...held.filter((item) => !gone.includes(item)), ...added];
      }
    }
  }

  /**
   * Values of which one at least stands for each that the condition tells apart.
   * @param {Field} field @param {Condition} condition @param {Facts} facts @returns {Generator<Value>}
   */
  function* representatives(field, condition, facts) {
    const { kind, minimum, maximum } = field;
    if (kind === "true/false") return yield* [true, false];
    if (kind === "choice") return yield* field.choices;
    const seen = seenBy(field, condition, facts);
    const reach = seen.linked.length;
    if (kind === "whole number") return yield* around(numbersFor(seen), reach, minimum, maximum);
    if (kind === "text") return yield* textsFor(seen);
    if (kind === "month") {
      const texts = textsAmong(seen);
      const months = (texts.length ? texts : [ANY_MONTH]).map(monthNumber);
      for (const month of around(months, reach, FIRST_MONTH, null)) yield numberedMonth(month);
      return undefined;
    }
    const held = facts.given.get(field.name);
    return yield* toggled(Array.isArray(held) ? held : [], kindsFor(seen));
  }

  /**
   * The first of these values, at most so many.
   * @param {Field} field @param {Condition} condition @param {Facts} facts @param {number} most @returns {Generator<Value>}
   */
  function* firstOf(field, condition, facts, most) {
    let left = most;
    for (const value of representatives(field, condition, facts)) {
      if (left === 0) return;
      left -= 1;
      yield value;
    }
  }

  return firstOf;
})();
