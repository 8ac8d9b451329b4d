import type { Paging } from "./page.ts";
import type { OrgTraits, RecordMap, Row } from "./record.ts";
import type { Wanted } from "./selection.ts";

/** Where an object came from: its relations are read from here. */
export interface Origin {
  readonly record: RecordMap;
  readonly row: Row;
}

const origin = Symbol("origin");

interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A page of a list as the schema's connection types show it. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Null when it was not selected. */
  readonly totalCount: number | null;
}

export interface View {
  readonly wanted: Wanted;
  readonly org: OrgTraits;
}

/** A row as the GraphQL type: the wanted fields that stand on columns; relations are resolved from the origin. */
export function toObject(record: RecordMap, row: Row, { wanted, org }: View): object {
  const object: Record<string | symbol, unknown> = { [origin]: { record, row } };
  for (const name of wanted) {
    const field = record.fields[name];
    if (field?.kind === "column") object[name] = field.read(row, org);
  }
  return object;
}

/** @throws TypeError for an object that did not come from Salesforce */
export function originOf(object: object): Origin {
  const found = (object as { [origin]?: Origin })[origin];
  if (!found) throw new TypeError("this object was not read from Salesforce");
  return found;
}

export interface ConnectionView extends View {
  readonly record: RecordMap;
  readonly paging: Paging;
  readonly totalCount: number | null;
}

/** One row more than asked for tells that there is a next page. */
export function toConnection(rows: readonly Row[], view: ConnectionView): Connection<object> {
  const { record, paging, totalCount } = view;
  const page = rows.slice(0, paging.first);
  const nodes = page.map((row) => toObject(record, row, view));
  const cursors = page.map(paging.cursorOf);
  return {
    nodes,
    edges: nodes.map((node, index) => ({ cursor: cursors[index] ?? "", node })),
    pageInfo: {
      hasNextPage: rows.length > paging.first,
      hasPreviousPage: paging.condition !== undefined,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
    totalCount,
  };
}
