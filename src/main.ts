import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { type App, type Embedded, startApp } from "./app.ts";
import { KeyError } from "./auth/key.ts";
import { scopes } from "./auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "./auth/token.ts";
import { type Config, ConfigError } from "./config.ts";
import { GatewayError } from "./errors.ts";
import { openConfig } from "./live-config.ts";
import { DatabaseInUseError, openEmbeddedDatabase } from "./local/database.ts";
import { defaultApp } from "./local/org/oauth/connected-app.ts";
import { adminUser } from "./local/org/oauth/user.ts";
import type { LocalOrg } from "./local/org/server.ts";
import { createRedaction } from "./redaction.ts";
import { sampleLogins } from "./session/sample.ts";
import { secretValues } from "./setting/environment.ts";
import { MigrationError } from "./stores/migrate.ts";

/**
 * stopped: by a signal. refused: the settings or the surroundings do not allow a start, a sentence on stderr says what
 * to do. failed: the program has a fault, which is in the log. interrupted: by a second signal, before everything
 * was closed.
 */
const exitCodes = { stopped: 0, refused: 1, failed: 1, interrupted: 130 } as const;

/** What is under way after a fault of the program is waited for, and no longer. */
const crashDrainMs = 10_000;

const signals = ["SIGINT", "SIGTERM"] as const;

/** The surroundings do not allow a start; the message says what to change. */
class StartError extends Error {
  override readonly name = "StartError";
}

const expectedErrors = [StartError, KeyError, DatabaseInUseError, MigrationError, GatewayError];

const parts = new AsyncDisposableStack();
/** What must not be written down, those of the vault as well once it is read. */
let secrets = () => secretValues(process.env);
let running: { readonly app: App; readonly drainMs: number } | null = null;
let isClosing = false;
let exitCode: number = exitCodes.stopped;
for (const signal of signals) process.once(signal, stop);
// Rejections that nobody waits for come here as well. Node's own report would show all that hangs on the error, such as the request.
process.on("uncaughtException", crash);
await run(parts).catch(refuse);

async function run(stack: AsyncDisposableStack): Promise<void> {
  const live = await openConfig(process.env);
  secrets = () => live.current.log.secrets;
  const config = live.current;
  const keys = config.salesforce.asCaller ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : null;
  const org = config.salesforce.embedded
    ? stack.use(await startOrg(config.salesforce.localOrgPort, keys?.publicKey))
    : null;
  const app = stack.use(
    await startApp(live, await embed(config, org, keys?.privateKey)).catch(blame("PORT")),
  );
  running = { app, drainMs: config.drainMs };
  // Before a real org stdout belongs to the log alone, which is JSON line by line.
  const terminal = org ? process.stdout : process.stderr;
  terminal.write(await banner(config, { app, org }));
}

/** Answers what is under way, then ends; a second signal does not wait for that. */
function stop(signal: NodeJS.Signals): void {
  for (const each of signals) {
    process.removeAllListeners(each);
    process.once(each, () => process.exit(exitCodes.interrupted));
  }
  running?.app.drain();
  // Who presses Ctrl-C has no load balancer.
  if (signal === "SIGTERM" && running) setTimeout(close, running.drainMs);
  else close();
}

/** Others' requests are answered before the end, though nobody knows what is broken: hence only for a while. */
function crash(error: unknown): void {
  if (!running?.app.log.isLevelEnabled("fatal")) {
    refuse(error);
    return;
  }
  running.app.log.fatal({ err: error }, "The gateway has failed and ends");
  if (exitCode === exitCodes.failed) return;
  exitCode = exitCodes.failed;
  running.app.drain();
  setTimeout(() => process.exit(exitCode), crashDrainMs);
  close();
}

function close(): void {
  // To a second time there is nothing left to wait for.
  if (isClosing) return;
  isClosing = true;
  parts.disposeAsync().then(() => process.exit(exitCode), refuse);
}

function refuse(error: unknown): void {
  const redact = createRedaction(secrets);
  process.stderr.write(`${redact(explain(error))}\n`);
  process.exit(exitCodes.refused);
}

