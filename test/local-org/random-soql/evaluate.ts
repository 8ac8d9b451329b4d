import type { Operator, Query, Row, RowQuery, SortKey, Value } from "./shape.ts";
import { type Column, type Condition, type GroupQuery, isText, type Literal } from "./shape.ts";

/** All rows of the org, read once. */
export interface Rows {
  readonly ofType: ReadonlyMap<string, readonly Row[]>;
  readonly byId: ReadonlyMap<string, Row>;
}

type Read = (column: Column) => Value;
type Found = Record<string, unknown>;

/** The body that the org should answer, by SOQL's documentation; of attributes only the type. */
export function evaluate(rows: Rows, query: Query, all = rows.ofType.get(query.type) ?? []): object {
  const found = all.filter((row) => !query.where || holds(rows, query.where, readerOf(rows, row)));
  if (query.kind === "count") return { totalSize: slice(query, found).length, done: true, records: [] };
  const records = query.kind === "rows" ? listed(rows, query, found) : grouped(rows, query, found);
  return { totalSize: records.length, done: true, records };
}

function listed(rows: Rows, query: RowQuery, found: readonly Row[]): readonly object[] {
  const sorted = sort(query.order, found, (row) => readerOf(rows, row));
  return slice(query, sorted).map((row) => {
    const record: Found = { attributes: query.type };
    for (const column of query.columns) put(rows, { record, row }, column);
    for (const { relationship, field, query: inner } of query.children) {
      const mine = (rows.ofType.get(inner.type) ?? []).filter((child) => child[field] === row.Id);
      const answer = evaluate(rows, inner, mine);
      record[relationship] = "totalSize" in answer && answer.totalSize !== 0 ? answer : null;
    }
    return record;
  });
}

function put(rows: Rows, { record, row }: { record: Found; row: Row }, column: Column): void {
  const [step, ...steps] = column.steps;
  const parent = rows.byId.get(String(row[step?.name ?? ""]));
  const name = step?.relationshipName ?? column.field.name;
  if (!step) record[name] = row[name] ?? null;
  else if (!parent) record[name] = null;
  else {
    record[name] ??= { attributes: step.referenceTo[0] };
    put(rows, { record: record[name] as Found, row: parent }, { ...column, steps });
  }
}

function readerOf(rows: Rows, row: Row): Read {
  return ({ steps, field }) => {
    let at: Row | undefined = row;
    for (const step of steps) at = rows.byId.get(String(at?.[step.name]));
    return (at?.[field.name] ?? null) as Value;
  };
}

function holds(rows: Rows, condition: Condition, read: Read): boolean {
  if (condition.kind === "not") return !holds(rows, condition.member, read);
  if (condition.kind === "and") return condition.members.every((member) => holds(rows, member, read));
  if (condition.kind === "or") return condition.members.some((member) => holds(rows, member, read));
  const { column } = condition;
  const left = key(column, read(column));
  const matches = (operator: Operator, { value, end }: Literal) =>
    compares(left, operator, { value: key(column, value), end });
  if (condition.kind === "compare") return matches(condition.operator, condition.literal);
  if (condition.kind === "list")
    return condition.literals.some((each) => matches("=", each)) !== condition.negated;
  const { type, inner, where, negated } = condition;
  const joined = (rows.ofType.get(type) ?? []).map((row) => readerOf(rows, row));
  const same = joined.some((other) => other(inner) === left && (!where || holds(rows, where, other)));
  return (left !== null && same) !== negated;
}

function compares(left: Value, operator: Operator, right: { value: Value; end?: string }): boolean {
  const { value, end } = right;
  if (operator === "!=") return !compares(left, "=", right);
  if (operator === "=" && end === undefined) return left === value;
  if (left === null || value === null) return false;
  if (operator === "LIKE") return like(String(value)).test(String(left));
  const isBehind = end === undefined ? left > value : left >= end;
  if (operator === "=") return left >= value && !isBehind;
  if (operator === "<") return left < value;
  if (operator === ">=") return left >= value;
  return isBehind === (operator === ">");
}

function like(pattern: string): RegExp {
  const wild: Readonly<Record<string, string>> = { "%": ".*", _: "." };
  const parts = (pattern.match(/\\.|./gsu) ?? []).map(
    (part) => wild[part] ?? part.replace(/^\\/, "").replace(/[^\p{L}\p{N}]/u, "\\$&"),
  );
  return new RegExp(`^${parts.join("")}$`, "s");
}

/** Text is compared without regard to case, by its uppercase letters. */
function key({ field }: Column, value: Value): Value {
  return typeof value === "string" && isText(field) ? value.toUpperCase() : value;
}

/** "Picklist sorting is defined by the picklist sort determined during setup", also of MIN and MAX. */
function rank(column: Column, value: Value): Value {
  if (column.field.type !== "picklist" || typeof value !== "string") return key(column, value);
  const values = (column.field.picklistValues ?? []).map((each) => each.value.toUpperCase());
  const place = values.indexOf(value.toUpperCase());
  return place < 0 ? values.length : place;
}

function sort<T>(order: readonly SortKey[], items: readonly T[], reader: (item: T) => Read): readonly T[] {
  const ranks = (item: T) => order.map(({ column }) => rank(column, reader(item)(column)));
  const keyed = items.map((item) => ({ item, keys: ranks(item) }));
  keyed.sort((one, other) => {
    const index = order.findIndex((_, place) => one.keys[place] !== other.keys[place]);
    const [left = null, right = null] = [one.keys[index], other.keys[index]];
    const { descending, nullsLast } = order[index] ?? {};
    if (index < 0) return 0;
    if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
    return left < right === descending ? 1 : -1;
  });
  return keyed.map(({ item }) => item);
}

function slice<T>({ limit, offset }: Query, items: readonly T[]): readonly T[] {
  return items.slice(offset, limit === null ? undefined : offset + limit);
}

function grouped(rows: Rows, query: GroupQuery, found: readonly Row[]): readonly object[] {
  const groups = Map.groupBy(found, (row) => JSON.stringify(query.groupBy.map(readerOf(rows, row))));
  const all = query.groupBy.length === 0 ? [found] : [...groups.values()];
  const reader = (group: readonly Row[]) => (column: Column) =>
    summarize(
      column,
      group.map((row) => readerOf(rows, row)(column)),
    );
  const kept = all.filter((group) => !query.having || holds(rows, query.having, reader(group)));
  return slice(query, sort(query.order, kept, reader)).map((group) => {
    let number = 0;
    const named = query.columns.map(({ column, alias }) => {
      const name = alias ?? (column.fn ? `expr${number++}` : column.field.name);
      return [name, reader(group)(column)];
    });
    return { attributes: "AggregateResult", ...Object.fromEntries(named) };
  });
}

function summarize(column: Column, all: readonly Value[]): Value {
  const { fn } = column;
  if (!fn) return all[0] ?? null;
  const values = all.filter((value) => value !== null);
  if (fn === "COUNT") return values.length;
  if (fn === "COUNT_DISTINCT") return new Set(values.map((value) => key(column, value))).size;
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  if (fn === "SUM" || fn === "AVG")
    return values.length === 0 ? null : sum / (fn === "SUM" ? 1 : values.length);
  const order = { column, descending: fn === "MAX", nullsLast: true, text: "" };
  return sort([order], values, (value) => () => value)[0] ?? null;
}
