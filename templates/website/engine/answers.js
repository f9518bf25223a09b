// A reader's answers: read as typed, checked, and changed one by one.
"use strict";
var Matchbook = Matchbook || {};

/**
 * What came of reading an answer: its value, null where there is none, or what is wrong.
 * @typedef {{ value: Value | null, message?: undefined } | { value?: undefined, message: string }} Answer
 */

Matchbook.answers = (() => {
  const { isOutOfPlace } = Matchbook.evaluator;
  const { isMonth } = Matchbook.dates;
  const { UNPRINTABLE } = Matchbook.yamlLine;

  const WHOLE = /^[-+]?(0|[1-9][0-9]*)$/;
  const LONGEST_NUMBER = 15;
  const FLAGS = new Map([
    ["true", true],
    ["yes", true],
    ["y", true],
    ["false", false],
    ["no", false],
    ["n", false],
  ]);

  /** @param {string} text @returns {number | null} */
  const wholeNumber = (text) => (text.length <= LONGEST_NUMBER && WHOLE.test(text) ? Number(text) || 0 : null);

  /** @param {readonly string[]} choices */
  const listed = (choices) => {
    const quotes = choices.map((choice) => `"${choice}"`);
    return `${quotes.slice(0, -1).join(", ")} or ${quotes[quotes.length - 1]}`;
  };

  /**
   * What a field's value must be, in words.
   * @param {Field} field
   */
  const wanted = (field) => {
    switch (field.kind) {
      case "whole number":
        return "a whole number";
      case "true/false":
        return "true or false";
      case "text":
        return "a text";
      case "month":
        return 'a month such as "2027-03"';
      case "list of texts":
        return "a list of texts such as `[one, two]`";
      case "choice":
        return listed(field.choices);
    }
  };

  /** @param {number | null} low @param {number | null} high */
  const sayRange = (low, high) => {
    if (high === null) return `at or above ${low}`;
    return low === null ? `at or below ${high}` : `between ${low} and ${high}`;
  };

  /**
   * What a field demands of a value of its type, in words.
   * @param {Field} field
   */
  const demand = (field) => {
    if (field.kind === "whole number") return sayRange(field.minimum, field.maximum);
    const isText = field.kind === "text" || field.kind === "list of texts";
    return isText ? [wanted(field), field.layout, field.bounds].filter(Boolean).join(", ") : wanted(field);
  };

  /** @param {string} text @param {Limits} limits */
  const textFits = (text, { minLength = 0, maxLength = Infinity, pattern }) => {
    const { length } = [...text];
    return length >= minLength && length <= maxLength && (!pattern || new RegExp(pattern, "u").test(text));
  };

  /** @param {string[]} items @param {Limits} limits */
  const listFits = (items, { maxItems = Infinity, uniqueItems = false, items: each = {} }) =>
    items.length <= maxItems &&
    (!uniqueItems || new Set(items).size === items.length) &&
    items.every((item) => textFits(item, each));

  /**
   * Whether a value of the field's type is one that the field can have.
   * @param {Field} field @param {Value} value
   */
  const fits = (field, value) => {
    if (typeof value === "number") return value >= (field.minimum ?? -Infinity) && value <= (field.maximum ?? Infinity);
    if (Array.isArray(value)) return listFits(value, field.limits);
    if (typeof value === "boolean") return true;
    return field.kind === "choice" ? field.choices.includes(value) : textFits(value, field.limits);
  };

  /** @param {Field} field @param {Value | null} value @param {string} found @returns {{ value: Value, message?: undefined } | { value?: undefined, message: string }} */
  const checked = (field, value, found) => {
    if (value === null) return { message: `\`${field.name}\` must be ${wanted(field)}, not ${found}` };
    return fits(field, value) ? { value } : { message: `\`${field.name}\` must be ${demand(field)}` };
  };

  /**
   * Read an answer typed into a form: yes and no, a choice in any case, a list by commas; an empty one is none.
   * @param {Field} field @param {string} typed @returns {Answer}
   */
  const readAnswer = (field, typed) => {
    const text = typed.replace(/[\t\r\n]+/g, " ").trim();
    if (!text) return { value: null };
    if (UNPRINTABLE.test(text)) return { message: "expected text, found an invisible character" };
    switch (field.kind) {
      case "whole number":
        return checked(field, text.startsWith("+") ? null : wholeNumber(text), "a text");
      case "true/false":
        return checked(field, FLAGS.get(text.toLowerCase()) ?? null, "a text");
      case "month":
        return checked(field, isMonth(text) ? text : null, "a text");
      case "choice":
        return checked(field, choiceOf(field, text), "a text");
      case "list of texts":
        return checked(field, itemsOf(text), "a text");
      case "text":
        return checked(field, text, "a text");
    }
  };

  /** @param {Field} field @param {string} text */
  const choiceOf = ({ choices }, text) =>
    choices.find((choice) => choice === text) ??
    choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ??
    text;

  /** @param {string} text */
  const itemsOf = (text) =>
    text
      .split(",")
      .map((item) => item.trim().replace(/^[[\]"']+|[[\]"']+$/g, ""))
      .filter(Boolean);

  /**
   * The answers that by the others do not apply.
   * @param {ReadonlyMap<string, Value>} given @param {Guide} guide
   */
  const misplaced = (given, { rules, fields }) =>
    [...given].filter(([name, value]) => isOutOfPlace(name, value, { given, rules, fields })).map(([name]) => name);

  /**
   * The answers with one changed, or taken back where the value is null; null where the changed answer would not apply.
   * Other answers that no longer apply are dropped.
   * @param {ReadonlyMap<string, Value>} given @param {string} name @param {Value | null} value @param {Guide} guide
   */
  const withAnswer = (given, name, value, guide) => {
    const changed = new Map(given);
    if (value === null) changed.delete(name);
    else changed.set(name, value);
    for (let dropped = misplaced(changed, guide); dropped.length; dropped = misplaced(changed, guide)) {
      if (value !== null && dropped.includes(name)) return null;
      for (const other of dropped) changed.delete(other);
    }
    return changed;
  };

  return { readAnswer, checked, fits, wholeNumber, misplaced, withAnswer, FLAGS };
})();
