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
    "query AccountHierarchy($name: String!) {\n  accounts(filter: {name: {eq: $name}}) {\n    nodes {\n      name\n      children(first: 10) {\n        totalCount\n        nodes {\n          name\n          parent {\n            name\n          }\n          contacts(first: 5) {\n            nodes {\n              name\n              title\n              email\n            }\n          }\n        }\n      }\n    }\n  }\n}": typeof types.AccountHierarchyDocument,
    "query AccountWithMachines($id: ID!) {\n  account(id: $id) {\n    name\n    assets(first: 2) {\n      nodes {\n        name\n        serialNumber\n        product {\n          sku\n          name\n        }\n      }\n    }\n    orders(first: 2) {\n      nodes {\n        orderNumber\n        statusCode\n        totalAmount {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}": typeof types.AccountWithMachinesDocument,
    "query MachineBySerialNumber($serialNumber: String!) {\n  assetBySerialNumber(serialNumber: $serialNumber) {\n    id\n    name\n    status\n    installDate\n    usageEndDate\n    product {\n      sku\n      name\n    }\n    account {\n      name\n      billingAddress {\n        city\n        country\n      }\n    }\n    parent {\n      name\n    }\n    root {\n      serialNumber\n    }\n  }\n}": typeof types.MachineBySerialNumberDocument,
    "query MachinesSorted($after: String) {\n  assets(\n    first: 5\n    after: $after\n    filter: {or: [{status: {ne: \"Obsolete\"}}, {status: {isNull: true}}], not: {name: {endsWith: \"Installation\"}}}\n    orderBy: {field: USAGE_END_DATE, direction: ASC, nulls: LAST}\n  ) {\n    edges {\n      cursor\n      node {\n        name\n        usageEndDate\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      endCursor\n    }\n  }\n}": typeof types.MachinesSortedDocument,
    "query MachinesWithComponents($name: String!) {\n  accounts(filter: {name: {contains: $name}}) {\n    nodes {\n      name\n      machines: assets(\n        first: 2\n        filter: {serialNumber: {isNull: false}}\n        orderBy: {field: SERIAL_NUMBER}\n      ) {\n        nodes {\n          serialNumber\n          product {\n            name\n          }\n          children(first: 3) {\n            totalCount\n            nodes {\n              name\n              children(first: 3) {\n                nodes {\n                  name\n                  product {\n                    sku\n                  }\n                }\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}": typeof types.MachinesWithComponentsDocument,
    "query NodesById($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    id\n    __typename\n    ... on Account {\n      name\n    }\n    ... on Contact {\n      name\n      account {\n        name\n      }\n    }\n    ... on Asset {\n      serialNumber\n    }\n    ... on Product {\n      sku\n    }\n    ... on Order {\n      orderNumber\n      status\n    }\n    ... on OrderItem {\n      quantity\n    }\n  }\n}": typeof types.NodesByIdDocument,
    "query OrdersOfAPeriod($from: Date!, $to: Date!, $amount: Decimal!) {\n  orders(\n    first: 3\n    filter: {statusCode: {eq: ACTIVATED}, effectiveDate: {gte: $from, lte: $to}, totalAmount: {gte: $amount}}\n    orderBy: {field: TOTAL_AMOUNT, direction: DESC}\n  ) {\n    totalCount\n    nodes {\n      orderNumber\n      effectiveDate\n      poNumber\n      totalAmount {\n        amount\n        currencyCode\n      }\n      account {\n        name\n      }\n      items {\n        nodes {\n          quantity\n          unitPrice {\n            amount\n          }\n          totalPrice {\n            amount\n          }\n          product {\n            sku\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.OrdersOfAPeriodDocument,
    "query ProductsWithPrices($search: String!) {\n  products(search: $search, filter: {isActive: {eq: true}}, first: 5) {\n    nodes {\n      sku\n      name\n      family\n      prices {\n        priceBookName\n        unitPrice {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}": typeof types.ProductsWithPricesDocument,
};
const documents: Documents = {
    "query AccountHierarchy($name: String!) {\n  accounts(filter: {name: {eq: $name}}) {\n    nodes {\n      name\n      children(first: 10) {\n        totalCount\n        nodes {\n          name\n          parent {\n            name\n          }\n          contacts(first: 5) {\n            nodes {\n              name\n              title\n              email\n            }\n          }\n        }\n      }\n    }\n  }\n}": types.AccountHierarchyDocument,
    "query AccountWithMachines($id: ID!) {\n  account(id: $id) {\n    name\n    assets(first: 2) {\n      nodes {\n        name\n        serialNumber\n        product {\n          sku\n          name\n        }\n      }\n    }\n    orders(first: 2) {\n      nodes {\n        orderNumber\n        statusCode\n        totalAmount {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}": types.AccountWithMachinesDocument,
    "query MachineBySerialNumber($serialNumber: String!) {\n  assetBySerialNumber(serialNumber: $serialNumber) {\n    id\n    name\n    status\n    installDate\n    usageEndDate\n    product {\n      sku\n      name\n    }\n    account {\n      name\n      billingAddress {\n        city\n        country\n      }\n    }\n    parent {\n      name\n    }\n    root {\n      serialNumber\n    }\n  }\n}": types.MachineBySerialNumberDocument,
    "query MachinesSorted($after: String) {\n  assets(\n    first: 5\n    after: $after\n    filter: {or: [{status: {ne: \"Obsolete\"}}, {status: {isNull: true}}], not: {name: {endsWith: \"Installation\"}}}\n    orderBy: {field: USAGE_END_DATE, direction: ASC, nulls: LAST}\n  ) {\n    edges {\n      cursor\n      node {\n        name\n        usageEndDate\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      endCursor\n    }\n  }\n}": types.MachinesSortedDocument,
    "query MachinesWithComponents($name: String!) {\n  accounts(filter: {name: {contains: $name}}) {\n    nodes {\n      name\n      machines: assets(\n        first: 2\n        filter: {serialNumber: {isNull: false}}\n        orderBy: {field: SERIAL_NUMBER}\n      ) {\n        nodes {\n          serialNumber\n          product {\n            name\n          }\n          children(first: 3) {\n            totalCount\n            nodes {\n              name\n              children(first: 3) {\n                nodes {\n                  name\n                  product {\n                    sku\n                  }\n                }\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}": types.MachinesWithComponentsDocument,
    "query NodesById($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    id\n    __typename\n    ... on Account {\n      name\n    }\n    ... on Contact {\n      name\n      account {\n        name\n      }\n    }\n    ... on Asset {\n      serialNumber\n    }\n    ... on Product {\n      sku\n    }\n    ... on Order {\n      orderNumber\n      status\n    }\n    ... on OrderItem {\n      quantity\n    }\n  }\n}": types.NodesByIdDocument,
    "query OrdersOfAPeriod($from: Date!, $to: Date!, $amount: Decimal!) {\n  orders(\n    first: 3\n    filter: {statusCode: {eq: ACTIVATED}, effectiveDate: {gte: $from, lte: $to}, totalAmount: {gte: $amount}}\n    orderBy: {field: TOTAL_AMOUNT, direction: DESC}\n  ) {\n    totalCount\n    nodes {\n      orderNumber\n      effectiveDate\n      poNumber\n      totalAmount {\n        amount\n        currencyCode\n      }\n      account {\n        name\n      }\n      items {\n        nodes {\n          quantity\n          unitPrice {\n            amount\n          }\n          totalPrice {\n            amount\n          }\n          product {\n            sku\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.OrdersOfAPeriodDocument,
    "query ProductsWithPrices($search: String!) {\n  products(search: $search, filter: {isActive: {eq: true}}, first: 5) {\n    nodes {\n      sku\n      name\n      family\n      prices {\n        priceBookName\n        unitPrice {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}": types.ProductsWithPricesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AccountHierarchy($name: String!) {\n  accounts(filter: {name: {eq: $name}}) {\n    nodes {\n      name\n      children(first: 10) {\n        totalCount\n        nodes {\n          name\n          parent {\n            name\n          }\n          contacts(first: 5) {\n            nodes {\n              name\n              title\n              email\n            }\n          }\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.js').AccountHierarchyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AccountWithMachines($id: ID!) {\n  account(id: $id) {\n    name\n    assets(first: 2) {\n      nodes {\n        name\n        serialNumber\n        product {\n          sku\n          name\n        }\n      }\n    }\n    orders(first: 2) {\n      nodes {\n        orderNumber\n        statusCode\n        totalAmount {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.js').AccountWithMachinesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MachineBySerialNumber($serialNumber: String!) {\n  assetBySerialNumber(serialNumber: $serialNumber) {\n    id\n    name\n    status\n    installDate\n    usageEndDate\n    product {\n      sku\n      name\n    }\n    account {\n      name\n      billingAddress {\n        city\n        country\n      }\n    }\n    parent {\n      name\n    }\n    root {\n      serialNumber\n    }\n  }\n}"): typeof import('./graphql.js').MachineBySerialNumberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MachinesSorted($after: String) {\n  assets(\n    first: 5\n    after: $after\n    filter: {or: [{status: {ne: \"Obsolete\"}}, {status: {isNull: true}}], not: {name: {endsWith: \"Installation\"}}}\n    orderBy: {field: USAGE_END_DATE, direction: ASC, nulls: LAST}\n  ) {\n    edges {\n      cursor\n      node {\n        name\n        usageEndDate\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.js').MachinesSortedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MachinesWithComponents($name: String!) {\n  accounts(filter: {name: {contains: $name}}) {\n    nodes {\n      name\n      machines: assets(\n        first: 2\n        filter: {serialNumber: {isNull: false}}\n        orderBy: {field: SERIAL_NUMBER}\n      ) {\n        nodes {\n          serialNumber\n          product {\n            name\n          }\n          children(first: 3) {\n            totalCount\n            nodes {\n              name\n              children(first: 3) {\n                nodes {\n                  name\n                  product {\n                    sku\n                  }\n                }\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.js').MachinesWithComponentsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query NodesById($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    id\n    __typename\n    ... on Account {\n      name\n    }\n    ... on Contact {\n      name\n      account {\n        name\n      }\n    }\n    ... on Asset {\n      serialNumber\n    }\n    ... on Product {\n      sku\n    }\n    ... on Order {\n      orderNumber\n      status\n    }\n    ... on OrderItem {\n      quantity\n    }\n  }\n}"): typeof import('./graphql.js').NodesByIdDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OrdersOfAPeriod($from: Date!, $to: Date!, $amount: Decimal!) {\n  orders(\n    first: 3\n    filter: {statusCode: {eq: ACTIVATED}, effectiveDate: {gte: $from, lte: $to}, totalAmount: {gte: $amount}}\n    orderBy: {field: TOTAL_AMOUNT, direction: DESC}\n  ) {\n    totalCount\n    nodes {\n      orderNumber\n      effectiveDate\n      poNumber\n      totalAmount {\n        amount\n        currencyCode\n      }\n      account {\n        name\n      }\n      items {\n        nodes {\n          quantity\n          unitPrice {\n            amount\n          }\n          totalPrice {\n            amount\n          }\n          product {\n            sku\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.js').OrdersOfAPeriodDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ProductsWithPrices($search: String!) {\n  products(search: $search, filter: {isActive: {eq: true}}, first: 5) {\n    nodes {\n      sku\n      name\n      family\n      prices {\n        priceBookName\n        unitPrice {\n          amount\n          currencyCode\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.js').ProductsWithPricesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
