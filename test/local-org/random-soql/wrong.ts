import { randomColumn, typeOf } from "./condition.ts";
import type { Context } from "./literal.ts";
import type { Column, Field, Query } from "./shape.ts";
import { isNumber, isReference, isText } from "./shape.ts";
import { write, writeColumn } from "./write.ts";

type Draw = (wanted: (field: Field) => boolean) => string;

/** A query that is to be refused, and why. */
export interface WrongQuery {
  readonly soql: string;
  readonly family: string;
}

export function randomWrongQuery(context: Context): WrongQuery {
  const { random, copy } = context;
  const type = random.pick([...copy.types.keys()]);
  const draw: Draw = (wanted) => {
    const column: Column | null = randomColumn(context, type, wanted);
    const own = typeOf(context, type).fields.find(wanted);
    return column.field ? writeColumn(column) : (own?.name ?? "Nope");
  };
  const family = random.pick(Object.keys(families));
  return { family, soql: families[family]?.({ type, draw, context }) ?? "" };
}

interface Wrong {
  readonly type: string;
  readonly draw: Draw;
  readonly context: Context;
}

const any = () => true;
const isCompared = ({ filterable, type }: Field) => filterable && type !== "address";
const where = (type: string, condition: string) => `SELECT Id FROM ${type} WHERE ${condition}`;

