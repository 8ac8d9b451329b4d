import { GatewayError } from "../errors.ts";
import { type Select, writeCondition } from "./soql.ts";

declare const written: unique symbol;
/** A search term that came out of this file's writer; there is no other way to put text into a search. */
export type SearchTerm = string & { readonly [written]: true };

/** Salesforce searches for no single letter, and takes the operators out of terms above 4,000 characters. */
const limits = { shortest: 2, longest: 200 } as const;

/**
 * Text from a search field: its words all have to be found, in any order, the last one need only be begun, as in Salesforce's
 * own search fields. Nothing in it has a meaning of its own.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_find.htm
 *
 * @throws GatewayError BAD_USER_INPUT for text that Salesforce cannot search for
 */
export function searchTerm(text: string): SearchTerm {
  const meaningful = text.match(/[\p{L}\p{N}]/gu) ?? [];
  if (meaningful.length < limits.shortest || text.length > limits.longest || !text.isWellFormed()) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      `"query" must have at least ${limits.shortest} letters or digits and at most ${limits.longest} characters.`,
    );
  }
  const words = text.split(/[\s\p{C}]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [last = "", ...others] = words.reverse();
  return [...others.reverse().map(writeWord), `${escapeWord(last)}*`].join(" ") as SearchTerm;
}

/**
 * In names and what Salesforce counts among them: serial numbers, order numbers, and all texts of products. Other texts may
 * be ones that the caller is not shown, and being found would tell what they say.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_in.htm
 */
export function writeSearch(term: SearchTerm, selects: readonly Select[]): string {
  return `FIND {${term}} IN NAME FIELDS RETURNING ${selects.map(writeReturning).join(", ")}`;
}

/** Sub-selects and order are not part of it: rows come in the order of their relevance. */
function writeReturning({ from, columns, where, limit }: Select): string {
  const parts = [columns.join(", ")];
  if (where) parts.push(`WHERE ${writeCondition(where)}`);
  if (limit !== undefined) parts.push(`LIMIT ${limit}`);
  return `${from}(${parts.join(" ")})`;
}

/** An operator is a word like any other in quotes only. */
function writeWord(word: string): string {
  return /^(?:and|or|not)$/i.test(word) ? `"${word}"` : escapeWord(word);
}

function escapeWord(word: string): string {
  return word.replaceAll(/[?&|!{}[\]()^~*:\\"'+-]/g, "\\$&");
}
