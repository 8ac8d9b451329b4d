import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { expectNone, keepSecrets } from "./canary.ts";

/** A program under test, with what it has written so far. */
export interface Running extends AsyncDisposable {
  readonly pid: number;
  readonly output: { stdout: string; stderr: string };
  /** Resolves when stdout or stderr match; fails with all output when the program ends before. */
  reaches(pattern: RegExp): Promise<void>;
  /** Sends the signal and answers as `ended` does. */
  stop(signal: NodeJS.Signals): Promise<Ending>;
  ended(): Promise<Ending>;
}

interface Ending {
  readonly code: number | null;
  /** Since the signal or the call. */
  readonly milliseconds: number;
}

/** Runs a script of the build with these settings and no others; `words` follow it on its command line. */
export function runScript(
  script: string,
  settings: Readonly<Record<string, string>>,
  words: readonly string[] = [],
): Running {
  keepSecrets(settings);
  const { PATH = "", HOME = "" } = process.env;
  // As in vitest.config.ts, for the embedded database.
  const child = spawn(process.execPath, ["--liftoff-only", script, ...words], {
    env: { PATH, HOME, ...settings },
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk) => {
      output[stream] += chunk;
    });
  }
  const exit = once(child, "close");
  const ended = async (): Promise<Ending> => {
    const started = performance.now();
    await exit;
    return { code: child.exitCode, milliseconds: performance.now() - started };
  };
  return {
    pid: child.pid ?? 0,
    output,
    reaches: (pattern) => reaches(child, output, pattern),
    ended,
    stop: (signal) => {
      child.kill(signal);
      return ended();
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exit;
      searchOutput(output);
    },
  };
}

/** The log and all of stderr; the rest of stdout is for the person who started it, and may show what was made. */
export function searchOutput({ stdout, stderr }: Running["output"]): void {
  const log = stdout.split("\n").filter((line) => line.startsWith('{"level":'));
  expectNone("The log", log.join("\n"));
  expectNone("stderr", stderr);
}

async function reaches(child: ChildProcess, output: Running["output"], pattern: RegExp): Promise<void> {
  while (!pattern.test(output.stdout + output.stderr)) {
    if (child.exitCode !== null) throw new Error(`It ended without ${pattern}:\n${JSON.stringify(output)}`);
    await setTimeout(20);
  }
}
