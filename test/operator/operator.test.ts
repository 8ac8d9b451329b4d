import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createThrowaway, dropThrowaway, serverUrl } from "../database.ts";
import { type Answer, type Gateway, startGateway } from "../gateway.ts";
import { startOrg } from "../local-org/org.ts";
import { type Ended, openTerminal, type Terminal } from "./operate.ts";

const edge = "001Lo0000000005IAA";

const stack = new AsyncDisposableStack();
let terminal: Terminal;
let settings: Record<string, string>;
beforeAll(async () => {
  terminal = stack.use(await openTerminal());
  const org = stack.use(await startOrg({ data: "sample" }));
  settings = { SFCC_DOMAIN_NAME: org.url, SFCC_CLIENT_ID: "local-org", SFCC_CLIENT_SECRET: "local-only" };
  if (serverUrl === undefined) return;
  const address = await createThrowaway(serverUrl);
  stack.defer(() => dropThrowaway(address));
  settings.PSQL_CONNECTION_STRING = address;
});
afterAll(() => stack.disposeAsync());

const operate = (...words: string[]): Promise<Ended> => terminal.operate(settings, words);

/** What a command that has to succeed prints as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
async function told(...words: string[]): Promise<any> {
  const { code, stdout, stderr } = await operate("--json", ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

/** On the operator's own data and settings. */
const start = (): Promise<Gateway> => startGateway({ env: { ...settings, DATA_DIR: terminal.folder } });

function signIn({ query }: Gateway, email: string, password: string): Promise<Answer> {
  const input = `{ email: "${email}", password: "${password}" }`;
  const document = `mutation { signIn(input: ${input}) { accessToken userErrors { code } viewer { scopes } } }`;
  return query(document, {}, { token: null });
}

async function clientToken({ url }: Gateway, id: string, secret: string): Promise<number> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return response.status;
}

const person = "pat@edge.example";

