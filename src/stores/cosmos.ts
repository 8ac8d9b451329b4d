import { once } from "node:events";
import { type Container, CosmosClient, type CosmosClientOptions } from "@azure/cosmos";
import { DefaultAzureCredential } from "@azure/identity";
import { DelegateBackoff, handleWhen, type IRetryBackoffContext, retry } from "cockatiel";
import { type BreakerOptions, createBreaker } from "../circuit-breaker.ts";
import { remainingMs } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import { type UpstreamWatch, unwatched } from "../telemetry/upstream.ts";
import { CosmosFault, createCosmosHttpClient } from "./cosmos-http.ts";

export interface CosmosOptions {
  readonly endpoint: string;
  readonly database: string;
  readonly container: string;
  /** Asked for at every request, for it may be rotated; null: the process's Entra ID. */
  key(): string | null;
  readonly watch?: UpstreamWatch;
  readonly onBreaker?: BreakerOptions["onState"];
}

/** One container of a Cosmos DB account. */
export interface CosmosConnection extends AsyncDisposable {
  /**
   * Works on the container, once more after what passes by itself: too many requests, a write that met another one, a
   * service that is busy, a connection that broke. The work has to bear being done twice.
   *
   * @throws GatewayError STORE_UNAVAILABLE when that does not help within eight seconds or the caller's own time, and at once
   * while it has not helped for a while
   */
  run<T>(work: (container: Container, signal: AbortSignal) => Promise<T>): Promise<T>;
}

const deadlineMs = 8_000;
const requestTimeoutMs = 3_000;
/** So many times in vain in a row, and the next ones fail at once, until one asks whether it is back. */
const maxFailures = 5;
const probeAfterMs = 1_000;
const maxAttempts = 30;
const firstPauseMs = 50;
const longestPauseMs = 1_000;

/** What lists and workers ask for; the body is not indexed, which makes writes cheap. */
const indexingPolicy = {
  indexingMode: "consistent",
  automatic: true,
  includedPaths: ["partition", "status", "updatedAt", "dueAt", "expiresAt"].map((name) => ({
    path: `/${name}/?`,
  })),
  excludedPaths: [{ path: "/*" }],
  compositeIndexes: [
    [
      { path: "/updatedAt", order: "descending" },
      { path: "/id", order: "descending" },
    ],
  ],
} as const;

export function connectCosmos(options: CosmosOptions): CosmosConnection {
  const policy = retry(handleWhen(isPassing), { maxAttempts, backoff: new DelegateBackoff(pauseAfter) });
  const { onBreaker: onState } = options;
  const breaker = createBreaker({ upstream: "cosmos", maxFailures, probeAfterMs, isOutage, onState });
  let current: {
    readonly key: string | null;
    readonly client: CosmosClient;
    container: Promise<Container>;
  } | null = null;

  /** A key that was rotated makes a new client; a container that could not be had is asked for again. */
  function container(): Promise<Container> {
    const key = options.key();
    if (current?.key === key) return current.container;
    current?.client.dispose();
    const client = new CosmosClient(clientOptions(options, key));
    const opening = open(client, options);
    opening.catch(() => {
      if (current?.client === client) current = null;
    });
    current = { key, client, container: opening };
    return opening;
  }

  return {
    run: async (work) => {
      const patienceMs = Math.min(deadlineMs, remainingMs());
      const deadline = AbortSignal.timeout(Math.ceil(patienceMs));
      const over = once(deadline, "abort").then(() => Promise.reject(deadline.reason));
      const working = () => policy.execute(async ({ signal }) => work(await container(), signal), deadline);
      try {
        // A pause that the service has asked for may be longer than there is time, and so may another's asking.
        return await Promise.race([
          breaker.execute(() => inTime(Promise.race([working(), over]), patienceMs, deadline)),
          over,
        ]);
      } catch (error) {
        throw unavailable(error);
      }
    },
    [Symbol.asyncDispose]: () => {
      current?.client.dispose();
      return Promise.resolve();
    },
  };
}

/** What the account has of the container; null: nothing, it has to be made. */
export interface CosmosState {
  /** e.g. Session */
  readonly consistency: string;
  readonly container: {
    readonly partitionKey: string;
    /** In seconds; -1: on, without a default; null: off. */
    readonly timeToLive: number | null;
  } | null;
}

/** Looks, and makes nothing. @throws GatewayError STORE_UNAVAILABLE, with the reason as its cause */
export async function examineCosmos(options: CosmosOptions): Promise<CosmosState> {
  const client = new CosmosClient(clientOptions(options, options.key()));
  try {
    const { resource: account } = await client.getDatabaseAccount();
    return { consistency: account?.consistencyPolicy ?? "", container: await readContainer(client, options) };
  } catch (error) {
    throw unavailable(error);
  } finally {
    client.dispose();
  }
}

async function readContainer(
  client: CosmosClient,
  { database, container }: CosmosOptions,
): Promise<CosmosState["container"]> {
  try {
    const { resource } = await client.database(database).container(container).read();
    const partitionKey = resource?.partitionKey?.paths.join(", ") ?? "";
    return { partitionKey, timeToLive: resource?.defaultTtl ?? null };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** The HTTP status that an answer was refused with. */
export function statusOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}

function clientOptions(
  { endpoint, watch = unwatched }: CosmosOptions,
  key: string | null,
): CosmosClientOptions {
  const isEmulator = endpoint.startsWith("http:");
  return {
    endpoint,
    ...(key === null ? { aadCredentials: new DefaultAzureCredential() } : { key }),
    userAgentSuffix: "salesforce-graphql-gateway",
    httpClient: createCosmosHttpClient(watch),
    connectionPolicy: { requestTimeout: requestTimeoutMs, enableEndpointDiscovery: !isEmulator },
  };
}

/** Makes database and container where the container is missing. */
async function open(client: CosmosClient, options: CosmosOptions): Promise<Container> {
  const container = client.database(options.database).container(options.container);
  try {
    return (await container.read()).container;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return await make(client, options);
  }
}

/** Without the container every document would be missing, and every new one seem to be there already. */
async function make(client: CosmosClient, { database: name, container }: CosmosOptions): Promise<Container> {
  try {
    const { database } = await client.databases.createIfNotExists({ id: name });
    const wanted = { id: container, partitionKey: "/partition", defaultTtl: -1, indexingPolicy };
    return (await database.containers.createIfNotExists(wanted as never)).container;
  } catch (error) {
    const status = statusOf(error);
    if (status === 409) throw new CosmosFault("another gateway is making it", { cause: error });
    if (status !== 403) throw error;
    const reason = `AZURE_COSMOS_DATABASE (${name}) has no container ${container}, and the gateway may not make it: see docs/carts.md`;
    throw new Error(reason, { cause: error });
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof CosmosFault;
}

/** Not even in time, whatever was tried. */
function isOutage(error: unknown): boolean {
  return isPassing(error) || (error instanceof DOMException && error.name === "TimeoutError");
}

/** That a caller had little time says nothing of the service. */
async function inTime<T>(work: Promise<T>, patienceMs: number, deadline: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw patienceMs < deadlineMs && deadline.aborted ? unavailable(error) : error;
  }
}

/** As long as the service asks for; otherwise up to twice as long each time. */
function pauseAfter({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const wanted = "error" in result && result.error instanceof CosmosFault && result.error.retryAfterMs;
  return wanted || Math.random() * Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
}

function unavailable(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const sentence = "The gateway's document store does not answer. Try again later.";
  return new GatewayError("STORE_UNAVAILABLE", sentence, { cause: error });
}
