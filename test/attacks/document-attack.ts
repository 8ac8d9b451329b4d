import { getIntrospectionQuery } from "graphql";
import { type Attack, document, many, nest, onNodes } from "./attack.ts";

/** Fragments that each hold the next one so often, so deep. */
const bomb = (levels: number, write: (next: string) => string): string => {
  const fragments = many(levels, (index) => {
    const next = index + 1 < levels ? `...f${index + 1}` : "id";
    return `fragment f${index} on Account { ${write(next)} }`;
  });
  return `${onNodes("...f0")} ${fragments}`;
};

const threefold = (next: string): string =>
  `a: parent { ${next} } b: parent { ${next} } c: parent { ${next} }`;

const lists = (first: string): string =>
  `accounts(first: ${first}) { nodes { assets(first: ${first}) { nodes { children(first: ${first}) { nodes { name } } } } } }`;

/** Size and shape: https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html#limiting-depth-amount */
const shapes: readonly Attack[] = [
  document("parents of parents, 60 levels", onNodes(nest("parent", 60, "id"))),
  document(
    "lists in lists, 60 levels at three to each",
    onNodes(nest("a: parent { id } b: parent { id } parent", 60, "id")),
  ),
  document("fragments that spread threefold, 12 levels", bomb(12, threefold)),
  document("fragments that spread threefold, 40 levels", bomb(40, threefold)),
  document(
    "fragments that spread twofold on one level, 60 times",
    bomb(60, (next) => `${next} ${next}`),
  ),
  document("a fragment that spreads itself", `${onNodes("...A")} fragment A on Account { parent { ...A } }`),
  document(
    "three fragments that spread each other",
    `${onNodes("...A")} fragment A on Account { ...B } fragment B on Account { ...C } fragment C on Account { ...A }`,
  ),
  document("inline fragments in inline fragments, 240 levels", onNodes(nest("...", 240, "id")), {
    harmless: "They are one field.",
  }),
  document("brackets alone, 45,000", "{".repeat(45_000)),
  document("100 aliases of one list", `{ ${many(100, (index) => `a${index}: accounts { totalCount }`)} }`),
  document("200 aliases of one field", onNodes(many(200, (index) => `a${index}: name`))),
  document("the same field 5,000 times", onNodes(many(5_000, () => "name"))),
  document("the same field 900 times", onNodes(many(900, () => "name"))),
  document("the same relation 190 times", onNodes(many(190, () => "parent { name }")), {
    harmless: "It is read once.",
  }),
  document(
    "the same names for other things, 100 times",
    onNodes(many(100, (index) => `x: ${index % 2 ? "name" : "phone"} y: id`)),
  ),
  document(
    "100 directives at one place",
    `{ accounts { totalCount ${many(100, () => "@skip(if: false)")} } }`,
  ),
  document("100 directives at many places", onNodes(many(100, () => "name @include(if: true)"))),
  document("unknown directives", `{ accounts { totalCount ${many(50, (index) => `@d${index}`)} } }`),
  document("more tokens than allowed", onNodes(many(1_100, () => "id"))),
  document(
    "100 operations, none named",
    many(100, (index) => `query q${index} { __typename }`),
  ),
  document(
    "200 variables that nobody uses",
    `query (${many(200, (index) => `$v${index}: Int`)}) { __typename }`,
  ),
  document("99,000 characters of comment", `#${"x".repeat(99_000)}\n{ __typename }`, {
    harmless: "Comments are skipped in one pass.",
  }),
  document("99,000 commas", `${",".repeat(99_000)}{ __typename }`, {
    harmless: "Commas are skipped in one pass.",
  }),
];

