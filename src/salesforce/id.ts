import { GatewayError } from "../errors.ts";

const suffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const idPattern = /^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/;

/** The first three characters of an id tell its sObject type. */
export const keyPrefixLength = 3;

/**
 * Normalises a Salesforce id to its 18 characters. 15 characters are completed with the check suffix; the suffix
 * of 18 characters is verified, so that an id damaged by a case-insensitive system is refused instead of not found.
 * Source: https://help.salesforce.com/s/articleView?id=000385203 (bit k of a block's character is set where
 * character k of these five is an upper-case letter).
 *
 * @throws GatewayError BAD_USER_INPUT for anything else
 */
export function toSalesforceId(value: string): string {
  if (!idPattern.test(value)) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      "This id is malformed: a Salesforce id has 15 or 18 letters and digits.",
    );
  }
  const id = value.slice(0, 15) + checkSuffix(value);
  if (value.length === 18 && value !== id) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      "This id is malformed: its last three characters do not fit the first fifteen (was its case changed?).",
    );
  }
  return id;
}

function checkSuffix(id: string): string {
  return [0, 5, 10].map((start) => suffixAlphabet[upperCaseBits(id.slice(start, start + 5))]).join("");
}

function upperCaseBits(block: string): number {
  return [...block].reduce((bits, character, index) => bits | (/[A-Z]/.test(character) ? 1 << index : 0), 0);
}
