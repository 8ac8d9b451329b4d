import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Build, build } from "./build.ts";
import { watchAnswers } from "./canary.ts";
import { createThrowaway, dropThrowaway, serverUrl } from "./database.ts";
import { type BrokenSalesforce, startBrokenSalesforce } from "./http/broken-salesforce.ts";
import { writeRsaPair } from "./key-files.ts";
import type { Running } from "./process.ts";

let built: Build;

beforeAll(async () => {
  built = await build();
});
afterAll(() => built[Symbol.asyncDispose]());

/** With the banner in full. */
async function startReady(settings: Readonly<Record<string, string>> = {}): Promise<Running & Banner> {
  const running = built.run("main.js", settings);
  await running.reaches(/Log .*\n(.*Token.*\n)?\n/);
  const banner = readBanner(running.output.stdout + running.output.stderr);
  watchAnswers(banner.url);
  return Object.assign(running, banner);
}

interface Banner {
  readonly url: string;
  readonly orgUrl: string;
  readonly token: string;
}

function readBanner(text: string): Banner {
  const find = (pattern: RegExp) => pattern.exec(text)?.[1] ?? "";
  return {
    url: find(/GraphQL +(\S+)\/graphql/),
    orgUrl: find(/local org at (\S+)/),
    token: find(/Token +Bearer (\S+)/),
  };
}

async function ask({ url }: Banner, token: string, headers = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body: '{"query":"{ productBySku(sku: \\"GC1040\\") { sku } }"}',
  });
  return { status: response.status, body: await response.json() };
}

const product = { status: 200, body: { data: { productBySku: { sku: "GC1040" } } } };

/** A connection as browsers open them in advance: nothing has been asked yet. */
async function openConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  await new Promise((connected) => socket.once("connect", connected));
  return socket;
}

async function listenSomewhere(): Promise<AsyncDisposable & { readonly port: string }> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: String((server.address() as AddressInfo).port),
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function expectRefusal(settings: Readonly<Record<string, string>>, sentence: RegExp): Promise<void> {
  await using gateway = built.run("main.js", settings);
  expect((await gateway.ended()).code).toBe(1);
  expect(gateway.output.stdout).toBe("");
  expect(gateway.output.stderr).toMatch(sentence);
  expect(gateway.output.stderr).not.toMatch(/ {4}at |node:/);
}

