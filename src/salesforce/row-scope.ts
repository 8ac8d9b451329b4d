import { type ChildrenField, type ParentField, type RecordMap, relationshipOf } from "./record.ts";
import { type Condition, every, nullLiteral, type Select, textLiteral } from "./soql.ts";

/**
 * The Salesforce accounts whose rows a caller may see; null: all of them. It becomes a condition inside every query,
 * never a filter afterwards, so that a row outside it is not even fetched.
 */
export type RowScope = {
  /** 18 characters each */
  readonly accountIds: readonly string[];
  /** Whether the accounts below these in the hierarchy belong to them, four levels deep. */
  readonly descendants: boolean;
} | null;

/** One SELECT on a record of ours, as the caller's scope is to be laid on it. */
export interface RecordSelect extends Omit<Select, "from" | "children"> {
  readonly record: RecordMap;
  readonly children?: readonly ChildSelect[];
}

export interface ChildSelect extends Omit<Select, "from" | "children"> {
  readonly field: ChildrenField;
  readonly children?: readonly ChildSelect[];
}

/** SOQL follows five relationships at most: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_relationships_query_limits.htm */
const maxRelationships = 5;
/** From an order's item two of them lead to the account; a row that reaches further up would be seen without its parts. */
const levelsBelow = 4;

/** The query as Salesforce gets it; null when the caller can see none of its rows anyway. */
export function toScopedSelect(
  { record, children, ...select }: RecordSelect,
  scope: RowScope,
): Select | null {
  if (scope && record.accountColumn !== null && scope.accountIds.length === 0) return null;
  return {
    ...select,
    from: record.sObject,
    where: every(accountCondition(record.accountColumn, scope), withoutHidden(record, select.where, scope)),
    ...(children && { children: children.map((child) => toScopedChild(record, child, scope)) }),
  };
}

function toScopedChild(
  parent: RecordMap,
  { field, children, ...select }: ChildSelect,
  scope: RowScope,
): Select {
  const child = field.record();
  const condition = isImplied(parent, field) ? undefined : accountCondition(child.accountColumn, scope);
  return {
    ...select,
    from: field.relationship,
    where: every(condition, withoutHidden(child, select.where, scope)),
    ...(children && { children: children.map((grandchild) => toScopedChild(child, grandchild, scope)) }),
  };
}

/**
 * A condition in which a reference to a row that the caller may not see is no reference: filters would otherwise tell
 * what the relation itself does not, that the row is there and which one it is.
 */
export function withoutHidden(
  record: RecordMap,
  condition: Condition | undefined,
  scope: RowScope,
): Condition | undefined {
  if (scope === null || condition === undefined) return condition;
  const inner = (each: Condition) => withoutHidden(record, each, scope) ?? each;
  if ("every" in condition) return { every: condition.every.map(inner) };
  if ("some" in condition) return { some: condition.some.map(inner) };
  if ("not" in condition) return { not: inner(condition.not) };
  const visible = accountCondition(guardColumnOf(record, condition.column, scope), scope);
  if (!visible) return condition;
  const asksForNone = condition.operator === "=" && condition.literal === nullLiteral;
  return asksForNone ? { some: [condition, { not: visible }] } : { every: [condition, visible] };
}

/** The same for the parent that a foreign key points at. */
function guardColumnOf(record: RecordMap, column: string, scope: RowScope): string | null {
  const field = Object.values(record.fields).find(
    (each) => each.kind === "parent" && each.foreignKey === column,
  );
  return field?.kind === "parent" ? guardColumn(record, field, scope) : null;
}

/**
 * The column that tells whether a row's parent is within the scope; null where it is so without asking: all may see it,
 * or it is what puts the row itself into the scope.
 */
export function guardColumn(owner: RecordMap, field: ParentField, scope: RowScope): string | null {
  const { accountColumn } = field.record();
  if (scope === null || accountColumn === null) return null;
  const column = accountColumn === "Id" ? field.foreignKey : `${field.relationship}.${accountColumn}`;
  return column === owner.accountColumn ? null : column;
}

/** Children that point at their account through the very relation they are read by have their parent's account. */
function isImplied(parent: RecordMap, { foreignKey, record }: ChildrenField): boolean {
  const { accountColumn } = record();
  if (foreignKey === accountColumn) return parent.accountColumn === "Id";
  return accountColumn === `${relationshipOf(foreignKey)}.${parent.accountColumn}`;
}

/** That the account in a column is one of the scope's. */
export function accountCondition(accountColumn: string | null, scope: RowScope): Condition | undefined {
  if (scope === null || accountColumn === null) return undefined;
  const literals = scope.accountIds.map(textLiteral);
  const columns = scope.descendants ? ancestorsOf(accountColumn) : [accountColumn];
  const conditions = columns.map((column): Condition => ({ column, operator: "IN", literals }));
  return conditions.length === 1 ? conditions[0] : { some: conditions };
}

/** AccountId, Account.ParentId, Account.Parent.ParentId ... */
function ancestorsOf(accountColumn: string): readonly string[] {
  const path = accountColumn === "Id" ? [] : accountColumn.replace(/Id$/, "").split(".");
  const columns = [accountColumn];
  while (columns.length <= levelsBelow && path.length <= maxRelationships) {
    columns.push([...path, "ParentId"].join("."));
    path.push("Parent");
  }
  return columns;
}
