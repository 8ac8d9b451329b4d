import "reflect-metadata";
import { assertObjectType, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AccountResolver } from "./account/account.resolver.ts";
import { AccountWriteResolver } from "./account/account-write.resolver.ts";
import { ContactResolver } from "./account/contact.resolver.ts";
import { AccountAssetsResolver, AssetResolver } from "./asset/asset.resolver.ts";
import { AssetsPayloadResolver, AssetWriteResolver } from "./asset/asset-write.resolver.ts";
import { AssetServiceResolver } from "./asset/service.resolver.ts";
import { AccountCartsResolver, CartLineResolver, CartResolver } from "./cart/cart.resolver.ts";
import type { Context } from "./context.ts";
import { NodeResolver } from "./node/node.resolver.ts";
import { allRecords } from "./node/node.ts";
import { ApiBudgetResolver } from "./operations/api-budget.resolver.ts";
import {
  CartCheckoutResolver,
  CheckoutResolver,
  PlaceOrderPayloadResolver,
} from "./order/checkout.resolver.ts";
import { OrderDocumentResolver, OrderDocumentsResolver } from "./order/document.resolver.ts";
import {
  AccountOrdersResolver,
  AssetOrdersResolver,
  OrderItemResolver,
  OrderResolver,
} from "./order/order.resolver.ts";
import { OrderLifeResolver, OrderPayloadResolver } from "./order/order-life.resolver.ts";
import { AccountMappingResolver, OrganizationResolver } from "./organization/organization.resolver.ts";
import { AssetProductResolver, ProductResolver } from "./product/product.resolver.ts";
import type { PageArguments } from "./salesforce/page.ts";
import type { RecordMap } from "./salesforce/record.ts";
import { SearchResolver } from "./search/search.resolver.ts";
import { SessionResolver, ViewerResolver } from "./session/session.resolver.ts";

const resolvers = [
  NodeResolver,
  SearchResolver,
  OrganizationResolver,
  AccountMappingResolver,
  SessionResolver,
  ViewerResolver,
  AccountResolver,
  AccountWriteResolver,
  ContactResolver,
  AssetResolver,
  AccountAssetsResolver,
  AssetServiceResolver,
  AssetWriteResolver,
  AssetsPayloadResolver,
  ProductResolver,
  AssetProductResolver,
  CartResolver,
  CartLineResolver,
  AccountCartsResolver,
  OrderResolver,
  OrderItemResolver,
  AccountOrdersResolver,
  AssetOrdersResolver,
  OrderLifeResolver,
  OrderPayloadResolver,
  OrderDocumentsResolver,
  OrderDocumentResolver,
  CheckoutResolver,
  PlaceOrderPayloadResolver,
  CartCheckoutResolver,
  ApiBudgetResolver,
] as const;

/** The schema without its permissions; what is served is `protect(buildGatewaySchema())`. */
export function buildGatewaySchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    // graphql-js has checked all input against the schema already; class-validator is not used.
    validate: false,
  });
  describeRoots(schema);
  resolveRelations(schema);
  checkRecordMaps(schema);
  return schema;
}

/** type-graphql has no place for it: many classes make up each of the two. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query) query.description = "What can be read.";
  if (mutation) mutation.description = "What can be done; each payload says in userErrors what could not be.";
}

/** Whatever is a relation in a record map (src/graph/relation.ts). */
function resolveRelations(schema: GraphQLSchema): void {
  for (const [record, field] of fieldsOfRecords(schema)) {
    const relation = record.fields[field.name];
    if (relation?.kind === "parent") field.resolve = readParent;
    if (relation?.kind === "children") field.resolve = relation.whole ? readAllChildren : readChildren;
  }
}

type RelationResolver<Arguments> = GraphQLFieldResolver<object, Context, Arguments>;

const readParent: RelationResolver<object> = (...[source, , { salesforce }, info]) =>
  salesforce.parent(source, info);

const readChildren: RelationResolver<PageArguments> = (...[source, page, { salesforce }, info]) =>
  salesforce.children(source, page, info);

const readAllChildren: RelationResolver<object> = (...[source, , { salesforce }, info]) =>
  salesforce.allChildren(source, info);

/** A field that no resolver answers must stand on a column, or it would be null for ever. */
function checkRecordMaps(schema: GraphQLSchema): void {
  const unmapped = fieldsOfRecords(schema)
    .filter(([record, { name, resolve }]) => !resolve && record.fields[name]?.kind !== "column")
    .map(([{ typeName }, { name }]) => `${typeName}.${name}`);
  if (unmapped.length > 0) {
    throw new Error(
      `These fields have neither a column in the record map nor a resolver: ${unmapped.join(", ")}`,
    );
  }
}

type FieldOfRecord = readonly [RecordMap, GraphQLField<object, Context>];

function fieldsOfRecords(schema: GraphQLSchema): readonly FieldOfRecord[] {
  return allRecords.flatMap((record) => {
    const type = assertObjectType(schema.getType(record.typeName));
    return Object.values(type.getFields()).map((field) => [record, field] as const);
  });
}
