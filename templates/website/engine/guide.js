// A guide's data, as `library_json` writes it, read into maps and trees.
"use strict";
var Matchbook = Matchbook || {};

/**
 * A passage: its condition and both halves.
 * @typedef {[number, Piece[], Piece[]]} Passage
 */
/**
 * What of a text depends on the reader: the name of a printed field, or a passage.
 * @typedef {string | Passage} Piece
 */
/** @typedef {{ id: string, title: string, chapter: string, when: number, tasks: [number, number][], body: Piece[], sheets: Piece[] }} Module */
/** @typedef {{ label: string, because: string, when: number }} Named */
/**
 * @typedef {object} GuideJson
 * @property {number} language
 * @property {Record<string, string>} groups
 * @property {Field[]} fields
 * @property {Record<string, Named>} named
 * @property {any[]} conditions
 * @property {{ id: string, title: string }[]} chapters
 * @property {Module[]} modules
 * @property {string[]} everywhere
 * @property {string} edition
 * @property {Record<string, NamedDate>} dates
 * @property {TaskWindow[]} windows
 */
/**
 * A guide; conditions and windows go by their numbers.
 * @typedef {object} Guide
 * @property {Record<string, string>} groups the titles of the groups of fields
 * @property {Map<string, Field>} fields in the order of the questionnaire
 * @property {Map<string, Rule>} rules
 * @property {Condition[]} conditions
 * @property {Set<string>[]} behind the fields that each condition depends on
 * @property {Set<string>[]} around those that tell which answers to these can be given, too
 * @property {Record<string, Named>} named
 * @property {Module[]} modules in reading order
 * @property {string[]} everywhere the fields that stand on pages of every reader
 * @property {Calendar} calendar
 * @property {TaskWindow[]} windows
 */

Matchbook.guide = (() => {
  const LANGUAGE = 2;

  /**
   * Read a guide's data.
   * @param {GuideJson} json @returns {Guide}
   */
  const readGuide = (json) => {
    if (json.language !== LANGUAGE) throw new Error(`the guide's data is of version ${json.language}, not ${LANGUAGE}`);
    const read = Matchbook.conditions.reader((name) => json.conditions[json.named[name].when]);
    const conditions = json.conditions.map(read);
    /** @type {Map<string, Rule>} */
    const rules = new Map();
    for (const field of json.fields) {
      if (field.only_when) rules.set(field.name, { onlyWhen: read(field.only_when), otherwise: field.otherwise });
    }
    return {
      groups: json.groups,
      fields: new Map(json.fields.map((field) => [field.name, field])),
      rules,
      conditions,
      behind: conditions.map((condition) => new Set(Matchbook.conditions.fieldsBehind(condition, rules))),
      around: conditions.map((condition) => new Set(Matchbook.conditions.fieldsAround(condition, rules))),
      named: json.named,
      modules: json.modules,
      everywhere: json.everywhere,
      calendar: { edition: json.edition, dates: json.dates },
      windows: json.windows,
    };
  };

  return readGuide;
})();
