import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { countProviderKeys } from "../../auth/provider-key.ts";
import type { InspectedConfig } from "../../config.ts";
import type { CosmosState } from "../../stores/cosmos.ts";
import { MigrationError, pendingMigrations, readMigrations, type SqlSession } from "../../stores/migrate.ts";
import { connectServer } from "../../stores/postgres.ts";
import { pingRedis } from "../../stores/redis.ts";
import { type Finding, failed, ok, type Place, skipped, warning } from "./check.ts";

const connectTimeoutMs = 5_000;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html and Node's own codes */
const postgresRemedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Start PostgreSQL, or correct host and port in PSQL_CONNECTION_STRING.",
  ENOTFOUND: "There is no host of that name: correct PSQL_CONNECTION_STRING.",
  EAI_AGAIN: "The host's name cannot be looked up: correct PSQL_CONNECTION_STRING, or this machine's DNS.",
  "28P01": "PostgreSQL refuses the password: correct PSQL_CONNECTION_STRING.",
  "28000": "PostgreSQL refuses the user: correct PSQL_CONNECTION_STRING, or pg_hba.conf there.",
  "3D000": "There is no database of that name: make it (createdb), or correct PSQL_CONNECTION_STRING.",
  "53300": "PostgreSQL has no connection left: raise max_connections, or use a pooler.",
};

export async function checkPostgres({ config }: Place): Promise<Finding> {
  const { connectionString, embeddedDirectory } = config.postgres;
  if (connectionString === null) return await checkFolder(embeddedDirectory);
  try {
    const version = await withSession(connectionString, async (session) => {
      const [row] = await session.query("SHOW server_version");
      return String(row?.server_version);
    });
    return ok(`PostgreSQL ${version} answers.`);
  } catch (error) {
    const { cause } = error as Error;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const remedy =
      postgresRemedies[code] ?? "Check PSQL_CONNECTION_STRING, and the way from this machine to the server.";
    return failed(`PostgreSQL cannot be used (${code || "no answer in time"}).`, remedy);
  }
}

export async function checkMigrations({ config }: Place): Promise<Finding> {
  const { connectionString, migrate } = config.postgres;
  const migrations = await readMigrations();
  if (connectionString === null)
    return skipped("The gateway brings the embedded database up to date itself.");
  try {
    const pending = await withSession(connectionString, (session) => pendingMigrations(session, migrations));
    if (pending.length === 0) return ok(`All ${migrations.length} are applied.`);
    const names = pending.map(({ name }) => name).join(", ");
    if (migrate)
      return ok(`${pending.length} of ${migrations.length} are applied at the next start: ${names}.`);
    return failed(
      `The database lacks ${names}.`,
      "Start the gateway once with MIGRATE_ON_START=true, or run npx prisma migrate deploy.",
    );
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    return failed(error.message, "Until then no gateway starts on this database.");
  }
}

/** Of the mapped accounts, as many as one query takes; null where there is no server to ask. */
export async function readMappedAccounts({ config }: Place): Promise<readonly string[] | null> {
  const { connectionString } = config.postgres;
  if (connectionString === null) return null;
  return await withSession(connectionString, async (session) => {
    const [table] = await session.query("SELECT to_regclass('account_mappings') IS NOT NULL AS exists");
    if (table?.exists !== true) return null;
    const rows = await session.query("SELECT DISTINCT salesforce_account_id FROM account_mappings LIMIT 200");
    return rows.map((row) => String(row.salesforce_account_id));
  });
}

async function withSession<T>(
  connectionString: string,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  await using database = connectServer(() => connectionString);
  return await database.withSession(work);
}

async function checkFolder(folder: string): Promise<Finding> {
  const place = await nearest(folder);
  const isWritable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (isWritable) return ok(`Embedded, started with the gateway; its files are in ${folder}.`);
  return failed(`${place} cannot be written to.`, "Make it writable for this user, or set DATA_DIR.");
}

