import { assertObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Scope, scopes } from "../../src/auth/scope.ts";
import { nodeRecords } from "../../src/node/node.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Crossed, seedCrossed } from "./crossed-rows.ts";
import { documentOf, type Path, pathsFrom, relationsOf } from "./relation.ts";

/** Relations that lead from a customer's row to another customer's, where Salesforce holds such a reference. */
const crossing = [
  "Account.parent",
  "Account.children",
  "Asset.contact",
  "Asset.parent",
  "Asset.root",
  "Asset.children",
];

/** Relations that cannot leave an account: it is by the account that Salesforce relates the two. */
const within = [
  "Account.contacts",
  "Account.assets",
  "Account.orders",
  "Contact.account",
  "Asset.account",
  "Asset.orders",
  "Order.account",
  "Order.items",
];

/** Lists customers, not rows of Salesforce, to operators alone; the last test follows it. */
const forOperators = "Query.organizations";

const schema = buildGatewaySchema();
const accountTypes = nodeRecords
  .filter((record) => record.accountColumn !== null)
  .map((record) => record.typeName);
const query = assertObjectType(schema.getQueryType());

/** Those that end at things of an account, by their first two relations. */
function pathsBySection(length: number): readonly (readonly [section: string, paths: readonly Path[]])[] {
  const paths = pathsFrom(schema, query, length).filter(
    (path) => path[0]?.name !== forOperators && accountTypes.includes(path.at(-1)?.target.name ?? ""),
  );
  return [...Map.groupBy(paths, (path) => titleOf(path.slice(0, 2)))];
}

function titleOf(path: Path): string {
  return path.map(({ name }) => name).join(" ");
}

test("The lists name every relation between things that hang on accounts", () => {
  const relations = accountTypes
    .flatMap((name) => relationsOf(schema, assertObjectType(schema.getType(name))))
    .filter(({ target }) => accountTypes.includes(target.name));
  expect(relations.map(({ name }) => name).sort()).toEqual([...crossing, ...within].sort());
});

describe.each([
  { mode: "mapped", length: 4 },
  { mode: "hierarchy", length: 3 },
])("With ACCOUNT_SCOPE=$mode", ({ mode, length }) => {
  let gateway: Gateway;
  let crossed: Crossed;
  let foreign: ReadonlySet<string>;
  /** The customer's, and one that differs from it only in that it sees all accounts. */
  let tokens: { readonly own: string; readonly all: string };

  beforeAll(async () => {
    // Four lists within each other.
    gateway = await startGateway({ env: { ACCOUNT_SCOPE: mode, MAX_OPERATION_COST: "100000000" } });
    crossed = await seedCrossed(gateway);
    const { rows, accountId, belowIds, organizationId } = crossed;
    foreign = await rows.foreignIds(mode === "mapped" ? [accountId] : [accountId, ...belowIds]);
    const granted = scopes.filter((scope) => scope !== "mappings:admin" && scope !== "accounts:all");
    const of = (each: readonly Scope[]) => gateway.token(each, [organizationId]);
    tokens = { own: of(granted), all: of([...granted, "accounts:all"]) };
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const sections = pathsBySection(length);

  test.each(sections)("%s, and on, leads to no row of others", async (_section, paths) => {
    for (const path of paths) {
      await gateway.org.clearCalls();
      const own = await gateway.query(documentOf(path), {}, { token: tokens.own });
      const fetched = await crossed.rows.fetchedIds(gateway);
      const all = await gateway.query(documentOf(path), {}, { token: tokens.all });
      expect(own.errors, titleOf(path)).toBeUndefined();
      expect(own, titleOf(path)).toEqual(without(foreign, all));
      expect(
        fetched.filter((id) => foreign.has(id)),
        titleOf(path),
      ).toEqual([]);
    }
  });

  test.each(crossing)(
    "%s leads from the customer's rows to others for who sees all accounts",
    async (name) => {
      const path = pathsFrom(schema, query, 2).find((each) => each.at(-1)?.name === name) ?? [];
      const { data } = await gateway.query(documentOf(path), {}, { token: tokens.all });
      const [starts] = Object.values<{ nodes: { id: string }[] }>(data);
      const ours = starts?.nodes.filter(({ id }) => !foreign.has(id));
      expect(without(foreign, ours)).not.toEqual(ours);
    },
  );
});

test("An operator with one customer's accounts is not shown the accounts of other customers' mappings", async () => {
  await using gateway = await startGateway();
  const { organizationId, accountId, rows } = await seedCrossed(gateway);
  const token = gateway.token(["mappings:admin", "accounts:read"], [organizationId]);
  await gateway.org.clearCalls();
  const document = "{ organizations(first: 200) { nodes { accountMappings { account { id } } } } }";
  const { errors } = await gateway.query(document, {}, { token });
  const fetched = await rows.fetchedIds(gateway);
  expect(errors).toMatchObject([{ extensions: { code: "CONFLICT" } }]);
  // The answer may be out before the customer's own account is read.
  expect(fetched.filter((id) => id !== accountId)).toEqual([]);
});

/** An answer as if the rows with these ids did not exist. */
function without(ids: ReadonlySet<string>, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => without(ids, each)).filter((each) => each !== null);
  if (typeof value !== "object" || value === null) return value;
  if ("id" in value && ids.has(String(value.id))) return null;
  const entries = Object.entries(value).map(([name, inner]) => [name, without(ids, inner)] as const);
  const rest = Object.fromEntries(entries);
  return "totalCount" in rest ? { ...rest, totalCount: countOf(value, rest) } : rest;
}

/** The page has all rows, so that their number is the list's. */
function countOf(before: object, after: object): number {
  const [all, left] = [before, after] as { nodes: unknown[]; totalCount: number }[];
  expect(all?.nodes).toHaveLength(all?.totalCount ?? 0);
  return left?.nodes.length ?? 0;
}
