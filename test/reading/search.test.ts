import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";
import { createFleet } from "./fleet.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

const names = `... on Account { name } ... on Asset { serialNumber machine: name } ... on Order { orderNumber }
  ... on Product { sku } ... on Contact { person: name }`;

async function find(args: string) {
  const { data, errors } = await gateway.query(`{ search(${args}) { __typename ${names} } }`);
  expect(errors).toBeUndefined();
  return data.search;
}

describe("A search", () => {
  test.each([
    ["an account's name", "edge communications", { __typename: "Account", name: "Edge Communications" }],
    ["words in another order", "Communications EDGE", { __typename: "Account", name: "Edge Communications" }],
    [
      "a serial number",
      "GC1040-FP-000101",
      { __typename: "Asset", serialNumber: "GC1040-FP-000101", machine: "Fuel pump of GC1040, Austin plant" },
    ],
    ["an order number", "00000101", { __typename: "Order", orderNumber: "00000101" }],
    ["a SKU", "SL9080", { __typename: "Product", sku: "SL9080" }],
    ["a person's name", "rose gonzalez", { __typename: "Contact", person: "Rose Gonzalez" }],
    ["a word that is only begun", "communi", { __typename: "Account", name: "Edge Communications" }],
  ])("finds %s", async (_what, query, found) => {
    expect(await find(`query: ${JSON.stringify(query)}`)).toContainEqual(found);
  });

  test("is one call, with the columns that each type's fragments select", async () => {
    await seedEverywhere("Zephyr");
    const document = `query ($query: String!) { search(query: $query) {
      __typename
      ... on Node { id }
      ... on Account { name billingAddress { city } }
      ... on Asset { serialNumber account { name } }
      ... on Order { orderNumber }
      ... on Product { sku }
      ... on Contact { email account { id } }
    } }`;
    const { data, errors } = await gateway.query(document, { query: "Zephyr" });
    expect(errors).toBeUndefined();
    const typeNames = data.search.map(({ __typename }: { __typename: string }) => __typename);
    expect(typeNames).toEqual(["Account", "Asset", "Product", "Contact"]);
    expect(data.search[1]).toMatchObject({ serialNumber: "Zephyr-1", account: { name: "Zephyr Works" } });
    const address = "BillingStreet, BillingCity, BillingState, BillingPostalCode, BillingCountry";
    expect(await queriesOf(gateway)).toEqual([
      [
        "FIND {Zephyr*} IN NAME FIELDS RETURNING",
        `Account(Id, Name, ${address} LIMIT 20),`,
        "Asset(Id, SerialNumber, Account.Name LIMIT 20), Order(Id, OrderNumber LIMIT 20),",
        "Product2(Id, ProductCode LIMIT 20), Contact(Id, Email, Account.Id LIMIT 20)",
      ].join(" "),
    ]);
    expect(await gateway.org.calls()).toHaveLength(1);
  });

  test("has all five types in one answer, in the order asked for", async () => {
    await seedEverywhere("00000101");
    const all = ["Account", "Asset", "Order", "Product", "Contact"];
    const typesOf = (found: { __typename: string }[]) => found.map(({ __typename }) => __typename);
    expect(typesOf(await find('query: "00000101"'))).toEqual(all);
    const backwards = "types: [CONTACT, PRODUCT, ORDER, ASSET, ACCOUNT, CONTACT]";
    expect(typesOf(await find(`query: "00000101", ${backwards}`))).toEqual(all.toReversed());
  });

  test("looks at the wanted types alone", async () => {
    await find('query: "GC1040", types: [PRODUCT, ASSET]');
    const [sosl = ""] = await queriesOf(gateway);
    expect([...sosl.matchAll(/(\w+)\(/g)].map(([, type]) => type)).toEqual(["Product2", "Asset"]);
  });

  test("that finds nothing answers an empty list", async () => {
    expect(await find('query: "nothing has this name"')).toEqual([]);
    expect(await gateway.org.calls()).toHaveLength(1);
  });

  test("of no type at all asks nothing", async () => {
    expect(await find('query: "edge", types: []')).toEqual([]);
    expect(await gateway.org.calls()).toEqual([]);
  });

  test("beside other reads goes out with them: composites are closed to it", async () => {
    const { data, extensions } = await gateway.query(
      '{ search(query: "edge") { __typename } accounts(first: 1) { nodes { name } } products(first: 1) { totalCount } }',
      {},
      { headers: { "x-salesforce-trace": "1" } },
    );
    expect(data.search).toEqual([{ __typename: "Account" }]);
    const calls = await gateway.org.calls();
    expect(calls.map(({ path }) => path.split("/").at(-1)).toSorted()).toEqual(["composite", "search"]);
    expect(extensions).toMatchObject({
      salesforce: {
        apiCalls: 2,
        roundTrips: 1,
        queries: expect.arrayContaining([expect.stringMatching(/^FIND /)]),
      },
    });
  });

  test("reads lists with a second round trip, for all that was found together", async () => {
    const document = `{ search(query: "united", types: [ACCOUNT]) { ... on Account {
      name assets(first: 2) { nodes { serialNumber } } orders(first: 1) { totalCount } children { nodes { name } } } } }`;
    const { data, extensions } = await gateway.query(
      document,
      {},
      { headers: { "x-salesforce-trace": "1" } },
    );
    expect(data.search).toHaveLength(3);
    const { accounts } = (
      await gateway.query(
        `{ accounts(filter: { name: { startsWith: "United" } }) { nodes {
        name assets(first: 2) { nodes { serialNumber } } orders(first: 1) { totalCount } children { nodes { name } } } } }`,
      )
    ).data;
    expect(data.search).toEqual(expect.arrayContaining(accounts.nodes));
    expect(extensions).toMatchObject({ salesforce: { apiCalls: 2, roundTrips: 2 } });
  });

  test("is asked once for many who search for the same at the same time", async () => {
    await using own = await startGateway();
    await fetch(`${own.org.url}/_local/faults`, { method: "POST", body: '{"delayMs":500}' });
    const document = '{ search(query: "edge") { __typename } }';
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.query(document)));
    for (const { data } of answers) expect(data.search).toEqual([{ __typename: "Account" }]);
    expect(await queriesOf(own)).toHaveLength(1);
  });
});

