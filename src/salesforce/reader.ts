import type { GraphQLResolveInfo } from "graphql";
import { GatewayError } from "../errors.ts";
import { type ChildList, type ChildRoads, createChildRoads } from "./child-road.ts";
import { toCondition } from "./filter.ts";
import { toSalesforceId } from "./id.ts";
import { toList } from "./list.ts";
import { type Connection, originOf, toConnection, toObject } from "./object.ts";
import { maxPageSize, type PageArguments } from "./page.ts";
import { createQueryBatch, type QueryBatch, type QueryTrace } from "./query-batch.ts";
import type { ChildrenField, FieldMap, OrgTraits, RecordMap } from "./record.ts";
import { createRowLoader, type RowLoader } from "./row-loader.ts";
import type { RowScope } from "./row-scope.ts";
import { columnsOf, createSelections, type Selections } from "./selection.ts";
import type { SalesforceSession } from "./session.ts";

/**
 * What resolvers ask of Salesforce. All reads of one GraphQL operation go through one reader, which reads only the
 * columns that `info` selects and sends what is asked for in the same tick together.
 */
export interface SalesforceReader {
  readonly trace: QueryTrace;
  /** @throws GatewayError BAD_USER_INPUT for a malformed id or one of another type */
  byId<T>(record: RecordMap, id: string, info: GraphQLResolveInfo): Promise<T | null>;
  /** The rows that meet a filter of the schema, at most `limit`. */
  matching<T>(record: RecordMap, query: MatchingQuery, info: GraphQLResolveInfo): Promise<readonly T[]>;
  /** The ids of the rows that meet a filter of the schema, at most `limit`. */
  idsMatching(record: RecordMap, filter: object, limit: number): Promise<readonly string[]>;
  connection<T>(record: RecordMap, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection<T>>;
  /** The record that the to-one relation named like the resolved field points at. */
  parent<T>(source: object, info: GraphQLResolveInfo): Promise<T | null>;
  /** A page of the to-many relation named like the resolved field. */
  children<T>(source: object, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection<T>>;
  /** The whole to-many relation, for lists too short for pages: the first 200 rows that meet a filter of the schema. */
  allChildren<T>(source: object, filter: object, info: GraphQLResolveInfo): Promise<readonly T[]>;
}

interface MatchingQuery {
  readonly filter: object;
  readonly limit: number;
}

export function createReader(session: SalesforceSession, org: OrgTraits, scope: RowScope): SalesforceReader {
  const batch = createQueryBatch(session, scope);
  const operation: Operation = {
    org,
    batch,
    selections: createSelections(),
    roads: createChildRoads(batch, org),
    rowLoaders: new Map(),
  };
  return {
    trace: batch.trace,
    byId: (record, id, info) => readRow(operation, { record, id: idOf(record, id) }, info) as never,
    matching: (record, query, info) => readMatching(operation, { record, ...query }, info) as never,
    idsMatching: async (record, filter, limit) => {
      const rows = await batch.rows({ record, columns: ["Id"], where: toCondition(record, filter), limit });
      return rows.map(({ Id }) => Id);
    },
    connection: (record, page, info) => readConnection(operation, { record, page }, info) as never,
    parent: (source, info) => readParent(operation, source, info) as never,
    children: (source, page, info) => {
      const selected = operation.selections.connection(info, childrenOf(source, info).record());
      return readChildren(operation, source, { field: childrenOf(source, info), page, selected }) as never;
    },
    allChildren: async (source, filter, info) => {
      const field = childrenOf(source, info);
      const selected = {
        wanted: operation.selections.record(info, field.record()),
        totalCount: false,
        rows: true,
      };
      const page = { first: maxPageSize, filter };
      return (await readChildren(operation, source, { field, page, selected })).nodes as never;
    },
  };
}

/** What the reads of one GraphQL operation share. */
interface Operation {
  readonly org: OrgTraits;
  readonly batch: QueryBatch;
  readonly selections: Selections;
  readonly roads: ChildRoads;
  readonly rowLoaders: Map<string, RowLoader>;
}

interface RowRequest {
  readonly record: RecordMap;
  /** 18 characters */
  readonly id: string;
}

async function readRow(operation: Operation, { record, id }: RowRequest, info: GraphQLResolveInfo) {
  const { org, rowLoaders, batch } = operation;
  const wanted = operation.selections.record(info, record);
  const loader = rowLoaders.get(record.sObject) ?? createRowLoader(record, batch);
  rowLoaders.set(record.sObject, loader);
  const row = await loader.load(id, columnsOf(record, wanted, org));
  return row && toObject(record, row, { wanted, org });
}

type MatchingRequest = MatchingQuery & { readonly record: RecordMap };

async function readMatching(operation: Operation, request: MatchingRequest, info: GraphQLResolveInfo) {
  const { org, batch, selections } = operation;
  const { record, filter, limit } = request;
  const wanted = selections.record(info, record);
  const where = toCondition(record, filter);
  const rows = await batch.rows({
    columns: columnsOf(record, wanted, org),
    record,
    where,
    limit,
  });
  return rows.map((row) => toObject(record, row, { wanted, org }));
}

interface ConnectionRequest {
  readonly record: RecordMap;
  readonly page: PageArguments;
}

async function readConnection(operation: Operation, request: ConnectionRequest, info: GraphQLResolveInfo) {
  const { org, batch, selections } = operation;
  const { record, page } = request;
  const selected = selections.connection(info, record);
  const list = toList(record, page, { ...selected, org });
  const [rows, totalCount] = await Promise.all([
    selected.rows ? batch.rows({ ...list.select, record }) : [],
    selected.totalCount ? batch.count({ record, where: list.where }) : null,
  ]);
  return toConnection(rows, { ...list, org, totalCount });
}

function readParent(operation: Operation, source: object, info: GraphQLResolveInfo): Promise<object | null> {
  const { record, row } = originOf(source);
  const field = relation(record, info.fieldName, "parent");
  const id = row[field.foreignKey];
  return typeof id === "string"
    ? readRow(operation, { record: field.record(), id }, info)
    : Promise.resolve(null);
}

function childrenOf(source: object, info: GraphQLResolveInfo): ChildrenField {
  return relation(originOf(source).record, info.fieldName, "children");
}

function readChildren(operation: Operation, source: object, list: Omit<ChildList, "parent">) {
  const { record: parent, row } = originOf(source);
  return operation.roads.road({ ...list, parent })(row.Id);
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
