import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Place, startPlace } from "../salesforce-people.ts";
import { openTerminal, type Terminal } from "./operate.ts";

const stack = new AsyncDisposableStack();
let terminal: Terminal;
let place: Place;
beforeAll(async () => {
  terminal = stack.use(await openTerminal());
  place = stack.use(await startPlace());
});
afterAll(() => stack.disposeAsync());

function checkSchema(identity: "caller" | "integration", ...words: string[]) {
  const settings = {
    SFCC_DOMAIN_NAME: place.org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    SALESFORCE_IDENTITY: identity,
    ...(identity === "caller" && { SFCC_PRIVATE_KEY: place.privatePem }),
  };
  return terminal.operate(settings, ["--json", "schema", "check", ...words]);
}

describe("schema check --as", () => {
  test("finds what Salesforce hides from that user, whom it asks as", async () => {
    await place.org.forgetCalls();
    const { code, stdout } = await checkSchema("caller", "--as", "buyer@edge.example");
    expect(code).toBe(1);
    const { drifts } = JSON.parse(stdout) as { drifts: { kind: string; field: string }[] };
    expect(drifts).toContainEqual(
      expect.objectContaining({ kind: "unreadable", field: "Account.annualRevenue" }),
    );
    const calls = (await place.org.calls()).filter(({ counted }) => counted);
    expect(new Set(calls.map(({ identity }) => identity))).toEqual(new Set(["buyer@edge.example"]));
    expect(await checkSchema("caller")).toMatchObject({ code: 0 });
  });

  test("needs people to be their own Salesforce users, and says so", async () => {
    const { code, stdout, stderr } = await checkSchema("integration", "--as", "buyer@edge.example");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("it needs SALESFORCE_IDENTITY=caller");
  });

  test("names a user whom Salesforce does not let in, with its reason", async () => {
    const { code, stdout, stderr } = await checkSchema("caller", "--as", "nobody@local-org.example");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "Salesforce refuses nobody@local-org.example (user hasn't approved this consumer): is the user known, active and approved for the connected app?\n",
    );
  });
});
