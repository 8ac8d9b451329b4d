import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copySource } from "../changed-source.ts";
import { type Rest, startOrg, type TestOrg } from "../local-org/org.ts";
import { type Ended, openTerminal, type Terminal } from "./operate.ts";

// biome-ignore lint/suspicious/noExplicitAny: a describe as Salesforce answers it
type Described = any;

const stack = new AsyncDisposableStack();
let terminal: Terminal;
let standard: Rest;
beforeAll(async () => {
  terminal = stack.use(await openTerminal());
  standard = await stack.use(await startOrg()).signIn();
});
afterAll(() => stack.disposeAsync());

async function describeOf(sObject: string): Promise<Described> {
  return (await standard.send("GET", `/sobjects/${sObject}/describe`)).body;
}

/** An org in which some objects are otherwise. */
async function startShaped(
  shapes: Readonly<Record<string, (described: Described) => void>>,
): Promise<TestOrg> {
  const describes = await Promise.all(
    Object.entries(shapes).map(async ([sObject, change]) => {
      const described = await describeOf(sObject);
      change(described);
      return described;
    }),
  );
  return await startOrg({ describes });
}

const settingsOf = ({ url }: TestOrg) => ({
  SFCC_DOMAIN_NAME: url,
  SFCC_CLIENT_ID: "local-org",
  SFCC_CLIENT_SECRET: "local-only",
});

const operate = (org: TestOrg, ...words: string[]): Promise<Ended> =>
  terminal.operate(settingsOf(org), words);

const fieldOf = (described: Described, name: string): Described =>
  described.fields.find((field: Described) => field.name === name);
const without = (described: Described, name: string): void => {
  described.fields = described.fields.filter((field: Described) => field.name !== name);
};

describe("schema check", () => {
  test("finds nothing in an org that is as the record maps say, for two API calls", async () => {
    await using org = await startOrg();
    const { code, stdout } = await operate(org, "schema", "check");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+ fields of 12 objects compared: all as/)]);
    const calls = (await org.calls()).filter(({ counted }) => counted);
    expect(calls.map(({ path }) => path)).toEqual(Array(2).fill("/services/data/v68.0/composite"));
  });

  test("finds what is missing, hidden, of another type, not to be filtered by, and drifted", async () => {
    await using org = await startShaped({
      Asset: (asset) => {
        without(asset, "Price");
        fieldOf(asset, "SerialNumber").type = "currency";
        fieldOf(asset, "Name").filterable = false;
        Object.assign(fieldOf(asset, "ContactId"), { referenceTo: ["User"] });
      },
      Order: (order) => {
        const code = fieldOf(order, "StatusCode");
        code.picklistValues = code.picklistValues
          .filter(({ value }: Described) => value !== "Expired")
          .concat({ value: "Frozen", active: true });
      },
      Case: (wanted) => without(wanted, "AssetId"),
      Pricebook2: (book) => without(book, "Name"),
      OrderItem: (item) => item.fields.push({ ...fieldOf(item, "Description"), name: "CurrencyIsoCode" }),
    });
    const { code, stdout } = await operate(org, "--json", "schema", "check");
    const { drifts } = JSON.parse(stdout) as { drifts: { field: string; column: string; kind: string }[] };
    expect(code).toBe(1);
    expect(drifts.map(({ field, column, kind }) => `${kind} ${field} ${column}`).toSorted()).toEqual([
      "currency OrderItem OrderItem.CurrencyIsoCode",
      "filter Asset.name Asset.Name",
      "picklist Order.statusCode Order.StatusCode",
      "picklist Order.statusCode Order.StatusCode",
      "relationship Asset.cases Asset.Cases",
      "relationship Asset.contact Asset.Contact",
      "type Asset.serialNumber Asset.SerialNumber",
      "unreadable Asset.price Asset.Price",
      "unreadable Price.priceBookName PricebookEntry.Pricebook2.Name",
    ]);
  });
});

const warranty = (name: string, change: object) => (asset: Described) =>
  asset.fields.push({ ...fieldOf(asset, "InstallDate"), name, label: "Warranty End", ...change });

