import type { RowChoice } from "./layer.ts";
import type { ListKey, Plan, PlannedList } from "./plan.ts";
import type { QueryBatch } from "./query-batch.ts";
import { type RecordMap, relationshipOf } from "./record.ts";
import { accountCondition, withoutHidden } from "./row-scope.ts";
import { type Condition, every, joinedBy, nullLiteral, type Order } from "./soql.ts";

/** By parent's id; a parent without children is in none. */
type Totals = ReadonlyMap<string, number>;

/**
 * How many children the rows of a choice have, list by list, without knowing the rows yet: the children are grouped by
 * their parents under the parents' own conditions, in the parents' own order. A page's parents are among the first
 * groups, so that the page's limit does for the groups as well. Lists that cannot be counted so are left out.
 */
export async function countLists(
  batch: QueryBatch,
  plan: Plan,
  choice: RowChoice,
): Promise<ReadonlyMap<ListKey, Totals>> {
  const counted = [...plan.lists].filter(([, list]) => list.totalCount);
  if (counted.length === 0 || !canGroup(batch, plan, choice)) return new Map();
  return new Map(
    await Promise.all(
      counted.map(async ([node, list]) => [node, await countList(batch, { plan, list }, choice)] as const),
    ),
  );
}

/**
 * SOQL groups neither by amounts nor by times, the accounts above are too far away from the children, and a semi-join of the
 * parents with their children is none of the children with themselves.
 */
function canGroup({ scope }: QueryBatch, { record }: Plan, { orderBy = [], where }: RowChoice): boolean {
  if (where && joinedBy(where).length > 0) return false;
  return !scope?.descendants && orderBy.every(({ column }) => isGroupable(record, column));
}

interface Counted {
  readonly plan: Plan;
  readonly list: PlannedList;
}

async function countList(
  batch: QueryBatch,
  { plan, list: { field, list } }: Counted,
  choice: RowChoice,
): Promise<Totals> {
  const { foreignKey } = field;
  const above = (column: string) =>
    column === "Id" ? foreignKey : `${relationshipOf(foreignKey)}.${column}`;
  const orderBy = (choice.orderBy ?? []).map((order): Order => ({ ...order, column: above(order.column) }));
  const { record } = plan;
  const where = withoutHidden(record, choice.where, batch.scope);
  const parents = every(accountCondition(record.accountColumn, batch.scope), where);
  // Children without a parent would be a group as well.
  const hasParent: Condition = { column: foreignKey, operator: "!=", literal: nullLiteral };
  const groups = await batch.rows({
    record: field.record(),
    columns: [foreignKey, "COUNT(Id) total"],
    where: every(hasParent, parents && onColumns(parents, above), list.where),
    groupBy: [...new Set([foreignKey, ...orderBy.map(({ column }) => column)])],
    orderBy,
    ...(choice.limit !== undefined && { limit: choice.limit }),
  });
  return new Map(groups.map((group) => [String(group[foreignKey]), Number(group.total)]));
}

/** The same condition on other columns. */
function onColumns(condition: Condition, rename: (column: string) => string): Condition {
  if ("every" in condition) return { every: condition.every.map((each) => onColumns(each, rename)) };
  if ("some" in condition) return { some: condition.some.map((each) => onColumns(each, rename)) };
  if ("not" in condition) return { not: onColumns(condition.not, rename) };
  return { ...condition, column: rename(condition.column) };
}

/** Whether SOQL can group by a column that rows are sorted by. */
function isGroupable({ fields }: RecordMap, column: string): boolean {
  const org = { currencyCode: "", multiCurrency: false };
  const field = Object.values(fields).find(
    (each) => each.kind === "column" && each.columns(org)[0] === column,
  );
  return field?.kind === "column" && field.filter !== "decimal" && field.filter !== "dateTime";
}
