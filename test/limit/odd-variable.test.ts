import { readFile } from "node:fs/promises";
import { parse } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorCodes } from "../../src/errors.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { storedDocuments } from "../stored-document.ts";

/** Whatever type a variable has, most of these do not fit it. */
const odd: readonly unknown[] = [
  null,
  "",
  "x",
  "\u0000",
  "\ud800",
  "-1",
  -1,
  0,
  1.5,
  2 ** 31,
  Number.MAX_VALUE,
  true,
  [],
  [[]],
  [null],
  Array(600).fill("x"),
  {},
  { toString: 1 },
  { length: -1 },
  { first: { first: {} } },
];

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const files = await storedDocuments();

async function send(query: string, variables: object) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${gateway.token()}` },
    body: JSON.stringify({ query, variables }),
  });
  const { errors = [] } = (await response.json()) as {
    errors?: { message: string; extensions: { code: keyof typeof errorCodes } }[];
  };
  return { status: response.status, errors };
}

test.each(files)("%s with odd variables is never the gateway's fault", async (file) => {
  const query = await readFile(file, "utf8");
  const { variables = {} } = JSON.parse(await readFile(file.replace(/graphql$/, "json"), "utf8"));
  const [operation] = parse(query).definitions;
  const definitions = operation?.kind === "OperationDefinition" ? (operation.variableDefinitions ?? []) : [];
  for (const { variable } of definitions) {
    for (const value of odd) {
      const { status, errors } = await send(query, { ...variables, [variable.name.value]: value });
      const told = `${variable.name.value}: ${JSON.stringify(value).slice(0, 50)} ${JSON.stringify(errors[0])}`;
      expect(status, told).toBeLessThan(500);
      expect(
        errors.filter(({ extensions }) => errorCodes[extensions.code] >= 500),
        told,
      ).toEqual([]);
    }
  }
});
