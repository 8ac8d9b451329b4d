/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** An order to be approved. */
export type ActivateOrderInput = {
  /** A remark for the audit trail. */
  comment?: string | null | undefined;
  /** The order. */
  orderId: string;
};

/** A file for an order. */
export type AttachOrderDocumentInput = {
  /** The content in base64. It has to be what the extension says; the gateway's operator sets how large it may be (MAX_DOCUMENT_MEGABYTES). */
  contentBase64: string;
  /** The file's name with its extension: pdf, png, jpg, gif, webp, tif, txt or csv. */
  fileName: string;
  /** Makes it safe to send the request again: the same key and input within 24 hours attach one file. */
  idempotencyKey?: string | null | undefined;
  /** The order. */
  orderId: string;
};

/** A product and how much of it. */
export type CartLineInput = {
  /** Salesforce id of the product; or else sku. */
  productId?: string | null | undefined;
  /** Greater than 0, with at most 4 decimals. */
  quantity: string;
  /** The product's code; or else productId. */
  sku?: string | null | undefined;
};

/** Where a cart is in its life. */
export type CartStatus =
  /** It can be changed and ordered. */
  | 'ACTIVE'
  /** Somebody has given it up. */
  | 'CANCELED'
  /** It is becoming an order. */
  | 'CHECKING_OUT'
  /** Nobody has touched it for too long. */
  | 'EXPIRED'
  /** It has become an order. */
  | 'ORDERED';

/** How far an attempt to order a cart is. */
export type CheckoutState =
  /** The orders are there. */
  | 'COMPLETED'
  /** Ask again in a moment: the gateway brings it to an end by itself. */
  | 'IN_PROGRESS'
  /** Nothing was ordered, for the userErrors; the cart is open again. */
  | 'REJECTED';

/** What says so. */
export type CoverageSource =
  /** A service contract for the machine. */
  | 'ENTITLEMENT'
  /** The machine's own usageEndDate: there is neither of the others. */
  | 'USAGE_END_DATE'
  /** A warranty of the machine. */
  | 'WARRANTY';

/** Whether somebody answers for a machine today (UTC). */
export type CoverageState =
  /** It is covered. */
  | 'ACTIVE'
  /** It was covered. */
  | 'EXPIRED'
  /** It is going to be covered. */
  | 'NOT_STARTED';

/** A new cart. */
export type CreateCartInput = {
  /** For which account it is. */
  accountId: string;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** What is in it from the beginning. */
  lines?: Array<CartLineInput> | null | undefined;
  /** What the buyer calls it. */
  name?: string | null | undefined;
};

/** What can be done with an order. */
export type OrderAction =
  /** activateOrder: approve it. */
  | 'ACTIVATE'
  /** attachOrderDocument: put a file to it. */
  | 'ATTACH_DOCUMENT'
  /** cancelOrder: call it off. */
  | 'CANCEL'
  /** reorder: make a cart of it. */
  | 'REORDER';

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

/** A cart to be ordered. */
export type PlaceOrderInput = {
  /** Whether to order although prices are not those that the cart has shown. */
  acceptPriceChanges?: boolean | null | undefined;
  /** The cart. */
  cartId: string;
  /** From when the order holds; today in the org's time zone when left out. */
  effectiveDate?: string | null | undefined;
  /** The version of the cart that the buyer has seen; VERSION_MISMATCH when it is another by now. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input give the same checkout, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** Date of the buyer's purchase order. */
  poDate?: string | null | undefined;
  /** The buyer's number of the purchase order, 80 characters at most; the cart's when left out. */
  poNumber?: string | null | undefined;
};

/** A machine to be registered. */
export type RegisterAssetInput = {
  /** The account at which it stands. */
  accountId: string;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** When it was installed. */
  installDate?: string | null | undefined;
  /** Default: the product's name and the serial number. */
  name?: string | null | undefined;
  /** The machine that it is a component of, at the same account. */
  parentId?: string | null | undefined;
  /** Salesforce id of the product; or else sku. */
  productId?: string | null | undefined;
  /** When it was bought. */
  purchaseDate?: string | null | undefined;
  /** The maker's serial number, of which the caller's accounts have one of each product. */
  serialNumber: string;
  /** The product's code; or else productId. */
  sku?: string | null | undefined;
  /** State of the machine, one of the org's own values. */
  status?: string | null | undefined;
};

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

/** What kind of record tells of the service. */
export type ServiceEventKind =
  /** Something that was reported. */
  | 'CASE'
  /** Work that was ordered. */
  | 'WORK_ORDER';

