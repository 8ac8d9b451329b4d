import { type App, type Embedded, startApp } from "./app.ts";
import { KeyError } from "./auth/key.ts";
import { scopes } from "./auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "./auth/token.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { DatabaseInUseError, openEmbeddedDatabase } from "./local/database.ts";
import { type LocalOrg, startLocalOrg } from "./local/org/server.ts";
import { MigrationError } from "./stores/migrate.ts";

/** 1: the settings or the surroundings do not allow a start; a sentence on stderr says what to do. */
const exitCodes = { refused: 1, interrupted: 130 } as const;

try {
  await run(readConfig(process.env));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(exitCodes.refused);
}

async function run(config: Config): Promise<void> {
  const stack = new AsyncDisposableStack();
  const stop = () => void stack.disposeAsync().then(() => process.exit(0));
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, () => stopOnce(stop));
  const org = config.salesforce.embedded ? stack.use(await startOrg(config.salesforce.localOrgPort)) : null;
  const app = stack.use(await startApp(config, await embed(config, org)));
  process.stdout.write(await banner(config, { app, org }));
}

/** A second signal does not wait for what the first one has begun. */
function stopOnce(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => process.exit(exitCodes.interrupted));
  }
  stop();
}

function startOrg(port: number): Promise<LocalOrg> {
  return startLocalOrg({ port, control: true, data: "sample" });
}

async function embed({ postgres }: Config, org: LocalOrg | null): Promise<Embedded> {
  return {
    database:
      postgres.connectionString === null ? await openEmbeddedDatabase(postgres.embeddedDirectory) : null,
    org: org && {
      loginUrl: org.url,
      credentials: { flow: "client-credentials", clientId: "local-org", clientSecret: "local-only" },
    },
  };
}

async function banner(config: Config, { app, org }: { app: App; org: LocalOrg | null }): Promise<string> {
  const { salesforce, postgres, http } = config;
  const lines = [
    `GraphQL     ${app.url}/graphql${http.production ? "" : "  (open it in a browser for the explorer)"}`,
    `Health      ${app.url}/livez  ${app.url}/readyz`,
    org
      ? `Salesforce  embedded: the local org at ${org.url} with sample data, control at ${org.url}/_local/calls`
      : `Salesforce  real: ${salesforce.embedded ? "" : salesforce.loginUrl}`,
    org ? "            sign in there with the connected app local-org, secret local-only" : null,
    `PostgreSQL  ${postgres.connectionString === null ? `embedded: ${postgres.embeddedDirectory}` : "real"}`,
    org ? `Token       Bearer ${await developerToken(config)}` : null,
  ].filter((line) => line !== null);
  return `\n  Salesforce GraphQL Gateway\n\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`;
}

/** All scopes; only where there is nothing but sample data to see. */
async function developerToken({ jwt }: Config): Promise<string> {
  const grant = { kind: "USER", subject: "developer", scopes, organizationIds: [] } as const;
  return signAccessToken(await openTokenIssuer(jwt), grant);
}

/** Faults of the surroundings are a sentence; any other is a fault of the program and keeps its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError)
    return `The gateway cannot start:\n${error.faults.map((fault) => `- ${fault}`).join("\n")}`;
  const { code, port } = error as { code?: string; port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} is in use. Stop what listens there, or set PORT or LOCAL_ORG_PORT.`;
  const expected = [KeyError, DatabaseInUseError, MigrationError].some((kind) => error instanceof kind);
  return expected || error.name === "GatewayError" ? error.message : (error.stack ?? error.message);
}