const families: Readonly<Record<string, (wrong: Wrong) => string>> = {
  "unknown object": ({ type }) => `SELECT Id FROM ${type}z`,
  "unknown field": ({ type, draw }) => `SELECT ${draw(any)}z FROM ${type}`,
  "unknown field in WHERE": ({ type, draw }) => where(type, `${draw(isCompared)}z != null`),
  "unknown field in ORDER BY": ({ type, draw }) => `SELECT Id FROM ${type} ORDER BY ${draw(any)}z`,
  "unknown parent": ({ type, draw }) => `SELECT Nope.${draw(any)} FROM ${type}`,
  "unknown child": ({ type }) => `SELECT Id, (SELECT Id FROM Nopes) FROM ${type}`,
  "column behind a column": ({ type, draw }) =>
    `SELECT ${draw((field) => !isReference(field) && field.name !== "Name")}.Name FROM ${type}`,
  "text without quotes": ({ type, draw }) =>
    where(type, `${draw((field) => isText(field) && field.filterable)} = 5`),
  "text for a number": ({ type, draw }) => where(type, `${draw(isNumber)} > 'five'`),
  "text for a checkbox": ({ type, draw }) =>
    where(type, `${draw(({ type: each }) => each === "boolean")} = 'true'`),
  "order of checkboxes": ({ type, draw }) =>
    where(type, `${draw(({ type: each }) => each === "boolean")} > true`),
  "date for a moment": ({ type, draw }) =>
    where(type, `${draw(({ type: each }) => each === "datetime")} = 2026-01-31`),
  "moment for a date": ({ type, draw }) =>
    where(type, `${draw(({ type: each }) => each === "date")} < 2026-01-31T00:00:00Z`),
  "no date": ({ type, draw }) => where(type, `${draw(({ type: each }) => each === "date")} < 2026-02-30`),
  "unknown date literal": ({ type, draw }) =>
    where(type, `${draw(({ type: each }) => each === "date")} = SOMEDAY`),
  "number for a date": ({ type, draw }) =>
    where(type, `${draw(({ type: each }) => each === "datetime")} = 20260131`),
  "no id": ({ type, draw }) => where(type, `${draw(isReference)} = 'nobody'`),
  "LIKE of a number": ({ type, draw }) => where(type, `${draw(isNumber)} LIKE '1%'`),
  "LIKE of an id": ({ type, draw }) => where(type, `${draw(isReference)} LIKE '00%'`),
  "column that cannot be filtered": ({ type, draw }) =>
    where(type, `${draw(({ filterable }) => !filterable)} = 'x'`),
  "column that cannot be sorted": ({ type, draw }) =>
    `SELECT Id FROM ${type} ORDER BY ${draw(({ sortable }) => !sortable)}, Id`,
  "column that cannot be grouped": ({ type, draw }) =>
    `SELECT COUNT(Id) FROM ${type} GROUP BY ${draw(({ groupable }) => !groupable)}`,
  "column that is not grouped": ({ type, draw }) =>
    `SELECT Id, COUNT(${draw(({ type: each }) => each === "id")}) FROM ${type} GROUP BY ${draw(({ groupable, type: each }) => groupable && each === "boolean")}`,
  "sum of texts": ({ type, draw }) => `SELECT SUM(${draw((field) => isText(field))}) FROM ${type}`,
  "average of ids": ({ type, draw }) => `SELECT AVG(${draw(isReference)}) FROM ${type}`,
  "aggregate in WHERE": ({ type }) => where(type, "COUNT(Id) > 1"),
  "twice the same": ({ type, draw }) => {
    const column = draw(any);
    return `SELECT ${column}, ${column.toUpperCase()} FROM ${type}`;
  },
  "AND beside OR": ({ type, draw }) =>
    where(type, `${draw(isCompared)} = null AND ${draw(isCompared)} = null OR ${draw(isCompared)} != null`),
  "joined by different objects": ({ type }) => where(type, `Id IN (SELECT ${type}Id FROM Pricebook2)`),
  "joined by a text": ({ type, draw }) =>
    where(type, `${draw((field) => isText(field) && field.filterable)} IN (SELECT Id FROM User)`),
  "joined with itself": ({ type }) => where(type, `Id IN (SELECT Id FROM ${type})`),
  "join beside OR": ({ type, draw }) =>
    where(type, `CreatedById IN (SELECT OwnerId FROM Asset) OR ${draw(isCompared)} = null`),
  "empty list": ({ type, draw }) => where(type, `${draw(isCompared)} IN ()`),
  "negative limit": ({ type }) => `SELECT Id FROM ${type} LIMIT -1`,
  "limit in words": ({ type }) => `SELECT Id FROM ${type} LIMIT ten`,
  "clauses in the wrong order": ({ type, draw }) =>
    `SELECT Id FROM ${type} LIMIT 5 WHERE ${draw(isCompared)} = null`,
  "nothing selected": ({ type }) => `SELECT FROM ${type}`,
  "open text": ({ type, draw }) => where(type, `${draw((field) => isText(field) && field.filterable)} = 'x`),
  "open parenthesis": ({ type, draw }) => where(type, `(${draw(isCompared)} != null`),
  "unknown escape": ({ type, draw }) =>
    where(type, `${draw((field) => isText(field) && field.filterable)} = 'a\\q'`),
  "half a comparison": ({ type, draw }) => where(type, draw(isCompared)),
  "forgotten comma": ({ type, draw }) => `SELECT ${draw(any)} Id FROM ${type}`,
  "cut off ORDER BY": ({ type }) => `SELECT Id FROM ${type} ORDER`,
  "cut off GROUP BY": ({ type }) => `SELECT COUNT(Id) FROM ${type} GROUP`,
  "ORDER BY without space": ({ type }) => `SELECT Id FROM ${type} ORDER BYId`,
  "GROUP BY without space": ({ type }) => `SELECT COUNT(Id) FROM ${type} GROUP BYId`,
  "LIMIT without space": ({ type }) => `SELECT Id FROM ${type} LIMIT5`,
  "aggregate of a checkbox": ({ type, draw }) =>
    `SELECT MIN(${draw(({ type: each }) => each === "boolean")}) FROM ${type}`,
  "aggregate of what has none": ({ type, draw }) =>
    `SELECT COUNT(${draw(({ aggregatable }) => !aggregatable)}) FROM ${type}`,
  "two aliases of one name": ({ type, draw }) =>
    `SELECT COUNT(Id) twice, MAX(${draw(({ aggregatable }) => aggregatable)}) twice FROM ${type}`,
  "two groups of one name": ({ type }) => `SELECT Id, CreatedBy.Id FROM ${type} GROUP BY Id, CreatedBy.Id`,
  "HAVING of what is not grouped": ({ type }) =>
    `SELECT COUNT(Id) FROM ${type} GROUP BY LastModifiedById HAVING CreatedById != null`,
  "order by what is not grouped": ({ type, draw }) =>
    `SELECT COUNT(Id) FROM ${type} GROUP BY Id ORDER BY ${draw(({ sortable, type: each }) => sortable && each !== "id")}`,
  "limit of an aggregate": ({ type }) => `SELECT COUNT(Id) FROM ${type} LIMIT 5`,
  "order of a count": ({ type }) => `SELECT COUNT() FROM ${type} ORDER BY Id`,
  "groups of a count": ({ type }) => `SELECT COUNT() FROM ${type} GROUP BY Id`,
  "condition of an address": () => where("Account", "BillingAddress = null"),
};

/** A good query with one piece taken out, doubled or put elsewhere; the org may understand it or refuse it. */
export function randomDamage({ random }: Context, query: Query): string {
  const pieces: string[] = write(query).match(/'(?:[^'\\]|\\.)*'|\w+|\s+|./gu) ?? [];
  const at = random.below(pieces.length);
  const damages = [
    () => pieces.toSpliced(at, 1),
    () => pieces.toSpliced(at, 0, pieces[at] ?? ""),
    () => pieces.toSpliced(at, 0, random.pick(pieces)),
    () =>
      pieces.with(at, random.pick(["'", "(", ")", ",", " NOT ", " null ", " SELECT ", "\\", "\u0000", "é"])),
    () => pieces.slice(0, at),
  ];
  return random.pick(damages)().join("");
}
