import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { attacks } from "./attack.ts";

/** What an answer would tell of the inside. */
const internals = /node_modules|\.ts:\d|\.js:\d|SELECT |services\/data|prisma|127\.0\.0\.1|at \w+ \(/i;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function send(body: object, token: string | null) {
  const headers = {
    "content-type": "application/json",
    accept: "application/graphql-response+json",
    ...(token !== null && { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

describe("An attack is the client's fault and tells nothing of the inside", () => {
  test.each(attacks)("$name", async ({ name: _, ...body }) => {
    for (const token of [null, gateway.token()]) {
      await gateway.org.clearCalls();
      const { status, text } = await send(body, token);
      expect(status, text.slice(0, 300)).toBeGreaterThanOrEqual(400);
      expect(status, text.slice(0, 300)).toBeLessThan(500);
      expect(text).not.toMatch(internals);
      expect(await gateway.org.calls()).toEqual([]);
    }
  });

  test("and the gateway answers the next one", async () => {
    expect((await gateway.query("{ accounts { totalCount } }")).data.accounts.totalCount).toBeGreaterThan(0);
  });
});
