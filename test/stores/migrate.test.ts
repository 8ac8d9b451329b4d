import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Migration,
  migrate,
  readMigrations,
  requireMigrated,
  type SqlSession,
} from "../../src/stores/migrate.ts";
import { connectServer } from "../../src/stores/postgres.ts";
import { clear, createThrowaway, databaseKinds, dropThrowaway, serverUrl } from "../database.ts";

const first: Migration = {
  name: "1_first",
  sql: "CREATE TABLE first (id INT); INSERT INTO first VALUES (1);",
};
const second: Migration = {
  name: "2_second",
  sql: "ALTER TABLE first ADD COLUMN name TEXT; -- a semicolon; here",
};
const broken: Migration = { name: "2_second", sql: "ALTER TABLE first ADD COLUMN name TEXT; SELECT 1 / 0;" };

describe.each(databaseKinds)("migrating $kind", async ({ open }) => {
  const database = await open();
  beforeEach(() => clear(database));
  afterAll(() => database[Symbol.asyncDispose]());

  const run = (...migrations: Migration[]) => database.withSession((session) => migrate(session, migrations));
  const check = (...migrations: Migration[]) =>
    database.withSession((session) => requireMigrated(session, migrations));
  const query = (sql: string) => database.withSession((session) => session.query(sql));

  it("applies the project's own migrations once", async () => {
    const migrations = await readMigrations();
    expect(await run(...migrations)).toEqual(migrations.map(({ name }) => name));
    expect(await run(...migrations)).toEqual([]);
    expect(await query("SELECT count(*)::int AS count FROM account_mappings")).toEqual([{ count: 0 }]);
  });

  it("keeps the books that Prisma's own tools read", async () => {
    const [migration = first] = await readMigrations();
    await run(migration);
    const file = new URL(`../../prisma/migrations/${migration.name}/migration.sql`, import.meta.url);
    expect(await query("SELECT * FROM _prisma_migrations")).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: createHash("sha256")
          .update(await readFile(file))
          .digest("hex"),
        migration_name: migration.name,
        started_at: expect.any(Date),
        finished_at: expect.any(Date),
        rolled_back_at: null,
        logs: null,
        applied_steps_count: 1,
      },
    ]);
  });

  it("applies only what is missing, in order", async () => {
    await run(first);
    expect(await run(first, second)).toEqual(["2_second"]);
    expect(await query("SELECT id, name FROM first")).toEqual([{ id: 1, name: null }]);
  });

  it("undoes all of a migration that fails, and goes on once it is mended", async () => {
    await expect(run(first, broken)).rejects.toThrow(/^The migration 2_second failed: division by zero/);
    expect(await query("SELECT * FROM first")).toEqual([{ id: 1 }]);
    expect(await run(first, second)).toEqual(["2_second"]);
  });

  it("refuses a migration that was changed after it had been applied", async () => {
    await run(first, second);
    await expect(run({ ...first, sql: `${first.sql} ` }, second)).rejects.toThrow(
      /^The migration 1_first was changed after it had been applied/,
    );
  });

  it("refuses to go on where another tool left off half-way", async () => {
    await run(first);
    await query("UPDATE _prisma_migrations SET finished_at = NULL");
    await expect(run(first, second)).rejects.toThrow(/^The migration 1_first was begun and not finished/);
  });

  it("applies again what was marked as rolled back", async () => {
    await run(first);
    await query("DROP TABLE first");
    await query("UPDATE _prisma_migrations SET rolled_back_at = now()");
    expect(await run(first)).toEqual(["1_first"]);
  });

  it("lets an older gateway start on the tables of a newer one", async () => {
    await run(first, second);
    expect(await run(first)).toEqual([]);
    await check(first);
  });

  it("only checks, where it must not migrate", async () => {
    await expect(check(first)).rejects.toThrow(/^The database lacks 1_first\. .*MIGRATE_ON_START/);
    await run(first);
    await expect(check(first, second)).rejects.toThrow(/^The database lacks 2_second\./);
    await check(first);
  });

  it("gives the lock back after a failure", async () => {
    await expect(run(first, broken)).rejects.toThrow();
    const locks = `SELECT count(*)::int AS held FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
      WHERE locktype = 'advisory' AND datname = current_database()`;
    expect(await query(locks)).toEqual([{ held: 0 }]);
  });
});

describe.runIf(serverUrl)("gateways that start at the same time", () => {
  it("apply each migration once between them", async () => {
    const url = await createThrowaway(serverUrl ?? "");
    const gateways = Array.from({ length: 8 }, () => connectServer(() => url));
    const start = (session: SqlSession) => migrate(session, [first, second]);
    const applied = await Promise.all(gateways.map((gateway) => gateway.withSession(start)));
    expect(applied.flat()).toEqual(["1_first", "2_second"]);
    await Promise.all(gateways.map((gateway) => gateway[Symbol.asyncDispose]()));
    await dropThrowaway(url);
  });
});
