import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Answer } from "./gateway.ts";

interface Variables {
  readonly input?: Readonly<Record<string, unknown>>;
}

/** Sends a document to some gateway. */
type Ask = (document: string, variables: object) => Promise<Answer>;

/** The documents that the project itself keeps, in examples/ and src/client/operations/, in order. */
export async function storedDocuments(): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob("{examples,src/client/operations}/*.graphql")) files.push(file);
  return files.toSorted();
}

/** As they stand beside the document; `{ "from": "create-cart", "at": "createCart.cart.id" }` is of another document's answer. */
export async function variablesOf(file: string, ask: Ask): Promise<Variables> {
  return await readVariables(file, { ask, answers: new Map() });
}

interface Answers {
  readonly ask: Ask;
  /** Each document is asked once for a set of variables: a cart and its lines are of one answer. */
  readonly answers: Map<string, Promise<Answer>>;
}

async function readVariables(file: string, asked: Answers): Promise<Variables> {
  const { variables } = JSON.parse(await readFile(file.replace(/graphql$/, "json"), "utf8"));
  return (await filled(variables, dirname(file), asked)) ?? {};
}

// biome-ignore lint/suspicious/noExplicitAny: any JSON
async function filled(value: any, folder: string, asked: Answers): Promise<any> {
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.from === "string" && typeof value.at === "string") {
    const { data } = await answerOf(join(folder, `${value.from}.graphql`), asked);
    return value.at.split(".").reduce((found: Record<string, unknown>, step: string) => found[step], data);
  }
  if (Array.isArray(value)) return await Promise.all(value.map((each) => filled(each, folder, asked)));
  const entries = Object.entries(value).map(async ([name, each]) => [
    name,
    await filled(each, folder, asked),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

function answerOf(file: string, asked: Answers): Promise<Answer> {
  const known = asked.answers.get(file) ?? ask(file, asked);
  asked.answers.set(file, known);
  return known;
}

async function ask(file: string, asked: Answers): Promise<Answer> {
  return await asked.ask(await readFile(file, "utf8"), await readVariables(file, asked));
}
