/** A Monday. */
export const now = new Date("2026-11-23T12:00:00Z");

const of = (type: string, referenceId: string, fields: object) => ({
  attributes: { type, referenceId },
  ...fields,
});

/** A few records that the answers of queries can be derived from by hand. */
export const records = [
  of("Account", "acme", { Name: "Acme", Type: "Prospect", NumberOfEmployees: 10, AnnualRevenue: 1000 }),
  of("Account", "beta", { Name: "Beta Corp", ParentId: "@acme", NumberOfEmployees: 20, BillingCity: "Ulm" }),
  of("Account", "gamma", { Name: "gamma ltd", ParentId: "@beta", Site: "O'Fallon", AnnualRevenue: 50 }),
  of("Account", "delta", { Name: "100% Delta_x", Type: "Other", NumberOfEmployees: 10, Phone: 'a\\b"c' }),
  of("Contact", "ann", {
    FirstName: "Ann",
    LastName: "Adams",
    AccountId: "@acme",
    Email: "ann@acme.example",
  }),
  of("Contact", "bob", { FirstName: "Bob", LastName: "Brown", AccountId: "@beta" }),
  of("Contact", "carl", { LastName: "Carl" }),
  of("Product2", "widget", { Name: "Widget", ProductCode: "W1", IsActive: true }),
  of("Product2", "gadget", { Name: "Gadget", ProductCode: "G1", IsActive: false }),
  machine(
    "engine",
    { Name: "Engine", SerialNumber: "E-1", Price: 10, Quantity: 1, InstallDate: "2026-11-23" },
    "acme",
  ),
  machine(
    "pump",
    { Name: "Pump", SerialNumber: "E-2", Price: 20, InstallDate: "2026-11-22", ParentId: "@engine" },
    "acme",
  ),
  machine("seal", { Name: "Seal", InstallDate: "2026-10-15", ParentId: "@pump" }, "acme"),
  machine("motor", { Name: "engine 2", InstallDate: "2026-09-30", Quantity: 2.5 }, "beta"),
  machine("valve", { Name: "Valve", SerialNumber: "V_1", Price: 5.5, InstallDate: "2025-11-23" }, "gamma"),
];

function machine(referenceId: string, fields: object, account: string) {
  const Product2Id = referenceId === "valve" ? "@gadget" : "@widget";
  return of("Asset", referenceId, { ...fields, AccountId: `@${account}`, ...(fields && { Product2Id }) });
}
