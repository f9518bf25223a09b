// Values of a field that stand for all its values, as far as a condition can tell them apart.
"use strict";
var Matchbook = Matchbook || {};

/**
 * What a field is compared with: fields (itself among them), sets of constants, values of the other fields.
 * @typedef {{ linked: Field[], literals: (number | string)[][], values: (number | string)[] }} Seen
 */

Matchbook.representatives = (() => {
  const { atomsBehind } = Matchbook.conditions;
  const { isMonth, monthNumber, numberedMonth } = Matchbook.dates;
  const { ANOTHER_TEXT, otherTexts } = Matchbook.madeUp;

  const ANY_MONTH = "2030-01";
  const FIRST_MONTH = 1900 * 12;
  const LAST_MONTH = 2200 * 12 - 1;

  /** @param {Field} field @param {Value} value */
  const allows = (field, value) => Matchbook.answers.fits(field, value);

  /**
   * Whether a text is one that a field may have, or hold where it is a list.
   * @param {Field} field @param {string} text
   */
  const mayHold = (field, text) => allows(field, field.kind === "list of texts" ? [text] : text);

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

  /**
   * The texts compared with.
   * @param {Seen} seen
   */
  const namedBy = ({ linked, literals, values }) => {
    const texts = [...literals.flat(), ...values].flatMap((value) => (typeof value === "string" ? [value] : []));
    return [...new Set([...texts, ...linked.flatMap(({ kind, choices }) => (kind === "choice" ? choices : []))])];
  };

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
   * @param {Field} field @param {Seen} seen
   */
  const textsFor = (field, seen) => {
    const named = namedBy(seen);
    const count = seen.linked.length;
    const others = seen.linked
      .filter(({ kind }) => kind !== "choice")
      .map((other) => otherTexts(count, named, (text) => mayHold(other, text)));
    const fitting = [...named, ...new Set(others.flat())].filter((text) => mayHold(field, text));
    return others[0].length < count ? [...fitting, ANOTHER_TEXT] : fitting;
  };

  /**
   * The items of lists that are looked for, those together that always are.
   * @param {Field} field @param {Seen} seen @returns {string[][]}
   */
  const kindsFor = (field, seen) => {
    if (seen.linked.length > 1) return [...new Set(textsFor(field, seen))].map((text) => [text]);
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const item of namedBy(seen).filter((text) => mayHold(field, text))) {
      const where = seen.literals.map((literal) => Number(literal.includes(item))).join("");
      found.set(where, [...(found.get(where) ?? []), item]);
    }
    return [...found.values()];
  };

  /**
   * The nearest numbers on one side of a number.
   * @param {number} number @param {1 | -1} side @param {number} away @param {number} reach @param {(number: number) => boolean} isAllowed
   */
  const beside = (number, side, away, reach, isAllowed) => {
    /** @type {number[]} */
    const found = [];
    for (let step = 1; step <= away && found.length < reach; step += 1) {
      if (isAllowed(number + side * step)) found.push(number + side * step);
    }
    return found;
  };

  /**
   * Each number and the nearest ones on both sides of it, as many as there are fields to stand between.
   * @param {number[]} numbers @param {number} reach @param {(number: number) => boolean} isAllowed @param {(number: number) => number} farthest
   */
  function* around(numbers, reach, isAllowed, farthest) {
    for (const number of new Set(numbers)) {
      const away = farthest(number) - number;
      const below = beside(number, -1, away, reach, isAllowed);
      const above = beside(number, 1, away, reach, isAllowed);
      if (isAllowed(number)) yield number;
      for (let step = 0; step < reach; step += 1) yield* [...below.slice(step, step + 1), ...above.slice(step, step + 1)];
    }
  }

  /** @param {Field} field @param {number} number */
  const allowsMonth = (field, number) => isMonth(numberedMonth(number)) && allows(field, numberedMonth(number));

  /**
   * The first and the last month that a field may have; none where it may have any, or none at all.
   * @param {Field} field @returns {number[]}
   */
  const monthEnds = (field) => {
    if (allowsMonth(field, FIRST_MONTH) && allowsMonth(field, LAST_MONTH)) return [];
    const every = Array.from({ length: LAST_MONTH - FIRST_MONTH + 1 }, (_, position) => FIRST_MONTH + position);
    const allowed = every.filter((number) => allowsMonth(field, number));
    return allowed.length ? [allowed[0], allowed[allowed.length - 1]] : [];
  };

  /** @param {Field} field @param {Seen} seen */
  function* monthsFor(field, seen) {
    const texts = namedBy(seen);
    const months = (texts.length ? texts : [ANY_MONTH]).map(monthNumber);
    const ends = seen.linked.length > 1 ? seen.linked.flatMap(monthEnds) : [];
    const isAllowed = allowsMonth.bind(null, field);
    const farthest = (/** @type {number} */ number) => Math.max(number, LAST_MONTH);
    for (const month of around([...months, ...ends], seen.linked.length, isAllowed, farthest)) yield numberedMonth(month);
  }

  /**
   * The positions of items that nobody looks for, and of those of the same kind as one before.
   * @param {string[]} held @param {string[][]} kinds
   */
  const spareAmong = (held, kinds) => {
    const seen = new Set();
    return held.flatMap((item, position) => {
      const kind = kinds.findIndex((items) => items.includes(item));
      const isSpare = kind < 0 || seen.has(kind);
      seen.add(kind);
      return isSpare ? [position] : [];
    });
  };

  /**
   * A list that is no longer than it may be, if what makes no difference can be left out for that.
   * @param {string[]} kept @param {string[]} added @param {string[][]} kinds @param {Field} field
   */
  const shortened = (kept, added, kinds, field) => {
    const items = [...kept, ...added];
    for (const position of spareAmong(kept, kinds).reverse()) {
      if (allows(field, items)) break;
      items.splice(position, 1);
    }
    return items;
  };

  /**
   * A list as it is, then with one kind of items put in or taken out, then with two, and so on.
   * @param {string[]} held @param {string[][]} kinds @param {Field} field @returns {Generator<string[]>}
   */
  function* toggled(held, kinds, field) {
    for (let size = 0; size <= kinds.length; size += 1) {
      for (const some of Matchbook.combinations(kinds, size)) {
        const gone = some.flat();
        const added = some.filter((kind) => !kind.some((item) => held.includes(item))).map(([first]) => first);
        const kept = held.filter((item) => !gone.includes(item));
        const items = shortened(kept, added, kinds, field);
        if (allows(field, items)) yield items;
      }
    }
  }

  /**
   * Values of which one at least stands for each that the condition tells apart.
   * @param {Field} field @param {Condition} condition @param {Facts} facts @returns {Generator<Value>}
   */
  function* representatives(field, condition, facts) {
    const { kind, choices } = field;
    if (kind === "true/false") return yield* [true, false].filter((value) => allows(field, value));
    if (kind === "choice") return yield* choices.filter((value) => allows(field, value));
    const seen = seenBy(field, condition, facts);
    if (kind === "text") return yield* textsFor(field, seen);
    if (kind === "month") return yield* monthsFor(field, seen);
    if (kind === "whole number") {
      const reach = seen.linked.length;
      return yield* around(numbersFor(seen), reach, (value) => allows(field, value), (number) => number + reach);
    }
    const held = facts.given.get(field.name);
    return yield* toggled(Array.isArray(held) ? held : [], kindsFor(field, seen), field);
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
