/** From the first moment to the last one that is not in it any more. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

const pattern =
  /^(?:(YESTERDAY|TODAY|TOMORROW)|(LAST|NEXT)_90_DAYS|(LAST|THIS|NEXT)_(?:FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S:(\d+)|N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO:(\d+))$/i;

const dayOffsets = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };

/**
 * A date literal of SOQL in an org whose time zone is UTC, whose weeks begin on Sunday and whose fiscal year is the
 * calendar year; null for what is no date literal.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
 */
export function toPeriod(literal: string, now: Date): Period | null {
  const match = pattern.exec(literal.toUpperCase());
  if (!match) return null;
  const [, day, ninety, single, singleUnit, many, manyUnit, count, agoUnit, ago] = match;
  if (day) return periodOf(now, "DAY", { from: dayOffsets[day as keyof typeof dayOffsets], count: 1 });
  if (ninety)
    return periodOf(now, "DAY", ninety === "LAST" ? { from: -90, count: 91 } : { from: 1, count: 90 });
  if (single)
    return periodOf(now, singleUnit as Unit, { from: { LAST: -1, THIS: 0, NEXT: 1 }[single] ?? 0, count: 1 });
  if (agoUnit) return periodOf(now, agoUnit as Unit, { from: -Number(ago), count: 1 });
  return periodOf(now, manyUnit as Unit, manyUnits(many, manyUnit as Unit, Number(count)));
}

interface Span {
  /** In units from the current one. */
  readonly from: number;
  readonly count: number;
}

/** LAST_N_DAYS goes on until today, LAST_N_WEEKS ends with the last whole week. */
function manyUnits(direction: string | undefined, unit: Unit, count: number): Span {
  if (direction === "NEXT") return { from: 1, count };
  return unit === "DAY" ? { from: -count, count: count + 1 } : { from: -count, count };
}

function periodOf(now: Date, unit: Unit, { from, count }: Span): Period {
  return { start: startOf(now, unit, from), end: startOf(now, unit, from + count) };
}

function startOf(now: Date, unit: Unit, offset: number): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (unit === "DAY") return new Date(Date.UTC(year, month, day + offset));
  if (unit === "WEEK") return new Date(Date.UTC(year, month, day - now.getUTCDay() + 7 * offset));
  if (unit === "MONTH") return new Date(Date.UTC(year, month + offset, 1));
  if (unit === "QUARTER") return new Date(Date.UTC(year, 3 * (Math.floor(month / 3) + offset), 1));
  return new Date(Date.UTC(year + offset, 0, 1));
}
