import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Scope, scopes } from "../../src/auth/scope.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Answer, type Gateway, startGateway } from "../gateway.ts";
import { anyToken, type Need, open, table } from "./access-table.ts";

interface Road {
  /** A document that ends in a selection on the type. */
  to(selection: string): string;
  readonly needs: readonly Scope[];
}

/** How to get hold of an object whose fields have rules. */
const roads: Readonly<Record<string, Road>> = {
  Query: { to: (selection) => `{ ${selection} }`, needs: [] },
  Mutation: { to: (selection) => `mutation { ${selection} }`, needs: [] },
  Viewer: { to: (selection) => `{ viewer { ${selection} } }`, needs: [] },
  Organization: {
    to: (selection) => `{ organizations(first: 1) { nodes { ${selection} } } }`,
    needs: ["mappings:admin"],
  },
  AccountMapping: {
    to: (selection) => `{ organizations(first: 1) { nodes { accountMappings { ${selection} } } } }`,
    needs: ["mappings:admin"],
  },
  Account: {
    to: (selection) => `{ account(id: "${ids.Account}") { ${selection} } }`,
    needs: ["accounts:read"],
  },
  Contact: {
    to: (selection) => `{ node(id: "${ids.Contact}") { ... on Contact { ${selection} } } }`,
    needs: ["accounts:read"],
  },
  Asset: { to: (selection) => `{ asset(id: "${ids.Asset}") { ${selection} } }`, needs: ["assets:read"] },
  Product: { to: (selection) => `{ product(id: "${ids.Product}") { ${selection} } }`, needs: [] },
  Order: { to: (selection) => `{ order(id: "${ids.Order}") { ${selection} } }`, needs: ["orders:read"] },
  OrderItem: {
    to: (selection) => `{ node(id: "${ids.OrderItem}") { ... on OrderItem { ${selection} } } }`,
    needs: ["orders:read"],
  },
};

const nobody = "00000000-0000-7000-8000-000000000000";

/** Arguments that root fields cannot do without. */
const rootArguments: Readonly<Record<string, () => string>> = {
  node: () => `(id: "${ids.Product}")`,
  nodes: () => `(ids: ["${ids.Product}"])`,
  account: () => `(id: "${ids.Account}")`,
  asset: () => `(id: "${ids.Asset}")`,
  assetBySerialNumber: () => '(serialNumber: "GC1040-000101")',
  order: () => `(id: "${ids.Order}")`,
  orderByNumber: () => '(orderNumber: "00000101")',
  product: () => `(id: "${ids.Product}")`,
  productBySku: () => '(sku: "GC1040")',
  createOrganization: () => '(input: { name: "" })',
  mapAccount: () => `(input: { organizationId: "${nobody}", accountId: "${ids.Account}" })`,
  unmapAccount: () => `(input: { accountMappingId: "${nobody}" })`,
};

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
let ids: Readonly<Record<keyof typeof nodeNeeds, string>>;

