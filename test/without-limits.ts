/** Tests and benchmarks ask more in a minute, and fail to sign in more often, than anybody else. */
export const withoutLimits = {
  RATE_LIMIT_POINTS_PER_MINUTE: "0",
  RATE_LIMIT_ANONYMOUS_POINTS_PER_MINUTE: "0",
  SIGN_IN_ATTEMPTS_PER_ACCOUNT: "0",
  SIGN_IN_ATTEMPTS_PER_ADDRESS: "0",
} as const;