/** Fields of each type, and the lines that the way of docs/recipes.md makes of them. */
const kinds = [
  ["text", { type: "string", filterable: true, sortable: true }, 'text("F__c")', "String", "string"],
  [
    "long text",
    { type: "textarea", filterable: false, sortable: false },
    'longText("F__c")',
    "String",
    "string",
  ],
  ["a date", { type: "date" }, 'date("F__c")', "DateScalar", "string"],
  ["a time", { type: "datetime" }, 'dateTime("F__c")', "DateTimeScalar", "string"],
  ["an amount", { type: "currency" }, 'money("F__c")', "Money", "Money"],
  ["a number", { type: "double", precision: 18, scale: 2 }, 'decimal("F__c")', "DecimalScalar", "string"],
  ["a whole number", { type: "double", precision: 6, scale: 0 }, 'int("F__c")', "Int", "number"],
  ["a checkbox", { type: "boolean" }, 'boolean("F__c")', "Boolean", "boolean"],
  ["a picklist", { type: "picklist" }, 'picklist("F__c")', "String", "string"],
] as const;

describe("schema add", () => {
  test("shows the two lines for a field of each type", async () => {
    await using org = await startShaped({
      Asset: (asset) => {
        for (const [index, [, change]] of kinds.entries()) warranty(`F${index}__c`, change)(asset);
      },
    });
    const shown = kinds.map(async (_kind, index) => {
      const { stdout, stderr } = await operate(
        org,
        "--json",
        "schema",
        "add",
        `Asset.F${index}__c`,
        "--name",
        "f",
      );
      expect(stderr).toBe("");
      const [record, type] = JSON.parse(stdout).files as { lines: string }[];
      return `${record?.lines}\n${type?.lines}`.replace(`F${index}__c`, "F__c");
    });
    expect(await Promise.all(shown)).toEqual(
      kinds.map(
        ([, , record, graphQL, type]) =>
          `    f: ${record},\n  @Field(() => ${graphQL}, { nullable: true, description: "Warranty End." })\n  readonly f!: ${type} | null;`,
      ),
    );
  });

  test.each([
    ["what is mapped", "Asset.SerialNumber", "SerialNumber is there already, as Asset.serialNumber."],
    ["what there is not", "Asset.SerialNumbr", "Did you mean SerialNumber?"],
    ["an object without a type", "Lead.Name", "The schema has no type for Lead."],
    ["a lookup", "Asset.OwnerId", "OwnerId is a lookup to User."],
    ["what is no field", "Warranty_End__c", "such as Asset.Warranty_End__c"],
  ])("refuses %s", async (_what, field, words) => {
    await using org = await startOrg();
    const { code, stdout, stderr } = await operate(org, "schema", "add", field);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
  });

  test("makes fields that compile, pass the linter, and are served", { timeout: 240_000 }, async () => {
    await using source = await copySource();
    await using org = await startShaped({
      Asset: (asset) => {
        warranty("Warranty_End__c", { type: "date" })(asset);
        warranty("Running_Hours__c", { type: "double", precision: 6, scale: 0, label: "Running Hours" })(
          asset,
        );
      },
    });
    const add = (column: string) =>
      operate(org, "schema", "add", column, "--write", "--project", source.folder);
    expect((await add("Asset.Warranty_End__c")).stderr).toBe("");
    expect((await add("Asset.Running_Hours__c")).stderr).toBe("");
    const type = await readFile(join(source.folder, "src/asset/asset.type.ts"), "utf8");
    expect(type).toContain("readonly runningHours!: number | null;");
    await source.compile(["src/asset/asset.type.ts", "src/asset/asset.salesforce.ts"]);
    const account = await (await org.signIn()).create("Account", { Name: "Acme" });
    const values = { Name: "Pump", AccountId: account, Warranty_End__c: "2027-01-31", Running_Hours__c: 12 };
    await (await org.signIn()).create("Asset", values);
    await using gateway = await source.start(org);
    const query =
      '{ assets(filter: { warrantyEnd: { gt: "2026-12-31" } }) { nodes { name warrantyEnd runningHours } } }';
    expect(await gateway.ask(query)).toEqual({
      assets: { nodes: [{ name: "Pump", warrantyEnd: "2027-01-31", runningHours: 12 }] },
    });
  });
});
