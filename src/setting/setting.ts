/** One environment variable. The README's table and .env.example are printed from this list. */
export interface Setting {
  readonly name: string;
  readonly group: "Gateway" | "Limits" | "Salesforce" | "Tokens" | "PostgreSQL" | "Azure";
  readonly meaning: string;
  /** What an unset or empty variable means; null where that has no value to show (`meaning` says what happens). */
  readonly default: string | null;
  readonly unit: string | null;
  readonly secret: boolean;
}

type SettingOptions = Partial<Pick<Setting, "default" | "unit" | "secret">>;

/** Every variable the gateway reads, and no other. */
export const settings = [
  ...group("Gateway", {
    PORT: ["Port of the gateway; 0 takes any free one.", { default: "4000" }],
    HOST: ["Address to listen on; 0.0.0.0 for every interface.", { default: "127.0.0.1" }],
    NODE_ENV: [
      "production, development or test. production turns the explorer and introspection off.",
      { default: "development" },
    ],
    LOG_LEVEL: ["fatal, error, warn, info, debug, trace or silent.", { default: "info" }],
    CORS_ORIGINS: ["Origins whose pages may call the gateway, separated by spaces; none when empty."],
    TRUSTED_PROXIES: [
      "Addresses or networks of the proxies in front of the gateway, separated by spaces, such as 10.0.0.0/8: whom they name in X-Forwarded-For is the caller. None when empty.",
    ],
    DATA_DIR: ["Folder of the embedded database and of the gateway's own keys.", { default: ".data" }],
    METRICS_TOKEN: [
      "Bearer token for /metrics. Without it they are open, but closed in production.",
      { secret: true },
    ],
    LOCAL_ORG_PORT: ["Port of the local org in embedded mode; 0 takes any free one.", { default: "4001" }],
  }),
  ...group("Limits", {
    MAX_OPERATION_COST: [
      "What an operation may come to at most, in the points of docs/query-cost.md.",
      { default: "100000", unit: "points" },
    ],
    RATE_LIMIT_POINTS_PER_MINUTE: [
      "What a person or a program may ask in a minute: a point for every 100 that an operation costs. 0: without a limit.",
      { default: "6000", unit: "points" },
    ],
    RATE_LIMIT_ANONYMOUS_POINTS_PER_MINUTE: [
      "The same for all callers without a token at one address.",
      { default: "600", unit: "points" },
    ],
    SIGN_IN_ATTEMPTS_PER_ACCOUNT: [
      "Attempts to sign in that an account may fail at in SIGN_IN_WINDOW_MINUTES. 0: without a limit.",
      { default: "10" },
    ],
    SIGN_IN_ATTEMPTS_PER_ADDRESS: ["The same for all accounts from one address.", { default: "100" }],
    SIGN_IN_WINDOW_MINUTES: ["How long they count.", { default: "15", unit: "minutes" }],
    PERSISTED_DOCUMENTS: [
      "Paths of JSON files with the documents of your clients by their hash, separated by spaces; those of the client in src/client are known anyway.",
    ],
    ONLY_PERSISTED_DOCUMENTS: ["true refuses every document that is not known.", { default: "false" }],
  }),
  ...group("Salesforce", {
    SFCC_DOMAIN_NAME: [
      "The org: `login`, `test`, a My Domain (`acme` or `acme.my.salesforce.com`) or an https URL. Without any SFCC_ setting the gateway runs in embedded mode.",
    ],
    SFCC_CLIENT_ID: ["Consumer key of the connected app."],
    SFCC_CLIENT_SECRET: ["Consumer secret of the connected app.", { secret: true }],
    SFCC_ADMIN_USERNAME: [
      "Integration user, who signs in with a password or a key; without it the client credentials flow is used.",
    ],
    SFCC_ADMIN_PASSWORD: ["Password of the integration user.", { secret: true }],
    SFCC_ADMIN_TOKEN: ["Security token of the integration user, if the org asks for one.", { secret: true }],
    SFCC_PRIVATE_KEY_PATH: [
      "PEM file of the key to the connected app's certificate. With it SFCC_ADMIN_USERNAME signs in without a password (JWT bearer flow).",
    ],
    SFCC_PRIVATE_KEY: [
      "The key itself in PEM, in place of the file; `\\n` may stand for its line ends.",
      { secret: true },
    ],
    SALESFORCE_IDENTITY: [
      "integration: everybody is served as the integration user; caller: people with a Salesforce username as that user, by the JWT bearer flow, so that Salesforce's own sharing applies as well.",
      { default: "integration" },
    ],
    SFCC_NETWORK_NAME: [
      "Name of the Experience Cloud site where callers sign in as their Salesforce users; without it they are users of the org itself.",
    ],
    SALESFORCE_API_VERSION: ["Version of Salesforce's REST API, 58.0 or later.", { default: "68.0" }],
    SALESFORCE_TIMEOUT_SECONDS: [
      "Longest wait for one answer of Salesforce.",
      { default: "10", unit: "seconds" },
    ],
    SALESFORCE_CONSERVE_PERCENT: [
      "With less than this share of the org's daily API calls left the budget is CONSERVING: older answers of the cache do, and LOW_PRIORITY_CLIENTS are refused.",
      { default: "20", unit: "percent" },
    ],
    SALESFORCE_RESERVE_PERCENT: [
      "With less than this share left it is CRITICAL: carts and orders go on, everything else is refused unless the cache has it.",
      { default: "5", unit: "percent" },
    ],
    LOW_PRIORITY_CLIENTS: [
      "Ids of partners' programs, separated by spaces, that are refused first when the org runs short of API calls.",
    ],
    CACHE_SECONDS: [
      "How long answers are kept, by type, such as `Product=300 Price=300 Account=30`; a query that reads of other types as well is not kept. Nothing is when empty.",
    ],
    REDIS_URL: [
      "Where several gateways keep their cache and count their callers together, such as redis://cache:6379; in each gateway's memory when empty.",
      { secret: true },
    ],
    SALESFORCE_JOINS: [
      "true: related records come along in one query; false: one query a relation, each waiting for the one before.",
      { default: "true" },
    ],
    CURRENCY_CODE: ["The currency of a single-currency org, as in ISO 4217.", { default: "USD" }],
    MULTI_CURRENCY: [
      "true reads the CurrencyIsoCode of each record, for orgs with several currencies.",
      { default: "false" },
    ],
    ACCOUNT_SCOPE: [
      "mapped: callers see the accounts mapped to their organizations; hierarchy: those below them as well.",
      { default: "mapped" },
    ],
    WEBSTORE_ID: [
      "Id of the B2B Commerce web store, or `none`: carts then have the prices of the price books. Embedded mode has the local org's.",
    ],
    CART_EXPIRE_SECONDS: [
      "How long a cart lives that nobody changes; the default is 30 days.",
      { default: "2592000", unit: "seconds" },
    ],
    ORDER_KEY_FIELD: [
      "Name of a unique external id field of Order, such as `Gateway_Key__c`, that gets the gateway's reference as well: Salesforce itself then refuses an order that is there already.",
    ],
    FOUR_EYES: ["true: who has placed an order may not approve it.", { default: "false" }],
    MAX_DOCUMENT_MEGABYTES: [
      "How large a file may be that is put to an order; up to 25.",
      { default: "5", unit: "megabytes" },
    ],
  }),
  ...group("Tokens", {
    JWT_PRIVATE_KEY: [
      "PEM of the private key that signs access tokens, in place of the two files below; the public key follows from it.",
      { secret: true },
    ],
    JWT_PRIVATE_KEY_PATH: [
      "PEM file of the key that signs access tokens. Without any key the gateway makes a pair of its own in DATA_DIR/keys; in production with an org one must be set.",
    ],
    JWT_PUBLIC_KEY_PATH: ["PEM file of the public key to it."],
    JWT_ALGORITHM: ["RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512.", { default: "RS256" }],
    JWT_ACCESS_TOKEN_EXPIRE_MINUTES: ["Life of an access token.", { default: "60", unit: "minutes" }],
    SESSION_MAX_HOURS: [
      "Life of a person's session, from the sign-in on.",
      { default: "720", unit: "hours" },
    ],
    SESSION_IDLE_HOURS: ["How long a session lasts without a refresh.", { default: "168", unit: "hours" }],
    JWT_ISSUER: ["`iss` of the gateway's tokens: its public address.", { default: "http://127.0.0.1:4000" }],
    JWT_AUDIENCE: ["`aud` of the gateway's tokens.", { default: "salesforce-graphql-gateway" }],
    IDP_ISSUER: [
      "`iss` of the tokens of your own identity provider, letter for letter; IDP_AUDIENCE and IDP_JWKS_URL go with it. Without it the gateway accepts its own tokens alone.",
    ],
    IDP_AUDIENCE: ["`aud` of those tokens: what the gateway is called there."],
    IDP_JWKS_URL: ["https address of the keys that sign them."],
    IDP_ALGORITHMS: ["Algorithms they may be signed with, separated by spaces.", { default: "RS256" }],
    IDP_SCOPE_CLAIMS: [
      "Claims that say what they allow, separated by spaces.",
      { default: "scp roles scope" },
    ],
    IDP_SCOPE_MAP: [
      "Which scopes the values of these claims stand for, as `Orders.Read=orders:read Sales=accounts:read,orders:read`; other values allow nothing.",
    ],
    IDP_ORGANIZATION_CLAIM: [
      "Claim with the ids of the caller's organizations; without it they belong to none.",
    ],
  }),
  ...group("PostgreSQL", {
    PSQL_CONNECTION_STRING: [
      "postgresql:// address of the database; without it an embedded one runs in DATA_DIR.",
      { secret: true },
    ],
    MIGRATE_ON_START: [
      "true brings the tables up to date at start (several gateways may start at once). The embedded database is always brought up to date.",
      { default: "true" },
    ],
  }),
  ...group("Azure", {
    AZURE_COSMOS_ENDPOINT: ["https address of the Cosmos DB account for carts; PostgreSQL without it."],
    AZURE_COSMOS_KEY: ["Key of that account; without it the process's Entra ID is used.", { secret: true }],
    AZURE_COSMOS_DATABASE: ["Database in that account.", { default: "gateway" }],
    AZURE_KEY_VAULT_URL: ["https address of the Key Vault with the secrets that are not set here."],
    AZURE_KEY_VAULT_REFRESH_SECONDS: [
      "How often the vault is read; the same for all gateways of one vault.",
      { default: "60", unit: "seconds" },
    ],
  }),
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]["name"];

function group<Name extends string>(
  title: Setting["group"],
  members: Record<Name, readonly [meaning: string, options?: SettingOptions]>,
): readonly (Setting & { readonly name: Name })[] {
  const names = Object.keys(members) as Name[];
  return names.map((name) => {
    const [meaning, options] = members[name];
    return { name, group: title, meaning, default: null, unit: null, secret: false, ...options };
  });
}
