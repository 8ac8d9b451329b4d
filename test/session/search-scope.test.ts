import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Scope } from "../../src/auth/scope.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";
import { createFleet } from "../reading/fleet.ts";
import { openCustomerRows } from "./customer-rows.ts";

const edge = { organization: "01930000-0000-7000-8000-000000000001", account: "001Lo0000000005IAA" };
const unitedOil = "001Lo0000000002IAA";
const readings: readonly Scope[] = ["accounts:read", "assets:read", "orders:read"];

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

describe("A customer's search", () => {
  const customer = () => gateway.token(readings, [edge.organization]);

  test.each(["united", "GC1020", "00000101", "gen", "an", "theirs"])(
    "for %s finds rows of their own accounts alone, and fetches no other",
    async (query) => {
      const rows = await openCustomerRows(gateway.org.url);
      const others = await rows.foreignIds([edge.account]);
      const document = `query ($query: String!) { search(query: $query, first: 200) { ... on Node { id } } }`;
      const all = await gateway.query(document, { query });
      await gateway.org.clearCalls();
      const { data, errors } = await gateway.query(document, { query }, { token: customer() });
      expect(errors).toBeUndefined();
      const own = all.data.search.filter(({ id }: { id: string }) => !others.has(id));
      expect(data.search).toEqual(own);
      expect((await rows.fetchedIds(gateway)).filter((id) => others.has(id))).toEqual([]);
    },
  );

  test("has the scope in its SOSL, type by type; products are everybody's", async () => {
    await find('query: "gen"', customer());
    const [sosl = ""] = await queriesOf(gateway);
    const own = `'${edge.account}'`;
    expect(sosl).toContain(`WHERE Id IN (${own}) LIMIT 20), Asset(`);
    for (const type of ["Asset", "Order", "Contact"]) {
      expect(sosl).toMatch(new RegExp(`${type}\\([^()]*WHERE AccountId IN \\(${own}\\) LIMIT 20\\)`));
    }
    expect(sosl).toMatch(/Product2\([^()]* LIMIT 20\)/);
  });

  test("does not lead to what others have", async () => {
    await gateway.org.seed([
      { attributes: { type: "Contact", referenceId: "contact" }, LastName: "Theirs", AccountId: unitedOil },
      { attributes: { type: "Asset", referenceId: "above" }, Name: "Theirs above", AccountId: unitedOil },
      {
        attributes: { type: "Asset" },
        Name: "Quuxpress",
        AccountId: edge.account,
        ContactId: "@contact",
        ParentId: "@above",
      },
    ]);
    const document = `{ search(query: "Quuxpress") { ... on Asset {
      name account { name parent { name } } contact { name } parent { name } root { name } } } }`;
    const { data } = await gateway.query(document, {}, { token: customer() });
    const account = { name: "Edge Communications", parent: null };
    expect(data.search).toEqual([{ name: "Quuxpress", account, contact: null, parent: null, root: null }]);
    const seen = (await gateway.query(document)).data.search[0];
    expect(seen).toMatchObject({ contact: { name: "Theirs" }, parent: { name: "Theirs above" } });
  });

  test("without accounts finds products alone", async () => {
    const found = await find('query: "GC10"', gateway.token(readings, []));
    expect(new Set(found.map(({ __typename }) => __typename))).toEqual(new Set(["Product"]));
    expect((await queriesOf(gateway))[0]).toMatch(/RETURNING Product2\([^()]*\)$/);
    await gateway.org.clearCalls();
    const types = "types: [ACCOUNT, ASSET, ORDER, CONTACT]";
    expect(await find(`query: "GC10", ${types}`, gateway.token(readings, []))).toEqual([]);
    expect(await gateway.org.calls()).toEqual([]);
  });

  test("over many accounts is one call as well", async () => {
    await using own = await startGateway({ env: { ACCOUNT_SCOPE: "hierarchy" } });
    const { accountIds } = await createFleet(own, { accounts: 40, assetsEach: 1 });
    const token = own.token(readings, [await mapAll(own, accountIds)]);
    await own.org.clearCalls();
    const document =
      '{ search(query: "machine", types: [ASSET, ORDER, CONTACT], first: 200) { __typename } }';
    const { data, errors } = await own.query(document, {}, { token });
    expect(errors).toBeUndefined();
    expect(data.search).toHaveLength(40);
    expect(await own.org.calls()).toMatchObject([
      { path: "/services/data/v68.0/composite/batch", parts: [{ query: expect.stringMatching(/^FIND /) }] },
    ]);
  });
});

describe("A caller who may not read a type", () => {
  test.each([
    ["assets:read", ["Asset", "Product2"]],
    ["accounts:read", ["Account", "Product2", "Contact"]],
    ["orders:read", ["Order", "Product2"]],
    ["carts:read", ["Product2"]],
  ] as const)("but has %s searches %j", async (scope, types) => {
    await find('query: "gen"', gateway.token([scope], [edge.organization]));
    const [sosl = ""] = await queriesOf(gateway);
    expect([...sosl.matchAll(/(\w+)\(Id/g)].map(([, type]) => type)).toEqual(types);
  });

  test("is refused when asking for it", async () => {
    const document = '{ search(query: "edge", types: [PRODUCT, ORDER]) { __typename } }';
    const token = gateway.token(["assets:read"], [edge.organization]);
    const { data, errors } = await gateway.query(document, {}, { token });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: "Your token does not cover the scope orders:read.", extensions: { code: "FORBIDDEN" } },
    ]);
    expect(await gateway.org.calls()).toEqual([]);
  });

  test("has an error in the place of a relation that leads to it, whose columns are not read", async () => {
    const document = '{ search(query: "GC1040") { ... on Asset { name account { name } } } }';
    const { errors } = await gateway.query(
      document,
      {},
      { token: gateway.token(["assets:read"], [edge.organization]) },
    );
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(["FORBIDDEN"]));
    expect((await queriesOf(gateway)).join()).not.toContain("Account.");
  });
});

async function find(args: string, token: string): Promise<readonly { readonly __typename: string }[]> {
  const { data, errors } = await gateway.query(`{ search(${args}) { __typename } }`, {}, { token });
  expect(errors).toBeUndefined();
  return data.search;
}

/** An organization with all of these accounts. */
async function mapAll(own: Gateway, accountIds: readonly string[]): Promise<string> {
  const { data } = await own.query(
    'mutation { createOrganization(input: { name: "Fleet" }) { organization { id } } }',
  );
  const organizationId = data.createOrganization.organization.id;
  const document =
    "mutation ($input: MapAccountInput!) { mapAccount(input: $input) { userErrors { message } } }";
  for (const accountId of accountIds) await own.query(document, { input: { organizationId, accountId } });
  return organizationId;
}
