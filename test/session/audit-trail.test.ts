import { afterAll, beforeAll, expect, test } from "vitest";
import { shareDatabase } from "../database.ts";
import { type Gateway, startGateway } from "../gateway.ts";

const buyer = "01930000-0000-7000-8000-000000000011";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function run(mutation: string, input: object) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const result = mutation === "signOut" ? "userErrors { code }" : "refreshToken";
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${result} } }`;
  const { data, errors } = await gateway.query(document, { input }, { token: null });
  expect(errors).toBeUndefined();
  return data[mutation];
}

test("The audit trail has who was refused, came, went, and came back with a used token, in that order", async () => {
  const known = { email: "buyer@edge.example", password: "local-only" };
  await run("signIn", { ...known, password: "wrong-password" });
  await run("signIn", { email: "nobody@edge.example", password: "wrong-password" });
  const opened = await run("signIn", known);
  await run("signOut", { refreshToken: opened.refreshToken });
  const again = await run("signIn", known);
  await run("refreshSession", { refreshToken: again.refreshToken });
  await run("refreshSession", { refreshToken: again.refreshToken });
  const { withSession } = await shareDatabase();
  const rows = await withSession((session) =>
    session.query("SELECT act, target, address, detail FROM audit_entries ORDER BY at, id"),
  );
  const ofBuyer = { userId: buyer };
  const session = expect.stringMatching(/^[\w-]{36}$/);
  const address = "127.0.0.1";
  expect(rows).toEqual([
    { act: "session.refuse", target: buyer, address, detail: null },
    { act: "session.refuse", target: null, address, detail: null },
    { act: "session.open", target: session, address, detail: ofBuyer },
    { act: "session.close", target: rows[2]?.target, address, detail: ofBuyer },
    { act: "session.open", target: session, address, detail: ofBuyer },
    { act: "session.refresh", target: rows[4]?.target, address, detail: ofBuyer },
    { act: "session.reuse", target: rows[4]?.target, address, detail: ofBuyer },
  ]);
});
