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

export type AccountWithMachinesQueryVariables = Exact<{
  id: string | number;
}>;


export type AccountWithMachinesQuery = { account: { name: string, assets: { nodes: Array<{ name: string, serialNumber: string | null, product: { sku: string | null, name: string } | null }> }, orders: { nodes: Array<{ orderNumber: string, statusCode: OrderStatusCode, totalAmount: { amount: string, currencyCode: string } }> } } | null };

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

export const AccountWithMachinesDocument = new TypedDocumentString(`
    query AccountWithMachines($id: ID!) {
  account(id: $id) {
    name
    assets(first: 2) {
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