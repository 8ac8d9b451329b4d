import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { type Answer, type Gateway, startGateway } from "../gateway.ts";
import { type Ids, makeCart, makeCheckout, makeDocument, readIds, roads } from "../http/road.ts";
import { queriesOf } from "../local-org-calls.ts";
import { type CustomerRows, openCustomerRows } from "./customer-rows.ts";
import { type IdPlace, idPlaces } from "./id-place.ts";

const edge = { id: "01930000-0000-7000-8000-000000000001", accountId: "001Lo0000000005IAA" };
const unitedOil = { id: "01930000-0000-7000-8000-000000000002", accountId: "001Lo0000000002IAA" };

type Kind =
  | keyof Ids
  | "Organization"
  | "AccountMapping"
  | `${Exclude<keyof Ids, "Product" | "Cart" | "CartLine" | "Checkout" | "OrderDocument"> | "Organization"} cursor`;

/** Products are everybody's: there are none of another customer. */
const everybodys: readonly Kind[] = [];

const nodes = [
  "Account",
  "Contact",
  "Asset",
  "Order",
  "OrderItem",
  "Organization",
  "AccountMapping",
  "Cart",
  "CartLine",
  "Checkout",
  "OrderDocument",
] as const;

/** What the ids stand for. An argument of the schema that is missing here turns the first test red. */
const meanings: Readonly<Record<string, readonly Kind[]>> = {
  "Query.node(id)": nodes,
  "Query.nodes(ids)": nodes,
  "Query.cart(id)": ["Cart"],
  "Query.carts(accountId)": ["Account"],
  "Query.checkout(id)": ["Checkout"],
  "PlaceOrderInput.cartId": ["Cart"],
  "ActivateOrderInput.orderId": ["Order"],
  "CancelOrderInput.orderId": ["Order"],
  "ReorderInput.orderId": ["Order"],
  "AttachOrderDocumentInput.orderId": ["Order"],
  "UpdateAccountInput.accountId": ["Account"],
  // It is refused before it is looked at.
  "UpdateAccountInput.parentId": [],
  "RegisterAssetInput.accountId": ["Account"],
  "RegisterAssetInput.productId": everybodys,
  "RegisterAssetInput.parentId": ["Asset"],
  "NewAssetInput.accountId": ["Account"],
  "NewAssetInput.productId": everybodys,
  "NewAssetInput.parentId": ["Asset"],
  "UpdateAssetInput.assetId": ["Asset"],
  "UpdateAssetInput.contactId": ["Contact"],
  "UpdateAssetInput.parentId": ["Asset"],
  "TransferAssetInput.assetId": ["Asset"],
  "TransferAssetInput.accountId": ["Account"],
  "Query.account(id)": ["Account"],
  "Query.asset(id)": ["Asset"],
  "Query.order(id)": ["Order"],
  "Query.product(id)": everybodys,
  "AccountFilter.id": ["Account"],
  "AccountFilter.parentId": ["Account"],
  "AssetFilter.id": ["Asset"],
  "AssetFilter.accountId": ["Account"],
  "AssetFilter.contactId": ["Contact"],
  "AssetFilter.productId": ["Product"],
  "AssetFilter.parentId": ["Asset"],
  "AssetFilter.rootId": ["Asset"],
  "OrderFilter.id": ["Order"],
  "OrderFilter.accountId": ["Account"],
  "ProductFilter.id": everybodys,
  "AccountConnection(after)": ["Account cursor"],
  "AssetConnection(after)": ["Asset cursor"],
  "ContactConnection(after)": ["Contact cursor"],
  // It says when something was, and of which event the id is; the machine is asked for beside it.
  "ServiceEventConnection(after)": [],
  "OrderConnection(after)": ["Order cursor"],
  "OrderItemConnection(after)": ["OrderItem cursor"],
  // It says nothing of whose carts are asked for.
  "CartConnection(after)": [],
  "CreateCartInput.accountId": ["Account"],
  "CartLineInput.productId": everybodys,
  "CartLineUpdateInput.lineId": ["CartLine"],
  "RemoveCartLinesInput.lineIds": ["CartLine"],
  "AddCartLinesInput.cartId": ["Cart"],
  "UpdateCartLinesInput.cartId": ["Cart"],
  "RemoveCartLinesInput.cartId": ["Cart"],
  "ClearCartInput.cartId": ["Cart"],
  "CouponInput.cartId": ["Cart"],
  "UpdateCartDetailsInput.cartId": ["Cart"],
  "MergeCartsInput.sourceCartId": ["Cart"],
  "MergeCartsInput.targetCartId": ["Cart"],
  "ImportCartLinesInput.cartId": ["Cart"],
  "CloneCartInput.cartId": ["Cart"],
  "CancelCartInput.cartId": ["Cart"],
  "OrganizationConnection(after)": ["Organization cursor"],
  "ProductConnection(after)": everybodys,
  "MapAccountInput.organizationId": ["Organization"],
  "MapAccountInput.accountId": ["Account"],
  "UnmapAccountInput.accountMappingId": ["AccountMapping"],
};

const places = idPlaces(buildGatewaySchema());
const cases = places.flatMap((place) =>
  (meanings[place.meaning] ?? []).map((kind) => ({ name: place.name, place, kind })),
);
/** Where the id alone decides what is found: there everybody who sees all accounts finds something. */
const lookups = cases.filter(({ place, kind }) => place.type === "Query" && !kind.endsWith("cursor"));

let gateway: Gateway;
let rows: CustomerRows;
let own: Ids;
let foreign: Readonly<Record<Kind, string>>;
/** All records that are not the caller's. */
let others: ReadonlySet<string>;
let token: string;

