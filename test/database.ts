import { randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { openEmbeddedDatabase } from "../src/local/database.ts";
import { connectServer, type Database } from "../src/stores/postgres.ts";
import { layEmbeddedDatabase, openInMemory } from "./embedded-database.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

/** Set when the tests shall run on a real server; its databases are left alone, new ones are made. */
export const serverUrl = process.env.PSQL_CONNECTION_STRING;

/** The kinds of PostgreSQL that the gateway runs on, each to open as a new and empty database. */
export const databaseKinds: readonly { readonly kind: string; open(): Promise<Database> }[] = [
  { kind: "the embedded PostgreSQL", open: openEmbedded },
  ...(serverUrl === undefined ? [] : [{ kind: "a PostgreSQL server", open: openDatabase }]),
];

/** A new and empty database: on the server where there is one, else embedded. */
export function openDatabase(): Promise<Database> {
  return serverUrl === undefined ? openEmbedded() : createThrowaway(serverUrl).then(connectThrowaway);
}

async function openEmbedded(): Promise<Database> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await createTemporaryFolder());
  const directory = join(folder.path, "postgres");
  await layEmbeddedDatabase(directory);
  const { adapter, withSession } = stack.use(await openEmbeddedDatabase(directory));
  const parts = stack.move();
  return { adapter, withSession, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

let shared: Promise<Database> | undefined;

/** The one that all gateways of a test file use, for it takes a second to start; it outlives each of them. */
export async function shareDatabase(): Promise<Database> {
  shared ??= serverUrl === undefined ? openInMemory() : openDatabase();
  const { adapter, withSession } = await shared;
  return { adapter, withSession, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** For the end of a test file: the next one finds nothing of it. On a server nothing is left behind. */
export async function clearSharedDatabase(): Promise<void> {
  const database = await shared;
  if (serverUrl === undefined) {
    await database?.withSession((session) => session.script(emptyTables));
    return;
  }
  shared = undefined;
  await database?.[Symbol.asyncDispose]();
}

/** The tables that every gateway makes stay. */
const emptyTables = `DO $$ DECLARE tables text; BEGIN
  SELECT string_agg(quote_ident(tablename), ', ') INTO tables
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations';
  IF tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY CASCADE'; END IF;
END $$`;

/** A new database on the server; its address. */
export async function createThrowaway(url: string): Promise<string> {
  const name = `gateway_test_${randomUUID().replaceAll("-", "")}`;
  await execute(url, `CREATE DATABASE ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

export async function dropThrowaway(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await execute(serverUrl ?? url, `DROP DATABASE ${name} WITH (FORCE)`);
}

/** Empties a database. */
export function clear(database: Database): Promise<void> {
  return database.withSession((session) =>
    session.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public;"),
  );
}

function connectThrowaway(url: string): Database {
  const database = connectServer(() => url);
  return {
    ...database,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await dropThrowaway(url);
    },
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
