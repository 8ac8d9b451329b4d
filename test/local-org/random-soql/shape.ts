/** What the describes say of an object. */
export interface ObjectType {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly childRelationships: readonly ChildRelationship[];
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly aggregatable: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly picklistValues?: readonly { readonly value: string }[];
}

interface ChildRelationship {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
}

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value | object>>;

/** A field of the row itself, or behind the references of `steps`; of groups also under a function. */
export interface Column {
  /** The object that has the field. */
  readonly owner: string;
  readonly steps: readonly Field[];
  readonly field: Field;
  readonly fn?: Fn;
}

export type Fn = "COUNT" | "COUNT_DISTINCT" | "SUM" | "AVG" | "MIN" | "MAX";
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE";

/** As written, and what it means: a value, or all from `value` up to but without `end`. */
export interface Literal {
  readonly text: string;
  readonly value: Value;
  readonly end?: string;
}

export type Condition =
  | { readonly kind: "and"; readonly members: readonly Condition[] }
  | { readonly kind: "or"; readonly members: readonly Condition[] }
  | { readonly kind: "not"; readonly member: Condition }
  | {
      readonly kind: "compare";
      readonly column: Column;
      readonly operator: Operator;
      readonly literal: Literal;
    }
  | {
      readonly kind: "list";
      readonly column: Column;
      readonly negated: boolean;
      readonly literals: readonly Literal[];
    }
  | {
      readonly kind: "join";
      readonly column: Column;
      readonly negated: boolean;
      readonly type: string;
      readonly inner: Column;
      readonly where: Condition | null;
    };

export interface SortKey {
  readonly column: Column;
  readonly descending: boolean;
  readonly nullsLast: boolean;
  /** What follows the column. */
  readonly text: string;
}

interface Filtered {
  readonly type: string;
  readonly where: Condition | null;
  readonly order: readonly SortKey[];
  readonly limit: number | null;
  readonly offset: number;
}

export interface RowQuery extends Filtered {
  readonly kind: "rows";
  readonly columns: readonly Column[];
  readonly children: readonly Child[];
}

export interface Child {
  readonly relationship: string;
  /** The reference of the child to its parent. */
  readonly field: string;
  readonly query: RowQuery;
}

export interface CountQuery extends Filtered {
  readonly kind: "count";
}

export interface GroupQuery extends Filtered {
  readonly kind: "groups";
  readonly columns: readonly { readonly column: Column; readonly alias: string | null }[];
  readonly groupBy: readonly Column[];
  readonly having: Condition | null;
}

export type Query = RowQuery | CountQuery | GroupQuery;

export function isText({ type }: Field): boolean {
  return ["string", "textarea", "picklist", "phone", "url", "email"].includes(type);
}

export function isNumber({ type }: Field): boolean {
  return ["int", "double", "currency", "percent"].includes(type);
}

export function isReference({ type }: Field): boolean {
  return type === "id" || type === "reference";
}
