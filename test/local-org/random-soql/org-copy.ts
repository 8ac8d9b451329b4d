import { expect } from "vitest";
import type { LocalOrg } from "../../../src/local/org/server.ts";
import type { Rows } from "./evaluate.ts";
import { type Field, isText, type ObjectType, type Row } from "./shape.ts";

/** What the tests know of the org: its describes and all its rows, read through the API. */
export interface OrgCopy extends Rows {
  readonly types: ReadonlyMap<string, ObjectType>;
  /** Columns with values that differ in nothing but case, as Account.Name. */
  readonly mixedCase: ReadonlySet<string>;
  /** Columns with different values, one of which may be null. */
  readonly varied: ReadonlySet<string>;
}

export interface Api {
  get(path: string): Promise<unknown>;
  /** Up to 25 queries in one request. */
  query(queries: readonly string[]): Promise<readonly QueryAnswer[]>;
}

export interface QueryAnswer {
  readonly statusCode: number;
  readonly result: unknown;
}

const names = ["Account", "Contact", "Asset", "Product2", "PricebookEntry", "Order", "OrderItem", "User"];
const version = "v68.0";

export async function signIn({ url }: LocalOrg): Promise<Api> {
  const form = "grant_type=client_credentials&client_id=local-org&client_secret=local-only";
  const response = await fetch(`${url}/services/oauth2/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form,
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const send = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${url}/services/data/${version}${path}`, { ...init, headers });
    const body: unknown = await answer.json();
    expect(answer.status, `${path}: ${JSON.stringify(body).slice(0, 500)}`).toBe(200);
    return body;
  };
  return {
    get: (path) => send(path, {}),
    query: async (queries) => {
      const batchRequests = queries.map((soql) => ({
        method: "GET",
        url: `${version}/query?q=${encodeURIComponent(soql)}`,
      }));
      const body = await send("/composite/batch", {
        method: "POST",
        body: JSON.stringify({ batchRequests }),
      });
      return (body as { results: QueryAnswer[] }).results;
    },
  };
}

export async function copyOrg(api: Api): Promise<OrgCopy> {
  const { sobjects } = (await api.get("/sobjects")) as { sobjects: { name: string; queryable: boolean }[] };
  const types = new Map<string, ObjectType>();
  const ofType = new Map<string, readonly Row[]>();
  for (const { name } of sobjects.filter((each) => names.includes(each.name) && each.queryable)) {
    types.set(name, (await api.get(`/sobjects/${name}/describe`)) as ObjectType);
    ofType.set(name, await readAll(api, name));
  }
  expect(types.size).toBe(names.length);
  const byId = new Map([...ofType.values()].flat().map((row) => [String(row.Id), row]));
  const columns = [...types.values()].flatMap((type) =>
    type.fields.map((field) => columnOf(type, field, ofType)),
  );
  const named = (wanted: typeof columns) => new Set(wanted.map(({ name }) => name));
  return {
    types,
    ofType,
    byId,
    mixedCase: named(columns.filter(({ keys, values }) => keys < values)),
    varied: named(columns.filter(({ values }) => values > 1)),
  };
}

/** How many different values a column has, with and without regard to case. */
function columnOf(type: ObjectType, field: Field, ofType: OrgCopy["ofType"]) {
  const values = new Set((ofType.get(type.name) ?? []).map((row) => String(row[field.name])));
  const keys = isText(field) ? new Set([...values].map((value) => value.toUpperCase())) : values;
  return { name: `${type.name}.${field.name}`, values: values.size, keys: keys.size };
}

async function readAll(api: Api, name: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after = ""; ; after = String(rows.at(-1)?.Id)) {
    const where = after === "" ? "" : ` WHERE Id > '${after}'`;
    const soql = `SELECT FIELDS(ALL) FROM ${name}${where} ORDER BY Id LIMIT 200`;
    const page = (await api.get(`/query?q=${encodeURIComponent(soql)}`)) as { records: Row[] };
    rows.push(...page.records);
    if (page.records.length < 200) return rows;
  }
}
