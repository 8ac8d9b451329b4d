import { type AuditResult, serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
});
afterAll(() => gateway[Symbol.asyncDispose]());
const audits = serverAudits({ url: () => `${gateway.url}/graphql` });
test.each(audits)("$id $name", async (audit) => {
  const result = await audit.fn();
  console.log(audit.id, audit.name, result.status, result.status === "ok" ? "" : result.reason);
});
