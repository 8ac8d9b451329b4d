/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from "../document.ts";
/** An order to be approved. */
export type ActivateOrderInput = {
  /** A remark for the audit trail. */
  comment?: string | null | undefined;
  /** The order. */
  orderId: string;
};

/** Products to add. Their quantities are added to what is there, so that the version does not matter. */
export type AddCartLinesInput = {
  /** The cart. */
  cartId: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** The products. */
  lines: Array<CartLineInput>;
};

/** A postal address. */
export type AddressInput = {
  /** City. */
  city?: string | null | undefined;
  /** Country. */
  country?: string | null | undefined;
  /** Postal code. */
  postalCode?: string | null | undefined;
  /** State or province. */
  state?: string | null | undefined;
  /** Street and number; may have several lines. */
  street?: string | null | undefined;
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

/** A cart to give up. */
export type CancelCartInput = {
  /** The cart. */
  cartId: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
};

/** An order to be called off. */
export type CancelOrderInput = {
  /** The order. */
  orderId: string;
  /** A remark for the audit trail. */
  reason?: string | null | undefined;
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

/** A line and its new quantity. */
export type CartLineUpdateInput = {
  /** The line. */
  lineId: string;
  /** The new quantity; 0 removes the line. */
  quantity: string;
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

/** How a cart stands to the web store's. */
export type CartSyncState =
  /** The web store refuses a change, or could not be reached for long; lastError says why. */
  | 'FAILED'
  /** There is no web store: prices come from the price book. */
  | 'LOCAL'
  /** Changes are on their way to the web store; prices are those of the last time. */
  | 'PENDING'
  /** The web store has the same. */
  | 'SYNCED';

/** How far an attempt to order a cart is. */
export type CheckoutState =
  /** The orders are there. */
  | 'COMPLETED'
  /** Ask again in a moment: the gateway brings it to an end by itself. */
  | 'IN_PROGRESS'
  /** Nothing was ordered, for the userErrors; the cart is open again. */
  | 'REJECTED';

/** A cart to empty. */
export type ClearCartInput = {
  /** The cart. */
  cartId: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
};

/** A cart to copy, with its lines and details. */
export type CloneCartInput = {
  /** The cart. */
  cartId: string;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** What the copy is called; the same when left out. */
  name?: string | null | undefined;
};

/** A coupon for a cart. */
export type CouponInput = {
  /** The cart. */
  cartId: string;
  /** Its code, in any case. */
  code: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
};

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

/** A quick order: rows that were pasted or read from a file. */
export type ImportCartLinesInput = {
  /** The cart. */
  cartId: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** One product a row: its code and how many, separated by a comma, semicolon, tab or blanks; a heading is skipped. 500 rows at most. */
  text: string;
};

/** Two carts of one account to make one. The source is canceled. */
export type MergeCartsInput = {
  /** Of the target. The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** The cart whose lines are taken over. */
  sourceCartId: string;
  /** What becomes of products in both. */
  strategy?: MergeStrategy;
  /** The cart that stays. */
  targetCartId: string;
};

/** What becomes of products that are in both carts. */
export type MergeStrategy =
  /** The quantities are added. */
  | 'ADD'
  /** The target's quantity stays; products that it does not have are taken over. */
  | 'KEEP_TARGET'
  /** The target has what the source has, and nothing else. */
  | 'REPLACE';

/** How much a message matters. */
export type MessageSeverity =
  /** The cart cannot be ordered like this. */
  | 'ERROR'
  /** Good to know. */
  | 'INFO'
  /** Something is different from what the buyer may expect. */
  | 'WARNING';

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

/** Lines to remove. */
export type RemoveCartLinesInput = {
  /** The cart. */
  cartId: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** The lines. */
  lineIds: Array<string>;
};

/** An order to be ordered again. */
export type ReorderInput = {
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same cart. */
  idempotencyKey?: string | null | undefined;
  /** The order. */
  orderId: string;
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

/** What is different of a machine; what is left out stays, null empties. */
export type UpdateAssetInput = {
  /** The machine. */
  assetId: string;
  /** Who looks after it, one of the same account's people. */
  contactId?: string | null | undefined;
  /** Free text. */
  description?: string | null | undefined;
  /** The updatedAt that the caller has seen, to the second; VERSION_MISMATCH when the machine was changed since. Without it the newest is changed. */
  expectedUpdatedAt?: string | null | undefined;
  /** When it was installed. */
  installDate?: string | null | undefined;
  /** The machine's name; it needs one. */
  name?: string | null | undefined;
  /** The machine that it is a component of, at the same account; null: of none. */
  parentId?: string | null | undefined;
  /** When it was bought. */
  purchaseDate?: string | null | undefined;
  /** How many pieces this record stands for. */
  quantity?: string | null | undefined;
  /** The maker's serial number, of which the caller's accounts have one of each product. */
  serialNumber?: string | null | undefined;
  /** State of the machine, one of the org's own values. */
  status?: string | null | undefined;
  /** When its use, or its warranty, ends. */
  usageEndDate?: string | null | undefined;
};

/** What else is to be known of a cart. What is left out stays, null empties. */
export type UpdateCartDetailsInput = {
  /** The cart. */
  cartId: string;
  /** Where it is to be delivered. */
  deliveryAddress?: AddressInput | null | undefined;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** What the buyer calls it. */
  name?: string | null | undefined;
  /** The buyer's own notes; they stay in the gateway. */
  notes?: string | null | undefined;
  /** The buyer's number of the purchase order. */
  poNumber?: string | null | undefined;
};

/** Quantities to set. */
export type UpdateCartLinesInput = {
  /** The cart. */
  cartId: string;
  /** The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed. */
  expectedVersion?: number | null | undefined;
  /** Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** The lines. */
  lines: Array<CartLineUpdateInput>;
};

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

/** What kind of caller a token stands for. */
export type ViewerKind =
  /** A program of a partner. */
  | 'CLIENT'
  /** A person. */
  | 'USER';

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

export type AddCartLinesMutationVariables = Exact<{
  input: AddCartLinesInput;
}>;


export type AddCartLinesMutation = { addCartLines: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ApplyCouponMutationVariables = Exact<{
  input: CouponInput;
}>;


export type ApplyCouponMutation = { applyCoupon: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type AttachOrderDocumentMutationVariables = Exact<{
  input: AttachOrderDocumentInput;
}>;


export type AttachOrderDocumentMutation = { attachOrderDocument: { order: { id: string, documents: Array<{ id: string, title: string, contentSize: number | null, downloadUrl: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type CancelCartMutationVariables = Exact<{
  input: CancelCartInput;
}>;


export type CancelCartMutation = { cancelCart: { cart: { id: string, version: number, status: CartStatus } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type CancelOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type CancelOrderMutation = { cancelOrder: { order: { id: string, statusCode: OrderStatusCode, allowedActions: Array<OrderAction> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type CartListQueryVariables = Exact<{
  accountId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CartListQuery = { carts: { nodes: Array<{ id: string, name: string | null, version: number, updatedAt: string, lineCount: number, total: { amount: string, currencyCode: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CartQueryVariables = Exact<{
  id: string;
}>;


export type CartQuery = { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null };

export type CheckoutQueryVariables = Exact<{
  id: string;
}>;


export type CheckoutQuery = { checkout: { id: string, state: CheckoutState, startedAt: string, finishedAt: string | null, orders: Array<{ id: string, orderNumber: string, statusCode: OrderStatusCode, totalAmount: { amount: string, currencyCode: string } }>, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type ClearCartMutationVariables = Exact<{
  input: ClearCartInput;
}>;


export type ClearCartMutation = { clearCart: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type CloneCartMutationVariables = Exact<{
  input: CloneCartInput;
}>;


export type CloneCartMutation = { cloneCart: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type CreateCartMutationVariables = Exact<{
  input: CreateCartInput;
}>;


export type CreateCartMutation = { createCart: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ImportCartLinesMutationVariables = Exact<{
  input: ImportCartLinesInput;
}>;


export type ImportCartLinesMutation = { importCartLines: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type MachineFileQueryVariables = Exact<{
  serialNumber: string;
}>;


export type MachineFileQuery = { assetBySerialNumber: { id: string, name: string, status: string | null, installDate: string | null, account: { id: string, name: string } | null, product: { id: string, sku: string | null, name: string } | null, children: { nodes: Array<{ name: string, serialNumber: string | null }> }, coverage: { state: CoverageState, endsOn: string | null, source: CoverageSource } | null, serviceHistory: { nodes: Array<{ kind: ServiceEventKind, number: string | null, subject: string | null, status: string | null, openedAt: string }> }, orders: { nodes: Array<{ orderNumber: string, statusCode: OrderStatusCode }> } } | null };

export type MachineListQueryVariables = Exact<{
  accountId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MachineListQuery = { account: { id: string, name: string, assets: { totalCount: number, nodes: Array<{ id: string, name: string, serialNumber: string | null, status: string | null, installDate: string | null, product: { id: string, sku: string | null, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type MergeCartsMutationVariables = Exact<{
  input: MergeCartsInput;
}>;


export type MergeCartsMutation = { mergeCarts: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type OrderByNumberQueryVariables = Exact<{
  orderNumber: string;
}>;


export type OrderByNumberQuery = { orderByNumber: { id: string, orderNumber: string, status: string, statusCode: OrderStatusCode, poNumber: string | null, effectiveDate: string, allowedActions: Array<OrderAction>, totalAmount: { amount: string, currencyCode: string }, shippingAddress: { street: string | null, city: string | null, state: string | null, postalCode: string | null, country: string | null } | null, items: { nodes: Array<{ quantity: string, unitPrice: { amount: string, currencyCode: string }, totalPrice: { amount: string, currencyCode: string }, product: { sku: string | null, name: string } | null }>, pageInfo: { hasNextPage: boolean } }, documents: Array<{ id: string, title: string, fileType: string | null, contentSize: number | null, downloadUrl: string }> } | null };

export type OrderDocumentsQueryVariables = Exact<{
  id: string;
}>;


export type OrderDocumentsQuery = { order: { id: string, documents: Array<{ id: string, title: string, fileType: string | null, contentSize: number | null, createdAt: string, downloadUrl: string }> } | null };

export type OrderListQueryVariables = Exact<{
  first: number;
}>;


export type OrderListQuery = { orders: { nodes: Array<{ id: string, orderNumber: string, statusCode: OrderStatusCode, poNumber: string | null, effectiveDate: string, totalAmount: { amount: string, currencyCode: string }, items: { nodes: Array<{ quantity: string, product: { sku: string | null, name: string } | null }> }, documents: Array<{ title: string, downloadUrl: string }> }> } };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { placeOrder: { checkout: { id: string, state: CheckoutState } | null, orders: Array<{ id: string, orderNumber: string, statusCode: OrderStatusCode, poNumber: string | null, totalAmount: { amount: string, currencyCode: string } }>, cart: { id: string, status: CartStatus, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ProductBySkuQueryVariables = Exact<{
  sku: string;
}>;


export type ProductBySkuQuery = { productBySku: { id: string, sku: string | null, name: string, description: string | null, family: string | null, isActive: boolean, prices: Array<{ priceBookName: string, unitPrice: { amount: string, currencyCode: string } }> } | null };

export type ProductListQueryVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ProductListQuery = { products: { nodes: Array<{ id: string, sku: string | null, name: string, family: string | null, prices: Array<{ priceBookName: string, unitPrice: { amount: string, currencyCode: string } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RegisterAssetMutationVariables = Exact<{
  input: RegisterAssetInput;
}>;


export type RegisterAssetMutation = { registerAsset: { asset: { id: string, name: string, serialNumber: string | null, coverage: { state: CoverageState, endsOn: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type RemoveCartLinesMutationVariables = Exact<{
  input: RemoveCartLinesInput;
}>;


export type RemoveCartLinesMutation = { removeCartLines: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type RemoveCouponMutationVariables = Exact<{
  input: CouponInput;
}>;


export type RemoveCouponMutation = { removeCoupon: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ReorderMutationVariables = Exact<{
  input: ReorderInput;
}>;


export type ReorderMutation = { reorder: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type UpdateAssetMutationVariables = Exact<{
  input: UpdateAssetInput;
}>;


export type UpdateAssetMutation = { updateAsset: { asset: { id: string, name: string, description: string | null, status: string | null, updatedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type UpdateCartDetailsMutationVariables = Exact<{
  input: UpdateCartDetailsInput;
}>;


export type UpdateCartDetailsMutation = { updateCartDetails: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type UpdateCartLinesMutationVariables = Exact<{
  input: UpdateCartLinesInput;
}>;


export type UpdateCartLinesMutation = { updateCartLines: { cart: { id: string, version: number, status: CartStatus, name: string | null, poNumber: string | null, lines: Array<{ id: string, sku: string | null, quantity: string, unitPrice: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, messages: Array<{ code: string, severity: MessageSeverity, text: string }> }>, coupons: Array<{ code: string }>, subtotal: { amount: string, currencyCode: string } | null, discount: { amount: string, currencyCode: string } | null, total: { amount: string, currencyCode: string } | null, problems: Array<{ code: string, lineId: string | null, text: string }>, sync: { state: CartSyncState, pricedAt: string | null, pendingChanges: number } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { id: string, kind: ViewerKind, displayName: string | null, scopes: Array<string>, accounts: { nodes: Array<{ id: string, name: string }> } } | null };

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
export const AddCartLinesDocument = new TypedDocumentString(`
    mutation AddCartLines($input: AddCartLinesInput!) {
  addCartLines(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:b9eb3da39a14c76a6fe4500c6e9808a2b005d09ecc123f18ae7e7b8d8a2640db"}) as unknown as TypedDocumentString<AddCartLinesMutation, AddCartLinesMutationVariables>;
export const ApplyCouponDocument = new TypedDocumentString(`
    mutation ApplyCoupon($input: CouponInput!) {
  applyCoupon(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:89e71a3019e8a2cf6396bf393fcccaaeb78ca362b540d1ecd4c828cf72b55e0f"}) as unknown as TypedDocumentString<ApplyCouponMutation, ApplyCouponMutationVariables>;
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
export const CancelCartDocument = new TypedDocumentString(`
    mutation CancelCart($input: CancelCartInput!) {
  cancelCart(input: $input) {
    cart {
      id
      version
      status
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:44bcb70afb908d8a587c6131c2a398e0d57607e8713d44a086062c655eb29921"}) as unknown as TypedDocumentString<CancelCartMutation, CancelCartMutationVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($input: CancelOrderInput!) {
  cancelOrder(input: $input) {
    order {
      id
      statusCode
      allowedActions
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:758f547a078c9ab2a2b73851a2a8231a75867bc79e594933050212ae72ac1706"}) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const CartListDocument = new TypedDocumentString(`
    query CartList($accountId: ID!, $first: Int = 20, $after: String) {
  carts(accountId: $accountId, status: ACTIVE, first: $first, after: $after) {
    nodes {
      id
      name
      version
      updatedAt
      lineCount
      total {
        amount
        currencyCode
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:0182e2ea427dd4c4b39354e98471dc573fef5105fdb08d769126f24dbd8aefdc"}) as unknown as TypedDocumentString<CartListQuery, CartListQueryVariables>;
export const CartDocument = new TypedDocumentString(`
    query Cart($id: ID!) {
  cart(id: $id) {
    id
    version
    status
    name
    poNumber
    lines {
      id
      sku
      quantity
      unitPrice {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      messages {
        code
        severity
        text
      }
    }
    coupons {
      code
    }
    subtotal {
      amount
      currencyCode
    }
    discount {
      amount
      currencyCode
    }
    total {
      amount
      currencyCode
    }
    problems {
      code
      lineId
      text
    }
    sync {
      state
      pricedAt
      pendingChanges
    }
  }
}
    `, {"hash":"sha256:72ca44e1b75d1250d1ecae92e4789fd92dcba858b1c412fd57e6fad6d88c1d2a"}) as unknown as TypedDocumentString<CartQuery, CartQueryVariables>;
export const CheckoutDocument = new TypedDocumentString(`
    query Checkout($id: ID!) {
  checkout(id: $id) {
    id
    state
    startedAt
    finishedAt
    orders {
      id
      orderNumber
      statusCode
      totalAmount {
        amount
        currencyCode
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:e9fa76ee148fdc36efe49f09bc46112ba017efa4a3f49623cc5449eb92d50d3b"}) as unknown as TypedDocumentString<CheckoutQuery, CheckoutQueryVariables>;
export const ClearCartDocument = new TypedDocumentString(`
    mutation ClearCart($input: ClearCartInput!) {
  clearCart(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:00ae617379075e7fb351f4011de538888ef8619c468e19ee6c94585ce0ffe42f"}) as unknown as TypedDocumentString<ClearCartMutation, ClearCartMutationVariables>;
export const CloneCartDocument = new TypedDocumentString(`
    mutation CloneCart($input: CloneCartInput!) {
  cloneCart(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c6b01dfcaa0fd441989a9da23090aa600f33056c9c14c147b84678002b3de95c"}) as unknown as TypedDocumentString<CloneCartMutation, CloneCartMutationVariables>;
export const CreateCartDocument = new TypedDocumentString(`
    mutation CreateCart($input: CreateCartInput!) {
  createCart(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:337353b9ca91b4460e610a3e9891b2384b4968fbf6d3789f2dbf00ce5e8ad62f"}) as unknown as TypedDocumentString<CreateCartMutation, CreateCartMutationVariables>;
export const ImportCartLinesDocument = new TypedDocumentString(`
    mutation ImportCartLines($input: ImportCartLinesInput!) {
  importCartLines(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:7e7e4e772fba15e2e5b581693f43311783cc513843c784cf4d7f490d1fea990d"}) as unknown as TypedDocumentString<ImportCartLinesMutation, ImportCartLinesMutationVariables>;
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
export const MachineListDocument = new TypedDocumentString(`
    query MachineList($accountId: ID!, $first: Int = 50, $after: String) {
  account(id: $accountId) {
    id
    name
    assets(
      first: $first
      after: $after
      filter: {parentId: {eq: null}}
      orderBy: {field: INSTALL_DATE, direction: DESC}
    ) {
      totalCount
      nodes {
        id
        name
        serialNumber
        status
        installDate
        product {
          id
          sku
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `, {"hash":"sha256:f4c5c4ba6febc4b04572e7322a8dcc8757137caf1c2b96638e335dc8c061e5a2"}) as unknown as TypedDocumentString<MachineListQuery, MachineListQueryVariables>;
export const MergeCartsDocument = new TypedDocumentString(`
    mutation MergeCarts($input: MergeCartsInput!) {
  mergeCarts(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:050dcc0ae3ec8802b16939988efa0663144a065f92bb1959832ca26c554e6060"}) as unknown as TypedDocumentString<MergeCartsMutation, MergeCartsMutationVariables>;
export const OrderByNumberDocument = new TypedDocumentString(`
    query OrderByNumber($orderNumber: String!) {
  orderByNumber(orderNumber: $orderNumber) {
    id
    orderNumber
    status
    statusCode
    poNumber
    effectiveDate
    totalAmount {
      amount
      currencyCode
    }
    allowedActions
    shippingAddress {
      street
      city
      state
      postalCode
      country
    }
    items(first: 200) {
      nodes {
        quantity
        unitPrice {
          amount
          currencyCode
        }
        totalPrice {
          amount
          currencyCode
        }
        product {
          sku
          name
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    documents {
      id
      title
      fileType
      contentSize
      downloadUrl
    }
  }
}
    `, {"hash":"sha256:f5f83e3fc48fbacd228f73254dec8df0f39c754e48252947a4cc70dc1bfb4887"}) as unknown as TypedDocumentString<OrderByNumberQuery, OrderByNumberQueryVariables>;
export const OrderDocumentsDocument = new TypedDocumentString(`
    query OrderDocuments($id: ID!) {
  order(id: $id) {
    id
    documents {
      id
      title
      fileType
      contentSize
      createdAt
      downloadUrl
    }
  }
}
    `, {"hash":"sha256:4fe938b207f221601cfa25f80b57e9b091be81cee6f101f31376a4b961808c40"}) as unknown as TypedDocumentString<OrderDocumentsQuery, OrderDocumentsQueryVariables>;
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
export const ProductBySkuDocument = new TypedDocumentString(`
    query ProductBySku($sku: String!) {
  productBySku(sku: $sku) {
    id
    sku
    name
    description
    family
    isActive
    prices {
      priceBookName
      unitPrice {
        amount
        currencyCode
      }
    }
  }
}
    `, {"hash":"sha256:195a543f5661c86f810888a2302028546b4617e76527ab176d6e85d61e623697"}) as unknown as TypedDocumentString<ProductBySkuQuery, ProductBySkuQueryVariables>;
export const ProductListDocument = new TypedDocumentString(`
    query ProductList($search: String, $first: Int = 20, $after: String) {
  products(search: $search, first: $first, after: $after) {
    nodes {
      id
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
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:2d82f40ef4e8c8ecabda5379037c0da60aac2d1a75f1257a292eb322e9273648"}) as unknown as TypedDocumentString<ProductListQuery, ProductListQueryVariables>;
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
export const RemoveCartLinesDocument = new TypedDocumentString(`
    mutation RemoveCartLines($input: RemoveCartLinesInput!) {
  removeCartLines(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:4ce49a2125648202bed70f10d230523501db0a37376460dc054c4b6db129e441"}) as unknown as TypedDocumentString<RemoveCartLinesMutation, RemoveCartLinesMutationVariables>;
export const RemoveCouponDocument = new TypedDocumentString(`
    mutation RemoveCoupon($input: CouponInput!) {
  removeCoupon(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:bfe5aaa516d1c5a98fc0ae0aa8339391f34b90643f8e2c0acc1b32c98745b676"}) as unknown as TypedDocumentString<RemoveCouponMutation, RemoveCouponMutationVariables>;
export const ReorderDocument = new TypedDocumentString(`
    mutation Reorder($input: ReorderInput!) {
  reorder(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:2085bfa73dd867dbd4a1c54b7ff17ecb1671ca13a211346967e357c665c1d4e1"}) as unknown as TypedDocumentString<ReorderMutation, ReorderMutationVariables>;
export const UpdateAssetDocument = new TypedDocumentString(`
    mutation UpdateAsset($input: UpdateAssetInput!) {
  updateAsset(input: $input) {
    asset {
      id
      name
      description
      status
      updatedAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:39eb9fed37ba965ca328f7be0ba9c90c088dff01d5668b380e8e2bba63cc39a1"}) as unknown as TypedDocumentString<UpdateAssetMutation, UpdateAssetMutationVariables>;
export const UpdateCartDetailsDocument = new TypedDocumentString(`
    mutation UpdateCartDetails($input: UpdateCartDetailsInput!) {
  updateCartDetails(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:4afa4ddd1e8de8bafbce77d4b88ae75a89929338aa7fae240b746971d8c458c2"}) as unknown as TypedDocumentString<UpdateCartDetailsMutation, UpdateCartDetailsMutationVariables>;
export const UpdateCartLinesDocument = new TypedDocumentString(`
    mutation UpdateCartLines($input: UpdateCartLinesInput!) {
  updateCartLines(input: $input) {
    cart {
      id
      version
      status
      name
      poNumber
      lines {
        id
        sku
        quantity
        unitPrice {
          amount
          currencyCode
        }
        total {
          amount
          currencyCode
        }
        messages {
          code
          severity
          text
        }
      }
      coupons {
        code
      }
      subtotal {
        amount
        currencyCode
      }
      discount {
        amount
        currencyCode
      }
      total {
        amount
        currencyCode
      }
      problems {
        code
        lineId
        text
      }
      sync {
        state
        pricedAt
        pendingChanges
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:240548c2483d393d0e6ca3f4f3ed3ba571dcb1e03ce7053a58f92f3b7da14710"}) as unknown as TypedDocumentString<UpdateCartLinesMutation, UpdateCartLinesMutationVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    id
    kind
    displayName
    scopes
    accounts(first: 20) {
      nodes {
        id
        name
      }
    }
  }
}
    `, {"hash":"sha256:547fd9c196fc0e31891d693b2aad89cb414df69197b11c530fa49999ba4e8f29"}) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;