/** A block that this machine does not carry out from its page, by its first line, and who does, or why nobody can. */
export interface Elsewhere {
  readonly page: string;
  readonly firstLine: string;
  readonly because: string;
}

const install =
  "It installs from the registry: .ci/run does so, and test/main.test.ts starts what was installed.";
const container = "It needs a container engine: test/deployment and `npm run test:image` do what it says.";
const cloud = "It needs an account at Azure: test/vault has a vault with such secrets.";
const realOrg = "It needs the Salesforce CLI with an org: test/local-org/import.test.ts loads such files.";
const long = "A longer run of what `npm test` runs; reference.test.ts sees that there are such tests.";
const hours = "It takes minutes to hours; reference.test.ts sees that there is such a script.";
const client = "test/client/recipe.test.ts compiles and runs it.";
const changed = "test/docs/recipe.test.ts applies it to a copy of src, compiles that and runs it.";

export const elsewhere: readonly Elsewhere[] = Object.entries({
  "README.md": {
    "npm ci && npm start": install,
    "npm ci && npm test": "This test is a part of it.",
    "const client = createGatewayClient({ url, credentials: { clientId, clientSecret } });":
      "A part of the first program of docs/typed-client.md, which test/client/recipe.test.ts runs.",
  },
  "docs/carts.md": { "CART_HISTORIES=1000 RANDOM_SEED=7 npx vitest run test/cart/history": long },
  "docs/deployment.md": {
    ".ci/with-postgres .ci/with-redis npx vitest run --reporter=verbose test/replicas": long,
    "npm ci && npm run build                              # where tools may be": install,
    "docker build -t salesforce-graphql-gateway .": container,
    "npm run test:image": hours,
    "docker compose up --build": container,
    'gateway() { docker compose exec -T gateway-1 node dist/operator/main.js "$@"; }': container,
  },
  "docs/load.md": { "npm run trust                  # everything, some hours": hours },
  "docs/local-org.md": {
    "mkdir -p own/describe own/records": realOrg,
    'sf data query --query "SELECT Id, Name, (SELECT Id, LastName FROM Contacts) FROM Account" --json > own/records/accounts.json':
      realOrg,
  },
  "docs/orders.md": { "ORDERS=1000 npx vitest run test/order/exactly-once": long },
  "docs/performance.md": {
    "npm run bench": hours,
    "npm run bench:memory": hours,
    "npm run bench:sign-in": hours,
  },
  "docs/recipes.md": {
    "--- src/asset/asset.salesforce.ts": changed,
    "--- src/asset/asset.type.ts": changed,
    "query EndingWarranties {": changed,
    'import { accountRecord } from "../account/account.salesforce.ts";': changed,
    'import { Field, ObjectType } from "type-graphql";': changed,
    'import type { GraphQLResolveInfo } from "graphql";': changed,
    "--- src/auth/scope.ts": changed,
    "--- src/access-table.ts": changed,
    "--- src/schema.ts": changed,
    "--- src/node/node.ts": changed,
    "query ClosedCases {": changed,
  },
  "docs/reliability.md": {
    "FAULT_FIGURES=figures.jsonl FAULT_CALLS=5000 OUTAGE_SECONDS=60 .ci/with-postgres npx vitest run test/faults":
      long,
  },
  "docs/sign-in.md": {
    "REFRESH_RACES=200 npx vitest run --reporter=verbose test/session/refresh-race.test.ts": long,
  },
  "docs/typed-client.md": {
    "npm install ./salesforce-graphql-gateway-0.1.0.tgz": "test/client/package.ts installs it so.",
    'import { createGatewayClient, MachineFileDocument } from "salesforce-graphql-gateway/client";': client,
    'import { CreateCartDocument, createGatewayClient, GatewayRequestError, GatewayUserError, resultOf } from "salesforce-graphql-gateway/client";':
      client,
    'import { createGatewayClient } from "salesforce-graphql-gateway/client";': client,
    'import { ApolloClient, gql, HttpLink, InMemoryCache, type OperationVariables, type TypedDocumentNode } from "@apollo/client";':
      client,
    'import { type AnyVariables, cacheExchange, Client, fetchExchange, gql, type TypedDocumentNode } from "@urql/core";':
      client,
    'import { QueryClient } from "@tanstack/query-core";': client,
  },
  "docs/vault.md": {
    'az role assignment create --role "Key Vault Secrets User" --assignee "$IDENTITY" --scope "$VAULT_ID"':
      cloud,
  },
}).flatMap(([page, blocks]) =>
  Object.entries(blocks).map(([firstLine, because]) => ({ page, firstLine, because })),
);
