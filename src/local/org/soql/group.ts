import type { GroupByClause, OrderByClause, Query } from "@jetstreamapp/soql-parser-js";
import type { Row, Value } from "../row.ts";
import { keyOf, sortKeyOf } from "../value.ts";
import { aggregateColumn, type Column, isAggregate, keyColumn, textOf, toColumns } from "./aggregate.ts";
import { compileComparison, type RawComparison } from "./comparison.ts";
import { mapLeaves, toCondition } from "./condition.ts";
import { malformed } from "./fault.ts";
import type { FieldNode } from "./parse.ts";
import type { Scope } from "./path.ts";
import { matches } from "./plan.ts";
import type { QueryRecord } from "./projection.ts";
import { compareAll } from "./sort.ts";

const maxGroups = 2_000;

/** The answer of a query with GROUP BY or aggregate functions: AggregateResult records. */
export function groupRows(scope: Scope, query: Query, rows: readonly Row[]): readonly QueryRecord[] {
  const groupBy: readonly GroupByClause[] = [query.groupBy ?? []].flat();
  const columns = toColumns(scope, query.fields ?? [], groupBy);
  const keys = groupBy.map((clause) => keyColumn(scope, textOf(clause)));
  const kept = toGroups(rows, keys).filter(createHaving(scope, query, keys));
  const ordered = orderGroups(scope, kept, { columns, keys, orderBy: [query.orderBy ?? []].flat() });
  const start = query.offset ?? 0;
  const page = ordered.slice(start, start + Math.min(query.limit ?? maxGroups, maxGroups));
  return page.map((group) => ({
    attributes: { type: "AggregateResult" },
    ...Object.fromEntries(columns.map((column) => [column.name, column.compute(group)])),
  }));
}

/** Without GROUP BY all rows, or none, are one group. */
function toGroups(rows: readonly Row[], keys: readonly Column[]): readonly (readonly Row[])[] {
  if (keys.length === 0) return [rows];
  const keyed = Map.groupBy(rows, (row) =>
    JSON.stringify(keys.map((key) => keyOf(key.field, key.compute([row])))),
  );
  return [...keyed.values()];
}

function createHaving(
  scope: Scope,
  { having }: Query,
  keys: readonly Column[],
): (group: readonly Row[]) => boolean {
  if (!having) return () => true;
  return matches<readonly Row[]>(
    mapLeaves(toCondition(having), (operand) => {
      const raw = operand as RawComparison;
      const column = columnOf(scope, raw, keys);
      const { test } = compileComparison(alone(scope, column), {
        ...raw,
        fn: undefined,
        field: column.field.name,
      });
      return { test: (group) => test({ [column.field.name]: column.compute(group) }) };
    }),
  );
}

/** HAVING compares an aggregate as if it were the only column of a row. */
function alone(scope: Scope, column: Column): Scope {
  const field = { ...column.field, filterable: true };
  return { ...scope, type: { ...scope.type, field: () => field, parent: () => undefined }, alias: undefined };
}

interface NamedColumn {
  readonly field?: string;
  readonly fn?: unknown;
}

/** What HAVING and ORDER BY may name: an aggregate or what the query groups by. */
function columnOf(scope: Scope, clause: NamedColumn, keys: readonly Column[]): Column {
  const call = { type: "FieldFunctionExpression", ...(clause.fn as object) } as FieldNode;
  if (clause.fn && isAggregate(call)) return aggregateColumn(scope, call, "");
  const column = keyColumn(scope, textOf(clause as { field?: string; fn?: { rawValue?: string } }));
  const key = keys.find(({ text }) => text.toLowerCase() === column.text.toLowerCase());
  if (key) return key;
  throw malformed(`Field must be grouped or aggregated: ${column.text}`);
}

interface GroupOrder {
  readonly columns: readonly Column[];
  /** What the query groups by. */
  readonly keys: readonly Column[];
  readonly orderBy: readonly OrderByClause[];
}

function orderGroups(scope: Scope, groups: readonly (readonly Row[])[], order: GroupOrder) {
  const { columns, keys, orderBy } = order;
  if (orderBy.length === 0) return groups;
  const sorted = orderBy.map((clause) => {
    const text = textOf(clause as { field?: string }).toLowerCase();
    const named =
      [...columns, ...keys].find((column) => column.text.toLowerCase() === text) ??
      columns.find((column) => column.name.toLowerCase() === text);
    return named ?? columnOf(scope, clause as { field?: string; fn?: unknown }, keys);
  });
  const directions = orderBy.map(({ order, nulls }) => ({
    descending: order === "DESC",
    nullsFirst: nulls !== "LAST",
  }));
  const valuesOf = (group: readonly Row[]): readonly Value[] =>
    sorted.map((key) => sortKeyOf(key.field, key.compute(group)));
  return groups
    .map((group) => ({ group, values: valuesOf(group) }))
    .sort((left, right) => compareAll(left.values, right.values, directions))
    .map(({ group }) => group);
}
