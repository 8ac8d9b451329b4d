import type { Random } from "../../random.ts";
import type { OrgCopy } from "./org-copy.ts";
import { randomPeriod } from "./period.ts";
import type { Column, Literal, Operator } from "./shape.ts";
import { isNumber, isReference, isText } from "./shape.ts";

export interface Context {
  readonly copy: OrgCopy;
  readonly random: Random;
  /** The org's time. */
  readonly now: Date;
}

export const nothing: Literal = { text: "null", value: null };

/** Where the row drawn has none. */
const substitutes: Readonly<Record<string, string>> = {
  date: "2026-02-28",
  datetime: "2026-02-28T09:00:00.000+0000",
  id: "005000000000001AAA",
  reference: "005000000000001AAA",
};

/** A value of the column's type: mostly one of a row, else one that is likely not there. */
export function randomLiteral(context: Context, column: Column): Literal {
  const { random, copy } = context;
  if (isCount(column)) return numberLiteral(context, random.below(12), true);
  const { name, type } = column.field;
  const found = random.pick(copy.ofType.get(column.owner) ?? [])?.[name];
  if (isNumber(column.field)) return numberLiteral(context, Number(found ?? 0), type === "int");
  const text = String(found ?? substitutes[type] ?? "nothing of the kind");
  if (isReference(column.field)) return idLiteral(context, text);
  if (type === "boolean") return booleanLiteral(random.oneIn(2));
  if (type === "date") return dateLiteral(context, text);
  return type === "datetime" ? momentLiteral(context, text) : textLiteral(context, text);
}

function booleanLiteral(value: boolean): Literal {
  return { text: String(value), value };
}

function numberLiteral({ random }: Context, found: number, whole: boolean): Literal {
  const shifts = whole ? [0, 0, 0, 1, -1, 1000] : [0, 0, 0, 0.5, -1, 1e6];
  const value = random.oneIn(10) ? random.pick([0, -1, 99_999_999]) : found + random.pick(shifts);
  return {
    text: whole || random.oneIn(2) || !Number.isInteger(value) ? String(value) : value.toFixed(2),
    value,
  };
}

function dateLiteral(context: Context, found: string): Literal {
  const { random } = context;
  if (random.oneIn(2)) return periodAround(context, found, (date) => date.toISOString().slice(0, 10));
  const day = Date.parse(found) + random.pick([0, 0, 0, 1, -1, 40]) * 86_400_000;
  const value = new Date(day).toISOString().slice(0, 10);
  return { text: value, value };
}

/** Of a few periods one that begins or ends on the day of the row, if there is any. */
function periodAround(context: Context, found: string, toValue: (date: Date) => string): Literal {
  const periods = Array.from({ length: 8 }, () => randomPeriod(context, toValue));
  const day = found.slice(0, 10);
  const near = periods.find(({ value, end }) => String(value).startsWith(day) || end?.startsWith(day));
  return near ?? context.random.pick(periods);
}

function momentLiteral(context: Context, found: string): Literal {
  const { random } = context;
  const toValue = (date: Date) => date.toISOString().replace("Z", "+0000");
  if (random.oneIn(2)) return periodAround(context, found, toValue);
  const moment = Date.parse(found.replace("+0000", "Z")) + random.pick([0, 0, 0, 1, -1, 86_400]) * 1000;
  const value = toValue(new Date(moment));
  const hours = random.pick([0, 1, -8, 14]);
  const local = new Date(moment + hours * 3_600_000).toISOString();
  const zone = `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
  const plain = new Date(moment).toISOString();
  const text = random.pick([
    plain,
    plain.replace(".000", ""),
    local.replace(".000Z", zone),
    local.replace("Z", zone),
  ]);
  return { text, value };
}

/** 18 characters or the 15 of the same id, or an id that differs in the case of its letters. */
function idLiteral({ random }: Context, found: string): Literal {
  if (!random.oneIn(5)) return { text: `'${random.oneIn(4) ? found.slice(0, 15) : found}'`, value: found };
  const other = found.slice(0, 15).replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const value = toId18(random.oneIn(2) ? other : `${found.slice(0, 12)}zZ9`);
  return { text: `'${random.oneIn(2) ? value.slice(0, 15) : value}'`, value };
}

/** The three letters behind an id say which of its letters are capitals. */
function toId18(id: string): string {
  const letters = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((letter, bit) => (/[A-Z]/.test(letter) ? 1 << bit : 0));
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits.reduce<number>((sum, bit) => sum + bit, 0)];
  });
  return id + letters.join("");
}

function textLiteral({ random }: Context, found: string): Literal {
  if (random.oneIn(25)) return { text: "''", value: null };
  const letters = [...found];
  const cut = letters.slice(0, 1 + random.below(letters.length)).join("");
  const changed = random.pick([found, found, found, cut, `${found}x`, "zzz", "%", "it's"]);
  const value = random.pick([changed, changed, changed.toUpperCase(), changed.toLowerCase()]);
  return { text: quote(value), value };
}

function quote(value: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\\": "\\\\",
    "'": "\\'",
  };
  return `'${value.replace(/[\n\r\t\\']/g, (letter) => escapes[letter] ?? letter)}'`;
}

/** A pattern that a row's text matches, or nearly. */
export function randomPattern(context: Context, column: Column): Literal {
  const { random } = context;
  const { value } = textLiteral(context, String(randomLiteral(context, column).value ?? "abc"));
  const letters = [...String(value ?? "a").replace(/[\n\r\t\\]/g, "")];
  const pattern = letters.map((letter) => {
    if (random.oneIn(6)) return "_";
    return letter === "%" || letter === "_" ? `\\${letter}` : letter;
  });
  const from = random.below(pattern.length + 1);
  const shapes = [
    pattern,
    [...pattern.slice(0, from), "%"],
    ["%", ...pattern.slice(from)],
    ["%", ...pattern.slice(from, from + 2), "%"],
    [...pattern.slice(0, from), "%", ...pattern.slice(from + 2)],
  ];
  const text = random.pick(shapes).join("") || "%";
  return { text: `'${text.replace(/'/g, "\\'")}'`, value: text };
}

export function operatorsOf(column: Column): readonly Operator[] {
  if (isCount(column)) return ordered;
  if (column.field.type === "boolean") return ["=", "!="];
  if (column.field.type === "picklist") return column.fn ? ["=", "!="] : ["=", "!=", "LIKE"];
  return isText(column.field) && !column.fn ? [...ordered, "LIKE", "LIKE"] : ordered;
}

const ordered = ["=", "!=", "<", "<=", ">", ">="] as const;

/** Never null, and a number whatever is counted. */
export function isCount({ fn }: Column): boolean {
  return fn === "COUNT" || fn === "COUNT_DISTINCT";
}
