import { GatewayError } from "../errors.ts";
import { toGatewayError } from "./failure.ts";
import type { Row } from "./record.ts";

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

/**
 * The 18 characters of a row's id, selected or not: every record of an answer has its address, which ends with them.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_query.htm
 *
 * @throws GatewayError for a row that has neither, as groups do
 */
export function rowId({ Id, attributes }: Row): string {
  const id = Id ?? attributes?.url?.slice(-18);
  if (typeof id === "string") return id;
  throw toGatewayError(new Error("a record of Salesforce's answer has no address"));
}

function checkSuffix(id: string): string {
  return [0, 5, 10].map((start) => suffixAlphabet[upperCaseBits(id.slice(start, start + 5))]).join("");
}

function upperCaseBits(block: string): number {
  return [...block].reduce((bits, character, index) => bits | (/[A-Z]/.test(character) ? 1 << index : 0), 0);
}
