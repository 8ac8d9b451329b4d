import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { connectSalesforce } from "../../src/salesforce/connection.ts";

test("Sessions of 1,000 people are kept; those who were not seen for longest go first", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const clientId = "local-org";
  const salesforce = connectSalesforce({
    org: () => ({
      loginUrl: "http://127.0.0.1:1",
      credentials: { flow: "client-credentials", clientId, clientSecret: "local-only" },
      callers: { clientId, privateKey, siteName: null },
    }),
    apiVersion: "68.0",
    timeoutMs: 10_000,
    maxConcurrent: 50,
    budget: { conservePercent: 20, reservePercent: 5 },
  });
  const sessionOf = (number: number) => salesforce.caller?.(`person${number}@customer.example`);
  const [first, second] = [sessionOf(1), sessionOf(2)];
  for (let number = 3; number <= 1_000; number += 1) sessionOf(number);
  expect(sessionOf(1)).toBe(first);
  sessionOf(1_001);
  expect(sessionOf(1)).toBe(first);
  expect(sessionOf(2)).not.toBe(second);
  await salesforce[Symbol.asyncDispose]();
});
