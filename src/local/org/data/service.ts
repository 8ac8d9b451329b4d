import type { Row, Value } from "../row.ts";
import type { RecordMaker } from "./record-maker.ts";

type Visit = readonly [day: string, subject: string, status: string, end: string | null];

const cases: Readonly<Record<string, readonly Visit[]>> = {
  "GC1040-000101": [
    ["2025-03-04", "Does not start below -10 \u00b0C", "Closed", "2025-03-11"],
    ["2026-02-17", "Oil pressure warning", "Closed", "2026-02-18"],
    ["2026-11-02", "Loud at half load", "Working", null],
  ],
  "GC5060-000123": [["2026-06-09", "Control panel shows no load", "New", null]],
  "GC3020-000160": [["2025-08-21", "Vibration", "Escalated", null]],
};

const workOrders: Readonly<Record<string, readonly Visit[]>> = {
  "GC1040-000101": [
    ["2025-03-06", "Replace glow plugs", "Completed", "2025-03-10"],
    ["2026-10-21", "Second yearly service", "Completed", "2026-10-21"],
  ],
  "GC5060-000123": [["2026-01-15", "First yearly service", "Completed", "2026-01-16"]],
};

type Promises = Readonly<Record<string, readonly (readonly [start: string, end: string])[]>>;

const warranties: Promises = {
  "GC1040-000101": [["2024-10-21", "2026-10-21"]],
  "GC5060-000123": [["2025-01-15", "2027-01-15"]],
  "GC3060-000170": [["2026-03-16", "2028-03-16"]],
};

const entitlements: Promises = {
  "GC1040-000101": [["2024-10-21", "2029-10-20"]],
  "GC3020-000160": [["2025-02-17", "2026-02-16"]],
};

/** What happened to the machines, and what is promised for them. */
export function makeService(maker: RecordMaker, machines: readonly Row[]): void {
  const make = createMaker(maker);
  for (const machine of machines) {
    makeVisits(make, machine);
    makePromises(make, machine);
  }
}

/** `numbered` is the field that gets a number. */
type Make = (typeName: string, day: string, values: Record<string, Value>) => void;

function createMaker(maker: RecordMaker): Make {
  let number = 99;
  return (typeName, day, { numbered, ...values }) => {
    number += 1;
    const named = typeof numbered === "string" && { [numbered]: String(number).padStart(8, "0") };
    maker.make(typeName, noon(day), { ...values, ...named });
  };
}

function makeVisits(make: Make, { Id, AccountId, ContactId, SerialNumber }: Row): void {
  const visited = { AssetId: Id ?? null, AccountId: AccountId ?? null, ContactId: ContactId ?? null };
  for (const [day, Subject, Status, end] of cases[String(SerialNumber)] ?? []) {
    const closing = { IsClosed: Status === "Closed", ClosedDate: end && noon(end) };
    const values = { ...visited, Priority: "Medium", Origin: "Phone", Subject, Status, ...closing };
    make("Case", day, { ...values, numbered: "CaseNumber" });
  }
  for (const [day, Subject, Status, end] of workOrders[String(SerialNumber)] ?? []) {
    const values = { ...visited, Priority: "Medium", Subject, Status, EndDate: end && noon(end) };
    make("WorkOrder", day, { ...values, numbered: "WorkOrderNumber" });
  }
}

function makePromises(make: Make, { Id, AccountId, SerialNumber }: Row): void {
  const AssetId = Id ?? null;
  for (const [StartDate, EndDate] of warranties[String(SerialNumber)] ?? []) {
    const values = { AssetId, StartDate, EndDate, WarrantyType: "Standard" };
    make("AssetWarranty", StartDate, { ...values, numbered: "AssetWarrantyNumber" });
  }
  for (const [StartDate, EndDate] of entitlements[String(SerialNumber)] ?? []) {
    const values = { AssetId, AccountId: AccountId ?? null, Name: "Service contract", StartDate, EndDate };
    make("Entitlement", StartDate, values);
  }
}

function noon(day: string): string {
  return `${day}T12:00:00.000+0000`;
}
