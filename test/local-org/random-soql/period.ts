import type { Random } from "../../random.ts";
import type { Literal } from "./shape.ts";

type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

interface Period {
  readonly text: string;
  readonly unit: Unit;
  /** First unit and the one behind the last, counted from the current one. */
  readonly from: number;
  readonly to: number;
}

/** A date literal. Weeks begin on Sunday, the fiscal year is the calendar year, the time zone is UTC. */
export function randomPeriod(
  { random, now }: { readonly random: Random; readonly now: Date },
  toValue: (date: Date) => string,
): Literal {
  const { text, unit, from, to } = random.pick([single, single, many, ago])(random);
  const start = startOf(now, unit, from);
  return { text, value: toValue(start), end: toValue(startOf(now, unit, to)) };
}

function single(random: Random): Period {
  const days: readonly Period[] = [
    { text: "YESTERDAY", unit: "DAY", from: -1, to: 0 },
    { text: "TODAY", unit: "DAY", from: 0, to: 1 },
    { text: "TOMORROW", unit: "DAY", from: 1, to: 2 },
    // "This includes the current day, not just previous days. So it includes 91 days in total."
    { text: "LAST_90_DAYS", unit: "DAY", from: -90, to: 1 },
    { text: "NEXT_90_DAYS", unit: "DAY", from: 1, to: 91 },
  ];
  if (random.oneIn(3)) return random.pick(days);
  const unit = random.pick(["WEEK", "MONTH", "QUARTER", "YEAR"] as const);
  const from = random.pick([-1, 0, 1]);
  const which = ["LAST", "THIS", "NEXT"][from + 1];
  return { text: `${which}_${fiscal(random, unit)}${unit}`, unit, from, to: from + 1 };
}

function many(random: Random): Period {
  const unit = random.pick(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] as const);
  const count = 1 + random.below(unit === "DAY" ? 400 : 9);
  const next = random.oneIn(3);
  const text = `${next ? "NEXT" : "LAST"}_N_${fiscal(random, unit)}${unit}S:${count}`;
  if (next) return { text, unit, from: 1, to: count + 1 };
  return { text, unit, from: -count, to: unit === "DAY" ? 1 : 0 };
}

function ago(random: Random): Period {
  const unit = random.pick(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] as const);
  const count = 1 + random.below(unit === "DAY" ? 400 : 9);
  return { text: `N_${fiscal(random, unit)}${unit}S_AGO:${count}`, unit, from: -count, to: 1 - count };
}

function fiscal(random: Random, unit: Unit): string {
  return (unit === "QUARTER" || unit === "YEAR") && random.oneIn(3) ? "FISCAL_" : "";
}

function startOf(now: Date, unit: Unit, offset: number): Date {
  const date = new Date(now.toISOString().slice(0, 10));
  const months = { DAY: 0, WEEK: 0, MONTH: 1, QUARTER: 3, YEAR: 12 }[unit];
  if (months > 0) {
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() - (date.getUTCMonth() % months) + offset * months);
    return date;
  }
  if (unit === "WEEK") date.setUTCDate(date.getUTCDate() - date.getUTCDay() + 7 * offset);
  else date.setUTCDate(date.getUTCDate() + offset);
  return date;
}
