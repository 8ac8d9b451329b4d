import { type FieldNode, type GraphQLResolveInfo, responsePathAsArray } from "graphql";
import { GatewayError } from "../errors.ts";
import { createAttempts } from "./attempt.ts";
import { type ChildList, type ChildRoads, createChildRoads } from "./child-road.ts";
import { hiddenField } from "./failure.ts";
import { toCondition } from "./filter.ts";
import { readFound, type TextSearch } from "./found-rows.ts";
import { toSalesforceId } from "./id.ts";
import { toList } from "./list.ts";
import { type Connection, nothing, originOf, toConnection, toObject } from "./object.ts";
import type { PageArguments } from "./page.ts";
import {
  covers,
  createPlanner,
  type Plan,
  type PlannedList,
  type Planner,
  type PlanOptions,
  toPlannedList,
  wholePage,
} from "./plan.ts";
import { type LoadedRow, loadRows } from "./plan-rows.ts";
import type { PromiseOrValue } from "./promise-or-value.ts";
import { type BatchOptions, createQueryBatch, type QueryBatch, type QueryTrace } from "./query-batch.ts";
import type { ChildrenField, FieldMap, OrgTraits, RecordMap, Row } from "./record.ts";
import { createRowLoader, type RowLoader } from "./row-loader.ts";
import type { SalesforceSession } from "./session.ts";
import type { Visibility } from "./visibility.ts";

/**
 * What resolvers ask of Salesforce. All reads of one GraphQL operation go through one reader. It reads only the columns
 * that `info` selects, brings along whatever of the selected relations SOQL can join, and sends what is asked for in the
 * same tick together.
 */
export interface SalesforceReader {
  /** @throws GatewayError BAD_USER_INPUT for a malformed id or one of another type */
  byId<T>(record: RecordMap, id: string, info: GraphQLResolveInfo): Promise<T | null>;
  /** The rows that meet a filter of the schema, at most `limit`. */
  matching<T>(record: RecordMap, query: MatchingQuery, info: GraphQLResolveInfo): Promise<readonly T[]>;
  /** The ids of the rows that meet a filter of the schema, at most `limit`. */
  idsMatching(record: RecordMap, filter: object, limit: number): Promise<readonly string[]>;
  /** `Id` and the columns, as Salesforce has them, of the rows that meet a filter of the schema. */
  columnsMatching(record: RecordMap, query: ColumnQuery): Promise<readonly Row[]>;
  /** The rows of several records that a text is found in. */
  search<T>(search: TextSearch, info: GraphQLResolveInfo): Promise<readonly T[]>;
  connection<T>(record: RecordMap, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection<T>>;
  /** The record that the to-one relation named like the resolved field points at. */
  parent<T>(source: object, info: GraphQLResolveInfo): PromiseOrValue<T | null>;
  /** A page of the to-many relation named like the resolved field. */
  children<T>(source: object, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection<T>>;
  /** The to-many relation named like the resolved field, which has no pages. */
  allChildren<T>(source: object, info: GraphQLResolveInfo): Promise<readonly T[]>;
}

interface MatchingQuery {
  readonly filter: object;
  readonly limit: number;
}

interface ColumnQuery extends MatchingQuery {
  readonly columns: readonly string[];
}

export type ReaderOptions = Omit<PlanOptions, "hides"> & BatchOptions;

export function createReader(session: SalesforceSession, options: ReaderOptions): SalesforceReader {
  const batch = createQueryBatch(session, options);
  const read = createOperations(session, { batch, options });
  const columnsMatching: SalesforceReader["columnsMatching"] = (record, { columns, filter, limit }) =>
    batch.rows({ record, columns: ["Id", ...columns], where: toCondition(record, filter), limit });
  return {
    byId: (record, id, info) =>
      read((operation) =>
        readRow(operation, operation.planner.record(info, record), idOf(record, id)),
      ) as never,
    matching: (record, query, info) =>
      read((operation) => readMatching(operation, { record, ...query }, info)) as never,
    columnsMatching,
    idsMatching: async (record, filter, limit) =>
      (await columnsMatching(record, { columns: [], filter, limit })).map(({ Id }) => Id),
    search: (search, info) => read((operation) => readFound(operation, search, info)) as never,
    connection: (record, page, info) =>
      read((operation) => readConnection(operation, { record, page }, info)) as never,
    parent: (source, info) => read((operation) => readParent(operation, source, info)) as never,
    children: (source, page, info) =>
      read((operation) => readChildren(operation, source, { page, info })) as never,
    allChildren: (source, info) => read((operation) => readWhole(operation, source, info)) as never,
  };
}

/** What the reads of one GraphQL operation share. */
interface Operation {
  readonly org: OrgTraits;
  readonly trace: QueryTrace;
  readonly visibility: Visibility;
  readonly batch: QueryBatch;
  readonly planner: Planner;
  readonly roads: ChildRoads;
  readonly rowLoaders: Map<RecordMap, RowLoader>;
}

/** A new one is begun where Salesforce turned out to hide something: its planner knows. */
function createOperations(
  { visibility }: SalesforceSession,
  { batch, options }: { readonly batch: QueryBatch; readonly options: ReaderOptions },
): ReturnType<typeof createAttempts<Operation>> {
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
    }),
  });
}

interface MatchingRequest extends MatchingQuery {
  readonly record: RecordMap;
}

