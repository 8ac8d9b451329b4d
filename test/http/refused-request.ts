/** A request that is the client's fault, with what it must be answered. */
export interface RefusedRequest {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly code: string;
}

const fields = (count: number) => Array(count).fill("__typename").join(" ");
const list =
  "query ($filter: AccountFilter, $first: Int) { accounts(filter: $filter, first: $first) { totalCount } }";
const deep = (depth: number) =>
  `{"query":${JSON.stringify(list)},"variables":{"filter":${'{"and":['.repeat(depth)}{}${"]}".repeat(depth)}}}`;

export const refusedRequests: readonly RefusedRequest[] = [
  { name: "an unknown address", path: "/graphq", method: "GET", status: 404, code: "BAD_REQUEST" },
  { name: "an address that is none", path: "/%E0", method: "GET", status: 400, code: "BAD_REQUEST" },
  {
    name: "a wrong method",
    method: "PUT",
    body: { query: "{ __typename }" },
    status: 405,
    code: "BAD_REQUEST",
  },
  { name: "no body", status: 400, code: "BAD_REQUEST" },
  { name: "an empty object", body: {}, status: 400, code: "BAD_REQUEST" },
  { name: "JSON that is cut short", body: '{"query":"{ __typename }', status: 400, code: "BAD_REQUEST" },
  { name: "JSON that is no object", body: '"{ __typename }"', status: 400, code: "BAD_REQUEST" },
  { name: "JSON null", body: "null", status: 400, code: "BAD_REQUEST" },
  {
    name: "a poisoned prototype",
    body: '{"query":"{ __typename }","__proto__":{}}',
    status: 400,
    code: "BAD_REQUEST",
  },
  { name: "a batch", body: [{ query: "{ __typename }" }], status: 400, code: "BAD_REQUEST" },
  { name: "a query that is no text", body: { query: 1 }, status: 400, code: "BAD_REQUEST" },
  {
    name: "a query that is a parsed document",
    body: { query: { kind: "Document" } },
    status: 400,
    code: "BAD_REQUEST",
  },
  {
    name: "variables that are a list",
    body: { query: "{ __typename }", variables: [] },
    status: 400,
    code: "BAD_REQUEST",
  },
  {
    name: "variables that are text",
    body: { query: "{ __typename }", variables: "{}" },
    status: 400,
    code: "BAD_REQUEST",
  },
  {
    name: "a body over 100 kB",
    body: { query: `{ __typename } #${"x".repeat(100_000)}` },
    status: 413,
    code: "BAD_REQUEST",
  },
  {
    name: "a form",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "query={__typename}",
    status: 415,
    code: "BAD_REQUEST",
  },
  {
    name: "a form with files",
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: "--x--",
    status: 415,
    code: "BAD_REQUEST",
  },
  {
    name: "plain text",
    headers: { "content-type": "text/plain" },
    body: '{"query":"{ __typename }"}',
    status: 400,
    code: "BAD_REQUEST",
  },
  {
    name: "an answer of a type there is not",
    headers: { accept: "text/csv" },
    body: { query: "{ __typename }" },
    status: 406,
    code: "BAD_REQUEST",
  },
  {
    name: "a GET that a page could send",
    method: "GET",
    path: "/graphql?query={__typename}",
    status: 400,
    code: "BAD_REQUEST",
  },
  {
    name: "a GET with variables that are no JSON",
    method: "GET",
    path: "/graphql?query={__typename}&variables={",
    headers: { "apollo-require-preflight": "true" },
    status: 400,
    code: "BAD_REQUEST",
  },
  { name: "a subscription", body: { query: "subscription { changed }" }, status: 400, code: "BAD_REQUEST" },
  {
    name: "an unknown mutation",
    body: { query: "mutation { change }" },
    status: 400,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "the hash of a document",
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } },
    status: 200,
    code: "PERSISTED_QUERY_NOT_FOUND",
  },
  {
    name: "a document that is not GraphQL",
    body: { query: "{ accounts( }" },
    status: 400,
    code: "GRAPHQL_PARSE_FAILED",
  },
  { name: "a document of comments", body: { query: "# nothing" }, status: 400, code: "GRAPHQL_PARSE_FAILED" },
  {
    name: "more than 1,000 tokens",
    body: { query: `{ ${fields(1_000)} }` },
    status: 400,
    code: "GRAPHQL_PARSE_FAILED",
  },
  {
    name: "an unknown field",
    body: { query: "{ secrets }" },
    status: 400,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "a fragment of itself",
    body: { query: "{ ...a } fragment a on Query { ...a }" },
    status: 400,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "a missing argument",
    body: { query: "{ account { id } }" },
    status: 400,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "an operation name that there is not",
    body: { query: "query a { __typename } query b { __typename }", operationName: "c" },
    status: 400,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  {
    name: "two operations and no name",
    body: { query: "query a { __typename } query b { __typename }" },
    status: 400,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  {
    name: "a fragment alone",
    body: { query: "fragment a on Query { __typename }" },
    status: 400,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "a variable of the wrong type",
    body: { query: list, variables: { first: "many" } },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "a number beyond Int",
    body: { query: list, variables: { first: 3_000_000_000 } },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "a filter that there is not",
    body: { query: list, variables: { filter: { secret: 1 } } },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "a date that is none",
    body: { query: list, variables: { filter: { createdAt: { gt: "yesterday" } } } },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "a decimal that is none",
    body: { query: list, variables: { filter: { annualRevenue: { gt: {} } } } },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "many wrong variables",
    body: { query: list, variables: { filter: { or: Array(20).fill({ name: 1 }) } } },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "a missing variable",
    body: { query: "query ($id: ID!) { account(id: $id) { id } }" },
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "null in a variable for what must not be null",
    body: { query: 'query ($id: ID = "x") { account(id: $id) { id } }', variables: { id: null } },
    status: 200,
    code: "BAD_USER_INPUT",
  },
  {
    name: "101 filters side by side",
    body: { query: list, variables: { filter: { or: Array(101).fill({ name: { eq: "x" } }) } } },
    status: 200,
    code: "BAD_USER_INPUT",
  },
  { name: "a filter nested 11 times", body: deep(11), status: 200, code: "BAD_USER_INPUT" },
  { name: "a filter nested 40 times", body: deep(40), status: 400, code: "BAD_USER_INPUT" },
  { name: "a filter nested 9,000 times", body: deep(9_000), status: 400, code: "BAD_USER_INPUT" },
];