/** The folder itself, or the one it will be made in. */
async function nearest(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || folder === dirname(folder) ? folder : await nearest(dirname(folder));
}

const partitionKey = "/partition";

export async function checkCosmos({ config: { cosmos } }: Place): Promise<Finding> {
  if (!cosmos) return skipped("AZURE_COSMOS_ENDPOINT is not set: carts are kept in PostgreSQL.");
  const { examineCosmos, statusOf } = await import("../../stores/cosmos.ts");
  try {
    const state = await examineCosmos({ ...cosmos, container: "carts", key: () => cosmos.key });
    return judgeCosmos(cosmos, state);
  } catch (error) {
    const { cause, message } = error as Error;
    const status = statusOf(cause);
    if (status === 401 || status === 403) {
      const who = cosmos.key === null ? "the process's Entra ID" : "AZURE_COSMOS_KEY";
      return failed(
        `Cosmos DB refuses ${who} (HTTP ${status}).`,
        "Give it the account's key, or a data role on it.",
      );
    }
    const reason = cause instanceof Error ? cause.message : message;
    return failed(
      `Cosmos DB does not answer (${reason}).`,
      "Check AZURE_COSMOS_ENDPOINT, and the account's firewall.",
    );
  }
}

function judgeCosmos(
  { database, key }: NonNullable<InspectedConfig["cosmos"]>,
  { container, consistency }: CosmosState,
): Finding {
  const wanted = `the container carts in the database ${database}, with the partition key ${partitionKey} and a time to live of -1`;
  if (!container) {
    const found = `There is no container carts in the database ${database}.`;
    if (key === null) return failed(found, `Make ${wanted}: an Entra ID cannot. See docs/carts.md.`);
    return warning(
      found,
      `The gateway makes it at its first start if its key may; otherwise make ${wanted}.`,
    );
  }
  if (container.partitionKey !== partitionKey) {
    const found = `The container carts has the partition key ${container.partitionKey}.`;
    return failed(
      found,
      `A partition key cannot be changed: make ${wanted} anew, or set AZURE_COSMOS_DATABASE.`,
    );
  }
  if (container.timeToLive === null) {
    const found = "The container carts has no time to live: carts that ended are never removed.";
    return warning(found, "Set its default time to live to -1 (on, no default).");
  }
  if (consistency === "Eventual" || consistency === "ConsistentPrefix") {
    return failed(
      `The account's consistency level is ${consistency}.`,
      "Set it to Session or a stronger one.",
    );
  }
  return ok(`The container carts is there, with the partition key ${partitionKey}.`);
}

export async function checkRedis({ config: { cache } }: Place): Promise<Finding> {
  if (cache.redisUrl === null)
    return skipped("REDIS_URL is not set: what is cached is in each gateway's memory.");
  try {
    await pingRedis(cache.redisUrl, connectTimeoutMs);
    return cache.seconds.size > 0
      ? ok("Redis answers.")
      : warning("Redis answers, but nothing is cached.", "Set CACHE_SECONDS, or unset REDIS_URL.");
  } catch (error) {
    const found = `Redis does not answer (${(error as Error).message}).`;
    return failed(found, "Check REDIS_URL: host, port, password, rediss:// for TLS.");
  }
}

export async function checkProvider({ config: { identityProvider } }: Place): Promise<Finding> {
  if (!identityProvider) return skipped("IDP_ISSUER is not set: only the gateway's own tokens are accepted.");
  const { jwksUrl, algorithms } = identityProvider;
  try {
    const count = await countProviderKeys(jwksUrl, algorithms);
    if (count > 0)
      return ok(`The provider has ${count} ${count === 1 ? "key" : "keys"} for ${algorithms.join(", ")}.`);
    return failed(`None of the provider's keys is fit for ${algorithms.join(", ")}.`, "Set IDP_ALGORITHMS.");
  } catch (error) {
    const found = `The provider's keys cannot be read (${(error as Error).message}).`;
    return failed(found, "Check IDP_JWKS_URL: it is the jwks_uri of the provider's openid-configuration.");
  }
}
