// Facts and proofs in the reader's words.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {"text" | "whole number" | "true/false" | "choice" | "list of texts" | "month"} Kind */
/** @typedef {{ minLength?: number, maxLength?: number, pattern?: string, maxItems?: number, uniqueItems?: boolean, items?: Limits }} Limits */
/**
 * A named thing a profile can say, with the words for asking and telling it.
 * @typedef {object} Field
 * @property {string} name
 * @property {Kind} kind
 * @property {string} title
 * @property {string} question
 * @property {string} help
 * @property {string} group
 * @property {number | null} minimum
 * @property {number | null} maximum
 * @property {string[]} choices
 * @property {string} layout
 * @property {string} bounds
 * @property {Record<string, string>} says
 * @property {Record<string, string>} names
 * @property {string} yes
 * @property {string} no
 * @property {any} only_when
 * @property {Value | null} otherwise
 * @property {Limits} limits
 */
/** @typedef {ReadonlyMap<string, Field>} Fields */

Matchbook.wording = (() => {
  const { isMonth, nextMonth, sayMonth } = Matchbook.dates;

  /** @type {Partial<Record<Operator, Operator>>} */
  const MIRRORED = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

  const PERHAPS_FEWER = "Perhaps fewer of these would do: there was too much to try.";

  /** @param {Fields} fields @param {string} name @returns {Field} */
  const fieldCalled = (fields, name) => {
    const field = fields.get(name);
    if (!field) throw new Error(`there is no field ${name}`);
    return field;
  };

  /** @param {string} text */
  const firstUp = (text) => {
    const [first = ""] = text;
    return first.toUpperCase() + text.slice(first.length);
  };

  /** @param {readonly string[]} words */
  const joined = (words) => [...new Set(words)].join(" and ");

  /**
   * A field's value as a reader would write it.
   * @param {Field} field @param {Value} value
   */
  const sayValue = (field, value) => {
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (Array.isArray(value)) return value.map((item) => sayName(field, item)).join(", ") || "none";
    return field.kind === "month" ? sayMonth(String(value)) : sayName(field, String(value));
  };

  /**
   * The name of a value, or of an item of a list, as the schema gives it; else the value itself.
   * @param {Field} field @param {string} value
   */
  const sayName = (field, value) => (Object.hasOwn(field.names, value) ? field.names[value] : value);

  /**
   * One sentence: the start, then the parts joined by commas and "and"; empty where there are no parts.
   * @param {string} start @param {readonly string[]} parts
   */
  const sentence = (start, parts) => {
    if (!parts.length) return "";
    const last = parts[parts.length - 1];
    const listed = parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
    return firstUp(`${start} ${listed}.`.trim());
  };

  /**
   * An answer as a clause behind "if": "your Step 1 score is 230", "you need visa sponsorship".
   * @param {Field} field @param {Value} value
   */
  const saySetting = (field, value) => {
    if (typeof value === "boolean") return value ? field.yes : field.no;
    if (field.kind === "choice") return field.says[String(value)];
    return `your ${field.title} is ${sayValue(field, value)}`;
  };

  /** @param {Field} field @param {string} relation @param {Facts} facts */
  const statement = (field, relation, facts) => {
    const value = facts.given.get(field.name);
    if (value === undefined) return `${field.title} is not given`;
    if (typeof value === "boolean") return value ? field.yes : field.no;
    if (field.kind === "choice") return field.says[String(value)];
    if (Array.isArray(value))
      return relation ? `${field.title} ${relation}` : `${field.title}: ${sayValue(field, value)}`;
    return `${field.title} is ${sayValue(field, value)}${relation && `, ${relation}`}`;
  };

  /** @param {Field} field @param {string} relation @param {Facts} facts */
  const clause = (field, relation, facts) => {
    const value = facts.given.get(field.name);
    if (value === undefined) return `your guide does not know your ${field.title}`;
    if (typeof value === "boolean" || field.kind === "choice") return statement(field, "", facts);
    if (Array.isArray(value)) return `your ${field.title} ${relation}`;
    const said = sayValue(field, value);
    return relation ? `your ${field.title}, ${said}, is ${relation}` : `your ${field.title} is ${said}`;
  };

  /** @typedef {number | string} Limit */

  /**
   * A comparison as seen from one field: its operator and the constant on the other side.
   * @param {Compare} atom @param {string} name @returns {[Operator, Limit | null]}
   */
  const facing = ({ left, operator, right }, name) => {
    const isLeft = "field" in left && left.field === name;
    const other = isLeft ? right : left;
    const limit = "value" in other && !Array.isArray(other.value) ? other.value : null;
    return [isLeft ? operator : (MIRRORED[operator] ?? operator), limit];
  };

  /** @param {Value} value @param {Limit} limit */
  const reaches = (value, limit) =>
    typeof value === "number" && typeof limit === "number" ? value >= limit : String(value) >= String(limit);

  /** @param {Limit} limit */
  const following = (limit) => {
    if (typeof limit === "number") return limit + 1;
    return isMonth(limit) ? nextMonth(limit) : limit;
  };

  /**
   * The greatest of some limits, or the least; null of none.
   * @param {Limit[]} limits @param {1 | -1} side
   */
  const tightest = (limits, side) =>
    limits.length ? limits.reduce((best, limit) => (limit > best === side > 0 && limit !== best ? limit : best)) : null;

  /** @param {Limit | null} limit @param {Field} field @param {">=" | "<"} side */
  const sayBound = (limit, field, side) => {
    if (limit === null) return "";
    const said = field.kind === "month" ? sayMonth(String(limit)) : String(limit);
    if (field.kind === "month") return side === ">=" ? `${said} or later` : `before ${said}`;
    return side === ">=" ? `${said} or more` : `below ${said}`;
  };

  /**
   * The tightest "at least" and "below" around a value, and what else is compared with it, in words.
   * @param {Value} value @param {Compare[]} atoms @param {Field} field
   */
  const bounds = (value, atoms, field) => {
    /** @type {Limit[]} */
    const atLeast = [];
    /** @type {Limit[]} */
    const below = [];
    /** @type {string[]} */
    const others = [];
    for (const atom of atoms) {
      const [operator, limit] = facing(atom, field.name);
      if (limit === null) continue;
      if (operator === "==" || operator === "!=" || operator === "in") {
        if (value !== limit) others.push(`not ${isMonth(String(limit)) ? sayMonth(String(limit)) : limit}`);
      } else {
        const edge = operator === "<" || operator === ">=" ? limit : following(limit);
        (reaches(value, edge) ? atLeast : below).push(edge);
      }
    }
    return [sayBound(tightest(atLeast, 1), field, ">="), sayBound(tightest(below, -1), field, "<"), ...others];
  };

  /**
   * How a value stands to the other field it is compared with.
   * @param {string} name @param {Compare} atom @param {Value} value @param {Facts} facts @param {Fields} fields
   */
  const beside = (name, atom, value, facts, fields) => {
    const other = atom.fields.find((field) => field !== name);
    const limit = other === undefined ? undefined : facts.given.get(other);
    if (other === undefined || typeof limit !== "number" || typeof value !== "number") return "";
    const word = value > limit ? "above" : value < limit ? "below" : "equal to";
    return `${word} your ${fieldCalled(fields, other).title}`;
  };

  /** @param {string[]} value @param {Compare} atom @param {Field} field */
  const holding = (value, { left, right }, field) => {
    if ("value" in left) {
      const wanted = String(left.value);
      return `${value.includes(wanted) ? "includes" : "does not include"} ${sayName(field, wanted)}`;
    }
    const listed = "value" in right && Array.isArray(right.value) ? right.value : [];
    const common = value.find((item) => listed.includes(item));
    return common === undefined ? "includes none of the listed ones" : `includes ${sayName(field, common)}`;
  };

  /**
   * How a given value stands to what it is compared with: "225 or more and below 230".
   * @param {Field} field @param {Atom[]} atoms @param {Facts} facts @param {Fields} fields
   */
  const relations = (field, atoms, facts, fields) => {
    const value = facts.given.get(field.name);
    if (value === undefined) return "";
    const compares = atoms.flatMap((atom) =>
      atom.kind === "compare" && atom.fields.includes(field.name) ? [atom] : [],
    );
    if (Array.isArray(value)) return joined(compares.map((atom) => holding(value, atom, field)));
    const besides = compares.map((atom) => beside(field.name, atom, value, facts, fields));
    return joined([...bounds(value, compares, field), ...besides].filter(Boolean));
  };

  /**
   * A proof as plain statements: "Step 1 score is 212, below 230".
   * @param {Proof} proof @param {Facts} facts @param {Fields} fields
   */
  const statements = (proof, facts, fields) =>
    proof.fields.map((name) => {
      const field = fieldCalled(fields, name);
      return firstUp(statement(field, relations(field, proof.atoms, facts, fields), facts));
    });

  /**
   * A proof as clauses to the reader: "your Step 1 score, 212, is below 230".
   * @param {Proof} proof @param {Facts} facts @param {Fields} fields
   */
  const clauses = (proof, facts, fields) =>
    proof.fields.map((name) => {
      const field = fieldCalled(fields, name);
      return clause(field, relations(field, proof.atoms, facts, fields), facts);
    });

  /**
   * The one line that says why a module is here, waits, or is left out.
   * @param {Condition} condition @param {Proof} proof @param {Facts} facts @param {Fields} fields
   */
  const whyLine = (condition, proof, facts, fields) => {
    if (condition.kind === "and" && !condition.operands.length) return "In every reader’s guide.";
    const doubt = proof.isMinimal ? "" : ` ${PERHAPS_FEWER}`;
    if (proof.truth !== "unknown") {
      const start = proof.truth === "yes" ? "Here because" : "Left out because";
      return sentence(start, clauses(proof, facts, fields)) + doubt;
    }
    const missing = proof.fields.filter((name) => !facts.given.has(name));
    const titles = missing.map((name) => `your ${fieldCalled(fields, name).title}`);
    return sentence("Depends on", titles) + doubt;
  };

  return { sayValue, saySetting, sentence, statements, clauses, whyLine, firstUp };
})();
