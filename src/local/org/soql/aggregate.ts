import type { GroupByClause } from "@jetstreamapp/soql-parser-js";
import type { Row, Value } from "../row.ts";
import type { Field } from "../sobject.ts";
import { compareKeys, isAggregatable, isNumber, keyOf, sortKeyOf } from "../value.ts";
import { dateFunctions, toDate } from "./date-function.ts";
import { invalidField, malformed } from "./fault.ts";
import type { FieldNode } from "./parse.ts";
import { resolvePath, type Scope } from "./path.ts";

/** One value of a group: a grouped key or an aggregate. */
export interface Column {
  /** The name under which the answer shows it. */
  readonly name: string;
  /** As the query writes it, for HAVING and ORDER BY. */
  readonly text: string;
  readonly field: Field;
  compute(rows: readonly Row[]): Value;
}

type FunctionNode = Extract<FieldNode, { type: "FieldFunctionExpression" }>;

const aggregates = ["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"];

export function isAggregate(field: FieldNode): field is FunctionNode {
  return field.type === "FieldFunctionExpression" && aggregates.includes(field.functionName.toUpperCase());
}

/** The columns of a grouped SELECT; aggregates without an alias are expr0, expr1 ... */
export function toColumns(
  scope: Scope,
  fields: readonly FieldNode[],
  groupBy: readonly GroupByClause[],
): readonly Column[] {
  const grouped = new Set(groupBy.map((clause) => textOf(clause).toLowerCase()));
  let unnamed = 0;
  const columns = fields.map((field) => {
    if (isAggregate(field)) {
      const name = field.alias ?? `expr${unnamed++}`;
      return aggregateColumn(scope, field, name);
    }
    const { text, name } = groupedName(field, () => `expr${unnamed++}`);
    if (!grouped.has(text.toLowerCase())) throw malformed(`Field must be grouped or aggregated: ${text}`);
    const column = keyColumn(scope, text);
    return { ...column, name: name ?? column.name };
  });
  const names = columns.map(({ name }) => name.toLowerCase());
  const twice = columns.find(({ name }, index) => names.indexOf(name.toLowerCase()) < index);
  if (twice) throw malformed(`duplicate alias: ${twice.name}`);
  return columns;
}

function groupedName(
  field: FieldNode,
  unnamed: () => string,
): { readonly text: string; readonly name: string | undefined } {
  if (field.type === "Field") return { text: field.field, name: field.alias };
  if (field.type === "FieldRelationship") {
    const text = [...field.relationships, field.field].join(".");
    return { text, name: "alias" in field ? String(field.alias) : undefined };
  }
  if (field.type === "FieldFunctionExpression") {
    return { text: field.rawValue ?? field.functionName, name: field.alias ?? unnamed() };
  }
  throw malformed("Grouped queries cannot have sub-selects");
}

/** How a GROUP BY, HAVING or ORDER BY names something. */
export function textOf(clause: {
  readonly field?: string;
  readonly fn?: { readonly rawValue?: string };
}): string {
  return clause.field ?? clause.fn?.rawValue ?? "";
}

/** A grouped column or date function: the same for all rows of a group. */
export function keyColumn(scope: Scope, text: string): Column {
  const [, functionName, parameter] = /^(\w+)\((.+)\)$/.exec(text) ?? [];
  const path = resolvePath(scope, parameter ?? text);
  const compute = functionName === undefined ? null : dateFunctions[functionName.toUpperCase()];
  if (compute === undefined) throw malformed(`Invalid function: ${text}`);
  if (!compute && !path.field.groupable)
    throw invalidField(`field '${text}' can not be grouped in a query call`);
  const read = (row: Row | undefined): Value => {
    const value = row ? path.read(row) : null;
    return compute && value !== null ? compute(toDate(value)) : value;
  };
  const field: Field = compute ? { ...path.field, type: "int" } : path.field;
  return { name: path.field.name, text, field, compute: ([row]) => read(row) };
}

/** `COUNT(Id)` in a SELECT list, HAVING or ORDER BY. */
export function aggregateColumn(
  scope: Scope,
  { functionName, parameters = [], rawValue }: FunctionNode,
  name: string,
): Column {
  const kind = functionName.toUpperCase();
  const text = rawValue ?? functionName;
  const parameter = parameters[0];
  if (typeof parameter !== "string") throw malformed(`unexpected token: '${text}'`);
  const { field, read } = resolvePath(scope, parameter);
  if ((kind === "SUM" || kind === "AVG") && !isNumber(field)) {
    throw malformed(`the aggregate function ${kind} is not supported for the field ${field.name}`);
  }
  if (!isAggregatable(field)) {
    throw malformed(`field ${field.name} does not support aggregate operator ${kind}`);
  }
  const compute = (rows: readonly Row[]) =>
    aggregate(
      kind,
      field,
      rows.map(read).filter((value) => value !== null),
    );
  const resultType = kind.startsWith("COUNT") ? "int" : field.type;
  return { name, text, field: { ...field, type: resultType }, compute };
}

function aggregate(kind: string, field: Field, values: readonly Value[]): Value {
  if (kind === "COUNT") return values.length;
  if (kind === "COUNT_DISTINCT") return new Set(values.map((value) => keyOf(field, value))).size;
  if (values.length === 0) return null;
  if (kind === "SUM") return total(values);
  if (kind === "AVG") return total(values) / values.length;
  return values.reduce((best, value) => {
    const order = compareKeys(sortKeyOf(field, value), sortKeyOf(field, best));
    return (kind === "MIN" ? order < 0 : order > 0) ? value : best;
  });
}

/** Decimals are added as Salesforce adds them, without the noise of binary fractions. */
function total(values: readonly Value[]): number {
  return Number(values.reduce<number>((sum, value) => sum + Number(value), 0).toFixed(8));
}
