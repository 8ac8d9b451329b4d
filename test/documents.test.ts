import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse, print } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
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
  const { extensions } = await gateway.query(document, variables, { headers: { "x-salesforce-trace": "1" } });
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
  expect(await gateway.org.calls(), file).toHaveLength(apiCalls);
  const hash = createHash("sha256")
    .update(print(parse(document)))
    .digest("hex");
  return { hash, cost, apiCalls, roundTrips, queries: queries.length };
}
