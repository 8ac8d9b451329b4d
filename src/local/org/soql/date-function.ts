import type { Value } from "../row.ts";

const dayMs = 86_400_000;

/**
 * Date functions over a date or a moment, in UTC; the fiscal year is the calendar year.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_date_functions.htm
 */
export const dateFunctions: Readonly<Record<string, (date: Date) => Value>> = {
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  CALENDAR_QUARTER: quarterOf,
  CALENDAR_MONTH: monthOf,
  FISCAL_YEAR: (date) => date.getUTCFullYear(),
  FISCAL_QUARTER: quarterOf,
  FISCAL_MONTH: monthOf,
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: dayInYear,
  DAY_ONLY: (date) => date.toISOString().slice(0, 10),
  HOUR_IN_DAY: (date) => date.getUTCHours(),
  WEEK_IN_MONTH: (date) => Math.ceil(date.getUTCDate() / 7),
  WEEK_IN_YEAR: (date) => Math.ceil(dayInYear(date) / 7),
};

/** Salesforce's text of a date or moment; V8 reads +0000 as well as Z. */
export function toDate(value: Value): Date {
  return new Date(String(value));
}

function quarterOf(date: Date): number {
  return Math.floor(date.getUTCMonth() / 3) + 1;
}

function monthOf(date: Date): number {
  return date.getUTCMonth() + 1;
}

function dayInYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / dayMs) + 1;
}
