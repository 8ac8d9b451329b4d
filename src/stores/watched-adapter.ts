import type { Attributes } from "@opentelemetry/api";
import type { UpstreamWatch } from "../telemetry/upstream.ts";
import type { Database } from "./postgres.ts";

type Factory = Database["adapter"];
type Connected = Awaited<ReturnType<Factory["connect"]>>;
type Queryable = Pick<Connected, "queryRaw" | "executeRaw">;

/** Prisma's way to the database, each of whose statements is watched. */
export function watchAdapter(factory: Factory, watch: UpstreamWatch): Factory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const adapter = watchStatements(await factory.connect(), watch);
      const begin = adapter.startTransaction.bind(adapter);
      adapter.startTransaction = async (level) => watchStatements(await begin(level), watch);
      return adapter;
    },
  };
}

/** In place: the adapters are objects with private parts, which a copy would lack. */
function watchStatements<Part extends Queryable>(part: Part, watch: UpstreamWatch): Part {
  const query = part.queryRaw.bind(part);
  const execute = part.executeRaw.bind(part);
  const callOf = (sql: string) => ({ upstream: "postgresql", describe: () => describe(sql) }) as const;
  part.queryRaw = (statement) => watch(callOf(statement.sql), () => query(statement));
  part.executeRaw = (statement) => watch(callOf(statement.sql), () => execute(statement));
  return part;
}

/** https://opentelemetry.io/docs/specs/semconv/database/postgresql/ */
function describe(sql: string): { readonly name: string; readonly attributes: Attributes } {
  const [operation = "SQL"] = /^\s*[A-Za-z]+/.exec(sql) ?? [];
  const verb = operation.trim().toUpperCase();
  const [, table] = /"public"\."(\w+)"/.exec(sql) ?? [];
  return {
    name: table ? `${verb} ${table}` : verb,
    attributes: {
      "db.system.name": "postgresql",
      "db.operation.name": verb,
      ...(table && { "db.collection.name": table }),
    },
  };
}
