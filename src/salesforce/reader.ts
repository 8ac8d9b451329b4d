import type { GraphQLResolveInfo } from "graphql";
import type { PromiseOrValue } from "graphql/jsutils/PromiseOrValue.js";
import { GatewayError } from "../errors.ts";
import { readChildren, readMerged, readNeeds, readWhole, redacted } from "./child-list.ts";
import { hiddenField } from "./failure.ts";
import { toCondition } from "./filter.ts";
import { readFound, type TextSearch } from "./found-rows.ts";
import { rowId, toSalesforceId } from "./id.ts";
import { type Connection, nothing, originOf, toConnection, toObject } from "./object.ts";
import { createOperations, type Operation, type ReaderOptions } from "./operation.ts";
import type { PageArguments } from "./page.ts";
import { covers, type Plan, toSelectedList } from "./plan.ts";
import { loadRows } from "./plan-rows.ts";
import { createQueryBatch } from "./query-batch.ts";
import { type RecordMap, type Row, relation } from "./record.ts";
import { createRowLoader } from "./row-loader.ts";
import type { SalesforceSession } from "./session.ts";

/**
 * What resolvers ask of Salesforce. All reads of one GraphQL operation go through one reader. It reads only the columns
 * that `info` selects, brings along whatever of the selected relations SOQL can join, and sends what is asked for in the
 * same tick together.
 */
export interface SalesforceReader {
  /** After a write: the rest of the operation sees what is there now. */
  forget(): void;
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
  /** All rows that the derived field needs. */
  needs<T>(source: object, info: GraphQLResolveInfo): Promise<readonly T[]>;
  /** A page of what the derived field needs, as one list. */
  merged<T>(source: object, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection<T>>;
}

interface MatchingQuery {
  readonly filter: object;
  readonly limit: number;
}

interface ColumnQuery extends MatchingQuery {
  readonly columns: readonly string[];
}

export function createReader(session: SalesforceSession, options: ReaderOptions): SalesforceReader {
  const batch = createQueryBatch(session, options);
  const { read, restart } = createOperations(session, { batch, options });
  const columnsMatching: SalesforceReader["columnsMatching"] = (record, { columns, filter, limit }) =>
    batch.rows({ record, columns: ["Id", ...columns], where: toCondition(record, filter), limit });
  return {
    forget: () => {
      batch.forget();
      restart();
    },
    byId: (record, id, info) =>
      read((operation) =>
        readRow(operation, operation.planner.record(info, record), idOf(record, id)),
      ) as never,
    matching: (record, query, info) =>
      read((operation) => readMatching(operation, { record, ...query }, info)) as never,
    columnsMatching,
    idsMatching: async (record, filter, limit) =>
      (await columnsMatching(record, { columns: [], filter, limit })).map(rowId),
    search: (search, info) => read((operation) => readFound(operation, search, info)) as never,
    connection: (record, page, info) =>
      read((operation) => readConnection(operation, { record, page }, info)) as never,
    parent: (source, info) => read((operation) => readParent(operation, source, info)) as never,
    children: (source, page, info) =>
      read((operation) => readChildren(operation, source, { page, info })) as never,
    allChildren: (source, info) => read((operation) => readWhole(operation, source, info)) as never,
    needs: (source, info) => read((operation) => readNeeds(operation, source, info)) as never,
    merged: (source, page, info) =>
      read((operation) => readMerged(operation, source, { page, info })) as never,
  };
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
  const { paging, where, select } = toSelectedList(record, page, selected);
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
  const loaded = parents[info.fieldName];
  const isThere = loaded !== undefined && (loaded === null || covers(loaded.plan, wanted));
  if (isThere) return loaded && toObject(loaded, operation.org);
  const id = loaded ? rowId(loaded.row) : row[field.foreignKey];
  return typeof id === "string" ? readRow(operation, wanted, id) : null;
}

function idOf(record: RecordMap, id: string): string {
  const normalised = toSalesforceId(id);
  if (normalised.startsWith(record.keyPrefix)) return normalised;
  const sentence = `This is the id of something else: ids of ${record.typeName} begin with ${record.keyPrefix}.`;
  throw new GatewayError("BAD_USER_INPUT", sentence);
}
