import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Scope, scopes } from "../../src/auth/scope.ts";
import { signAccessToken } from "../../src/auth/token.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Answer, type Gateway, startGateway } from "../gateway.ts";
import { anyToken, type Need, open, table } from "./access-table.ts";
import { type Ids, readIds, roads, rootArguments } from "./road.ts";

/** One customer's person. */
const member = {
  kind: "USER",
  subject: "tester",
  organizationIds: ["01930000-0000-7000-8000-000000000001"],
} as const;

const nodeNeeds = {
  Account: "accounts:read",
  Contact: "accounts:read",
  Asset: "assets:read",
  Order: "orders:read",
  OrderItem: "orders:read",
  Product: anyToken,
} as const;

const schema = buildGatewaySchema();
const types = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"),
);

let gateway: Gateway;
let ids: Ids;

beforeAll(async () => {
  gateway = await startGateway();
  ids = await readIds(gateway, memberToken(["accounts:read", "assets:read", "orders:read"]));
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

describe("The table", () => {
  test.each(types.map((type) => [type.name, type] as const))("knows every field of %s", (name, type) => {
    expect(
      fieldsOf(name)
        .map(([field]) => field)
        .sort(),
    ).toEqual(Object.keys(type.getFields()).sort());
  });
});

/** Tokens that say everything and do not count: the request is refused as a whole. */
const invalidTokens = [
  ["expired", () => signAccessToken(gateway.issuer, { ...member, scopes, lifetimeSeconds: -1 })],
  ["cut short", () => memberToken(scopes).slice(0, -1)],
  ["of no form", () => "nonsense"],
] as const;

describe("The field", () => {
  const all = types.flatMap(({ name }) =>
    fieldsOf(name).map(([field, need]) => ({ place: `${name}.${field}`, type: name, field, need })),
  );
  const guarded = all.filter(({ need }) => need !== open);
  const openRoots = all.filter(({ type, need }) => need === open && isRoot(type));

  test.each(guarded)("$place is for a token with: $need", async ({ type, field, need }) => {
    const document = documentOf(type, [field]);
    const needs = roads[type]?.needs ?? [];
    for (const granted of [...scopes.map((scope) => [...needs, scope]), scopes, needs]) {
      const isAllowed = need === anyToken || granted.includes(need as Scope);
      const answer = await gateway.query(document, {}, { token: memberToken(granted) });
      if (isAllowed) expect(answer.errors).toBeUndefined();
      else expectDenial(answer, { field, need });
    }
    const answer = await gateway.query(document, {}, { token: null });
    if (type === "Viewer") expect(answer).toEqual({ data: { viewer: null } });
    else expect(codesOf(answer)).toEqual(["UNAUTHENTICATED"]);
  });

  test.each(openRoots)("$place is for everybody", async ({ type, field }) => {
    const document = documentOf(type, [field]);
    const tokens = [[], ...scopes.map((scope) => [scope]), scopes].map(memberToken);
    for (const token of [null, ...tokens]) {
      expect((await gateway.query(document, {}, { token })).errors).toBeUndefined();
    }
  });

  test.each([...guarded, ...openRoots])("$place is not for an invalid token", async ({ type, field }) => {
    const document = documentOf(type, [field]);
    for (const [, token] of invalidTokens) {
      const answer = await gateway.query(document, {}, { token: token() });
      expect(Object.keys(answer)).toEqual(["errors"]);
      expect(codesOf(answer)).toEqual(["UNAUTHENTICATED"]);
    }
    expect(await gateway.org.calls()).toEqual([]);
  });

  test.each(guarded.filter(({ type }) => type === "Query"))(
    "$field asks Salesforce nothing when it refuses",
    async ({ type, field, need }) => {
      const others = need === anyToken ? [] : scopes.filter((scope) => scope !== need);
      const document = documentOf(type, [field]);
      for (const token of need === anyToken ? [null] : [null, memberToken(others)]) {
        expect((await gateway.query(document, {}, { token })).errors).toHaveLength(1);
      }
      expect(await gateway.org.calls()).toEqual([]);
    },
  );

  test.each(Object.keys(roads).filter((type) => !isRoot(type)))(
    "of %s that is open needs nothing but the way there",
    async (type) => {
      const openFields = fieldsOf(type).filter(([, need]) => need === open);
      const document = documentOf(
        type,
        openFields.map(([field]) => field),
      );
      const answer = await gateway.query(document, {}, { token: memberToken(roads[type]?.needs ?? []) });
      expect(answer.errors).toBeUndefined();
    },
  );
});

describe("Node lookups", () => {
  test.each(Object.entries(nodeNeeds))("of %s need: %s", async (type, need) => {
    const id = ids[type as keyof typeof ids];
    const document = "query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }";
    const others = scopes.filter((scope) => scope !== need);
    for (const granted of need === anyToken ? [] : [[], ...others.map((scope) => [scope]), others]) {
      const answer = await gateway.query(document, { id, ids: [id] }, { token: memberToken(granted) });
      expect(answer.data).toEqual({ node: null, nodes: [null] });
      expect(answer.errors).toMatchObject([
        { path: ["node"], message: expect.stringContaining(need), extensions: { code: "FORBIDDEN" } },
        { path: ["nodes", 0], message: expect.stringContaining(need), extensions: { code: "FORBIDDEN" } },
      ]);
    }
    expect(await gateway.org.calls()).toEqual([]);
    const granted = need === anyToken ? [] : [need];
    const answer = await gateway.query(document, { id, ids: [id] }, { token: memberToken(granted) });
    expect(answer).toEqual({ data: { node: { id }, nodes: [{ id }] } });
  });

  test("read what they may and have an error in the place of what they may not", async () => {
    const wanted = [ids.Account, ids.Product, ids.Order, ids.Asset];
    const answer = await gateway.query(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      { ids: wanted },
      { token: memberToken(["orders:read"]) },
    );
    expect(answer.data).toEqual({ nodes: [null, { id: ids.Product }, { id: ids.Order }, null] });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ["nodes", 0],
      ["nodes", 3],
    ]);
    expect(await gateway.org.calls()).toHaveLength(1);
  });
});

