import type { Row, Value } from "../row.ts";
import type { Catalogue } from "./catalogue.ts";
import type { RecordMaker } from "./record-maker.ts";

type Machine = readonly [
  company: string,
  code: string,
  unit: number | null,
  site: string,
  status: string | null,
  dates: readonly [purchase: string | null, install: string | null, usageEnd: string | null],
  parts: readonly Part[],
];

/** What a machine is made of, down to the third level. */
interface Part {
  readonly name: string;
  /** Stands between product code and unit in the serial number; parts without one have no serial number. */
  readonly mark: string | null;
  readonly parts: readonly Part[];
}

const fuelPump: Part = { name: "Fuel pump", mark: "FP", parts: [] };
const turbocharger: Part = { name: "Turbocharger", mark: null, parts: [] };
const bareEngine: Part = { name: "Engine", mark: "EN", parts: [] };
const engine: Part = { name: "Engine", mark: "EN", parts: [fuelPump, turbocharger] };
const alternator: Part = { name: "Alternator", mark: "AL", parts: [] };
const controlPanel: Part = { name: "Control panel", mark: "CP", parts: [] };
const everyPart = [engine, alternator, controlPanel];

const edge = "Edge Communications";
const uog = "United Oil & Gas Corp.";
const uogUk = "United Oil & Gas, UK";
const uogSingapore = "United Oil & Gas, Singapore";
const hotels = "Grand Hotels & Resorts Ltd";
const logistics = "Express Logistics and Transport";
const university = "University of Arizona";
const burlington = "Burlington Textiles Corp of America";
const genePoint = "GenePoint";

/** The serial number GC1020-000077 is there twice: numbers are unique per maker, not in an org. */
const machines: readonly Machine[] = [
  [edge, "GC1040", 101, "Austin plant", "Installed", ["2024-10-02", "2024-10-21", "2034-10-21"], everyPart],
  [edge, "GC1020", 77, "Austin field team", "Installed", ["2025-02-11", "2025-02-14", null], []],
  [edge, "GC5020", 118, "Dallas data center", "Shipped", ["2026-10-12", null, null], [bareEngine]],
  [uog, "GC5060", 123, "Bayway refinery", "Installed", ["2024-11-05", "2025-01-15", "2035-01-15"], everyPart],
  [uog, "GC5060", 124, "Bayway refinery", "Installed", ["2024-11-05", "2025-01-22", "2035-01-22"], everyPart],
  [uog, "GC1060", 131, "Headquarters", "Registered", ["2025-06-30", "2025-08-18", null], everyPart],
  [
    uogUk,
    "GC3060",
    140,
    "Teesside terminal",
    "Installed",
    ["2025-03-03", "2025-05-12", "2035-05-12"],
    everyPart,
  ],
  [
    uogUk,
    "GC3040",
    141,
    "Aberdeen base",
    "Obsolete",
    ["2024-09-20", "2024-10-30", "2026-06-30"],
    [bareEngine],
  ],
  [
    uogSingapore,
    "GC5040",
    150,
    "Jurong island",
    "Installed",
    ["2025-07-14", "2025-09-01", "2035-09-01"],
    everyPart,
  ],
  [uogSingapore, "GC5040", 151, "Jurong island", "Purchased", ["2026-10-20", null, null], []],
  [
    hotels,
    "GC3020",
    160,
    "Chicago tower",
    "Installed",
    ["2025-01-20", "2025-02-17", "2033-02-17"],
    everyPart,
  ],
  [
    hotels,
    "GC3020",
    161,
    "Miami beach",
    "Installed",
    ["2025-11-03", "2025-12-01", "2033-12-01"],
    [bareEngine],
  ],
  [logistics, "GC1020", 77, "Portland depot", "Installed", ["2025-04-08", "2025-04-10", null], []],
  [
    university,
    "GC3060",
    170,
    "Hospital wing",
    "Installed",
    ["2026-01-12", "2026-03-16", "2036-03-16"],
    everyPart,
  ],
  [burlington, "GC1060", null, "Old mill", null, [null, "2024-12-09", null], []],
  [genePoint, "GC1020", 181, "Field laboratory", "Registered", ["2026-05-04", "2026-05-06", null], []],
  [uog, "SL9080", null, "Bayway refinery", "Purchased", ["2025-01-15", null, "2028-01-14"], []],
  [edge, "SL9040", null, "Austin plant", "Purchased", ["2024-10-21", null, "2026-10-20"], []],
];

export interface Surroundings {
  readonly companies: ReadonlyMap<string, Row>;
  /** By account id. */
  readonly contacts: ReadonlyMap<string, readonly Row[]>;
  readonly catalogue: Catalogue;
}

/** Answers the machines, without their parts. */
export function makeMachines(maker: RecordMaker, surroundings: Surroundings): readonly Row[] {
  return machines.map((machine, index) => {
    const day = String(index + 1).padStart(2, "0");
    const createdDate = `2026-04-${day}T10:00:00.000+0000`;
    const row = maker.make("Asset", createdDate, toAsset(machine, surroundings));
    row.RootAssetId = row.Id ?? null;
    makeParts(maker, machine, { parent: row, root: row, parts: machine[6] });
    return row;
  });
}

function toAsset([company, code, unit, site, status, dates]: Machine, surroundings: Surroundings) {
  const { companies, contacts, catalogue } = surroundings;
  const accountId = companies.get(company)?.Id ?? null;
  const product = catalogue.products.get(code);
  const price = catalogue.standard.entries.find((entry) => entry.ProductCode === code)?.UnitPrice;
  return {
    Name: `${product?.Name}, ${site}`,
    AccountId: accountId,
    ContactId: contacts.get(String(accountId))?.[0]?.Id ?? null,
    Product2Id: product?.Id ?? null,
    ProductCode: code,
    SerialNumber: unit === null ? null : `${code}-${sixDigits(unit)}`,
    Quantity: 1,
    Price: price ?? null,
    Description: unit === null ? null : `Delivered to ${site}.`,
    ...lifeOf(status, dates),
  };
}

interface Assembly {
  readonly parent: Row;
  readonly root: Row;
  readonly parts: readonly Part[];
}

function makeParts(maker: RecordMaker, machine: Machine, { parent, root, parts }: Assembly): void {
  const [, code, unit, site, status, dates] = machine;
  for (const part of parts) {
    const row = maker.make("Asset", String(root.CreatedDate), {
      Name: `${part.name} of ${code}, ${site}`,
      AccountId: parent.AccountId ?? null,
      ContactId: parent.ContactId ?? null,
      ParentId: parent.Id ?? null,
      RootAssetId: root.Id ?? null,
      SerialNumber: part.mark && unit !== null ? `${code}-${part.mark}-${sixDigits(unit)}` : null,
      Quantity: 1,
      ...lifeOf(status, dates),
    });
    makeParts(maker, machine, { parent: row, root, parts: part.parts });
  }
}

function lifeOf(status: string | null, [purchase, install, usageEnd]: Machine[5]): Record<string, Value> {
  return { Status: status, PurchaseDate: purchase, InstallDate: install, UsageEndDate: usageEnd };
}

function sixDigits(unit: number): string {
  return String(unit).padStart(6, "0");
}
