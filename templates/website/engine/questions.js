// Which questions to ask a reader, by what their answers could still settle.
"use strict";
var Matchbook = Matchbook || {};

/** @typedef {InstanceType<typeof Matchbook.reader.Reader>} Reader */
/**
 * A field that is not given, and how many open modules its answer could settle.
 * @typedef {{ field: Field, settles: number }} Question
 */

Matchbook.questions = (() => {
  const { YES, NO } = Matchbook.truth;
  const { judge } = Matchbook.evaluator;

  const NAME = "name";
  const MOST_VALUES = 5000;

  /**
   * The fields behind a condition that are not given and may apply to the reader.
   * @param {Reader} reader @param {number} when
   */
  const askable = (reader, when) =>
    [...reader.guide.behind[when]].filter((name) => !reader.facts.given.has(name) && reader.mayApply(name));

  /**
   * Whether some answer to one question alone settles an open condition.
   * @param {Reader} reader @param {number} when @param {Field} field
   */
  const canSettle = (reader, when, field) => {
    const { settles } = reader.findings[when];
    const found = settles.get(field.name) ?? trySettling(reader, reader.guide.conditions[when], field);
    settles.set(field.name, found);
    return found;
  };

  /** @param {Reader} reader @param {Condition} condition @param {Field} field */
  const trySettling = ({ facts }, condition, field) => {
    const given = new Map(facts.given);
    for (const value of Matchbook.representatives(field, condition, facts, MOST_VALUES)) {
      const isSettled = judge(condition, { ...facts, given: given.set(field.name, value) }) !== "unknown";
      if (isSettled && Matchbook.answers.fits(field, value)) return true;
    }
    return false;
  };

  /** @param {Reader} reader @param {string} name @returns {Field} */
  const fieldCalled = ({ guide }, name) => {
    const field = guide.fields.get(name);
    if (!field) throw new Error(`there is no field ${name}`);
    return field;
  };

  /**
   * The missing answers that something waits for, those that could settle most modules first.
   * @param {Reader} reader @returns {Question[]}
   */
  const rank = (reader) => {
    /** @type {Map<string, number>} */
    const settles = new Map();
    for (const module of reader.guide.modules) {
      const { verdict, open } = reader.decision(module);
      for (const name of open.flatMap((when) => askable(reader, when))) settles.set(name, settles.get(name) ?? 0);
      if (verdict !== "open") continue;
      for (const name of askable(reader, module.when)) {
        const more = canSettle(reader, module.when, fieldCalled(reader, name)) ? 1 : 0;
        settles.set(name, (settles.get(name) ?? 0) + more);
      }
    }
    const names = [...reader.guide.fields.keys()].filter((name) => settles.has(name));
    const questions = names.map((name) => ({ field: fieldCalled(reader, name), settles: settles.get(name) ?? 0 }));
    return questions.sort((one, other) => other.settles - one.settles);
  };

  /** @param {Set<string>} found @param {Iterable<string>} more */
  const addAll = (found, more) => {
    for (const name of more) found.add(name);
  };

  /** @param {Reader} reader @param {Piece[]} body @param {Set<string>} found */
  const addBody = (reader, body, found) => {
    for (const piece of body) {
      if (typeof piece === "string") found.add(piece);
      else {
        const [when, then, otherwise] = piece;
        addAll(found, reader.undecided(when));
        if (reader.outcomes(when) & YES) addBody(reader, then, found);
        if (reader.outcomes(when) & NO) addBody(reader, otherwise, found);
      }
    }
  };

  /** @param {Reader} reader @param {Module} module @param {Set<string>} found */
  const addModule = (reader, module, found) => {
    addAll(found, reader.undecided(module.when));
    if (!(reader.outcomes(module.when) & YES)) return;
    for (const [when] of module.tasks) addAll(found, reader.undecided(when));
    addBody(reader, module.sheets, found);
    addBody(reader, module.body, found);
  };

  /**
   * The fields whose answer could change a page, a passage, a task, a date or a printed value.
   * @param {Reader} reader @returns {ReadonlySet<string>}
   */
  const relevant = (reader) => (reader.relevant ??= findRelevant(reader));

  /** @param {Reader} reader */
  const findRelevant = (reader) => {
    const found = new Set(reader.guide.everywhere);
    for (const module of reader.guide.modules) addModule(reader, module, found);
    for (const name of reader.facts.given.keys()) found.delete(name);
    // A set that grows while it is walked is walked to its new end.
    for (const name of found) addAll(found, reader.deciding(name));
    return found;
  };

  /**
   * Whether a field can be asked now: it applies, or what decides that was asked without an answer.
   * @param {Reader} reader @param {string} name @param {ReadonlySet<string>} asked
   */
  const isDue = (reader, name, asked) => {
    if (asked.has(name) || !reader.mayApply(name)) return false;
    return [...reader.deciding(name)].every((other) => asked.has(other));
  };

  /** @param {Reader} reader @param {string} name */
  const settledBy = (reader, name) => {
    const field = fieldCalled(reader, name);
    const settled = reader.guide.modules.filter(
      ({ when }) => reader.undecided(when).has(name) && canSettle(reader, when, field),
    );
    return name === NAME ? Infinity : settled.length;
  };

  /**
   * The question whose answer could settle most modules; null where none changes the guide.
   * @param {Reader} reader @param {ReadonlySet<string>} asked @returns {Field | null}
   */
  const next = (reader, asked) => {
    const names = relevant(reader);
    const due = [...reader.guide.fields.values()].filter(({ name }) => names.has(name) && isDue(reader, name, asked));
    const counted = due.map((field) => ({ field, settles: settledBy(reader, field.name) }));
    return counted.sort((one, other) => other.settles - one.settles)[0]?.field ?? null;
  };

  /**
   * The questions that may apply and were not asked, in the order of the schema.
   * @param {Reader} reader @param {ReadonlySet<string>} asked
   */
  const left = (reader, asked) =>
    [...reader.guide.fields.values()].filter(({ name }) => !asked.has(name) && reader.mayApply(name));

  return { askable, canSettle, rank, relevant, next, left };
})();
