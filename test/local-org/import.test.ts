import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJsonFiles } from "../../src/local/org/import/folder.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { startOrg } from "./org.ts";

const field = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  type,
  nillable: true,
  createable: true,
  updateable: true,
  filterable: true,
  sortable: true,
  groupable: true,
  ...more,
});

const id = field("Id", "id", { length: 18, nillable: false, createable: false, updateable: false });

/** An object of a company's own, as `GET /sobjects/Machine__c/describe` would show it. */
const machine = {
  name: "Machine__c",
  label: "Machine",
  labelPlural: "Machines",
  keyPrefix: "a0M",
  fields: [
    id,
    field("Name", "string", { length: 80, nameField: true, nillable: false }),
    field("Serial__c", "string", { length: 20, unique: true, externalId: true }),
    field("State__c", "picklist", {
      restrictedPicklist: true,
      picklistValues: [
        { value: "Running", active: true },
        { value: "Retired", active: false },
      ],
    }),
    field("Site__c", "reference", { referenceTo: ["Account"], relationshipName: "Site__r" }),
    field("Hours__c", "double", { precision: 10, scale: 1 }),
    field("Age__c", "double", { calculated: true, scale: 0 }),
    field("Owned__c", "boolean", { nillable: false, defaultValue: false }),
  ],
  childRelationships: [],
};

const account = {
  name: "Account",
  keyPrefix: "001",
  fields: [
    id,
    field("Name", "string", { length: 255, nameField: true, nillable: false }),
    field("Tier__c", "string", { length: 10 }),
  ],
  childRelationships: [
    { childSObject: "Machine__c", field: "Site__c", relationshipName: "Machines__r", cascadeDelete: true },
  ],
};

describe("An org of one's own shape", () => {
  test("has its own objects with their fields, relationships and rules", async () => {
    await using org = await startOrg({ describes: [{ status: 0, result: machine }, account] });
    const rest = await org.signIn();
    const site = await rest.create("Account", { Name: "Acme", Tier__c: "Gold" });
    const values = { Name: "Pump", Serial__c: "S-1", State__c: "Running", Site__c: site, Hours__c: 12.34 };
    await rest.create("Machine__c", values);
    expect(
      await rest.query(
        "SELECT Tier__c, (SELECT Name, Hours__c, Owned__c, Age__c FROM Machines__r) FROM Account",
      ),
    ).toMatchObject([
      {
        Tier__c: "Gold",
        Machines__r: { records: [{ Name: "Pump", Hours__c: 12.3, Owned__c: false, Age__c: null }] },
      },
    ]);
    expect(await rest.query("SELECT Site__r.Name FROM Machine__c")).toMatchObject([
      { Site__r: { Name: "Acme" } },
    ]);
    for (const [wrong, errorCode] of [
      [{ ...values }, "DUPLICATE_VALUE"],
      [{ ...values, Serial__c: "S-2", State__c: "Retired" }, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"],
      [{ ...values, Serial__c: "S-2", Age__c: 3 }, "INVALID_FIELD_FOR_INSERT_UPDATE"],
      [{ ...values, Serial__c: "S".repeat(21) }, "STRING_TOO_LONG"],
      [{ ...values, Serial__c: "S-2", Name: null }, "REQUIRED_FIELD_MISSING"],
    ] as const) {
      expect(await rest.send("POST", "/sobjects/Machine__c", wrong)).toMatchObject({ body: [{ errorCode }] });
    }
    const upsert = await rest.send("PATCH", "/sobjects/Machine__c/Serial__c/S-1", { Hours__c: 20 });
    expect(upsert).toMatchObject({ status: 200, body: { created: false } });
    const { body } = await rest.send("GET", "/sobjects/Machine__c/describe");
    expect(body).toMatchObject({
      name: "Machine__c",
      custom: true,
      keyPrefix: "a0M",
      labelPlural: "Machines",
    });
    expect((await rest.send("DELETE", `/sobjects/Account/${site}`)).status).toBe(204);
    expect(await rest.query("SELECT Id FROM Machine__c")).toEqual([]);
  });

  test("takes records with their ids as a query has exported them", async () => {
    const exported = {
      status: 0,
      result: {
        records: [
          {
            attributes: { type: "Account", url: "/services/data/v68.0/sobjects/Account/001Ab000001AAAA" },
            Id: "001Ab000001AAAAIA2",
            Name: "Exported",
            CreatedDate: "2020-01-01T00:00:00.000+0000",
            Owner: { attributes: { type: "User" }, Name: "Somebody" },
            Contacts: {
              records: [
                {
                  attributes: { type: "Contact" },
                  Id: "003Ab000001AAAAIA2",
                  LastName: "Adams",
                  Name: "Adams",
                },
              ],
            },
          },
        ],
      },
    };
    await using org = await startOrg({ records: [exported] });
    const rest = await org.signIn();
    expect(
      await rest.query("SELECT Id, CreatedDate, (SELECT Id, Name FROM Contacts) FROM Account"),
    ).toMatchObject([
      {
        Id: "001Ab000001AAAAIA2",
        CreatedDate: "2020-01-01T00:00:00.000+0000",
        Contacts: { records: [{ Id: "003Ab000001AAAAIA2", Name: "Adams" }] },
      },
    ]);
  });

  test("takes trees as the Salesforce CLI exports them", async () => {
    const tree = {
      records: [
        {
          attributes: { type: "Account", referenceId: "AccountRef1" },
          Name: "Tree",
          Contacts: {
            records: [{ attributes: { type: "Contact", referenceId: "ContactRef1" }, LastName: "Brown" }],
          },
        },
      ],
    };
    await using org = await startOrg({ records: [tree] });
    const contacts = await (await org.signIn()).query("SELECT Name, Account.Name FROM Contact");
    expect(contacts).toMatchObject([{ Name: "Brown", Account: { Name: "Tree" } }]);
  });

  test("says what cannot be loaded", async () => {
    await expect(startOrg({ describes: [{ fields: [] }] })).rejects.toThrow(
      "A describe has a name and fields.",
    );
    await expect(startOrg({ records: [{ rows: [] }] })).rejects.toThrow(
      'Records come as { "records": [...] }.',
    );
    const unknown = { records: [{ attributes: { type: "Nothing__c" }, Name: "x" }] };
    await expect(startOrg({ records: [unknown] })).rejects.toThrow(
      "There is no object Nothing__c; load its describe as well.",
    );
  });

  test("comes from a file or a folder of files", async () => {
    await using folder = await createTemporaryFolder();
    await writeFile(join(folder.path, "b.json"), "2");
    await writeFile(join(folder.path, "a.json"), "1");
    await writeFile(join(folder.path, "notes.txt"), "no");
    expect(readJsonFiles(folder.path)).toEqual([1, 2]);
    expect(readJsonFiles(join(folder.path, "b.json"))).toEqual([2]);
    await writeFile(join(folder.path, "a.json"), "{");
    expect(() => readJsonFiles(folder.path)).toThrow("a.json");
  });
});
