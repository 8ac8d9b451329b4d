import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;

beforeEach(async () => {
  gateway = await startGateway({ data: "none" });
});
afterEach(() => gateway[Symbol.asyncDispose]());

interface Page {
  readonly nodes: readonly {
    readonly id: string;
    readonly name: string;
    readonly serialNumber: string | null;
  }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
}

async function page(args: string, after: string | null): Promise<Page> {
  const { data, errors } = await gateway.query(
    `query ($after: String) { assets(${args}, after: $after) {
      nodes { id name serialNumber } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    { after },
  );
  expect(errors).toBeUndefined();
  return data?.assets;
}

async function allPages(args: string, between: (page: number) => Promise<unknown> = async () => undefined) {
  const nodes: Page["nodes"][number][] = [];
  let after: string | null = null;
  for (let number = 1; ; number += 1) {
    const current: Page = await page(args, after);
    expect(current.pageInfo.hasPreviousPage).toBe(number > 1);
    nodes.push(...current.nodes);
    if (!current.pageInfo.hasNextPage) return nodes;
    after = current.pageInfo.endCursor;
    await between(number);
  }
}

async function seedMachines(
  names: readonly string[],
  serialNumber: (index: number) => string | null = () => null,
) {
  const { ids } = await gateway.org.seed([{ attributes: { type: "Account" }, Name: "Owner" }]);
  const { ids: machines } = await gateway.org.seed(
    names.map((Name, index) => ({
      attributes: { type: "Asset" },
      Name,
      AccountId: ids[0],
      SerialNumber: serialNumber(index),
    })),
  );
  return machines;
}

describe("Paging", () => {
  test("walks 1,000 rows without gap or repeat while rows are inserted before and behind", async () => {
    // Many equal names: among equals the id decides.
    const before = await seedMachines(Array.from({ length: 1000 }, (_, index) => `Machine ${index % 7}`));
    const nodes = await allPages("first: 37, orderBy: { field: NAME }", (number) =>
      seedMachines([`A ${number}`, `Machine 3`, `Z ${number}`]),
    );
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => before.includes(id))).toHaveLength(1000);
    const names = nodes.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });

  test.each([
    ["ASC", "FIRST"],
    ["ASC", "LAST"],
    ["DESC", "FIRST"],
    ["DESC", "LAST"],
  ])("sorts %s with nulls %s over the borders of pages", async (direction, nulls) => {
    const serialNumbers = ["b", null, "a", null, "c", "b", null, "a'\\"];
    await seedMachines(serialNumbers.map(String), (index) => serialNumbers[index] ?? null);
    const nodes = await allPages(
      `first: 2, orderBy: { field: SERIAL_NUMBER, direction: ${direction}, nulls: ${nulls} }`,
    );
    const values = ["a", "a'\\", "b", "b", "c"];
    const sorted = direction === "ASC" ? values : values.toReversed();
    const empty = [null, null, null];
    expect(nodes.map((node) => node.serialNumber)).toEqual(
      nulls === "FIRST" ? [...empty, ...sorted] : [...sorted, ...empty],
    );
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(8);
  });

  test.each(["PRICE", "QUANTITY", "INSTALL_DATE", "CREATED_AT", "UPDATED_AT", "ID"])(
    "sorts by %s",
    async (field) => {
      const { ids } = await gateway.org.seed([{ attributes: { type: "Account" }, Name: "Owner" }]);
      await gateway.org.seed(
        [3, 1, 2, 2, null].map((value) => ({
          attributes: { type: "Asset" },
          Name: String(value),
          AccountId: ids[0],
          Price: value && value + 0.25,
          Quantity: value,
          InstallDate: value && `2026-01-0${value}`,
        })),
      );
      const ascending = await allPages(`first: 2, orderBy: { field: ${field} }`);
      const descending = await allPages(
        `first: 3, orderBy: { field: ${field}, direction: DESC, nulls: LAST }`,
      );
      expect(ascending).toHaveLength(5);
      if (["PRICE", "QUANTITY", "INSTALL_DATE"].includes(field)) {
        expect(ascending.map(({ name }) => name)).toEqual(["null", "1", "2", "2", "3"]);
        expect(descending.map(({ name }) => name)).toEqual(["3", "2", "2", "1", "null"]);
      }
      if (field === "ID") expect(descending).toEqual(ascending.toReversed());
    },
  );

  test.each([
    ["not base64 !", "malformed"],
    ["", "malformed"],
    [cursor([]), "malformed"],
    [cursor(["name", "ASC", "FIRST", "x"]), "malformed"],
    [cursor(["name", "ASC", "FIRST", 5, "02i000000000001AAA"]), "malformed"],
    [cursor(["name", "ASC", "FIRST", { x: 1 }, "02i000000000001AAA"]), "malformed"],
    [cursor(["name", "ASC", "FIRST", "x", "' OR Id != '"]), "malformed"],
    [cursor(["name", "DESC", "FIRST", "x", "02i000000000001AAA"]), "another order"],
    [cursor(["serialNumber", "ASC", "FIRST", "x", "02i000000000001AAA"]), "another order"],
  ])("refuses the cursor %j and asks Salesforce nothing", async (after, word) => {
    await gateway.org.clearCalls();
    const { errors } = await gateway.query(
      "query ($after: String) { assets(after: $after) { nodes { id } } }",
      { after },
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(word),
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await gateway.org.calls()).toEqual([]);
  });

  test.each([-1, 0, 201, 100_000])("refuses pages of %i rows and asks Salesforce nothing", async (first) => {
    await gateway.org.clearCalls();
    const { errors } = await gateway.query("query ($first: Int) { assets(first: $first) { nodes { id } } }", {
      first,
    });
    expect(errors?.[0]).toMatchObject({
      message: '"first" must be between 1 and 200.',
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await gateway.org.calls()).toEqual([]);
  });
});

describe("A list that a fragment selects in two places, and one of them further,", () => {
  const fragment = "fragment F on Account { assets(first: 2) { nodes { name } } }";
  const further = "assets(first: 2) { totalCount pageInfo { hasNextPage } nodes { serialNumber } }";
  const short = { nodes: [{ name: "M1" }, { name: "M2" }] };
  const whole = {
    nodes: [
      { name: "M1", serialNumber: "S0" },
      { name: "M2", serialNumber: "S1" },
    ],
    pageInfo: { hasNextPage: true },
    totalCount: 3,
  };
  const onAsset = { account: { assets: whole } };

  test.each([
    [
      "in nodes and edges",
      `{ accounts { nodes { ...F } edges { node { ...F ${further} } } } }`,
      { accounts: { nodes: [{ assets: short }], edges: [{ node: { assets: whole } }] } },
    ],
    [
      "of one record by its id",
      `query ($id: ID!) { a: account(id: $id) { ...F }
        b: account(id: $id) { ...F assets(first: 2) { pageInfo { hasNextPage } } } }`,
      { a: { assets: short }, b: { assets: { ...short, pageInfo: { hasNextPage: true } } } },
    ],
    [
      "below parents",
      `{ orders { nodes { account { ...F } } } assets { nodes { account { ...F ${further} } } } }`,
      {
        orders: { nodes: [{ account: { assets: short } }] },
        assets: { nodes: [onAsset, onAsset, onAsset] },
      },
    ],
  ])("is right in both: %s", async (_name, document, wanted) => {
    await seedMachines(["M1", "M2", "M3"], (index) => `S${index}`);
    const { data: found } = await gateway.query("{ accounts { nodes { id } } }");
    const [{ id }] = found.accounts.nodes;
    const order = { AccountId: id, EffectiveDate: "2026-01-01", Status: "Draft" };
    await gateway.org.seed([{ attributes: { type: "Order" }, ...order }]);
    const { data, errors } = await gateway.query(`${document} ${fragment}`, { id });
    expect(errors).toBeUndefined();
    expect(data).toEqual(wanted);
  });
});

function cursor(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}
