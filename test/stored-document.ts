import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Answer } from "./gateway.ts";

/** Sends a document to some gateway. */
type Ask = (document: string, variables: object) => Promise<Answer>;

/** The documents that the project itself keeps, in examples/ and src/client/operations/, in order. */
export async function storedDocuments(): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob("{examples,src/client/operations}/*.graphql")) files.push(file);
  return files.toSorted();
}

/** As they stand beside the document; `{ "from": "create-cart", "at": "createCart.cart.id" }` is of another document's answer. */
export async function variablesOf(file: string, ask: Ask): Promise<object> {
  const { variables } = JSON.parse(await readFile(file.replace(/graphql$/, "json"), "utf8"));
  return (await filled(variables, dirname(file), ask)) ?? {};
}

// biome-ignore lint/suspicious/noExplicitAny: any JSON
async function filled(value: any, folder: string, ask: Ask): Promise<any> {
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.from === "string" && typeof value.at === "string") {
    const file = join(folder, `${value.from}.graphql`);
    const { data } = await ask(await readFile(file, "utf8"), await variablesOf(file, ask));
    return value.at.split(".").reduce((found: Record<string, unknown>, step: string) => found[step], data);
  }
  if (Array.isArray(value)) return await Promise.all(value.map((each) => filled(each, folder, ask)));
  const entries = Object.entries(value).map(async ([name, each]) => [name, await filled(each, folder, ask)]);
  return Object.fromEntries(await Promise.all(entries));
}
