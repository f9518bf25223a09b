// Dates in words and dates by rule, the same in every language and time zone.
"use strict";
var Matchbook = Matchbook || {};

/**
 * A day; months and days count from 1.
 * @typedef {{ year: number, month: number, day: number }} Day
 */

Matchbook.dates = (() => {
  // prettier-ignore
  const MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
  ];
  const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  const ORDINALS = ["first", "second", "third", "fourth", "last"];
  const MONTH = /^[0-9]{4}-(0[1-9]|1[0-2])$/;

  /**
   * Whether a text is a month in digits: 2027-03.
   * @param {string} text
   */
  const isMonth = (text) => MONTH.test(text);

  /**
   * A month as a count of months.
   * @param {string} month
   */
  const monthNumber = (month) => {
    const [year, number] = month.split("-");
    return Number(year) * MONTHS.length + Number(number) - 1;
  };

  /**
   * The month that `monthNumber` counted: "2027-03".
   * @param {number} number
   */
  const numberedMonth = (number) => {
    const year = Math.floor(number / MONTHS.length);
    const month = number - year * MONTHS.length + 1;
    return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  };

  /**
   * "2028-01" for "2027-12".
   * @param {string} month
   */
  const nextMonth = (month) => numberedMonth(monthNumber(month) + 1);

  /**
   * "March 2027" for "2027-03".
   * @param {string} month
   */
  const sayMonth = (month) => {
    const [year, number] = month.split("-");
    return `${MONTHS[Number(number) - 1]} ${year}`;
  };

  /**
   * The month of a day as "November 2026".
   * @param {Day} day
   */
  const sayMonthOf = ({ year, month }) => `${MONTHS[month - 1]} ${year}`;

  /**
   * The day as "November 22, 2026".
   * @param {Day} day
   */
  const sayDate = ({ year, month, day }) => `${MONTHS[month - 1]} ${day}, ${year}`;

  /**
   * The day that "2026-11-22" spells.
   * @param {string} text @returns {Day}
   */
  const readDate = (text) => {
    const [year, month, day] = text.split("-").map(Number);
    return { year, month, day };
  };

  /** @param {number} year @param {number} month @param {number} day days before the first and after the last count on */
  const normal = (year, month, day) => {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day); // Date.UTC would take the year 50 for 1950
    return date;
  };

  /** @param {Date} date @returns {Day} */
  const dayOf = (date) => ({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });

  /** @param {number} year @param {number} month */
  const lengthOf = (year, month) => normal(year, month + 1, 0).getUTCDate();

  /**
   * The day of a rule in a year: ["third", "Friday", "March"].
   * @param {readonly [string, string, string]} rule @param {number} year @returns {Day}
   */
  const inYear = ([ordinal, weekday, monthName], year) => {
    const month = MONTHS.indexOf(monthName) + 1;
    const first = (WEEKDAYS.indexOf(weekday) - normal(year, month, 1).getUTCDay() + 7) % 7;
    const weeks = ordinal === "last" ? Math.floor((lengthOf(year, month) - first - 1) / 7) : ORDINALS.indexOf(ordinal);
    return { year, month, day: first + 1 + 7 * weeks };
  };

  /**
   * The day some months and days earlier; a month that is too short ends on its last day.
   * @param {Day} day @param {number} months @param {number} days @returns {Day}
   */
  const before = (day, months, days) => {
    const count = day.year * MONTHS.length + day.month - 1 - months;
    const year = Math.floor(count / MONTHS.length);
    const month = count - year * MONTHS.length + 1;
    return dayOf(normal(year, month, Math.min(day.day, lengthOf(year, month)) - days));
  };

  /**
   * A number that puts days in order.
   * @param {Day} day
   */
  const rank = ({ year, month, day }) => (year * 100 + month) * 100 + day;

  return {
    isMonth,
    monthNumber,
    numberedMonth,
    nextMonth,
    sayMonth,
    sayMonthOf,
    sayDate,
    readDate,
    inYear,
    before,
    rank,
  };
})();
