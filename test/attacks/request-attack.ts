import { gzipSync } from "node:zlib";
import { type Attack, document } from "./attack.ts";

const list = "query ($filter: AccountFilter) { accounts(filter: $filter) { totalCount } }";
const filtered = (name: string, filter: object, rest: Partial<Attack> = {}): Attack =>
  document(name, list, { variables: { filter }, ...rest });

const sound = JSON.stringify({ query: "{ __typename }" });
const signOut = 'mutation { signOut(input: { refreshToken: "the guess" }) { userErrors { code } } }';
const search = (query: string): string => `/graphql?query=${encodeURIComponent(query)}`;
const asked = { "apollo-require-preflight": "true" };
const nothingFound = "The value stands for itself, and nothing has it.";

/** What may stand in variables. */
const values: readonly Attack[] = [
  {
    name: "variables 9,000 levels deep",
    body: `{"query":${JSON.stringify(list)},"variables":{"filter":${'{"and":['.repeat(9_000)}{}${"]}".repeat(9_000)}}}`,
  },
  {
    name: "variables 41 levels deep that nobody uses",
    body: `{"query":"{ __typename }","variables":{"x":${"[".repeat(41)}${"]".repeat(41)}}}`,
  },
  filtered("1,000 wrong values", { or: Array.from({ length: 1_000 }, () => ({ name: 1 })) }),
  filtered(
    "3,000 filters side by side",
    { or: Array.from({ length: 3_000 }, () => ({ name: { eq: "x" } })) },
    { harmless: "It is refused at its field." },
  ),
  filtered("an amount of a thousand million digits", { annualRevenue: { gt: "1e999999999" } }),
  filtered("an amount of 50,000 digits", { annualRevenue: { gt: "9".repeat(50_000) } }),
  filtered("a date in the year 999999", { createdAt: { gt: "999999-01-01T00:00:00Z" } }),
  filtered("an object for a text", { name: { eq: { toString: "x" } } }),
  filtered("SOQL in a text", { name: { eq: "' OR Name != '" } }, { harmless: nothingFound }),
  filtered("SOQL behind a backslash", { name: { eq: "\\' OR Name != \\'" } }, { harmless: nothingFound }),
  filtered("half a surrogate pair", { name: { eq: "\ud800" } }, { harmless: nothingFound }),
  filtered("NUL in a text", { name: { eq: "x\u0000y" } }, { harmless: nothingFound }),
  {
    name: "__proto__ in variables",
    body: `{"query":${JSON.stringify(list)},"variables":{"__proto__":{"polluted":true}}}`,
  },
  {
    name: "constructor.prototype in variables",
    body: `{"query":${JSON.stringify(list)},"variables":{"constructor":{"prototype":{"polluted":true}}}}`,
  },
  { name: "__proto__ in extensions", body: '{"query":"{ __typename }","extensions":{"__proto__":{}}}' },
  { name: "variables that are a list", body: { query: list, variables: [1] } },
  { name: "variables that are JSON in a text", body: { query: list, variables: "{}" } },
  {
    name: "an operation name that there is not",
    body: { query: "query a { __typename }", operationName: "b" },
  },
  {
    name: "the operation name __proto__",
    body: { query: "query a { __typename }", operationName: "__proto__" },
  },
  {
    name: "an operation name of 90,000 characters",
    body: { query: "query a { __typename }", operationName: "b".repeat(90_000) },
  },
  {
    name: "an operation name that is a list",
    body: { query: "query a { __typename }", operationName: ["a"] },
  },
];

/** How a request may be written. */
const bodies: readonly Attack[] = [
  { name: "no body", method: "POST" },
  { name: "JSON cut short", body: '{"query":"{ __typename }' },
  { name: "JSON with a comma too many", body: '{"query":"{ __typename }",}' },
  { name: "JSON in single quotes", body: "{'query':'{ __typename }'}" },
  { name: "JSON behind a zip bomb's header", body: gzipSync(sound), headers: { "content-encoding": "gzip" } },
  {
    name: "a zip bomb of 50 MB",
    body: gzipSync(Buffer.alloc(50_000_000, " ")),
    headers: { "content-encoding": "gzip" },
  },
  { name: "JSON in UTF-16", body: new Uint8Array(Buffer.from(sound, "utf16le")) },
  { name: "bytes that are no UTF-8", body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) },
  { name: "JSON that is a number", body: "1e999" },
  { name: "JSON that is null", body: "null" },
  { name: "brackets alone, 50,000", body: "[".repeat(50_000) },
  { name: "a document that is an object", body: { query: { kind: "Document", definitions: [] } } },
  { name: "a document that is a list", body: { query: ["{ __typename }"] } },
  { name: "1 MB", body: { query: `{ __typename } #${"x".repeat(1_000_000)}` }, status: 413 },
  { name: "a batch of one", body: [{ query: "{ __typename }" }] },
  {
    name: "a batch of 500 sign-ins",
    body: Array.from({ length: 500 }, () => ({ query: "mutation { signIn }" })),
  },
];

