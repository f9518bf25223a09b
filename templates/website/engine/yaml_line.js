// One line of a profile's YAML, read from left to right: keys, scalars, and lists and mappings in brackets.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {{ kind: "scalar", text: string, isPlain: boolean, line: number }} Scalar */
/** @typedef {{ kind: "list", items: YamlNode[], line: number }} List */
/** @typedef {{ kind: "mapping", entries: Map<string, { key: Scalar, value: YamlNode }>, line: number }} Mapping */
/** @typedef {Scalar | List | Mapping} YamlNode */

Matchbook.yamlLine = (() => {
  const DEEPEST = 20;
  // Controls, marks that turn the direction of text, line ends that only some programs know, private use.
  const UNPRINTABLE =
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\uf8ff\ufeff\ufffe\uffff]/u;
  const KEY = /[\p{L}\p{N}_][\p{L}\p{N}_-]*/uy;
  const PLAIN = /(?:[^ \-?:,[\]{}#&*!|>'"%@`]|-(?=[^ -]))(?:[^ :#]|:(?=[^ ])|(?<=[^ ])#| +(?=[^ #]))*/uy;
  const PLAIN_IN_BRACKETS = /(?:[^ \-?:,[\]{}#&*!|>'"%@`]|-(?=[\p{L}\p{N}]))(?:[^ :#?,[\]{}]| +(?=[^ :#?,[\]{}]))*/uy;
  const SINGLE = /'((?:[^'\t]|'')*)'/uy;
  const DOUBLE = /"((?:[^"\\\t]|\\[^\t])*)"/uy;
  const ESCAPE = /\\(?:([\\"/nt])|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)/gsu;
  const NAMED_ESCAPES = { "\\": "\\", '"': '"', "/": "/", n: "\n", t: "\t" };

  /** Says what is wrong with a text, and on which line. */
  class Refusal extends Error {
    /** @param {string} message @param {number} line */
    constructor(message, line) {
      super(message);
      this.line = line;
    }
  }

  /** One line of a text, read from left to right. */
  class Line {
    /** @param {string} text @param {number} number */
    constructor(text, number) {
      this.text = text;
      this.number = number;
      this.indent = /^ */.exec(text)?.[0].length ?? 0;
      this.at = this.indent;
    }

    get isBlank() {
      return this.at === this.text.length || this.text[this.at] === "#";
    }

    /** @param {string} message @returns {never} */
    refuse(message) {
      throw new Refusal(message, this.number);
    }

    /** @param {string} expected @returns {never} */
    expect(expected) {
      const rest = this.text.slice(this.at);
      return this.refuse(
        `expected ${expected}, found ${rest ? `\`${rest.length > 40 ? `${rest.slice(0, 39)}…` : rest}\`` : "nothing"}`,
      );
    }

    skipSpaces() {
      while (this.text[this.at] === " ") this.at += 1;
    }

    /**
     * Take a text where it stands next.
     * @param {string} text
     */
    takes(text) {
      if (!this.text.startsWith(text, this.at)) return false;
      this.at += text.length;
      return true;
    }

    /**
     * What a pattern matches here, taken; null where it does not.
     * @param {RegExp} pattern
     */
    match(pattern) {
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text);
      if (found) this.at += found[0].length;
      return found;
    }

    /** Make sure that nothing but a comment follows. */
    end() {
      const start = this.at;
      this.skipSpaces();
      const isComment = this.text[this.at] === "#" && this.at > start;
      if (this.at < this.text.length && !isComment) this.expect("the end of the line");
    }

    /** @param {string} text @param {boolean} isPlain @returns {Scalar} */
    scalar(text, isPlain) {
      if (UNPRINTABLE.test(text)) this.refuse("expected text, found an invisible character");
      return { kind: "scalar", text, isPlain, line: this.number };
    }
  }

  /** @param {Line} line @returns {Scalar | null} */
  const readQuoted = (line) => {
    const single = line.match(SINGLE);
    if (single) return line.scalar(single[1].replaceAll("''", "'"), false);
    const double = line.match(DOUBLE);
    return (
      double &&
      line.scalar(
        double[1].replace(ESCAPE, (...escape) => unescaped(escape, line)),
        false,
      )
    );
  };

  /** @param {any[]} escape what `ESCAPE` matched @param {Line} line */
  const unescaped = ([whole, named, ...codes], line) => {
    if (named) return NAMED_ESCAPES[/** @type {"n"} */ (named)];
    const code = parseInt(codes.slice(0, 3).find(Boolean) ?? "", 16);
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    if (!(code <= 0x10ffff) || isHalf) line.refuse(`the escape \`${whole}\` is not supported`);
    return String.fromCodePoint(code);
  };

  /** @param {Line} line @param {RegExp} pattern @returns {Scalar} */
  const readScalar = (line, pattern) => {
    const quoted = readQuoted(line);
    if (quoted) return quoted;
    const plain = line.match(pattern);
    return plain ? line.scalar(plain[0], true) : line.expect("a value on this line");
  };

  /** @param {Line} line @param {RegExp} pattern @param {number} depth @returns {YamlNode} */
  const readValue = (line, pattern, depth) => {
    checkDepth(line, depth);
    if (line.takes("[")) return readList(line, depth);
    if (line.takes("{")) return readMapping(line, depth);
    return readScalar(line, pattern);
  };

  /**
   * Read what stands between brackets, commas between it.
   * @param {Line} line @param {string} close @param {() => void} readItem
   */
  const readItems = (line, close, readItem) => {
    line.skipSpaces();
    while (!line.takes(close)) {
      readItem();
      line.skipSpaces();
      if (!line.takes(",") && line.text[line.at] !== close) line.expect(`\`,\` or \`${close}\``);
      line.skipSpaces();
    }
  };

  /** @param {Line} line @param {number} depth @returns {List} */
  const readList = (line, depth) => {
    /** @type {YamlNode[]} */
    const items = [];
    readItems(line, "]", () => items.push(readValue(line, PLAIN_IN_BRACKETS, depth + 1)));
    return { kind: "list", items, line: line.number };
  };

  /** @param {Line} line @param {number} depth @returns {Mapping} */
  const readMapping = (line, depth) => {
    const mapping = emptyMapping(line);
    readItems(line, "}", () => {
      const key = readKey(line);
      line.skipSpaces();
      add(mapping, key, readValue(line, PLAIN_IN_BRACKETS, depth + 1), line);
    });
    return mapping;
  };

  /**
   * A key with its colon.
   * @param {Line} line @returns {Scalar}
   */
  const readKey = (line) => {
    const key = readQuoted(line) ?? line.match(KEY);
    if (!key) return line.expect("`field: value`");
    if (!line.takes(":") || (!line.takes(" ") && line.at < line.text.length)) line.expect("a colon and a space");
    return "kind" in key ? key : line.scalar(key[0], true);
  };

  /** @param {Line} line @returns {Mapping} */
  const emptyMapping = (line) => ({ kind: "mapping", entries: new Map(), line: line.number });

  /** @param {Mapping} mapping @param {Scalar} key @param {YamlNode} value @param {Line} line */
  const add = (mapping, key, value, line) => {
    if (mapping.entries.has(key.text)) line.refuse(`duplicate key \`${key.text}\``);
    mapping.entries.set(key.text, { key, value });
  };

  /** @param {Line} line @param {number} depth */
  const checkDepth = (line, depth) => {
    if (depth > DEEPEST) line.refuse(`the file is nested more than ${DEEPEST} levels deep`);
  };

  return { Refusal, Line, UNPRINTABLE, PLAIN, readValue, readKey, emptyMapping, add, checkDepth };
})();
