import type { Database } from "../database.ts";
import type { Row, Value } from "../row.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { malformed, noSuchColumn, noSuchRelationship } from "./fault.ts";
import { findAny, isPolymorphic, nameType, toName } from "./polymorphic.ts";

/** A SELECT being compiled. */
export interface Scope {
  readonly database: Database;
  readonly soql: string;
  readonly type: SObjectType;
  /** FROM Account a */
  readonly alias: string | undefined;
}

/** A to-one step: the reference field and the type it leads to. */
export interface Step {
  readonly relationship: string;
  readonly reference: Field;
  readonly target: SObjectType;
}

/** A column as a query names it: `Account.Parent.Name`. */
export interface Path {
  readonly steps: readonly Step[];
  readonly field: Field;
  read(row: Row): Value;
}

const maxSteps = 5;

/** @throws SalesforceFailure INVALID_FIELD for an unknown column or relationship */
export function resolvePath(scope: Scope, text: string): Path {
  const names = text.split(".");
  const [first = ""] = names;
  if (names.length > 1 && isOwnName(scope, first)) names.shift();
  const column = names.pop() ?? "";
  if (names.length > maxSteps)
    throw malformed(`Only ${maxSteps} levels of relationships are allowed: ${text}`);
  const steps = resolveSteps(scope, names);
  const type = steps.at(-1)?.target ?? scope.type;
  const field = type.field(column);
  if (!field) throw noSuchColumn(scope.soql, column, type.name);
  return { steps, field, read: createReader(scope.database, steps, field) };
}

/** The row at the end of the steps; undefined where a reference is empty or its row is gone. */
export function follow(database: Database, row: Row, steps: readonly Step[]): Row | undefined {
  let current: Row | undefined = row;
  for (const { reference, target } of steps) {
    const id: Value = current?.[reference.name] ?? null;
    if (target === nameType) {
      const found = findAny(database, id);
      return found && toName(found.type, found.row);
    }
    current = typeof id === "string" ? database.table(target).get(id) : undefined;
    if (!current || !(database.seesAll || database.sees(target, current))) return undefined;
  }
  return current;
}

function isOwnName({ type, alias }: Scope, name: string): boolean {
  if (alias !== undefined && name.toLowerCase() === alias.toLowerCase()) return true;
  return name.toLowerCase() === type.name.toLowerCase() && !type.parent(name);
}

function resolveSteps({ database, soql, type }: Scope, names: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  for (const name of names) {
    const from = steps.at(-1)?.target ?? type;
    const reference = from.parent(name);
    const target = reference && targetOf(database, reference);
    if (!reference || !target) throw noSuchRelationship(soql, name);
    steps.push({ relationship: reference.relationshipName ?? name, reference, target });
  }
  return steps;
}

function targetOf({ schema }: Database, reference: Field): SObjectType | undefined {
  return isPolymorphic(reference) ? nameType : schema.type(reference.referenceTo?.[0] ?? "");
}

function createReader(database: Database, steps: readonly Step[], { name }: Field): (row: Row) => Value {
  if (steps.length === 0) return (row) => row[name] ?? null;
  return (row) => follow(database, row, steps)?.[name] ?? null;
}
