import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { signInAt } from "../local-org/org.ts";
import { edge, genePoint, type Machines, openMachines, type Payload } from "./machines.ts";

let gateway: Gateway;
let machines: Machines;
let serial = 0;
beforeAll(async () => {
  gateway = await startGateway({ env: { SALESFORCE_TIMEOUT_SECONDS: "2" } });
  machines = await openMachines(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

/** A serial number that no machine has. */
function newSerial(): string {
  serial += 1;
  return `NEW-${serial}`;
}

function draft(more: object = {}) {
  return { accountId: edge, sku: "GC1040", serialNumber: newSerial(), ...more };
}

async function countOf(serialNumber: string): Promise<number> {
  return (await machines.rows(`SELECT Id FROM Asset WHERE SerialNumber = '${serialNumber}'`)).length;
}

async function addFault(fault: object): Promise<void> {
  await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
}

async function refusalOf(input: object, token = machines.edgeToken): Promise<Payload> {
  const { asset, userErrors } = await machines.run("registerAsset", input, token);
  expect(asset).toBeNull();
  return userErrors.map(({ code, path }: Payload) => [code, path.join(".")]);
}

describe("A machine", () => {
  test("is registered at an account of the caller, in three calls", async () => {
    const input = draft({ installDate: "2026-03-01", status: "Installed" });
    const { asset, userErrors } = await machines.run("registerAsset", input, machines.edgeToken);
    expect(userErrors).toEqual([]);
    expect(asset).toMatchObject({
      serialNumber: input.serialNumber,
      name: expect.stringContaining(input.serialNumber),
      status: "Installed",
      installDate: "2026-03-01",
      account: { id: edge },
      product: { sku: "GC1040" },
    });
    expect(await gateway.org.calls()).toHaveLength(3);
    expect(await countOf(input.serialNumber)).toBe(1);
  });

  test("is a component of another of the same account", async () => {
    const machine = await machines.run("registerAsset", draft());
    const component = await machines.run("registerAsset", draft({ parentId: machine.asset.id }));
    expect(component.asset).toMatchObject({
      parent: { id: machine.asset.id },
      root: { id: machine.asset.id },
    });
    const elsewhere = draft({ accountId: genePoint, parentId: machine.asset.id });
    expect((await machines.run("registerAsset", elsewhere)).userErrors).toMatchObject([
      { code: "INVALID", path: ["input", "parentId"] },
    ]);
  });

  test("is refused where something of it is wrong", async () => {
    expect(await refusalOf(draft({ accountId: genePoint }))).toEqual([["NOT_FOUND", "input.accountId"]]);
    expect(await refusalOf(draft({ serialNumber: "  " }))).toEqual([["REQUIRED", "input.serialNumber"]]);
    expect(await refusalOf(draft({ sku: "NO-SUCH-THING" }))).toEqual([["NOT_FOUND", "input.sku"]]);
    expect(await refusalOf(draft({ sku: null }))).toEqual([["REQUIRED", "input.sku"]]);
    expect(await refusalOf(draft({ parentId: "02i000000000000AAA" }))).toEqual([
      ["NOT_FOUND", "input.parentId"],
    ]);
    expect(await refusalOf(draft({ serialNumber: "x".repeat(81) }))).toEqual([
      ["INVALID", "input.serialNumber"],
    ]);
  });

  test("is refused when its product is no longer active", async () => {
    const [product] = await machines.rows<{ Id: string }>(
      "SELECT Id FROM Product2 WHERE ProductCode = 'GC3020'",
    );
    const store = await signInAt(gateway.org.url);
    await store.send("PATCH", `/sobjects/Product2/${product?.Id}`, { IsActive: false });
    expect(await refusalOf(draft({ sku: "GC3020" }))).toEqual([["NOT_ALLOWED", "input.sku"]]);
  });

  test("is there once for a product and serial number among the caller's accounts", async () => {
    const input = draft();
    const { asset } = await machines.run("registerAsset", input);
    const again = { ...input, serialNumber: input.serialNumber.toLowerCase() };
    const { userErrors } = await machines.run("registerAsset", again);
    expect(userErrors).toMatchObject([
      { code: "DUPLICATE", path: ["input", "serialNumber"], message: expect.stringContaining(asset.id) },
    ]);
    const other = await machines.run("registerAsset", { ...input, sku: "GC1060" });
    expect(other.userErrors).toEqual([]);
  });

  test("is there once when twenty register it at the same time", async () => {
    const input = draft();
    const payloads = await Promise.all(
      Array.from({ length: 20 }, () => machines.run("registerAsset", input)),
    );
    expect(payloads.filter(({ asset }) => asset !== null)).toHaveLength(1);
    expect(await countOf(input.serialNumber)).toBe(1);
  });
});

describe("The same request again", () => {
  test("gives the same machine, with another input CONFLICT", async () => {
    const input = draft({ idempotencyKey: "once" });
    const first = await machines.run("registerAsset", input);
    expect(await machines.run("registerAsset", input)).toEqual(first);
    const other = await machines.run("registerAsset", { ...input, serialNumber: newSerial() });
    expect(other.userErrors).toMatchObject([{ code: "CONFLICT", path: ["input", "idempotencyKey"] }]);
    expect(await countOf(input.serialNumber)).toBe(1);
  });

  test("may come in parallel", async () => {
    const input = draft({ idempotencyKey: "together" });
    const payloads = await Promise.all(
      Array.from({ length: 20 }, () => machines.run("registerAsset", input)),
    );
    expect(new Set(payloads.map(({ asset }) => asset.id)).size).toBe(1);
    expect(await countOf(input.serialNumber)).toBe(1);
  });

  test("has no effect where the first one was refused and is mended", async () => {
    const input = draft({ idempotencyKey: "mended", sku: "NO-SUCH-THING" });
    await machines.run("registerAsset", input);
    expect((await machines.run("registerAsset", { ...input, sku: "GC1040" })).userErrors).toEqual([]);
  });

  test("finds what was written when the answer was lost, whatever else is lost", async () => {
    const input = draft({ idempotencyKey: "lost" });
    await addFault({ path: "/composite/sobjects", dropAnswer: true, times: 1 });
    await addFault({ path: "/query", status: 503, body: "<html>maintenance</html>", times: 1, after: 1 });
    await machines.run("registerAsset", input).catch(() => undefined);
    await fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
    const { asset, userErrors } = await machines.run("registerAsset", input);
    expect(userErrors).toEqual([]);
    expect(asset.serialNumber).toBe(input.serialNumber);
    expect(await countOf(input.serialNumber)).toBe(1);
  });
});

describe("Many machines", () => {
  test("are registered together, each by itself, in three calls", async () => {
    const assets: Payload[] = Array.from({ length: 200 }, () => draft());
    assets[3] = { ...assets[3], sku: "NO-SUCH-THING" };
    assets[7] = { ...assets[7], serialNumber: assets[6].serialNumber };
    assets[9] = { ...assets[9], name: "x".repeat(256) };
    await gateway.org.clearCalls();
    const { assets: registered, userErrors } = await machines.run("registerAssets", { assets });
    expect(userErrors.map(({ code, path }: Payload) => [code, path.join(".")]).sort()).toEqual([
      ["DUPLICATE", "input.assets.7.serialNumber"],
      ["INVALID", "input.assets.9.name"],
      ["NOT_FOUND", "input.assets.3.sku"],
    ]);
    const missing = registered.flatMap((asset: unknown, index: number) => (asset === null ? [index] : []));
    expect(missing).toEqual([3, 7, 9]);
    expect(registered[199].serialNumber).toBe(assets[199].serialNumber);
    expect(await gateway.org.calls()).toHaveLength(3);
  });

  test("are 200 at most", async () => {
    const assets = Array.from({ length: 201 }, () => draft());
    const { userErrors } = await machines.run("registerAssets", { assets });
    expect(userErrors).toMatchObject([{ code: "LIMIT_EXCEEDED", path: ["input", "assets"] }]);
  });
});
