/** What is left of the API calls that the org has in 24 hours. */
export interface ApiBudget {
  readonly used: number;
  readonly limit: number;
  /** Calls left at which the state turns CRITICAL. */
  readonly reserve: number;
  readonly state: ApiBudgetState;
  /** When Salesforce told. */
  readonly observedAt: Date;
}

/** How much is left; budget-gate.ts says what it means. */
export type ApiBudgetState = "NORMAL" | "CONSERVING" | "CRITICAL";

/** Watches Salesforce's own count, which comes with every answer. */
export interface ApiBudgetMeter {
  /** Null until Salesforce has told. */
  current(): ApiBudget | null;
  /**
   * Takes the header of an answer, `api-usage=18/15000`; anything else tells nothing.
   * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm
   */
  observe(limitInfo: string | undefined): void;
}

export interface ApiBudgetOptions {
  /** Of the limit, in percent: below them the state is CONSERVING and CRITICAL. */
  readonly conservePercent: number;
  readonly reservePercent: number;
}

export function createApiBudgetMeter({ conservePercent, reservePercent }: ApiBudgetOptions): ApiBudgetMeter {
  let usage: Pick<ApiBudget, "used" | "limit" | "observedAt"> | null = null;
  return {
    observe: (limitInfo) => {
      const [, used, limit] = /\bapi-usage=(\d{1,9})\/(\d{1,9})\b/.exec(limitInfo ?? "") ?? [];
      if (used && limit) usage = { used: Number(used), limit: Number(limit), observedAt: new Date() };
    },
    current: () => {
      if (!usage) return null;
      const reserve = Math.ceil((usage.limit * reservePercent) / 100);
      return { ...usage, reserve, state: stateOf(usage, { reserve, conservePercent }) };
    },
  };
}

interface Thresholds {
  readonly reserve: number;
  readonly conservePercent: number;
}

function stateOf(
  { used, limit }: Pick<ApiBudget, "used" | "limit">,
  { reserve, conservePercent }: Thresholds,
): ApiBudgetState {
  const left = limit - used;
  if (left < reserve) return "CRITICAL";
  return left < (limit * conservePercent) / 100 ? "CONSERVING" : "NORMAL";
}
