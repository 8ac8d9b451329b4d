import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationCost } from "../../src/operation-cost.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

interface Request {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

async function ask(request: Request) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${gateway.token()}`,
      "x-salesforce-trace": "1",
    },
    body: JSON.stringify(request),
  });
  const { extensions, errors } = (await response.json()) as {
    extensions?: { salesforce: { cost: number | null } };
    errors?: { extensions: { code: string } }[];
  };
  return {
    status: response.status,
    cost: extensions?.salesforce.cost,
    ...(errors && { code: errors[0]?.extensions.code }),
  };
}

const edge = '"001Lo0000000005IAA"';
const ids = ["001Lo0000000005IAA", "001Lo0000000002IAA", "001Lo0000000003IAA"];

describe("The cost of", () => {
  test.each([
    ["a record is 10, and 1 for every value", `{ account(id: ${edge}) { name phone } }`, 12],
    [
      "an object is 1, and its values",
      `{ account(id: ${edge}) { billingAddress { city country } } }`,
      10 + (1 + 2),
    ],
    [
      "a record that another refers to is 10 too",
      '{ asset(id: "02iLo0000000001IAA") { name account { name parent { name } } } }',
      10 + (1 + 10 + (1 + 10 + 1)),
    ],
    [
      "a list is that of as many rows as asked for",
      "{ accounts(first: 7) { nodes { name phone } } }",
      10 + 7 * (1 + 2),
    ],
    [
      "a list is that of 20 rows unless asked otherwise",
      "{ accounts { nodes { name } } }",
      10 + 20 * (1 + 1),
    ],
    [
      "a list goes by its variable",
      "query ($first: Int = 2) { accounts(first: $first) { nodes { name } } }",
      10 + 50 * (1 + 1),
    ],
    [
      "a list goes by its variable's default",
      "query ($other: Int = 3) { accounts(first: $other) { nodes { name } } }",
      10 + 3 * (1 + 1),
    ],
    [
      "lists in lists is multiplied",
      "{ accounts(first: 5) { nodes { name assets(first: 4) { nodes { name product { sku } } } } } }",
      10 + 5 * (1 + 1 + (10 + 4 * (1 + 1 + (10 + 1)))),
    ],
    [
      "edges is that of what they hold",
      "{ accounts(first: 5) { edges { cursor node { name } } } }",
      10 + 5 * (1 + 1 + (1 + 1)),
    ],
    [
      "a list without pages is that of 10 rows",
      '{ product(id: "01tLo0000000001IAA") { prices { unitPrice { amount } } } }',
      10 + (10 + 10 * (1 + 1)),
    ],
    [
      "nodes goes by the ids",
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Account { name } } }",
      10 + 3 * 2,
    ],
    ["a search goes by `first`", '{ search(query: "edge", first: 9) { __typename } }', 10 + 9],
    [
      "several types is that of the dearest one",
      `{ node(id: ${edge}) { ... on Account { name } ... on Order { orderNumber poNumber type } ... on Asset { serialNumber } } }`,
      10 + 3,
    ],
    [
      "fields under other names adds up",
      `{ a: account(id: ${edge}) { name } b: account(id: ${edge}) { name } }`,
      11 + 11,
    ],
    [
      "fragments is that of their fields",
      `{ account(id: ${edge}) { ...F ... { phone } } } fragment F on Account { name }`,
      10 + 2,
    ],
    [
      "what is skipped is nothing",
      `query ($yes: Boolean = true) { account(id: ${edge}) { name phone @skip(if: $yes) website @include(if: false) } }`,
      10 + 1,
    ],
    ["introspection is nothing", "{ __schema { types { name fields { name } } } __typename }", 1],
  ])("%s: %s", async (_what, query, cost) => {
    expect(await ask({ query, variables: { first: 50, ids } })).toEqual({ cost, status: 200 });
  });

  test("a document with several operations is that of the one which is run", async () => {
    const query =
      "query A { accounts(first: 1) { totalCount } } query B { accounts(first: 100) { totalCount } }";
    expect(await ask({ query, operationName: "A" })).toMatchObject({ cost: 10 + 1 });
    expect(await ask({ query, operationName: "B" })).toMatchObject({ cost: 10 + 100 });
  });
});

describe("There is no cost", () => {
  test.each([
    [
      "variables that do not fit",
      "query ($first: Int!) { accounts(first: $first) { totalCount } }",
      { status: 400, code: "BAD_USER_INPUT", cost: null },
    ],
    [
      "null where there has to be an id",
      'query ($id: ID = "") { account(id: $id) { name } }',
      { status: 200, code: "BAD_USER_INPUT", cost: null },
    ],
    [
      "a document that is not valid",
      "{ accounts { nothing } }",
      { status: 400, code: "GRAPHQL_VALIDATION_FAILED", cost: null },
    ],
  ])("of %s, and the client hears what is wrong", async (_what, query, answer) => {
    expect(await ask({ query, variables: { first: "many", id: null } })).toEqual(answer);
  });
});

test("Fragments that come to more than 10,000 selections cost more than anything", async () => {
  const levels = Array.from(
    { length: 15 },
    (_, level) => `fragment F${level} on Account { ...F${level + 1} ...F${level + 1} }`,
  );
  const query = `{ account(id: ${edge}) { ...F0 } } ${levels.join(" ")} fragment F15 on Account { name }`;
  expect(operationCost({ schema: buildGatewaySchema(), document: parse(query) })?.total).toBe(Infinity);
  expect(await ask({ query })).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
});

test("The trace tells what each field of the operation comes to", async () => {
  const query = `query ($n: Int = 3) {
    ...F
    few: accounts(first: $n) { nodes { name } }
    account(id: ${edge}) { name }
    gone: account(id: ${edge}) @skip(if: true) { name }
  } fragment F on Query { account(id: ${edge}) { phone } __typename }`;
  const { data, errors, extensions } = await gateway.query(
    query,
    {},
    { headers: { "x-salesforce-trace": "1" } },
  );
  expect([errors, Object.keys(data)]).toEqual([undefined, ["account", "__typename", "few"]]);
  expect(extensions).toMatchObject({
    salesforce: {
      cost: 11 + 1 + (10 + 3 * (1 + 1)) + 11,
      costs: [
        { path: "account", cost: 11 + 11 },
        { path: "__typename", cost: 1 },
        { path: "few", cost: 10 + 3 * (1 + 1) },
      ],
    },
  });
});
