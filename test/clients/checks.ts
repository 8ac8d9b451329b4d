import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

/** Where the clients are and what they work on. */
export interface ClientPlace {
  readonly orgUrl: string;
  /** All assets of the org: more than fit on one page of a query. */
  readonly assetCount: number;
  /** Where npm installed the clients. */
  readonly modules: string;
  /** A home folder without the developer's own settings. */
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
}

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** With the node of this project, which is newer than that of many machines. */
const projectBin = resolve(import.meta.dirname, "../../node_modules/.bin");

/** Prints one line when the check passes; a failure ends the script and says which check it was. */
export async function check<T>(name: string, run: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    const result = await run();
    print(`ok ${name} (${seconds(started)} s)`);
    return result;
  } catch (error) {
    print(`FAILED ${name}`);
    throw error;
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}

/** Nothing of our own environment but the path reaches the clients. */
export async function createPlace(
  folder: string,
  org: Pick<ClientPlace, "orgUrl" | "assetCount">,
): Promise<ClientPlace> {
  const home = join(folder, "home");
  await mkdir(home);
  const environment = {
    PATH: `${projectBin}${delimiter}${process.env.PATH ?? ""}`,
    HOME: home,
    NO_COLOR: "1",
  };
  return { ...org, modules: join(folder, "node_modules"), environment, home };
}

/** Runs a program to its end, whatever its exit code. */
export function runProgram(
  program: string,
  programArguments: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Ending> {
  const limits = { maxBuffer: 64 * 1024 * 1024, timeout: 300_000 };
  return new Promise((settle) => {
    execFile(program, programArguments, { ...limits, ...options }, (error, stdout, stderr) => {
      settle({ code: codeOf(error), stdout, stderr });
    });
  });
}

/** Fails with everything the program printed. */
export function assertSucceeded(command: string, { code, stdout, stderr }: Ending): void {
  assert.equal(code, 0, `${command} ended with ${code}\nstdout: ${stdout}\nstderr: ${stderr}`);
}

/** A program that could not be started or was killed has no exit code of its own. */
function codeOf(error: Error | null): number {
  if (!error) return 0;
  return "code" in error && typeof error.code === "number" ? error.code : -1;
}
