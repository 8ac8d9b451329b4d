import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DatabaseInUseError, openEmbeddedDatabase } from "../../src/local/database.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

it("keeps its data in the folder, and the folder to itself", async () => {
  await using folder = await createTemporaryFolder();
  const directory = join(folder.path, "deep", "postgres");
  const database = await openEmbeddedDatabase(directory);
  await database.withSession((session) =>
    session.script("CREATE TABLE kept (id INT); INSERT INTO kept VALUES (7);"),
  );
  await expect(openEmbeddedDatabase(directory)).rejects.toThrow(
    `The embedded database is in use by process ${process.pid}. Stop that, or set another DATA_DIR.`,
  );
  await database[Symbol.asyncDispose]();

  await using reopened = await openEmbeddedDatabase(directory);
  expect(await reopened.withSession((session) => session.query("SELECT id FROM kept"))).toEqual([{ id: 7 }]);
});

it("leaves the folder to others when it cannot be opened", async () => {
  await using folder = await createTemporaryFolder();
  const directory = join(folder.path, "postgres");
  await writeFile(directory, "no folder");
  const failed = await openEmbeddedDatabase(directory).catch((error: Error) => error);
  expect(failed).not.toBeInstanceOf(DatabaseInUseError);
  await rm(directory);
  await using _opened = await openEmbeddedDatabase(directory);
});
