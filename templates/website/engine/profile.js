// A profile's file: a reader's answers as YAML, read and written.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {{ line: number, message: string }} Complaint */

Matchbook.profile = (() => {
  const { isMonth } = Matchbook.dates;
  const { atomsOf } = Matchbook.conditions;
  const { Refusal } = Matchbook.yamlLine;
  const { readYaml, quoted } = Matchbook.yaml;
  const { checked, wholeNumber, misplaced, FLAGS } = Matchbook.answers;

  const LARGEST = 1_000_000;
  const FILLERS = ["", "~", "null"];

  /**
   * What a node is, in a reader's words.
   * @param {YamlNode} node
   */
  const kindOf = (node) => {
    if (node.kind === "list") return "a list";
    if (node.kind === "mapping") return "a mapping";
    if (node.isPlain && FILLERS.includes(node.text)) return "nothing";
    if (node.isPlain && wholeNumber(node.text) !== null) return "a number";
    return node.isPlain && /^[-+]?[0-9]+[.,][0-9]+$/.test(node.text) ? "a number with a decimal point" : "a text";
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

  /** @param {string} name @param {Guide} guide */
  const misplacedMessage = (name, { rules }) => {
    const rule = rules.get(name);
    const others = new Set(rule ? [...atomsOf(rule.onlyWhen)].flatMap(({ fields }) => fields) : []);
    const names = [...others].map((other) => `\`${other}\``).join(" and ");
    return `\`${name}\` is given, but by ${names} it does not apply`;
  };

  /**
   * A value as a line of YAML holds it.
   * @param {Value} value
   */
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

  return { readProfile, writeProfile };
})();