/** What is wrong with an input, in a word. */
export type UserErrorCode =
  /** It contradicts what is stored, or the same key came with another input. */
  | 'CONFLICT'
  /** It is there already. */
  | 'DUPLICATE'
  /** A value does not fit. */
  | 'INVALID'
  /** There would be too many of them. */
  | 'LIMIT_EXCEEDED'
  /** The caller may not do this, or not now. */
  | 'NOT_ALLOWED'
  /** What it refers to is not there, or not for the caller. */
  | 'NOT_FOUND'
  /** The shop has not enough of it. */
  | 'OUT_OF_STOCK'
  /** Something that is needed is missing. */
  | 'REQUIRED'
  /** Somebody else has changed it in the meantime. */
  | 'VERSION_MISMATCH';

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

export type ActivateOrderMutationVariables = Exact<{
  input: ActivateOrderInput;
}>;


export type ActivateOrderMutation = { activateOrder: { order: { id: string, statusCode: OrderStatusCode, activatedAt: string | null, allowedActions: Array<OrderAction> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type AttachOrderDocumentMutationVariables = Exact<{
  input: AttachOrderDocumentInput;
}>;


export type AttachOrderDocumentMutation = { attachOrderDocument: { order: { id: string, documents: Array<{ id: string, title: string, contentSize: number | null, downloadUrl: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type CreateCartMutationVariables = Exact<{
  input: CreateCartInput;
}>;


export type CreateCartMutation = { createCart: { cart: { id: string, version: number, lines: Array<{ sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null }>, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, text: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type MachineFileQueryVariables = Exact<{
  serialNumber: string;
}>;


export type MachineFileQuery = { assetBySerialNumber: { id: string, name: string, status: string | null, installDate: string | null, account: { id: string, name: string } | null, product: { id: string, sku: string | null, name: string } | null, children: { nodes: Array<{ name: string, serialNumber: string | null }> }, coverage: { state: CoverageState, endsOn: string | null, source: CoverageSource } | null, serviceHistory: { nodes: Array<{ kind: ServiceEventKind, number: string | null, subject: string | null, status: string | null, openedAt: string }> }, orders: { nodes: Array<{ orderNumber: string, statusCode: OrderStatusCode }> } } | null };

export type OrderListQueryVariables = Exact<{
  first: number;
}>;


export type OrderListQuery = { orders: { nodes: Array<{ id: string, orderNumber: string, statusCode: OrderStatusCode, poNumber: string | null, effectiveDate: string, totalAmount: { amount: string, currencyCode: string }, items: { nodes: Array<{ quantity: string, product: { sku: string | null, name: string } | null }> }, documents: Array<{ title: string, downloadUrl: string }> }> } };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { placeOrder: { checkout: { id: string, state: CheckoutState } | null, orders: Array<{ id: string, orderNumber: string, statusCode: OrderStatusCode, poNumber: string | null, totalAmount: { amount: string, currencyCode: string } }>, cart: { id: string, status: CartStatus, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type RegisterAssetMutationVariables = Exact<{
  input: RegisterAssetInput;
}>;


export type RegisterAssetMutation = { registerAsset: { asset: { id: string, name: string, serialNumber: string | null, coverage: { state: CoverageState, endsOn: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

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
    `, {"hash":"sha256:2b1e4083bc9ea3edd51d17fa57fc7185baa686ff626b322a9c8b84258cf96df0"}) as unknown as TypedDocumentString<AccountHierarchyQuery, AccountHierarchyQueryVariables>;
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
    `, {"hash":"sha256:e58695aa76bacb33a29d62be1340d848df346a529d79577c97d8bf3f06da8813"}) as unknown as TypedDocumentString<AccountWithMachinesQuery, AccountWithMachinesQueryVariables>;
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
    `, {"hash":"sha256:2b318090a79b55fd6dd06940dc13b6dea8c1232a749b30712f6bba99800d8078"}) as unknown as TypedDocumentString<ErrorsQuery, ErrorsQueryVariables>;
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
    `, {"hash":"sha256:f05709782df50f6e672d18b8f66f4323a7db88e7eeaeb0a0ff629aac434e42d5"}) as unknown as TypedDocumentString<MachineBySerialNumberQuery, MachineBySerialNumberQueryVariables>;
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
    `, {"hash":"sha256:caf07ab88fc220322ad6c254759b03871c96c2a99035d2b2028583539e726a82"}) as unknown as TypedDocumentString<MachinesFilteredQuery, MachinesFilteredQueryVariables>;
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
    `, {"hash":"sha256:44be67cecfd58e26a616cb493b7944983fa3f9332cd96c3784e7b4617e192ba8"}) as unknown as TypedDocumentString<MachinesSortedQuery, MachinesSortedQueryVariables>;
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
    `, {"hash":"sha256:d605564be96d94b112534384e662081f67e044df14c71b03f46e433a4e823f74"}) as unknown as TypedDocumentString<MachinesWithComponentsQuery, MachinesWithComponentsQueryVariables>;
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
    `, {"hash":"sha256:e0d66341153b4bba571f1ce5613f0f06d4451df02677e1f3b752e243b2161eb5"}) as unknown as TypedDocumentString<NodesByIdQuery, NodesByIdQueryVariables>;
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
    `, {"hash":"sha256:40d0624b76fd8a243c2e5ef70682fcab2a204a8e7c98d9ee6cc096622d93d219"}) as unknown as TypedDocumentString<OrdersOfAPeriodQuery, OrdersOfAPeriodQueryVariables>;
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
    `, {"hash":"sha256:65aaf5ba5c70b11e1ebc81b17d97e9b342440d5fa38b5e3ce1c0fcd3aa070c36"}) as unknown as TypedDocumentString<ProductsWithPricesQuery, ProductsWithPricesQueryVariables>;
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
    `, {"hash":"sha256:af33ae3f26b89ebe60cc3be94594b8333101c09cf6cb5ebffa7ea7de20a3fe01"}) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const ActivateOrderDocument = new TypedDocumentString(`
    mutation ActivateOrder($input: ActivateOrderInput!) {
  activateOrder(input: $input) {
    order {
      id
      statusCode
      activatedAt
      allowedActions
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:d28a26dc60e9e023679742d4a64036b8b69d3f43ce24d30f825bbc3ee9718ce1"}) as unknown as TypedDocumentString<ActivateOrderMutation, ActivateOrderMutationVariables>;
export const AttachOrderDocumentDocument = new TypedDocumentString(`
    mutation AttachOrderDocument($input: AttachOrderDocumentInput!) {
  attachOrderDocument(input: $input) {
    order {
      id
      documents {
        id
        title
        contentSize
        downloadUrl
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:b93821bf4597e06d56de4c8399b3e6c937e09d16bee4d2653ed3240b1537b94c"}) as unknown as TypedDocumentString<AttachOrderDocumentMutation, AttachOrderDocumentMutationVariables>;
export const CreateCartDocument = new TypedDocumentString(`
    mutation CreateCart($input: CreateCartInput!) {
  createCart(input: $input) {
    cart {
      id
      version
      lines {
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        text
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:f6e4337cf3669f7d103b3651f639de4f7244f5d3cf57358fbc3164e2d334e461"}) as unknown as TypedDocumentString<CreateCartMutation, CreateCartMutationVariables>;
export const MachineFileDocument = new TypedDocumentString(`
    query MachineFile($serialNumber: String!) {
  assetBySerialNumber(serialNumber: $serialNumber) {
    id
    name
    status
    installDate
    account {
      id
      name
    }
    product {
      id
      sku
      name
    }
    children(first: 20) {
      nodes {
        name
        serialNumber
      }
    }
    coverage {
      state
      endsOn
      source
    }
    serviceHistory(first: 10) {
      nodes {
        kind
        number
        subject
        status
        openedAt
      }
    }
    orders(first: 5) {
      nodes {
        orderNumber
        statusCode
      }
    }
  }
}
    `, {"hash":"sha256:c3ba9fd30da2b3b7663420b158e38d4ed359d4272a7c2bd82f6cfec3419967dd"}) as unknown as TypedDocumentString<MachineFileQuery, MachineFileQueryVariables>;
export const OrderListDocument = new TypedDocumentString(`
    query OrderList($first: Int!) {
  orders(first: $first) {
    nodes {
      id
      orderNumber
      statusCode
      poNumber
      effectiveDate
      totalAmount {
        amount
        currencyCode
      }
      items(first: 20) {
        nodes {
          quantity
          product {
            sku
            name
          }
        }
      }
      documents {
        title
        downloadUrl
      }
    }
  }
}
    `, {"hash":"sha256:ac9e4888da853a47c0b198f4189bf0e79190280d1b5963c299875779a59eda5b"}) as unknown as TypedDocumentString<OrderListQuery, OrderListQueryVariables>;
export const PlaceOrderDocument = new TypedDocumentString(`
    mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    checkout {
      id
      state
    }
    orders {
      id
      orderNumber
      statusCode
      poNumber
      totalAmount {
        amount
        currencyCode
      }
    }
    cart {
      id
      status
      version
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:6928b2369e2f230b35ebcbc8f66b5d209e6934ee7d0cfebe932ef328725c572d"}) as unknown as TypedDocumentString<PlaceOrderMutation, PlaceOrderMutationVariables>;
export const RegisterAssetDocument = new TypedDocumentString(`
    mutation RegisterAsset($input: RegisterAssetInput!) {
  registerAsset(input: $input) {
    asset {
      id
      name
      serialNumber
      coverage {
        state
        endsOn
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:e7cff3b5a5f22ae13495c4003713227b8290f7de3f2550802d16de1bb22150f2"}) as unknown as TypedDocumentString<RegisterAssetMutation, RegisterAssetMutationVariables>;