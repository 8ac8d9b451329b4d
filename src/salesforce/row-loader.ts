import DataLoader from "dataloader";
import { rowId } from "./id.ts";
import { covers, emptyPlan, merge, type Plan } from "./plan.ts";
import { type LoadedRow, loadRows } from "./plan-rows.ts";
import type { QueryBatch } from "./query-batch.ts";
import { type Condition, textLiteral } from "./soql.ts";

interface WantedRow {
  /** 18 characters */
  readonly id: string;
  readonly plan: Plan;
}

interface KnownRow {
  readonly plan: Plan;
  readonly row: Promise<LoadedRow | null>;
}

/** An IN list of 500 ids still fits a URL (23 bytes an id). */
export const idsPerQuery = 500;

export interface RowLoader {
  /** Null where there is no such row, or none that this identity may see. */
  load(id: string, plan: Plan): Promise<LoadedRow | null>;
}

/**
 * Rows of one sObject by id: everything asked for in a tick, through whatever relation, is read together, and what the
 * operation already has is not asked for again. Plans without lists are read by one query for all that they want; lists
 * are read only of the rows whose they are.
 */
export function createRowLoader(batch: QueryBatch): RowLoader {
  const known = new Map<string, KnownRow[]>();
  const loader = new DataLoader<WantedRow, LoadedRow | null>(
    (wanted) => Promise.all(loadTogether(wanted, batch)),
    { cache: false, maxBatchSize: idsPerQuery },
  );
  return {
    load: (id, plan) => {
      const found = known.get(id)?.find((candidate) => covers(candidate.plan, plan));
      if (found) return found.row;
      const row = loader.load({ id, plan });
      known.set(id, [...(known.get(id) ?? []), { plan, row }]);
      return row;
    },
  };
}

function loadTogether(wanted: readonly WantedRow[], batch: QueryBatch): Promise<LoadedRow | null>[] {
  const groups = Map.groupBy(wanted, ({ plan }) => (plan.lists.size > 0 ? plan : null));
  const rows = new Map<Plan | null, Promise<ReadonlyMap<string, LoadedRow>>>();
  for (const [plan, members] of groups) rows.set(plan, loadGroup(plan ?? union(members), members, batch));
  return wanted.map(
    async ({ id, plan }) => (await rows.get(plan.lists.size > 0 ? plan : null))?.get(id) ?? null,
  );
}

async function loadGroup(
  plan: Plan,
  members: readonly WantedRow[],
  batch: QueryBatch,
): Promise<ReadonlyMap<string, LoadedRow>> {
  const ids = new Set(members.map(({ id }) => id));
  const rows = await loadRows(batch, { plan }, { where: idIn("Id", [...ids]) });
  return new Map(rows.map((loaded) => [rowId(loaded.row), loaded]));
}

function union(wanted: readonly WantedRow[]): Plan {
  const [first] = wanted;
  if (wanted.every(({ plan }) => plan === first?.plan) && first) return first.plan;
  const plan = emptyPlan((first as WantedRow).plan.record);
  for (const each of wanted) merge(plan, each.plan);
  return plan;
}

export function idIn(column: string, ids: readonly string[]): Condition {
  return { column, operator: "IN", literals: ids.map(textLiteral) };
}
