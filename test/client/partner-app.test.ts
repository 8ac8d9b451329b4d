import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { compile, installApp, packClient, packingTimeoutMs, run } from "./package.ts";

const stack = new AsyncDisposableStack();
let gateway: Gateway;
let folder: string;

beforeAll(async () => {
  gateway = stack.use(await startGateway());
  const { tarball } = stack.use(await packClient());
  folder = join(stack.use(await createTemporaryFolder()).path, "app");
  await installApp("examples/partner-app", tarball, folder);
  await compile(folder);
}, packingTimeoutMs);
afterAll(() => stack.disposeAsync());

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function start(words: readonly string[], settings: object = {}): Promise<Outcome> {
  const env = { PATH: process.env.PATH, GATEWAY_URL: gateway.url, ...settings };
  try {
    const { stdout, stderr } = await run(process.execPath, ["dist/index.js", ...words], { cwd: folder, env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Outcome;
  }
}

describe("The partner app, installed from the packed tarball", () => {
  test("has the client and no other package", async () => {
    const installed = await readdir(join(folder, "node_modules"));
    expect(installed.filter((name) => !name.startsWith("."))).toEqual([
      "@types",
      "salesforce-graphql-gateway",
      "typescript",
    ]);
  });

  test("imports nothing of Node.js in the client, which browsers load as it is", async () => {
    const client = join(folder, "node_modules/salesforce-graphql-gateway/client");
    const files = (await readdir(client, { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file));
    const texts = await Promise.all(files.map((file) => readFile(join(client, file), "utf8")));
    const imported = texts.flatMap((text) => [...text.matchAll(/(?:from|import\() ?["']([^"']+)/g)]);
    expect(imported.length).toBeGreaterThan(files.length / 2);
    for (const [, from] of imported) expect(from).toMatch(/^\.{1,2}\/[\w/-]+\.js$/);
  });

  test("orders parts for a machine", async () => {
    const { code, stdout, stderr } = await start(["GC1040-000101", "PO-77"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^GenWatt Diesel 200kW, Austin plant at Edge Communications, coverage \w+$/m);
    const [, orderNumber] = /^Order (\d+), DRAFT, PO-77\n {2}1(?:\.0+)? x SL9040 /m.exec(stdout) ?? [];
    const document = "query ($n: String!) { orderByNumber(orderNumber: $n) { poNumber account { name } } }";
    const { data } = await gateway.query(document, { n: orderNumber });
    expect(data.orderByNumber).toEqual({ poNumber: "PO-77", account: { name: "Edge Communications" } });
  });

  test.each<[string, readonly string[], object, string]>([
    ["a wrong secret", [], { GATEWAY_CLIENT_SECRET: "wrong" }, "Look at GATEWAY_CLIENT_ID"],
    ["a machine of somebody else", ["GC5060-000123"], {}, "There is no machine GC5060-000123"],
    ["an address that is none", [], { GATEWAY_URL: "gateway" }, "url is the gateway's base address"],
    ["a gateway that is not there", [], { GATEWAY_URL: "http://127.0.0.1:9" }, "Try again later: "],
  ])("says what to do about %s", async (_name, ...[words, settings, sentence]) => {
    const { code, stderr } = await start(words, settings);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("    at ");
  });
});
