import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { takeLog } from "../canary.ts";
import type { TestOrg } from "../local-org/org.ts";
import { type Place, startPlace } from "../salesforce-people.ts";

let place: Place;
let org: TestOrg;
beforeAll(async () => {
  place = await startPlace();
  org = place.org;
});
afterAll(() => place[Symbol.asyncDispose]());
beforeEach(() => org.forgetCalls());

/** What Salesforce was asked: the SOQL, or the path of what is no query. */
const asked = async () =>
  (await org.calls())
    .filter(({ counted }) => counted)
    .map(({ query, path, parts }) => query ?? parts?.map((part) => part.query ?? part.path) ?? path);

describe("A field that Salesforce hides from the acting user", () => {
  test("is null, with its path in the answer, and the rest of the query lives", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    const document = "{ accounts { nodes { name revenue: annualRevenue industry } } }";
    expect(await gateway.ask(token, document)).toEqual({
      data: {
        accounts: { nodes: [{ name: "Edge Communications", revenue: null, industry: "Electronics" }] },
      },
      extensions: { redacted: [["accounts", "nodes", 0, "revenue"]] },
    });
  });

  test("is found out with two calls more, and left out from then on", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    const document = "{ accounts { nodes { name annualRevenue } } }";
    await gateway.ask(token, document);
    const [refused, describes, again] = await asked();
    expect(refused).toContain("AnnualRevenue");
    expect(describes).toEqual(["/services/data/v68.0/sobjects/Account/describe"]);
    expect(again).not.toContain("AnnualRevenue");
    await org.forgetCalls();
    const { data, extensions } = await gateway.ask(token, document);
    expect(data.accounts.nodes).toEqual([{ name: "Edge Communications", annualRevenue: null }]);
    expect(extensions).toEqual({ redacted: [["accounts", "nodes", 0, "annualRevenue"]] });
    expect(await asked()).toEqual([again]);
  });

  test("is hidden from that user alone", async () => {
    await using gateway = await place.startGateway();
    const document = "{ accounts { nodes { annualRevenue } } }";
    await gateway.ask(await gateway.signIn("rose"), document);
    const { data, extensions } = await gateway.ask(await gateway.signIn("plain"), document);
    expect(extensions).toBeUndefined();
    expect(data.accounts.nodes.map(({ annualRevenue }: { annualRevenue: string }) => annualRevenue)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
  });

  test("does not hurt the reads beside it, wherever it is asked for", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    const document = `{
      assets(first: 1) { nodes { name account { name annualRevenue } } }
      products(first: 1) { nodes { name } }
      accounts { nodes { annualRevenue contacts(first: 1) { nodes { account { annualRevenue name } } } } }
    }`;
    const { data, errors, extensions } = await gateway.ask(token, document);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      assets: {
        nodes: [{ name: expect.any(String), account: { name: "Edge Communications", annualRevenue: null } }],
      },
      products: { nodes: [{ name: expect.any(String) }] },
      accounts: {
        nodes: [
          {
            annualRevenue: null,
            contacts: { nodes: [{ account: { name: "Edge Communications", annualRevenue: null } }] },
          },
        ],
      },
    });
    expect(extensions).toEqual({
      redacted: expect.arrayContaining([
        ["assets", "nodes", 0, "account", "annualRevenue"],
        ["accounts", "nodes", 0, "annualRevenue"],
        ["accounts", "nodes", 0, "contacts", "nodes", 0, "account", "annualRevenue"],
      ]),
    });
  });

  test("is null in what a search finds", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    const document = '{ search(query: "edge") { ... on Account { name annualRevenue } } }';
    expect(await gateway.ask(token, document)).toEqual({
      data: { search: [{ name: "Edge Communications", annualRevenue: null }] },
      extensions: { redacted: [["search", 0, "annualRevenue"]] },
    });
  });

  test("cannot be filtered or sorted by", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    for (const argument of ["filter: { annualRevenue: { gt: 1 } }", "orderBy: { field: ANNUAL_REVENUE }"]) {
      const { data, errors } = await gateway.ask(token, `{ accounts(${argument}) { nodes { name } } }`);
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ path: ["accounts"], extensions: { code: "SALESFORCE_USER_REFUSED" } }]);
    }
  });
});

describe("An object that Salesforce hides from the acting user", () => {
  test("leaves its lists empty and its places null", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("sean");
    const document = `{
      assets { totalCount nodes { name } pageInfo { hasNextPage } }
      accounts { nodes { name assets { nodes { name } } contacts { totalCount } } }
    }`;
    for (const calls of [3, 1]) {
      await org.forgetCalls();
      const { data, errors, extensions } = await gateway.ask(token, document);
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        assets: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
        accounts: {
          nodes: [{ name: "Edge Communications", assets: { nodes: [] }, contacts: { totalCount: 0 } }],
        },
      });
      expect(extensions).toEqual({
        redacted: expect.arrayContaining([
          ["assets"],
          ["accounts", "nodes", 0, "assets"],
          ["accounts", "nodes", 0, "contacts"],
        ]),
      });
      expect(await asked()).toHaveLength(calls);
    }
  });

  test("is left out of searches, and the answer says so", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("sean");
    const document =
      '{ search(query: "edge") { __typename ... on Account { name } ... on Asset { price { amount } } } }';
    for (const calls of [3, 1]) {
      await org.forgetCalls();
      expect(await gateway.ask(token, document)).toEqual({
        data: { search: [{ __typename: "Account", name: "Edge Communications" }] },
        extensions: { redacted: [["search"]] },
      });
      expect(await asked()).toHaveLength(calls);
    }
  });

  test("is not found by id", async () => {
    await using gateway = await place.startGateway();
    const id = (
      await org.signIn().then((rest) => rest.query<{ Id: string }>("SELECT Id FROM Asset LIMIT 1"))
    )[0]?.Id;
    const { data, errors } = await gateway.ask(
      await gateway.signIn("sean"),
      `{ asset(id: "${id}") { name } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ asset: null });
  });
});

test("The operator is told what the integration user does not see", async () => {
  await using closed = await startPlace({ runAs: "reader@local-org.example" });
  await using gateway = await closed.startGateway();
  const token = await gateway.signIn("plain");
  const { extensions } = await gateway.ask(token, "{ accounts(first: 1) { nodes { annualRevenue } } }");
  expect(extensions).toEqual({ redacted: [["accounts", "nodes", 0, "annualRevenue"]] });
  const warnings = takeLog()
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === "warn");
  expect(warnings).toMatchObject([{ names: ["Account.annualRevenue", "Account.numberOfEmployees"] }]);
});