beforeAll(async () => {
  gateway = await startGateway();
  rows = await openCustomerRows(gateway.org.url);
  const granted = scopes.filter((scope) => scope !== "accounts:all" && scope !== "mappings:admin");
  token = gateway.token(granted, [edge.id]);
  own = await readIds(gateway, token);
  foreign = await readForeign();
  others = await rows.foreignIds([edge.accountId]);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

test("The table says what every id of the schema stands for", () => {
  expect([...new Set(places.map(({ meaning }) => meaning))].sort()).toEqual(Object.keys(meanings).sort());
});

describe("Another customer's id in", () => {
  test.each(cases)(
    "$name ($kind) answers like an unknown one, and fetches no row",
    async ({ place, kind }) => {
      const answers = await askBoth(place, kind, token);
      for (const { errors = [] } of answers)
        expect([undefined, "FORBIDDEN"]).toContain(errors[0]?.extensions.code);
      expect(answers[0]).toEqual(answers[1]);
      for (const soql of await queriesOf(gateway)) {
        if (!/FROM (?:Product2|PricebookEntry)\b/.test(soql)) expect(soql).toContain(`'${edge.accountId}'`);
      }
      expect((await rows.fetchedIds(gateway)).filter((id) => others.has(id))).toEqual([]);
    },
  );

  test.each(lookups)("$name ($kind) finds its row for who sees all accounts", async ({ place, kind }) => {
    const [known, unknown] = await askBoth(place, kind, gateway.token());
    expect(known?.errors).toBeUndefined();
    expect(known).not.toEqual(unknown);
  });
});

/** The answers to the other customer's id and to one of the same kind that nothing has, without the ids. */
async function askBoth(place: IdPlace, kind: Kind, bearer: string): Promise<readonly Answer[]> {
  const road = roads[place.type];
  if (!road) throw new Error(`no road to ${place.type}`);
  const answers: Answer[] = [];
  for (const id of [foreign[kind], unknownLike(foreign[kind])]) {
    const answer = await gateway.query(road.to(place.ask(id), own), {}, { token: bearer });
    answers.push(JSON.parse(JSON.stringify(answer).replaceAll(id, "the id")));
  }
  return answers;
}

/** Of the same form and type; in a cursor the id that it ends in. */
function unknownLike(id: string): string {
  if (/^[\da-f]{8}-/.test(id)) return "01930000-0000-7000-8000-00000000ffff";
  if (/^(?:cart|checkout)_/.test(id)) return id.replace(/.{8}$/, "AAAAAAAA");
  if (id.startsWith("document_")) return "document_801000000000000AAA069000000000000AAA";
  if (id.length <= 18) return `${id.slice(0, 6)}000000000`;
  const parts = JSON.parse(Buffer.from(id, "base64url").toString());
  return toCursor([...parts.slice(0, -1), unknownLike(parts.at(-1))]);
}

function toCursor(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Things of the other customer to which others of their things refer, and nothing of the caller's. */
async function readForeign(): Promise<Readonly<Record<Kind, string>>> {
  const theirs = `AccountId = '${unitedOil.accountId}'`;
  const ours = await rows.query(
    `SELECT Product2Id FROM Asset WHERE AccountId = '${edge.accountId}' AND Product2Id != null`,
  );
  const ourProducts = ours.map(({ Product2Id }) => `'${Product2Id}'`).join(", ");
  const account = await firstRow(`SELECT Id, Name FROM Account WHERE Id = '${unitedOil.accountId}'`);
  const component = await firstRow(
    `SELECT ParentId, Parent.Name, ContactId, Contact.Name FROM Asset WHERE ${theirs} AND Parent.ParentId = null AND ParentId != null`,
  );
  const machine = await firstRow(
    `SELECT Product2Id FROM Asset WHERE ${theirs} AND Product2Id NOT IN (${ourProducts}) AND Product2Id != null`,
  );
  // The first one: items are in the order of their ids, and the unknown id stands in front of all.
  const item = await firstRow(
    `SELECT Id, OrderId, Order.EffectiveDate FROM OrderItem WHERE Order.${theirs} ORDER BY Id`,
  );
  const document = "query ($id: ID!) { node(id: $id) { ... on Organization { accountMappings { id } } } }";
  const { data } = await gateway.query(document, { id: unitedOil.id });
  const cart = await makeCart(gateway, unitedOil.accountId);
  return {
    Cart: cart.id,
    CartLine: cart.lines[0]?.id ?? "",
    Checkout: await makeCheckout(gateway, unitedOil.accountId),
    OrderDocument: await makeDocument(gateway, item.OrderId),
    Account: account.Id,
    Contact: component.ContactId,
    Asset: component.ParentId,
    Product: machine.Product2Id,
    Order: item.OrderId,
    OrderItem: item.Id,
    Organization: unitedOil.id,
    AccountMapping: data.node.accountMappings[0].id,
    "Account cursor": toCursor(["name", "ASC", "FIRST", account.Name, account.Id]),
    "Contact cursor": toCursor(["name", "ASC", "FIRST", component.Contact.Name, component.ContactId]),
    "Asset cursor": toCursor(["name", "ASC", "FIRST", component.Parent.Name, component.ParentId]),
    "Order cursor": toCursor(["effectiveDate", "DESC", "FIRST", item.Order.EffectiveDate, item.OrderId]),
    "OrderItem cursor": toCursor(["id", "ASC", "FIRST", item.Id, item.Id]),
    "Organization cursor": unitedOil.id,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the query says which columns the row has
async function firstRow(soql: string): Promise<any> {
  return (await rows.query(`${soql} LIMIT 1`))[0];
}
