import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { Account } from "../account/account.type.ts";
import { Asset } from "../asset/asset.type.ts";
import type { Context } from "../context.ts";
import { createListArguments, PageOnly } from "../graph/list.type.ts";
import { createRelations } from "../graph/relation.ts";
import { Product } from "../product/product.type.ts";
import { type Connection, nothing } from "../salesforce/object.ts";
import type { PageArguments } from "../salesforce/page.ts";
import { orderRecord, ordersOfProduct } from "./order.salesforce.ts";
import { Order, OrderConnection, OrderItem, OrderItemConnection, OrderStatusCode } from "./order.type.ts";

const OrderList = createListArguments(orderRecord, { statusCode: OrderStatusCode });

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, { nullable: true, description: "An order by its id; null if there is none." })
  order(
    @Arg("id", () => ID, { description: "Salesforce id of the order." }) id: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Order | null> {
    return salesforce.byId(orderRecord, id, info);
  }

  @Query(() => Order, { nullable: true, description: "The order with this number; null if there is none." })
  async orderByNumber(
    @Arg("orderNumber", () => String, { description: "The whole number, e.g. 00000100." })
    orderNumber: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Order | null> {
    const query = { filter: { orderNumber: { eq: orderNumber } }, limit: 1 };
    const [order] = await salesforce.matching<Order>(orderRecord, query, info);
    return order ?? null;
  }

  @Query(() => OrderConnection, { description: "The orders the caller may see, latest first." })
  orders(
    @Args(() => OrderList) page: PageArguments,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Order>> {
    return salesforce.connection(orderRecord, page, info);
  }
}

export const OrderRelations = createRelations(() => Order, {
  account: { type: () => Account, description: "Who ordered." },
  items: { type: () => OrderItemConnection, list: PageOnly, description: "What was ordered." },
});

export const OrderItemRelations = createRelations(() => OrderItem, {
  product: { type: () => Product, nullable: true, description: "The product ordered." },
});

export const AccountOrders = createRelations(() => Account, {
  orders: {
    type: () => OrderConnection,
    list: OrderList,
    description: "The account's orders, latest first.",
  },
});

/** The columns that the orders of a machine are found by. */
interface Origin {
  readonly accountId: string | null;
  readonly productId: string | null;
}

@Resolver(() => Asset)
export class AssetOrdersResolver {
  @FieldResolver(() => OrderConnection, {
    description: "The orders of its account that have its product, latest first.",
  })
  async orders(
    @Root() asset: Asset & Origin,
    @Args(() => OrderList) page: PageArguments,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Order>> {
    const { accountId, productId } = asset;
    if (accountId === null || productId === null) return nothing;
    const condition = ordersOfProduct(accountId, productId);
    return await salesforce.connection<Order>(orderRecord, { ...page, condition }, info);
  }
}
