import { randomColumn, randomCondition, randomWhere, typeOf, type Wanted } from "./condition.ts";
import type { Context } from "./literal.ts";
import type { Child, Column, Field, Fn, GroupQuery, Query, RowQuery, SortKey } from "./shape.ts";
import { isNumber } from "./shape.ts";
import { writeColumn } from "./write.ts";

export function randomQuery(context: Context): Query {
  const { random, copy } = context;
  const type = random.pick([...copy.types.keys()]);
  const kind = random.below(10);
  if (kind === 0) return randomCount(context, type);
  return kind < 4 ? randomGroups(context, type) : randomRows(context, type, 0);
}

function randomCount(context: Context, type: string): Query {
  const { random } = context;
  const limit = random.oneIn(4) ? random.below(20) : null;
  return { kind: "count", type, where: maybeWhere(context, type), order: [], limit, offset: 0 };
}

function maybeWhere(context: Context, type: string) {
  return context.random.oneIn(4) ? null : randomWhere(context, type);
}

function randomRows(context: Context, type: string, depth: number): RowQuery {
  const { random } = context;
  const columns = unique(
    Array.from({ length: 1 + random.below(5) }, () => randomColumn(context, type, () => true)),
  );
  const where = depth > 0 && random.oneIn(2) ? null : maybeWhere(context, type);
  const limit = random.oneIn(3) ? random.below(12) : null;
  return {
    kind: "rows",
    type,
    columns,
    children: depth < 2 && random.oneIn(3) ? randomChildren(context, type, depth) : [],
    where,
    order: randomOrder(context, type),
    limit: depth > 0 && limit === 0 ? 1 : limit,
    offset: depth === 0 && random.oneIn(5) ? random.below(30) : 0,
  };
}

function randomChildren(context: Context, type: string, depth: number): readonly Child[] {
  const { random, copy } = context;
  const known = typeOf(context, type).childRelationships.filter(({ childSObject }) =>
    copy.types.has(childSObject),
  );
  const named = known.flatMap(({ relationshipName, childSObject, field }) =>
    relationshipName === null ? [] : [{ relationship: relationshipName, child: childSObject, field }],
  );
  if (named.length === 0) return [];
  return random.some(named, 2).map(({ relationship, child, field }) => ({
    relationship,
    field,
    query: randomRows(context, child, depth + 1),
  }));
}

function unique(columns: readonly Column[]): readonly Column[] {
  return [...new Map(columns.map((column) => [writeColumn(column), column])).values()];
}

/** Several keys, the last of which is Id: no two rows are equal. */
function randomOrder(context: Context, type: string): readonly SortKey[] {
  const { random } = context;
  const columns = unique(
    Array.from({ length: random.below(4) }, () => randomColumn(context, type, ({ sortable }) => sortable)),
  );
  const id = typeOf(context, type).fields.filter(({ type: fieldType }) => fieldType === "id");
  const last = id.map((field) => ({ owner: type, steps: [], field }));
  return unique([...columns, ...last]).map((column) => randomKey(context, column));
}

function randomKey({ random }: Context, column: Column): SortKey {
  const direction = random.pick(["", " ASC", " DESC", " DESC"]);
  const nulls = random.pick(["", "", " NULLS FIRST", " NULLS LAST"]);
  return {
    column,
    descending: direction === " DESC",
    nullsLast: nulls === " NULLS LAST",
    text: direction + nulls,
  };
}

function randomGroups(context: Context, type: string): GroupQuery {
  const { random } = context;
  const groupable: Wanted = (field, owner) => field.groupable && isOneCase(context, field, owner);
  const groupBy = unique(
    Array.from({ length: random.below(4) }, () => randomColumn(context, type, groupable)),
  );
  const draw = () => randomAggregate(context, type);
  const aggregates = unique(Array.from({ length: 1 + random.below(3) }, draw));
  const shown = groupBy.filter(() => !random.oneIn(5));
  const grouped = groupBy.length > 0;
  const ordered = !random.oneIn(5);
  const before = grouped && random.oneIn(3) ? [draw()] : [];
  const having = grouped && random.oneIn(3) ? randomHaving(context, draw, groupBy) : null;
  return {
    kind: "groups",
    type,
    columns: withAliases(context, [...shown, ...aggregates]),
    groupBy,
    where: maybeWhere(context, type),
    having,
    order: ordered ? [...before, ...groupBy].map((column) => randomKey(context, column)) : [],
    limit: grouped && ordered && random.oneIn(4) ? 1 + random.below(10) : null,
    offset: 0,
  };
}

/** A second column of one name needs an alias. */
function withAliases({ random }: Context, columns: readonly Column[]): GroupQuery["columns"] {
  const taken = new Set<string>();
  return columns.map((column, index) => {
    const name = column.field.name;
    const clash = !column.fn && taken.has(name);
    if (!column.fn) taken.add(name);
    return { column, alias: clash || random.oneIn(4) ? `alias${index}` : null };
  });
}

function randomAggregate(context: Context, type: string): Column {
  const fn = context.random.pick<Fn>(["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"]);
  const numeric = fn === "SUM" || fn === "AVG";
  const wanted: Wanted = (field, owner) =>
    field.aggregatable && (!numeric || isNumber(field)) && isOneCase(context, field, owner);
  const column = randomColumn(context, type, wanted);
  if (column.field) return { ...column, fn };
  return { ...randomColumn(context, type, (field) => field.aggregatable), fn: "COUNT" };
}

/** Salesforce does not say which of "Sales" and "sales" stands for a group of both. */
function isOneCase({ copy }: Context, field: Field, owner: string): boolean {
  return !copy.mixedCase.has(`${owner}.${field.name}`);
}

function randomHaving(context: Context, draw: () => Column, groupBy: readonly Column[]) {
  const { random } = context;
  return randomCondition(context, () => (random.oneIn(3) ? random.pick(groupBy) : draw()), 1);
}
