import type { KeyObject } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { BreakerOptions } from "../circuit-breaker.ts";
import { detached } from "../deadline.ts";
import { type UpstreamWatch, unwatched } from "../telemetry/upstream.ts";
import {
  type ApiBudget,
  type ApiBudgetMeter,
  type ApiBudgetOptions,
  createApiBudgetMeter,
} from "./api-budget.ts";
import { createBudgetGate } from "./budget-gate.ts";
import { toGatewayError } from "./failure.ts";
import type { QueryCache } from "./query-cache.ts";
import { createSession, type Identity, type SalesforceSession, type SessionOptions } from "./session.ts";
import type { Credentials } from "./sign-in.ts";
import { createSiteFinder } from "./site.ts";
import { createTransport } from "./transport.ts";
import { createUpstream } from "./upstream.ts";
import { watchTransport } from "./watched-transport.ts";

/** Where identities sign in, and with what. */
export interface OrgSignIn {
  /** The org, e.g. https://acme.my.salesforce.com */
  readonly loginUrl: string;
  /** Of the integration user. */
  readonly credentials: Credentials;
  /** With what callers sign in as their own Salesforce users; null: they do not. */
  readonly callers: CallerOptions | null;
}

export interface ConnectionOptions {
  /** Asked for at every sign-in: keys and secrets may change, all else stays. */
  org(): OrgSignIn;
  /** e.g. "68.0" */
  readonly apiVersion: string;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Requests under way at once. */
  readonly maxConcurrent: number;
  readonly budget: ApiBudgetOptions;
  readonly onHidden?: SessionOptions["onHidden"];
  readonly onCall?: SessionOptions["onCall"];
  readonly onBreaker?: BreakerOptions["onState"];
  readonly watch?: UpstreamWatch;
  /** Null or left out: answers are not kept. */
  readonly cache?: QueryCache | null;
}

export interface CallerOptions {
  /** Consumer key of the connected app that has the certificate. */
  readonly clientId: string;
  readonly privateKey: KeyObject;
  /** The Experience Cloud site that the users belong to; null: they are users of the org itself. */
  readonly siteName: string | null;
}

/** The org, as the identities that the gateway may take see it. */
export interface SalesforceConnection extends AsyncDisposable {
  /** The session of the integration user. */
  readonly integration: SalesforceSession;
  /** The session of a person's own Salesforce user; null where callers do not sign in themselves. */
  readonly caller: ((username: string) => SalesforceSession) | null;
  /** What Salesforce has told last; null before its first answer. */
  readonly budget: ApiBudgetMeter["current"];
  /** The same; costs a call when Salesforce has not told yet. */
  readBudget(): Promise<ApiBudget>;
  /** Proves that the org takes the integration user and answers; the list of versions costs no API call. */
  ping(): Promise<void>;
}

/** Sessions of people who were not seen for long are the first to go; the next request signs them in again. */
const maxCallerSessions = 1_000;

export function connectSalesforce(options: ConnectionOptions): SalesforceConnection {
  const { org, apiVersion, timeoutMs, cache = null } = options;
  const { onHidden = () => undefined, onCall = () => undefined, watch = unwatched } = options;
  const { loginUrl, callers } = org();
  const meter = createApiBudgetMeter(options.budget);
  const transport = watchTransport(createTransport({ timeoutMs, onLimitInfo: meter.observe }), watch);
  const probe = () => detached(() => integration.probe(`${integration.basePath}/limits`));
  const gate = createBudgetGate(meter, probe);
  const { maxConcurrent, onBreaker } = options;
  const upstream = createUpstream({ timeoutMs, maxConcurrent, gate, onBreaker });
  const shared = { transport, upstream, timeoutMs, loginUrl, apiVersion };
  const sessionOptions: SessionOptions = { ...shared, gate, cache, onHidden, onCall };
  const place = Promise.resolve({ loginUrl, isSite: false, networkId: null });
  const integration: SalesforceSession = createSession(
    { kind: "GATEWAY", username: "", credentials: () => org().credentials, place: () => place },
    sessionOptions,
  );
  const findSite = callers?.siteName == null ? () => place : createSiteFinder(integration, callers.siteName);
  return {
    integration,
    caller: callers && createCallers(() => org().callers ?? callers, findSite, sessionOptions),
    budget: meter.current,
    readBudget: async () => {
      if (!meter.current()) await probe();
      const budget = meter.current();
      if (budget) return budget;
      throw toGatewayError(new Error("Salesforce does not tell how many API calls are used"));
    },
    ping: async () => void (await integration.probe("/services/data")),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}

function createCallers(
  callers: () => CallerOptions,
  place: Identity["place"],
  options: SessionOptions,
): (username: string) => SalesforceSession {
  const sessions = new LRUCache<string, SalesforceSession>({
    max: maxCallerSessions,
    memoMethod: (username) => {
      const credentials = (): Credentials => ({ flow: "jwt-bearer", ...callers(), username });
      return createSession({ kind: "CALLER", username, credentials, place }, options);
    },
  });
  return (username) => sessions.memo(username);
}
