import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "../../src/auth/scope.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Answer, type Gateway, startGateway } from "../gateway.ts";
import { nullPlace } from "../null-place.ts";
import { createRandom } from "../random.ts";
import { randomOperation, type Samples } from "./random-operation.ts";

/** Random operations, answered with joins and by one query a relation. */
const operations = Number(process.env.RANDOM_OPERATIONS ?? 400);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1) * 1_000_003;

const edge = "01930000-0000-7000-8000-000000000001";
const unitedOil = "01930000-0000-7000-8000-000000000002";
const readings: readonly Scope[] = ["accounts:read", "accounts:financials", "assets:read", "orders:read"];

interface Caller {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Left out: all accounts. */
  readonly organizations?: readonly string[];
}

const callers: readonly Caller[] = [
  { name: "who sees all accounts", scopes: readings },
  { name: "of Edge Communications", scopes: readings, organizations: [edge] },
  { name: "of United Oil & Gas", scopes: readings, organizations: [unitedOil] },
  { name: "of both", scopes: readings, organizations: [edge, unitedOil] },
  { name: "who may read assets alone", scopes: ["assets:read"], organizations: [edge] },
];

const schema = buildGatewaySchema();

describe.each(["mapped", "hierarchy"])("With ACCOUNT_SCOPE=%s", (ACCOUNT_SCOPE) => {
  let joining: Gateway;
  let plain: Gateway;
  let samples: Samples;
  beforeAll(async () => {
    joining = await startGateway({ env: { ACCOUNT_SCOPE } });
    plain = await startGateway({ env: { ACCOUNT_SCOPE, SALESFORCE_JOINS: "false" } });
    // At the beginning of a second: both orgs note the same one for what is added.
    const now = new Date(new Date().setMilliseconds(0));
    for (const gateway of [joining, plain]) {
      await gateway.org.setTime(now);
      await addStrayRelations(gateway);
    }
    samples = await readSamples(joining);
  });
  afterAll(async () => {
    await joining[Symbol.asyncDispose]();
    await plain[Symbol.asyncDispose]();
  });

  test.each(callers)(
    "a caller $name has the same answers, for fewer calls in all",
    async ({ scopes, organizations }) => {
      let [answered, saved] = [0, 0];
      for (let index = 0; index < operations / callers.length / 2; index += 1) {
        const random = createRandom(firstSeed + index);
        const document = randomOperation({ schema, random, samples });
        const [joined, separate] = await Promise.all(
          [joining, plain].map((gateway) =>
            gateway.query(document, {}, { token: gateway.token(scopes, organizations) }),
          ),
        );
        expect(comparable(joined), document).toEqual(comparable(separate));
        const [few = 0, many = 0] = await Promise.all([joining, plain].map(countCalls));
        saved += many - few;
        answered += joined?.data ? 1 : 0;
      }
      // Who may read little is refused a good part of what is made up.
      expect(answered).toBeGreaterThan(operations / callers.length / 6);
      expect(saved).toBeGreaterThan(answered / 4);
    },
  );
});

async function countCalls({ org }: Gateway): Promise<number> {
  const calls = await org.calls();
  await org.clearCalls();
  return calls.length;
}

/** The data and where it is null for an error; which of several errors below such a place comes first is a matter of time. */
function comparable(answer: Answer | undefined): object {
  const places = (answer?.errors ?? []).map(({ path = [] }) => JSON.stringify(nullPlace(answer?.data, path)));
  return { data: answer?.data, errors: [...new Set(places)].toSorted() };
}

/** Machines and accounts whose parents, roots and contacts are another customer's. */
async function addStrayRelations({ org }: Gateway): Promise<void> {
  const [ours, theirs] = ["001Lo0000000005IAA", "001Lo0000000002IAA"];
  await org.seed([
    { attributes: { type: "Contact", referenceId: "contact" }, LastName: "Theirs", AccountId: theirs },
    { attributes: { type: "Asset", referenceId: "theirs" }, Name: "A theirs", AccountId: theirs },
    {
      attributes: { type: "Asset", referenceId: "ours" },
      Name: "A ours",
      AccountId: ours,
      ParentId: "@theirs",
      ContactId: "@contact",
    },
    { attributes: { type: "Asset" }, Name: "A below", AccountId: theirs, ParentId: "@ours" },
    { attributes: { type: "Asset" }, Name: "A beside", AccountId: ours, ParentId: "@ours" },
    { attributes: { type: "Account" }, Name: "A child of Edge", ParentId: ours },
  ]);
}

async function readSamples(gateway: Gateway): Promise<Samples> {
  const { data } = await gateway.query(`{
    accounts(first: 50) { nodes { id contacts(first: 3) { nodes { id } } } }
    assets(first: 80) { nodes { id serialNumber } }
    orders(first: 30) { nodes { id orderNumber items(first: 2) { nodes { id } } } }
    products { nodes { id sku } }
  }`);
  const idsOf = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);
  const ids = {
    Account: idsOf(data.accounts.nodes),
    Asset: idsOf(data.assets.nodes),
    Order: idsOf(data.orders.nodes),
    Product: idsOf(data.products.nodes),
  };
  const below = [...data.accounts.nodes, ...data.orders.nodes].flatMap(({ contacts, items }) =>
    idsOf((contacts ?? items).nodes),
  );
  return {
    ids: { ...ids, Node: [...Object.values(ids).flat(), ...below] },
    serialNumbers: data.assets.nodes.flatMap(
      ({ serialNumber }: { serialNumber: string | null }) => serialNumber ?? [],
    ),
    orderNumbers: data.orders.nodes.map(({ orderNumber }: { orderNumber: string }) => orderNumber),
    skus: data.products.nodes.map(({ sku }: { sku: string }) => sku),
  };
}
