import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { json, startBrokenSalesforce } from "./broken-salesforce.ts";

const latencyMs = 500;

test("A gateway that stops answers the 100 requests under way, and is gone with the slowest", async () => {
  await using salesforce = await startBrokenSalesforce();
  const gateway = await startGateway({
    data: "none",
    env: {
      SFCC_DOMAIN_NAME: salesforce.url,
      SFCC_CLIENT_ID: "client",
      SFCC_CLIENT_SECRET: "secret",
      ...writeRsaPair(2048),
    },
  });
  const account = { Id: "001000000000001AAA", Name: "Acme" };
  const answer = json(200, { totalSize: 1, done: true, records: [account] });
  salesforce.breakAs((request, response) => void setTimeout(latencyMs).then(() => answer(request, response)));
  // Every one another query, for the same ones would be asked once.
  const documentOf = (index: number) => `{ accounts(first: ${index + 1}) { nodes { name } } }`;

  const pending = Array.from({ length: 100 }, (_, index) => gateway.query(documentOf(index)));
  await expect.poll(() => salesforce.queries(), { timeout: 10_000 }).toBe(100);
  const started = performance.now();
  await gateway[Symbol.asyncDispose]();
  expect(performance.now() - started).toBeLessThan(latencyMs + 1_000);
  const answers = await Promise.all(pending);
  expect(answers).toEqual(answers.map(() => ({ data: { accounts: { nodes: [{ name: "Acme" }] } } })));
  await expect(gateway.query(documentOf(0))).rejects.toThrow();
});
