import { afterAll, beforeAll, expect, test } from "vitest";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import { openTerminal, type Settings, type Terminal } from "./operate.ts";
import { expectPrinted, type Volatile } from "./printed.ts";

const stack = new AsyncDisposableStack();
let terminal: Terminal;
let org: TestOrg;
let settings: Settings;
beforeAll(async () => {
  terminal = stack.use(await openTerminal());
  org = stack.use(await startOrg({ data: "sample" }));
  settings = {
    SFCC_DOMAIN_NAME: org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    WEBSTORE_ID: org.webStoreId ?? "",
  };
});
afterAll(() => stack.disposeAsync());

const secrets: Volatile = [[/\b[\w-]{43}\b/g, "wQ0dYx7sT2kR9mLb4vNf1cZg8hJp6eUa3oXi5tSrK2E"]];

/** What the commands print one after the other, each below the line that calls it. */
async function session(more: Settings, lines: readonly string[][]): Promise<string> {
  let text = "";
  for (const words of lines) {
    const { stdout, stderr } = await terminal.operate({ ...settings, ...more }, words);
    const spelt = words.map((word) => (word.includes(" ") ? `"${word}"` : word)).join(" ");
    expect(stderr).toBe("");
    text += `${text && "\n"}$ npm run gateway -- ${spelt}\n${stdout}`;
  }
  return text;
}

const long = { timeout: 240_000 };
const doc = "operator.md";

test("The help is as printed", long, async () => {
  await expectPrinted({ doc, name: "help" }, await session({}, [["--help"]]));
});

test("A comparison with an org that hides fields is as printed", long, async () => {
  const reader = {
    SFCC_ADMIN_USERNAME: "reader@local-org.example",
    SFCC_ADMIN_PASSWORD: "local-only",
    SFCC_ADMIN_TOKEN: "LocalSecurityToken",
  };
  await expectPrinted({ doc, name: "schema check" }, await session(reader, [["schema", "check"]]));
});

test("The lines of a custom field are as printed", long, async () => {
  const { body: asset } = await (await org.signIn()).send("GET", "/sobjects/Asset/describe");
  const [like] = asset.fields.filter(({ name }: { name: string }) => name === "InstallDate");
  asset.fields.push({ ...like, name: "Warranty_End__c", label: "Warranty End", custom: true });
  await using shaped = await startOrg({ describes: [asset] });
  const output = await session({ SFCC_DOMAIN_NAME: shaped.url }, [
    ["schema", "add", "Asset.Warranty_End__c"],
  ]);
  await expectPrinted({ doc, name: "schema add" }, output);
});

test("The limits are as printed", long, async () => {
  const counts: Volatile = [
    [/\d+ used of 100000 in 24 hours, \d+ left/g, "1235 used of 100000 in 24 hours, 98765 left"],
    [/DailyApiRequests {2}\d+ +100000 {2}\d+ %/g, "DailyApiRequests  1235  100000  98 %"],
    [/limit +used +max +left/g, "limit             used  max     left"],
    [/StorageMB( +)0 +/g, "StorageMB$10     "],
  ];
  await expectPrinted({ doc, name: "limits" }, await session({}, [["limits"]]), counts);
});

test("What is told of customers, people and programs is as printed", long, async () => {
  const output = await session({}, [
    ["organizations", "add", "Edge"],
    ["map", "Edge", "001Lo0000000005IAA", "--default", "--external-id", "ERP-4711"],
    ["users", "add", "pat@edge.example", "--name", "Pat", "--organization", "Edge"],
    ["clients", "add", "edge-app", "--name", "Edge app", "--organization", "Edge"],
    ["organizations", "list"],
  ]);
  await expectPrinted({ doc, name: "customers" }, output, secrets);
});

test("What is told of carts is as printed where none waits", long, async () => {
  await expectPrinted(
    { doc, name: "carts" },
    await session({}, [
      ["carts", "pending"],
      ["carts", "sync"],
    ]),
  );
});
