// A reader's answers: read as typed, read from a profile's file and written to one.
"use strict";
var Matchbook = Matchbook || {};

/**
 * What came of reading an answer: its value, null where there is none, or what is wrong.
 * @typedef {{ value: Value | null, message?: undefined } | { value?: undefined, message: string }} Answer
 */
/** @typedef {{ line: number, message: string }} Complaint */

Matchbook.profile = (() => {
  const { isOutOfPlace } = Matchbook.evaluator;
  const { isMonth } = Matchbook.dates;
  const { atomsOf, fieldsOf } = Matchbook.conditions;
  const { readYaml, quoted, Refusal, UNPRINTABLE } = Matchbook.yaml;

  const LARGEST = 1_000_000;
  const WHOLE = /^[-+]?(0|[1-9][0-9]*)$/;
  const LONGEST_NUMBER = 15;
  const LONGEST_SHOWN = 40;
  const FLAGS = new Map([["true", true], ["yes", true], ["y", true], ["false", false], ["no", false], ["n", false]]);
  const FILLERS = ["", "~", "null"];

  /** @param {string} text @returns {number | null} */
  const wholeNumber = (text) => (text.length <= LONGEST_NUMBER && WHOLE.test(text) ? Number(text) || 0 : null);

  /** @param {readonly string[]} choices */
  const listed = (choices) => {
    const quotes = choices.map((choice) => `"${choice}"`);
    return `${quotes.slice(0, -1).join(", ")} or ${quotes[quotes.length - 1]}`;
  };

  /** What a field's value must be, in words. @param {Field} field */
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

  /** What a field demands of a value of its type, in words. @param {Field} field */
  const demand = (field) => {
    if (field.kind === "whole number") return sayRange(field.minimum, field.maximum);
    const isText = field.kind === "text" || field.kind === "list of texts";
    return isText && field.layout ? `${wanted(field)}, ${field.layout}` : wanted(field);
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

  /** Whether a value of the field's type is one that the field can have. @param {Field} field @param {Value} value */
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

  /** @param {string} text */
  const shown = (text) =>
    `the text "${[...text].length > LONGEST_SHOWN ? `${[...text].slice(0, LONGEST_SHOWN - 1).join("")}…` : text}"`;

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
        return checked(field, text.startsWith("+") ? null : wholeNumber(text), shown(text));
      case "true/false":
        return checked(field, FLAGS.get(text.toLowerCase()) ?? null, shown(text));
      case "month":
        return checked(field, isMonth(text) ? text : null, shown(text));
      case "choice":
        return checked(field, choiceOf(field, text), shown(text));
      case "list of texts":
        return checked(field, itemsOf(text), shown(text));
      case "text":
        return checked(field, text, shown(text));
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

  /** What a node is, in a reader's words. @param {YamlNode} node */
  const kindOf = (node) => {
    if (node.kind === "list") return "a list";
    if (node.kind === "mapping") return "a mapping";
    if (node.isPlain && FILLERS.includes(node.text)) return "nothing";
    return node.isPlain && wholeNumber(node.text) !== null ? `the number ${node.text}` : shown(node.text);
  };

  /** @param {Field} field @param {YamlNode} node @returns {Value | null} */
  const typed = (field, node) => {
    if (field.kind === "list of texts") {
      if (node.kind !== "list") return null;
      const texts = node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
      return texts.length === node.items.length ? texts : null;
    }
    if (node.kind !== "scalar") return null;
    switch (field.kind) {
      case "whole number":
        return node.isPlain ? wholeNumber(node.text) : null;
      case "true/false":
        return node.isPlain && node.text.length > 1 ? (FLAGS.get(node.text.toLowerCase()) ?? null) : null;
      case "month":
        return isMonth(node.text) ? node.text : null;
      default:
        return node.text;
    }
  };

  /**
   * The fields of a profile with their nodes.
   * @param {Mapping} root @param {Guide} guide @param {Complaint[]} problems
   */
  const leavesOf = (root, guide, problems) => {
    /** @type {Map<string, YamlNode>} */
    const found = new Map();
    /** @param {string} name @param {Scalar} key @param {YamlNode} node */
    const keep = (name, key, node) => {
      if (!guide.fields.has(name)) problems.push({ line: key.line, message: `unknown field \`${name}\`` });
      else if (found.has(name)) problems.push({ line: key.line, message: `duplicate field \`${name}\`` });
      else found.set(name, node);
    };
    for (const [name, { key, value }] of root.entries) {
      if (!Object.hasOwn(guide.groups, name)) keep(name, key, value);
      else if (value.kind === "mapping") {
        for (const [child, entry] of value.entries) keep(`${name}.${child}`, entry.key, entry.value);
      } else if (kindOf(value) !== "nothing") {
        problems.push({ line: value.line, message: `\`${name}\` must hold fields of its own, not ${kindOf(value)}` });
      }
    }
    return found;
  };

  /**
   * Read a profile's file. Never throws; with a problem, nothing is given.
   * @param {string} text @param {Guide} guide @returns {{ given: Map<string, Value>, problems: Complaint[] }}
   */
  const readProfile = (text, guide) => {
    /** @type {Complaint[]} */
    const problems = [];
    /** @type {Map<string, Value>} */
    const given = new Map();
    try {
      if (text.length > LARGEST) throw new Refusal(`the file is larger than ${LARGEST} bytes`, 1);
      const root = readYaml(text);
      const leaves = root ? leavesOf(root, guide, problems) : new Map();
      for (const [name, node] of leaves) takeLeaf(name, node, guide, given, problems);
      for (const name of misplaced(given, guide)) {
        problems.push({ line: leaves.get(name).line, message: misplacedMessage(name, guide) });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push({ line: error.line, message: error.message });
    }
    return { given: problems.length ? new Map() : given, problems };
  };

  /** @param {string} name @param {YamlNode} node @param {Guide} guide @param {Map<string, Value>} given @param {Complaint[]} problems */
  const takeLeaf = (name, node, guide, given, problems) => {
    const field = guide.fields.get(name);
    if (!field || (node.kind === "scalar" && node.isPlain && FILLERS.includes(node.text))) return;
    const answer = checked(field, typed(field, node), kindOf(node));
    if (answer.value === undefined) problems.push({ line: node.line, message: answer.message });
    else given.set(name, answer.value);
  };

  /** The answers that by the others do not apply. @param {ReadonlyMap<string, Value>} given @param {Guide} guide */
  const misplaced = (given, { rules }) =>
    [...given].filter(([name, value]) => isOutOfPlace(name, value, { given, rules })).map(([name]) => name);

  /** @param {string} name @param {Guide} guide */
  const misplacedMessage = (name, { rules }) => {
    const rule = rules.get(name);
    const others = new Set(rule ? [...atomsOf(rule.onlyWhen)].flatMap(fieldsOf) : []);
    const names = [...others].map((other) => `\`${other}\``).join(" and ");
    return `\`${name}\` is given, but by ${names} it does not apply`;
  };

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

  /** A value as a line of YAML holds it. @param {Value} value */
  const yamlOf = (value) => {
    if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
    return typeof value === "string" ? quoted(value) : String(value);
  };

  /**
   * A whole profile as YAML; a field that is not answered stands there as a comment.
   * @param {ReadonlyMap<string, Value>} given @param {Guide} guide
   */
  const writeProfile = (given, guide) => {
    const lines = ["# A profile for Matchbook. Every line may be left out. Keep this file private.", ""];
    let group = "";
    for (const field of guide.fields.values()) {
      const [indent, key] = field.group ? ["  ", field.name.slice(field.group.length + 1)] : ["", field.name];
      const isUsed = [...given.keys()].some((name) => name.startsWith(`${field.group}.`));
      if (field.group && field.group !== group) lines.push(isUsed ? `${field.group}:` : `#${field.group}:`);
      group = field.group;
      lines.push(`${indent}# ${field.question}`);
      const value = given.get(field.name);
      lines.push(value === undefined ? `#${indent}${key}:` : `${indent}${key}: ${yamlOf(value)}`, "");
    }
    return lines.join("\n");
  };

  return { readAnswer, readProfile, writeProfile, withAnswer, fits, yamlOf };
})();
