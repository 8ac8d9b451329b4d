import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { show } from "../cart/cart.ts";
import { Cart } from "../cart/cart.type.ts";
import type { Context } from "../context.ts";
import { findCheckout, latestCheckout, ordersOf, placeOrder } from "./checkout.ts";
import { Checkout, PlaceOrderInput, PlaceOrderPayload } from "./checkout.type.ts";
import { Order } from "./order.type.ts";

@Resolver(() => Checkout)
export class CheckoutResolver {
  @Query(() => Checkout, {
    nullable: true,
    description: "An attempt to order a cart; null if there is none.",
  })
  checkout(
    @Arg("id", () => ID, { description: "Id of the checkout." }) id: string,
    @Ctx() context: Context,
  ): Promise<Checkout | null> {
    return findCheckout(context, id);
  }

  @FieldResolver(() => Cart, { description: "What is being ordered." })
  cart(@Root() { document }: Checkout, @Ctx() context: Context): Cart {
    return show(context, document);
  }

  @FieldResolver(() => [Order], { description: "What came of it: one order for each price book." })
  orders(
    @Root() { record }: Checkout,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Order[]> {
    return ordersOf(context, [record], info);
  }

  @Mutation(() => PlaceOrderPayload, {
    description: "Orders a cart, once however often it is asked for. Scope orders:write.",
  })
  placeOrder(
    @Arg("input", () => PlaceOrderInput, { description: "Which cart." }) input: PlaceOrderInput,
    @Ctx() context: Context,
  ): Promise<PlaceOrderPayload> {
    return placeOrder(context, input);
  }
}

@Resolver(() => PlaceOrderPayload)
export class PlaceOrderPayloadResolver {
  @FieldResolver(() => [Order], { description: "The orders; empty while there are none." })
  orders(
    @Root() { checkout }: PlaceOrderPayload,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Order[]> {
    return ordersOf(context, checkout ? [checkout.record] : [], info);
  }
}

@Resolver(() => Cart)
export class CartCheckoutResolver {
  @FieldResolver(() => Checkout, { nullable: true, description: "The latest attempt to order it." })
  checkout(@Root() { document }: Cart): Checkout | null {
    return latestCheckout(document);
  }

  @FieldResolver(() => [Order], { description: "The orders that were made of it." })
  orders(
    @Root() { document }: Cart,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Order[]> {
    return ordersOf(context, document.checkouts, info);
  }
}
