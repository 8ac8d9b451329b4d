/** Dates and times as Salesforce writes them: 2026-01-01, 2026-01-01T00:00:00.000+0000. */
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** Salesforce keeps system fields to the second. */
export function toDateTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, ".000+0000");
}