describe("An operator", () => {
  let password: string;
  let secret: string;

  test("adds a customer, maps an account that Salesforce has, adds a person and a program, each secret shown once", async () => {
    expect(await told("organizations", "add", "Edge")).toMatchObject({ name: "Edge" });
    expect(await told("map", "Edge", edge.slice(0, 15), "--default", "--external-id", "ERP-1")).toMatchObject(
      {
        organization: "Edge",
        accountId: edge,
        isDefault: true,
      },
    );
    ({ password } = await told("users", "add", person, "--name", "Pat", "--organization", "Edge"));
    const client = await told("clients", "add", "edge-app", "--name", "Edge app", "--organization", "Edge");
    secret = client.clientSecret;
    expect([password, secret].map((text) => text.length >= 32)).toEqual([true, true]);
    const lists = [
      await told("users", "list"),
      await told("clients", "list"),
      await told("organizations", "list"),
    ];
    expect(lists[0]).toEqual([
      {
        email: person,
        name: "Pat",
        disabled: false,
        organizations: ["Edge"],
        scopes: ["accounts:read", "assets:read", "orders:read"],
        salesforceUsername: null,
      },
    ]);
    expect(lists[1]).toMatchObject([{ clientId: "edge-app", disabled: false }]);
    expect(JSON.stringify(lists)).toContain(edge);
    for (const hidden of [password, secret, "argon2", "Hash"])
      expect(JSON.stringify(lists)).not.toContain(hidden);
  });

  test("has let in whom they added, and to what is theirs", async () => {
    await using gateway = await start();
    const { data } = await signIn(gateway, person, password);
    const names = await gateway.query(
      "{ accounts { nodes { name } } }",
      {},
      { token: data.signIn.accessToken },
    );
    expect(names.data.accounts.nodes).toEqual([{ name: "Edge Communications" }]);
    expect(await clientToken(gateway, "edge-app", secret)).toBe(200);
  });

  test("changes what a person may do, disables people, and rotates a secret while the old one stays good", async () => {
    await told("users", "update", person, "--scopes", "assets:read", "--salesforce-username", person);
    expect(await told("users", "list")).toMatchObject([
      { scopes: ["assets:read"], salesforceUsername: person },
    ]);
    const next = (await told("clients", "rotate", "edge-app", "--grace-hours", "1")).clientSecret;
    await told("users", "add", "left@edge.example", "--organization", "Edge");
    const { password: renewed } = await told("users", "password", "left@edge.example");
    await told("users", "disable", "left@edge.example");
    await using gateway = await start();
    expect((await signIn(gateway, person, password)).data.signIn.viewer.scopes).toEqual(["assets:read"]);
    expect((await signIn(gateway, "left@edge.example", renewed)).data.signIn.userErrors).toHaveLength(1);
    expect(await clientToken(gateway, "edge-app", secret)).toBe(200);
    expect(await clientToken(gateway, "edge-app", next)).toBe(200);
  });

  test("takes access away from a program, and gives it back to a person", async () => {
    const next = (await told("clients", "rotate", "edge-app", "--grace-hours", "0")).clientSecret;
    await told("users", "enable", "left@edge.example");
    const { password: renewed } = await told("users", "password", "left@edge.example");
    {
      await using gateway = await start();
      expect(await clientToken(gateway, "edge-app", secret)).toBe(401);
      expect(await clientToken(gateway, "edge-app", next)).toBe(200);
      expect((await signIn(gateway, "left@edge.example", renewed)).data.signIn.userErrors).toEqual([]);
    }
    await told("clients", "disable", "edge-app");
    await using gateway = await start();
    expect(await clientToken(gateway, "edge-app", next)).toBe(401);
  });

  test("rotates the signing key, and tokens of the old one stay good", async () => {
    let token = "";
    {
      await using gateway = await start();
      token = (await signIn(gateway, person, password)).data.signIn.accessToken;
    }
    const { kid, previousKid } = await told("keys", "rotate");
    await using gateway = await start();
    expect((await gateway.query("{ viewer { email } }", {}, { token })).data.viewer).toEqual({
      email: person,
    });
    const { keys } = (await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()) as {
      keys: { kid: string }[];
    };
    expect(keys.map((key) => key.kid)).toEqual([kid, previousKid]);
  });

  test("makes a pair of keys in a folder that has none", async () => {
    const folder = join(terminal.folder, "own-keys");
    await told("keys", "generate", folder);
    const pem = await readFile(join(folder, "jwt-public.pem"), "utf8");
    expect(createPublicKey(pem).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(await operate("keys", "generate", folder)).toMatchObject({
      code: 1,
      stderr: "There is a pair in this folder already: `keys rotate` replaces the one in use.\n",
    });
  });

  test("reads tables where JSON is not asked for", async () => {
    const { code, stdout } = await operate("users", "list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^email +name +disabled/);
    expect(stdout).toContain(person);
  });
});

describe("An operator is told", () => {
  test.each([
    [
      "of an account that Salesforce does not have",
      ["map", "Edge", "001000000000001AAA"],
      "Salesforce has no account 001000000000001AAA.",
    ],
    ["of a malformed account id", ["map", "Edge", "edge"], "15 or 18"],
    ["of an account that is mapped already", ["map", "Edge", edge], `Edge has the account ${edge} already.`],
    ["of a customer there is not", ["map", "Nobody", edge], "There is no organization Nobody."],
    ["of a person there is not", ["users", "disable", "nobody@edge.example"], "There is no person"],
    ["of a person who is there already", ["users", "add", "PAT@edge.example"], `${person} is there already.`],
    [
      "of a scope there is not",
      ["users", "add", "new@edge.example", "--scopes", "orders:steal"],
      "Unknown scope: orders:steal",
    ],
    ["of a program there is not", ["clients", "rotate", "nothing"], "There is no client nothing."],
    ["of a number that is none", ["clients", "rotate", "edge-app", "--grace-hours", "soon"], "whole number"],
    ["of a command there is not", ["users", "remove"], "unknown command"],
    ["of what a command wants besides", ["clients", "add", "another"], "--name"],
  ])("%s", async (_what, words, sentence) => {
    const { code, stdout, stderr } = await operate(...words);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/ {4}at |node:/);
  });
});
