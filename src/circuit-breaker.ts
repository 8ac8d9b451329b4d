import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from "cockatiel";

/** closed: all goes through; open: nothing does; half_open: one call finds out whether what it guards is back. */
export const breakerStates = ["closed", "open", "half_open"] as const;

export interface BreakerReport {
  readonly upstream: "salesforce" | "cosmos";
  readonly state: (typeof breakerStates)[number];
}

export interface BreakerOptions {
  readonly upstream: BreakerReport["upstream"];
  /** So many outages in a row open it. */
  readonly maxFailures: number;
  /** How long it is open before the next call is let through, in milliseconds. */
  readonly probeAfterMs: number;
  isOutage(error: unknown): boolean;
  /** Is told the state at once, and each change of it. */
  readonly onState: ((report: BreakerReport) => void) | undefined;
}

/** https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker */
export function createBreaker(options: BreakerOptions): CircuitBreakerPolicy {
  const { upstream, onState = () => undefined } = options;
  const breaker = circuitBreaker(handleWhen(options.isOutage), {
    halfOpenAfter: options.probeAfterMs,
    breaker: new ConsecutiveBreaker(options.maxFailures),
  });
  const tell = (state: CircuitState) => onState({ upstream, state: names[state] });
  tell(breaker.state);
  breaker.onStateChange(tell);
  return breaker;
}

const names: Readonly<Record<CircuitState, BreakerReport["state"]>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Isolated]: "open",
};
