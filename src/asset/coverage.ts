import type { AssetCoverage } from "./service.type.ts";

/** What somebody has promised for a machine. */
export interface Promised {
  readonly source: AssetCoverage["source"];
  /** YYYY-MM-DD; null: from ever on. */
  readonly startsOn: string | null;
  /** YYYY-MM-DD; null: for ever. */
  readonly endsOn: string | null;
}

const forever = "9999-12-31";

/** The promise that counts: one that holds and ends last, or else begins next, or else ended last. Null where there is none. */
export function toCoverage(
  promises: readonly Promised[],
  { usageEndDate, today }: { readonly usageEndDate: string | null; readonly today: string },
): AssetCoverage | null {
  const all: readonly Promised[] =
    promises.length > 0 || usageEndDate === null
      ? promises
      : [{ source: "USAGE_END_DATE", startsOn: null, endsOn: usageEndDate }];
  const sorted = all
    .map((promise) => ({ ...promise, state: stateOf(promise, today) }))
    .toSorted(
      (a, b) => rank[a.state] - rank[b.state] || (a.state === "NOT_STARTED" ? byStart(a, b) : byEnd(b, a)),
    );
  const [first] = sorted;
  return first ? { state: first.state, endsOn: first.endsOn, source: first.source } : null;
}

const rank: Readonly<Record<AssetCoverage["state"], number>> = { ACTIVE: 0, NOT_STARTED: 1, EXPIRED: 2 };

function stateOf({ startsOn, endsOn }: Promised, today: string): AssetCoverage["state"] {
  if (endsOn !== null && endsOn < today) return "EXPIRED";
  return startsOn !== null && startsOn > today ? "NOT_STARTED" : "ACTIVE";
}

function byEnd(a: Promised, b: Promised): number {
  return (a.endsOn ?? forever).localeCompare(b.endsOn ?? forever);
}

function byStart(a: Promised, b: Promised): number {
  return (a.startsOn ?? "").localeCompare(b.startsOn ?? "");
}
