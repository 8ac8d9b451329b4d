import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrokenSalesforce, startBrokenSalesforce } from "./http/broken-salesforce.ts";
import { writeRsaPair } from "./key-files.ts";
import { type Running, runScript } from "./process.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** A build of its own beside dist/, which other tests build at the same time. */
let build: string;
/** Kept through all tests: the database is made once. */
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;

beforeAll(async () => {
  build = await mkdtemp(join(project, "dist-"));
  folder = await createTemporaryFolder();
  const compiler = join(project, "node_modules/.bin/tsc");
  await promisify(execFile)(compiler, ["-p", "tsconfig.build.json", "--outDir", build], { cwd: project });
});
afterAll(async () => {
  await rm(build, { recursive: true, force: true });
  await folder[Symbol.asyncDispose]();
});

function start(settings: Readonly<Record<string, string>> = {}): Running {
  const free = { PORT: "0", LOCAL_ORG_PORT: "0", DATA_DIR: folder.path };
  return runScript(join(build, "main.js"), { ...free, ...settings });
}

/** With the banner in full. */
async function startReady(settings: Readonly<Record<string, string>> = {}): Promise<Running & Banner> {
  const running = start(settings);
  await running.reaches(/Log .*\n(.*Token.*\n)?\n/);
  return Object.assign(running, readBanner(running.output.stdout + running.output.stderr));
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

describe("npm start without settings", () => {
  test("shows a banner whose token and sign-in work, and warns of nothing", async () => {
    await using gateway = await startReady();
    expect(await ask(gateway, gateway.token)).toEqual(product);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
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
    await gateway.stop("SIGTERM");
    expect(gateway.output.stderr).toBe("");
    const log = gateway.output.stdout.split("\n\n").at(-1)?.trim().split("\n") ?? [];
    expect(log.map((line) => JSON.parse(line).path)).toEqual(["/graphql", "/readyz"]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "stops within a second on %s, whatever connections are open, with code 0",
    async (signal) => {
      await using gateway = await startReady();
      await ask(gateway, gateway.token);
      const silent = await openConnection(gateway.url);
      const halfway = await openConnection(gateway.url);
      halfway.write("POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-le");
      const { code, milliseconds } = await gateway.stop(signal);
      expect(code).toBe(0);
      expect(milliseconds).toBeLessThan(1_000);
      for (const socket of [silent, halfway]) socket.destroy();
    },
  );

  test("keeps its keys and its data: a token outlives a restart", async () => {
    const first = await startReady();
    await first.stop("SIGINT");
    await using second = await startReady();
    expect(await ask(second, first.token)).toEqual(product);
  });

  test("takes the tokens of npm run token", async () => {
    await using gateway = await startReady();
    await using command = runScript(join(build, "auth/token-command.js"), { DATA_DIR: folder.path });
    await command.ended();
    expect(await ask(gateway, command.output.stdout.trim())).toEqual(product);
  });
});

describe("A start is refused with code 1 and one sentence, without a stack,", () => {
  async function expectRefusal(settings: Readonly<Record<string, string>>, sentence: RegExp): Promise<void> {
    await using gateway = start(settings);
    expect((await gateway.ended()).code).toBe(1);
    expect(gateway.output.stdout).toBe("");
    expect(gateway.output.stderr).toMatch(sentence);
    expect(gateway.output.stderr).not.toMatch(/ {4}at |node:/);
  }

  test.each(["PORT", "LOCAL_ORG_PORT"])("when %s is in use, naming port and setting", async (setting) => {
    await using other = await listenSomewhere();
    const sentence = new RegExp(`^Port ${other.port} is in use\\. .* set ${setting} to another\\.\n$`);
    await expectRefusal({ [setting]: other.port }, sentence);
  });

  test("when HOST is not an address of this machine", async () => {
    await expectRefusal({ HOST: "203.0.113.1" }, /^The gateway cannot listen .*EADDRNOTAVAIL.* HOST\.\n$/);
  });

  test("when another gateway has the folder, and that one lives on", async () => {
    await using first = await startReady();
    await expectRefusal({}, /^The embedded database is in use by process \d+\. .*DATA_DIR.*\n$/);
    expect(await ask(first, first.token)).toEqual(product);
  });

  test("when the folder is a file", async () => {
    const file = join(folder.path, "file");
    await writeFile(file, "");
    await expectRefusal({ DATA_DIR: file }, /^\S+ cannot be used \((EEXIST|ENOTDIR)\)\. Check DATA_DIR\.\n$/);
  });

  test("when settings are missing or malformed: all of them, and no value", async () => {
    const settings = { SFCC_CLIENT_ID: "canary", PORT: "canary", JWT_ALGORITHM: "none-canary" };
    await using gateway = start(settings);
    expect((await gateway.ended()).code).toBe(1);
    for (const name of [
      "SFCC_DOMAIN_NAME",
      "SFCC_CLIENT_SECRET",
      "JWT_PRIVATE_KEY_PATH",
      "JWT_PUBLIC_KEY_PATH",
      "PORT",
      "JWT_ALGORITHM",
    ]) {
      expect(gateway.output.stderr).toMatch(new RegExp(`^- ${name} `, "m"));
    }
    expect(gateway.output.stderr).not.toMatch(/canary| {4}at /);
  });
});

describe("Before a real org that does not answer", () => {
  let salesforce: BrokenSalesforce;

  beforeAll(async () => {
    salesforce = await startBrokenSalesforce();
    salesforce.breakAs(() => undefined);
  });
  afterAll(() => salesforce[Symbol.asyncDispose]());

  /** With a request under way. */
  async function startBusy() {
    const gateway = await startReady({
      SFCC_DOMAIN_NAME: salesforce.url,
      SFCC_CLIENT_ID: "client",
      SFCC_CLIENT_SECRET: "canary",
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

  test("what is under way is answered before the end, and stdout is the log alone", async () => {
    await using gateway = await startBusy();
    expect(gateway.output.stderr).toContain(`real: ${salesforce.url}`);
    expect(gateway.token).toBe("");
    expect((await gateway.stop("SIGTERM")).code).toBe(0);
    expect(await gateway.pending).toBe(503);
    expect(JSON.parse(gateway.output.stdout)).toMatchObject({ path: "/readyz", status: 503 });
    expect(gateway.output.stdout + gateway.output.stderr).not.toContain("canary");
  });

  test("a second signal ends it at once, with code 130", async () => {
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
