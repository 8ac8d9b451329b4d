import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keepSecrets, takeLog } from "../canary.ts";
import { shareDatabase } from "../database.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import {
  type BrokenSalesforce,
  type Handler,
  sessionKey,
  startBrokenSalesforce,
} from "./broken-salesforce.ts";

/** Every answer and every line of the log is searched for secrets by test/canary.ts; what is asserted here is the rest. */
let salesforce: BrokenSalesforce;
beforeAll(async () => {
  salesforce = await startBrokenSalesforce();
});
afterAll(() => salesforce[Symbol.asyncDispose]());

const document = "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }";
const account = '{ account(id: "001000000000001AAA") { name } }';
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keyPem = String(privateKey.export({ type: "pkcs8", format: "pem" }));

/** Says what it was sent, in Salesforce's two forms of errors. */
const repeat: Handler = async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const message = `${request.headers.authorization} sent ${body}, which is ${decodeURIComponent(body)}`;
  const isSignIn = request.url === "/services/oauth2/token";
  const error = isSignIn
    ? { error: "invalid_client", error_description: message }
    : [{ errorCode: "MALFORMED_QUERY", message }];
  response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(error));
};

function startBefore(org: BrokenSalesforce, settings: NodeJS.ProcessEnv): Promise<Gateway> {
  const common = { SFCC_DOMAIN_NAME: org.url, SFCC_CLIENT_ID: "client", ...writeRsaPair(2048) };
  return startGateway({ data: "none", env: { ...common, ...settings } });
}

const warnings = () =>
  takeLog()
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === "warn" || level === "error");

describe("When Salesforce's refusal repeats", () => {
  const secret = 'a"secret"&more/canary';
  const password = "canary of a password";
  test.each([
    ["the client's secret", { SFCC_CLIENT_SECRET: secret }],
    [
      "password and security token",
      {
        SFCC_CLIENT_SECRET: "canary-secret",
        SFCC_ADMIN_USERNAME: "admin@acme.example",
        SFCC_ADMIN_PASSWORD: password,
        SFCC_ADMIN_TOKEN: "CanarySecurityToken",
      },
    ],
    ["the assertion", { SFCC_ADMIN_USERNAME: "admin@acme.example", SFCC_PRIVATE_KEY: keyPem }],
  ])("%s, neither log nor answer do", async (_what, settings) => {
    salesforce.breakAs(repeat, repeat);
    await using gateway = await startBefore(salesforce, settings);
    const { errors } = await gateway.query(account);
    expect(errors).toMatchObject([{ extensions: { code: "SALESFORCE_REFUSED" } }]);
    expect(warnings()).toMatchObject([
      { cause: expect.stringMatching(/^invalid_client: .*(?:client_secret|assertion)=\[secret\]/) },
    ]);
  });

  test("the session, neither log nor answer do", async () => {
    salesforce.breakAs(repeat);
    keepSecrets({ token: sessionKey });
    await using gateway = await startBefore(salesforce, { SFCC_CLIENT_SECRET: "canary-secret" });
    const { errors } = await gateway.query(account);
    expect(errors).toMatchObject([{ extensions: { code: "SALESFORCE_ERROR" } }]);
    expect(warnings()).toMatchObject([
      { cause: expect.stringMatching(/^MALFORMED_QUERY: Bearer \[secret\] sent/) },
    ]);
  });
});

