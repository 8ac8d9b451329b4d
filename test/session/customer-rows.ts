import type { Gateway } from "../gateway.ts";
import { type Rest, signInAt } from "../local-org/org.ts";
import { queriesOf } from "../local-org-calls.ts";

/** A record as Salesforce answers it; parents and child lists inside it are records as well. */
export interface Row {
  readonly Id: string;
  readonly [column: string]: unknown;
}

export interface CustomerRows {
  /** Every record that hangs on an account other than these, as the org's own administrator sees it. */
  foreignIds(accountIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ids of the records that the org read for the gateway since its log was cleared, those of a COUNT included. */
  fetchedIds(gateway: Gateway): Promise<readonly string[]>;
  query(soql: string): Promise<readonly Row[]>;
}

const accountColumns = {
  Account: "Id",
  Contact: "AccountId",
  Asset: "AccountId",
  Order: "AccountId",
  OrderItem: "Order.AccountId",
};

/** Asks the local org itself, past the gateway. */
export async function openCustomerRows(url: string): Promise<CustomerRows> {
  const rest = await signInAt(url);
  return {
    async foreignIds(accountIds) {
      const own = accountIds.map((id) => `'${id}'`).join(", ");
      const queries = Object.entries(accountColumns).map(
        ([sObject, column]) => `SELECT Id FROM ${sObject} WHERE NOT (${column} IN (${own}))`,
      );
      const rows = await Promise.all(queries.map((soql) => allRows(rest, soql)));
      return new Set(rows.flat().map(({ Id }) => Id));
    },
    async fetchedIds(gateway) {
      const rows = await Promise.all(
        (await queriesOf(gateway)).map((soql) => allRows(rest, rowsBehind(soql))),
      );
      return rows.flat().flatMap(idsIn);
    },
    query: (soql) => allRows(rest, soql),
  };
}

/** The rows that a COUNT looks at, instead of their number. */
function rowsBehind(soql: string): string {
  if (!soql.includes("COUNT(")) return soql;
  return soql.replace(/^SELECT .*? FROM/, "SELECT Id FROM").replace(/ GROUP BY .*$/, "");
}

async function allRows(rest: Rest, soql: string): Promise<readonly Row[]> {
  if (soql.startsWith("FIND ")) return foundRows(rest, soql);
  const rows: Row[] = [];
  let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
  while (path !== undefined) {
    const { status, body } = await rest.send("GET", path);
    if (status !== 200) throw new Error(`${soql}: ${JSON.stringify(body)}`);
    rows.push(...body.records);
    path = body.nextRecordsUrl?.replace(/^\/services\/data\/v[\d.]+/, "");
  }
  return rows;
}

async function foundRows(rest: Rest, sosl: string): Promise<readonly Row[]> {
  const { status, body } = await rest.send("GET", `/search?q=${encodeURIComponent(sosl)}`);
  if (status !== 200) throw new Error(`${sosl}: ${JSON.stringify(body)}`);
  return body.searchRecords;
}

/** Every record has its address in its attributes, whether its Id was asked for or not. */
function idsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { url } = (value as { attributes?: { url?: string } }).attributes ?? {};
  return [...(url ? [url.slice(url.lastIndexOf("/") + 1)] : []), ...Object.values(value).flatMap(idsIn)];
}
