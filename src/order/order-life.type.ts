import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { UserError } from "../graph/user-error.type.ts";

export const OrderAction = {
  ACTIVATE: "ACTIVATE",
  CANCEL: "CANCEL",
  REORDER: "REORDER",
  ATTACH_DOCUMENT: "ATTACH_DOCUMENT",
} as const;

registerEnumType(OrderAction, {
  name: "OrderAction",
  description: "What can be done with an order.",
  valuesConfig: {
    ACTIVATE: { description: "activateOrder: approve it." },
    CANCEL: { description: "cancelOrder: call it off." },
    REORDER: { description: "reorder: make a cart of it." },
    ATTACH_DOCUMENT: { description: "attachOrderDocument: put a file to it." },
  },
});

@InputType({ description: "An order to be approved." })
export class ActivateOrderInput {
  @Field(() => ID, { description: "The order." })
  readonly orderId!: string;

  @Field(() => String, { nullable: true, description: "A remark for the audit trail." })
  readonly comment?: string | null;
}

@InputType({ description: "An order to be called off." })
export class CancelOrderInput {
  @Field(() => ID, { description: "The order." })
  readonly orderId!: string;

  @Field(() => String, { nullable: true, description: "A remark for the audit trail." })
  readonly reason?: string | null;
}

@InputType({ description: "An order to be ordered again." })
export class ReorderInput {
  @Field(() => ID, { description: "The order." })
  readonly orderId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Makes it safe to send the request again: the same key and input within 24 hours give the same cart.",
  })
  readonly idempotencyKey?: string | null;
}

@ObjectType({ description: "What became of an order.", simpleResolvers: true })
export class OrderPayload {
  /** Null where there is no such order. */
  readonly orderId!: string | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}
