import { execute as executeByGraphql, isObjectType, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { execute } from "../../src/execution/execute.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { nullPlace } from "../null-place.ts";
import { createRandom } from "../random.ts";
import { randomDocument, randomSource, schema } from "./random-execution.ts";

const operations = Number(process.env.RANDOM_OPERATIONS ?? 400);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1) * 1_000_003;

describe("Random operations on objects of which much is missing, fails or is nonsense", () => {
  test("have graphql-js's answers and errors where all is at hand", async () => {
    let failures = 0;
    for (let index = 0; index < operations; index += 1) {
      const { document, own, theirs } = await executeBoth(firstSeed + index, false);
      expect(told(own), document).toBe(told(theirs));
      failures += own.errors?.length ?? 0;
    }
    expect(failures).toBeGreaterThan(operations / 2);
  });

  test("have graphql-js's answers, and are null at the same places, where some of it comes later", async () => {
    for (let index = 0; index < operations; index += 1) {
      const { document, own, theirs } = await executeBoth(firstSeed + index, true);
      expect(JSON.stringify(own.data), document).toBe(JSON.stringify(theirs.data));
      expect(nullPlaces(own), document).toEqual(nullPlaces(theirs));
    }
  });
});

type Result = Awaited<ReturnType<typeof execute>>;

async function executeBoth(seed: number, later: boolean) {
  const random = createRandom(seed);
  const document = randomDocument(random);
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  const root = document.startsWith("mutation") ? mutation : query;
  if (!root) throw new TypeError("the schema has both");
  const args = {
    schema,
    document: parse(document),
    rootValue: randomSource({ random, later }, root),
    contextValue: "context",
    variableValues: {
      yes: true,
      no: false,
      maybe: random.pick([undefined, true, false, null]),
      text: random.pick([undefined, null, "said"]),
    },
  };
  return { document, theirs: await executeByGraphql(args), own: await execute(args) };
}

/** What a value of an interface is resolved to has words of its own here. */
function told(result: Result): string {
  return JSON.stringify(result).replaceAll(/(Abstract type \\"\w+\\").*?","locations"/g, '$1","locations"');
}

/** Which of several errors below such a place comes first is a matter of time. */
function nullPlaces({ data, errors = [] }: Result): readonly string[] {
  return [...new Set(errors.map(({ path = [] }) => JSON.stringify(nullPlace(data, path))))].toSorted();
}

describe("What cannot be executed is told as graphql-js tells it", () => {
  test.each([
    { what: "an operation of another name", source: "query A { name }", operationName: "B" },
    { what: "one of several without a name", source: "query A { name } query B { name }" },
    { what: "no operation", source: "fragment F on Query { name }" },
    { what: "a kind that the schema has not", source: "subscription { name }" },
    {
      what: "a variable that does not fit",
      source: "query ($a: Int!, $b: Int!) { name }",
      variableValues: {},
    },
  ])("$what", async ({ source, ...rest }) => {
    const args = { schema, document: parse(source), options: { maxCoercionErrors: 1 }, ...rest };
    expect(JSON.stringify(await execute(args))).toBe(JSON.stringify(await executeByGraphql(args)));
  });
});

test("Mutations are executed one after the other", async () => {
  const log: string[] = [];
  const branch = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise(setImmediate);
    log.push(`${name} ends`);
    return { name };
  };
  const rootValue = { branch: branch("one"), must: branch("other") };
  const document = parse("mutation { must { name } branch { name } }");
  await execute({ schema, document, rootValue });
  expect(log).toEqual(["other begins", "other ends", "one begins", "one ends"]);
});

test("Fields of a query are executed beside each other", async () => {
  let waiting = 0;
  let most = 0;
  const wait = async () => {
    waiting += 1;
    most = Math.max(most, waiting);
    await new Promise(setImmediate);
    waiting -= 1;
    return { name: "known" };
  };
  await execute({
    schema,
    document: parse("{ must { name } branch { name } }"),
    rootValue: { branch: wait, must: wait },
  });
  expect(most).toBe(2);
});

test("An item that fails later, beside one that fails at once, does not end the process", async () => {
  const leaf = (weight: unknown) => ({ weight });
  const later = new Promise((_resolve, reject) => setImmediate(reject, new Error("later")));
  const rootValue = { branch: { all: [leaf(() => later), leaf(new Error("at once"))] } };
  const { data, errors } = await execute({
    schema,
    document: parse("{ branch { all { weight } } }"),
    rootValue,
  });
  await new Promise(setImmediate);
  expect(data).toEqual({ branch: null });
  expect(errors?.map(({ message }) => message)).toEqual(["at once"]);
});

test("The types of the served schema are told apart by their names alone, which is all that is asked", () => {
  const types = Object.values(buildGatewaySchema().getTypeMap()).filter(isObjectType);
  expect(types.filter(({ isTypeOf }) => isTypeOf)).toEqual([]);
});
