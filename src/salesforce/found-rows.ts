import { type GraphQLResolveInfo, responsePathAsArray } from "graphql";
import { type Layers, selectOf, spread } from "./layer.ts";
import { toObject } from "./object.ts";
import { requirePageSize } from "./page.ts";
import type { Plan } from "./plan.ts";
import { assembleAll, type LoadedRow } from "./plan-rows.ts";
import type { Planner } from "./planner.ts";
import type { QueryBatch, QueryTrace } from "./query-batch.ts";
import type { OrgTraits, RecordMap, Row } from "./record.ts";
import type { RowScope } from "./row-scope.ts";
import { type SearchTerm, searchTerm } from "./sosl.ts";
import type { Visibility } from "./visibility.ts";

export interface TextSearch {
  /** Where to look, in the order of the answer. */
  readonly records: readonly RecordMap[];
  /** As a person has typed it. */
  readonly text: string;
  /** How many rows in all, 1 to 200. */
  readonly first: number;
}

/** Of an operation, what a search takes. */
interface SearchParts {
  readonly org: OrgTraits;
  readonly trace: QueryTrace;
  readonly visibility: Visibility;
  readonly batch: QueryBatch;
  readonly planner: Planner;
}

/**
 * The rows that a text is found in, with the selected columns and the parents that come along. What SOSL has no words for,
 * child lists and parents that may be another customer's, is read by their ids when it is resolved.
 *
 * @throws GatewayError BAD_USER_INPUT for a text or a number that can never be right
 */
export async function readFound(
  { org, trace, visibility, batch, planner }: SearchParts,
  { records, text, first }: TextSearch,
  info: GraphQLResolveInfo,
): Promise<readonly object[]> {
  const term = searchTerm(text);
  requirePageSize(first);
  const visible = records.filter((record) => !visibility.hidesAll(record));
  if (visible.length < records.length) trace.redacted.push(responsePathAsArray(info.path));
  const plans = visible.map((record) => planner.record(info, record));
  const found = await findRows(batch, plans, { term, first });
  return shareOut(found, first).map((loaded) => toObject(loaded, org));
}

interface Find {
  readonly term: SearchTerm;
  readonly first: number;
}

/** By plan, each in Salesforce's order. */
async function findRows(
  batch: QueryBatch,
  plans: readonly Plan[],
  { term, first }: Find,
): Promise<readonly (readonly LoadedRow[])[]> {
  const { scope } = batch;
  const parts = plans.map((plan) => ({ plan, layers: onlyLayer(plan, scope) }));
  const selects = parts.map(({ plan, layers }) =>
    selectOf({ ...plan, lists: new Map() }, { limit: first }, { layers, layer: 0, scope }),
  );
  const rows = Map.groupBy(await batch.search(term, selects), typeOf);
  return Promise.all(
    parts.map(({ plan, layers }) =>
      assembleAll(plan, { answers: [rows.get(plan.record.sObject) ?? []], own: 0 }, { batch, layers }),
    ),
  );
}

/** What the first of a plan's layers holds, without its lists. */
function onlyLayer(plan: Plan, scope: RowScope): Layers {
  const layers = spread({ ...plan, lists: new Map() }, scope);
  return {
    count: 1,
    of: (edge) => (layers.of(edge) === 0 ? 0 : undefined),
    follow: (_layer, edge) => layers.of(edge) === 0,
  };
}

function typeOf({ attributes }: Row): string | undefined {
  return attributes?.type;
}

/** So many rows in all, evenly of each list as long as it has any, as Salesforce does it with a limit of its own. */
function shareOut<T>(lists: readonly (readonly T[])[], first: number): readonly T[] {
  const places = lists.flatMap((rows) => rows.map((row, rank) => ({ row, rank })));
  const chosen = new Set(places.toSorted((one, other) => one.rank - other.rank).slice(0, first));
  return places.filter((place) => chosen.has(place)).map(({ row }) => row);
}
