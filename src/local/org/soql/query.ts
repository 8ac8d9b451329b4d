import type { Database } from "../database.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Row } from "../row.ts";
import { keyOf } from "../value.ts";
import { isAggregate } from "./aggregate.ts";
import { compileComparison, compileMembership, type InnerColumn, type RawComparison } from "./comparison.ts";
import { mapLeaves, toCondition } from "./condition.ts";
import { malformed, noSuchType, pointAt } from "./fault.ts";
import { groupRows } from "./group.ts";
import { type FieldNode, parseSoql, type Query, type Subquery } from "./parse.ts";
import { resolvePath, type Scope } from "./path.ts";
import { candidates, type Filter, matches, orderedRows } from "./plan.ts";
import { compileProjection, type QueryRecord, requireFieldsLimit } from "./projection.ts";
import { requireSimpleJoins } from "./semi-join.ts";
import { sortRows, toSortKeys } from "./sort.ts";

export type { QueryRecord } from "./projection.ts";

export interface QueryContext {
  /** e.g. 68 */
  readonly apiVersion: number;
  /** Rows in the recycle bin as well. */
  readonly includeDeleted: boolean;
  readonly userId: string;
}

/** A complete answer; paging is the server's. */
export interface QueryResult {
  readonly totalSize: number;
  readonly records: readonly QueryRecord[];
}

/** Versions from this one on nest child sub-selects up to five levels. */
const nestedChildrenVersion = 58;
const maxChildLevels = 4;

interface Run {
  readonly database: Database;
  readonly soql: string;
  readonly context: QueryContext;
}

/** @throws SalesforceFailure with Salesforce's code and message for whatever this org cannot answer */
export function runQuery(database: Database, soql: string, context: QueryContext): QueryResult {
  const query = parseSoql(soql);
  const run = { database, soql, context };
  const scope = scopeOf(run, query);
  const fields = query.fields ?? [];
  requireFieldsLimit(fields, query.limit);
  if (isBareCount(fields)) return { totalSize: count(run, scope, query), records: [] };
  if (query.groupBy || fields.some(isAggregate)) {
    const records = groupRows(
      scope,
      query,
      selectRows(run, scope, { ...query, orderBy: undefined, limit: undefined, offset: undefined }),
    );
    return { totalSize: records.length, records };
  }
  const render = compileRender(run, scope, { fields, level: 0 });
  const records = selectRows(run, scope, query).map(render);
  return { totalSize: records.length, records };
}

/** How a query would be run, in the words of `GET /query?explain=`. */
export function explainQuery(database: Database, soql: string, context: QueryContext): object {
  const query = parseSoql(soql);
  const run = { database, soql, context };
  const scope = scopeOf(run, query);
  const table = database.table(scope.type);
  const found = candidates(table, compileFilter(run, scope, query));
  const cardinality = found?.length ?? table.liveCount();
  return {
    cardinality,
    fields: [],
    leadingOperationType: found ? "Index" : "TableScan",
    notes: [],
    relativeCost: cardinality / Math.max(table.liveCount(), 1),
    sobjectCardinality: table.liveCount(),
    sobjectType: scope.type.name,
  };
}

function scopeOf({ database, soql }: Run, { sObject = "", sObjectAlias: alias }: Query): Scope {
  const type = database.schema.type(sObject);
  if (!type) throw noSuchType(soql, sObject);
  return { database, soql, type, alias };
}

/** `SELECT COUNT()` is answered by totalSize alone. */
function isBareCount(fields: readonly FieldNode[]): boolean {
  const bare = fields.some(
    (field) =>
      field.type === "FieldFunctionExpression" &&
      field.functionName.toUpperCase() === "COUNT" &&
      !field.parameters?.length,
  );
  if (bare && fields.length > 1) throw malformed("unexpected token: ','");
  return bare;
}

function count(run: Run, scope: Scope, query: Query): number {
  const table = run.database.table(scope.type);
  const isWhole = !query.where && !run.context.includeDeleted && query.limit === undefined;
  if (isWhole && run.database.seesAll) return table.liveCount();
  return selectRows(run, scope, query).length;
}

type Selection = Pick<Query | Subquery, "where" | "orderBy" | "limit" | "offset"> & Pick<Query, "usingScope">;

function selectRows(run: Run, scope: Scope, query: Selection): readonly Row[] {
  const table = run.database.table(scope.type);
  const filter = scopedFilter(run, scope, query);
  const keys = toSortKeys(scope, query.orderBy);
  const found = candidates(table, filter);
  const wanted = (query.offset ?? 0) + (query.limit ?? Number.POSITIVE_INFINITY);
  const isSorted = keys.length === 0 || found === null;
  const ordered = found === null && Number.isFinite(wanted) ? orderedRows(table, filter, keys) : null;
  if (ordered || (isSorted && keys.length === 0)) {
    return take(ordered ?? found ?? table.rows(), visible(run, scope, filter), wanted).slice(
      query.offset ?? 0,
    );
  }
  const rows = take(found ?? table.rows(), visible(run, scope, filter), Number.POSITIVE_INFINITY);
  return sortRows(rows, keys).slice(query.offset ?? 0, wanted);
}

