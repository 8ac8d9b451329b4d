import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { holdLockFile, LockedError } from "./lock-file.ts";

/** PostgreSQL in this process: one connection, on which everything queues. */
export interface EmbeddedDatabase extends AsyncDisposable {
  readonly adapter: PrismaPGlite;
  /** Lends the connection to `work`; only while nothing else uses the adapter, as at start. */
  withSession<T>(work: (session: EmbeddedSession) => Promise<T>): Promise<T>;
}

interface EmbeddedSession {
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  script(sql: string): Promise<void>;
}

/** Another process has the folder open; the sentence names it and says what to do. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
}

/**
 * Opens the database of a folder, which is made when missing (4 to 6 s the first time, half a second later on).
 *
 * @throws DatabaseInUseError while another process has the folder open
 */
export async function openEmbeddedDatabase(directory: string): Promise<EmbeddedDatabase> {
  await using opening = new AsyncDisposableStack();
  opening.use(await lockDirectory(directory));
  const database = opening.use(toDatabase(await PGlite.create(directory)));
  const opened = opening.move();
  return { ...database, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Disposing it closes PGlite. */
export function toDatabase(pglite: PGlite): EmbeddedDatabase {
  return {
    adapter: new PrismaPGlite(pglite),
    withSession: (work) => work(toSession(pglite)),
    [Symbol.asyncDispose]: () => pglite.close(),
  };
}

function toSession(pglite: PGlite): EmbeddedSession {
  return {
    query: async (sql, parameters) =>
      (await pglite.query<Record<string, unknown>>(sql, [...(parameters ?? [])])).rows,
    script: async (sql) => void (await pglite.exec(sql)),
  };
}

/** PGlite itself does not notice a second process on the same files, and both would spoil them. */
async function lockDirectory(directory: string): Promise<AsyncDisposable> {
  await mkdir(dirname(directory), { recursive: true });
  const path = `${directory}.lock`;
  try {
    return await holdLockFile(path);
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new DatabaseInUseError(
      `The embedded database is in use by process ${error.holder}. Stop that, or set another DATA_DIR. (${path})`,
      { cause: error },
    );
  }
}
