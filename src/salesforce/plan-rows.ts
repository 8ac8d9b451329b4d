import type { FieldNode } from "graphql";
import { type Layers, type RowChoice, selectOf, spread } from "./layer.ts";
import { countLists } from "./list-count.ts";
import { type Plan, type PlannedList, withoutRelations } from "./plan.ts";
import type { QueryBatch, QueryPage } from "./query-batch.ts";
import type { Row } from "./record.ts";

/** A row with what came along of its relations. */
export interface LoadedRow {
  readonly plan: Plan;
  readonly row: Row;
  /** By GraphQL name; null: there is none, or none that the caller may see. */
  readonly parents: ReadonlyMap<string, LoadedRow | null>;
  readonly lists: ReadonlyMap<FieldNode, readonly LoadedRow[]>;
  /** How many rows all pages of a list have. */
  readonly totals: ReadonlyMap<FieldNode, number>;
}

const uncounted: LoadedRow["totals"] = new Map();

/** One row as each layer has it; undefined where a layer does not have it. */
type Versions = readonly (Row | undefined)[];

/**
 * Reads the rows of a plan with all that comes along, in one tick; where that is too long for SOQL, those of the `bare`
 * plan, so that the rest is read by their ids.
 *
 * @throws GatewayError BAD_USER_INPUT when that is too long as well
 */
export async function loadRows(
  batch: QueryBatch,
  { plan, bare = withoutRelations(plan) }: { readonly plan: Plan; readonly bare?: Plan },
  choice: RowChoice,
): Promise<readonly LoadedRow[]> {
  const layers = spread(plan, batch.scope);
  const selects = Array.from({ length: layers.count }, (_, layer) =>
    selectOf(plan, choice, { layers, layer, scope: batch.scope }),
  );
  if (plan !== bare && !selects.every(batch.fits)) return loadRows(batch, { plan: bare, bare }, choice);
  const [answers, counts] = await Promise.all([
    Promise.all(selects.map(batch.rows)),
    countLists(batch, plan, choice),
  ]);
  const rows = await assembleAll(plan, { answers, own: 0 }, { batch, layers });
  if (counts.size === 0) return rows;
  const totalsOf = (id: string) => new Map([...counts].map(([node, totals]) => [node, totals.get(id) ?? 0]));
  return rows.map((loaded) => ({ ...loaded, totals: totalsOf(loaded.row.Id) }));
}

interface Assembly {
  readonly batch: QueryBatch;
  readonly layers: Layers;
}

/** The rows of one list by layer, undefined in layers that do not follow it; `own` is the layer that is there for it. */
interface Answers {
  readonly answers: readonly (readonly Row[] | undefined)[];
  readonly own: number;
}

export function assembleAll(plan: Plan, { answers, own }: Answers, assembly: Assembly): Promise<LoadedRow[]> {
  const byId = answers.map((rows) => new Map(rows?.map((row) => [row.Id, row])));
  return Promise.all(
    (answers[own] ?? []).map((row) => {
      const versions = byId.map((rows) => rows.get(row.Id));
      return assemble(plan, { row, versions }, assembly);
    }),
  );
}

interface Version {
  readonly row: Row;
  readonly versions: Versions;
}

async function assemble(plan: Plan, { row, versions }: Version, assembly: Assembly): Promise<LoadedRow> {
  const { layers } = assembly;
  const parents = new Map<string, LoadedRow | null>();
  for (const [name, parent] of plan.parents) {
    const own = layers.of(parent);
    if (own === undefined) continue;
    const above = versions.map(
      (version) => (version?.[parent.field.relationship] as Row | null) ?? undefined,
    );
    const found = above[own];
    const version = found && { row: found, versions: above };
    parents.set(name, version ? await assemble(parent.target, version, assembly) : null);
  }
  const lists = new Map<FieldNode, readonly LoadedRow[]>();
  for (const [node, list] of plan.lists) {
    if (layers.of(list) !== undefined) lists.set(node, await assembleList(list, versions, assembly));
  }
  return { plan, row, parents, lists, totals: uncounted };
}

async function assembleList(
  list: PlannedList,
  versions: Versions,
  assembly: Assembly,
): Promise<readonly LoadedRow[]> {
  const { layers, batch } = assembly;
  const answers = await Promise.all(
    versions.map((version, layer) => {
      if (!version || !layers.follow(layer, list)) return undefined;
      return batch.completed((version[list.field.relationship] as QueryPage | null) ?? null);
    }),
  );
  return assembleAll(list.target, { answers, own: layers.of(list) ?? 0 }, assembly);
}
