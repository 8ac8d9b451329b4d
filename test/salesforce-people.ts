import { generateKeyPairSync } from "node:crypto";
import { createAuditTrail } from "../src/auth/audit.store.ts";
import { openRevocations } from "../src/auth/revocation.store.ts";
import { type Scope, scopes } from "../src/auth/scope.ts";
import { readConfig } from "../src/config.ts";
import { addUser } from "../src/operator/user.store.ts";
import { createSessionStore } from "../src/session/session.store.ts";
import { type Database, openPostgres } from "../src/stores/postgres.ts";
import { startWatchedApp } from "./app.ts";
import { openDatabase } from "./database.ts";
import type { Answer } from "./gateway.ts";
import { writeRsaPair } from "./key-files.ts";
import { startOrg, type TestOrg } from "./local-org/org.ts";

export const integration = "integration@local-org.example";

/** Who signs in at the gateway, and as whom they stand before Salesforce. */
export const people = {
  rose: "buyer@edge.example",
  stella: "buyer@uog.example",
  /** Whose profile has neither machines nor contacts. */
  sean: "shopper@edge.example",
  unapproved: "unapproved@local-org.example",
  unknown: "nobody@local-org.example",
  offline: "web-only@local-org.example",
  plain: null,
} as const;
type Person = keyof typeof people;

/** An org with a connected app that has a certificate, and gateways before it whose people are the ones above. */
export interface Place extends AsyncDisposable {
  readonly org: TestOrg;
  /** To the app's certificate. */
  readonly privatePem: string;
  startGateway(settings?: NodeJS.ProcessEnv): Promise<PlaceGateway>;
}

interface PlaceGateway extends AsyncDisposable {
  /** An access token. */
  signIn(person: Person): Promise<string>;
  ask(token: string, query: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

const password = "a good password";

export async function startPlace({ runAs = integration } = {}): Promise<Place> {
  await using stack = new AsyncDisposableStack();
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const privatePem = String(pair.privateKey.export({ type: "pkcs8", format: "pem" }));
  const certificate = String(pair.publicKey.export({ type: "spki", format: "pem" }));
  const app = { clientId: "local-org", clientSecret: "local-only", runAs, certificate };
  const org = stack.use(await startOrg({ data: "sample", apps: [app] }));
  const database = stack.use(await openDatabase());
  // It stays open when a gateway that uses it ends.
  const shared = (): Database => ({ ...database, [Symbol.asyncDispose]: () => Promise.resolve() });
  await addPeople(shared());
  const settings = {
    PORT: "0",
    SFCC_DOMAIN_NAME: org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    SALESFORCE_IDENTITY: "caller",
    SFCC_PRIVATE_KEY: privatePem,
    ...writeRsaPair(2048),
  };
  const parts = stack.move();
  return {
    org,
    privatePem,
    startGateway: async (more) => {
      const config = readConfig({ ...settings, ...more });
      return toGateway(await startWatchedApp(config, { org: null, database: shared() }));
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

function toGateway(app: { readonly url: string } & AsyncDisposable): PlaceGateway {
  const post = async (query: string, variables: object, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };
  return {
    ask: (token, query, headers) =>
      post(query, {}, { ...headers, ...(token !== "" && { authorization: `Bearer ${token}` }) }),
    signIn: async (person) => {
      const document = "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }";
      const input = { email: `${person}@customer.example`, password };
      return (await post(document, { input }, {})).data.signIn.accessToken;
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** Everybody's organization has the accounts of Edge and of United Oil, so that only Salesforce tells them apart. */
async function addPeople(database: Database): Promise<void> {
  const { jwt, sessions } = readConfig({});
  const postgres = await openPostgres(database, { migrate: true });
  await using revocations = await openRevocations(postgres, jwt);
  const accountIds = ["001Lo0000000005IAA", "001Lo0000000002IAA"];
  const mappings = { create: accountIds.map((salesforceAccountId) => ({ salesforceAccountId })) };
  const { id } = await postgres.prisma.organization.create({ data: { name: "Both", mappings } });
  const store = createSessionStore(postgres, sessions);
  const parts = { postgres, sessions: store, revocations, audit: createAuditTrail(postgres) };
  const granted: readonly Scope[] = scopes.filter((scope) => scope !== "accounts:all");
  for (const [name, salesforceUsername] of Object.entries(people)) {
    const person = { email: `${name}@customer.example`, displayName: null, password };
    await addUser(parts, { ...person, scopes: granted, organizations: [id], salesforceUsername });
  }
}