beforeAll(async () => {
  gateway = await startGateway();
  const { data } = await gateway.query(`{
    accounts(filter: { name: { eq: "Edge Communications" } }) { nodes { id contacts(first: 1) { nodes { id } } } }
    assets(first: 1) { nodes { id } }
    products(first: 1) { nodes { id } }
    orders(first: 1) { nodes { id items(first: 1) { nodes { id } } } }
  }`);
  const [account, asset, product, order] = [data.accounts, data.assets, data.products, data.orders].map(
    ({ nodes }) => nodes[0],
  );
  const [contact, item] = [account.contacts.nodes[0], order.items.nodes[0]];
  ids = {
    Account: account.id,
    Contact: contact.id,
    Asset: asset.id,
    Product: product.id,
    Order: order.id,
    OrderItem: item.id,
  };
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

describe("The field", () => {
  const guarded = types.flatMap(({ name }) =>
    fieldsOf(name)
      .filter(([, need]) => need !== open)
      .map(([field, need]) => ({ place: `${name}.${field}`, type: name, field, need })),
  );

  test.each(guarded)("$place is for a token with: $need", async ({ type, field, need }) => {
    const { to, needs } = roads[type] ?? failWith(`no road to ${type}`);
    const document = to(selectionOf(type, field));
    for (const granted of [...scopes.map((scope) => [...needs, scope]), [...scopes], [...needs]]) {
      const isAllowed = need === anyToken || granted.includes(need as Scope);
      const answer = await gateway.query(document, {}, { token: gateway.token(granted) });
      if (isAllowed) expect(answer.errors).toBeUndefined();
      else expectDenial(answer, { field, need });
    }
    const expired = await gateway.query(document, {}, { token: gateway.token(scopes, undefined, -60) });
    expect(expired.data).toBeUndefined();
    expect(codesOf(expired)).toEqual(["UNAUTHENTICATED"]);
    const answer = await gateway.query(document, {}, { token: null });
    if (type === "Viewer") expect(answer).toEqual({ data: { viewer: null } });
    else expect(codesOf(answer)).toEqual(["UNAUTHENTICATED"]);
  });

  test.each(guarded.filter(({ type }) => type === "Query"))(
    "$field asks Salesforce nothing when it refuses",
    async ({ type, field, need }) => {
      const others = need === anyToken ? [] : scopes.filter((scope) => scope !== need);
      const document = `{ ${selectionOf(type, field)} }`;
      for (const token of need === anyToken ? [null] : [null, gateway.token(others)]) {
        expect((await gateway.query(document, {}, { token })).errors).toHaveLength(1);
      }
      expect(await gateway.org.calls()).toEqual([]);
    },
  );

  test.each(Object.keys(roads).filter((type) => type !== "Query" && type !== "Mutation"))(
    "of %s that is open needs nothing but the way there",
    async (type) => {
      const { to, needs } = roads[type] ?? failWith(`no road to ${type}`);
      const selections = fieldsOf(type)
        .filter(([, need]) => need === open)
        .map(([field]) => selectionOf(type, field));
      const answer = await gateway.query(to(selections.join(" ")), {}, { token: gateway.token(needs) });
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
      const answer = await gateway.query(document, { id, ids: [id] }, { token: gateway.token(granted) });
      expect(answer.data).toEqual({ node: null, nodes: [null] });
      expect(answer.errors).toMatchObject([
        { path: ["node"], message: expect.stringContaining(need), extensions: { code: "FORBIDDEN" } },
        { path: ["nodes", 0], message: expect.stringContaining(need), extensions: { code: "FORBIDDEN" } },
      ]);
    }
    expect(await gateway.org.calls()).toEqual([]);
    const granted = need === anyToken ? [] : [need];
    const answer = await gateway.query(document, { id, ids: [id] }, { token: gateway.token(granted) });
    expect(answer).toEqual({ data: { node: { id }, nodes: [{ id }] } });
  });

  test("read what they may and have an error in the place of what they may not", async () => {
    const wanted = [ids.Account, ids.Product, ids.Order, ids.Asset];
    const answer = await gateway.query(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      { ids: wanted },
      { token: gateway.token(["orders:read"]) },
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
    const answer = await gateway.query(document, {}, { token: gateway.token(granted) });
    expectDenial(answer, { field: "accounts", need: "accounts:financials" });
    expect(await gateway.org.calls()).toEqual([]);
    expect((await gateway.query(document)).errors).toBeUndefined();
  });

  test("nor with the filter in a variable", async () => {
    const document = "query ($filter: AccountFilter) { accounts(filter: $filter) { totalCount } }";
    const filter = { and: [{ name: { ne: "x" } }, { annualRevenue: { lt: 5 } }] };
    const answer = await gateway.query(document, { filter }, { token: gateway.token(["accounts:read"]) });
    expectDenial(answer, { field: "accounts", need: "accounts:financials" });
  });
});

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

function selectionOf(typeName: string, field: string): string {
  const type = schema.getType(typeName) as GraphQLObjectType;
  const selected = getNamedType(type.getFields()[field]?.type ?? failWith(`no field ${field}`));
  const isRoot = typeName === "Query" || typeName === "Mutation";
  const withArguments = `${field}${(isRoot && rootArguments[field]?.()) || ""}`;
  return isLeafType(selected) ? withArguments : `${withArguments} { __typename }`;
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
