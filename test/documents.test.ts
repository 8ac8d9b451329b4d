import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse, print } from "graphql";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Gateway, startGateway } from "./gateway.ts";
import { storedDocuments, variablesOf } from "./stored-document.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** A change of the figures is a change of the budget: `npx vitest run test/documents -u` writes it down, and the commit says why. */
test("Every stored document costs Salesforce what documents.lock.json says", async () => {
  const files = await storedDocuments();
  expect(files.length).toBeGreaterThan(0);
  const lock: Record<string, object> = {};
  for (const file of files) lock[basename(file, ".graphql")] = await costOf(file);
  await expect(`${JSON.stringify(lock, null, 2)}\n`).toMatchFileSnapshot("../documents.lock.json");
});

async function costOf(file: string): Promise<object> {
  const document = await readFile(file, "utf8");
  const variables = await variablesOf(file, gateway.query);
  await gateway.org.clearCalls();
  const headers = { "x-salesforce-trace": "1" };
  const { data, extensions } = await gateway.query(document, variables, { headers });
  // A refused change would be a cheap one.
  for (const answered of Object.values(data))
    expect(answered ?? {}, file).not.toMatchObject({ userErrors: [{}] });
  const { salesforce } = extensions as {
    salesforce: {
      cost: number;
      costs: { cost: number }[];
      apiCalls: number;
      roundTrips: number;
      queries: string[];
    };
  };
  const { cost, costs, apiCalls, roundTrips, queries } = salesforce;
  expect(
    costs.reduce((sum, part) => sum + part.cost, 0),
    file,
  ).toBe(cost);
  const calls = await gateway.org.calls();
  const own = calls.filter(({ method, path }) => method !== "DELETE" || !/\/carts\/\w+$/.test(path));
  expect(own, file).toHaveLength(apiCalls);
  await Promise.all(cartsOf(variables).map(leaveNoWork));
  const hash = createHash("sha256")
    .update(print(parse(document)))
    .digest("hex");
  return { hash, cost, apiCalls, roundTrips, queries: queries.length };
}

function cartsOf({ input = {} }: { readonly input?: Readonly<Record<string, unknown>> }): readonly unknown[] {
  return Object.entries(input).flatMap(([name, value]) => (/cartId$/i.test(name) ? [value] : []));
}

/** The web cart of one that was given up is deleted after the answer, or just before the calls are read; that call is no document's. */
async function leaveNoWork(id: unknown): Promise<void> {
  const document = "query ($id: ID!) { cart(id: $id) { status sync { webCartId } } }";
  await vi.waitFor(async () => {
    const { data } = await gateway.query(document, { id });
    expect(data.cart).not.toMatchObject({ status: "CANCELED", sync: { webCartId: expect.any(String) } });
  }, 10_000);
}
