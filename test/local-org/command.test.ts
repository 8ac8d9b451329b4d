import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startOrg } from "./org.ts";

function run(...options: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ["src/local/org/main.ts", ...options]);
}

async function banner(command: ChildProcessWithoutNullStreams): Promise<string> {
  let printed = "";
  for await (const chunk of command.stdout) {
    printed += chunk;
    if (printed.includes("Control")) break;
  }
  return printed;
}

test("the command prints how to reach the org and stops at once", async () => {
  const command = run("--port", "0", "--control", "--accounts", "30", "--assets", "60", "--orders", "10");
  const printed = await banner(command);
  expect(printed).toContain("local-org with the secret local-only");
  expect(printed).toContain("generated: 30 accounts, 60 assets, 10 orders");
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
  expect(await (await fetch(`${url}/_local/calls`)).json()).toEqual([]);

  const start = performance.now();
  command.kill("SIGTERM");
  const [code] = await once(command, "exit");
  expect(code).toBe(0);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test.each([
  [["--nonsense"], "Unknown option '--nonsense'"],
  [["--port", "x"], '--port must be a whole number, not "x"'],
  [["--orders", "5"], "--assets and --orders need --accounts"],
])("the command refuses %j", async (options, message) => {
  const command = run(...options);
  const [printed, [code]] = await Promise.all([text(command.stderr), once(command, "exit")]);
  expect(printed).toContain(message);
  expect(code).toBe(1);
});

test("the command says when its port is taken", async () => {
  await using org = await startOrg();
  const command = run("--port", String(org.port));
  const [printed, [code]] = await Promise.all([text(command.stderr), once(command, "exit")]);
  expect(printed).toContain("The port is taken: choose another with --port");
  expect(code).toBe(1);
});
