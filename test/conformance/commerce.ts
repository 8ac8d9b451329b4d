import type { Entry, Replay, Replays } from "./entry.ts";
import type { Answer, Place } from "./org.ts";
import { compare, createIds, isObject } from "./shape.ts";

/** Carts, products and orders of the sample data's web store, as one of its customers has them. */
export const commerceReplays: Replays = {
  "commerce/cart-create.json": replayAnswer({ status: 201, ask: (shop) => shop.create() }),
  "commerce/cart-deleted-error.json": replayDeleted(),
  "commerce/cart-item-update.json": replayAnswer({ status: 200, ask: updateItem }),
  "commerce/cart-items-empty.json": replayAnswer({ status: 200, ask: listNothing }),
  "commerce/cart-items.json": replayAnswer({ status: 200, ask: listTwo }),
  "commerce/place-order-doc-examples.json": replayPlaceOrder(),
  "commerce/product-detail-partial.json": replayAnswer({ status: 200, ask: findProduct, allowMore: true }),
};

/** A web store as one buyer's account has it. */
interface Shop {
  readonly products: readonly string[];
  send(method: string, path: string, body?: object): Promise<Answer>;
  create(): Promise<Answer>;
}

interface Asking {
  readonly status: number;
  /** Where the recording was cut down. */
  readonly allowMore?: boolean;
  ask(shop: Shop): Promise<Answer>;
}

const data = "/services/data/v68.0";

/** Keys and types, for the recorded store has other products and prices. */
function replayAnswer({ status, ask, allowMore = false }: Asking): Replay {
  return {
    data: "sample",
    async run(place, recording) {
      const answer = await ask(await openShop(place));
      const given = { status: answer.status, body: answer.body };
      const comparison = { ids: createIds(), typesOnly: true, allowMore };
      return [{ name: "1", differences: compare({ status, body: recording }, given, comparison) }];
    },
  };
}

async function openShop(place: Place): Promise<Shop> {
  const [store] = await place.query("SELECT Id FROM WebStore");
  const [account] = await place.query("SELECT Id FROM Account WHERE Name = 'Edge Communications'");
  const products = await place.query("SELECT Id FROM Product2 WHERE ProductCode IN ('GC1020', 'GC1040')");
  const send: Shop["send"] = (method, path, body) =>
    place.send({
      method,
      path: `${data}/commerce/webstores/${store?.Id}${path}?effectiveAccountId=${account?.Id}`,
      body,
    });
  return {
    products: products.map(({ Id }) => String(Id)),
    send,
    create: () => send("POST", "/carts", { name: "Cart", type: "Cart", effectiveAccountId: account?.Id }),
  };
}

async function createCart(shop: Shop): Promise<string> {
  return `/carts/${textIn((await shop.create()).body, "cartId")}`;
}

function addItem(shop: Shop, cart: string, productId: string | undefined): Promise<Answer> {
  return shop.send("POST", `${cart}/cart-items`, { productId, quantity: "1", type: "Product" });
}

async function updateItem(shop: Shop): Promise<Answer> {
  const cart = await createCart(shop);
  const { body } = await addItem(shop, cart, shop.products[0]);
  return shop.send("PATCH", `${cart}/cart-items/${textIn(body, "cartItemId")}`, { quantity: "5" });
}

async function listNothing(shop: Shop): Promise<Answer> {
  return shop.send("GET", `${await createCart(shop)}/cart-items`);
}

async function listTwo(shop: Shop): Promise<Answer> {
  const cart = await createCart(shop);
  for (const product of shop.products) await addItem(shop, cart, product);
  return shop.send("GET", `${cart}/cart-items`);
}

function findProduct(shop: Shop): Promise<Answer> {
  return shop.send("GET", `/products/${shop.products[0]}`);
}

/** The recording holds the status and the message as Salesforce's own storefront kept them. */
function replayDeleted(): Replay {
  return {
    data: "sample",
    async run(place, recording) {
      const shop = await openShop(place);
      const cart = await createCart(shop);
      await shop.send("DELETE", cart);
      const { status, body } = await shop.send("GET", cart);
      const message = textIn(Array.isArray(body) ? body[0] : body, "message");
      const { status: wantedStatus, body: wantedBody } = recording as { status: number; body: unknown };
      const wanted = { status: wantedStatus, body: wantedBody };
      const given = { status, body: { message } };
      return [{ name: "1", differences: compare(wanted, given, { ids: createIds() }) }];
    },
  };
}

interface Example {
  readonly request: { readonly body?: { readonly order: readonly Readonly<Record<string, unknown>>[] } };
  readonly response: unknown;
}

/** The guide does not say the status of a placed order: 201 is taken for it. */
function replayPlaceOrder(): Replay {
  return {
    data: "sample",
    async run(place, recording) {
      const { create, get } = recording as Readonly<Record<"create" | "get", Example>>;
      const [wanted] = create.request.body?.order ?? [];
      const path = `${data}/commerce/sale/order`;
      const one = { order: [await orderFor(place, wanted, 1)] };
      const two = { order: [await orderFor(place, wanted, 2)] };
      const created = await place.send({ method: "POST", path, body: one });
      const { body } = await place.send({ method: "POST", path, body: two });
      const [record] = isObject(body) && Array.isArray(body.records) ? body.records : [];
      const given = await place.send({ method: "GET", path: `${path}/${textIn(record, "Id")}` });
      return [
        compareExample("create", { status: 201, body: create.response }, created),
        compareExample("get", { status: 200, body: get.response }, given),
      ];
    },
  };
}

function compareExample(name: string, wanted: object, { status, body }: Answer): Entry {
  return { name, differences: compare(wanted, { status, body }, { ids: createIds() }) };
}

/** The guide's order, with the sample data's account and price book. */
async function orderFor(place: Place, wanted: object | undefined, items: number): Promise<object> {
  const [account] = await place.query("SELECT Id FROM Account WHERE Name = 'Edge Communications'");
  const [entry] = await place.query(
    "SELECT Id, Pricebook2Id FROM PricebookEntry WHERE Product2.ProductCode = 'GC1020' AND Pricebook2.IsStandard = true",
  );
  const item = {
    attributes: { type: "OrderItem" },
    PricebookEntryId: entry?.Id,
    quantity: "1",
    UnitPrice: "15.99",
  };
  return {
    ...wanted,
    accountId: account?.Id,
    Pricebook2Id: entry?.Pricebook2Id,
    OrderItems: { records: Array.from({ length: items }, () => item) },
  };
}

function textIn(body: unknown, key: string): string {
  return isObject(body) && typeof body[key] === "string" ? body[key] : "";
}