describe("At a gateway", () => {
  const password = "canary of a password";
  const refreshToken = "canary-of-a-refresh-token";
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ data: "none" });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => void takeLog());

  test("an error of the database with values in it is in the log without them", async () => {
    const database = await shareDatabase();
    const script = (sql: string) => database.withSession((session) => session.script(sql));
    await script(`
      CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'no room for % beside %', NEW.hash, (SELECT max(password_hash) FROM users); END $$;
      CREATE TRIGGER tell BEFORE INSERT ON refresh_tokens FOR EACH ROW EXECUTE FUNCTION tell();`);
    const answers = [await signIn({ email: "buyer@edge.example", password: "local-only" })];
    await script(`DROP TRIGGER tell ON refresh_tokens; DROP FUNCTION tell;
      ALTER TABLE refresh_tokens ADD CONSTRAINT crowded CHECK (hash = '') NOT VALID;`);
    answers.push(await signIn({ email: "buyer@edge.example", password: "local-only" }));
    await script("ALTER TABLE refresh_tokens DROP CONSTRAINT crowded");
    for (const { errors } of answers)
      expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    const [raised, violated] = warnings();
    expect(raised).toMatchObject({ err: { message: expect.stringContaining("no room for") } });
    expect(JSON.stringify(violated)).not.toMatch(/[0-9a-f]{64}/);
  });

  test.each([
    ["a field too many", { input: { email: "a", password, remember: true } }],
    ["a field too few", { input: { password } }],
    ["a number", { input: { email: "a", password: 123_456_789_012 } }],
    ["a list", { input: { email: "a", password: [password] } }],
    ["no object", { input: `password: ${password}` }],
  ])("a sign-in with %s is refused without what was sent", async (_what, variables) => {
    const { errors } = await gateway.query(document, variables, { token: null });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(errors?.[0]?.message).toMatch(/^Variable "\$input" got invalid value(?: at "input\.\w+")?; /);
    expect(JSON.stringify(errors)).not.toMatch(/canary|123456789012/);
  });

  test.each([
    ["a string without a colon", `{ email: "a", password "${password}" }`],
    ["a block string without a colon", `{ email: "a", password """${password}""" }`],
    ["a number", '{ email: "a", password: 123456789012 }'],
    ["an object", `{ email: "a", password: { is: "${password}" } }`],
    ["no object", `"${password}"`],
    ["a field too few", `{ password: "${password}" }`],
  ])("a document with a password that is %s is refused without it", async (_what, input) => {
    const text = `mutation { signIn(input: ${input}) { accessToken } }`;
    const { errors } = await gateway.query(text, {}, { token: null });
    expect(errors).toMatchObject([
      { extensions: { code: expect.stringMatching(/PARSE_FAILED|VALIDATION_FAILED/) } },
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/canary|123456789012/);
  });

  test.each([
    ["JSON that is cut short", "application/json", `{"query":"${document}","password":"${password}`, 400],
    ["JSON with a slip", "application/json", `{"password":"${password}"x}`, 400],
    ["a form", "application/x-www-form-urlencoded", `password=${password}`, 415],
    ["XML", "text/xml", `<password>${password}</password>`, 415],
  ])("%s is refused without what was sent", async (...[, contentType, body, status]) => {
    const headers = { "content-type": contentType };
    const response = await fetch(`${gateway.url}/graphql`, { method: "POST", headers, body });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("canary");
  });

  test.each([
    ["in the address", `?client_secret=${refreshToken}`, { grant_type: "client_credentials" }],
    ["under another grant", "", { grant_type: "password", password }],
    ["as the grant", "", { grant_type: refreshToken }],
    ["of nobody", "", { grant_type: "refresh_token", refresh_token: refreshToken }],
    [
      "of an unknown client",
      "",
      { grant_type: "client_credentials", client_id: "x", client_secret: password },
    ],
    ["twice", "", `grant_type=refresh_token&refresh_token=${refreshToken}&refresh_token=x`],
  ])("the token endpoint does not repeat a secret %s", async (_where, query, form) => {
    const body = new URLSearchParams(form as Record<string, string>);
    const response = await fetch(`${gateway.url}/oauth/token${query}`, { method: "POST", body });
    expect([400, 401]).toContain(response.status);
    expect(await response.text()).not.toContain("canary");
  });

  test("an address with a token in it is in the log without it", async () => {
    await fetch(`${gateway.url}/graphql?access_token=${refreshToken}`);
    await fetch(`${gateway.url}/${refreshToken}`);
    const log = takeLog();
    expect(log).toHaveLength(2);
    expect(log.join("")).not.toContain("canary");
  });

  const signIn = (input: object) => gateway.query(document, { input }, { token: null });
});
