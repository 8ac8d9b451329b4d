import { describe, expect, test } from "vitest";
import { type Rest, startOrg } from "./org.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

async function changes(rest: Rest, kind: "deleted" | "updated", around = new Date()): Promise<string[]> {
  const time = (moment: number) => encodeURIComponent(new Date(moment).toISOString());
  const span = `start=${time(around.getTime() - day)}&end=${time(around.getTime() + minute)}`;
  const { status, body } = await rest.send("GET", `/sobjects/Account/${kind}?${span}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return kind === "updated" ? body.ids : body.deletedRecords.map(({ id }: { id: string }) => id);
}

describe("Deleting", () => {
  test("takes along what cannot be without the record", async () => {
    await using org = await startOrg();
    const rest = await org.signIn();
    const account = await rest.create("Account", { Name: "Acme" });
    const contact = await rest.create("Contact", { LastName: "Adams", AccountId: account });
    const machine = await rest.create("Asset", { Name: "Pump", AccountId: account });
    const child = await rest.create("Account", { Name: "Acme UK", ParentId: account });

    expect((await rest.send("DELETE", `/sobjects/Account/${account}`)).status).toBe(204);
    expect((await rest.send("GET", `/sobjects/Contact/${contact}`)).status).toBe(404);
    expect(await rest.send("GET", `/sobjects/Asset/${machine}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: "ENTITY_IS_DELETED" }],
    });
    expect((await rest.send("GET", `/sobjects/Account/${child}`)).status).toBe(200);
  });

  test("is refused while something needs the record", async () => {
    await using org = await startOrg({ data: "sample" });
    const rest = await org.signIn();
    const [account] = await rest.query<{ Id: string }>(
      "SELECT Id FROM Account WHERE Name = 'Edge Communications'",
    );
    const answer = await rest.send("DELETE", `/sobjects/Account/${account?.Id}`);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: "DELETE_FAILED" }] });
    expect(
      await rest.query("SELECT Id FROM Contact WHERE Account.Name = 'Edge Communications'"),
    ).toHaveLength(2);
  });

  test("is told by /deleted, changes by /updated", async () => {
    await using org = await startOrg();
    const rest = await org.signIn();
    const [kept, gone] = [
      await rest.create("Account", { Name: "Kept" }),
      await rest.create("Account", { Name: "Gone" }),
    ];
    await rest.send("DELETE", `/sobjects/Account/${gone}`);
    expect(await changes(rest, "updated")).toEqual([kept]);
    expect(await changes(rest, "deleted")).toEqual([gone]);
  });

  test.each([
    ["start=2026-11-23", "end must be a date"],
    ["start=2026-11-23T00:00:00Z&end=2026-11-22T00:00:00Z", "start must be before end"],
    ["start=2020-11-23T00:00:00Z&end=2026-11-22T00:00:00Z", "30 days at most"],
  ])("is not told for %s: %s", async (span) => {
    await using org = await startOrg({ now: () => new Date("2026-11-23T12:00:00Z") });
    const rest = await org.signIn();
    expect(await rest.send("GET", `/sobjects/Account/deleted?${span}`)).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_REPLICATION_DATE" }],
    });
  });

  test("keeps the record in the recycle bin for 15 days", async () => {
    await using org = await startOrg();
    const id = await (await org.signIn()).create("Account", { Name: "Acme" });
    await (await org.signIn()).send("DELETE", `/sobjects/Account/${id}`);
    const inBin = async () => {
      const rest = await org.signIn();
      return (await rest.send("GET", "/queryAll?q=SELECT+Id+FROM+Account")).body.totalSize;
    };
    const advance = (advanceSeconds: number) =>
      fetch(`${org.url}/_local/clock`, { method: "POST", body: JSON.stringify({ advanceSeconds }) });

    await advance((14 * day) / 1000);
    expect(await inBin()).toBe(1);
    await advance((2 * day) / 1000);
    expect(await inBin()).toBe(0);
  });
});
