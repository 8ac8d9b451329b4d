import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { becomeAdministrator, type Kind, kinds, type OrgView, viewOrg } from "./foreign-row.ts";

const edge = "01930000-0000-7000-8000-000000000001";
const ownAccount = "001Lo0000000005IAA";
const otherAccount = "001Lo0000000002IAA";
const readings = ["accounts:read", "assets:read", "orders:read"] as const;

const schema = buildGatewaySchema();

/** Every relation of the schema from one thing that hangs on an account to another, found anew at every run. */
const relations = kinds.flatMap((kind) =>
  Object.values(typeOf(kind).getFields())
    .filter((field) => targetOf(field) !== null)
    .map((field) => ({ kind, field, name: `${kind}.${field.name}` })),
);

function typeOf(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is not in the schema`);
  return type;
}

function targetOf({ type }: GraphQLField<unknown, unknown>): Kind | null {
  const name = getNamedType(type).name.replace(/Connection$/, "");
  return kinds.find((kind) => kind === name) ?? null;
}

/** A relation with the ids of what is there, and below it all relations of that, `depth` times. */
function select(field: GraphQLField<unknown, unknown>, depth: number): string {
  const target = targetOf(field);
  if (target === null) return "";
  const below = Object.values(typeOf(target).getFields()).map((next) =>
    depth > 1 ? select(next, depth - 1) : "",
  );
  const rows = `id ${below.join(" ")}`;
  const isList = getNamedType(field.type).name.endsWith("Connection");
  return `${field.name} { ${isList ? `totalCount nodes { ${rows} }` : rows} }`;
}

describe.each([
  ["mapped", []],
  ["hierarchy", ["A child of Edge"]],
])("With ACCOUNT_SCOPE=%s", (ACCOUNT_SCOPE, below) => {
  let gateway: Gateway;
  let view: OrgView;
  let token: string;
  let own: Readonly<Record<Kind, readonly string[]>>;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ACCOUNT_SCOPE } });
    const { ids } = await addStrays(gateway);
    const [child = ""] = ids;
    view = await viewOrg(gateway, below.length > 0 ? [ownAccount, child] : [ownAccount]);
    token = gateway.token(readings, [edge]);
    const rows = await Promise.all(
      kinds.map(async (kind) => [kind, await view.idsOf(kind, ownAccount)] as const),
    );
    own = Object.fromEntries(rows) as typeof own;
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => gateway.org.clearCalls());

  test.each(relations)(
    "$name leads to nothing of another customer, one level deep and three",
    async ({ kind, field }) => {
      expect(own[kind].length).toBeGreaterThan(0);
      for (const depth of [1, 3]) {
        const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${kind} { ${select(field, depth)} } } }`;
        const { data, errors } = await gateway.query(document, { ids: own[kind].slice(0, 200) }, { token });
        expect(errors).toBeUndefined();
        expect(data.nodes.filter((node: object | null) => node !== null)).toHaveLength(own[kind].length);
        await view.expectNothingOfOthers(data);
        await gateway.org.clearCalls();
      }
    },
  );

  test("sees and counts the accounts that belong to it", async () => {
    const document = `{ account(id: "${ownAccount}") { parent { name } children { totalCount nodes { name } } } }`;
    const { data } = await gateway.query(document, {}, { token });
    const nodes = below.map((name) => ({ name }));
    expect(data.account).toEqual({ parent: null, children: { totalCount: nodes.length, nodes } });
  });

  test("has another customer's row in place of none where the caller may see all", async () => {
    const all = gateway.token(readings);
    const document =
      '{ assets(filter: { name: { eq: "Ours" } }) { nodes { parent { name } contact { name } account { parent { name } } } } }';
    expect((await gateway.query(document, {}, { token: all })).data.assets.nodes).toEqual([
      {
        parent: { name: "Theirs" },
        contact: { name: "Theirs" },
        account: { parent: { name: "United Oil & Gas Corp." } },
      },
    ]);
    expect((await gateway.query(document, {}, { token })).data.assets.nodes).toEqual([
      { parent: null, contact: null, account: { parent: null } },
    ]);
  });
});

/** Rows of the caller that point at another customer's, and the other way round. */
async function addStrays({ org }: Gateway): Promise<{ readonly ids: readonly string[] }> {
  const { ids } = await org.seed([
    { attributes: { type: "Account" }, Name: "A child of Edge", ParentId: ownAccount },
    { attributes: { type: "Contact", referenceId: "contact" }, LastName: "Theirs", AccountId: otherAccount },
    { attributes: { type: "Asset", referenceId: "theirs" }, Name: "Theirs", AccountId: otherAccount },
    {
      attributes: { type: "Asset", referenceId: "ours" },
      Name: "Ours",
      AccountId: ownAccount,
      ParentId: "@theirs",
      ContactId: "@contact",
    },
    { attributes: { type: "Asset" }, Name: "Theirs below", AccountId: otherAccount, ParentId: "@ours" },
    { attributes: { type: "Asset" }, Name: "Ours below", AccountId: ownAccount, ParentId: "@ours" },
  ]);
  const administrator = await becomeAdministrator(org.url);
  await administrator.update("Account", ownAccount, { ParentId: otherAccount });
  return { ids };
}
