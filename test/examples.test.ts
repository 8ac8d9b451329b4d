import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "./gateway.ts";

const folder = new URL("../examples/", import.meta.url);
const examples = (await readdir(folder)).filter((file) => file.endsWith(".graphql"));

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "sample" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe("The example", () => {
  test.each(examples)("%s answers as printed beside it", async (file) => {
    const document = await readFile(new URL(file, folder), "utf8");
    const printed = JSON.parse(await readFile(new URL(file.replace(".graphql", ".json"), folder), "utf8"));
    expect(await gateway.query(document, printed.variables)).toEqual(printed.answer);
  });
});
