import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The contents of a JSON file, or of all JSON files of a folder in the order of their names.
 *
 * @throws Error naming the file that cannot be read
 */
export function readJsonFiles(path: string): readonly unknown[] {
  if (!statSync(path).isDirectory()) return [readJson(path)];
  const names = readdirSync(path).filter((name) => name.endsWith(".json"));
  if (names.length === 0) throw new Error(`${path} holds no .json file`);
  return names.toSorted().map((name) => readJson(join(path, name)));
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
