import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

let gateway: Gateway;
/** Of every type; and one of each. */
let many: Readonly<Record<string, readonly string[]>>;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  gateway = await startGateway({ data: "sample" });
  const { data } = await gateway.query(`{
    accounts { nodes { id contacts { nodes { id } } } }
    assets(first: 60) { nodes { id } }
    products { nodes { id } }
    orders { nodes { id items { nodes { id } } } }
  }`);
  many = {
    Account: idsOf(data.accounts.nodes),
    Contact: data.accounts.nodes.flatMap(({ contacts }: { contacts: Page }) => idsOf(contacts.nodes)),
    Asset: idsOf(data.assets.nodes),
    Product: idsOf(data.products.nodes),
    Order: idsOf(data.orders.nodes),
    OrderItem: data.orders.nodes.flatMap(({ items }: { items: Page }) => idsOf(items.nodes)),
  };
  ids = Object.fromEntries(Object.entries(many).map(([type, [id = ""]]) => [type, id]));
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
    { of: "five types", kinds: types.slice(0, 5), apiCalls: 1 },
    // Six sObjects are six queries; a composite takes five.
    { of: "six types", kinds: types, apiCalls: 2 },
  ])(
    "list of 200 ids of $of is read in one round trip of $apiCalls API calls",
    async ({ kinds, apiCalls }) => {
      const known = kinds.map((kind) => many[kind] ?? []);
      const unknown = (index: number) => `${ids[kinds[index % kinds.length] ?? ""]?.slice(0, 6)}000zzzzzz`;
      const wanted = Array.from({ length: 200 }, (_, index) => {
        if (index % 9 === 0) return unknown(index);
        const ofKind = known[index % kinds.length] ?? [];
        return ofKind[Math.floor(index / 7) % ofKind.length] ?? "";
      });
      expect(new Set(wanted).size).toBeLessThan(wanted.length);
      const { data, extensions, errors } = await gateway.query(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Account { name } ... on Order { orderNumber } } }",
        { ids: wanted },
        { headers: { "x-salesforce-trace": "1" } },
      );
      expect(errors).toBeUndefined();
      const found = new Set(known.flat());
      expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual(
        wanted.map((id) => (found.has(id) ? id : null)),
      );
      expect(extensions).toMatchObject({ salesforce: { apiCalls, roundTrips: 1 } });
      expect(await gateway.org.calls()).toHaveLength(apiCalls);
      const queries = await queriesOf(gateway);
      expect(queries).toHaveLength(kinds.length);
      const asked = queries.flatMap((soql) => [...soql.matchAll(/'(\w{18})'/g)].map(([, id]) => id));
      expect(asked).toHaveLength(new Set(wanted.map((id) => id.slice(0, 15))).size);
    },
  );

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

interface Page {
  readonly nodes: readonly { readonly id: string }[];
}

function idsOf(nodes: Page["nodes"]): readonly string[] {
  return nodes.map(({ id }) => id);
}
