// What the data files of the public guide give to its scripts: only for the check of types, no page loads this.
"use strict";
var Matchbook = Matchbook || {};

/**
 * The guide, as `library_json` writes it.
 * @type {GuideJson}
 */
Matchbook.library;
/**
 * The texts of each module's tasks.
 * @type {Record<string, { do: string, anchor: string, isEssential: boolean }[]>}
 */
Matchbook.tasks;
/**
 * Texts to be searched: the number of their module, anchor, heading, text, and the conditions under which they stand.
 * @type {{ modules: [string, string, string, string][], texts: [number, string, string, string, number[]][] }}
 */
Matchbook.documents;
/**
 * The search of `minisearch.js`.
 * @type {any}
 */
var MiniSearch;
