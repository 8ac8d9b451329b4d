/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Where an order stands in its life, whatever the org calls it. */
export type OrderStatusCode =
  /** Approved and binding. */
  | 'ACTIVATED'
  /** Called off. */
  | 'CANCELED'
  /** Can still be changed. */
  | 'DRAFT'
  /** Ended by time. */
  | 'EXPIRED'
  /** Replaced by another order. */
  | 'SUPERSEDED';

/** What can be searched. */
export type SearchType =
  /** Accounts, by name and web site. */
  | 'ACCOUNT'
  /** Machines, by name and serial number. */
  | 'ASSET'
  /** People at accounts, by name. */
  | 'CONTACT'
  /** Orders, by number. */
  | 'ORDER'
  /** Products, by all of their texts: name, SKU, description. */
  | 'PRODUCT';

export type AccountHierarchyQueryVariables = Exact<{
  name: string;
}>;


export type AccountHierarchyQuery = { accounts: { nodes: Array<{ name: string, children: { totalCount: number, nodes: Array<{ name: string, parent: { name: string } | null, contacts: { nodes: Array<{ name: string, title: string | null, email: string | null }> } }> } }> } };

export type AccountWithMachinesQueryVariables = Exact<{
  id: string;
}>;


export type AccountWithMachinesQuery = { account: { name: string, assets: { nodes: Array<{ name: string, serialNumber: string | null, product: { sku: string | null, name: string } | null }> }, orders: { nodes: Array<{ orderNumber: string, statusCode: OrderStatusCode, totalAmount: { amount: string, currencyCode: string } }> } } | null };

export type ErrorsQueryVariables = Exact<{ [key: string]: never; }>;


export type ErrorsQuery = { malformed: { name: string } | null, anotherType: { orderNumber: string } | null, unknown: { name: string } | null, ambiguous: { name: string } | null, found: { name: string } | null };

export type MachineBySerialNumberQueryVariables = Exact<{
  serialNumber: string;
}>;


export type MachineBySerialNumberQuery = { assetBySerialNumber: { id: string, name: string, status: string | null, installDate: string | null, usageEndDate: string | null, product: { sku: string | null, name: string } | null, account: { name: string, billingAddress: { city: string | null, country: string | null } | null } | null, parent: { name: string } | null, root: { serialNumber: string | null } | null } | null };

export type MachinesFilteredQueryVariables = Exact<{
  installedSince: string;
  changedBefore: string;
}>;


export type MachinesFilteredQuery = { assets: { totalCount: number, nodes: Array<{ name: string, serialNumber: string | null, price: { amount: string } | null }> } };

