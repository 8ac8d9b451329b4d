/** Records of the org that the operations are about. */
export interface Places {
  readonly accountId: string;
  readonly serialNumber: string;
  readonly orderNumber: string;
  /** Twenty ids, of accounts, machines, orders and products in turn. */
  readonly ids: readonly string[];
}

export interface Operation {
  readonly name: string;
  readonly document: string;
  /** What the gateway needs for it: requests that count, and how often it waits. */
  readonly apiCalls: number;
  readonly roundTrips: number;
}

/** What front ends ask for, from a single record to a page with five lists. Every contender answers these documents. */
export const operations: readonly Operation[] = [
  {
    name: "one account",
    document: "query ($accountId: ID!) { account(id: $accountId) { name accountNumber phone industry } }",
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "machine by serial number",
    document: `query ($serialNumber: String!) { assetBySerialNumber(serialNumber: $serialNumber) {
      name status account { name phone } product { sku name } } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "list of 10 accounts",
    document: "{ accounts(first: 10) { nodes { name accountNumber phone } } }",
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "list of 50 machines, their products and accounts",
    document: "{ assets(first: 50) { nodes { name serialNumber product { sku name } account { name } } } }",
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "list of 200 orders and their accounts",
    document: "{ orders(first: 200) { nodes { orderNumber status effectiveDate account { name } } } }",
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "an account's page: people, machines, orders with items",
    document: `query ($accountId: ID!) { account(id: $accountId) { name
      contacts(first: 10) { nodes { name email } }
      assets(first: 20) { nodes { name serialNumber product { sku } } }
      orders(first: 10) { nodes { orderNumber status items(first: 20) { nodes { quantity product { sku name } } } } } } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "50 accounts with machines, their products, and orders",
    document: `{ accounts(first: 50) { nodes { name
      assets(first: 10) { nodes { name product { sku } } } orders(first: 5) { nodes { orderNumber status } } } } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "four levels: accounts, machines, parts, parts of parts",
    document: `{ accounts(first: 10) { nodes { name assets(first: 5) { nodes { name children(first: 5) { nodes { name
      children(first: 5) { nodes { name product { sku } } } } } } } } } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "an order with its customer's machines",
    document: `query ($orderNumber: String!) { orderByNumber(orderNumber: $orderNumber) { status
      account { name assets(first: 10) { nodes { name serialNumber product { sku } } } } } }`,
    // A list below a to-one parent: SOQL has sub-selects on the root only.
    apiCalls: 2,
    roundTrips: 2,
  },
  {
    name: "search in three types",
    document: `{ search(query: "GC1020-00000", types: [ACCOUNT, ASSET, PRODUCT], first: 10) { __typename
      ... on Account { name } ... on Asset { name serialNumber account { name } } ... on Product { sku name } } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "twenty things of four types by id",
    document: `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename
      ... on Account { name } ... on Asset { name product { sku } } ... on Order { orderNumber } ... on Product { sku } } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
  {
    name: "a dashboard of five lists",
    document: `{
      accounts(first: 5) { nodes { name industry } } assets(first: 5) { nodes { name account { name } } }
      orders(first: 10) { nodes { orderNumber status account { name } } } products(first: 10) { nodes { sku name } }
      customers: accounts(first: 1) { totalCount } }`,
    apiCalls: 1,
    roundTrips: 1,
  },
];

interface Found {
  readonly id: string;
  readonly orderNumber?: string;
  readonly serialNumber?: string;
  readonly account?: { readonly id: string } | null;
}
type Answer = Readonly<Record<string, { readonly nodes: readonly Found[] }>>;

/** Somewhere in the org; asked of the gateway itself. */
export async function findPlaces(ask: (document: string) => Promise<Answer>): Promise<Places> {
  const { accounts, assets, orders, products } = await ask(`{ accounts(first: 5) { nodes { id } }
    assets(first: 100) { nodes { id serialNumber account { id } } } orders(first: 5) { nodes { id orderNumber } }
    products(first: 5) { nodes { id } } }`);
  const machine = assets?.nodes.find(({ account, serialNumber }) => account && serialNumber);
  const few = [accounts, assets, orders, products].map((list) => list?.nodes.slice(0, 5) ?? []);
  return {
    accountId: machine?.account?.id ?? "",
    serialNumber: machine?.serialNumber ?? "",
    orderNumber: orders?.nodes[0]?.orderNumber ?? "",
    ids: [0, 1, 2, 3, 4].flatMap((index) => few.map((nodes) => nodes[index]?.id ?? "")),
  };
}
