import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import { CartPayload } from "../cart/cart.type.ts";
import type { Context } from "../context.ts";
import { orderRecord } from "./order.salesforce.ts";
import { Order } from "./order.type.ts";
import { activateOrder, allowedActions, cancelOrder, reorder } from "./order-life.ts";
import {
  ActivateOrderInput,
  CancelOrderInput,
  OrderAction,
  OrderPayload,
  ReorderInput,
} from "./order-life.type.ts";

@Resolver(() => Order)
export class OrderLifeResolver {
  @FieldResolver(() => [OrderAction], { description: "What this caller may do with it now." })
  allowedActions(@Root() order: Order, @Ctx() context: Context): readonly (keyof typeof OrderAction)[] {
    return allowedActions(context, order);
  }

  @Mutation(() => OrderPayload, {
    description:
      "Approves a draft: it becomes binding. With FOUR_EYES not by who has placed it. Scope orders:approve.",
  })
  activateOrder(
    @Arg("input", () => ActivateOrderInput, { description: "Which order." }) input: ActivateOrderInput,
    @Ctx() context: Context,
  ): Promise<OrderPayload> {
    return activateOrder(context, input);
  }

  @Mutation(() => OrderPayload, {
    description: "Calls an order off, where Salesforce allows it. Scope orders:write.",
  })
  cancelOrder(
    @Arg("input", () => CancelOrderInput, { description: "Which order." }) input: CancelOrderInput,
    @Ctx() context: Context,
  ): Promise<OrderPayload> {
    return cancelOrder(context, input);
  }

  @Mutation(() => CartPayload, {
    description:
      "Makes a cart of what an order has; products that are no longer sold are told as userErrors. Scope carts:write.",
  })
  reorder(
    @Arg("input", () => ReorderInput, { description: "Which order." }) input: ReorderInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return reorder(context, input, info);
  }
}

@Resolver(() => OrderPayload)
export class OrderPayloadResolver {
  @FieldResolver(() => Order, {
    nullable: true,
    description: "The order as it is now, also when something was wrong; null when there is none.",
  })
  async order(
    @Root() { orderId }: OrderPayload,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Order | null> {
    return orderId === null ? null : await salesforce.byId<Order>(orderRecord, orderId, info);
  }
}
