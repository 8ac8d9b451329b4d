import { type FieldNode, type GraphQLResolveInfo, responsePathAsArray } from "graphql";
import type { ChildList } from "./child-road.ts";
import { rowId } from "./id.ts";
import { type Connection, nothing, originOf, toConnection, toObject } from "./object.ts";
import type { Operation } from "./operation.ts";
import type { PageArguments } from "./page.ts";
import { coversList, derivedKey, type PlannedList, toPlannedList, wholePage } from "./plan.ts";
import type { LoadedRow } from "./plan-rows.ts";
import { type ChildrenField, relation } from "./record.ts";
import type { Order } from "./soql.ts";

interface ListRequest {
  /** Null for a relation that has no pages. */
  readonly page: PageArguments | null;
  readonly info: GraphQLResolveInfo;
}

export interface ChildrenRequest extends ListRequest {
  readonly page: PageArguments;
}

export async function readChildren(
  operation: Operation,
  source: object,
  { page, info }: ChildrenRequest,
): Promise<Connection<object>> {
  const loaded = originOf(source);
  if (hides(operation, loaded, info)) return redacted(operation, info, nothing);
  const list = childList(operation, loaded, { page, info });
  const { paging } = list.planned.list;
  const rows = list.planned.rows ? await childRows(operation, loaded, list) : [];
  return toConnection(rows, {
    paging,
    org: operation.org,
    totalCount: list.planned.totalCount ? await total(operation, list, { loaded, rows }) : null,
  });
}

export async function readWhole(
  operation: Operation,
  source: object,
  info: GraphQLResolveInfo,
): Promise<readonly object[]> {
  const loaded = originOf(source);
  if (hides(operation, loaded, info)) return redacted(operation, info, []);
  const list = childList(operation, loaded, { page: null, info });
  const rows = await childRows(operation, loaded, list);
  return rows.slice(0, list.planned.list.paging.first).map((row) => toObject(row, operation.org));
}

/** The rows of all lists that a derived field needs, each whole. */
export async function readNeeds(
  operation: Operation,
  source: object,
  info: GraphQLResolveInfo,
): Promise<readonly object[]> {
  const { planner, org } = operation;
  const loaded = originOf(source);
  const lists = neededLists(operation, loaded, {
    info,
    toPlanned: (field) => toPlannedList(field, wholePage(field), planner.whole(field.record())),
  });
  const rows = await Promise.all(lists.map((list) => childRows(operation, loaded, list)));
  return rows.flat().map((row) => toObject(row, org));
}

/** A page of all lists that a derived field needs, as if they were one: their records have the same sort. */
export async function readMerged(
  operation: Operation,
  source: object,
  { page, info }: ChildrenRequest,
): Promise<Connection<object>> {
  const { planner, org } = operation;
  const loaded = originOf(source);
  const lists = neededLists(operation, loaded, {
    info,
    toPlanned: (field) =>
      toPlannedList(field, page, {
        ...planner.connection(info, field.record()),
        isPaged: true,
      }),
  });
  const [first] = lists;
  if (!first) return redacted(operation, info, nothing);
  const { list, rows: needsRows, totalCount: needsTotal } = first.planned;
  const parts = await Promise.all(
    lists.map(async (each) => {
      const rows = needsRows ? await childRows(operation, loaded, each) : [];
      return { rows, total: needsTotal ? await total(operation, each, { loaded, rows }) : 0 };
    }),
  );
  return toConnection(
    merged(
      parts.map(({ rows }) => rows),
      list.paging.order,
    ),
    {
      paging: list.paging,
      org,
      totalCount: needsTotal ? parts.reduce((sum, part) => sum + part.total, 0) : null,
    },
  );
}

interface Needed {
  readonly info: GraphQLResolveInfo;
  toPlanned(field: ChildrenField): PlannedList;
}

/** Without those that Salesforce hides. */
function neededLists(
  { visibility }: Operation,
  { plan: { record } }: LoadedRow,
  { info, toPlanned }: Needed,
): readonly ChildList[] {
  const { needs } = relation(record, info.fieldName, "derived");
  return needs.flatMap((need) => {
    const field = record.fields[need];
    if (field?.kind !== "children" || visibility.hides(record, need)) return [];
    const node = derivedKey(info.fieldNodes[0] as FieldNode, need);
    return [{ node, parent: record, planned: toPlanned(field) }];
  });
}

/** Rows of lists that are each in this order. */
function merged(lists: readonly (readonly LoadedRow[])[], order: readonly Order[]): readonly LoadedRow[] {
  return lists.flat().toSorted((a, b) => {
    for (const { column, direction } of order) {
      const difference = compare(keyOf(a, column), keyOf(b, column));
      if (difference !== 0) return direction === "ASC" ? difference : -difference;
    }
    return 0;
  });
}

function keyOf({ row }: LoadedRow, column: string): string {
  return column === "Id" ? rowId(row) : String(row[column]);
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

function hides({ visibility }: Operation, { plan }: LoadedRow, { fieldName }: GraphQLResolveInfo): boolean {
  return visibility.hides(plan.record, fieldName);
}

/** A hidden list cannot be null in the schema: it is empty, and the answer says so. */
export function redacted<T>({ trace }: Operation, { path }: GraphQLResolveInfo, empty: T): T {
  trace.redacted.push(responsePathAsArray(path));
  return empty;
}

function childList({ planner }: Operation, { plan }: LoadedRow, { page, info }: ListRequest): ChildList {
  const node = info.fieldNodes[0] as FieldNode;
  return { node, parent: plan.record, planned: planner.list(info, plan.record, page) };
}

function childRows(
  { roads, turns }: Operation,
  { plan, row, lists }: LoadedRow,
  list: ChildList,
): Promise<readonly LoadedRow[]> {
  const rows = lists.get(list.node);
  if (!rows || !coversList(plan.lists.get(list.node), list.planned)) return roads.rows(list, rowId(row));
  return turns.of(rows.length).then(() => rows);
}

interface ListOfRow {
  readonly loaded: LoadedRow;
  readonly rows: readonly LoadedRow[];
}

/** Counted beside the rows, told by a first page that has them all, or asked for now. */
function total({ roads }: Operation, list: ChildList, { loaded, rows }: ListOfRow): Promise<number> {
  const { paging } = list.planned.list;
  const isWhole = list.planned.rows && paging.condition === undefined && rows.length <= paging.first;
  const known = isWhole ? rows.length : loaded.totals.get(list.node);
  return known === undefined ? roads.total(list, rowId(loaded.row)) : Promise.resolve(known);
}
