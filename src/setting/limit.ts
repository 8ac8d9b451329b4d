import { isIP } from "node:net";
import type { Environment } from "./environment.ts";
import { type Format, listOf, wholeNumber } from "./format.ts";

/** What callers may do in a while; 0 is without a limit. */
export interface LimitConfig {
  readonly pointsPerMinute: number;
  readonly anonymousPointsPerMinute: number;
  readonly signIn: {
    readonly perAccount: number;
    readonly perAddress: number;
    readonly windowSeconds: number;
  };
}

const points = wholeNumber(0, 100_000_000);
const attempts = wholeNumber(0, 1_000_000);

export function readLimits(environment: Environment): LimitConfig {
  return {
    pointsPerMinute: environment.defaulted("RATE_LIMIT_POINTS_PER_MINUTE", points),
    anonymousPointsPerMinute: environment.defaulted("RATE_LIMIT_ANONYMOUS_POINTS_PER_MINUTE", points),
    signIn: {
      perAccount: environment.defaulted("SIGN_IN_ATTEMPTS_PER_ACCOUNT", attempts),
      perAddress: environment.defaulted("SIGN_IN_ATTEMPTS_PER_ADDRESS", attempts),
      windowSeconds: environment.defaulted("SIGN_IN_WINDOW_MINUTES", wholeNumber(1, 1_440)) * 60,
    },
  };
}

const proxyAddress: Format<string> = {
  expected: "an address or a network",
  parse: (text) => {
    const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
    const longest = isIP(address) === 4 ? 32 : 128;
    return isIP(address) !== 0 && Number(bits ?? 0) <= longest ? text : undefined;
  },
};

export const proxyAddresses = listOf(
  proxyAddress,
  "addresses or networks such as 10.0.0.0/8, separated by spaces",
);
