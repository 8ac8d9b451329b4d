import { GatewayError } from "../errors.ts";
import { isGone, isPassing, isUncertain, type Refusal, refusalsOf } from "../salesforce/refusal.ts";
import { type SalesforceSession, watched } from "../salesforce/session.ts";
import {
  type CartDocument,
  countPending,
  keyOf,
  type Message,
  skuOfKey,
  type WebCart,
} from "./cart.document.ts";
import type { Catalogue, CatalogueProduct } from "./catalogue.salesforce.ts";
import { type Resolved, resolveSkus } from "./product-key.ts";
import type { Outcome, Progress, Shop } from "./shop.ts";
import { createWebCarts, type WantedItem, type WebCarts } from "./web-cart.salesforce.ts";
import { type Goal, isDone, toPlan } from "./web-cart-plan.ts";
import { detailsKey, type Step, stepsOf } from "./web-cart-step.ts";
import type { WebCartView } from "./web-cart-view.salesforce.ts";

export interface WebStoreOptions {
  /** 18 characters */
  readonly webStoreId: string;
  readonly catalogue: Catalogue;
  session(salesforceUsername: string | null): SalesforceSession;
}

/** The web cart may have been changed in the store meanwhile; then it takes another round. */
const maxRounds = 5;
/** A request that the gateway has given up may still be under way for so long. */
const doubtMs = 60_000;

const untouched: WebCart = { id: null, items: {}, coupons: {}, deliveryGroupId: null };

/** Carts that are kept in step with those of a B2B Commerce web store. */
export function createWebStore({ webStoreId, catalogue, session }: WebStoreOptions): Shop {
  const cartsOf = ({ accountId, salesforceUsername }: CartDocument, { onCall }: Progress) =>
    createWebCarts(watched(session(salesforceUsername), onCall), { webStoreId, accountId });
  const bring: Shop["bring"] = async (cart, progress) => {
    const { resolved, refused } = await resolveSkus(catalogue, cart, progress.onCall);
    return await converge({ cart, carts: cartsOf(cart, progress), progress, resolved, refused });
  };
  return {
    bring,
    price: async (cart, progress) => {
      const id = cart.webCart?.id;
      // What is pending is priced as it arrives.
      if (id != null && countPending(cart) === 0) await reprice(cartsOf(cart, progress), id);
      return await bring(cart, progress);
    },
    close: async (cart, progress) => {
      const id = cart.webCart?.id;
      if (id == null) return;
      await cartsOf(cart, progress)
        .close(id)
        .catch((error: unknown) => {
          if (!refusalsOf(error).some(isGone)) throw error;
        });
    },
  };
}

/** A web cart that is gone is noticed, and made anew, by what comes next. */
async function reprice(carts: WebCarts, id: string): Promise<void> {
  await carts.reprice(id).catch((error: unknown) => {
    if (!refusalsOf(error).some(isGone)) throw error;
  });
}

interface Run extends Resolved {
  readonly cart: CartDocument;
  readonly carts: WebCarts;
  readonly progress: Progress;
}

/** How far it is on the way to the goal. */
interface Course {
  readonly cartId: string;
  readonly goal: Goal;
  readonly web: WebCart;
  readonly refused: ReadonlyMap<string, Message>;
  /** The last words of the store. */
  readonly objection: string;
}

async function converge(run: Run): Promise<Outcome> {
  let course = await begin(run, run.cart);
  // After a failure nobody knows what of it has happened.
  let isWritable = run.cart.sync.attempts === 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const objections = isWritable ? await carryOut(run, course) : null;
    isWritable = true;
    await run.progress.hold();
    const view = await run.carts.read(course.cartId);
    if (!view) {
      course = await begin(run, startedAnew(run.cart));
      continue;
    }
    course = proceed(run.cart, course, { view, objections });
    run.progress.web = view.web;
    const isOver = view.status === "Closed";
    if (isOver || isDone(toPlan(course.goal, view.web))) return toOutcome(run, course, view);
    if (view.status !== "Active") throw conflict(`The store is busy with the cart (${view.status}).`);
  }
  throw conflict(course.objection);
}

function conflict(sentence: string): GatewayError {
  return new GatewayError("CONFLICT", sentence);
}

async function begin({ carts, progress, resolved, refused }: Run, cart: CartDocument): Promise<Course> {
  const cartId = cart.webCart?.id ?? (await open(carts, progress, cart));
  const objection = "The web store does not take what is in the cart.";
  progress.web = { ...untouched, ...cart.webCart, id: cartId };
  return { cartId, goal: goalOf(cart, resolved), web: progress.web, refused, objection };
}

/** A cart whose making was begun before is looked for first. */
async function open(carts: WebCarts, progress: Progress, cart: CartDocument): Promise<string> {
  const name = `${cart.name ?? "Cart"} ${cart.id.slice(-8)}`;
  const wasBegun = cart.webCart !== null;
  await (wasBegun ? progress.hold() : progress.willOpen());
  const found = wasBegun ? await carts.find(name) : null;
  return found ?? (await carts.open(name));
}