/** USING SCOPE mine: what the user owns. */
function scopedFilter(run: Run, scope: Scope, query: Selection): Filter | undefined {
  const filter = compileFilter(run, scope, query);
  if (query.usingScope?.toLowerCase() !== "mine") return filter;
  const value = `'${run.context.userId}'`;
  const owned = compileComparison(scope, { field: "OwnerId", operator: "=", literalType: "STRING", value });
  const leaf: Filter = { kind: "leaf", leaf: owned };
  return filter ? { kind: "and", members: [leaf, filter] } : leaf;
}

function visible({ context, database }: Run, { type }: Scope, filter: Filter | undefined) {
  const test = matches(filter);
  const isThere = (row: Row): boolean => context.includeDeleted || row.IsDeleted !== true;
  if (database.seesAll) return (row: Row): boolean => isThere(row) && test(row);
  return (row: Row): boolean => isThere(row) && test(row) && database.sees(type, row);
}

function take(rows: Iterable<Row>, test: (row: Row) => boolean, wanted: number): readonly Row[] {
  const taken: Row[] = [];
  if (wanted <= 0) return taken;
  for (const row of rows) {
    if (!test(row)) continue;
    taken.push(row);
    if (taken.length >= wanted) break;
  }
  return taken;
}

function compileFilter(run: Run, scope: Scope, { where }: Selection): Filter | undefined {
  if (!where) return undefined;
  const condition = mapLeaves(toCondition(where), (leaf) => leaf as RawComparison & { valueQuery?: Query });
  requireSimpleJoins(run.soql, condition);
  return mapLeaves(condition, (raw) => {
    return raw.valueQuery
      ? compileMembership(scope, raw, innerColumn(run, raw.valueQuery))
      : compileComparison(scope, raw);
  });
}

/** The values of a semi-join's only column. */
function innerColumn(run: Run, query: Query): InnerColumn {
  const scope = scopeOf(run, query);
  const [field, ...others] = query.fields ?? [];
  if (field?.type !== "Field" || others.length > 0)
    throw malformed("A semi join sub-select must have exactly one field");
  const path = resolvePath(scope, field.field);
  const keys = selectRows(run, scope, query).map((row) => keyOf(path.field, path.read(row)));
  return { name: field.field, path, type: scope.type, keys: new Set(keys.filter((key) => key !== null)) };
}

interface RenderedFields {
  readonly fields: readonly FieldNode[];
  /** 0: the query itself. */
  readonly level: number;
}

function compileRender(run: Run, scope: Scope, { fields, level }: RenderedFields): (row: Row) => QueryRecord {
  const projection = compileProjection(scope, fields, (subquery) =>
    compileChildren(run, scope, { subquery, level: level + 1 }),
  );
  return projection.render(run.context.apiVersion.toFixed(1));
}

interface ChildSelect {
  readonly subquery: Subquery;
  readonly level: number;
}

function compileChildren(run: Run, scope: Scope, { subquery, level }: ChildSelect) {
  const { relationshipName } = subquery;
  const child = scope.type.child(relationshipName);
  const type = run.database.schema.type(child?.childSObject ?? "");
  const reference = type?.field(child?.field ?? "");
  if (!child?.relationshipName || !type || !reference) throw noSuchChildren(run.soql, relationshipName);
  const deepest = run.context.apiVersion >= nestedChildrenVersion ? maxChildLevels : 1;
  if (level > deepest)
    throw malformed(
      "SOQL statements cannot query aggregate relationships more than 1 level away from the root entity object.",
    );
  const childScope: Scope = { database: run.database, soql: run.soql, type, alias: undefined };
  const render = compileRender(run, childScope, { fields: subquery.fields ?? [], level });
  const test = visible(run, childScope, compileFilter(run, childScope, subquery));
  const keys = toSortKeys(childScope, subquery.orderBy);
  const { limit = Number.POSITIVE_INFINITY, offset = 0 } = subquery;
  return {
    name: child.relationshipName,
    render: (row: Row) => {
      const rows = run.database
        .table(type)
        .lookup(reference, row.Id ?? null)
        .filter(test);
      const records = sortRows(rows, keys)
        .slice(offset, offset + limit)
        .map(render);
      return records.length === 0 ? null : { totalSize: records.length, done: true, records };
    },
  };
}

function noSuchChildren(soql: string, name: string) {
  const sentence = `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
  return new SalesforceFailure(400, "INVALID_TYPE", pointAt(soql, name, sentence));
}
