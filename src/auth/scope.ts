/** Everything a caller can be allowed to do. The access table decides which field asks for which scope. */
export const scopeMeanings = {
  "accounts:read": "read accounts and their contacts",
  "accounts:write": "change accounts",
  "accounts:financials": "read and filter by an account's revenue and number of employees",
  "accounts:all": "see all accounts, whatever is mapped to the caller's organizations: for service accounts",
  "assets:read": "read machines",
  "assets:write": "change machines",
  "orders:read": "read orders",
  "orders:write": "place and change orders",
  "orders:approve": "approve and reject orders",
  "carts:read": "read carts",
  "carts:write": "fill carts and check out",
  "mappings:admin": "manage customers and the accounts mapped to them",
  "operations:read": "see what the gateway spends of the org's API calls",
} as const;

export type Scope = keyof typeof scopeMeanings;

export const scopes = Object.keys(scopeMeanings) as readonly Scope[];

/** A text that is not a list of scopes; the message names the words that are unknown. */
export class ScopeError extends Error {
  override readonly name = "ScopeError";
}

/**
 * Reads scopes as OAuth writes them, separated by single spaces or more, in any order; "" is no scope at all.
 * Source: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 *
 * @throws ScopeError naming every unknown scope
 */
export function parseScopes(text: string): ReadonlySet<Scope> {
  const words = text.split(" ").filter((word) => word !== "");
  const unknown = words.filter((word) => !isScope(word));
  if (unknown.length > 0) {
    throw new ScopeError(`Unknown scope: ${unknown.join(", ")}. Known are: ${scopes.join(", ")}.`);
  }
  return new Set(words.filter(isScope));
}

/** The scopes in a text that may hold words of others as well, such as an access token of an outside issuer. */
export function knownScopes(text: string): ReadonlySet<Scope> {
  return new Set(text.split(" ").filter(isScope));
}

/** The text that `parseScopes` reads. */
export function formatScopes(granted: Iterable<Scope>): string {
  return [...granted].join(" ");
}

function isScope(word: string): word is Scope {
  return (scopes as readonly string[]).includes(word);
}
