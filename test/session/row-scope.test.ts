import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

const edge = "01930000-0000-7000-8000-000000000001";
const unitedOil = "01930000-0000-7000-8000-000000000002";

let gateway: Gateway;
let token: string;
/** Ids of another customer's records. */
let foreign: Record<"account" | "contact" | "asset" | "order" | "item", string>;

beforeAll(async () => {
  gateway = await startGateway();
  token = gateway.token(["accounts:read", "assets:read", "orders:read"], [edge]);
  const { data } = await gateway.query(`{
    accounts(filter: { name: { eq: "United Oil & Gas Corp." } }) { nodes { id contacts { nodes { id } } assets { nodes { id } }
      orders { nodes { id items { nodes { id } } } } } }
  }`);
  const [account] = data.accounts.nodes;
  const order = account.orders.nodes.find(
    (each: { items: { nodes: object[] } }) => each.items.nodes.length > 0,
  );
  foreign = {
    account: account.id,
    contact: account.contacts.nodes[0].id,
    asset: account.assets.nodes[0].id,
    order: order.id,
    item: order.items.nodes[0].id,
  };
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

const unknown = (id: string) => `${id.slice(0, 6)}000zzzzzz`;

describe("Another customer's id", () => {
  test.each([
    ["account", "query ($id: ID!) { found: account(id: $id) { name } }"],
    ["asset", "query ($id: ID!) { found: asset(id: $id) { name } }"],
    ["order", "query ($id: ID!) { found: order(id: $id) { orderNumber } }"],
    ["account", "query ($id: ID!) { found: node(id: $id) { id } }"],
    ["contact", "query ($id: ID!) { found: node(id: $id) { id } }"],
    ["asset", "query ($id: ID!) { found: node(id: $id) { id } }"],
    ["order", "query ($id: ID!) { found: node(id: $id) { id } }"],
    ["item", "query ($id: ID!) { found: node(id: $id) { id } }"],
    [
      "account",
      "query ($id: ID!) { found: assets(filter: { accountId: { eq: $id } }) { totalCount nodes { id } } }",
    ],
    [
      "account",
      "query ($id: ID!) { found: orders(filter: { accountId: { eq: $id } }) { totalCount nodes { id } } }",
    ],
    [
      "account",
      "query ($id: ID!) { found: accounts(filter: { parentId: { eq: $id } }) { totalCount nodes { id } } }",
    ],
    [
      "asset",
      "query ($id: ID!) { found: assets(filter: { parentId: { eq: $id } }) { totalCount nodes { id } } }",
    ],
  ] as const)("of an %s answers like an unknown one: %s", async (kind, document) => {
    const answers = [];
    for (const id of [foreign[kind], unknown(foreign[kind])]) {
      answers.push(await gateway.query(document, { id }, { token }));
    }
    expect(answers[0]?.errors).toBeUndefined();
    expect(answers[0]).toEqual(answers[1]);
    const queries = await queriesOf(gateway);
    expect(queries.length).toBeGreaterThan(0);
    for (const query of queries) expect(query).toContain("'001Lo0000000005IAA'");
  });

  test("is not found by its number or serial number either", async () => {
    const { data } = await gateway.query(
      `{ asset(id: "${foreign.asset}") { serialNumber } order(id: "${foreign.order}") { orderNumber } }`,
    );
    const own = await gateway.query(
      "query ($serial: String!, $number: String!) { assetBySerialNumber(serialNumber: $serial) { id } orderByNumber(orderNumber: $number) { id } }",
      { serial: data.asset.serialNumber ?? "GC1040-000101", number: data.order.orderNumber },
      { token },
    );
    expect(own.data.orderByNumber).toBeNull();
  });
});

describe("A nested path", () => {
  test("does not lead out of the caller's accounts", async () => {
    const { ids } = await gateway.org.seed([
      { attributes: { type: "Asset", referenceId: "theirs" }, Name: "Theirs", AccountId: foreign.account },
      {
        attributes: { type: "Asset" },
        Name: "Ours",
        AccountId: "001Lo0000000005IAA",
        ParentId: "@theirs",
        ContactId: foreign.contact,
      },
    ]);
    const [theirs, ours] = ids;
    const document = `query ($id: ID!) { asset(id: $id) { name parent { name } root { name } contact { name }
      account { name parent { name } children { nodes { name } totalCount } } children { nodes { name } totalCount } } }`;
    const { data, errors } = await gateway.query(document, { id: ours }, { token });
    expect(errors).toBeUndefined();
    expect(data.asset).toEqual({
      name: "Ours",
      parent: null,
      root: null,
      contact: null,
      account: { name: "Edge Communications", parent: null, children: { nodes: [], totalCount: 0 } },
      children: { nodes: [], totalCount: 0 },
    });
    const other = gateway.token(["assets:read"], [unitedOil]);
    const down = await gateway.query(
      "query ($id: ID!) { asset(id: $id) { name children { nodes { name } totalCount } } }",
      { id: theirs },
      { token: other },
    );
    expect(down.data.asset).toEqual({ name: "Theirs", children: { nodes: [], totalCount: 0 } });
  });

  test("leaves products and their prices to everybody", async () => {
    const { data } = await gateway.query("{ products { totalCount } }", {}, { token });
    expect(data.products.totalCount).toBe(17);
  });
});

describe("A caller without accounts", () => {
  test("sees nothing and costs no call", async () => {
    const nobody = gateway.token(["accounts:read", "assets:read", "orders:read"], []);
    const document = `query ($id: ID!) { account(id: $id) { name } accounts { nodes { name } totalCount } assets { totalCount } orders { nodes { id } } }`;
    const { data } = await gateway.query(document, { id: foreign.account }, { token: nobody });
    expect(data).toEqual({
      account: null,
      accounts: { nodes: [], totalCount: 0 },
      assets: { totalCount: 0 },
      orders: { nodes: [] },
    });
    expect(await gateway.org.calls()).toEqual([]);
  });
});

describe("ACCOUNT_SCOPE=hierarchy", () => {
  test("brings the accounts below a mapped one, and what hangs on them", async () => {
    await using own = await startGateway({ env: { ACCOUNT_SCOPE: "hierarchy" } });
    const admin = own.token();
    const made = await own.query(
      'mutation { createOrganization(input: { name: "Oil" }) { organization { id } } }',
      {},
      { token: admin },
    );
    const organizationId = made.data.createOrganization.organization.id;
    await own.query(
      "mutation ($input: MapAccountInput!) { mapAccount(input: $input) { userErrors { code } } }",
      { input: { organizationId, accountId: foreign.account } },
      { token: admin },
    );
    const member = own.token(["accounts:read", "assets:read", "orders:read"], [organizationId]);
    const { data } = await own.query(
      "{ accounts { nodes { name } } assets { totalCount } orders { nodes { account { name } items { totalCount } } } }",
      {},
      { token: member },
    );
    expect(data.accounts.nodes).toHaveLength(3);
    const all = await own.query(
      '{ assets(filter: { accountId: { in: ["001Lo0000000002IAA", "001Lo0000000003IAA", "001Lo0000000004IAA"] } }) { totalCount } }',
    );
    expect(data.assets.totalCount).toBe(all.data.assets.totalCount);
    expect(data.orders.nodes.length).toBeGreaterThan(0);
  });
});