/** Length of lists: fan-out times depth. */
const sizes: readonly Attack[] = [
  document("200 of 200 of 200", `{ ${lists("200")} }`),
  document("the same by variables", `query ($n: Int!) { ${lists("$n")} }`, { variables: { n: 200 } }),
  document("the same by default values", `query ($n: Int = 200) { ${lists("$n")} }`),
  document(
    "the same in many lists of one level",
    `{ ${many(20, (index) => `a${index}: accounts(first: 200) { nodes { assets(first: 200) { nodes { name } } } }`)} }`,
  ),
  document("a page beyond integers", "{ accounts(first: 99999999999) { nodes { id } } }"),
  document("a page of 1e400", "{ accounts(first: 1e400) { nodes { id } } }"),
  {
    name: "a page of 1e400 by variable",
    body: '{"query":"query ($n: Int!) { accounts(first: $n) { totalCount } }","variables":{"n":1e400}}',
  },
  document(
    "1,000 ids, each with lists",
    "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Account { assets(first: 200) { nodes { name } } } } }",
    {
      variables: { ids: Array.from({ length: 1_000 }, () => "001Lo0000000005IAA") },
    },
  ),
];

/** What tells of the schema: https://github.com/dolevf/graphql-cop */
const probes: readonly Attack[] = [
  document("introspection of everything", getIntrospectionQuery()),
  document("introspection of a type", '{ __type(name: "Account") { fields { name } } }'),
  document("introspection behind a line end", "query{__schema\n{types{name}}}"),
  document("introspection in a fragment", "{ ...S } fragment S on Query { s: __schema { types { name } } }"),
  document(
    "introspection, nested 30 times",
    `{ __schema { types { ${nest("fields { type {", 30, "name } }").replaceAll("} } }", "} }")} } } }`,
  ),
  {
    name: "introspection by GET",
    method: "GET",
    path: `/graphql?query=${encodeURIComponent("{ __schema { types { name } } }")}`,
    headers: { "apollo-require-preflight": "true" },
  },
  document("a field that is nearly one", "{ acount(id: 1) { id } }"),
  document("a field of a type that was not named", onNodes("passwort")),
  document("an argument that is missing", "{ account { id } }"),
  document(
    "an input field that is missing",
    "mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { id } } }",
    {
      variables: { input: {} },
    },
  ),
  document("an enum value that is nearly one", '{ search(query: "x", types: [ASSE]) { __typename } }'),
  document("a fragment on a type that is nearly one", onNodes("... on Acount { id }")),
  document("the stub of every server: __typename", "{ __typename }", {
    harmless: "It says Query, as everywhere.",
  }),
  document("a subscription", "subscription { accounts { totalCount } }"),
  document("@defer", onNodes("... @defer { name }")),
  document("@stream", "{ accounts { nodes @stream(initialCount: 1) { id } } }"),
  document("half a document", "{ accounts { nodes {"),
  document("control characters for a document", "\u0000\u0001"),
  document("a field in look-alike letters", "{ \u0430ccounts { totalCount } }"),
  document("a document turned right to left", "{ \u202eaccounts { totalCount } }"),
  document("a field called constructor", "{ constructor { id } }"),
  document("an answer called __proto__", "{ __proto__: __typename }", {
    harmless: "Answers have no prototype.",
  }),
];

/** Guessing passwords by the dozen: https://github.com/dolevf/Damn-Vulnerable-GraphQL-Application */
const guesses: readonly Attack[] = [
  document(
    "50 sign-ins under 50 names",
    `mutation { ${many(50, (index) => `s${index}: signIn(input: { email: "a@b.example", password: "guess ${index}" }) { accessToken }`)} }`,
  ),
  document(
    "a sign-in in a fragment that is spread twice",
    'mutation { ...A ...A } fragment A on Mutation { signIn(input: { email: "a@b.example", password: "the guess" }) { accessToken } }',
  ),
  document(
    "a sign-in and a refresh",
    'mutation { signIn(input: { email: "a@b.example", password: "the guess" }) { accessToken } refreshSession(input: { refreshToken: "the guess too" }) { accessToken } }',
  ),
];

export const documentAttacks: readonly Attack[] = [...shapes, ...sizes, ...probes, ...guesses];
