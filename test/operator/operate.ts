import type { StandInOrg } from "../../src/operator/frame.ts";
import { runProgram } from "../../src/operator/program.ts";
import { keepSecrets } from "../canary.ts";
import { shareDatabase } from "../database.ts";
import { oauth2, startOrg } from "../local-org/org.ts";
import { searchOutput } from "../process.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Settings = Readonly<Record<string, string>>;

/** A terminal on the machine where the gateway runs. */
export interface Terminal extends AsyncDisposable {
  /** Where the gateway's data lies. */
  readonly folder: string;
  /** Runs a command to its end, as `npm run gateway --` does, with these settings and no others. */
  operate(settings: Settings, words: readonly string[]): Promise<Ended>;
}

/** Its commands work on the database of the test file's gateways, in this process: starting one takes a second. */
export async function openTerminal(): Promise<Terminal> {
  const folder = await createTemporaryFolder();
  return {
    folder: folder.path,
    operate: async (settings, words) => {
      keepSecrets(settings);
      const output = { stdout: "", stderr: "" };
      const code = await runProgram(words, {
        invocation: "npm run gateway --",
        variables: { PORT: "0", DATA_DIR: folder.path, ...settings },
        standIns: { openDatabase: shareDatabase, startOrg: startStandIn },
        output: {
          out: (text) => {
            output.stdout += text;
          },
          error: (text) => {
            output.stderr += text;
          },
        },
      });
      searchOutput(output);
      return { code, ...output };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function startStandIn(): Promise<StandInOrg> {
  const org = await startOrg({ data: "sample" });
  return {
    ...org,
    signIn: { loginUrl: org.url, credentials: { flow: "client-credentials", ...oauth2 }, callers: null },
  };
}
