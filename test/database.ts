import { randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { openEmbeddedDatabase } from "../src/local/database.ts";
import { connectServer, type Database } from "../src/stores/postgres.ts";
import { layEmbeddedDatabase } from "./embedded-database.ts";
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

/** For the end of a test file. */
export async function closeSharedDatabase(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await (await closing)?.[Symbol.asyncDispose]();
}

/** The one that all gateways of a test file use, for it takes a second to start; it outlives each of them. */
export async function shareDatabase(): Promise<Database> {
  shared ??= openDatabase();
  const { adapter, withSession } = await shared;
  return { adapter, withSession, [Symbol.asyncDispose]: () => Promise.resolve() };
}

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
