/** A GraphQL request that is made to hurt. */
export interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
}

const nest = (field: string, levels: number, core: string): string =>
  Array.from({ length: levels }).reduce<string>((inner) => `${field} { ${inner} }`, core);

/** Three of the same below each other, so deep: 3^60 fields in half a kilobyte. */
const fanOut = (levels: number): string => {
  const names = Array.from({ length: levels }, (_, index) => `f${index}`);
  const fragments = names.map((name, index) => {
    const next = names[index + 1];
    const below = next ? `...${next}` : "id";
    return `fragment ${name} on Account { a: parent { ${below} } b: parent { ${below} } c: parent { ${below} } }`;
  });
  return `{ accounts { nodes { ...f0 } } } ${fragments.join(" ")}`;
};

const many = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(" ");

/** https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html and the tests of graphql-cop and DVGA. */
export const attacks: readonly Attack[] = [
  { name: "parents of parents, 60 levels", query: `{ accounts { nodes { ${nest("parent", 60, "id")} } } }` },
  { name: "fragments that spread threefold, 12 levels", query: fanOut(12) },
  { name: "fragments that spread threefold, 40 levels", query: fanOut(40) },
  {
    name: "a fragment that spreads itself",
    query: "{ accounts { nodes { ...A } } } fragment A on Account { parent { ...A } }",
  },
  {
    name: "two fragments that spread each other",
    query:
      "{ accounts { nodes { ...A } } } fragment A on Account { parent { ...B } } fragment B on Account { parent { ...A } }",
  },
  {
    name: "100 aliases of one list",
    query: `{ ${many(100, (index) => `a${index}: accounts { totalCount }`)} }`,
  },
  {
    name: "200 aliases of one field",
    query: `{ accounts { nodes { ${many(200, (index) => `a${index}: name`)} } } }`,
  },
  { name: "100 directives", query: `{ accounts { totalCount ${many(100, () => "@skip(if: false)")} } }` },
  { name: "unknown directives", query: `{ accounts { totalCount ${many(50, (index) => `@d${index}`)} } }` },
  { name: "the same field 5,000 times", query: `{ accounts { nodes { ${many(5_000, () => "name")} } } }` },
  {
    name: "lists of 200 in lists of 200 in lists of 200",
    query:
      "{ accounts(first: 200) { nodes { assets(first: 200) { nodes { children(first: 200) { nodes { name } } } } } } }",
  },
  {
    name: "the same by variables",
    query:
      "query ($n: Int!) { accounts(first: $n) { nodes { assets(first: $n) { nodes { children(first: $n) { nodes { name } } } } } } }",
    variables: { n: 200 },
  },
  {
    name: "the same by default values",
    query:
      "query ($n: Int = 200) { accounts(first: $n) { nodes { assets(first: $n) { nodes { children(first: $n) { nodes { name } } } } } } }",
  },
  {
    name: "nodes by the thousand, each with lists",
    query:
      "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Account { assets(first: 200) { nodes { name } } } } }",
    variables: { ids: Array.from({ length: 1_000 }, () => "001Lo0000000005IAA") },
  },
  { name: "a page beyond integers", query: "{ accounts(first: 99999999999) { nodes { id } } }" },
  {
    name: "an introspection of everything, nested",
    query: `{ __schema { types { ${nest("fields { type", 30, "name").replaceAll("} }", "} }")} } } }`,
  },
  { name: "a subscription", query: "subscription { accounts { totalCount } }" },
  { name: "half a document", query: "{ accounts { nodes {" },
  { name: "no document at all", query: "\u0000\u0001" },
];
