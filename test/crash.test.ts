import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Build, build } from "./build.ts";
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
const crash = `process.once("SIGUSR2", () => {
  const form = "client_secret=" + process.env.SFCC_CLIENT_SECRET;
  Promise.reject(Object.assign(new Error("No answer to " + form), { request: { form } }));
});`;

test("A crash shows its stack on stderr, without the request that hangs on the error and without secrets", async () => {
  const script = join(built.folder, "crash.mjs");
  await writeFile(script, crash);
  await using gateway = built.run("main.js", {
    ...org,
    ...writeRsaPair(2048),
    NODE_OPTIONS: `--import=${script}`,
  });
  await gateway.reaches(/Log .*\n/);
  gateway.output.stderr = "";
  expect((await gateway.stop("SIGUSR2")).code).toBe(1);
  expect(gateway.output.stderr).toMatch(
    /^Error: No answer to client_secret=\[secret\]\n {4}at .*crash\.mjs:3/,
  );
  expect(gateway.output.stderr).not.toContain("request:");
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
