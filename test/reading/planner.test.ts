import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

const edge = "01930000-0000-7000-8000-000000000001";
const account = "001Lo0000000005IAA";

let gateway: Gateway;
let scoped: string;
beforeAll(async () => {
  gateway = await startGateway();
  scoped = gateway.token(["accounts:read", "assets:read", "orders:read"], [edge]);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

/** Asks, and tells the API calls it took and the SOQL in them without the order of the rows. */
async function cost(document: string, token = gateway.token()) {
  const { data, errors } = await gateway.query(document, {}, { token });
  expect(errors).toBeUndefined();
  const queries = await queriesOf(gateway);
  const order = / ORDER BY [^()]*?(?= LIMIT)/g;
  return {
    data,
    calls: (await gateway.org.calls()).length,
    queries: queries.map((soql) => soql.replaceAll(order, "")),
  };
}

describe("One query has", () => {
  test("to-one parents to the fifth level", async () => {
    const up = (levels: number): string => (levels === 0 ? "" : `parent { name ${up(levels - 1)} }`);
    const { queries, calls } = await cost(`{ asset(id: "02iLo0000000001IAA") { ${up(5)} } }`);
    expect(queries).toHaveLength(1);
    expect(queries[0]).toContain("Parent.Parent.Parent.Parent.Parent.Name FROM Asset");
    expect(calls).toBe(1);
    await gateway.org.clearCalls();
    const deeper = await cost(`{ asset(id: "02iLo0000000001IAA") { ${up(6)} } }`);
    expect(deeper.queries[0]).toContain("Parent.Parent.Parent.Parent.Parent.ParentId FROM Asset");
  });

  test("child lists to the fourth level down, each with its own filter, order and size", async () => {
    const { queries, calls, data } = await cost(`{ account(id: "${account}") {
      assets(first: 2, filter: { parentId: { eq: null } }, orderBy: { field: SERIAL_NUMBER, direction: DESC }) { nodes { serialNumber
        children(first: 1) { nodes { name children(first: 3) { nodes { name children { nodes { name } } } } } } } } } }`);
    expect(calls).toBe(1);
    expect(queries).toEqual([
      "SELECT Id, (SELECT SerialNumber, (SELECT Name, (SELECT Name, (SELECT Name FROM ChildAssets LIMIT 20) " +
        `FROM ChildAssets LIMIT 3) FROM ChildAssets LIMIT 1) FROM Assets WHERE ParentId = null LIMIT 2) FROM Account WHERE Id IN ('${account}')`,
    ]);
    expect(data.account.assets.nodes).toHaveLength(2);
  });

  test("parents of children, and children of what an interface turns out to be", async () => {
    const document = `{ node(id: "${account}") { ... on Account { name orders(first: 1) { nodes { items { nodes { product { name } } } } } } } }`;
    const { queries, calls } = await cost(document);
    expect([calls, queries]).toEqual([
      1,
      [
        "SELECT Name, (SELECT Id, (SELECT Product2.Name FROM OrderItems LIMIT 20) FROM Orders LIMIT 1) " +
          `FROM Account WHERE Id IN ('${account}')`,
      ],
    ]);
  });
});

describe("One request has", () => {
  test("the same list with other arguments", async () => {
    const { queries, calls } = await cost(
      `{ account(id: "${account}") { name one: assets(first: 1) { nodes { id } } two: assets(first: 2) { nodes { serialNumber } } } }`,
    );
    expect(calls).toBe(1);
    expect(queries).toEqual([
      `SELECT Name, (SELECT Id FROM Assets LIMIT 1) FROM Account WHERE Id IN ('${account}')`,
      `SELECT Id, (SELECT SerialNumber FROM Assets LIMIT 2) FROM Account WHERE Id IN ('${account}')`,
    ]);
  });

  test("for a caller with a scope the parents that may be another customer's, of those rows alone where they are not", async () => {
    const { queries, calls } = await cost(
      "{ assets(first: 1) { nodes { name account { name } product { sku } parent { name account { name } } contact { name } } } }",
      scoped,
    );
    const own = `AccountId IN ('${account}')`;
    expect(calls).toBe(1);
    expect(queries).toEqual([
      `SELECT Name, Account.Name, Product2.ProductCode FROM Asset WHERE ${own} LIMIT 1`,
      `SELECT Parent.Name, Parent.Account.Name FROM Asset WHERE ${own} AND Parent.${own} LIMIT 1`,
      `SELECT Contact.Name FROM Asset WHERE ${own} AND Contact.${own} LIMIT 1`,
    ]);
  });

  test("the counts of lists, whether their parents are known already or a page of a list", async () => {
    const lists = `assets(first: 1, filter: { status: { eq: "Installed" } }) { totalCount }`;
    const one = await cost(`{ account(id: "${account}") { ${lists} } }`);
    expect([one.calls, one.queries]).toEqual([
      1,
      [
        `SELECT Id FROM Account WHERE Id IN ('${account}')`,
        `SELECT AccountId, COUNT(Id) total FROM Asset WHERE AccountId != null AND AccountId IN ('${account}') AND Status = 'Installed' GROUP BY AccountId`,
      ],
    ]);
    await gateway.org.clearCalls();
    const page = await cost(
      '{ accounts(first: 5, filter: { name: { contains: "a" } }) { nodes { name assets(first: 1) { totalCount nodes { id } } } } }',
    );
    expect(page.calls).toBe(1);
    expect(page.queries[1]).toBe(
      "SELECT AccountId, COUNT(Id) total FROM Asset WHERE AccountId != null AND Account.Name LIKE '%a%' GROUP BY AccountId, Account.Name LIMIT 5",
    );
    const names = page.data.accounts.nodes.map(({ name }: { name: string }) => name);
    const counted = page.data.accounts.nodes.map(
      ({ assets }: { assets: { totalCount: number } }) => assets.totalCount,
    );
    const { data } = await gateway.query(
      `{ ${names.map((name: string, index: number) => `c${index}: accounts(filter: { name: { eq: ${JSON.stringify(name)} } }) { nodes { assets { totalCount } } }`).join(" ")} }`,
    );
    expect(
      Object.values(data).map(
        (value) => (value as { nodes: { assets: { totalCount: number } }[] }).nodes[0]?.assets.totalCount,
      ),
    ).toEqual(counted);
  });
});

describe("One more round trip is taken by", () => {
  test("a child list below a to-one parent", async () => {
    const { queries, calls } = await cost(
      "{ assets(first: 2) { nodes { account { name assets(first: 1) { nodes { name } } } } } }",
    );
    expect(calls).toBe(2);
    expect(queries[1]).toMatch(/^SELECT Id, \(SELECT Name FROM Assets LIMIT 1\) FROM Account WHERE Id IN/);
  });

  test("each further turn from a parent to a list", async () => {
    const { calls } = await cost(
      "{ assets(first: 2) { nodes { account { orders(first: 1) { nodes { account { contacts(first: 1) { nodes { name } } } } } } } } }",
    );
    expect(calls).toBe(3);
  });
});

describe("What is too long for one query", () => {
  /** A filter that takes this many thousand characters: a quotation mark is written with a backslash before it. */
  const quotes = (field: string, thousands: number) => ({
    not: { or: Array.from({ length: thousands / 4 }, () => ({ [field]: { eq: "'".repeat(1_990) } })) },
  });
  const twoLists = `query ($assets: AssetFilter, $orders: OrderFilter) { accounts(first: 2) { nodes { name
    assets(filter: $assets, first: 2) { nodes { id } } orders(filter: $orders, first: 2) { nodes { id } } } } }`;

  test("is read by ids instead, where that fits", async () => {
    const long = { assets: quotes("name", 60), orders: quotes("poNumber", 60) };
    const { data, errors } = await gateway.query(twoLists, long);
    expect(errors).toBeUndefined();
    expect(data).toEqual((await gateway.query(twoLists)).data);
    expect(data.accounts.nodes[0].assets.nodes).not.toEqual([]);
  });

  test("is refused, and never an empty list, where nothing fits", async () => {
    const { errors } = await gateway.query(twoLists, { assets: quotes("name", 120) });
    const refusal = { message: expect.stringContaining("too long"), extensions: { code: "BAD_USER_INPUT" } };
    expect(errors).toMatchObject([refusal]);
  });
});

describe("What the caller may not have", () => {
  test("is not read either", async () => {
    const token = gateway.token(["assets:read"]);
    const { errors } = await gateway.query(
      "{ assets(first: 1) { nodes { name account { name } contact { name } } } }",
      {},
      { token },
    );
    expect(errors?.length).toBeGreaterThan(0);
    expect(await queriesOf(gateway)).toEqual([expect.stringMatching(/^SELECT Name FROM Asset /)]);
  });

  test("nor is a list whose arguments are refused, and the rest is", async () => {
    const { data, errors } = await gateway.query(
      `{ refused: account(id: "${account}") { name assets(first: 0) { nodes { id } } } account(id: "${account}") { name } }`,
    );
    expect(data).toEqual({ refused: null, account: { name: "Edge Communications" } });
    expect(errors).toMatchObject([{ path: ["refused", "assets"], extensions: { code: "BAD_USER_INPUT" } }]);
  });
});
