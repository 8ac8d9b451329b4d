import { readFileSync } from "node:fs";
import { hashOf, type PersistedDocuments } from "../persisted-document.ts";
import type { Format } from "./format.ts";

/**
 * Files as graphql-codegen prints them (`{ "sha256:<hash>": "<document>" }`), or Apollo's
 * (`{ "operations": [{ "id": "<hash>", "body": "<document>" }] }`). A hash that is not its document's is a fault: what the file
 * says and what is run would differ.
 */
export const persistedDocumentFiles: Format<PersistedDocuments> = {
  expected:
    "paths of JSON files, separated by spaces, with documents by the SHA-256 of their text (as graphql-codegen or Apollo's manifest generator print them)",
  parse: (text) => {
    try {
      const files = text.split(/\s+/).filter((path) => path !== "");
      const entries = files.flatMap((path) => entriesOf(JSON.parse(readFileSync(path, "utf8"))));
      return entries.every(isTrue) ? new Map(entries as [string, string][]) : undefined;
    } catch {
      // No such file, or none with JSON: the fault is told as one of the setting.
      return undefined;
    }
  },
};

type Entry = readonly [hash: string, document: unknown];

function entriesOf(file: object): Entry[] {
  const { operations } = file as { readonly operations?: unknown };
  if (Array.isArray(operations)) return operations.map(({ id, body }) => [String(id), body] as const);
  return Object.entries(file).map(([id, document]) => [id.replace(/^sha256:/, ""), document] as const);
}

function isTrue([hash, document]: Entry): boolean {
  return typeof document === "string" && hashOf(document) === hash;
}
