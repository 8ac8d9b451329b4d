import { createHash } from "node:crypto";
import { placeOf } from "../caller-limit.ts";
import type { Context } from "../context.ts";
import { GatewayError } from "../errors.ts";
import type { Allowance, RateLimit } from "../stores/rate-limit.ts";

export interface SignInLimit {
  /**
   * Counts an attempt as failed, before anything is known about it, so that attempts in parallel count as well. The account is
   * what the caller gives as theirs, whether there is such an account or not; null where that cannot be told.
   *
   * @throws GatewayError RATE_LIMITED, in the same words for accounts that there are not
   */
  begin(request: Origin, account: string | null): Promise<CountedAttempt>;
}

interface CountedAttempt {
  /** What decides the attempt. Where that cannot be found out, as without a database, it was none, and its points come back. */
  decideBy<T>(finding: Promise<T>): Promise<T>;
  /** It was none that failed: the address has its point back, and the account all of them. */
  succeed(): Promise<void>;
}

/** Where an attempt comes from, and where it is told what is left. */
type Origin = Pick<Context, "address" | "tellLimit">;

interface SignInLimits {
  /** Null: none. */
  readonly account: RateLimit | null;
  /** Null: none. */
  readonly address: RateLimit | null;
}

export function limitSignIns(limits: SignInLimits): SignInLimit {
  return {
    async begin({ address, tellLimit }, name) {
      const place = placeOf(address);
      const account = name === null ? null : keyOf(name);
      const ofPlace = await limits.address?.consume(place, 1);
      if (ofPlace?.isAllowed === false) throw refusal(ofPlace, tellLimit);
      const ofAccount = account === null ? undefined : await limits.account?.consume(account, 1);
      if (ofAccount?.isAllowed === false) throw refusal(ofAccount, tellLimit);
      const left = tighter(ofPlace, ofAccount);
      if (left) tellLimit(left);
      return {
        decideBy: async (finding) => {
          try {
            return await finding;
          } catch (error) {
            await Promise.all([
              limits.address?.giveBack(place),
              account !== null && limits.account?.giveBack(account),
            ]);
            throw error;
          }
        },
        succeed: async () => {
          await Promise.all([
            limits.address?.giveBack(place),
            account !== null && limits.account?.reset(account),
          ]);
        },
      };
    },
  };
}

/** Names of people are not kept in a store that they have no business in, and may be of any length. */
function keyOf(account: string): string {
  return createHash("sha256").update(account).digest("base64url");
}

function refusal(allowance: Allowance, tellLimit: Origin["tellLimit"]): GatewayError {
  tellLimit(allowance);
  const { resetSeconds: retryAfterSeconds } = allowance;
  const sentence = `There were too many attempts to sign in. Try again in ${retryAfterSeconds} seconds.`;
  return new GatewayError("RATE_LIMITED", sentence, { retryAfterSeconds });
}

function tighter(one?: Allowance, other?: Allowance): Allowance | null {
  if (!one || !other) return one ?? other ?? null;
  return one.remaining < other.remaining ? one : other;
}
