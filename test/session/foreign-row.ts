import { expect } from "vitest";
import type { Gateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

/** Where a row's account stands. */
const accountColumns = {
  Account: "Id",
  Contact: "AccountId",
  Asset: "AccountId",
  Order: "AccountId",
  OrderItem: "Order.AccountId",
} as const;

/** What hangs on accounts. */
export type Kind = keyof typeof accountColumns;
export const kinds = Object.keys(accountColumns) as readonly Kind[];

type Rows = readonly Record<string, unknown>[];

/** The org as its administrator sees it: all customers' rows. */
export interface OrgView {
  /** The ids of an account's rows of one kind. */
  idsOf(kind: Kind, accountId: string): Promise<readonly string[]>;
  /** Asks all that the org was asked once more: nothing of other accounts may be in the answers, nor in `answer`. */
  expectNothingOfOthers(answer: unknown): Promise<void>;
}

/** `ownAccounts`: those that the caller may see. */
export async function viewOrg(gateway: Gateway, ownAccounts: readonly string[]): Promise<OrgView> {
  const { ask } = await becomeAdministrator(gateway.org.url);
  const own = ownAccounts.map((id) => `'${id}'`).join(", ");
  const others = await Promise.all(
    kinds.map((kind) => ask(`SELECT Id FROM ${kind} WHERE ${accountColumns[kind]} NOT IN (${own})`)),
  );
  const hidden = others.flat().map(({ Id }) => String(Id));
  expect(hidden.length).toBeGreaterThan(0);
  return {
    idsOf: async (kind, accountId) => {
      const rows = await ask(
        `SELECT Id FROM ${kind} WHERE ${accountColumns[kind]} = '${accountId}' ORDER BY Id`,
      );
      return rows.map(({ Id }) => String(Id));
    },
    expectNothingOfOthers: async (answer) => {
      const text = JSON.stringify(answer);
      expect(hidden.filter((id) => text.includes(id))).toEqual([]);
      for (const soql of await queriesOf(gateway)) {
        const rows = rowIds(await ask(soql));
        expect(
          hidden.filter((id) => rows.has(id)),
          soql,
        ).toEqual([]);
      }
    },
  };
}

/** Of all rows, parents and children in them included; what a row of the caller's points at is no row of others. */
function rowIds(rows: Rows): ReadonlySet<string> {
  return new Set([...JSON.stringify(rows).matchAll(/"Id":"(\w{18})"/g)].map(([, id = ""]) => id));
}

/** The org's administrator. */
interface Administrator {
  ask(soql: string): Promise<Rows>;
  update(type: string, id: string, fields: object): Promise<void>;
}

export async function becomeAdministrator(url: string): Promise<Administrator> {
  const form = { grant_type: "client_credentials", client_id: "local-org", client_secret: "local-only" };
  const response = await fetch(`${url}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const data = `${url}/services/data/v68.0`;
  return {
    ask: async (soql) => {
      const answer = await fetch(`${data}/query?q=${encodeURIComponent(soql)}`, { headers });
      return ((await answer.json()) as { records: Rows }).records;
    },
    update: async (type, id, fields) => {
      const answer = await fetch(`${data}/sobjects/${type}/${id}`, {
        method: "PATCH",
        headers,
        body: JSON.stringify(fields),
      });
      expect(answer.status).toBe(204);
    },
  };
}
