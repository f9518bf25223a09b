// The windows of tasks on the reader's own calendar.
"use strict";
var Matchbook = Matchbook || {};

/**
 * A day that comes back every year, in the year that a field of the profile gives.
 * @typedef {{ title: string, rule: [string, string, string], year: string }} NamedDate
 */
/**
 * A point in time relative to a named date: its name, months and days, counted towards the past.
 * @typedef {[string, number, number]} Moment
 */
/** @typedef {[Moment | null, Moment | null]} TaskWindow from when until when */
/** @typedef {{ edition: string, dates: Record<string, NamedDate> }} Calendar */
/**
 * A window in words, the heading under which a plan has it, and a number that puts tasks in order of time.
 * @typedef {{ words: string, heading: string, order: number, relative: number, isLate: boolean }} Planned
 */

Matchbook.calendar = (() => {
  const { before, inYear, rank, readDate, sayDate, sayMonthOf } = Matchbook.dates;

  const [DAYS_A_MONTH, MONTHS_A_YEAR] = [31, 12];
  const AFTER_LATE = 1e9; // above the rank of every day

  /**
   * The day of a named date in the reader's year; null where that is not known.
   * @param {NamedDate} date @param {ReadonlyMap<string, Value>} given
   */
  const dayOf = (date, given) => {
    const year = given.get(date.year);
    return typeof year === "number" ? inYear(date.rule, year) : null;
  };

  /** @param {Moment | null} moment @param {Calendar} calendar @param {ReadonlyMap<string, Value>} given */
  const momentOn = (moment, calendar, given) => {
    const day = moment && dayOf(calendar.dates[moment[0]], given);
    return moment && day ? before(day, moment[1], moment[2]) : null;
  };

  /** @param {Moment} moment @param {Calendar} calendar */
  const relative = ([name, months, days], { dates }) => {
    const [count, unit] = months ? [months, "month"] : days % 7 ? [days, "day"] : [days / 7, "week"];
    if (!count) return dates[name].title;
    const units = Math.abs(count) === 1 ? unit : `${unit}s`;
    return `${Math.abs(count)} ${units} ${count > 0 ? "before" : "after"} ${dates[name].title}`;
  };

  /** @param {TaskWindow} window @param {Calendar} calendar */
  const relativeWindow = ([start, due], calendar) => {
    if (due) return `by ${relative(due, calendar)}`;
    return start ? `from ${relative(start, calendar)}` : "";
  };

  /**
   * About how many days after its named date a window ends; one without a date comes last.
   * @param {TaskWindow} window
   */
  const daysAfter = ([start, due]) => {
    const moment = due ?? start;
    return moment ? -(moment[1] * DAYS_A_MONTH + moment[2]) : Infinity;
  };

  /**
   * The year before its named date in which a window ends, in words.
   * @param {TaskWindow} window @param {Calendar} calendar
   */
  const stretch = ([start, due], { dates }) => {
    const moment = due ?? start;
    if (!moment) return "No fixed date";
    const { title } = dates[moment[0]];
    const years = Math.ceil(-daysAfter([start, due]) / (DAYS_A_MONTH * MONTHS_A_YEAR));
    if (years <= 0) return `On and after ${title}`;
    if (years === 1) return `The last year before ${title}`;
    return years === 2 ? `2 years to 1 year before ${title}` : `${years} to ${years - 1} years before ${title}`;
  };

  /** @param {Planned} one @param {Planned} other */
  const inTime = (one, other) => {
    if (one.order !== other.order) return one.order - other.order;
    return one.relative === other.relative ? 0 : one.relative - other.relative;
  };

  /** @param {Day | null} start @param {Day | null} due @param {Day} today */
  const sayWindow = (start, due, today) => {
    if (!due) return start ? `from ${sayMonthOf(start)}` : "";
    if (rank(due) < rank(today)) return `now (usually by ${sayMonthOf(due)})`;
    if (!start || rank(start) <= rank(today)) return `by ${sayMonthOf(due)}`;
    const [from, until] = [sayMonthOf(start), sayMonthOf(due)];
    return from === until ? until : `${from} to ${until}`;
  };

  /**
   * A window for one reader, seen from the edition's day.
   * @param {TaskWindow} window @param {Calendar} calendar @param {ReadonlyMap<string, Value>} given @returns {Planned}
   */
  const plan = (window, calendar, given) => {
    const today = readDate(calendar.edition);
    const [start, due] = window.map((moment) => momentOn(moment, calendar, given));
    const last = due ?? start;
    if (!last) {
      const words = relativeWindow(window, calendar);
      // What hangs on a day of the reader's own comes before all that has a date, known or not.
      const order = window.some(Boolean) ? Infinity : AFTER_LATE;
      return { words, heading: stretch(window, calendar), order, relative: daysAfter(window), isLate: false };
    }
    const isLate = due !== null && rank(due) < rank(today);
    return {
      words: sayWindow(start, due, today),
      heading: isLate ? "Now" : String(last.year),
      order: rank(last) + (isLate ? 0 : AFTER_LATE),
      relative: 0,
      isLate,
    };
  };

  /**
   * The day of a named date in words: "March 15, 2030"; empty where its year is not known.
   * @param {NamedDate} date @param {ReadonlyMap<string, Value>} given
   */
  const sayDay = (date, given) => {
    const day = dayOf(date, given);
    return day ? sayDate(day) : "";
  };

  /**
   * A plan by heading, late tasks first; what can wait, and what has been late for longest, stands apart. Where no task
   * is essential, all count as essential.
   * @template {Planned & { isEssential: boolean }} T
   * @param {T[]} tasks in reading order @param {number} mostLate
   */
  const planParts = (tasks, mostLate) => {
    const planned = [...tasks].sort(inTime);
    const countsAll = !planned.some(({ isEssential }) => isEssential);
    return [...new Set(planned.map(({ heading }) => heading))].map((heading) => {
      const part = planned.filter((task) => task.heading === heading);
      const essential = part.filter(({ isEssential }) => countsAll || isEssential);
      const [{ isLate }] = part;
      const first = isLate ? essential.slice(-mostLate) : essential;
      return { heading, isLate, first, rest: part.filter((task) => !first.includes(task)) };
    });
  };

  return { plan, planParts, inTime, sayDay };
})();
