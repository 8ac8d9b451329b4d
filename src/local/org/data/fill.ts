import type { Database } from "../database.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Row } from "../row.ts";
import type { Table } from "../table.ts";
import { type Catalogue, makeCatalogue, type PriceBook } from "./catalogue.ts";
import { makeCompanies } from "./company.ts";
import { makeContacts } from "./contact.ts";
import { type Amounts, generate } from "./generator.ts";
import { makeMachines } from "./machine.ts";
import { firstOrderNumber, makeOrders } from "./order.ts";
import { makePeople, shareAccounts } from "./people.ts";
import { createRecordMaker, type RecordMaker } from "./record-maker.ts";
import { makeService } from "./service.ts";
import { makeWebStore } from "./web-store.ts";

/** Sample records, an org without business records, or that many generated ones. */
export type DataChoice = "sample" | "none" | Amounts;

/** Fills an empty database; the same choice gives the same records and ids at every start. */
export function fill(database: Database, choice: DataChoice): void {
  const maker = createRecordMaker(database);
  makePeople(maker);
  maker.load();
  if (choice === "sample") fillWithSamples(maker);
  else if (choice !== "none") generateMore(database, choice);
}

/** Adds generated records to whatever is there; assets and orders go to the new accounts, without new ones to the old. */
export function generateMore(database: Database, amounts: Amounts): void {
  const maker = createRecordMaker(database);
  const catalogue = findCatalogue(database) ?? makeCatalogue(maker);
  maker.load();
  const accounts = amounts.accounts > 0 ? [] : rowsOf(database, "Account");
  if (amounts.accounts + accounts.length === 0 && amounts.assets + amounts.orders > 0) {
    throw new SalesforceFailure(400, "INVALID_INPUT", "Assets and orders need accounts");
  }
  const ground = {
    catalogue,
    accounts,
    firstAccountNumber: tableOf(database, "Account").liveCount() + 1,
    firstSerialNumber: tableOf(database, "Asset").liveCount() + 1,
    firstOrderNumber: nextOrderNumber(database),
  };
  generate(maker, ground, amounts);
}

function fillWithSamples(maker: RecordMaker): void {
  const catalogue = makeCatalogue(maker);
  const companies = makeCompanies(maker);
  const contacts = makeContacts(maker, companies);
  makeService(maker, makeMachines(maker, { companies, contacts, catalogue }));
  makeOrders(maker, { companies, contacts, catalogue });
  makeWebStore(maker, { companies, catalogue });
  shareAccounts(maker, companies);
  maker.load();
}

/** Undefined when the org has no standard price book to sell from. */
function findCatalogue(database: Database): Catalogue | undefined {
  const entries = rowsOf(database, "PricebookEntry").filter((entry) => entry.IsActive === true);
  const books = rowsOf(database, "Pricebook2").map(
    (row): PriceBook => ({
      row,
      entries: entries.filter((entry) => entry.Pricebook2Id === row.Id),
    }),
  );
  const [standard] = books.filter(({ row, entries }) => row.IsStandard === true && entries.length > 0);
  if (!standard) return undefined;
  const partner = books.find(({ row, entries }) => row.IsStandard !== true && entries.length > 0) ?? standard;
  const products = rowsOf(database, "Product2").map((row) => [String(row.ProductCode), row] as const);
  return { products: new Map(products), standard, partner };
}

function rowsOf(database: Database, typeName: string): readonly Row[] {
  return [...tableOf(database, typeName).rows()].filter((row) => row.IsDeleted !== true);
}

function nextOrderNumber(database: Database): number {
  const numbers = rowsOf(database, "Order").map((row) => Number(row.OrderNumber));
  return numbers.reduce((last, number) => Math.max(last, number), firstOrderNumber - 1) + 1;
}

function tableOf(database: Database, typeName: string): Table {
  const type = database.schema.type(typeName);
  if (!type) throw new Error(`the schema has no ${typeName}`);
  return database.table(type);
}
