import { isIPv4, isIPv6 } from "node:net";
import type { Viewer } from "./auth/viewer.ts";
import type { Allowance, RateLimit } from "./stores/rate-limit.ts";

/** Who is counted: a program, a person, or whoever is at an address. */
interface Caller {
  readonly viewer: Pick<Viewer, "kind" | "id"> | null;
  readonly address: string;
}

/** Takes what an operation of this cost takes. Null where there is no limit. */
export type CallerLimit = (caller: Caller, cost: number) => Promise<Allowance | null>;

/** docs/limits.md has it for people. */
const costOfPoint = 100;

export interface CallerLimits {
  /** Of each program and each person; null: none. */
  readonly known: RateLimit | null;
  /** Of each address that callers without a token have; null: none. */
  readonly anonymous: RateLimit | null;
}

export function limitCallers({ known, anonymous }: CallerLimits): CallerLimit {
  return async ({ viewer, address }, cost) => {
    const points = Math.max(1, Math.ceil(cost / costOfPoint));
    if (viewer) return (await known?.consume(`${viewer.kind}:${viewer.id}`, points)) ?? null;
    return (await anonymous?.consume(placeOf(address), points)) ?? null;
  };
}

/** Whoever has one address of IPv6 has 2^64 of them: https://www.rfc-editor.org/rfc/rfc6177 */
export function placeOf(address: string): string {
  const [, mapped = address] = /^::ffff:(.*)$/i.exec(address) ?? [];
  if (isIPv4(mapped) || !isIPv6(address)) return mapped;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const rest = tail?.split(":").filter((group) => group !== "") ?? [];
  const zeros = Array.from({ length: 8 - groups.length - rest.length }, () => "0");
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(":")}::/64`;
}

/** The headers that tell a caller of their limit: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/03/ */
export function limitHeaders({
  isAllowed,
  limit,
  remaining,
  resetSeconds,
}: Allowance): Readonly<Record<string, string>> {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
    ...(!isAllowed && { "retry-after": String(resetSeconds) }),
  };
}
