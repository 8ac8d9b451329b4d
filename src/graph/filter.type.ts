import { type ClassType, Field, ID, InputType, Int, type registerEnumType } from "type-graphql";
import type { ColumnField, FilterKind, RecordMap } from "../salesforce/record.ts";
import { DateScalar, DateTimeScalar, DecimalScalar } from "./scalar.ts";

const operatorDescriptions = {
  eq: "Equal; null asks for empty fields. Text is compared without regard to case.",
  ne: "Not equal; empty fields count as not equal. null asks for fields that are not empty.",
  gt: "Greater than.",
  gte: "Greater than or equal.",
  lt: "Less than.",
  lte: "Less than or equal.",
  in: "One of these values, 500 at most; an empty list matches nothing.",
  notIn: "None of these values, 500 at most.",
  contains: "Contains this text, whatever its case; % and _ stand for themselves.",
  startsWith: "Starts with this text, whatever its case.",
  endsWith: "Ends with this text, whatever its case.",
  isNull: "true: the field is empty. false: it is not.",
} as const;

type Operator = keyof typeof operatorDescriptions;
type ScalarType = Parameters<typeof registerEnumType>[0] | object | typeof String;

const order = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "isNull"] as const;
const operators: Readonly<Record<FilterKind, readonly Operator[]>> = {
  string: ["eq", "ne", "in", "notIn", "contains", "startsWith", "endsWith", "isNull"],
  id: ["eq", "in"],
  int: order,
  decimal: order,
  date: order,
  dateTime: order,
  boolean: ["eq"],
  enum: ["eq", "ne", "in", "notIn"],
};

const operatorInputs: Readonly<Record<Exclude<FilterKind, "enum">, ClassType>> = {
  string: createOperators("StringFilter", String, "string"),
  id: createOperators("IdFilter", ID, "id"),
  int: createOperators("IntFilter", Int, "int"),
  decimal: createOperators("DecimalFilter", DecimalScalar, "decimal"),
  date: createOperators("DateFilter", DateScalar, "date"),
  dateTime: createOperators("DateTimeFilter", DateTimeScalar, "dateTime"),
  boolean: createOperators("BooleanFilter", Boolean, "boolean"),
};

/** The filter input of a record: one operator object for every field that Salesforce can filter by, and and/or/not. */
export function createFilterType(record: RecordMap, enums: Readonly<Record<string, object>> = {}): ClassType {
  const name = `${record.typeName}Filter`;
  const Filter = createInput(
    name,
    `Which ${record.typeName} rows to list; conditions beside each other all hold.`,
  );
  addField(Filter, { name: "and", type: () => [Filter], description: "All of these hold." });
  addField(Filter, { name: "or", type: () => [Filter], description: "At least one of these holds." });
  addField(Filter, { name: "not", type: () => Filter, description: "This does not hold." });
  for (const [field, map] of Object.entries(record.fields)) {
    if (map.kind !== "column" || !map.filter) continue;
    const type = operatorsOf(map, enums[field], `${record.typeName}.${field}`);
    addField(Filter, { name: field, type: () => type, description: `By ${field}.` });
  }
  return Filter;
}

const enumInputs = new Map<object, ClassType>();

function operatorsOf(map: ColumnField, enumeration: object | undefined, place: string): ClassType {
  if (map.filter !== "enum") return operatorInputs[map.filter ?? "string"];
  if (!enumeration) throw new TypeError(`${place} needs its enum type for the filter`);
  const known = enumInputs.get(enumeration);
  if (known) return known;
  const input = createOperators(`${place.replace(".", "")}Filter`, enumeration, "enum");
  enumInputs.set(enumeration, input);
  return input;
}

function createOperators(name: string, type: ScalarType, kind: FilterKind): ClassType {
  const Operators = createInput(name, "Operators; several beside each other all hold.");
  for (const operator of operators[kind]) {
    const isList = operator === "in" || operator === "notIn";
    const single = operator === "isNull" ? Boolean : type;
    addField(Operators, {
      name: operator,
      type: () => (isList ? [single] : single),
      description: operatorDescriptions[operator],
    });
  }
  return Operators;
}

/** A named input class without fields. */
function createInput(name: string, description: string): ClassType {
  const Input = class {};
  InputType(name, { description })(Input);
  return Input;
}

interface InputField {
  readonly name: string;
  readonly type: () => unknown;
  readonly description: string;
}

/** What `@Field` does to a class that is written out. */
function addField(input: ClassType, { name, type, description }: InputField): void {
  Field(type as () => typeof String, { nullable: true, description })(input.prototype, name);
}
