import { GatewayError } from "../errors.ts";

declare const written: unique symbol;
/** A SOQL literal that came out of this file's writer; there is no other way to put a value into a query. */
export type Literal = string & { readonly [written]: true };

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE";

export type Condition =
  | { readonly column: string; readonly operator: Comparison; readonly literal: Literal }
  | { readonly column: string; readonly operator: "IN" | "NOT IN"; readonly literals: readonly Literal[] }
  /** A semi-join, which SOQL takes beside ANDs alone. */
  | { readonly column: string; readonly operator: "IN"; readonly select: Select }
  | { readonly every: readonly Condition[] }
  | { readonly some: readonly Condition[] }
  | { readonly not: Condition };

export interface Order {
  readonly column: string;
  readonly direction: "ASC" | "DESC";
  readonly nulls: "FIRST" | "LAST";
}

/** One SELECT; as a sub-select `from` is the name of the child relationship. */
export interface Select {
  readonly columns: readonly string[];
  readonly children?: readonly Select[];
  readonly from: string;
  readonly where?: Condition | undefined;
  readonly groupBy?: readonly string[];
  readonly orderBy?: readonly Order[];
  readonly limit?: number;
}

/** https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_comparisonoperators.htm */
const maxTextLength = 4_000;

export const nullLiteral = "null" as Literal;

/** No record has an empty Id: the condition of an empty IN list, which SOQL cannot write. */
export const never: Condition = { column: "Id", operator: "=", literal: nullLiteral };

/** @throws GatewayError BAD_USER_INPUT for text that SOQL cannot hold */
export function textLiteral(value: string): Literal {
  return `'${escapeText(value)}'` as Literal;
}

/** A LIKE pattern in which the caller's own % and _ stand for themselves. */
export function patternLiteral(value: string, place: "contains" | "startsWith" | "endsWith"): Literal {
  const text = escapeText(value).replaceAll(/[%_]/g, "\\$&");
  return `'${place === "startsWith" ? "" : "%"}${text}${place === "endsWith" ? "" : "%"}'` as Literal;
}

/** For values that a scalar or the schema has checked already: numbers, booleans, dates. */
export function bareLiteral(value: string | number | boolean): Literal {
  const text = String(value);
  if (!/^[-+:.\w]+$/.test(text)) throw new TypeError("not a number, boolean or date");
  return text as Literal;
}

/** On one level, whatever was joined before. */
export function every(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const present = conditions.flatMap((condition) => {
    if (condition === undefined) return [];
    return "every" in condition ? condition.every : [condition];
  });
  return present.length < 2 ? present[0] : { every: present };
}

/** The sObjects that a condition reaches by semi-joins. */
export function joinedBy(condition: Condition): readonly string[] {
  if ("every" in condition) return condition.every.flatMap(joinedBy);
  return "select" in condition ? [condition.select.from] : [];
}

export function writeSelect(select: Select): string {
  const children = (select.children ?? []).map((child) => `(${writeSelect(child)})`);
  const parts = [`SELECT ${[...select.columns, ...children].join(", ")} FROM ${select.from}`];
  if (select.where) parts.push(`WHERE ${writeCondition(select.where)}`);
  if (select.groupBy) parts.push(`GROUP BY ${select.groupBy.join(", ")}`);
  if (select.orderBy?.length) parts.push(`ORDER BY ${select.orderBy.map(writeOrder).join(", ")}`);
  if (select.limit !== undefined) parts.push(`LIMIT ${select.limit}`);
  return parts.join(" ");
}

export function writeCondition(condition: Condition): string {
  if ("every" in condition) return condition.every.map(writeOperand).join(" AND ");
  if ("some" in condition) return condition.some.map(writeOperand).join(" OR ");
  if ("not" in condition) return `NOT (${writeCondition(condition.not)})`;
  if ("literals" in condition)
    return `${condition.column} ${condition.operator} (${condition.literals.join(", ")})`;
  if ("select" in condition) return `${condition.column} IN (${writeSelect(condition.select)})`;
  return `${condition.column} ${condition.operator} ${condition.literal}`;
}

/** SOQL refuses AND beside OR and NOT without parentheses. */
function writeOperand(condition: Condition): string {
  return "column" in condition ? writeCondition(condition) : `(${writeCondition(condition)})`;
}

function writeOrder({ column, direction, nulls }: Order): string {
  return `${column} ${direction} NULLS ${nulls}`;
}

/** https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
function escapeText(value: string): string {
  if (value.length > maxTextLength) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      `Text in a filter may have at most ${maxTextLength} characters.`,
    );
  }
  if (value.includes("\0") || !value.isWellFormed()) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      "Text in a filter may not contain NUL or half a surrogate pair.",
    );
  }
  return value
    .replaceAll(/[\\'"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll("\b", "\\b")
    .replaceAll("\f", "\\f");
}
