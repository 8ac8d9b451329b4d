import { GatewayError } from "../errors.ts";

/** Serial numbers need not be unique in Salesforce: one match is the answer, several are a conflict. */
export function onlyMatch<T>(serialNumber: string, matches: readonly T[]): T | null {
  if (matches.length > 1) {
    throw new GatewayError(
      "CONFLICT",
      `Several assets have the serial number "${serialNumber}": use assets(filter: { serialNumber: { eq: ... } }).`,
    );
  }
  return matches[0] ?? null;
}
