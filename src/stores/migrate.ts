import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

/** One connection to PostgreSQL, used by nobody else meanwhile. */
export interface SqlSession {
  /** One statement. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Any number of statements. */
  script(sql: string): Promise<void>;
}

/** A file prisma/migrations/<name>/migration.sql */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The tables are not what this version of the gateway needs; the sentence says why and what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** The lock that Prisma's own `migrate deploy` takes, so that neither gets in the other's way. */
const lockKey = 72_707_369;

/** Prisma's bookkeeping: its tools see what the gateway applied, and the other way round. */
const bookkeepingTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/** The project's migrations, oldest first. From src/stores and from dist/stores they lie two folders up. */
export async function readMigrations(
  folder: URL = new URL("../../prisma/migrations/", import.meta.url),
): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      return { name, sql: await readFile(new URL(`${name}/migration.sql`, folder), "utf8") };
    }),
  );
}

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names. Gateways that start at
 * the same time wait for one another. Killed half-way, the next start goes on where the last commit was.
 *
 * @throws MigrationError when an applied migration was changed since, or was left unfinished by another tool
 */
export async function migrate(
  session: SqlSession,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await session.query("SELECT pg_advisory_lock($1)", [lockKey]);
  try {
    await session.script(bookkeepingTable);
    const pending = await findPending(session, migrations);
    for (const migration of pending) await apply(session, migration);
    return pending.map(({ name }) => name);
  } finally {
    await session.query("SELECT pg_advisory_unlock($1)", [lockKey]);
  }
}

/** @throws MigrationError when a migration has not been applied yet */
export async function requireMigrated(session: SqlSession, migrations: readonly Migration[]): Promise<void> {
  const pending = await pendingMigrations(session, migrations);
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name).join(", ");
  throw new MigrationError(
    `The database lacks ${names}. Start with MIGRATE_ON_START=true, or run npx prisma migrate deploy.`,
  );
}

/** What has not been applied yet; changes nothing. @throws MigrationError as `migrate` does */
export async function pendingMigrations(
  session: SqlSession,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const [table] = await session.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
  return table?.exists === true ? await findPending(session, migrations) : migrations;
}

/** Migrations that only the database knows are fine: a newer gateway may run beside this one. */
async function findPending(
  session: SqlSession,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const rows = await session.query(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const unfinished = rows.find((row) => row.finished_at === null);
  if (unfinished !== undefined) {
    throw new MigrationError(
      `The migration ${unfinished.migration_name} was begun and not finished. Mend the tables, then mark it with npx prisma migrate resolve.`,
    );
  }
  const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const changed = migrations.find(
    ({ name, sql }) => checksums.has(name) && checksums.get(name) !== checksumOf(sql),
  );
  if (changed !== undefined) {
    throw new MigrationError(
      `The migration ${changed.name} was changed after it had been applied. Restore its file and put the change into a new migration.`,
    );
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}

async function apply(session: SqlSession, { name, sql }: Migration): Promise<void> {
  await session.script("BEGIN");
  try {
    await session.script(sql);
    await session.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), checksumOf(sql), name],
    );
    await session.script("COMMIT");
  } catch (error) {
    await session.script("ROLLBACK");
    throw new MigrationError(`The migration ${name} failed: ${messageOf(error)}`, { cause: error });
  }
}

function checksumOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
