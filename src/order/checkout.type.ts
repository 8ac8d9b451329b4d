import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import type { CartDocument } from "../cart/cart.document.ts";
import { Cart } from "../cart/cart.type.ts";
import type { CheckoutRecord } from "../cart/checkout.document.ts";
import { Node } from "../graph/node.type.ts";
import { DateScalar, DateTimeScalar } from "../graph/scalar.ts";
import { UserError } from "../graph/user-error.type.ts";

export const CheckoutState = {
  IN_PROGRESS: "IN_PROGRESS",
  COMPLETED: "COMPLETED",
  REJECTED: "REJECTED",
} as const;

registerEnumType(CheckoutState, {
  name: "CheckoutState",
  description: "How far an attempt to order a cart is.",
  valuesConfig: {
    IN_PROGRESS: { description: "Ask again in a moment: the gateway brings it to an end by itself." },
    COMPLETED: { description: "The orders are there." },
    REJECTED: { description: "Nothing was ordered, for the userErrors; the cart is open again." },
  },
});

@ObjectType({
  implements: Node,
  description: "One attempt to turn a cart into orders. It can be asked for again after a lost answer.",
  simpleResolvers: true,
})
export class Checkout extends Node {
  readonly record!: CheckoutRecord;
  readonly document!: CartDocument;

  @Field(() => CheckoutState, { description: "How far it is." })
  readonly state!: keyof typeof CheckoutState;

  @Field(() => [UserError], { description: "Why nothing was ordered." })
  readonly userErrors!: readonly UserError[];

  @Field(() => DateTimeScalar, { description: "When it was begun." })
  readonly startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it ended; null while it has not." })
  readonly finishedAt!: Date | null;
}

@InputType({ description: "A cart to be ordered." })
export class PlaceOrderInput {
  @Field(() => ID, { description: "The cart." })
  readonly cartId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "The version of the cart that the buyer has seen; VERSION_MISMATCH when it is another by now.",
  })
  readonly expectedVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "The buyer's number of the purchase order, 80 characters at most; the cart's when left out.",
  })
  readonly poNumber?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Date of the buyer's purchase order." })
  readonly poDate?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "From when the order holds; today in the org's time zone when left out.",
  })
  readonly effectiveDate?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    nullable: true,
    description: "Whether to order although prices are not those that the cart has shown.",
  })
  readonly acceptPriceChanges?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Makes it safe to send the request again: the same key and input give the same checkout, the same key with another input gives CONFLICT.",
  })
  readonly idempotencyKey?: string | null;
}

@ObjectType({ description: "What became of a cart that was to be ordered.", simpleResolvers: true })
export class PlaceOrderPayload {
  @Field(() => Checkout, { nullable: true, description: "The attempt; null when none was begun." })
  readonly checkout!: Checkout | null;

  @Field(() => Cart, { nullable: true, description: "The cart as it is now; null when there is none." })
  readonly cart!: Cart | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];

  @Field(() => Boolean, { description: "Whether an earlier request with the same key had begun it." })
  readonly replayed!: boolean;
}
