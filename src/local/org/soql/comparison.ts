import type { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Row, Value } from "../row.ts";
import type { Field } from "../sobject.ts";
import { compareKeys, isNumber, isText, keyOf } from "../value.ts";
import { dateFunctions, toDate } from "./date-function.ts";
import { type Period, toPeriod } from "./date-literal.ts";
import { invalidField, invalidFilter, malformed } from "./fault.ts";
import { type Path, resolvePath, type Scope } from "./path.ts";
import { type JoinEnd, requireJoinable } from "./semi-join.ts";
import { toPattern, unquote } from "./text-literal.ts";

/** A comparison that is ready to run, with what an index needs to know of it. */
export interface Comparison {
  test(row: Row): boolean;
  /** Set where a column of the row itself is compared with keys. */
  readonly direct?: DirectComparison;
}

interface DirectComparison {
  readonly field: Field;
  readonly operator: "=" | "<" | "<=" | ">" | ">=";
  readonly keys: readonly Value[];
}

/** A comparison as the parser leaves it. */
export interface RawComparison {
  readonly field?: string;
  readonly fn?: {
    readonly functionName?: string;
    readonly parameters?: readonly unknown[];
    readonly rawValue?: string;
  };
  readonly operator: string;
  readonly literalType?: string | readonly string[];
  readonly value?: string | readonly string[];
}

type Test = (key: Value) => boolean;

/** What is compared: a column or a date function over one. */
interface Operand {
  readonly field: Field;
  readonly path: Path | null;
  readonly name: string;
  read(row: Row): Value;
}

/** @throws SalesforceFailure INVALID_FIELD, MALFORMED_QUERY or INVALID_QUERY_FILTER_OPERATOR */
export function compileComparison(scope: Scope, raw: RawComparison): Comparison {
  const operand = resolveOperand(scope, raw);
  const operator = raw.operator.toUpperCase();
  const literals = rawLiterals(raw).map((literal) => toLiteral(operand, literal, scope.database.now()));
  if (operator === "LIKE") return { test: createLike(operand, raw) };
  if (operator === "INCLUDES" || operator === "EXCLUDES")
    return { test: createIncludes(operand, raw, operator) };
  const test = createTest(operator, literals, operand);
  const { read, field } = operand;
  const direct = operand.path?.steps.length === 0 ? directOf(field, operator, literals) : undefined;
  return { test: (row) => test(keyOf(field, read(row))), ...(direct && { direct }) };
}

/** The values of a semi-join's inner column. */
export interface InnerColumn extends JoinEnd {
  readonly keys: ReadonlySet<Value>;
}

/** A semi-join or anti-join: the column is, or is not, among the keys of another query. */
export function compileMembership(scope: Scope, raw: RawComparison, inner: InnerColumn): Comparison {
  const { field, read, path, name } = resolveOperand(scope, raw);
  if (!path) throw malformed(`unexpected token: '${name}'`);
  requireJoinable(scope.soql, { name, path, type: scope.type }, inner);
  const { keys } = inner;
  if (raw.operator.toUpperCase() === "NOT IN") return { test: (row) => !keys.has(keyOf(field, read(row))) };
  const direct = path.steps.length === 0 ? ({ field, operator: "=", keys: [...keys] } as const) : undefined;
  return { test: (row) => keys.has(keyOf(field, read(row))), ...(direct && { direct }) };
}

function resolveOperand(scope: Scope, raw: RawComparison): Operand {
  const { field: name, fn } = raw;
  if (name !== undefined) {
    const path = resolvePath(scope, name);
    if (!path.field.filterable) throw invalidField(`field '${name}' can not be filtered in a query call`);
    return { field: path.field, path, name, read: path.read };
  }
  const { functionName = "", parameters = [], rawValue = functionName } = fn ?? {};
  if (functionName.toUpperCase() === "TOLABEL")
    return resolveOperand(scope, { ...raw, field: String(parameters[0]) });
  const compute = dateFunctions[functionName.toUpperCase()];
  if (!compute) throw malformed(`Invalid function: ${rawValue}`);
  const path = resolvePath(scope, String(parameters[0]));
  const field: Field = { ...path.field, type: functionName.toUpperCase() === "DAY_ONLY" ? "date" : "int" };
  const read = (row: Row): Value => {
    const value = path.read(row);
    return value === null ? null : compute(toDate(value));
  };
  return { field, path: null, name: rawValue, read };
}

/** A key, or the period of a date literal. */
type Literal = Value | Period;

interface RawLiteral {
  readonly type: string;
  readonly text: string;
}

/** Each literal of a list has its own type, unless all have the same. */
function rawLiterals({ value = [], literalType = [] }: RawComparison): readonly RawLiteral[] {
  const types = [literalType].flat();
  return [value].flat().map((text, index) => ({ text, type: types[index] ?? types[0] ?? "" }));
}

function toLiteral({ field, name }: Operand, { type, text }: RawLiteral, now: Date): Literal {
  if (type === "NULL") return null;
  if (type === "STRING") return toTextKey(field, name, unquote(text));
  const literal = toBareLiteral(field, type, text);
  if (literal !== undefined) return literal;
  const period = isTemporal(field) ? toPeriod(text, now) : null;
  if (period) return period;
  throw wrongType(field, name);
}

