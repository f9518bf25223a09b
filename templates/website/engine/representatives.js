// Values of a field that stand for all its values, as far as a condition can tell them apart.
"use strict";
var Matchbook = Matchbook || {};

Matchbook.representatives = (() => {
  const { atomsBehind } = Matchbook.conditions;
  const { combinations } = Matchbook.proof;
  const { monthNumber, numberedMonth } = Matchbook.dates;

  const MOST_ITEMS = 6;
  const FIRST_MONTH = 12; // of the year 1

  /**
   * A field with those that it is compared with, directly or through others.
   * @param {string} name @param {Compare[]} atoms
   */
  const linkedWith = (name, atoms) => {
    const linked = new Set([name]);
    const pairs = atoms.map(({ fields }) => fields);
    for (let size = 0; size < linked.size;) {
      size = linked.size;
      for (const pair of pairs)
        if (pair.some((field) => linked.has(field))) for (const field of pair) linked.add(field);
    }
    return linked;
  };

  /**
   * What a field is compared with: constants, and the given values of other fields.
   * @param {string} name @param {Compare[]} atoms @param {Facts} facts
   */
  const constantsOf = (name, atoms, facts) => {
    /** @type {Set<number | string>} */
    const found = new Set();
    for (const side of atoms.flatMap(({ left, right }) => [left, right])) {
      const value = "value" in side ? side.value : side.field === name ? undefined : facts.given.get(side.field);
      if (Array.isArray(value) && "value" in side) for (const item of value) found.add(item);
      if (typeof value === "number" || typeof value === "string") found.add(value);
    }
    return [...found];
  };

  /**
   * Each number and those beside it, as far away as there are fields to stand between.
   * @param {number[]} numbers @param {number} reach @param {number | null} low @param {number | null} high
   */
  const around = (numbers, reach, low, high) => {
    /** @type {Set<number>} */
    const found = new Set();
    for (const number of numbers) {
      for (let value = number - reach; value <= number + reach; value += 1) {
        if ((low === null || value >= low) && (high === null || value <= high)) found.add(value);
      }
    }
    return [...found];
  };

  /**
   * A list with some items put in or taken out.
   * @param {string[]} held @param {string[]} items
   */
  const toggled = (held, items) =>
    items
      .flatMap((_, position) => [...combinations(items, position + 1)])
      .map((some) => [...held.filter((item) => !some.includes(item)), ...some.filter((item) => !held.includes(item))]);

  /**
   * Values of which one at least stands for each that the condition tells apart.
   * @param {Field} field @param {Condition} condition @param {Facts} facts @returns {Value[]}
   */
  const representatives = (field, condition, facts) => {
    if (field.kind === "true/false") return [true, false];
    if (field.kind === "choice") return field.choices;
    const every = atomsBehind(condition, facts.rules).flatMap((atom) => (atom.kind === "compare" ? [atom] : []));
    const linked = linkedWith(field.name, every);
    const atoms = every.filter((atom) => atom.fields.some((name) => linked.has(name)));
    const constants = constantsOf(field.name, atoms, facts);
    const numbers = constants.flatMap((value) => (typeof value === "number" ? [value] : []));
    const texts = constants.flatMap((value) => (typeof value === "string" ? [value] : []));
    const held = facts.given.get(field.name);
    switch (field.kind) {
      case "whole number":
        return around(numbers, linked.size, field.minimum, field.maximum);
      case "month":
        return around(texts.map(monthNumber), linked.size, FIRST_MONTH, null).map(numberedMonth);
      case "list of texts":
        return toggled(Array.isArray(held) ? held : [], texts.slice(0, MOST_ITEMS));
      case "text":
        return texts;
    }
  };

  return representatives;
})();
