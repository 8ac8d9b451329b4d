/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query AccountWithMachines($id: ID!) {\n  account(id: $id) {\n    name\n    assets(first: 2) {\n      nodes {\n        name\n        serialNumber\n        product {\n          sku\n          name\n        }\n      }\n    }\n    orders(first: 2) {\n      nodes {\n        orderNumber\n        statusCode\n        totalAmount {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}": typeof types.AccountWithMachinesDocument,
};
const documents: Documents = {
    "query AccountWithMachines($id: ID!) {\n  account(id: $id) {\n    name\n    assets(first: 2) {\n      nodes {\n        name\n        serialNumber\n        product {\n          sku\n          name\n        }\n      }\n    }\n    orders(first: 2) {\n      nodes {\n        orderNumber\n        statusCode\n        totalAmount {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}": types.AccountWithMachinesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AccountWithMachines($id: ID!) {\n  account(id: $id) {\n    name\n    assets(first: 2) {\n      nodes {\n        name\n        serialNumber\n        product {\n          sku\n          name\n        }\n      }\n    }\n    orders(first: 2) {\n      nodes {\n        orderNumber\n        statusCode\n        totalAmount {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.js').AccountWithMachinesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
