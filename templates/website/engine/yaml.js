// A strict reader of the little YAML that profiles are written in: mappings, scalars and lists, each value on one line.
// Whatever else YAML has is refused with a message. Nothing is ever evaluated: every scalar is text.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {InstanceType<typeof Matchbook.yamlLine.Line>} YamlLine */

Matchbook.yaml = (() => {
  const { Refusal, Line, UNPRINTABLE, PLAIN, readValue, readKey, emptyMapping, add, checkDepth } = Matchbook.yamlLine;

  const MOST_LINES = 20_000;

  /** The lines of a text that hold more than comments, read from top to bottom. */
  class Lines {
    /** @param {string} text */
    constructor(text) {
      const lines = text.split(/\r\n|\r|\n/);
      if (lines.length > MOST_LINES) throw new Refusal(`the file has more than ${MOST_LINES} lines`, 1);
      const every = lines.map((line, position) => new Line(line, position + 1));
      for (const line of every) {
        if (UNPRINTABLE.test(line.text)) line.refuse("expected text, found an invisible character");
        if (!line.isBlank && line.text.includes("\t")) line.refuse("expected spaces, found a tab");
      }
      this.lines = every.filter((line) => !line.isBlank);
      this.at = 0;
    }

    /** @returns {YamlLine | undefined} */
    get next() {
      return this.lines[this.at];
    }
  }

  /** @param {Lines} lines @param {number} depth @returns {Mapping} */
  const readBlock = (lines, depth) => {
    const first = /** @type {YamlLine} */ (lines.next);
    checkDepth(first, depth);
    const mapping = emptyMapping(first);
    for (let line = lines.next; line && line.indent === first.indent; line = lines.next) {
      lines.at += 1;
      const key = readKey(line);
      line.skipSpaces();
      add(mapping, key, line.isBlank ? readBelow(lines, line, depth) : readOnLine(line), line);
      if (lines.next && lines.next.indent > first.indent) refuseLine(lines.next);
    }
    return mapping;
  };

  /** @param {YamlLine} line @returns {never} */
  const refuseLine = (line) => line.refuse("this line is indented otherwise than those around it");

  /** @param {YamlLine} line @returns {YamlNode} */
  const readOnLine = (line) => {
    const value = readValue(line, PLAIN, 1);
    line.end();
    return value;
  };

  /**
   * What stands below a key: a list, a mapping, or nothing.
   * @param {Lines} lines @param {YamlLine} above @param {number} depth @returns {YamlNode}
   */
  const readBelow = (lines, above, depth) => {
    const line = lines.next;
    if (line && line.indent >= above.indent && /^-( |$)/.test(line.text.slice(line.indent))) return readDashes(lines);
    return line && line.indent > above.indent ? readBlock(lines, depth + 1) : above.scalar("", true);
  };

  /** @param {Lines} lines @returns {List} */
  const readDashes = (lines) => {
    const first = /** @type {YamlLine} */ (lines.next);
    /** @type {YamlNode[]} */
    const items = [];
    for (let line = lines.next; line && line.indent === first.indent && line.takes("- "); line = lines.next) {
      lines.at += 1;
      line.skipSpaces();
      items.push(readOnLine(line));
      if (lines.next && lines.next.indent > first.indent) refuseLine(lines.next);
    }
    return { kind: "list", items, line: first.number };
  };

  /**
   * Read a text; null where it holds nothing but comments.
   * @param {string} text @returns {Mapping | null}
   * @throws {Refusal} the first thing that is wrong
   */
  const readYaml = (text) => {
    const lines = new Lines(text.startsWith("\ufeff") ? text.slice(1) : text);
    if (!lines.next) return null;
    const root = readBlock(lines, 1);
    if (lines.next) refuseLine(lines.next);
    return root;
  };

  /**
   * A text in double quotes, as `readYaml` and every other reader of YAML reads it.
   * @param {string} text
   */
  const quoted = (text) => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;

  return { readYaml, quoted };
})();
