import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { byDeadline } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import { type UpstreamWatch, unwatched } from "../telemetry/upstream.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { migrate, readMigrations, requireMigrated, type SqlSession } from "./migrate.ts";
import { watchAdapter } from "./watched-adapter.ts";

type AdapterFactory = ConstructorParameters<typeof PrismaClient>[0]["adapter"];

/** A PostgreSQL to keep things in: a server, or the one embedded in this process. */
export interface Database extends AsyncDisposable {
  readonly adapter: NonNullable<AdapterFactory>;
  /** Lends a connection to `work`. */
  withSession<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
}

/** The gateway's own tables. Disposing it closes the database as well. */
export interface Postgres extends AsyncDisposable {
  readonly prisma: PrismaClient;
  /** @throws GatewayError STORE_UNAVAILABLE unless the database answers in time */
  ping(timeoutMs: number): Promise<void>;
}

/** Longest wait for a new connection; a request that needs one has 10 s in all. */
const connectTimeoutMs = 5_000;

/** A connection that gives no answer is given up; no query of the gateway's takes so long. */
const queryTimeoutMs = 15_000;

/** Migrations take as long as they take, and wait for those of other gateways. */
const patient = { query_timeout: 2 ** 31 - 1 };

/** Busy connections never fall idle: without it they would keep to an address that has been replaced. */
const maxLifetimeSeconds = 300;

/** Connects when the first query needs it; every new connection asks for the address of the moment. */
export function connectServer(connectionString: () => string): Database {
  const pool = new pg.Pool({
    Client: class extends pg.Client {
      constructor(options?: pg.ClientConfig) {
        super({ ...options, connectionString: connectionString() });
      }
    },
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    maxLifetimeSeconds,
    keepAlive: true,
    // The adapter takes every timestamp for UTC, whatever the server's own zone.
    options: "-c TimeZone=UTC",
    application_name: "salesforce-graphql-gateway",
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => undefined);
  return {
    adapter: new PrismaPg(pool),
    withSession: (work) => withPoolSession(pool, work),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

/**
 * Brings the tables up to date, or proves that they are. The database is closed with it, and when it throws.
 *
 * @throws MigrationError when the tables do not fit
 * @throws GatewayError STORE_UNAVAILABLE when the database cannot be reached
 */
export async function openPostgres(
  database: Database,
  options: { readonly migrate: boolean; readonly watch?: UpstreamWatch },
): Promise<Postgres> {
  await using stack = new AsyncDisposableStack();
  stack.use(database);
  const migrations = await readMigrations();
  const prepare = options.migrate ? migrate : requireMigrated;
  await database.withSession(async (session) => void (await prepare(session, migrations)));
  // The other formats show the arguments of the failed call.
  const adapter = watchAdapter(database.adapter, options.watch ?? unwatched);
  const client = new PrismaClient({ adapter, errorFormat: "minimal" });
  stack.defer(() => client.$disconnect());
  const prisma = inTime(client);
  const parts = stack.move();
  return {
    prisma,
    ping: (timeoutMs) => ping(prisma, timeoutMs),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Whoever asks waits until their own deadline; what is being written is written nevertheless. */
function inTime(client: PrismaClient): PrismaClient {
  const late = () => unavailable("The gateway's database did not answer in time. Try again later.", null);
  const reached = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await byDeadline(work, late);
    } catch (error) {
      throw isAway(error) ? unavailable("The gateway's database is away. Try again later.", error) : error;
    }
  };
  const extended = client.$extends({
    query: { $allOperations: ({ args, query }) => reached(query(args)) },
  });
  return extended as unknown as PrismaClient;
}

/**
 * Prisma has several ways to say that there is no database to be talked to, the driver some more.
 * https://www.prisma.io/docs/orm/reference/error-reference
 */
function isAway(error: unknown): boolean {
  const { code, message } = error as Partial<Record<"code" | "message", unknown>>;
  return /^(?:P1\d{3}|P2024|P2037)$/.test(String(code)) || awaySigns.test(String(message));
}

const awaySigns =
  /server has closed the connection|code: `57P0\d`|connection terminated|timeout exceeded when trying to connect|query read timeout/i;

async function withPoolSession<T>(pool: pg.Pool, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw unavailable(`PostgreSQL cannot be used (${codeOf(error)}). Check PSQL_CONNECTION_STRING.`, error);
  });
  try {
    return await work({
      query: async (text, parameters) =>
        (await client.query({ ...patient, text, values: [...(parameters ?? [])] })).rows,
      script: async (text) => void (await client.query({ ...patient, text })),
    });
  } finally {
    client.release();
  }
}

async function ping(prisma: PrismaClient, timeoutMs: number): Promise<void> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    await Promise.race([prisma.$queryRaw`SELECT 1`, timeout.promise]);
  } catch (error) {
    throw unavailable("PostgreSQL does not answer.", error);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(sentence: string, cause: unknown): GatewayError {
  return new GatewayError("STORE_UNAVAILABLE", sentence, { cause });
}

/** PostgreSQL's or the socket's code, which tells the reason without repeating the connection string. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "no answer in time";
}