describe("npm start without settings", () => {
  let gateway: Running & Banner;

  beforeAll(async () => {
    gateway = await startReady();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test("shows a banner whose token works", async () => {
    expect(await ask(gateway, gateway.token)).toEqual(product);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  });

  test("shows a sign-in that the local org accepts", async () => {
    const signIn =
      /as (\S+), password (\S+), security token (\S+),\s+or as the connected app (\S+), secret (\S+)/;
    const [, username = "", password = "", securityToken = "", id = "", secret = ""] =
      signIn.exec(gateway.output.stdout) ?? [];
    const response = await fetch(`${gateway.orgUrl}/services/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "password",
        username,
        password: `${password}${securityToken}`,
        client_id: id,
        client_secret: secret,
      }),
    });
    expect(await response.json()).toMatchObject({ token_type: "Bearer" });
  });

  test("takes the tokens of npm run token", async () => {
    await using command = built.run("auth/token-command.js");
    await command.ended();
    expect(await ask(gateway, command.output.stdout.trim())).toEqual(product);
  });

  test("keeps its folder to itself", async () => {
    await expectRefusal({}, /^The embedded database is in use by process \d+\. .*DATA_DIR.*\n$/);
    expect(await ask(gateway, gateway.token)).toEqual(product);
  });

  test("logs a line of JSON a request, and warns of nothing", async () => {
    const log = () => gateway.output.stdout.split("\n\n").at(-1)?.trim().split("\n") ?? [];
    await expect.poll(() => log().length).toBe(4);
    expect(log().map((line) => JSON.parse(line).path)).toEqual([
      "/graphql",
      "/readyz",
      "/graphql",
      "/graphql",
    ]);
    expect(gateway.output.stderr).toBe("");
  });

  test("has the explorer at the address that the banner shows, complete", async () => {
    const [, address = ""] = /Explorer +(\S+)/.exec(gateway.output.stdout) ?? [];
    expect(address).toBe(`${gateway.url}/explorer`);
    const page = await (await fetch(address)).text();
    const files = [...page.matchAll(/ (?:src|href)="(\/explorer\/[^"?]+)"/g)].map(([, path]) => path);
    expect(files).toHaveLength(3);
    for (const path of [...files, "/explorer/setup.json"])
      expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
  });

  test("stops within a second, and with its keys kept takes its tokens after a restart", async () => {
    const { token } = gateway;
    await expectQuickStop(gateway, "SIGINT");
    await using second = await startReady();
    expect(await ask(second, token)).toEqual(product);
    await expectQuickStop(second, "SIGTERM");
  });

  /** Whatever connections are open. */
  async function expectQuickStop(running: Running & Banner, signal: NodeJS.Signals): Promise<void> {
    const [silent, halfway] = [await openConnection(running.url), await openConnection(running.url)];
    halfway.write("POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-le");
    const { code, milliseconds } = await running.stop(signal);
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(1_000);
    for (const socket of [silent, halfway]) socket.destroy();
  }
});

describe("A start is refused with code 1 and one sentence, without a stack,", () => {
  test.each(["PORT", "LOCAL_ORG_PORT"])("when %s is in use, naming port and setting", async (setting) => {
    await using other = await listenSomewhere();
    const sentence = new RegExp(`^Port ${other.port} is in use\\. .* set ${setting} to another\\.\n$`);
    await expectRefusal({ [setting]: other.port }, sentence);
  });

  test("when HOST is not an address of this machine", async () => {
    await expectRefusal({ HOST: "203.0.113.1" }, /^The gateway cannot listen .*EADDRNOTAVAIL.* HOST\.\n$/);
  });

  test("when the folder is a file", async () => {
    await expectRefusal(
      { DATA_DIR: join(built.folder, "package.json") },
      /^\S+ cannot be used \((EEXIST|ENOTDIR)\)\. Check DATA_DIR\.\n$/,
    );
  });

  test("when settings are missing or malformed: all of them, and no value", async () => {
    const settings = { SFCC_CLIENT_ID: "canary", PORT: "canary", JWT_ALGORITHM: "none-canary" };
    await using gateway = built.run("main.js", settings);
    expect((await gateway.ended()).code).toBe(1);
    for (const name of ["SFCC_DOMAIN_NAME", "SFCC_CLIENT_SECRET", "PORT", "JWT_ALGORITHM"]) {
      expect(gateway.output.stderr).toMatch(new RegExp(`^- ${name} `, "m"));
    }
    expect(gateway.output.stderr).not.toMatch(/canary| {4}at /);
  });
});

describe("Before a real org that does not answer", () => {
  let salesforce: BrokenSalesforce;
  /** Empty where there is no server: the database is embedded. */
  let databaseUrl = "";

  beforeAll(async () => {
    salesforce = await startBrokenSalesforce();
    salesforce.breakAs(() => undefined);
    if (serverUrl) databaseUrl = await createThrowaway(serverUrl);
  });
  afterAll(async () => {
    await salesforce[Symbol.asyncDispose]();
    if (databaseUrl) await dropThrowaway(databaseUrl);
  });

  /** With a request under way. */
  async function startBusy() {
    const gateway = await startReady({
      SFCC_DOMAIN_NAME: salesforce.url,
      SFCC_CLIENT_ID: "client",
      SFCC_CLIENT_SECRET: "canary-secret",
      PSQL_CONNECTION_STRING: databaseUrl,
      ...writeRsaPair(2048),
    });
    const before = salesforce.queries();
    const pending = fetch(`${gateway.url}/readyz`).then(
      ({ status }) => status,
      () => "lost",
    );
    await expect.poll(() => salesforce.queries()).toBe(before + 1);
    return Object.assign(gateway, { pending });
  }

  test("what is under way is answered before the end, and stdout is the log alone", {
    retry: 2,
  }, async () => {
    await using gateway = await startBusy();
    expect(gateway.output.stderr).toContain(`real: ${salesforce.url}`);
    expect(gateway.token).toBe("");
    const { code, milliseconds } = await gateway.stop("SIGTERM");
    expect(code).toBe(0);
    // Readiness gives up after two seconds; the connection that is kept alive must not count.
    expect(milliseconds).toBeLessThan(3_000);
    expect(await gateway.pending).toBe(503);
    expect(JSON.parse(gateway.output.stdout)).toMatchObject({ path: "/readyz", status: 503 });
    expect(gateway.output.stdout + gateway.output.stderr).not.toContain("canary-secret");
  });

  test("a second signal ends it at once, with code 130", { retry: 2 }, async () => {
    await using gateway = await startBusy();
    const first = gateway.stop("SIGINT");
    await setTimeout(200);
    const second = await gateway.stop("SIGINT");
    expect(second.milliseconds).toBeLessThan(500);
    expect(second.code).toBe(130);
    expect((await first).code).toBe(130);
    expect(await gateway.pending).toBe("lost");
  });
});
