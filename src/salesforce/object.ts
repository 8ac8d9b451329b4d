import { hiddenField } from "./failure.ts";
import type { Paging } from "./page.ts";
import type { LoadedRow } from "./plan-rows.ts";
import type { OrgTraits } from "./record.ts";

const origin = Symbol("origin");

/** graphql-js's default resolver calls a method: what takes time is made where it is selected. */
type Lazy<T> = T | (() => T);

interface Edge<T> {
  readonly cursor: Lazy<string>;
  readonly node: T;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page of a list as the schema's connection types show it. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: Lazy<readonly Edge<T>[]>;
  readonly pageInfo: Lazy<PageInfo>;
  /** Null when it was not selected. */
  readonly totalCount: number | null;
}

/**
 * A row as the GraphQL type: the wanted fields that stand on columns; relations are resolved from the origin. A field
 * that Salesforce hides is its error, which fails at its place (src/execution/completion.ts).
 */
export function toObject(loaded: LoadedRow, org: OrgTraits): object {
  const { plan, row } = loaded;
  const object: Record<string | symbol, unknown> = { [origin]: loaded };
  for (const [name, field] of plan.fields) object[name] = field.read(row, org);
  for (const name of plan.hidden) object[name] = hiddenField();
  return object;
}

/** @throws TypeError for an object that did not come from Salesforce */
export function originOf(object: object): LoadedRow {
  const found = (object as { [origin]?: LoadedRow })[origin];
  if (!found) throw new TypeError("this object was not read from Salesforce");
  return found;
}

/** The connection of a list that is not shown. */
export const nothing: Connection<never> = {
  nodes: [],
  edges: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: 0,
};

export interface ConnectionView {
  readonly org: OrgTraits;
  readonly paging: Paging;
  readonly totalCount: number | null;
}

/** One row more than asked for tells that there is a next page; cursors are made for whom they are selected by. */
export function toConnection(rows: readonly LoadedRow[], view: ConnectionView): Connection<object> {
  const { org, paging, totalCount } = view;
  const page = rows.slice(0, paging.first);
  const nodes = page.map((loaded) => toObject(loaded, org));
  const cursorOf = (loaded: LoadedRow | undefined) => loaded && paging.cursorOf(loaded.row);
  return {
    nodes,
    edges: () => nodes.map((node, index) => ({ node, cursor: () => cursorOf(page[index]) ?? "" })),
    pageInfo: () => ({
      hasNextPage: rows.length > paging.first,
      hasPreviousPage: paging.condition !== undefined,
      startCursor: cursorOf(page[0]) ?? null,
      endCursor: cursorOf(page.at(-1)) ?? null,
    }),
    totalCount,
  };
}
