import { expect, test } from "vitest";
import { startGateway } from "../gateway.ts";

test("Readiness asks Salesforce without spending API calls", async () => {
  await using gateway = await startGateway({ data: "none" });
  const response = await fetch(`${gateway.url}/readyz`);
  expect(await response.json()).toEqual({
    status: "ready",
    checks: { salesforce: "ready", postgres: "ready" },
    apiBudget: null,
  });
  expect(await gateway.org.calls()).toEqual([]);
});
