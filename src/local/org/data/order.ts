import { adminUser } from "../oauth/user.ts";
import type { Row, Value } from "../row.ts";
import type { Catalogue, PriceBook } from "./catalogue.ts";
import { createRandom, type Random } from "./random.ts";
import type { RecordMaker } from "./record-maker.ts";

/** The day the sample data stands at; nothing in it depends on today. */
export const sampleDay = Date.UTC(2026, 10, 1);

const dayMs = 24 * 60 * 60 * 1000;
const sampleOrders = 120;
/** Two years of orders: one about every six days. */
const sampleDays = 730;
export const firstOrderNumber = 100;

/** What one order is made for. */
export interface OrderPlan {
  readonly number: number;
  readonly account: Row;
  readonly contact: Row | undefined;
  readonly book: PriceBook;
  /** Start of the order's day, in milliseconds. */
  readonly day: number;
  /** Whole days before the day the data stands at. */
  readonly age: number;
}

/** Orders of two years in all states, with their items. */
export function makeOrders(
  maker: RecordMaker,
  surroundings: {
    readonly companies: ReadonlyMap<string, Row>;
    readonly contacts: ReadonlyMap<string, readonly Row[]>;
    readonly catalogue: Catalogue;
  },
): void {
  const random = createRandom(20_261_101);
  const accounts = [...surroundings.companies.values()];
  const { standard, partner } = surroundings.catalogue;
  for (let index = 0; index < sampleOrders; index += 1) {
    const account = random.pick(accounts);
    const age = Math.floor(sampleDays * (1 - index / sampleOrders)) - random.between(0, 4);
    const book = String(account.Type).includes("Channel") ? partner : standard;
    const contact = surroundings.contacts.get(String(account.Id))?.[0];
    const plan = {
      number: firstOrderNumber + index,
      account,
      contact,
      book,
      age,
      day: sampleDay - age * dayMs,
    };
    makeOrder(maker, plan, random);
  }
}

export function makeOrder(maker: RecordMaker, plan: OrderPlan, random: Random): void {
  const { account, contact, book, day, age } = plan;
  const createdDate = dateTime(day + random.between(6 * 60, 18 * 60) * 60_000);
  const lines = chooseLines(book, random);
  const cents = lines.reduce((sum, line) => sum + line.quantity * line.unitCents, 0);
  const order = maker.make("Order", createdDate, {
    AccountId: account.Id ?? null,
    BillToContactId: contact?.Id ?? null,
    Pricebook2Id: book.row.Id ?? null,
    OrderNumber: String(plan.number).padStart(8, "0"),
    Type: random.pick(["New", "New", "Replacement", "Renewal", null]),
    PoNumber: random.chance(0.8) ? `PO-${account.AccountNumber}-${plan.number}` : null,
    PoDate: random.chance(0.5) ? date(day - random.between(1, 10) * dayMs) : null,
    EffectiveDate: date(day),
    EndDate: lines.some((line) => line.isService) ? date(day + 365 * dayMs) : null,
    TotalAmount: cents / 100,
    ...stateOf(age, day, random),
    ...addressesOf(account),
  });
  for (const [index, line] of lines.entries()) makeItem(maker, { order, line, index });
}

interface Line {
  readonly entry: Row;
  readonly quantity: number;
  readonly unitCents: number;
  readonly isService: boolean;
}

/** One to six products of the price book, three on average, each at most once; a quarter of them with a discount. */
function chooseLines(book: PriceBook, random: Random): readonly Line[] {
  const wanted = random.pick([1, 2, 2, 3, 3, 3, 4, 6]);
  const entries = new Set(Array.from({ length: wanted }, () => random.pick(book.entries)));
  return [...entries].map((entry) => {
    const isService = String(entry.ProductCode).startsWith("SL");
    const share = random.chance(0.25) ? random.pick([0.95, 0.9, 0.875]) : 1;
    const quantity = isService ? 1 : random.between(1, 4);
    return { entry, quantity, isService, unitCents: Math.round(Number(entry.UnitPrice) * share * 100) };
  });
}

function makeItem(
  maker: RecordMaker,
  { order, line, index }: { readonly order: Row; readonly line: Line; readonly index: number },
): void {
  maker.make("OrderItem", String(order.CreatedDate), {
    OrderId: order.Id ?? null,
    OrderItemNumber: `${order.OrderNumber}${String(index + 1).padStart(2, "0")}`,
    PricebookEntryId: line.entry.Id ?? null,
    Product2Id: line.entry.Product2Id ?? null,
    ListPrice: line.entry.UnitPrice ?? null,
    UnitPrice: line.unitCents / 100,
    Quantity: line.quantity,
    TotalPrice: (line.unitCents * line.quantity) / 100,
    ServiceDate: order.EffectiveDate ?? null,
    EndDate: line.isService ? (order.EndDate ?? null) : null,
    Description: index === 0 ? `Ordered under ${order.PoNumber ?? "no purchase order"}` : null,
  });
}

/** New orders are drafts; most older ones were activated the next day. */
function stateOf(age: number, day: number, random: Random): Record<string, Value> {
  const code = age < 20 ? "Draft" : random.pick(agedCodes);
  const activated = code !== "Draft" && code !== "Canceled";
  return {
    Status: code,
    StatusCode: code,
    ActivatedDate: activated ? dateTime(day + dayMs + 9 * 60 * 60_000) : null,
    ActivatedById: activated ? adminUser.id : null,
  };
}

const agedCodes = [
  ...Array.from({ length: 14 }, () => "Activated"),
  "Draft",
  "Draft",
  "Canceled",
  "Canceled",
  "Expired",
  "Superseded",
];

function addressesOf(account: Row): Record<string, Value> {
  const columns = ["Street", "City", "State", "PostalCode", "Country"];
  const pairs = ["Billing", "Shipping"].flatMap((kind) =>
    columns.map((column) => [`${kind}${column}`, account[`${kind}${column}`] ?? null] as const),
  );
  return Object.fromEntries(pairs);
}

function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function dateTime(time: number): string {
  return new Date(time).toISOString().replace("Z", "+0000");
}
