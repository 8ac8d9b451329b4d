import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AccountResolver } from "./account/account.resolver.ts";
import { ContactResolver } from "./account/contact.resolver.ts";
import { AccountAssetsResolver, AssetResolver } from "./asset/asset.resolver.ts";
import { NodeResolver } from "./node/node.resolver.ts";
import { AccountOrdersResolver, OrderItemResolver, OrderResolver } from "./order/order.resolver.ts";
import { AssetProductResolver, ProductResolver } from "./product/product.resolver.ts";

/** The schema without its permissions; what is served is `protect(buildGatewaySchema())`. */
export function buildGatewaySchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      NodeResolver,
      AccountResolver,
      ContactResolver,
      AssetResolver,
      AccountAssetsResolver,
      ProductResolver,
      AssetProductResolver,
      OrderResolver,
      OrderItemResolver,
      AccountOrdersResolver,
    ],
    // graphql-js has checked all input against the schema already; class-validator is not used.
    validate: false,
  });
}
