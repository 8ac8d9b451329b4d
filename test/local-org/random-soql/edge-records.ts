import type { LocalOrg } from "../../../src/local/org/server.ts";

/** Days at the borders of date literals, as seen from Monday, 2026-11-23. */
const days = [
  ["2025-11-22", "2025-11-23", "2025-12-31", "2026-01-01", "2026-03-31", "2026-06-30", "2026-07-01"],
  ["2026-08-24", "2026-08-25", "2026-08-26", "2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"],
  ["2026-11-14", "2026-11-15", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-28"],
  ["2026-11-29", "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01", "2027-02-21", "2027-02-22"],
].flat();

const names = [
  ["alpha", "Alpha", "ALPHA beta", 'O\'Brien "& Söhne"', "100% Pure", "100 percent"],
  ["under_score", "under1score", "back\\slash", "ünal", "Ünal", "日本 商事", "a", "😀 smile"],
].flat();

/** Adds what the sample data does not have: letters of every kind, amounts of zero, empty columns, border days. */
export async function addEdgeRecords({ url }: LocalOrg): Promise<void> {
  const accounts = names.map((Name, index) => ({
    attributes: { type: "Account", referenceId: `account${index}` },
    Name,
    ...(index % 3 === 1 && { ParentId: `@account${index - 1}` }),
    Industry: cycle(["Energy", "Zoology", null, "Apparel"], index),
    NumberOfEmployees: cycle([0, null, 1, 2_000_000_000, 1], index),
    AnnualRevenue: cycle([0, 0.1, 0.2, null, 99_999_999.99], index),
    BillingStreet: cycle(["1 First St.\nFloor 2", null, "1 first st.\r\nFloor 2", "\ttab"], index),
    Site: cycle(["x", "X", null, "%", "_"], index),
  }));
  const contacts = days.map((Birthdate, index) => ({
    attributes: { type: "Contact", referenceId: `contact${index}` },
    LastName: cycle(names, index),
    Birthdate,
    ...(index % 4 !== 0 && { AccountId: `@account${index % accounts.length}` }),
    ...(index % 5 === 4 && { ReportsToId: `@contact${index - 3}` }),
    Department: cycle([null, "Sales", "SALES", "sales"], index),
  }));
  const assets = days.map((InstallDate, index) => ({
    attributes: { type: "Asset", referenceId: `asset${index}` },
    Name: cycle(names, index + 3),
    ...(index % 3 === 0
      ? { ContactId: `@contact${index % contacts.length}` }
      : { AccountId: `@account${index % accounts.length}` }),
    ...(index % 6 === 5 && { ParentId: `@asset${index - 1}` }),
    Status: cycle(["Purchased", "Shipped", "Unheard of", null, "Obsolete", "Installed"], index),
    Price: cycle([0, null, 0.1, 0.2, 0.3, 1e12], index),
    Quantity: cycle([1, 0.5, null, 100], index),
    InstallDate,
    PurchaseDate: cycle([null, "2026-08-25", "2027-02-21"], index),
    IsInternal: index % 7 === 0,
  }));
  const response = await fetch(`${url}/_local/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ records: [...accounts, ...contacts, ...assets] }),
  });
  if (!response.ok) throw new Error(await response.text());
}

function cycle<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}