async function readMatching(
  operation: Operation,
  { record, filter, limit }: MatchingRequest,
  info: GraphQLResolveInfo,
): Promise<readonly object[]> {
  if (operation.visibility.hidesAll(record)) return redacted(operation, info, []);
  const { org, batch, planner } = operation;
  const plan = planner.record(info, record);
  const rows = await loadRows(batch, { plan }, { where: toCondition(record, filter), limit });
  return rows.map((loaded) => toObject(loaded, org));
}

async function readRow(operation: Operation, plan: Plan, id: string): Promise<object | null> {
  const { org, rowLoaders, batch, visibility } = operation;
  if (visibility.hidesAll(plan.record)) throw hiddenField();
  const loader = rowLoaders.get(plan.record) ?? createRowLoader(batch);
  rowLoaders.set(plan.record, loader);
  const loaded = await loader.load(id, plan);
  return loaded && toObject(loaded, org);
}

interface ConnectionRequest {
  readonly record: RecordMap;
  readonly page: PageArguments;
}

async function readConnection(
  operation: Operation,
  { record, page }: ConnectionRequest,
  info: GraphQLResolveInfo,
): Promise<Connection<object>> {
  if (operation.visibility.hidesAll(record)) return redacted(operation, info, nothing);
  const { org, batch, planner } = operation;
  const selected = planner.connection(info, record);
  const { paging, where, select } = toList(record, page);
  selected.target.columns.add(paging.keyColumn);
  const [rows, totalCount] = await Promise.all([
    selected.rows ? loadRows(batch, { plan: selected.target }, select) : [],
    selected.totalCount ? batch.count({ record, where }) : null,
  ]);
  return toConnection(rows, { paging, org, totalCount });
}

/** What came along with the row is there already; anything else is read by its id. */
function readParent(
  operation: Operation,
  source: object,
  info: GraphQLResolveInfo,
): PromiseOrValue<object | null> {
  const { plan, row, parents } = originOf(source);
  if (operation.visibility.hides(plan.record, info.fieldName)) throw hiddenField();
  const field = relation(plan.record, info.fieldName, "parent");
  const wanted = operation.planner.record(info, field.record());
  const loaded = parents.get(info.fieldName);
  const isThere = loaded !== undefined && (loaded === null || covers(loaded.plan, wanted));
  if (isThere) return loaded && toObject(loaded, operation.org);
  const id = loaded?.row.Id ?? row[field.foreignKey];
  return typeof id === "string" ? readRow(operation, wanted, id) : null;
}

interface ChildrenRequest {
  readonly page: PageArguments;
  readonly info: GraphQLResolveInfo;
}

async function readChildren(
  operation: Operation,
  source: object,
  { page, info }: ChildrenRequest,
): Promise<Connection<object>> {
  const loaded = originOf(source);
  if (hides(operation, loaded, info)) return redacted(operation, info, nothing);
  const list = childList(loaded, info, (field) =>
    toPlannedList(field, page, operation.planner.connection(info, field.record())),
  );
  const { paging } = list.planned.list;
  const rows = list.planned.rows ? await childRows(operation, loaded, list) : [];
  return toConnection(rows, {
    paging,
    org: operation.org,
    totalCount: list.planned.totalCount ? await total(operation, list, { loaded, rows }) : null,
  });
}

async function readWhole(
  operation: Operation,
  source: object,
  info: GraphQLResolveInfo,
): Promise<readonly object[]> {
  const loaded = originOf(source);
  if (hides(operation, loaded, info)) return redacted(operation, info, []);
  const list = childList(loaded, info, (field) => {
    const target = operation.planner.record(info, field.record());
    return toPlannedList(field, wholePage(field), { target, rows: true, totalCount: false });
  });
  const rows = await childRows(operation, loaded, list);
  return rows.slice(0, list.planned.list.paging.first).map((row) => toObject(row, operation.org));
}

function hides({ visibility }: Operation, { plan }: LoadedRow, { fieldName }: GraphQLResolveInfo): boolean {
  return visibility.hides(plan.record, fieldName);
}

/** A hidden list cannot be null in the schema: it is empty, and the answer says so. */
function redacted<T>({ trace }: Operation, { path }: GraphQLResolveInfo, empty: T): T {
  trace.redacted.push(responsePathAsArray(path));
  return empty;
}

function childList(
  { plan }: LoadedRow,
  info: GraphQLResolveInfo,
  toPlanned: (field: ChildrenField) => PlannedList,
): ChildList {
  const node = info.fieldNodes[0] as FieldNode;
  return { node, parent: plan.record, planned: toPlanned(relation(plan.record, info.fieldName, "children")) };
}

function childRows(
  { roads }: Operation,
  { plan, row, lists }: LoadedRow,
  list: ChildList,
): Promise<readonly LoadedRow[]> {
  const rows = lists.get(list.node);
  const known = plan.lists.get(list.node);
  if (rows && known && covers(known.target, list.planned.target)) return Promise.resolve(rows);
  return roads.rows(list, row.Id);
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
  return known === undefined ? roads.total(list, loaded.row.Id) : Promise.resolve(known);
}

function idOf(record: RecordMap, id: string): string {
  const normalised = toSalesforceId(id);
  if (normalised.startsWith(record.keyPrefix)) return normalised;
  const sentence = `This is the id of something else: ids of ${record.typeName} begin with ${record.keyPrefix}.`;
  throw new GatewayError("BAD_USER_INPUT", sentence);
}

function relation<K extends "parent" | "children">(record: RecordMap, name: string, kind: K) {
  const field = record.fields[name];
  if (field?.kind === kind) return field as Extract<FieldMap, { kind: K }>;
  throw new TypeError(`${record.typeName}.${name} is not mapped as ${kind}`);
}
