import type { CosmosOptions } from "./cosmos.ts";
import { createPostgresDocuments } from "./document.postgres.ts";
import type { DocumentStore } from "./document.ts";
import type { Postgres } from "./postgres.ts";

/** The settings of the moment, of which the key may be rotated. */
interface LiveCosmos {
  readonly current: {
    readonly cosmos: {
      readonly endpoint: string;
      readonly key: string | null;
      readonly database: string;
    } | null;
  };
}

/** Documents live in Cosmos DB where there is one, in PostgreSQL otherwise. */
export async function openDocuments<Body extends object>(
  live: LiveCosmos,
  postgres: Postgres,
  watching: Pick<CosmosOptions, "watch" | "onBreaker"> = {},
): Promise<DocumentStore<Body>> {
  const { cosmos } = live.current;
  if (!cosmos) return createPostgresDocuments(postgres);
  // Loaded only here: who has no Cosmos DB does without the SDK.
  const { createCosmosDocuments } = await import("./document.cosmos.ts");
  const key = () => live.current.cosmos?.key ?? null;
  return createCosmosDocuments({ ...cosmos, container: "carts", key, ...watching });
}