/** The web cart is gone: everything goes into a new one. */
function startedAnew(cart: CartDocument): CartDocument {
  const products = Object.fromEntries(cart.lines.map((line) => [keyOf(line), line.quantity]));
  const coupons = Object.fromEntries(cart.coupons.map((code) => [code, true]));
  return { ...cart, webCart: null, pending: { products, coupons, details: cart.version } };
}

function goalOf(
  { lines, pending, sync, refused }: CartDocument,
  resolved: ReadonlyMap<string, CatalogueProduct>,
): Goal {
  const quantities = new Map(lines.map((line) => [keyOf(line), line.quantity] as const));
  const doubted = Object.keys(sync.doubts).map((id) => [id, quantities.get(id) ?? "0"] as const);
  const wanted = Object.entries(pending.products).flatMap(([key, quantity]) => {
    const productId = resolved.get(key)?.productId ?? (skuOfKey(key) === null ? key : null);
    return productId === null ? [] : [[productId, quantity] as const];
  });
  const products = new Map([...doubted.filter(([productId]) => !(productId in refused)), ...wanted]);
  return { products, coupons: new Map(Object.entries(pending.coupons)), details: pending.details !== null };
}

type Objections = ReadonlyMap<string, Refusal>;

/** What the store refuses. It stops after a lost answer: what has happened is read before anything else is written. */
async function carryOut({ cart, carts, progress }: Run, course: Course): Promise<Objections> {
  const { cartId, goal, web } = course;
  const { poNumber, deliveryAddress } = cart;
  const details = { poNumber, deliveryAddress, deliveryGroupId: web.deliveryGroupId };
  const plan = toPlan({ ...goal, details: goal.details && takesDetails(cart, web) }, web);
  const objections = new Map<string, Refusal>();
  for (const step of stepsOf({ carts, cartId, details }, plan)) {
    await progress.hold();
    const refused = await attempt(step);
    if (refused === "LOST") {
      doubt(progress, step.items);
      break;
    }
    for (const [key, refusal] of refused) objections.set(key, refusal);
  }
  return objections;
}

/** The address stands on a record of its own, which is known once the cart was read. */
function takesDetails({ deliveryAddress }: CartDocument, { deliveryGroupId }: WebCart): boolean {
  return deliveryAddress === null || deliveryGroupId !== null;
}

async function attempt({ keys, run }: Step): Promise<Objections | "LOST"> {
  try {
    return await run();
  } catch (error) {
    if (isUncertain(error)) return "LOST";
    const [refusal] = refusalsOf(error);
    if (!refusal) throw error;
    return new Map(keys.map((key) => [key, refusal]));
  }
}

function doubt({ doubts }: Progress, items: readonly WantedItem[]): void {
  const until = new Date(Date.now() + doubtMs).toISOString();
  for (const { productId } of items) doubts.set(productId, until);
}

interface Answer {
  readonly view: WebCartView;
  /** Null when nothing was written. */
  readonly objections: Objections | null;
}

/** What was objected to and does not stand as wanted is refused; the goal does without it. */
function proceed(cart: CartDocument, course: Course, { view, objections }: Answer): Course {
  const { goal } = course;
  const { web } = view;
  if (view.status !== "Active" || objections === null) return { ...course, web };
  const missing = toPlan(goal, web);
  const isMissing = keysOf([...missing.adds, ...missing.changes], missing.couponsOn);
  const tried = toPlan(goal, course.web);
  const wasAdded = keysOf(tried.adds, tried.couponsOn);
  // That an item to be changed is gone is no refusal: the next round adds it.
  const refused = [...objections].filter(
    ([key, refusal]) => isMissing.has(key) && !isPassing(refusal) && (wasAdded.has(key) || !isGone(refusal)),
  );
  const isRefused = (key: string) => refused.some(([each]) => each === key);
  const kept = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([key]) => !isRefused(key)));
  const details = goal.details && !takesDetails(cart, course.web);
  return {
    ...course,
    web,
    objection: [...objections.values()].at(-1)?.message ?? course.objection,
    goal: { products: kept(goal.products), coupons: kept(goal.coupons), details },
    refused: new Map([
      ...course.refused,
      ...refused.map(([key, refusal]) => [key, toMessage(refusal, goal.coupons.has(key))] as const),
    ]),
  };
}

/** The keys of these products and coupons; of the details it is only known whether they were objected to. */
function keysOf(products: readonly WantedItem[], coupons: readonly string[]): ReadonlySet<string> {
  return new Set([...products.map(({ productId }) => productId), ...coupons, detailsKey]);
}

/** https://github.com/forcedotcom/b2b-commerce-open-source-components has the store's codes. */
const notSold = ["ITEM_NOT_FOUND", "INSUFFICIENT_ACCESS", "MISSING_RECORD"];

function toMessage({ code, message: text }: Refusal, isCoupon: boolean): Message {
  if (isCoupon) return { severity: "WARNING", code: "COUPON_REFUSED", text };
  return { severity: "ERROR", code: notSold.includes(code) ? "NOT_SOLD" : code, text };
}

function toOutcome({ resolved }: Run, { refused }: Course, view: WebCartView): Outcome {
  const quantities = Object.entries(view.web.items).map(([id, { quantity }]) => [id, quantity] as const);
  return {
    resolved,
    refused,
    web: view.web,
    quantities: new Map(quantities),
    priced: view.priced,
    isOrdered: view.status === "Closed",
  };
}
