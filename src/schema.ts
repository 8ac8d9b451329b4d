import "reflect-metadata";
import { assertObjectType, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AccountRelations, AccountResolver } from "./account/account.resolver.ts";
import { AccountWriteResolver } from "./account/account-write.resolver.ts";
import { ContactRelations } from "./account/contact.resolver.ts";
import { AccountAssets, AssetRelations, AssetResolver } from "./asset/asset.resolver.ts";
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
import { OrderDocumentResolver, OrderDocuments, OrderDocumentsResolver } from "./order/document.resolver.ts";
import {
  AccountOrders,
  AssetOrdersResolver,
  OrderItemRelations,
  OrderRelations,
  OrderResolver,
} from "./order/order.resolver.ts";
import { OrderLifeResolver, OrderPayloadResolver } from "./order/order-life.resolver.ts";
import { AccountMappingResolver, OrganizationResolver } from "./organization/organization.resolver.ts";
import { AssetProduct, ProductRelations, ProductResolver } from "./product/product.resolver.ts";
import type { PageArguments } from "./salesforce/page.ts";
import type { FieldMap, RecordMap } from "./salesforce/record.ts";
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
  AccountRelations,
  AccountWriteResolver,
  ContactRelations,
  AssetResolver,
  AssetRelations,
  AccountAssets,
  AssetServiceResolver,
  AssetWriteResolver,
  AssetsPayloadResolver,
  ProductResolver,
  ProductRelations,
  AssetProduct,
  CartResolver,
  CartLineResolver,
  AccountCartsResolver,
  OrderResolver,
  OrderRelations,
  OrderItemRelations,
  AccountOrders,
  AssetOrdersResolver,
  OrderLifeResolver,
  OrderPayloadResolver,
  OrderDocumentsResolver,
  OrderDocuments,
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

/** Those of `createRelations` (src/graph/relation.ts). */
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

/** Types and record maps have to agree, or a field would be null for ever, or answered by another resolver than its own. */
function checkRecordMaps(schema: GraphQLSchema): void {
  const faults = fieldsOfRecords(schema).flatMap(([record, field]) => {
    const fault = faultOf(field, record.fields[field.name]);
    return fault ? [`${record.typeName}.${field.name} ${fault}`] : [];
  });
  if (faults.length > 0) throw new Error(`The record maps do not fit the schema: ${faults.join(", ")}.`);
}

function faultOf({ resolve, extensions, args }: Field, mapped: FieldMap | undefined): string | null {
  const isRelation = mapped?.kind === "parent" || mapped?.kind === "children";
  if (isRelation && !extensions.isRelation) return "is a relation that createRelations does not declare";
  if (!isRelation && extensions.isRelation) return "is declared as a relation and mapped as none";
  if (mapped?.kind === "children" && !mapped.whole && args.length === 0) return "has pages, but no list";
  if (!resolve && mapped?.kind !== "column") return "has neither a column nor a resolver";
  return null;
}

type Field = GraphQLField<object, Context>;

function fieldsOfRecords(schema: GraphQLSchema): readonly (readonly [RecordMap, Field])[] {
  return allRecords.flatMap((record) => {
    const type = assertObjectType(schema.getType(record.typeName));
    return Object.values(type.getFields()).map((field) => [record, field] as const);
  });
}