function toBareLiteral(field: Field, type: string, text: string): Value | undefined {
  if (type === "BOOLEAN" && field.type === "boolean") return text.toUpperCase() === "TRUE";
  if ((type === "INTEGER" || type === "DECIMAL") && isNumber(field)) return Number(text);
  if (type === "DATE" && field.type === "date") return requireDay(text);
  if (type === "DATETIME" && field.type === "datetime") return toMoment(text);
  return undefined;
}

function wrongType(field: Field, name: string): SalesforceFailure {
  const sentence = `value of filter criterion for field '${name}' must be of type ${typeNameOf(field)}${hintOf(field)}`;
  return invalidField(sentence);
}

function toTextKey(field: Field, name: string, text: string): Value {
  if (field.type === "id" || field.type === "reference") {
    if (text === "") return null;
    if (!isId(text)) throw invalidFilter(`invalid ID field: ${text}`);
    return toId18(text);
  }
  if (isText(field)) return text === "" ? null : text.toUpperCase();
  throw wrongType(field, name);
}

/** February has no 30th. */
function requireDay(text: string): string {
  const [day = ""] = text.split("T");
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day))
    throw malformed(`Invalid date: ${text}`);
  return text;
}

function toMoment(text: string): string {
  const time = Date.parse(requireDay(text));
  if (Number.isNaN(time)) throw malformed(`For input string: "${text}"`);
  return new Date(time).toISOString().replace("Z", "+0000");
}

function invalidOperator({ type }: Field): SalesforceFailure {
  return invalidFilter(`invalid operator on ${type} field`);
}

function isTemporal({ type }: Field): boolean {
  return type === "date" || type === "datetime";
}

function typeNameOf(field: Field): string {
  if (isText(field)) return "string";
  if (field.type === "datetime") return "dateTime";
  return isNumber(field) && field.type !== "int" ? "double" : field.type;
}

function hintOf(field: Field): string {
  const quoted = isText(field) || field.type === "id" || field.type === "reference";
  return quoted ? " and should be enclosed in quotes" : " and should not be enclosed in quotes";
}

function createTest(operator: string, literals: readonly Literal[], operand: Operand): Test {
  const [first = null] = literals;
  if (operator === "IN") return anyOf(literals.map((literal) => equals(literal, operand)));
  if (operator === "NOT IN") return not(anyOf(literals.map((literal) => equals(literal, operand))));
  if (operator === "=") return equals(first, operand);
  if (operator === "!=") return not(equals(first, operand));
  if (operand.field.type === "boolean") {
    throw invalidOperator(operand.field);
  }
  if (first === null) return () => false;
  if (isPeriod(first)) return orderedAgainst(operator, bounds(first, operand.field));
  return orderedAgainst(operator, { low: first, high: first, open: false });
}

interface Bounds {
  readonly low: Value;
  readonly high: Value;
  /** `high` itself is not in it any more. */
  readonly open: boolean;
}

function orderedAgainst(operator: string, { low, high, open }: Bounds): Test {
  const isBefore: Test = (key) => key !== null && compareKeys(key, low) < 0;
  const isAfter: Test = (key) => key !== null && compareKeys(key, high) > (open ? -1 : 0);
  if (operator === "<") return isBefore;
  if (operator === ">") return isAfter;
  if (operator === "<=") return (key) => key !== null && !isAfter(key);
  return (key) => key !== null && !isBefore(key);
}

function equals(literal: Literal, { field }: Operand): Test {
  if (!isPeriod(literal)) return (key) => key === literal;
  const { low, high } = bounds(literal, field);
  return (key) => key !== null && compareKeys(key, low) >= 0 && compareKeys(key, high) < 0;
}

function bounds({ start, end }: Period, { type }: Field): Bounds {
  const write = (date: Date) => {
    const text = date.toISOString();
    return type === "date" ? text.slice(0, 10) : text.replace("Z", "+0000");
  };
  return { low: write(start), high: write(end), open: true };
}

function isPeriod(literal: Literal): literal is Period {
  return typeof literal === "object" && literal !== null;
}

function anyOf(tests: readonly Test[]): Test {
  return (key) => tests.some((test) => test(key));
}

function not(test: Test): Test {
  return (key) => !test(key);
}

function createLike({ field, read }: Operand, { value }: RawComparison): Comparison["test"] {
  if (!isText(field)) {
    throw invalidOperator(field);
  }
  const pattern = toPattern(String(value));
  return (row) => {
    const text = read(row);
    return typeof text === "string" && pattern.test(text.toLowerCase());
  };
}

/** INCLUDES ('a;b', 'c'): a and b, or c. */
function createIncludes({ field, read }: Operand, raw: RawComparison, operator: string): Comparison["test"] {
  if (field.type !== "multipicklist") {
    throw invalidOperator(field);
  }
  const wanted = [raw.value ?? []].flat().map((literal) => unquote(literal).toLowerCase().split(";"));
  const includes = (row: Row) => {
    const values = String(read(row) ?? "")
      .toLowerCase()
      .split(";");
    return wanted.some((all) => all.every((value) => values.includes(value)));
  };
  return operator === "INCLUDES" ? includes : (row) => !includes(row);
}

function directOf(
  field: Field,
  operator: string,
  literals: readonly Literal[],
): DirectComparison | undefined {
  if (literals.some(isPeriod)) return undefined;
  const keys = literals as readonly Value[];
  if (operator === "=" || operator === "IN") return { field, operator: "=", keys };
  if (operator === "<" || operator === "<=" || operator === ">" || operator === ">=")
    return { field, operator, keys };
  return undefined;
}
