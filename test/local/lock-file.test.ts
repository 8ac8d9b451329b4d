import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdLockFile } from "../../src/local/lock-file.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

const lockFile = new URL("../../src/local/lock-file.ts", import.meta.url).href;

it("is held by one at a time in the same process", async () => {
  await using folder = await createTemporaryFolder();
  const path = join(folder.path, "lock");
  const lock = await holdLockFile(path);
  await expect(holdLockFile(path)).rejects.toMatchObject({ name: "LockedError", holder: process.pid });
  await lock[Symbol.asyncDispose]();
  expect(readdirSync(folder.path)).toEqual([]);
});

it("is refused while another process lives, and taken over when that was killed", async () => {
  await using folder = await createTemporaryFolder();
  const path = join(folder.path, "lock");
  const other = startHolder(path);
  expect(await firstWord(other)).toBe("held");
  await expect(holdLockFile(path)).rejects.toMatchObject({ name: "LockedError", holder: other.pid });
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(existsSync(path)).toBe(true);
  await using lock = await holdLockFile(path);
  expect(lock).toBeDefined();
});

it.runIf(process.platform === "linux")(
  "is taken over from a killed process that nobody has buried",
  async () => {
    await using folder = await createTemporaryFolder();
    const path = join(folder.path, "lock");
    // The shell would bury it; what it has become by then does not.
    const parent = spawn("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"]);
    const zombie = Number(await firstWord(parent));
    const stateOf = () => readFileSync(`/proc/${zombie}/stat`, "utf8");
    await expect.poll(stateOf, { timeout: 5_000 }).toContain(") Z ");
    writeFileSync(path, `${zombie} token\n`);
    await using lock = await holdLockFile(path);
    expect(lock).toBeDefined();
    parent.kill("SIGKILL");
  },
);

it("goes to one of several processes that find it abandoned", async () => {
  await using folder = await createTemporaryFolder();
  const path = join(folder.path, "lock");
  writeFileSync(path, `${await idOfDeadProcess()} token\n`);
  const processes = Array.from({ length: 6 }, () => startHolder(path));
  const words = await Promise.all(processes.map(firstWord));
  for (const process of processes) process.kill("SIGKILL");
  expect(words.filter((word) => word === "held")).toHaveLength(1);
  expect(words.filter((word) => word === "refused")).toHaveLength(5);
});

it.each([
  ["an earlier process with the same id, as in a container", `${process.pid} another-token\n`],
  ["nobody", ""],
  ["no process", "0 token"],
  ["something unreadable", "not a number"],
])("is taken over from %s", async (_name, content) => {
  await using folder = await createTemporaryFolder();
  const path = join(folder.path, "lock");
  writeFileSync(path, content);
  await using lock = await holdLockFile(path);
  expect(lock).toBeDefined();
});

/** Says "held" and lives on, or "refused". */
function startHolder(path: string): ChildProcess {
  const program = `
    import { holdLockFile } from ${JSON.stringify(lockFile)};
    await holdLockFile(${JSON.stringify(path)}).then(
      () => { console.log("held"); setInterval(() => {}, 1000); },
      () => console.log("refused"),
    );`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program]);
}

async function firstWord(process: ChildProcess): Promise<string> {
  if (process.stdout === null) throw new Error("The process has no output.");
  const [chunk] = await once(process.stdout, "data");
  return String(chunk).trim();
}

async function idOfDeadProcess(): Promise<number | undefined> {
  const dead = spawn(process.execPath, ["--version"]);
  await once(dead, "exit");
  return dead.pid;
}
