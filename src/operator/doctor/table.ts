import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { loadKeyPair } from "../../auth/key.ts";
import { type Check, type Finding, failed, faultsOf, ok, type Place, skipped, warning } from "./check.ts";
import {
  checkBudget,
  checkBuyers,
  checkOrderKey,
  checkRecords,
  checkSignIn,
  checkSite,
  checkVersion,
  checkWebStore,
} from "./salesforce-check.ts";
import { checkCosmos, checkMigrations, checkPostgres, checkProvider, checkRedis } from "./store-check.ts";

/** What is asked in this version needs it to be there. */
const version = ["API version"];

/** What the doctor looks at. A setting is the matter of the check that knows it; `settings` has the others. */
export const checks: readonly Check[] = [
  { name: "settings", run: checkSettings },
  { name: "signing keys", settings: /^JWT_(?:PRIVATE|PUBLIC)_KEY/, run: checkKeys },
  { name: "ports", settings: /^(?:PORT|LOCAL_ORG_PORT|HOST) /, run: checkPorts },
  { name: "vault", settings: /^AZURE_KEY_VAULT_/, run: checkVault },
  { name: "PostgreSQL", settings: /^PSQL_/, run: checkPostgres },
  { name: "migrations", settings: /^MIGRATE_/, needs: ["PostgreSQL"], run: checkMigrations },
  { name: "Cosmos DB", settings: /^AZURE_COSMOS_/, run: checkCosmos },
  { name: "Redis", settings: /^REDIS_/, run: checkRedis },
  { name: "identity provider", settings: /^IDP_/, run: checkProvider },
  { name: "Salesforce sign-in", settings: /^SFCC_(?!NETWORK)/, run: checkSignIn },
  { name: "API version", settings: /^SALESFORCE_API/, needs: ["Salesforce sign-in"], run: checkVersion },
  { name: "API budget", settings: /^SALESFORCE_(?:CONSERVE|RESERVE)/, needs: version, run: checkBudget },
  { name: "record maps", needs: version, run: checkRecords },
  { name: "order key", settings: /^ORDER_KEY/, needs: version, run: checkOrderKey },
  { name: "web store", settings: /^WEBSTORE_/, needs: version, run: checkWebStore },
  { name: "buyer access", needs: ["web store"], run: checkBuyers },
  { name: "Experience site", settings: /^SFCC_NETWORK/, needs: version, run: checkSite },
];

function checkSettings({ faults, config }: Place): Finding {
  const others = faults.filter((fault) => !checks.some((check) => faultsOf(check, [fault]).length > 0));
  if (others.length > 0)
    return failed(others.join(" "), "Correct it: the README's table tells of every setting.");
  const { production } = config.http;
  const isLocal = /^http:\/\/(?:127\.|localhost)/.test(config.jwt.issuer);
  if (production && isLocal) {
    return warning(
      `JWT_ISSUER is ${config.jwt.issuer} in production.`,
      "Set it to the gateway's public address.",
    );
  }
  return ok(`They can be read; the gateway runs in ${production ? "production" : "development"} mode.`);
}

function checkKeys({ config: { jwt } }: Place): Finding {
  if (jwt.keys) return ok(`JWT_PRIVATE_KEY is a key for ${jwt.algorithm}.`);
  if (jwt.keyFiles) {
    const { id } = loadKeyPair(jwt.keyFiles, jwt.algorithm);
    return ok(`The two files are one pair for ${jwt.algorithm}, kid ${id}.`);
  }
  const when = existsSync(jwt.ownKeyDirectory) ? "in" : "made at the first start in";
  return ok(`The gateway's own pair, ${when} ${jwt.ownKeyDirectory}.`);
}

async function checkPorts({ config }: Place): Promise<Finding> {
  const { host, port } = config.http;
  const org = config.salesforce?.embedded ? config.salesforce.localOrgPort : 0;
  const wanted = [
    { name: "PORT", host, port },
    { name: "LOCAL_ORG_PORT", host: "127.0.0.1", port: org },
  ].filter((each) => each.port !== 0);
  if (await isGateway(host, port)) return ok(`A gateway answers at ${host}:${port}.`);
  const codes = await Promise.all(wanted.map((each) => listenOnce(each)));
  const taken = wanted.flatMap((each, index) => (codes[index] ? [{ ...each, code: codes[index] }] : []));
  const [first] = taken;
  if (!first)
    return ok(wanted.length > 0 ? `Free: ${wanted.map((each) => each.port).join(", ")}.` : "Any free one.");
  const found = `The gateway cannot listen at ${first.host}:${first.port} (${first.code}).`;
  return failed(
    found,
    `Stop what listens there, or set ${first.name}${first.name === "PORT" ? " or HOST" : ""}.`,
  );
}

async function isGateway(host: string, port: number): Promise<boolean> {
  if (port === 0) return false;
  try {
    const response = await fetch(`http://${host}:${port}/livez`, { signal: AbortSignal.timeout(1_000) });
    return ((await response.json()) as { readonly status?: string }).status === "alive";
  } catch {
    // Nothing answers, or another program does: then listening tells.
    return false;
  }
}

/** Null, or why it cannot be listened at. */
function listenOnce({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const server = createServer();
  server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen({ host, port }, () => server.close(() => resolve(null)));
  return promise;
}

function checkVault({ vault }: Place): Finding {
  if (!vault) return skipped("AZURE_KEY_VAULT_URL is not set: secrets come from the environment.");
  const { found, failure } = vault;
  if (failure) return failed(failure.message, "docs/vault.md tells what the gateway's identity needs there.");
  if (found.length > 0) return ok(`It has ${found.join(", ")}.`);
  return warning(
    "It answers, but has none of the secrets that are not set here.",
    "docs/vault.md tells how they are called there.",
  );
}