export type MachinesSortedQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type MachinesSortedQuery = { assets: { edges: Array<{ cursor: string, node: { name: string, usageEndDate: string | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, endCursor: string | null } } };

export type MachinesWithComponentsQueryVariables = Exact<{
  name: string;
}>;


export type MachinesWithComponentsQuery = { accounts: { nodes: Array<{ name: string, machines: { nodes: Array<{ serialNumber: string | null, product: { name: string } | null, children: { totalCount: number, nodes: Array<{ name: string, children: { nodes: Array<{ name: string, product: { sku: string | null } | null }> } }> } }> } }> } };

export type NodesByIdQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type NodesByIdQuery = { nodes: Array<
    | { __typename: 'Account', name: string, id: string }
    | { __typename: 'AccountMapping', id: string }
    | { __typename: 'Asset', serialNumber: string | null, id: string }
    | { __typename: 'Cart', id: string }
    | { __typename: 'CartLine', id: string }
    | { __typename: 'Checkout', id: string }
    | { __typename: 'Contact', name: string, id: string, account: { name: string } | null }
    | { __typename: 'Order', orderNumber: string, status: string, id: string }
    | { __typename: 'OrderDocument', id: string }
    | { __typename: 'OrderItem', quantity: string, id: string }
    | { __typename: 'Organization', id: string }
    | { __typename: 'Product', sku: string | null, id: string }
   | null> };

export type OrdersOfAPeriodQueryVariables = Exact<{
  from: string;
  to: string;
  amount: string;
}>;


export type OrdersOfAPeriodQuery = { orders: { totalCount: number, nodes: Array<{ orderNumber: string, effectiveDate: string, poNumber: string | null, totalAmount: { amount: string, currencyCode: string }, account: { name: string }, items: { nodes: Array<{ quantity: string, unitPrice: { amount: string }, totalPrice: { amount: string }, product: { sku: string | null } | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductsWithPricesQueryVariables = Exact<{
  search: string;
}>;


export type ProductsWithPricesQuery = { products: { nodes: Array<{ sku: string | null, name: string, family: string | null, prices: Array<{ priceBookName: string, unitPrice: { amount: string, currencyCode: string } }> }> } };

export type SearchQueryVariables = Exact<{
  text: string;
  types?: Array<SearchType> | SearchType | null | undefined;
  first?: number | null | undefined;
}>;


export type SearchQuery = { search: Array<
    | { __typename: 'Account', id: string, name: string }
    | { __typename: 'Asset', id: string, serialNumber: string | null, name: string, account: { name: string } | null }
    | { __typename: 'Contact', id: string, name: string, email: string | null }
    | { __typename: 'Order', id: string, orderNumber: string, status: string }
    | { __typename: 'Product', id: string, sku: string | null, name: string }
  > };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const AccountHierarchyDocument = new TypedDocumentString(`
    query AccountHierarchy($name: String!) {
  accounts(filter: {name: {eq: $name}}) {
    nodes {
      name
      children(first: 10) {
        totalCount
        nodes {
          name
          parent {
            name
          }
          contacts(first: 5) {
            nodes {
              name
              title
              email
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountHierarchyQuery, AccountHierarchyQueryVariables>;
export const AccountWithMachinesDocument = new TypedDocumentString(`
    query AccountWithMachines($id: ID!) {
  account(id: $id) {
    name
    assets(first: 2, filter: {parentId: {eq: null}}) {
      nodes {
        name
        serialNumber
        product {
          sku
          name
        }
      }
    }
    orders(first: 2) {
      nodes {
        orderNumber
        statusCode
        totalAmount {
          amount
          currencyCode
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountWithMachinesQuery, AccountWithMachinesQueryVariables>;
export const ErrorsDocument = new TypedDocumentString(`
    query Errors {
  malformed: account(id: "001Lo0000000005IAB") {
    name
  }
  anotherType: order(id: "001Lo0000000005IAA") {
    orderNumber
  }
  unknown: account(id: "001000000009999AAA") {
    name
  }
  ambiguous: assetBySerialNumber(serialNumber: "GC1020-000077") {
    name
  }
  found: productBySku(sku: "gc5060") {
    name
  }
}
    `) as unknown as TypedDocumentString<ErrorsQuery, ErrorsQueryVariables>;
export const MachineBySerialNumberDocument = new TypedDocumentString(`
    query MachineBySerialNumber($serialNumber: String!) {
  assetBySerialNumber(serialNumber: $serialNumber) {
    id
    name
    status
    installDate
    usageEndDate
    product {
      sku
      name
    }
    account {
      name
      billingAddress {
        city
        country
      }
    }
    parent {
      name
    }
    root {
      serialNumber
    }
  }
}
    `) as unknown as TypedDocumentString<MachineBySerialNumberQuery, MachineBySerialNumberQueryVariables>;
export const MachinesFilteredDocument = new TypedDocumentString(`
    query MachinesFiltered($installedSince: Date!, $changedBefore: DateTime!) {
  assets(
    filter: {name: {contains: "plant", ne: "nothing", notIn: ["none"], startsWith: "g"}, serialNumber: {isNull: false, endsWith: "1", in: ["GC1040-000101", "GC5060-000101", "GC1020-000181"]}, quantity: {eq: 1, gte: "1.00", lte: 1, in: [1, 2]}, installDate: {gt: $installedSince}, usageEndDate: {gte: "2030-01-01", lt: "2040-01-01"}, price: {gt: 100, ne: "0.00"}, createdAt: {lt: $changedBefore}, accountId: {in: ["001Lo0000000005", "001Lo0000000007IAA"]}, parentId: {eq: null}, and: [{status: {eq: "installed"}}], or: [{name: {startsWith: "GenWatt"}}, {price: {isNull: true}}], not: {or: [{status: {in: ["Obsolete"]}}, {usageEndDate: {isNull: true}}]}}
  ) {
    totalCount
    nodes {
      name
      serialNumber
      price {
        amount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MachinesFilteredQuery, MachinesFilteredQueryVariables>;
export const MachinesSortedDocument = new TypedDocumentString(`
    query MachinesSorted($after: String) {
  assets(
    first: 5
    after: $after
    filter: {or: [{status: {ne: "Obsolete"}}, {status: {isNull: true}}], not: {name: {endsWith: "Installation"}}}
    orderBy: {field: USAGE_END_DATE, direction: ASC, nulls: LAST}
  ) {
    edges {
      cursor
      node {
        name
        usageEndDate
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<MachinesSortedQuery, MachinesSortedQueryVariables>;
export const MachinesWithComponentsDocument = new TypedDocumentString(`
    query MachinesWithComponents($name: String!) {
  accounts(filter: {name: {contains: $name}}) {
    nodes {
      name
      machines: assets(
        first: 2
        filter: {parentId: {eq: null}, serialNumber: {isNull: false}}
        orderBy: {field: SERIAL_NUMBER}
      ) {
        nodes {
          serialNumber
          product {
            name
          }
          children(first: 3) {
            totalCount
            nodes {
              name
              children(first: 3) {
                nodes {
                  name
                  product {
                    sku
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MachinesWithComponentsQuery, MachinesWithComponentsQueryVariables>;
export const NodesByIdDocument = new TypedDocumentString(`
    query NodesById($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    __typename
    ... on Account {
      name
    }
    ... on Contact {
      name
      account {
        name
      }
    }
    ... on Asset {
      serialNumber
    }
    ... on Product {
      sku
    }
    ... on Order {
      orderNumber
      status
    }
    ... on OrderItem {
      quantity
    }
  }
}
    `) as unknown as TypedDocumentString<NodesByIdQuery, NodesByIdQueryVariables>;
export const OrdersOfAPeriodDocument = new TypedDocumentString(`
    query OrdersOfAPeriod($from: Date!, $to: Date!, $amount: Decimal!) {
  orders(
    first: 3
    filter: {statusCode: {eq: ACTIVATED}, effectiveDate: {gte: $from, lte: $to}, totalAmount: {gte: $amount}}
    orderBy: {field: TOTAL_AMOUNT, direction: DESC}
  ) {
    totalCount
    nodes {
      orderNumber
      effectiveDate
      poNumber
      totalAmount {
        amount
        currencyCode
      }
      account {
        name
      }
      items {
        nodes {
          quantity
          unitPrice {
            amount
          }
          totalPrice {
            amount
          }
          product {
            sku
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<OrdersOfAPeriodQuery, OrdersOfAPeriodQueryVariables>;
export const ProductsWithPricesDocument = new TypedDocumentString(`
    query ProductsWithPrices($search: String!) {
  products(search: $search, filter: {isActive: {eq: true}}, first: 5) {
    nodes {
      sku
      name
      family
      prices {
        priceBookName
        unitPrice {
          amount
          currencyCode
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProductsWithPricesQuery, ProductsWithPricesQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $types: [SearchType!], $first: Int = 10) {
  search(query: $text, types: $types, first: $first) {
    __typename
    ... on Account {
      id
      name
    }
    ... on Asset {
      id
      serialNumber
      name
      account {
        name
      }
    }
    ... on Order {
      id
      orderNumber
      status
    }
    ... on Product {
      id
      sku
      name
    }
    ... on Contact {
      id
      name
      email
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;