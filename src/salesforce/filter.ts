import { GatewayError } from "../errors.ts";
import type { ColumnField, RecordMap } from "./record.ts";
import { type Comparison, type Condition, every, never, nullLiteral, patternLiteral } from "./soql.ts";

type FilterInput = Readonly<Record<string, unknown>>;
type Operands = Readonly<Record<string, unknown>>;

const maxDepth = 10;
const maxListLength = 500;
const maxMembers = 100;

const comparisons: Readonly<Record<string, Comparison>> = {
  eq: "=",
  ne: "!=",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
};

/**
 * A filter of the schema as a SOQL condition: fields and operators beside each other are joined by AND.
 * Undefined for a filter that asks for nothing.
 *
 * @throws GatewayError BAD_USER_INPUT for operands that can never be right
 */
export function toCondition(record: RecordMap, filter: unknown, depth = 1): Condition | undefined {
  if (filter == null) return undefined;
  if (depth > maxDepth) throw refuse(`A filter may be nested ${maxDepth} levels deep at most.`);
  const deeper = (inner: unknown) => toCondition(record, inner, depth + 1);
  const conditions = Object.entries(filter as FilterInput)
    .filter(([, operands]) => operands !== undefined)
    .map(([name, operands]) => {
      if (operands === null) throw refuse(`The filter "${name}" wants ${wanted(name)}; null is none.`);
      if (name === "and") return every(...members(operands).map(deeper));
      if (name === "or") return some(members(operands).map(deeper));
      if (name === "not") return negate(deeper(operands));
      return fieldCondition(record, name, operands);
    });
  return every(...conditions);
}

function wanted(name: string): string {
  if (name === "not") return "a filter";
  return name === "and" || name === "or" ? "a list of filters" : "operators, e.g. { eq: ... }";
}

function members(operands: unknown): readonly FilterInput[] {
  const all = operands as readonly FilterInput[];
  if (all.length <= maxMembers) return all;
  throw refuse(`A list of filters may have ${maxMembers} members at most.`);
}

/** An empty list has no member that could be true; a member that asks for nothing is always true. */
function some(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const present = conditions.filter((condition) => condition !== undefined);
  if (present.length < conditions.length) return undefined;
  if (present.length === 0) return never;
  return present.length === 1 ? present[0] : { some: present };
}

function negate(condition: Condition | undefined): Condition {
  return condition ? { not: condition } : never;
}

function fieldCondition(record: RecordMap, name: string, operands: unknown): Condition | undefined {
  const field = record.fields[name];
  if (field?.kind !== "column") throw refuse(`${record.typeName} has no field "${name}" to filter by.`);
  const column = { name: nameOf(field), field };
  return every(
    ...Object.entries(operands as Operands)
      .filter(([, operand]) => operand !== undefined)
      .map(([operator, operand]) => operatorCondition(column, operator, operand)),
  );
}

interface Column {
  readonly name: string;
  readonly field: ColumnField;
}

function operatorCondition(
  { name, field }: Column,
  operator: string,
  operand: unknown,
): Condition | undefined {
  if (operator === "eq" || operator === "ne") {
    return { column: name, operator: comparisons[operator] ?? "=", literal: field.write(operand) };
  }
  if (operand === null)
    throw refuse(`The operator "${operator}" wants a value; to ask for empty fields use isNull.`);
  if (operator === "isNull") return { column: name, operator: operand ? "=" : "!=", literal: nullLiteral };
  if (operator === "in") return inCondition({ name, field }, operand as unknown[]);
  if (operator === "notIn") return negate(inCondition({ name, field }, operand as unknown[]));
  const comparison = comparisons[operator];
  if (comparison) return { column: name, operator: comparison, literal: field.write(operand) };
  return { column: name, operator: "LIKE", literal: patternLiteral(String(operand), operator as "contains") };
}

function inCondition({ name, field }: Column, operand: readonly unknown[]): Condition {
  if (operand.length > maxListLength) {
    throw refuse(`A list in a filter may have ${maxListLength} values at most.`);
  }
  if (operand.length === 0) return never;
  return { column: name, operator: "IN", literals: operand.map((value) => field.write(value)) };
}

/** The column that stands for a field where there can be only one: filters, sort keys. */
export function nameOf(field: ColumnField): string {
  const [name] = field.columns({ currencyCode: "", multiCurrency: false });
  if (!name) throw new TypeError("a field without a column cannot be filtered by");
  return name;
}

function refuse(sentence: string): GatewayError {
  return new GatewayError("BAD_USER_INPUT", sentence);
}
