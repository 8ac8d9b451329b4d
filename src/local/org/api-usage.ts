/** The org's allowance of API calls in 24 hours. */
export interface ApiUsage {
  /** Counts one call; false when the allowance is used up. */
  spend(): boolean;
  used(): number;
  limit(): number;
  /** For tests: another limit, or as if so many calls had been made already. */
  set(change: { readonly limit?: number; readonly used?: number }): void;
}

const periodMs = 24 * 60 * 60 * 1000;

export function createApiUsage(dailyLimit: number, now: () => Date): ApiUsage {
  const period = { start: now().getTime(), used: 0 };
  let limit = dailyLimit;

  function current(): typeof period {
    const time = now().getTime();
    if (time - period.start >= periodMs) Object.assign(period, { start: time, used: 0 });
    return period;
  }

  return {
    limit: () => limit,
    set: (change) => {
      limit = change.limit ?? limit;
      current().used = change.used ?? period.used;
    },
    used: () => current().used,
    spend() {
      if (current().used >= limit) return false;
      period.used += 1;
      return true;
    },
  };
}