/** What a page elsewhere could send for whoever looks at it: https://owasp.org/www-community/attacks/csrf */
const crossSite: readonly Attack[] = [
  { name: "a GET without a header that pages cannot set", method: "GET", path: search("{ __typename }") },
  { name: "a mutation by GET", method: "GET", path: search(signOut), headers: asked, status: 405 },
  { name: "plain text", body: sound, headers: { "content-type": "text/plain" } },
  {
    name: "a form",
    body: "query={__typename}",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  {
    name: "a form with files",
    body: "--x--",
    headers: { "content-type": "multipart/form-data; boundary=x" },
  },
  {
    name: "JSON that says it is something else",
    body: sound,
    headers: { "content-type": "application/graphql" },
  },
  {
    name: "a POST that overrides its method",
    path: search(signOut),
    headers: { "x-http-method-override": "GET" },
    body: "",
  },
  { name: "PUT", method: "PUT", body: sound, status: 405 },
  { name: "DELETE", method: "DELETE", path: search("{ __typename }"), headers: asked },
  {
    name: "one parameter twice",
    method: "GET",
    path: `${search("{ __typename }")}&query=x`,
    headers: asked,
  },
];

const hashOf = (fill: string): string => fill.repeat(64);
const persisted = (name: string, extra: object, rest: Partial<Attack> = {}): Attack => ({
  name,
  body: { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf("0"), ...extra } } },
  ...rest,
});

/** Hashes in place of documents: https://www.apollographql.com/docs/apollo-server/performance/apq */
const hashes: readonly Attack[] = [
  persisted(
    "a hash that nobody knows",
    {},
    { harmless: "Apollo's clients expect 200, and send the document then." },
  ),
  persisted("a hash that is none", { sha256Hash: "__proto__" }, { harmless: "As any that nobody knows." }),
  persisted("a hash that is a list", { sha256Hash: [1] }, { harmless: "As any that nobody knows." }),
  persisted("a hash of another version", { version: 2 }),
  {
    name: "another document's hash",
    body: {
      query: "{ __typename }",
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf("a") } },
    },
  },
  {
    name: "an id of a document that nobody knows",
    body: { documentId: `sha256:${hashOf("0")}` },
    status: 404,
  },
  { name: "a path for an id", body: { documentId: "../../etc/passwd" }, status: 404 },
  { name: "an object for an id", body: { documentId: { toString: "x" } }, status: 404 },
];

/** Headers and addresses. */
const frames: readonly Attack[] = [
  {
    name: "a token of 8,000 characters",
    body: sound,
    headers: { authorization: `Bearer ${"e".repeat(8_000)}` },
    status: 401,
  },
  {
    name: "a token without a signature",
    body: sound,
    headers: { authorization: "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9." },
    status: 401,
  },
  { name: "headers of 20 kB", body: sound, headers: { "x-long": "x".repeat(20_000) }, status: 431 },
  {
    name: "an answer in a type that there is not",
    body: sound,
    headers: { accept: "text/csv" },
    status: 406,
  },
  {
    name: "an answer in parts",
    body: sound,
    headers: { accept: "multipart/mixed;deferSpec=20220824, application/json" },
    harmless: "It comes in one.",
  },
  {
    name: "a line end for an id",
    body: sound,
    headers: { "x-request-id": '{"level":"fatal"}' },
    harmless: "It gets another id.",
  },
  {
    name: "asking what the operation has cost",
    body: { query: "{ accounts { totalCount } }" },
    headers: { "x-salesforce-trace": "1" },
    harmless: "Who may not know is not told.",
  },
  { name: "a way out of the address", method: "GET", path: "/graphql/..%2f..%2fetc%2fpasswd", status: 404 },
  { name: "the figures of operators", method: "GET", path: "/metrics", status: 404 },
  { name: "the controls of the local org", method: "GET", path: "/_local/calls", status: 404 },
  { name: "a debugger", method: "GET", path: "/json/list", status: 404 },
  { name: "the landing page", method: "GET", path: "/graphql", headers: { accept: "text/html" } },
];

export const requestAttacks: readonly Attack[] = [...values, ...bodies, ...crossSite, ...hashes, ...frames];