describe("A list that may not be read by a field", () => {
  const asked = [
    ["filtered by", 'accounts(filter: { annualRevenue: { gt: "1" } })'],
    [
      "filtered by",
      "accounts(filter: { or: [{ not: { and: [{ numberOfEmployees: { isNull: true } }] } }] })",
    ],
    ["sorted by", "accounts(orderBy: { field: ANNUAL_REVENUE })"],
    ["sorted by", "accounts(orderBy: { field: NUMBER_OF_EMPLOYEES, direction: DESC })"],
  ];

  test.each(asked)("may not be %s it either: %s", async (_how, field) => {
    const document = `{ ${field} { nodes { id } totalCount } }`;
    const granted = scopes.filter((scope) => scope !== "accounts:financials");
    const answer = await gateway.query(document, {}, { token: memberToken(granted) });
    expectDenial(answer, { field: "accounts", need: "accounts:financials" });
    expect(await gateway.org.calls()).toEqual([]);
    expect((await gateway.query(document)).errors).toBeUndefined();
  });

  test("nor with the filter in a variable", async () => {
    const document = "query ($filter: AccountFilter) { accounts(filter: $filter) { totalCount } }";
    const filter = { and: [{ name: { ne: "x" } }, { annualRevenue: { lt: 5 } }] };
    const answer = await gateway.query(document, { filter }, { token: memberToken(["accounts:read"]) });
    expectDenial(answer, { field: "accounts", need: "accounts:financials" });
  });
});

/** With these scopes and no others. */
function memberToken(granted: readonly Scope[]): string {
  return signAccessToken(gateway.issuer, { ...member, scopes: granted });
}

/** The table's fields of a type, each with what it needs. */
function fieldsOf(type: string): readonly (readonly [field: string, need: Need])[] {
  const row = table[type] ?? pageTypes(type);
  return Object.entries(row).flatMap(([need, fields]) =>
    fields.split(" ").map((field) => [field, need as Need] as const),
  );
}

/** Pages are read by whoever may read the list. */
function pageTypes(type: string): Partial<Record<Need, string>> {
  if (type.endsWith("Connection")) return { [open]: "edges nodes pageInfo totalCount" };
  if (type.endsWith("Edge")) return { [open]: "cursor node" };
  return failWith(`${type} is not in the table`);
}

/** Asks for fields of a type, however one gets there. */
function documentOf(type: string, fields: readonly string[]): string {
  const { to } = roads[type] ?? failWith(`no road to ${type}`);
  return to(fields.map((field) => selectionOf(type, field)).join(" "), ids);
}

function selectionOf(typeName: string, field: string): string {
  const type = schema.getType(typeName) as GraphQLObjectType;
  const selected = getNamedType(type.getFields()[field]?.type ?? failWith(`no field ${field}`));
  const withArguments = `${field}${(isRoot(typeName) && rootArguments[field]?.(ids)) || ""}`;
  return isLeafType(selected) ? withArguments : `${withArguments} { __typename }`;
}

function isRoot(typeName: string): boolean {
  return typeName === "Query" || typeName === "Mutation";
}

function expectDenial(answer: Answer, { field, need }: { field: string; need: string }): void {
  expect(codesOf(answer)).toEqual(["FORBIDDEN"]);
  expect(answer.errors?.[0]?.message).toBe(`Your token does not cover the scope ${need}.`);
  expect(answer.errors?.[0]?.path?.at(-1)).toBe(field);
}

function codesOf({ errors }: Answer): readonly string[] {
  return (errors ?? []).map(({ extensions }) => extensions.code);
}

function failWith(sentence: string): never {
  throw new Error(sentence);
}
