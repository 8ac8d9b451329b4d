import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { signInAt } from "../local-org/org.ts";
import { edge, genePoint, type Machines, openMachines, type Payload } from "./machines.ts";

let gateway: Gateway;
let machines: Machines;
let serial = 0;
beforeAll(async () => {
  gateway = await startGateway();
  machines = await openMachines(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function register(more: object = {}): Promise<Payload> {
  serial += 1;
  const input = { accountId: edge, sku: "GC1040", serialNumber: `CHANGE-${serial}`, ...more };
  const { asset, userErrors } = await machines.run("registerAsset", input);
  expect(userErrors).toEqual([]);
  return asset;
}

/** An hour passes in the org. */
async function waitAnHour(): Promise<void> {
  const body = JSON.stringify({ advanceSeconds: 3_600 });
  await fetch(`${gateway.org.url}/_local/clock`, { method: "POST", body });
}

describe("A machine that is changed", () => {
  test("keeps what is left out, loses what is null", async () => {
    const { id } = await register({ status: "Installed", installDate: "2026-01-01" });
    const { asset, userErrors } = await machines.run("updateAsset", {
      assetId: id,
      name: "Generator behind the hall",
      installDate: null,
    });
    expect(userErrors).toEqual([]);
    expect(asset).toMatchObject({
      name: "Generator behind the hall",
      installDate: null,
      status: "Installed",
    });
  });

  test("twice in one operation is shown as it was after each", async () => {
    const { id } = await register();
    const update = (name: string) =>
      `updateAsset(input: { assetId: "${id}", name: "${name}" }) { asset { name product { sku } } }`;
    const { data } = await gateway.query(`mutation { a: ${update("First")} b: ${update("Second")} }`);
    expect([data.a.asset.name, data.b.asset.name]).toEqual(["First", "Second"]);
  });

  test("is not overwritten by who has seen an older state", async () => {
    const { id, updatedAt } = await register();
    await waitAnHour();
    await machines.run("updateAsset", { assetId: id, status: "Installed", expectedUpdatedAt: updatedAt });
    const late = { assetId: id, status: "Obsolete", expectedUpdatedAt: updatedAt };
    expect(await machines.run("updateAsset", late)).toMatchObject({
      asset: { status: "Installed" },
      userErrors: [{ code: "VERSION_MISMATCH", path: ["input", "expectedUpdatedAt"] }],
    });
  });

  test("is refused what does not fit, with the place", async () => {
    const machine = await register();
    const other = await register();
    const stranger = await register({ accountId: genePoint });
    const [contact] = await machines.rows<{ Id: string }>(
      `SELECT Id FROM Contact WHERE AccountId = '${genePoint}' LIMIT 1`,
    );
    const refusals = async (changes: object, token?: string) => {
      const payload = await machines.run("updateAsset", { assetId: machine.id, ...changes }, token);
      return payload.userErrors.map(({ code, path }: Payload) => [code, path.join(".")]);
    };
    expect(await refusals({ name: " " })).toEqual([["REQUIRED", "input.name"]]);
    expect(await refusals({ serialNumber: other.serialNumber })).toEqual([
      ["DUPLICATE", "input.serialNumber"],
    ]);
    expect(await refusals({ contactId: contact?.Id })).toEqual([["INVALID", "input.contactId"]]);
    expect(await refusals({ contactId: contact?.Id }, machines.edgeToken)).toEqual([
      ["NOT_FOUND", "input.contactId"],
    ]);
    expect(await refusals({ parentId: stranger.id })).toEqual([["INVALID", "input.parentId"]]);
    const component = await register({ parentId: machine.id });
    for (const parentId of [machine.id, component.id]) {
      expect(await refusals({ parentId })).toEqual([["INVALID", "input.parentId"]]);
    }
    expect(await refusals({ name: "x".repeat(256) })).toEqual([["INVALID", "input.name"]]);
    const foreign = { assetId: stranger.id, name: "Mine" };
    expect(await machines.run("updateAsset", foreign, machines.edgeToken)).toMatchObject({
      asset: null,
      userErrors: [{ code: "NOT_FOUND", path: ["input", "assetId"] }],
    });
  });
});

describe("A machine that goes to another account", () => {
  async function tree(): Promise<readonly [Payload, Payload, Payload]> {
    const machine = await register();
    const component = await register({ parentId: machine.id });
    const part = await register({ parentId: component.id });
    return [machine, component, part];
  }

  async function accountsOf(assets: readonly Payload[]): Promise<readonly string[]> {
    const ids = assets.map(({ id }) => `'${id}'`).join();
    const rows = await machines.rows<{ Id: string; AccountId: string }>(
      `SELECT Id, AccountId FROM Asset WHERE Id IN (${ids})`,
    );
    return assets.map(({ id }) => rows.find(({ Id }) => Id === id)?.AccountId ?? "");
  }

  test("takes its components along", async () => {
    const assets = await tree();
    const payload = await machines.run("transferAsset", { assetId: assets[0].id, accountId: genePoint });
    expect(payload).toMatchObject({ asset: { account: { id: genePoint }, contact: null }, userErrors: [] });
    expect(await accountsOf(assets)).toEqual([genePoint, genePoint, genePoint]);
  });

  test("leaves the machine that it was a part of", async () => {
    const assets = await tree();
    const payload = await machines.run("transferAsset", { assetId: assets[1].id, accountId: genePoint });
    expect(payload.asset).toMatchObject({ parent: null, children: { nodes: [{ id: assets[2].id }] } });
    expect(await accountsOf(assets)).toEqual([edge, genePoint, genePoint]);
  });

  test("stays as a whole when one of the components cannot go", async () => {
    const assets = await tree();
    const body = [
      { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "It is in repair.", fields: [] },
    ];
    const fault = { path: `/sobjects/Asset/${assets[2].id}`, status: 400, body, times: 1 };
    await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
    const payload = await machines.run("transferAsset", { assetId: assets[0].id, accountId: genePoint });
    expect(payload.userErrors).toMatchObject([{ code: "INVALID", message: "It is in repair." }]);
    expect(await accountsOf(assets)).toEqual([edge, edge, edge]);
  });

  test("goes to nobody whom the caller does not see", async () => {
    const [machine] = await tree();
    const input = { assetId: machine.id, accountId: genePoint };
    expect((await machines.run("transferAsset", input, machines.edgeToken)).userErrors).toMatchObject([
      { code: "NOT_FOUND", path: ["input", "accountId"] },
    ]);
  });
});

describe("An account that is changed", () => {
  test("has the new telephone number and address", async () => {
    const billingAddress = { street: "1 New Street", city: "Austin" };
    const input = { accountId: edge, phone: "(512) 555-0100", billingAddress };
    const { account, userErrors } = await machines.run("updateAccount", input, machines.edgeToken);
    expect(userErrors).toEqual([]);
    expect(account).toMatchObject({ phone: "(512) 555-0100", billingAddress });
    const [row] = await machines.rows(`SELECT BillingCity, BillingCountry FROM Account WHERE Id = '${edge}'`);
    expect(row).toMatchObject({ BillingCity: "Austin", BillingCountry: null });
  });

  test("keeps what is the supplier's to say", async () => {
    const input = { accountId: edge, phone: "1", name: "Edge of the World", annualRevenue: "1" };
    const { account, userErrors } = await machines.run("updateAccount", input);
    expect(userErrors).toMatchObject([
      { code: "NOT_ALLOWED", path: ["input", "name"] },
      { code: "NOT_ALLOWED", path: ["input", "annualRevenue"] },
    ]);
    expect(account.phone).not.toBe("1");
  });

  test("is not overwritten by who has seen an older state, nor by strangers", async () => {
    const before = await machines.run("updateAccount", { accountId: edge, website: "edgecomm.example" });
    await waitAnHour();
    const store = await signInAt(gateway.org.url);
    await store.send("PATCH", `/sobjects/Account/${edge}`, { Website: "edge.example" });
    const expectedUpdatedAt = before.account.updatedAt;
    expect(
      await machines.run("updateAccount", { accountId: edge, website: "x", expectedUpdatedAt }),
    ).toMatchObject({
      account: { website: "edge.example" },
      userErrors: [{ code: "VERSION_MISMATCH", path: ["input", "expectedUpdatedAt"] }],
    });
    const foreign = { accountId: genePoint, phone: "1" };
    expect(await machines.run("updateAccount", foreign, machines.edgeToken)).toMatchObject({
      account: null,
      userErrors: [{ code: "NOT_FOUND" }],
    });
  });
});
