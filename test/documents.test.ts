import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parse, print } from "graphql";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Answer, type Gateway, startGateway } from "./gateway.ts";

/** The documents that the project itself keeps, in examples/ and src/client/operations/. */
const documents = "{examples,src/client/operations}/*.graphql";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** A change of the figures is a change of the budget: `npx vitest run test/documents -u` writes it down, and the commit says why. */
test("Every stored document costs Salesforce what documents.lock.json says", async () => {
  const files: string[] = [];
  for await (const file of glob(documents)) files.push(file);
  expect(files.length).toBeGreaterThan(0);
  const lock: Record<string, object> = {};
  for (const file of files.toSorted()) lock[basename(file, ".graphql")] = await costOf(file);
  await expect(`${JSON.stringify(lock, null, 2)}\n`).toMatchFileSnapshot("../documents.lock.json");
});

async function costOf(file: string): Promise<object> {
  const document = await readFile(file, "utf8");
  const variables = await variablesOf(file);
  await gateway.org.clearCalls();
  const headers = { "x-salesforce-trace": "1" };
  const { data, extensions } = await gateway.query(document, variables, { headers });
  // A refused change would be a cheap one.
  for (const answered of Object.values(data))
    expect(answered ?? {}, file).not.toMatchObject({ userErrors: [{}] });
  const { salesforce } = extensions as {
    salesforce: { cost: number; apiCalls: number; roundTrips: number; queries: string[] };
  };
  const { cost, apiCalls, roundTrips, queries } = salesforce;
  expect(await gateway.org.calls(), file).toHaveLength(apiCalls);
  await Promise.all(cartsOf(variables).map(leaveNoWork));
  const hash = createHash("sha256")
    .update(print(parse(document)))
    .digest("hex");
  return { hash, cost, apiCalls, roundTrips, queries: queries.length };
}

function cartsOf({ input = {} }: { readonly input?: Readonly<Record<string, unknown>> }): readonly unknown[] {
  return Object.entries(input).flatMap(([name, value]) => (/cartId$/i.test(name) ? [value] : []));
}

/** The web cart of one that was given up is deleted after the answer; that call is not the next document's. */
async function leaveNoWork(id: unknown): Promise<void> {
  const document = "query ($id: ID!) { cart(id: $id) { status sync { webCartId } } }";
  await vi.waitFor(async () => {
    const { data } = await gateway.query(document, { id });
    expect(data.cart).not.toMatchObject({ status: "CANCELED", sync: { webCartId: expect.any(String) } });
  }, 10_000);
}

/** As they stand beside the document; `{ "from": "create-cart", "at": "createCart.cart.id" }` is of another document's answer. */
async function variablesOf(file: string, answers = new Map<string, Promise<Answer>>()): Promise<object> {
  const { variables } = JSON.parse(await readFile(file.replace(/graphql$/, "json"), "utf8"));
  return await filled(variables, dirname(file), answers);
}

/** Each document is asked once for a set of variables: a cart and its lines are of one answer. */
// biome-ignore lint/suspicious/noExplicitAny: any JSON
async function filled(value: any, folder: string, answers: Map<string, Promise<Answer>>): Promise<any> {
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.from === "string" && typeof value.at === "string") {
    const file = join(folder, `${value.from}.graphql`);
    if (!answers.has(file)) answers.set(file, answerOf(file, answers));
    const { data } = (await answers.get(file)) ?? {};
    return value.at.split(".").reduce((found: Record<string, unknown>, step: string) => found[step], data);
  }
  if (Array.isArray(value)) return await Promise.all(value.map((each) => filled(each, folder, answers)));
  const entries = Object.entries(value).map(async ([name, each]) => [
    name,
    await filled(each, folder, answers),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function answerOf(file: string, answers: Map<string, Promise<Answer>>): Promise<Answer> {
  return await gateway.query(await readFile(file, "utf8"), await variablesOf(file, answers));
}
