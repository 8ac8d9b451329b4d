import type { IdentityProviderOptions } from "../auth/identity-provider.ts";
import { jwtAlgorithms } from "../auth/key.ts";
import { knownScopes, type Scope, scopes } from "../auth/scope.ts";
import type { Environment } from "./environment.ts";
import { type Format, httpsUrl, jwtAlgorithm, listOf, word } from "./format.ts";

const names = [
  "IDP_ISSUER",
  "IDP_AUDIENCE",
  "IDP_JWKS_URL",
  "IDP_ALGORITHMS",
  "IDP_SCOPE_CLAIMS",
  "IDP_SCOPE_MAP",
  "IDP_ORGANIZATION_CLAIM",
] as const;

/** Null without any IDP_ setting, and where one is at fault; with one it needs issuer, audience and JWKS address. */
export function readIdentityProvider(
  environment: Environment,
  ownIssuer: string,
): IdentityProviderOptions | null {
  if (!names.some(environment.has)) return null;
  const issuer = environment.required("IDP_ISSUER", httpsUrl);
  const audience = environment.required("IDP_AUDIENCE", word);
  const jwksUrl = environment.required("IDP_JWKS_URL", httpsUrl);
  const meaning = {
    algorithms: environment.defaulted("IDP_ALGORITHMS", algorithms),
    scopeClaims: environment.defaulted("IDP_SCOPE_CLAIMS", claimNames),
    scopeMap: environment.defaulted("IDP_SCOPE_MAP", scopeMap),
    organizationClaim: environment.optional("IDP_ORGANIZATION_CLAIM", word),
  };
  // Whose key a token is checked with follows from its issuer alone.
  if (issuer === ownIssuer) environment.addFault("IDP_ISSUER and JWT_ISSUER must differ.");
  if (issuer === null || audience === null || jwksUrl === null) return null;
  return { issuer, audience, jwksUrl, ...meaning };
}

const algorithms = listOf(jwtAlgorithm, `out of ${jwtAlgorithms.join(", ")}, separated by spaces`);

const claimNames = listOf(word, "names of claims, separated by spaces");

/** Scopes have no equals sign, values of claims may have some: the last one counts. */
const scopePair: Format<readonly [value: string, granted: readonly Scope[]]> = {
  expected: "a pair such as Orders.Read=orders:read",
  parse: (text) => {
    const [, value, list] = /^([\x21-\x7e]+)=([^=]+)$/.exec(text) ?? [];
    const wanted = list?.split(",") ?? [];
    const granted = [...knownScopes(wanted.join(" "))];
    return value !== undefined && granted.length === wanted.length ? [value, granted] : undefined;
  },
};

const scopePairs = listOf(
  scopePair,
  `pairs such as Orders.Read=orders:read or Sales=accounts:read,orders:read, separated by spaces, each value once, with scopes out of ${scopes.join(", ")}`,
);

const scopeMap: Format<IdentityProviderOptions["scopeMap"]> = {
  expected: scopePairs.expected,
  parse: (text) => {
    const pairs = scopePairs.parse(text);
    const map = new Map(pairs);
    return map.size === pairs?.length ? map : undefined;
  },
};
