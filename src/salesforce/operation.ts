import { createTurns, type Turns } from "../event-loop-turn.ts";
import { type Attempts, createAttempts } from "./attempt.ts";
import { type ChildRoads, createChildRoads } from "./child-road.ts";
import { createPlanner, type Planner, type PlanOptions } from "./planner.ts";
import type { BatchOptions, QueryBatch, QueryTrace } from "./query-batch.ts";
import type { OrgTraits, RecordMap } from "./record.ts";
import type { RowLoader } from "./row-loader.ts";
import type { SalesforceSession } from "./session.ts";
import type { Visibility } from "./visibility.ts";

export type ReaderOptions = Omit<PlanOptions, "hides"> & BatchOptions;

/** Short beside a turn of the event loop, and long beside the wait for one. */
const rowsPerTurn = 50;

/** What the reads of one GraphQL operation share. */
export interface Operation {
  readonly org: OrgTraits;
  readonly trace: QueryTrace;
  readonly visibility: Visibility;
  readonly batch: QueryBatch;
  readonly planner: Planner;
  readonly roads: ChildRoads;
  readonly rowLoaders: Map<RecordMap, RowLoader>;
  /** To show the rows of a large answer takes longest. */
  readonly turns: Turns;
}

/** A new one is begun where Salesforce turned out to hide something: its planner knows. */
export function createOperations(
  { visibility }: SalesforceSession,
  { batch, options }: { readonly batch: QueryBatch; readonly options: ReaderOptions },
): Attempts<Operation> {
  const { org, trace } = options;
  const planOptions = { ...options, hides: visibility.hides };
  return createAttempts<Operation>(visibility, {
    org,
    trace,
    begin: () => ({
      org,
      trace,
      visibility,
      batch,
      planner: createPlanner(planOptions),
      roads: createChildRoads(batch),
      rowLoaders: new Map(),
      turns: createTurns(rowsPerTurn),
    }),
  });
}
