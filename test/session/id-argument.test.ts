import { getNamedType, isObjectType } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Answer, type Gateway, startGateway } from "../gateway.ts";
import { type Kind, kinds, type OrgView, viewOrg } from "./foreign-row.ts";
import { findIdPlaces, type IdPlace } from "./id-place.ts";

const edge = "01930000-0000-7000-8000-000000000001";
const ownAccount = "001Lo0000000005IAA";
const otherAccount = "001Lo0000000002IAA";

const schema = buildGatewaySchema();
const places = findIdPlaces(schema);

let gateway: Gateway;
let token: string;
let view: OrgView;
/** Another customer's rows, one of each kind. */
let foreign: Readonly<Record<Kind, string>>;

beforeAll(async () => {
  gateway = await startGateway();
  token = gateway.token(["accounts:read", "accounts:financials", "assets:read", "orders:read"], [edge]);
  view = await viewOrg(gateway, [ownAccount]);
  const samples = await Promise.all(
    kinds.map(async (kind) => [kind, (await view.idsOf(kind, otherAccount))[0]] as const),
  );
  foreign = Object.fromEntries(samples) as typeof foreign;
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

/** What the id of a place is an id of, by the last name on its path that is not an operator. */
const meanings: Readonly<Record<string, readonly Kind[] | "public" | "gateway">> = {
  accountId: ["Account"],
  contactId: ["Contact"],
  rootId: ["Asset"],
  ids: ["Account", "Contact", "Asset", "Order", "OrderItem"],
  productId: "public",
  "Query.product(id)": "public",
  "Query.node(id)": ["Account", "Contact", "Asset", "Order", "OrderItem"],
  "Query.products(filter.id)": "public",
  organizationId: "gateway",
  accountMappingId: "gateway",
};

const operators = new Set(["eq", "in", "ne", "notIn"]);

function meaningOf({ type, field, path }: IdPlace): readonly Kind[] | "public" | "gateway" {
  const names = path.filter((name) => !operators.has(name) && !["and", "or", "not"].includes(name));
  const name = names.at(-1) ?? "";
  const place = `${type}.${field.name}(${names.join(".")})`;
  const known = meanings[place] ?? meanings[name];
  if (known) return known;
  const kind = getNamedType(field.type).name.replace(/Connection$/, "") as Kind;
  if ((name === "id" || name === "parentId") && kind in foreign) return [kind];
  throw new Error(`What is ${place} an id of? Say it in the table of meanings.`);
}

/** How the caller gets at an object of their own. */
const roads: Readonly<Record<string, (selection: string) => string>> = {
  Query: (selection) => `{ ${selection} }`,
  Mutation: (selection) => `mutation { ${selection} }`,
  Account: (selection) => `{ account(id: "${ownAccount}") { ${selection} } }`,
};

function documentOf(place: IdPlace, id: string): string {
  const road = roads[place.type];
  if (!road) throw new Error(`How does a caller get at ${place.type}? Say it in the table of roads.`);
  return road(
    `found: ${place.field.name}(${place.write(id)}) { ${selectionOn(getNamedType(place.field.type).name)} }`,
  );
}

function selectionOn(typeName: string): string {
  const type = schema.getType(typeName);
  const fields = isObjectType(type) ? type.getFields() : {};
  if ("nodes" in fields) return "totalCount nodes { id } edges { cursor } pageInfo { hasNextPage }";
  return "userErrors" in fields ? "userErrors { code message }" : "__typename";
}

/** 18 characters of the same kind that no row has. */
function unknownLike(id: string): string {
  return `${id.slice(0, 6)}000zzzzzz`;
}

function masked(answer: Answer, id: string): unknown {
  return JSON.parse(JSON.stringify(answer).replaceAll(id, "the id"));
}

describe("Another customer's id", () => {
  test("can be sent at these many places", () => {
    expect(places.length).toBeGreaterThan(40);
  });

  test.each(
    places.map((place) => [`${place.type}.${place.field.name}(${place.path.join(".")})`, place] as const),
  )("at %s answers like one that nobody has, and no row of it is fetched", async (_name, place) => {
    const meaning = meaningOf(place);
    const kinds = typeof meaning === "string" ? (["Account"] as const) : meaning;
    for (const kind of kinds) {
      const [theirs, nobodys] = [foreign[kind], unknownLike(foreign[kind])];
      const asTheirs = await gateway.query(documentOf(place, theirs), {}, { token });
      if (meaning !== "public") await view.expectNothingOfOthers(asTheirs.data);
      const asNobodys = await gateway.query(documentOf(place, nobodys), {}, { token });
      expect(masked(asTheirs, theirs)).toEqual(masked(asNobodys, nobodys));
      expect(JSON.stringify(asTheirs.errors ?? [])).not.toContain("VALIDATION");
    }
  });
});
