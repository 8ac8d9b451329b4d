import { writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Build, build } from "./build.ts";
import { startBrokenSalesforce } from "./http/broken-salesforce.ts";
import { writeRsaPair } from "./key-files.ts";

/** What the processes write is searched for secrets by test/process.ts; what is asserted here is the rest. */
let built: Build;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built[Symbol.asyncDispose]());

const org = {
  SFCC_DOMAIN_NAME: "http://127.0.0.1:1",
  SFCC_CLIENT_ID: "client",
  SFCC_CLIENT_SECRET: "canary-secret",
};

/** Fails as a library might that nobody waits for: with the request in its error. */
const crash = `
const fail = () => {
  const form = "client_secret=" + process.env.SFCC_CLIENT_SECRET;
  return Object.assign(new Error("No answer to " + form), { request: { form } });
};
process.on("SIGUSR2", () => void Promise.reject(fail()));
process.on("SIGWINCH", () => setTimeout(() => { throw fail(); }));`;

test.each([
  ["A rejection that nobody waits for", "SIGUSR2"],
  ["An exception that nobody catches", "SIGWINCH"],
] as const)(
  "%s is one line of the log, and the end once what is under way is answered",
  async (_name, signal) => {
    await using salesforce = await startBrokenSalesforce();
    const script = join(built.folder, "crash.mjs");
    await writeFile(script, crash);
    await using gateway = built.run("main.js", {
      ...org,
      SFCC_DOMAIN_NAME: salesforce.url,
      ...writeRsaPair(2048),
      NODE_OPTIONS: `--import=${script}`,
    });
    await gateway.reaches(/Log .*\n/);
    const [, url] = /GraphQL +(\S+)\/graphql/.exec(gateway.output.stderr) ?? [];
    gateway.output.stderr = "";
    const before = salesforce.queries();
    salesforce.breakAs(() => undefined);
    const pending = fetch(`${url}/readyz`).then(({ status }) => status);
    await expect.poll(() => salesforce.queries()).toBe(before + 1);
    const { code, milliseconds } = await gateway.stop(signal);
    expect(code).toBe(1);
    expect(milliseconds).toBeLessThan(5_000);
    expect(await pending).toBe(503);
    const [line, ...others] = gateway.output.stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(line).toMatchObject({ level: "fatal", err: { message: "No answer to client_secret=[secret]" } });
    expect(line.err.stack).toMatch(/^Error: No answer to client_secret=\[secret\]\n {4}at .*crash\.mjs:4/);
    expect(line.err).not.toHaveProperty("request");
    expect(others).toMatchObject([{ path: "/readyz", status: 503 }]);
    expect(gateway.output.stderr).toBe("");
  },
);

test("A crash ends the gateway although a request never ends", async () => {
  await using salesforce = await startBrokenSalesforce();
  const script = join(built.folder, "crash.mjs");
  await writeFile(script, crash);
  await using gateway = built.run("main.js", {
    ...org,
    SFCC_DOMAIN_NAME: salesforce.url,
    SALESFORCE_TIMEOUT_SECONDS: "60",
    ...writeRsaPair(2048),
    NODE_OPTIONS: `--import=${script}`,
  });
  await gateway.reaches(/Log .*\n/);
  const [, url] = /GraphQL +(\S+)\/graphql/.exec(gateway.output.stderr) ?? [];
  const { hostname, port } = new URL(String(url));
  const socket = connect(Number(port), hostname, () =>
    socket.write(
      "POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    ),
  );
  socket.on("error", () => undefined);
  await expect.poll(() => socket.bytesWritten).toBeGreaterThan(0);
  await setTimeout(200);
  const { code, milliseconds } = await gateway.stop("SIGUSR2");
  socket.destroy();
  expect(code).toBe(1);
  expect(milliseconds).toBeLessThan(15_000);
});

test("A database that repeats the password stops the start with a sentence that does not", async () => {
  await using server = await startTalkativePostgres("canary-password");
  await using gateway = built.run("main.js", {
    ...org,
    ...writeRsaPair(2048),
    PSQL_CONNECTION_STRING: `postgresql://gateway:canary-password@127.0.0.1:${server.port}/gateway`,
  });
  expect((await gateway.ended()).code).toBe(1);
  expect(gateway.output.stderr).toBe("PostgreSQL cannot be used (28P01). Check PSQL_CONNECTION_STRING.\n");
  expect(gateway.output.stdout).not.toContain("canary");
});

/** Answers every connection with https://www.postgresql.org/docs/current/protocol-error-fields.html */
async function startTalkativePostgres(word: string): Promise<AsyncDisposable & { readonly port: number }> {
  const fields = Buffer.from(`SFATAL\0C28P01\0Mpassword "${word}" is wrong\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(Buffer.concat([Buffer.from("E"), length, fields])));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())),
  };
}
