import type { FieldNode } from "graphql";
import { type List, toList } from "./list.ts";
import { maxPageSize, type PageArguments } from "./page.ts";
import { createPairMemo } from "./pair-memo.ts";
import type { ChildrenField, ColumnField, ParentField, RecordMap } from "./record.ts";

/** What an operation wants of a record: its own columns, and what hangs on it. */
export interface Plan {
  readonly record: RecordMap;
  /** The selected fields that stand on columns, by their GraphQL names. */
  readonly fields: Map<string, ColumnField>;
  /** The selected fields that Salesforce hides from the acting user, by their GraphQL names. */
  readonly hidden: Set<string>;
  /** The columns behind the fields, and what else rows are needed for: a paged list's order, keys of relations that come apart. */
  readonly columns: Set<string>;
  /** By their GraphQL names. */
  readonly parents: Map<string, PlannedParent>;
  /** Aliases of one list are lists of their own. */
  readonly lists: Map<ListKey, PlannedList>;
}

/** The first node of a list's selection, or one of the lists that a derived field with that node needs. */
export type ListKey = FieldNode | DerivedKey;

interface DerivedKey {
  readonly need: string;
}

const derivedKeys = createPairMemo<FieldNode, string, DerivedKey>();

/** The same for the same node and name. */
export function derivedKey(node: FieldNode, need: string): ListKey {
  return derivedKeys(node, need, () => ({ need }));
}

export interface PlannedParent {
  readonly field: ParentField;
  readonly target: Plan;
}

export interface PlannedList {
  readonly field: ChildrenField;
  readonly list: List;
  readonly target: Plan;
  /** False where nothing of the rows themselves is asked for. */
  readonly rows: boolean;
  readonly totalCount: boolean;
  /** Whether more matters than the rows of the page: cursors, whether there is a next page, how many there are. */
  readonly isPaged: boolean;
}

export type PlannedConnection = Omit<PlannedList, "field" | "list">;

export function emptyPlan(record: RecordMap): Plan {
  return {
    record,
    fields: new Map(),
    hidden: new Set(),
    columns: new Set(),
    parents: new Map(),
    lists: new Map(),
  };
}

/** @throws GatewayError BAD_USER_INPUT for arguments that can never be right */
export function toPlannedList(
  field: ChildrenField,
  page: PageArguments,
  connection: PlannedConnection,
): PlannedList {
  return { ...connection, field, list: toSelectedList(field.record(), page, connection) };
}

/**
 * The list of a connection. Where it is paged one row more tells whether there is a next page, and cursors are made of the column that
 * the rows are sorted by.
 *
 * @throws GatewayError BAD_USER_INPUT for arguments that can never be right
 */
export function toSelectedList(
  record: RecordMap,
  page: PageArguments,
  { target, isPaged }: PlannedConnection,
): List {
  const list = toList(record, page);
  if (!isPaged) return list;
  target.columns.add(list.paging.keyColumn);
  return { ...list, select: { ...list.select, limit: list.paging.first + 1 } };
}

/** A relation without pages. */
export function wholePage({ whole }: ChildrenField): PageArguments {
  return { first: maxPageSize, filter: whole };
}

/** What `from` wants becomes wanted of `into` as well; `from` stays as it is. */
export function merge(into: Plan, from: Plan): void {
  for (const [name, field] of from.fields) into.fields.set(name, field);
  for (const name of from.hidden) into.hidden.add(name);
  for (const column of from.columns) into.columns.add(column);
  for (const [name, parent] of from.parents) {
    const known = into.parents.get(name) ?? { ...parent, target: emptyPlan(parent.target.record) };
    merge(known.target, parent.target);
    into.parents.set(name, known);
  }
  for (const [key, list] of from.lists) {
    const known = into.lists.get(key) ?? { ...list, target: emptyPlan(list.target.record) };
    merge(known.target, list.target);
    into.lists.set(key, mergedList(known, list));
  }
}

/** A fragment's list may be selected further in one place than in another; `target` has both. */
function mergedList(into: PlannedList, from: PlannedList): PlannedList {
  return {
    ...into,
    list: (into.isPaged ? into : from).list,
    rows: into.rows || from.rows,
    totalCount: into.totalCount || from.totalCount,
    isPaged: into.isPaged || from.isPaged,
  };
}

const coverage = createPairMemo<Plan, Plan, boolean>();

/** Whether a row read by `plan` has all that `wanted` asks for; by then both are complete. */
export function covers(plan: Plan, wanted: Plan): boolean {
  return coverage(plan, wanted, () => hasAll(plan, wanted));
}

function hasAll(plan: Plan, wanted: Plan): boolean {
  return (
    [...wanted.fields.keys()].every((name) => plan.fields.has(name)) &&
    [...wanted.columns].every((column) => plan.columns.has(column)) &&
    [...wanted.parents].every(([name, { target }]) => {
      const known = plan.parents.get(name);
      return known !== undefined && covers(known.target, target);
    }) &&
    [...wanted.lists].every(([key, list]) => coversList(plan.lists.get(key), list))
  );
}

/** The same for a list of one key. */
export function coversList(known: PlannedList | undefined, wanted: PlannedList): boolean {
  if (known === undefined || (wanted.isPaged && !known.isPaged)) return false;
  return covers(known.target, wanted.target);
}

/** The rows alone: what hangs on them is then read by their ids. */
export function withoutRelations({ parents, ...plan }: Plan): Plan {
  const keys = [...parents.values()].map(({ field }) => field.foreignKey);
  return { ...plan, columns: new Set([...plan.columns, ...keys]), parents: new Map(), lists: new Map() };
}
