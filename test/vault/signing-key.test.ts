import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KeyVaultServer, startKeyVault } from "../stores/key-vault-server.ts";
import {
  account,
  ask,
  built,
  type Gateway,
  keyIds,
  makePem,
  signWith,
  slowly,
  start,
  useBuild,
} from "./vault-gateway.ts";

useBuild();

/** A token that the gateway signs itself, for the sample partner of embedded mode. */
async function grantToken({ url }: Gateway): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("partner-app:local-only")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

function keyIdOf(token: string): string {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
}

describe("When the signing key in the vault is rotated", () => {
  const [oldPem, newPem] = [makePem(), makePem()];
  let vault: KeyVaultServer;
  let gateways: readonly Gateway[];
  let oldVersion: string;
  let newKeyId: string;

  const startAt = (data: string) => start({ ...vault.settings, DATA_DIR: join(built.folder, data) });

  beforeAll(async () => {
    vault = await startKeyVault();
    oldVersion = vault.put("JWT-PRIVATE-KEY", oldPem, 60);
    newKeyId = keyIdOf(await signWith(newPem));
    gateways = await Promise.all([startAt("data"), startAt("second")]);
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway[Symbol.asyncDispose]()));
    await vault[Symbol.asyncDispose]();
  });

  test("gateways of embedded mode ask the vault for nothing of Salesforce's", () => {
    expect(vault.requests.filter((request) => request.includes("SFCC"))).toEqual([]);
  });

  test("no gateway refuses a token of another, at any moment", async () => {
    const [first, second] = gateways as [Gateway, Gateway];
    vault.put("JWT-PRIVATE-KEY", newPem);
    const signedWith: string[] = [];
    const refused: string[] = [];
    for (const end = Date.now() + 6_000; Date.now() < end; await setTimeout(20)) {
      for (const [from, to] of [
        [first, second],
        [second, first],
      ] as const) {
        const token = await grantToken(from);
        signedWith.push(keyIdOf(token));
        if ((await ask(to, token)) === "UNAUTHENTICATED") refused.push(keyIdOf(token));
      }
    }
    expect(refused).toEqual([]);
    expect(signedWith[0]).not.toBe(newKeyId);
    expect(signedWith.slice(-2)).toEqual([newKeyId, newKeyId]);
  });

  test("each gateway asks for a version once, for versions never change", () => {
    const asked = vault.requests.filter((request) => request.endsWith(`/${oldVersion} 200`));
    expect(asked).toHaveLength(gateways.length);
  });

  test("tokens of the old key stay good, also after a restart, and its public key is shown", async () => {
    const token = await signWith(oldPem);
    const [first, second] = gateways as [Gateway, Gateway];
    await second.stop("SIGTERM");
    gateways = [first, await startAt("second")];
    for (const gateway of gateways) {
      expect(await ask(gateway, token)).toBe(account);
      expect(await keyIds(gateway)).toEqual([newKeyId, keyIdOf(token)]);
    }
  });

  test("tokens of the old key are refused once that version is disabled", async () => {
    vault.disable("JWT-PRIVATE-KEY", oldVersion);
    const token = await signWith(oldPem);
    for (const gateway of gateways) {
      await expect.poll(() => ask(gateway, token), slowly).toBe("UNAUTHENTICATED");
      expect(await keyIds(gateway)).toEqual([newKeyId]);
      expect(await ask(gateway, await signWith(newPem))).toBe(account);
    }
  });
});
