import { GatewayError } from "../errors.ts";
import type { ApiBudgetMeter } from "./api-budget.ts";
import { usedUp } from "./failure.ts";

/** Keeps the org's last API calls for what matters most. */
export interface BudgetGate {
  /** Whether answers do that are older than they should be. */
  readonly isSaving: boolean;
  /** @throws GatewayError SALESFORCE_LIMIT_EXCEEDED for a read that has to stand back */
  admit(read: { readonly isEssential: boolean; readonly isLowPriority: boolean }): void;
  /** @throws GatewayError SALESFORCE_LIMIT_EXCEEDED from the moment on that Salesforce has refused a call until it takes one again */
  requireCalls(): void;
  /** Salesforce has refused a call because there are none left. */
  noteExhausted(): void;
}

/** So that the state is noticed to be better, although hardly anything is asked. */
const probeMs = 60_000;

/** What has run out may be a limit of this moment, so that the first probe comes soon. */
const firstProbeMs = 1_000;

/** How long a refused client is told to wait, in seconds. */
export const retryAfterSeconds = 60;

export function createBudgetGate(
  meter: Pick<ApiBudgetMeter, "current">,
  probe: () => Promise<unknown>,
): BudgetGate {
  let probedAt = 0;
  let exhausted: { readonly pauseMs: number; readonly probeAt: number } | null = null;

  /** Once a minute in the end; nothing else is asked meanwhile. */
  function probeExhausted(pauseMs: number): void {
    exhausted = { pauseMs, probeAt: Number.POSITIVE_INFINITY };
    const again = () => wait(Math.min(pauseMs * 2, probeMs));
    probe().then(() => {
      exhausted = null;
    }, again);
  }

  function wait(pauseMs: number): void {
    exhausted = { pauseMs, probeAt: Date.now() + pauseMs };
  }

  function refuse(): never {
    if (Date.now() - probedAt > probeMs) {
      probedAt = Date.now();
      probe().catch(() => undefined);
    }
    const sentence =
      "The Salesforce org is running out of API requests, and what is left is kept for carts and orders. Try again later.";
    throw new GatewayError("SALESFORCE_LIMIT_EXCEEDED", sentence);
  }

  return {
    get isSaving() {
      const state = meter.current()?.state ?? "NORMAL";
      return state !== "NORMAL";
    },
    admit: ({ isEssential, isLowPriority }) => {
      const state = meter.current()?.state ?? "NORMAL";
      if (state === "CRITICAL" && !isEssential) refuse();
      if (state !== "NORMAL" && isLowPriority) refuse();
    },
    requireCalls: () => {
      if (!exhausted) return;
      if (Date.now() >= exhausted.probeAt) probeExhausted(exhausted.pauseMs);
      throw usedUp();
    },
    noteExhausted: () => {
      if (!exhausted) wait(firstProbeMs);
    },
  };
}