describe("first", () => {
  test("is shared out evenly, and what one type does not take the others have", async () => {
    await using own = await startGateway({ data: "none" });
    await createFleet(own, { accounts: 4, assetsEach: 3 });
    await own.org.seed([{ attributes: { type: "Product2" }, Name: "Machine and Account", IsActive: true }]);
    const count = async (query: string, first: number) => {
      const { data } = await own.query(
        "query ($query: String!, $first: Int!) { search(query: $query, first: $first) { __typename } }",
        { query, first },
      );
      const types: string[] = data.search.map(({ __typename }: { __typename: string }) => __typename);
      return [...Map.groupBy(types, (type) => type)].map(([type, found]) => `${found.length} ${type}`);
    };
    expect(await count("machine", 200)).toEqual(["12 Asset", "1 Product"]);
    expect(await count("machine", 6)).toEqual(["5 Asset", "1 Product"]);
    expect(await count("machine", 2)).toEqual(["1 Asset", "1 Product"]);
    expect(await count("machine", 1)).toEqual(["1 Asset"]);
  });

  test.each([0, -1, 201])("of %i is refused", async (first) => {
    const { errors } = await gateway.query(`{ search(query: "edge", first: ${first}) { __typename } }`);
    expect(errors).toMatchObject([{ message: '"first" must be between 1 and 200.' }]);
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect(await gateway.org.calls()).toEqual([]);
  });
});

/** An account with a machine and a person, and a product, all with a word in their names. */
async function seedEverywhere(word: string): Promise<void> {
  await gateway.org.seed([
    { attributes: { type: "Account", referenceId: "account" }, Name: `${word} Works` },
    {
      attributes: { type: "Asset" },
      Name: `${word} press`,
      SerialNumber: `${word}-1`,
      AccountId: "@account",
    },
    { attributes: { type: "Contact" }, LastName: word, AccountId: "@account" },
    { attributes: { type: "Product2" }, Name: `Press ${word}`, IsActive: true },
  ]);
  await gateway.org.clearCalls();
}
