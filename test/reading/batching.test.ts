import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";
import { createFleet } from "./fleet.ts";

let gateway: Gateway;

beforeEach(async () => {
  gateway = await startGateway({ data: "none" });
});
afterEach(() => gateway[Symbol.asyncDispose]());

describe("Reading", () => {
  test("asks for the selected columns and no others", async () => {
    await createFleet(gateway, { accounts: 1, assetsEach: 1 });
    await gateway.query("{ assets { nodes { serialNumber installDate price { amount } } } }");
    expect(await queriesOf(gateway)).toEqual([
      "SELECT SerialNumber, InstallDate, Price FROM Asset ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST LIMIT 20",
    ]);
  });

  test.each(["pageInfo { hasNextPage }", "edges { cursor }"])(
    "asks for what cursors are made of, and for one row more, where %s is selected",
    async (paging) => {
      await gateway.query(`{ assets(first: 5) { nodes { serialNumber } ${paging} } }`);
      expect(await queriesOf(gateway)).toContain(
        "SELECT SerialNumber, Name FROM Asset ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST LIMIT 6",
      );
    },
  );

  test("counts only when totalCount is selected, and then in the same request", async () => {
    await createFleet(gateway, { accounts: 3, assetsEach: 0 });
    const { data } = await gateway.query("{ accounts(first: 2) { totalCount nodes { id } } }");
    expect(data?.accounts).toMatchObject({ totalCount: 3, nodes: [{}, {}] });
    expect(await gateway.org.calls()).toHaveLength(1);
    expect(await queriesOf(gateway)).toContain("SELECT COUNT() FROM Account");
  });

  test("asks nothing for rows when only totalCount is selected", async () => {
    await createFleet(gateway, { accounts: 3, assetsEach: 0 });
    await gateway.query("{ accounts { totalCount } }");
    expect(await queriesOf(gateway)).toEqual(["SELECT COUNT() FROM Account"]);
  });

  test.each([1, 10, 200])(
    "asks once for %i parents, their lists and what those point at",
    async (accounts) => {
      await createFleet(gateway, { accounts, assetsEach: 2 });
      const { data, errors } = await gateway.query(
        `{ accounts(first: 200) { nodes {
        name
        assets(first: 2) { totalCount nodes { serialNumber product { sku } } }
        orders(first: 1) { nodes { orderNumber } }
      } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data?.accounts.nodes).toHaveLength(accounts);
      for (const { assets } of data?.accounts.nodes ?? []) expect(assets.totalCount).toBe(2);
      expect(await queriesOf(gateway)).toEqual([
        [
          "SELECT Name,",
          "(SELECT SerialNumber, Name, Product2.ProductCode FROM Assets ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST LIMIT 3),",
          "(SELECT OrderNumber FROM Orders ORDER BY EffectiveDate DESC NULLS FIRST, Id ASC NULLS FIRST LIMIT 1)",
          "FROM Account ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST LIMIT 200",
        ].join(" "),
        "SELECT AccountId, COUNT(Id) total FROM Asset WHERE AccountId != null GROUP BY AccountId, Account.Name ORDER BY Account.Name ASC NULLS FIRST, AccountId ASC NULLS FIRST LIMIT 200",
      ]);
    },
  );

  test("sends all SOQL of one tick in one request", async () => {
    await createFleet(gateway, { accounts: 2, assetsEach: 2 });
    await gateway.query(
      "{ accounts { nodes { name } } assets { nodes { name } } products { nodes { name } } }",
    );
    const calls = await gateway.org.calls();
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ method: "POST", path: "/services/data/v68.0/composite", counted: true });
    expect(calls[0]?.parts).toHaveLength(3);
  });

  test("asks once for an account that is wanted twice by its id, and for what both want", async () => {
    const fleet = await createFleet(gateway, { accounts: 1, assetsEach: 5 });
    const [id] = fleet.accountIds;
    const { data } = await gateway.query(
      `query ($id: ID!) { account(id: $id) { name } assets { nodes { account { name phone } } } again: account(id: $id) { phone } }`,
      { id },
    );
    expect(data?.assets.nodes).toHaveLength(5);
    expect(await queriesOf(gateway)).toEqual([
      expect.stringMatching(/^SELECT Account.Name, Account.Phone FROM Asset /),
      `SELECT Name, Phone FROM Account WHERE Id IN ('${id}')`,
    ]);
    expect(await gateway.org.calls()).toHaveLength(1);
  });

  test("asks once for a list that one fragment selects in several places", async () => {
    await createFleet(gateway, { accounts: 6, assetsEach: 1 });
    const { data } = await gateway.query("{ assets(first: 6) { nodes { id } } }");
    await gateway.org.clearCalls();
    const places = data.assets.nodes.map(
      ({ id }: { id: string }, index: number) => `a${index}: asset(id: "${id}") { ...F }`,
    );
    await gateway.query(
      `{ ${places.join(" ")} } fragment F on Asset { account { assets(first: 2) { nodes { name } } } }`,
    );
    expect(await queriesOf(gateway)).toEqual([
      expect.stringMatching(/^SELECT Account.Id FROM Asset WHERE Id IN/),
      expect.stringMatching(/^SELECT Id, \(SELECT Name FROM Assets/),
    ]);
  });

  test("asks once for what many callers of one scope ask for at the same time, and apart for others", async () => {
    const { accountIds } = await createFleet(gateway, { accounts: 3, assetsEach: 1 });
    const edge = "01930000-0000-7000-8000-000000000001";
    const seeing = [gateway.token(["accounts:read"]), gateway.token(["accounts:read"], [edge])];
    const names = "{ accounts { nodes { id } } }";
    await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: '{"delayMs":500}' });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        gateway.query(names, {}, { token: seeing[index % 2] ?? null }),
      ),
    );
    for (const [index, { data }] of answers.entries()) {
      expect(data.accounts.nodes).toHaveLength(index % 2 === 0 ? accountIds.length : 0);
    }
    expect(await queriesOf(gateway)).toHaveLength(2);
  });

  test("gives every parent its own page", async () => {
    await createFleet(gateway, { accounts: 3, assetsEach: 4 });
    const { data } = await gateway.query(
      "{ accounts { nodes { assets(first: 3, orderBy: { field: SERIAL_NUMBER }) { nodes { serialNumber } pageInfo { hasNextPage } } } } }",
    );
    const pages = data?.accounts.nodes.map((node: { assets: object }) => node.assets);
    expect(pages).toHaveLength(3);
    pages.forEach((page: { nodes: { serialNumber: string }[] }, index: number) => {
      expect(page).toMatchObject({ pageInfo: { hasNextPage: true } });
      expect(page.nodes.map((node) => node.serialNumber)).toEqual(
        [0, 1, 2].map((asset) => `S-${index}-${asset}`),
      );
    });
  });

  test("answers aliases of one field with different arguments", async () => {
    await createFleet(gateway, { accounts: 2, assetsEach: 3 });
    const { data } = await gateway.query(
      "{ accounts { nodes { one: assets(first: 1) { nodes { id } } two: assets(first: 2) { nodes { id } } } } }",
    );
    for (const node of data?.accounts.nodes ?? []) {
      expect(node.one.nodes).toHaveLength(1);
      expect(node.two.nodes).toHaveLength(2);
    }
  });

  test("honours fragments, @skip and @include when it chooses columns", async () => {
    await createFleet(gateway, { accounts: 1, assetsEach: 1 });
    await gateway.query(
      `query ($no: Boolean!) {
        assets { nodes { ...Numbers name @skip(if: true) status @include(if: $no) ... on Node { id } } }
      }
      fragment Numbers on Asset { serialNumber }`,
      { no: false },
    );
    expect((await queriesOf(gateway))[0]).toMatch(/^SELECT SerialNumber, Id FROM Asset ORDER BY Name/);
  });

  test("follows a child list that is longer than one page of the answer", async () => {
    await createFleet(gateway, { accounts: 30, assetsEach: 90 });
    const { data } = await gateway.query(
      "{ accounts(first: 30) { nodes { assets(first: 90) { nodes { id } } } } }",
    );
    const ids = data?.accounts.nodes.flatMap((node: { assets: { nodes: { id: string }[] } }) =>
      node.assets.nodes.map((asset) => asset.id),
    );
    expect(new Set(ids).size).toBe(2700);
  });
});
