import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { hashPassword } from "../../src/auth/password.ts";
import { scopes } from "../../src/auth/scope.ts";
import { connectServer, openPostgres } from "../../src/stores/postgres.ts";
import { type Build, build } from "../build.ts";
import { watchAnswers } from "../canary.ts";
import { createThrowaway, dropThrowaway, serverUrl } from "../database.ts";
import type { Answer, Gateway } from "../gateway.ts";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import type { Running } from "../process.ts";
import { startCosmos } from "../stores/cosmos-server.ts";

/** Set by .ci/with-redis; the gateways share their cache there. */
const redisUrl = process.env.REDIS_URL;

/** Replicas share a PostgreSQL and a Redis server; without them these tests are left out. */
export const hasServers = serverUrl !== undefined && redisUrl !== undefined;
export const needed = "needs .ci/with-postgres .ci/with-redis";

/** Three processes take seconds to start, and longer beside other tests. */
export const startMs = 180_000;

/** A gateway in a process of its own. */
export interface Replica extends AsyncDisposable {
  readonly url: string;
  readonly running: Running;
  /** Without a token unless one is given. */
  query(document: string, variables?: object, token?: string | null): Promise<Answer>;
}

/** Gateways that share one org, PostgreSQL, Cosmos DB, Redis and signing key. */
export interface Replicas extends AsyncDisposable {
  readonly org: TestOrg;
  readonly postgresUrl: string;
  readonly all: readonly [Replica, Replica, Replica];
  readonly built: Build;
  /** Where they would keep what they cannot share. */
  readonly dataDirectory: string;
  /** One more, with these settings besides. */
  startAnother(settings?: Readonly<Record<string, string>>): Promise<Replica>;
}

export const person = { email: "rose@edge.example", password: "a password of hers" };

/** Three of them, started at the same moment on an empty database. */
export async function startReplicas(ofAll: Readonly<Record<string, string>> = {}): Promise<Replicas> {
  await using stack = new AsyncDisposableStack();
  const built = stack.use(await build());
  const cosmos = stack.use(await startCosmos());
  const org = stack.use(await startOrg({ data: "sample" }));
  const postgresUrl = await createThrowaway(serverUrl ?? "");
  stack.defer(() => dropThrowaway(postgresUrl));
  const dataDirectory = join(built.folder, "data-of-replicas");
  const shared = {
    DATA_DIR: dataDirectory,
    SFCC_DOMAIN_NAME: org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    WEBSTORE_ID: org.webStoreId ?? "",
    PSQL_CONNECTION_STRING: postgresUrl,
    AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
    AZURE_COSMOS_KEY: cosmos.key,
    REDIS_URL: redisUrl ?? "",
    CACHE_SECONDS: "Account=60",
    JWT_PRIVATE_KEY: newKey(),
    ...ofAll,
  };
  const startAnother: Replicas["startAnother"] = (settings) =>
    startReplica(built, { ...shared, ...settings });
  const started = await Promise.all([startAnother(), startAnother(), startAnother()]);
  for (const replica of started) stack.use(replica);
  await addPerson(postgresUrl);
  const parts = stack.move();
  return {
    org,
    postgresUrl,
    all: started,
    built,
    dataDirectory,
    startAnother,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** As much of a gateway as test/cart and test/order need. */
export function asGateway(replica: Replica, { org }: Replicas, token: string): Gateway {
  const query: Gateway["query"] = (document, variables = {}) => replica.query(document, variables, token);
  return { url: replica.url, query, org: { url: org.url } } as Gateway;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export async function signIn(replica: Replica): Promise<Tokens> {
  const document = "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken } }";
  return (await replica.query(document, { input: person })).data.signIn;
}

export async function isAccepted(replica: Replica, accessToken: string): Promise<boolean> {
  const { errors } = await replica.query("{ viewer { id } }", {}, accessToken);
  if (errors === undefined) return true;
  if (errors[0]?.extensions.code === "UNAUTHENTICATED") return false;
  throw new Error(JSON.stringify(errors));
}

/** Milliseconds until none of them accepts the token any more. */
export async function millisecondsUntilRefused(
  replicas: readonly Replica[],
  accessToken: string,
): Promise<number> {
  const started = performance.now();
  const refused = replicas.map(async (replica) => {
    while (await isAccepted(replica, accessToken)) await pause(20);
  });
  await Promise.all(refused);
  return performance.now() - started;
}

async function startReplica(built: Build, settings: Readonly<Record<string, string>>): Promise<Replica> {
  const running = built.run("main.js", settings);
  await running.reaches(/Log .*\n/);
  const [, url = ""] = /GraphQL +(\S+)\/graphql/.exec(running.output.stderr) ?? [];
  watchAnswers(url);
  return {
    url,
    running,
    query: async (document, variables = {}, token = null) => {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query: document, variables }),
      });
      return (await response.json()) as Answer;
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

async function addPerson(postgresUrl: string): Promise<void> {
  await using postgres = await openPostgres(
    connectServer(() => postgresUrl),
    { migrate: false },
  );
  const passwordHash = await hashPassword(person.password);
  await postgres.prisma.user.create({
    data: { email: person.email, passwordHash, scopes: [...scopes, "accounts:all"] },
  });
}
