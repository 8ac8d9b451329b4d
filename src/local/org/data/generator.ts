import type { Row } from "../row.ts";
import type { Catalogue } from "./catalogue.ts";
import { makeOrder, sampleDay } from "./order.ts";
import { createRandom, type Random } from "./random.ts";
import type { RecordMaker } from "./record-maker.ts";

export interface Amounts {
  readonly accounts: number;
  readonly assets: number;
  readonly orders: number;
}

/** What generated records hang on, and the numbers they continue from. */
export interface Ground {
  readonly catalogue: Catalogue;
  /** Accounts to use when none are generated. */
  readonly accounts: readonly Row[];
  readonly firstAccountNumber: number;
  readonly firstSerialNumber: number;
  readonly firstOrderNumber: number;
}

/** Rows are handed to the database in portions of about this many, so that few exist twice. */
const portion = 20_000;
const days = 730;
const dayMs = 24 * 60 * 60 * 1000;
/** Of ten assets about three belong to a hierarchy of three levels. */
const hierarchyShare = 0.13;
const parentShare = 0.05;

const places: readonly (readonly [city: string, state: string, country: string])[] = [
  ["Austin", "TX", "USA"],
  ["Chicago", "IL", "USA"],
  ["Denver", "CO", "USA"],
  ["Hamburg", "HH", "Germany"],
  ["Lyon", "ARA", "France"],
  ["Manchester", "ENG", "United Kingdom"],
  ["Osaka", "OS", "Japan"],
  ["Toronto", "ON", "Canada"],
];
const firstWords = [
  "Alpine",
  "Baltic",
  "Cedar",
  "Delta",
  "Eastern",
  "Falcon",
  "Granite",
  "Harbor",
  "Iron",
  "Juniper",
];
const secondWords = [
  "Chemicals",
  "Dairy",
  "Energy",
  "Foods",
  "Foundry",
  "Logistics",
  "Mills",
  "Paper",
  "Steel",
  "Textiles",
];
const suffixes = ["Inc.", "Ltd", "GmbH", "SA", "plc"];
const industries = ["Agriculture", "Chemicals", "Energy", "Manufacturing", "Transportation", null];
const accountTypes = ["Customer - Direct", "Customer - Direct", "Customer - Channel", "Prospect", null];
const assetStatuses = [
  "Installed",
  "Installed",
  "Installed",
  "Shipped",
  "Purchased",
  "Registered",
  "Obsolete",
  null,
];

/** Adds plausible records; the same ground and amounts give the same records. */
export function generate(maker: RecordMaker, ground: Ground, amounts: Amounts): void {
  const random = createRandom(ground.firstAccountNumber + ground.firstSerialNumber + ground.firstOrderNumber);
  const made = generateAccounts(maker, { random, count: amounts.accounts, first: ground.firstAccountNumber });
  const accounts = made.length > 0 ? made : ground.accounts;
  generateAssets(maker, { random, ground, accounts, count: amounts.assets });
  generateOrders(maker, { random, ground, accounts, count: amounts.orders });
  maker.load();
}

function generateAccounts(
  maker: RecordMaker,
  { random, count, first }: { readonly random: Random; readonly count: number; readonly first: number },
): readonly Row[] {
  const rows: Row[] = [];
  for (let index = 0; index < count; index += 1) {
    const parent = rows.length > 0 && random.chance(parentShare) ? random.pick(rows) : undefined;
    rows.push(maker.make("Account", someDateTime(random), toAccount(random, first + index, parent)));
    if (index % portion === 0) maker.load();
  }
  return rows;
}

function toAccount(random: Random, number: number, parent: Row | undefined): Row {
  const [city, state, country] = random.pick(places);
  const digits = String(number).padStart(6, "0");
  const address = {
    Street: `${random.between(1, 999)} Station Road`,
    City: city,
    State: state,
    Country: country,
  };
  return {
    Name: `${random.pick(firstWords)} ${random.pick(secondWords)} ${digits} ${random.pick(suffixes)}`,
    AccountNumber: `GA${digits}`,
    Type: random.pick(accountTypes),
    Industry: random.pick(industries),
    Phone: `+1 555 ${digits}`,
    AnnualRevenue: random.chance(0.8) ? random.between(1, 5_000) * 100_000 : null,
    NumberOfEmployees: random.chance(0.8) ? random.between(5, 20_000) : null,
    ParentId: parent?.Id ?? null,
    ...prefixed("Billing", address),
    ...prefixed("Shipping", address),
  };
}

function prefixed(prefix: string, address: Record<string, string>): Row {
  return Object.fromEntries(Object.entries(address).map(([column, value]) => [`${prefix}${column}`, value]));
}

interface Task {
  readonly random: Random;
  readonly ground: Ground;
  readonly accounts: readonly Row[];
  readonly count: number;
}

function generateAssets(maker: RecordMaker, { random, ground, accounts, count }: Task): void {
  const products = machinesIn(ground.catalogue);
  for (let index = 0; index < count; ) {
    const levels = index + 3 <= count && random.chance(hierarchyShare) ? 3 : 1;
    const machine = { account: random.pick(accounts), product: random.pick(products), levels };
    makeMachine(maker, random, { ...machine, number: ground.firstSerialNumber + index });
    index += levels;
    if (index % portion < levels) maker.load();
  }
}

/** Every product of an org that has no generators. */
function machinesIn(catalogue: Catalogue): readonly Row[] {
  const products = [...catalogue.products.values()];
  const generators = products.filter((row) => row.Family === "Generators");
  return generators.length > 0 ? generators : products;
}

interface MachinePlan {
  readonly account: Row;
  readonly product: Row;
  readonly levels: number;
  readonly number: number;
}

/** A machine; with three levels also its engine and the engine's fuel pump. */
function makeMachine(
  maker: RecordMaker,
  random: Random,
  { account, product, levels, number }: MachinePlan,
): void {
  const createdDate = someDateTime(random);
  const installed = random.chance(0.8) ? createdDate.slice(0, 10) : null;
  const shared = {
    AccountId: account.Id ?? null,
    Status: random.pick(assetStatuses),
    InstallDate: installed,
    Quantity: 1,
  };
  let parent: Row | undefined;
  let root: Row | undefined;
  for (const [level, part] of ["", "Engine of ", "Fuel pump of "].slice(0, levels).entries()) {
    const serial = `${product.ProductCode}-${String(number + level).padStart(7, "0")}`;
    parent = maker.make("Asset", createdDate, {
      ...shared,
      Name: `${part}${product.Name} ${serial}`,
      SerialNumber: serial,
      Product2Id: parent ? null : (product.Id ?? null),
      ProductCode: parent ? null : (product.ProductCode ?? null),
      ParentId: parent?.Id ?? null,
    });
    root ??= parent;
    parent.RootAssetId = root.Id ?? null;
  }
}

function generateOrders(maker: RecordMaker, { random, ground, accounts, count }: Task): void {
  const { standard, partner } = ground.catalogue;
  for (let index = 0; index < count; index += 1) {
    const account = random.pick(accounts);
    const age = random.between(0, days);
    const book = String(account.Type).includes("Channel") ? partner : standard;
    const number = ground.firstOrderNumber + index;
    makeOrder(
      maker,
      { number, account, contact: undefined, book, age, day: sampleDay - age * dayMs },
      random,
    );
    if (index % (portion / 4) === 0) maker.load();
  }
}

function someDateTime(random: Random): string {
  const time = sampleDay - random.between(1, days * 24 * 60 * 60) * 1000;
  return new Date(time).toISOString().replace("Z", "+0000");
}
