import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const audits = serverAudits({ url: () => `${gateway.url}/graphql` });

/**
 * What the gateway does not do, all of it optional: these are GETs that a web page could send without asking, which
 * the protection against cross-site request forgery refuses.
 */
const refused = [
  "MAY accept application/x-www-form-urlencoded formatted GET requests",
  "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json",
  "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json",
];

describe(`GraphQL over HTTP: ${audits.length - refused.length} of ${audits.length} audits are ok`, () => {
  test.each(audits.filter(({ name }) => !refused.includes(name)))("$name", async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: "ok" });
  });

  test.each(audits.filter(({ name }) => refused.includes(name)))(
    "$name: noticed as not supported",
    async ({ fn }) => {
      expect(await fn()).toMatchObject({ status: "notice" });
    },
  );

  test("knows the audits it excuses", () => {
    expect(audits.map(({ name }) => name)).toEqual(expect.arrayContaining(refused));
  });
});
