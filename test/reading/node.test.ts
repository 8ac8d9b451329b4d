import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

let gateway: Gateway;
let ids: Record<string, string>;

beforeAll(async () => {
  gateway = await startGateway({ data: "sample" });
  const { data } = await gateway.query(`{
    accounts(first: 1) { nodes { id } }
    contacts: accounts(filter: { name: { eq: "Edge Communications" } }) { nodes { contacts(first: 1) { nodes { id } } } }
    assets(first: 1) { nodes { id } }
    products(first: 1) { nodes { id } }
    orders(first: 1) { nodes { id items(first: 1) { nodes { id } } } }
  }`);
  ids = {
    Account: data?.accounts.nodes[0].id,
    Contact: data?.contacts.nodes[0].contacts.nodes[0].id,
    Asset: data?.assets.nodes[0].id,
    Product: data?.products.nodes[0].id,
    Order: data?.orders.nodes[0].id,
    OrderItem: data?.orders.nodes[0].items.nodes[0].id,
  };
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

const types = ["Account", "Contact", "Asset", "Product", "Order", "OrderItem"];

describe("A node", () => {
  test.each(types)("of type %s is found by 18 and by 15 characters", async (type) => {
    const id = ids[type] ?? "";
    for (const form of [id, id.slice(0, 15)]) {
      const { data } = await gateway.query("query ($id: ID!) { node(id: $id) { __typename id } }", {
        id: form,
      });
      expect(data?.node).toEqual({ __typename: type, id });
    }
  });

  test("list keeps the order of the ids, has null for what there is not, and is one request", async () => {
    const unknown = "001000000009999AAA";
    const wanted = [
      ...types.map((type) => ids[type] ?? ""),
      unknown,
      "500000000000001AAA",
      ids.Account ?? "",
    ];
    const { data } = await gateway.query(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Account { name } ... on Order { orderNumber } } }",
      { ids: wanted },
    );
    expect(data?.nodes.map((node: { __typename: string } | null) => node?.__typename ?? null)).toEqual([
      ...types,
      null,
      null,
      "Account",
    ]);
    // Six sObjects are six queries; a composite takes five.
    expect(await gateway.org.calls()).toHaveLength(2);
    expect(await queriesOf(gateway)).toContain(
      `SELECT Id, OrderNumber FROM Order WHERE Id IN ('${ids.Order}')`,
    );
  });

  test.each([
    ["", /15 or 18/],
    ["001", /15 or 18/],
    ["001000000000001'", /15 or 18/],
    ["001000000000001AAAA", /15 or 18/],
    ["001000000000001AAB", /do not fit/],
    ["001000000000001aaa", /15 or 18/],
    ["' OR Id != ''", /15 or 18/],
    ["001\n00000000001", /15 or 18/],
  ])("with the malformed id %j is refused and asks Salesforce nothing", async (id, sentence) => {
    for (const field of ["node", "account", "order", "asset", "product"]) {
      const { errors } = await gateway.query(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id });
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(sentence),
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
    expect(await gateway.org.calls()).toEqual([]);
  });

  test("of another type than asked for is refused", async () => {
    const { errors } = await gateway.query("query ($id: ID!) { account(id: $id) { id } }", { id: ids.Order });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
  });

  test("that there is not is null", async () => {
    const { data } = await gateway.query('{ account(id: "001000000009999AAA") { id } }');
    expect(data).toEqual({ account: null });
  });

  test("list has 200 ids at most", async () => {
    const { errors } = await gateway.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: Array(201).fill(ids.Account),
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(await gateway.org.calls()).toEqual([]);
  });
});