/** The key stands in for the certificate that a connected app has where people sign in as themselves. */
async function startOrg(port: number, key: KeyObject | undefined): Promise<LocalOrg> {
  // Loaded only here: before a real org the gateway does without it.
  const { startLocalOrg } = await import("./local/org/server.ts");
  const certificate = key && String(key.export({ type: "spki", format: "pem" }));
  const apps = [{ ...defaultApp, certificate }];
  return await startLocalOrg({ port, control: true, data: "sample", apps }).catch(blame("LOCAL_ORG_PORT"));
}

async function embed(
  { postgres }: Config,
  org: LocalOrg | null,
  privateKey: KeyObject | undefined,
): Promise<Embedded> {
  const { clientId, clientSecret } = defaultApp;
  return {
    database:
      postgres.connectionString === null ? await openEmbeddedDatabase(postgres.embeddedDirectory) : null,
    webStoreId: org?.webStoreId ?? null,
    org: org && {
      loginUrl: org.url,
      credentials: { flow: "client-credentials", clientId, clientSecret },
      callers: privateKey ? { clientId, privateKey, siteName: null } : null,
    },
  };
}

async function banner(config: Config, { app, org }: { app: App; org: LocalOrg | null }): Promise<string> {
  const { salesforce, postgres, http, log } = config;
  const { username, password, securityToken } = adminUser;
  const { clientId, clientSecret } = defaultApp;
  const lines = [
    `GraphQL     ${app.url}/graphql`,
    ...(http.production ? [] : [`Explorer    ${app.url}/explorer`]),
    `Health      ${app.url}/livez  ${app.url}/readyz`,
    ...(org
      ? [
          `Salesforce  embedded: the local org at ${org.url} with sample data, control at ${org.url}/_local/calls`,
          `            sign in there as ${username}, password ${password}, security token ${securityToken},`,
          `            or as the connected app ${clientId}, secret ${clientSecret}`,
          `People      ${sampleLogins.emails.join(", ")}: password ${sampleLogins.password}`,
          `            and the partner's program ${sampleLogins.clientId}, secret ${sampleLogins.password}`,
        ]
      : [`Salesforce  real: ${salesforce.embedded || salesforce.loginUrl}`]),
    `PostgreSQL  ${postgres.connectionString === null ? `embedded: ${postgres.embeddedDirectory}` : "real"}`,
    `Log         a line of JSON for every request${log.level === "info" ? " (LOG_LEVEL=warn: only what goes wrong)" : ""}`,
    ...(org ? [`Token       Bearer ${await developerToken(config)}`] : []),
  ];
  return `\n  Salesforce GraphQL Gateway\n\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`;
}

/** All scopes; only where there is nothing but sample data to see. */
async function developerToken({ jwt }: Config): Promise<string> {
  const grant = { kind: "USER", subject: "developer", scopes, organizationIds: [] } as const;
  return signAccessToken(await openTokenIssuer(jwt), grant);
}

/** An address that cannot be listened at is the fault of a setting. */
function blame(setting: "PORT" | "LOCAL_ORG_PORT"): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const { code, syscall, port } = error as NodeJS.ErrnoException & { readonly port?: number };
    if (syscall !== "listen" && syscall !== "getaddrinfo") throw error;
    const sentence =
      code === "EADDRINUSE"
        ? `Port ${port} is in use. Stop what listens there, or set ${setting} to another.`
        : `The gateway cannot listen at this address (${code}). Check ${setting} and HOST.`;
    throw new StartError(sentence, { cause: error });
  };
}

/** Faults of the surroundings are a sentence; any other is a fault of the program and keeps its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError)
    return `The gateway cannot start:\n${error.faults.map((fault) => `- ${fault}`).join("\n")}`;
  if (expectedErrors.some((kind) => error instanceof kind)) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code && path) return `${path} cannot be used (${code}). Check DATA_DIR.`;
  return error.stack ?? error.message;
}
