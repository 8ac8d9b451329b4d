import { generateMore } from "../data/fill.ts";
import type { Amounts } from "../data/generator.ts";
import type { Database } from "../database.ts";
import { SalesforceFailure } from "../failure.ts";

interface SeedRecord {
  readonly attributes?: { readonly type?: string; readonly referenceId?: string };
  readonly [field: string]: unknown;
}

export interface Seeded {
  /** How many records of each type were added. */
  readonly created: Readonly<Record<string, number>>;
  /** The new ids in the order of the records; empty for generated ones. */
  readonly ids: readonly string[];
}

/**
 * Adds generated records, `{ accounts: 10, assets: 100, orders: 50 }`, or the given ones, `{ records: [{ attributes:
 * { type: "Account", referenceId: "acme" }, Name: "Acme" }, { attributes: { type: "Asset" }, AccountId: "@acme" }] }`:
 * these pass the same validation as a client's, all or none.
 */
export function seed(database: Database, wanted: Readonly<Record<string, unknown>>): Seeded {
  if (Array.isArray(wanted.records)) return insertAll(database, wanted.records);
  const amounts = {
    accounts: amountOf(wanted, "accounts"),
    assets: amountOf(wanted, "assets"),
    orders: amountOf(wanted, "orders"),
  };
  generateMore(database, amounts);
  return { created: { Account: amounts.accounts, Asset: amounts.assets, Order: amounts.orders }, ids: [] };
}

function amountOf(wanted: Readonly<Record<string, unknown>>, name: keyof Amounts): number {
  const amount = wanted[name] ?? 0;
  if (Number.isSafeInteger(amount) && Number(amount) >= 0) return Number(amount);
  throw new SalesforceFailure(400, "INVALID_INPUT", `${name} must be a whole number of records`);
}

function insertAll(database: Database, records: readonly SeedRecord[]): Seeded {
  const created: Record<string, number> = {};
  const references = new Map<string, string>();
  const ids = database.transaction(() =>
    records.map((record) => {
      const { typeName, id } = insertOne(database, record, references);
      created[typeName] = (created[typeName] ?? 0) + 1;
      return id;
    }),
  );
  return { created, ids };
}

function insertOne(
  database: Database,
  { attributes, ...fields }: SeedRecord,
  references: Map<string, string>,
): { readonly typeName: string; readonly id: string } {
  const type = database.schema.type(attributes?.type ?? "");
  if (!type)
    throw new SalesforceFailure(400, "INVALID_TYPE", `There is no sObject type '${attributes?.type}'`);
  const pairs = Object.entries(fields).map(([name, value]) => [name, resolve(value, references)]);
  const id = String(database.insert(type, Object.fromEntries(pairs)).Id);
  if (attributes?.referenceId) references.set(attributes.referenceId, id);
  return { typeName: type.name, id };
}

/** "@acme" is the id of the record with that referenceId; a text that only begins with @ stays as it is. */
function resolve(value: unknown, references: ReadonlyMap<string, string>): unknown {
  return typeof value === "string" && value.startsWith("@")
    ? (references.get(value.slice(1)) ?? value)
    : value;
}
