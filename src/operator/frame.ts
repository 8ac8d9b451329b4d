import type { Command } from "commander";
import type { Config } from "../config.ts";
import { GatewayError } from "../errors.ts";
import { openConfig } from "../live-config.ts";
import { createRedaction } from "../redaction.ts";
import type { OrgSignIn, SalesforceConnection } from "../salesforce/connection.ts";
import { secretValues } from "../setting/environment.ts";
import type { Database } from "../stores/postgres.ts";
import { formatTable } from "./table.ts";
import type { OperatorParts } from "./user.store.ts";

/** A local org that stands in for Salesforce while a command runs. */
export interface StandInOrg extends AsyncDisposable {
  readonly signIn: OrgSignIn;
  readonly webStoreId: string | null;
}

/** What commands need in embedded mode; main.ts starts it. */
interface StandIns {
  openDatabase(directory: string): Promise<Database>;
  startOrg(): Promise<StandInOrg>;
}

/** What a command has to say, for people and for programs. */
export interface Report {
  readonly text: string;
  readonly data: unknown;
  /** False: what was looked at is not in order, exit code 1. */
  readonly isGood: boolean;
}

/** An object is one row, an array many. */
type Answer = Report | object;

/** Where what is shown goes: stdout and stderr of a process. */
interface Output {
  out(text: string): void;
  error(text: string): void;
}

/** The org as a command works on it. */
export interface OperatorOrg {
  readonly config: Config;
  readonly salesforce: SalesforceConnection;
}

/** What all commands are run in: what `work` answers is shown; what it throws is a sentence on stderr, and not good. */
export interface Frame {
  /** How the program was called: what stands before a command's name. */
  readonly invocation: string;
  run(work: () => Promise<Answer>): Promise<void>;
  withSettings(work: (config: Config) => Promise<Answer>): Promise<void>;
  withParts(work: (parts: OperatorParts, config: Config) => Promise<Answer>): Promise<void>;
  withOrg(work: (org: OperatorOrg) => Promise<Answer>): Promise<void>;
  /** Settings read by the command itself have secrets as well, which must not be written down. */
  keepSecrets(values: readonly string[]): void;
  readonly standIns: StandIns;
  /** The settings as they were given. */
  readonly variables: NodeJS.ProcessEnv;
  /** Whether what was to be done is done, and what was looked at is in order. */
  isGood(): boolean;
}

/** Errors whose message says all, by name: their rooms are loaded only where a command needs them. */
const expected: ReadonlySet<string> = new Set([
  "OperatorError",
  "ConfigError",
  "KeyError",
  "ScopeError",
  "GatewayError",
  "MigrationError",
  "DatabaseInUseError",
]);

export interface FrameOptions extends Pick<Frame, "invocation" | "standIns" | "variables"> {
  readonly output: Output;
}

export function createFrame(program: Command, options: FrameOptions): Frame {
  const { standIns, variables, invocation, output } = options;
  let isGood = true;
  let secrets = secretValues(variables);

  /** Once: a command is over before a secret changes. */
  async function readSettings(): Promise<Config> {
    const { current } = await openConfig(variables);
    secrets = current.log.secrets;
    return current;
  }

  async function run(work: () => Promise<Answer>): Promise<void> {
    try {
      const answer = await work();
      const report = isReport(answer) ? answer : toReport(answer);
      output.out(program.opts().json === true ? `${JSON.stringify(report.data, null, 2)}\n` : report.text);
      isGood = report.isGood;
    } catch (error) {
      output.error(`${createRedaction(() => secrets)(explain(error))}\n`);
      isGood = false;
    }
  }

  return {
    invocation,
    standIns,
    variables,
    isGood: () => isGood,
    run,
    withSettings: (work) => run(async () => work(await readSettings())),
    withParts: (work) =>
      run(async () => {
        const config = await readSettings();
        const { openParts } = await import("./place.ts");
        await using parts = await openParts(config, await openDatabase(config, standIns));
        return await work(parts, config);
      }),
    withOrg: (work) =>
      run(async () => {
        await using stack = new AsyncDisposableStack();
        const config = await readSettings();
        return await work({ config, salesforce: await openOrg(config, standIns, stack) });
      }),
    keepSecrets: (values) => {
      secrets = values;
    },
  };
}

async function openDatabase({ postgres }: Config, { openDatabase: open }: StandIns): Promise<Database> {
  const { connectionString, embeddedDirectory } = postgres;
  const { connectServer } = await import("../stores/postgres.ts");
  return connectionString === null ? await open(embeddedDirectory) : connectServer(() => connectionString);
}

async function openOrg(
  { salesforce }: Config,
  { startOrg }: StandIns,
  stack: AsyncDisposableStack,
): Promise<SalesforceConnection> {
  const org = salesforce.embedded ? stack.use(await startOrg()).signIn : salesforce;
  const { apiVersion, timeoutMs, maxConcurrent, budget } = salesforce;
  const { connectSalesforce } = await import("../salesforce/connection.ts");
  return stack.use(connectSalesforce({ org: () => org, apiVersion, timeoutMs, maxConcurrent, budget }));
}

function toReport(answer: object): Report {
  const rows = Array.isArray(answer) ? answer : [answer];
  return { text: formatTable(rows), data: answer, isGood: true };
}

function isReport(answer: Answer): answer is Report {
  return "isGood" in answer;
}

/** Why Salesforce or a store refused is for the operator, who has no other log of it. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!expected.has(error.name)) return error.stack ?? error.message;
  const { cause } = error;
  const reason =
    cause instanceof Error ? `${error.message} (${cause.name}: ${cause.message})` : error.message;
  return error instanceof GatewayError && error.code.startsWith("SALESFORCE_") ? reason : error.message;
}
