import { parseArgs } from "node:util";
import { type Config, ConfigError, isEmbedded } from "../config.ts";
import { GatewayError } from "../errors.ts";
import { openConfig } from "../live-config.ts";
import { KeyError } from "./key.ts";
import { parseScopes, ScopeError, scopes } from "./scope.ts";
import { type AccessGrant, openTokenIssuer, signAccessToken } from "./token.ts";

const usage = `Signs an access token for development, with the key pair of embedded mode, and prints it.

  npm run --silent token -- [--scopes "accounts:read orders:read"] [--subject <id>] [--minutes <n>] [--client]

  --scopes   default: all of ${scopes.join(" ")}
  --subject  id of the user or client, default developer
  --minutes  life of the token, 1 to 1440, default JWT_ACCESS_TOKEN_EXPIRE_MINUTES
  --client   a token for a partner's program instead of a person
`;

/** Bad arguments; the message is for the person at the terminal. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

const expected = [UsageError, ScopeError, ConfigError, GatewayError, KeyError];

/** Exit codes: 0 printed, 1 bad arguments or settings, 2 refused because the settings name a real org. */
async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) return say(usage);
  if (!isEmbedded(process.env)) {
    process.stderr.write("Tokens are signed by hand in embedded mode only; these settings name an org.\n");
    return 2;
  }
  const { current } = await openConfig(process.env);
  return say(`${await signToken(current, options)}\n`);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        scopes: { type: "string", default: scopes.join(" ") },
        subject: { type: "string", default: "developer" },
        minutes: { type: "string" },
        client: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : usage, { cause: error });
  }
}

async function signToken(config: Config, options: ReturnType<typeof readOptions>): Promise<string> {
  const grant: AccessGrant = {
    kind: options.client ? "CLIENT" : "USER",
    subject: options.subject,
    scopes: parseScopes(options.scopes),
    organizationIds: [],
    lifetimeSeconds: options.minutes === undefined ? undefined : readMinutes(options.minutes) * 60,
  };
  return signAccessToken(await openTokenIssuer(config.jwt), grant);
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw new UsageError("--minutes must be a whole number from 1 to 1440.");
  }
  return minutes;
}

function say(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

/** Faults of the user's making are a sentence; any other is a fault of the program and keeps its stack. */
function explain(error: unknown): 1 {
  const isExpected = expected.some((kind) => error instanceof kind);
  if (!(isExpected && error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
}

process.exitCode = await main().catch(explain);
