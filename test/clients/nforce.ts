import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { type ClientPlace, check } from "./checks.ts";

/** As much of nforce as is called here; it has no types of its own. */
interface Nforce {
  createConnection(options: Readonly<Record<string, unknown>>): Connection;
  createSObject(type: string, fields?: Readonly<Record<string, unknown>>): NforceRecord;
}

interface Connection {
  authenticate(options: Readonly<Record<string, string>>): Promise<{ readonly access_token: string }>;
  query(options: { readonly query: string; readonly fetchAll?: boolean }): Promise<QueryAnswer>;
  insert(options: { readonly sobject: NforceRecord }): Promise<WriteAnswer>;
  update(options: { readonly sobject: NforceRecord }): Promise<unknown>;
  upsert(options: { readonly sobject: NforceRecord }): Promise<WriteAnswer | undefined>;
  delete(options: { readonly sobject: NforceRecord }): Promise<unknown>;
  getRecord(options: Readonly<Record<string, unknown>>): Promise<NforceRecord>;
  getDescribe(type: string): Promise<{ readonly name: string }>;
  getIdentity(): Promise<Readonly<Record<string, unknown>>>;
}

interface NforceRecord {
  get(field: string): unknown;
  set(field: string, value: unknown): void;
  getId(): string;
  getType(): string;
  setExternalId(field: string, value: string): void;
}

interface QueryAnswer {
  readonly totalSize: number;
  readonly records: readonly NforceRecord[];
}

interface WriteAnswer {
  readonly id: string;
  readonly success: boolean;
}

/** nforce, which writes every type and field name in lower case and speaks an API version of 2016. */
export async function checkNforce({ modules, orgUrl, assetCount }: ClientPlace): Promise<void> {
  const nforce = createRequire(`${modules}/`)("nforce") as Nforce;
  const connection = nforce.createConnection({
    clientId: "local-org",
    clientSecret: "local-only",
    redirectUri: "http://127.0.0.1/callback",
    loginUri: `${orgUrl}/services/oauth2/token`,
    mode: "single",
  });
  await checkSignIn(connection);
  await checkReading(connection, assetCount);
  await checkWriting(nforce, connection);
  await checkUpsert(nforce, connection);
}

async function checkSignIn(connection: Connection): Promise<void> {
  await check("nforce authenticate", async () => {
    const username = "admin@local-org.example";
    const oauth = await connection.authenticate({
      username,
      password: "local-only",
      securityToken: "LocalSecurityToken",
    });
    assert.match(oauth.access_token, /^00D000000000001!/);
    assert.equal((await connection.getIdentity()).username, username);
  });
}

async function checkReading(connection: Connection, assetCount: number): Promise<void> {
  await check("nforce query", async () => {
    const query = "SELECT Id, AccountNumber FROM Account WHERE Name = 'Edge Communications'";
    const { totalSize, records } = await connection.query({ query });
    assert.equal(totalSize, 1);
    assert.equal(records[0]?.getType(), "account");
    assert.equal(records[0]?.get("accountnumber"), "CD451796");
    const record = await connection.getRecord({ type: "account", id: records[0]?.getId() });
    assert.equal(record.get("billingcity"), "Austin");
  });
  await check("nforce query over several pages", async () => {
    const { records } = await connection.query({ query: "SELECT Id FROM Asset", fetchAll: true });
    assert.equal(new Set(records.map((record) => record.getId())).size, assetCount);
  });
  await check("nforce getDescribe", async () => {
    assert.equal((await connection.getDescribe("account")).name, "Account");
  });
}

async function checkWriting(nforce: Nforce, connection: Connection): Promise<void> {
  const account = nforce.createSObject("Account", { Name: "Acme Robots", NumberOfEmployees: 12 });
  const readBack = () =>
    connection.getRecord({
      type: "account",
      id: account.getId(),
      fields: ["name", "phone", "numberofemployees"],
    });
  await check("nforce insert", async () => {
    assert.equal((await connection.insert({ sobject: account })).success, true);
    assert.equal((await readBack()).get("numberofemployees"), 12);
  });
  await check("nforce update", async () => {
    account.set("Phone", "456");
    await connection.update({ sobject: account });
    const record = await readBack();
    assert.equal(record.get("phone"), "456");
    assert.equal(record.get("name"), "Acme Robots");
  });
  await check("nforce delete", async () => {
    await connection.delete({ sobject: account });
    await assert.rejects(readBack(), { errorCode: "ENTITY_IS_DELETED", statusCode: 404 });
  });
}

async function checkUpsert(nforce: Nforce, connection: Connection): Promise<void> {
  const accounts = await connection.query({ query: "SELECT Id FROM Account WHERE Name = 'GenePoint'" });
  const upsert = (name: string) => {
    const asset = nforce.createSObject("Asset", { Name: name, AccountId: accounts.records[0]?.getId() });
    asset.setExternalId("ExternalIdentifier", "client-check-1");
    return connection.upsert({ sobject: asset });
  };
  const read = () =>
    connection.getRecord({
      type: "asset",
      externalIdField: "externalidentifier",
      externalId: "client-check-1",
    });
  await check("nforce upsert that inserts", async () => {
    const answer = await upsert("Old pump");
    assert.equal(answer?.success, true);
    assert.equal((await read()).get("name"), "Old pump");
  });
  await check("nforce upsert that updates", async () => {
    // Version 38 of the API answers an update with 204 and no body.
    assert.equal((await upsert("New pump"))?.id, undefined);
    assert.equal((await read()).get("name"), "New pump");
  });
}
