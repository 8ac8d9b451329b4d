import type { InspectedConfig } from "../../config.ts";
import type { GatewayError } from "../../errors.ts";
import type { SalesforceConnection } from "../../salesforce/connection.ts";

type FindingState = "ok" | "warning" | "failed" | "skipped";

/** What came of a check. */
export interface Finding {
  readonly state: FindingState;
  /** What is there, or why there was nothing to check. */
  readonly found: string;
  /** What to do; null: nothing. */
  readonly remedy: string | null;
}

/** What checks look at. */
export interface Place {
  readonly config: InspectedConfig;
  /** Of the settings: each names the setting that it is about. */
  readonly faults: readonly string[];
  /** Null without a vault. */
  readonly vault: { readonly found: readonly string[]; readonly failure: GatewayError | null } | null;
  /** Null when its settings do not do for a sign-in. */
  readonly salesforce: SalesforceConnection | null;
  readonly webStoreId: string | null;
}

export interface Check {
  readonly name: string;
  /** The settings it is about: with a fault in one of them it fails with that. */
  readonly settings?: RegExp;
  /** It is skipped unless these have not failed, nor were skipped. */
  readonly needs?: readonly string[];
  run(place: Place): Promise<Finding> | Finding;
}

export type Result = Finding & { readonly check: string };

/** Longer than anything that is asked waits by itself, but with Salesforce's own deadline at its most. */
const limitMs = 20_000;

export const ok = (found: string): Finding => ({ state: "ok", found, remedy: null });
export const skipped = (found: string): Finding => ({ state: "skipped", found, remedy: null });
export const warning = (found: string, remedy: string): Finding => ({ state: "warning", found, remedy });
export const failed = (found: string, remedy: string): Finding => ({ state: "failed", found, remedy });

/** All at the same time, but for those that need others; in the order of the table. */
export async function runChecks(
  checks: readonly Check[],
  place: Place,
  onDone: () => void,
): Promise<readonly Result[]> {
  const results = new Map<string, Promise<Result>>();
  for (const check of checks) {
    const needed = (check.needs ?? []).flatMap((name) => results.get(name) ?? []);
    results.set(check.name, runCheck(check, place, needed).finally(onDone));
  }
  return await Promise.all(results.values());
}

async function runCheck(check: Check, place: Place, needed: readonly Promise<Result>[]): Promise<Result> {
  return { check: check.name, ...(await findOut(check, place, needed)) };
}

async function findOut(check: Check, place: Place, needed: readonly Promise<Result>[]): Promise<Finding> {
  const faults = faultsOf(check, place.faults);
  if (faults.length > 0)
    return failed(faults.join(" "), "Correct it: the README's table tells of every setting.");
  const missing = (await Promise.all(needed)).find(({ state }) => state === "failed" || state === "skipped");
  if (missing) return skipped(`Waits for: ${missing.check}.`);
  return await withLimit(async () => check.run(place)).catch(toFailure);
}

export function faultsOf({ settings }: Check, faults: readonly string[]): readonly string[] {
  return settings === undefined ? [] : faults.filter((fault) => settings.test(fault));
}

async function withLimit(work: () => Promise<Finding>): Promise<Finding> {
  const late = Promise.withResolvers<Finding>();
  const seconds = limitMs / 1000;
  const remedy = "Look at what stands between it and this machine: name, route, firewall, proxy.";
  const timer = setTimeout(() => late.resolve(failed(`No answer within ${seconds} s.`, remedy)), limitMs);
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What no check has foreseen. */
function toFailure(error: unknown): Finding {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const reason = cause instanceof Error && cause.message ? ` (${cause.message})` : "";
  return failed(`${message}${reason}`, "The reason stands in brackets; the gateway would meet the same.");
}
