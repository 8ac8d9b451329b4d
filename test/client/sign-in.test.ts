import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MachineFileDocument, UpdateAssetDocument, WhoAmIDocument } from "../../src/client/entry.ts";
import { type ClientScene, failureOf, openScene } from "./client.ts";

let scene: ClientScene;
beforeAll(async () => {
  scene = await openScene();
});
beforeEach(() => scene.way.plan([]));
afterEach(() => void vi.useRealTimers());
afterAll(() => scene[Symbol.asyncDispose]());

const signIns = () => scene.way.count("/oauth/token");
const lastToken = () => scene.way.seen.at(-1)?.authorization?.slice("Bearer ".length) ?? "";

async function revoke(token: string): Promise<void> {
  const body = new URLSearchParams({ token });
  await fetch(`${scene.gateway.url}/oauth/revoke`, { method: "POST", body });
}

describe("With client credentials", () => {
  test("twenty requests at once sign in once", async () => {
    const client = scene.client();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.run(WhoAmIDocument)));
    expect(answers.map(({ viewer }) => viewer?.id)).toEqual(Array(20).fill("partner-app"));
    expect(signIns()).toBe(1);
  });

  test("a token is used until shortly before its end, and then renewed without a refusal", async () => {
    const client = scene.client();
    vi.useFakeTimers({ toFake: ["Date"] });
    await client.run(WhoAmIDocument);
    vi.setSystemTime(Date.now() + 58 * 60_000);
    await client.run(WhoAmIDocument);
    expect(signIns()).toBe(1);
    vi.setSystemTime(Date.now() + 90_000);
    await Promise.all([client.run(WhoAmIDocument), client.run(WhoAmIDocument)]);
    expect(signIns()).toBe(2);
    expect(scene.way.count("/graphql")).toBe(4);
  });

  test("a token that cannot be renewed yet is used while it lasts", async () => {
    const client = scene.client();
    vi.useFakeTimers({ toFake: ["Date"] });
    await client.run(WhoAmIDocument);
    vi.setSystemTime(Date.now() + 59.5 * 60_000);
    scene.way.plan(Array(4).fill("reset"), "/oauth/token");
    expect((await client.run(WhoAmIDocument)).viewer?.id).toBe("partner-app");
    expect(signIns()).toBe(4);
  });

  test("a refused token is renewed once for all, and the requests are carried out", async () => {
    const client = scene.client();
    await client.run(WhoAmIDocument);
    await revoke(lastToken());
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.run(WhoAmIDocument)));
    expect(answers.map(({ viewer }) => viewer?.id)).toEqual(Array(5).fill("partner-app"));
    expect(signIns()).toBe(2);
  });

  test("a sign-in is tried again while the gateway is away", async () => {
    scene.way.plan(["reset", { status: 503, body: "" }], "/oauth/token");
    expect((await scene.client().run(WhoAmIDocument)).viewer?.id).toBe("partner-app");
    expect(signIns()).toBe(3);
  });

  test("a part of the scopes can be asked for", async () => {
    const credentials = { clientId: "partner-app", clientSecret: "local-only", scope: "assets:read" };
    const answer = await scene.client({ credentials }).run("{ viewer { scopes } }");
    expect(answer).toEqual({ viewer: { scopes: ["assets:read"] } });
  });

  test.each([
    ["a wrong secret", { clientSecret: "wrong: Ω%+" }, 401],
    ["an unknown client", { clientId: "nobody" }, 401],
    ["a scope that it does not have", { scope: "orders:approve" }, 400],
  ])("%s is SIGN_IN_REFUSED at once", async (_name, given, status) => {
    const credentials = { clientId: "partner-app", clientSecret: "local-only", ...given };
    const error = await failureOf(scene.client({ credentials }).run(WhoAmIDocument));
    expect(error).toMatchObject({ code: "SIGN_IN_REFUSED", status, requestId: expect.any(String) });
    expect(signIns()).toBe(1);
    expect(scene.way.count("/graphql")).toBe(0);
  });

  test("who aborts does not end the sign-in for others", async () => {
    const client = scene.client();
    const controller = new AbortController();
    const aborted = client.run(WhoAmIDocument, undefined, { signal: controller.signal });
    const other = client.run(WhoAmIDocument);
    controller.abort(new Error("no longer wanted"));
    await expect(aborted).rejects.toThrow("no longer wanted");
    expect((await other).viewer?.id).toBe("partner-app");
    expect(signIns()).toBe(1);
  });
});

describe("With a provider", () => {
  test("every request asks for a token, and a refused one once more", async () => {
    const asked: (string | null)[] = [];
    const credentials = (refused: string | null) => {
      asked.push(refused);
      return Promise.resolve(refused === null ? "outdated" : scene.gateway.token());
    };
    const client = scene.client({ credentials });
    // A mutation, of which no second try is made for any other reason.
    const input = { assetId: "02iLo0000000001IAA", description: "Looked after." };
    const { updateAsset } = await client.run(UpdateAssetDocument, { input });
    expect(updateAsset.asset?.description).toBe("Looked after.");
    await client.run(WhoAmIDocument);
    expect(asked).toEqual([null, "outdated", null, "outdated"]);
  });

  test("a second refusal is UNAUTHENTICATED", async () => {
    const credentials = (refused: string | null) => (refused === null ? "one" : "two");
    const error = await failureOf(scene.client({ credentials }).run(WhoAmIDocument));
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    expect(scene.way.count("/graphql")).toBe(2);
  });

  test("what it throws is what the request fails with", async () => {
    const credentials = () => Promise.reject(new RangeError("signed out"));
    await expect(scene.client({ credentials }).run(WhoAmIDocument)).rejects.toThrow(RangeError);
  });
});

describe("With a token of one's own", () => {
  test("requests are made as its subject", async () => {
    const { assetBySerialNumber: machine } = await scene
      .admin()
      .run(MachineFileDocument, { serialNumber: "GC1040-000101" });
    expect(machine?.name).toBe("GenWatt Diesel 200kW, Austin plant");
    expect(signIns()).toBe(0);
  });

  test("its refusal is UNAUTHENTICATED at once", async () => {
    const client = scene.client({ credentials: { accessToken: "outdated" } });
    expect(await failureOf(client.run(WhoAmIDocument))).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(scene.way.count("/graphql")).toBe(1);
  });
});
