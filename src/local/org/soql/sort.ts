import type { OrderByClause } from "@jetstreamapp/soql-parser-js";
import type { Row, Value } from "../row.ts";
import { compareKeys, sortKeyOf } from "../value.ts";
import { invalidField, malformed } from "./fault.ts";
import { resolvePath, type Scope } from "./path.ts";
import type { SortKey } from "./plan.ts";

/** Ascending and nulls first unless told otherwise: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_orderby.htm */
export function toSortKeys(
  scope: Scope,
  orderBy: OrderByClause | readonly OrderByClause[] | undefined,
): readonly SortKey[] {
  return [orderBy ?? []].flat().map((clause) => {
    if (!("field" in clause)) throw malformed("Only grouped queries can be ordered by a function");
    const path = resolvePath(scope, clause.field);
    if (!path.field.sortable) throw invalidField(`field '${clause.field}' can not be sorted in a query call`);
    return {
      field: path.field,
      direct: path.steps.length === 0,
      read: path.read,
      descending: clause.order === "DESC",
      nullsFirst: clause.nulls !== "LAST",
    };
  });
}

export function sortRows(rows: readonly Row[], keys: readonly SortKey[]): readonly Row[] {
  const keyed = rows.map((row) => ({
    row,
    values: keys.map(({ field, read }) => sortKeyOf(field, read(row))),
  }));
  keyed.sort((left, right) => compareAll(left.values, right.values, keys));
  return keyed.map(({ row }) => row);
}

export interface Direction {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export function compareAll(
  left: readonly Value[],
  right: readonly Value[],
  directions: readonly Direction[],
): number {
  for (const [index, direction] of directions.entries()) {
    const order = compareValues(left[index] ?? null, right[index] ?? null, direction);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(left: Value, right: Value, { descending, nullsFirst }: Direction): number {
  if (left === right) return 0;
  if (left === null) return nullsFirst ? -1 : 1;
  if (right === null) return nullsFirst ? 1 : -1;
  return descending ? compareKeys(right, left) : compareKeys(left, right);
}
