import { createApiUsage } from "./api-usage.ts";
import { createCallLog } from "./control/call-log.ts";
import { createClock } from "./control/clock.ts";
import { createFaults } from "./control/fault.ts";
import { type DataChoice, fill } from "./data/fill.ts";
import { createDatabase } from "./database.ts";
import { createHttp } from "./http.ts";
import { mergeDescribes } from "./import/describe.ts";
import { loadRecords } from "./import/records.ts";
import { type ConnectedApp, defaultApp } from "./oauth/connected-app.ts";
import { createSessions } from "./oauth/session.ts";
import { adminUser } from "./oauth/user.ts";
import type { Org } from "./org.ts";
import { createCursors } from "./rest/cursor.ts";
import { standardObjects } from "./schema/standard.ts";
import { defineSchema } from "./sobject.ts";

export interface LocalOrgOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** Whether /_local/... steers the org. */
  readonly control: boolean;
  readonly data: DataChoice;
  /** Describes of an org's own objects, and records exported from it. */
  readonly describes?: readonly unknown[];
  readonly records?: readonly unknown[];
  /** Whom the org lets sign users in; the app `local-org` unless told otherwise. */
  readonly apps?: readonly ConnectedApp[];
  readonly now?: () => Date;
  /** API calls in 24 hours. */
  readonly apiLimit?: number;
  /** Bounds of a random delay before each answer, in milliseconds. */
  readonly latencyMs?: readonly [least: number, most: number];
}

export interface LocalOrg extends AsyncDisposable {
  /** e.g. http://127.0.0.1:4001 */
  readonly url: string;
  readonly port: number;
  /** Of the data it began with; null: they have none. */
  readonly webStoreId: string | null;
}

export const defaultApiLimit = 100_000;

/** Starts a stand-in for a Salesforce org, on which unmodified clients work. It remembers nothing after its end. */
export async function startLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const { port, host = "127.0.0.1", control, latencyMs = [0, 0] } = options;
  const org = createOrg(options);
  const http = createHttp(org, { control, latencyMs });
  const url = await http.listen({ port, host });
  return {
    url,
    port: Number(new URL(url).port),
    webStoreId: webStoreOf(org),
    [Symbol.asyncDispose]: () => http.close(),
  };
}

function webStoreOf({ database }: Org): string | null {
  const type = database.schema.type("WebStore");
  const [store] = type ? database.table(type).rows() : [];
  return store ? String(store.Id) : null;
}

function createOrg(options: LocalOrgOptions): Org {
  const { data, apps = [defaultApp], now = () => new Date(), apiLimit = defaultApiLimit } = options;
  const schema = defineSchema(mergeDescribes(standardObjects, options.describes ?? []));
  const contents = (): Omit<Org, "reset"> => {
    const clock = createClock(now);
    const database = createDatabase(schema, adminUser, clock.now);
    fill(database, data);
    loadRecords(database, options.records ?? []);
    return {
      apps,
      startedAt: clock.now(),
      clock,
      database,
      sessions: createSessions(clock.now),
      cursors: createCursors(clock.now),
      usage: createApiUsage(apiLimit, clock.now),
      calls: createCallLog(),
      faults: createFaults(),
    };
  };
  const org: Org = { ...contents(), reset: () => void Object.assign(org, contents()) };
  return org;
}
