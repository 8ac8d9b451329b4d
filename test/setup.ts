import { afterAll } from "vitest";
import { searchLog } from "./canary.ts";
import { clearSharedDatabase } from "./database.ts";

// Test files follow each other in one process, with the modules that are loaded already: this comes after all of a file.
afterAll(async () => {
  await clearSharedDatabase();
  searchLog();
});
