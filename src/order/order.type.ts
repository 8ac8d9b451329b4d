import { Field, ObjectType, registerEnumType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";
import { DateScalar, DateTimeScalar, DecimalScalar } from "../graph/scalar.ts";
import { Address, Money } from "../graph/value.type.ts";

export const OrderStatusCode = {
  DRAFT: "DRAFT",
  ACTIVATED: "ACTIVATED",
  CANCELED: "CANCELED",
  EXPIRED: "EXPIRED",
  SUPERSEDED: "SUPERSEDED",
} as const;

registerEnumType(OrderStatusCode, {
  name: "OrderStatusCode",
  description: "Where an order stands in its life, whatever the org calls it.",
  valuesConfig: {
    DRAFT: { description: "Can still be changed." },
    ACTIVATED: { description: "Approved and binding." },
    CANCELED: { description: "Called off." },
    EXPIRED: { description: "Ended by time." },
    SUPERSEDED: { description: "Replaced by another order." },
  },
});

@ObjectType({ implements: Node, description: "One position of an order.", simpleResolvers: true })
export class OrderItem extends Node {
  @Field(() => DecimalScalar, { description: "How many." })
  readonly quantity!: string;

  @Field(() => Money, { nullable: true, description: "Price of one piece in the price book." })
  readonly listPrice!: Money | null;

  @Field(() => Money, { description: "Price of one piece in this order." })
  readonly unitPrice!: Money;

  @Field(() => Money, { description: "Unit price times quantity." })
  readonly totalPrice!: Money;

  @Field(() => DateScalar, { nullable: true, description: "When the service begins or the goods are due." })
  readonly serviceDate!: string | null;

  @Field(() => String, { nullable: true, description: "Free text." })
  readonly description!: string | null;
}

@ObjectType({ implements: Node, description: "An order of an account.", simpleResolvers: true })
export class Order extends Node {
  @Field(() => String, { description: "The number Salesforce gave the order." })
  readonly orderNumber!: string;

  @Field(() => String, { description: "State as the org calls it; each org defines its own values." })
  readonly status!: string;

  @Field(() => OrderStatusCode, { description: "State as Salesforce fixes it." })
  readonly statusCode!: keyof typeof OrderStatusCode;

  @Field(() => DateScalar, { description: "From when the order holds." })
  readonly effectiveDate!: string;

  @Field(() => DateScalar, { nullable: true, description: "Until when the order holds." })
  readonly endDate!: string | null;

  @Field(() => String, { nullable: true, description: "Kind of order; each org defines its own values." })
  readonly type!: string | null;

  @Field(() => String, { nullable: true, description: "The customer's purchase order number." })
  readonly poNumber!: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Date of the customer's purchase order." })
  readonly poDate!: string | null;

  @Field(() => String, { nullable: true, description: "Free text." })
  readonly description!: string | null;

  @Field(() => Money, { description: "Sum of the items, computed by Salesforce." })
  readonly totalAmount!: Money;

  @Field(() => Address, { nullable: true, description: "Where the invoice goes." })
  readonly billingAddress!: Address | null;

  @Field(() => Address, { nullable: true, description: "Where the goods go." })
  readonly shippingAddress!: Address | null;

  @Field(() => String, {
    nullable: true,
    description: "The gateway's own key of the checkout that made the order.",
  })
  readonly reference!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the order was activated." })
  readonly activatedAt!: string | null;

  @Field(() => DateTimeScalar, { description: "When the record was created." })
  readonly createdAt!: string;

  @Field(() => DateTimeScalar, { description: "When the record was last changed." })
  readonly updatedAt!: string;
}

export const OrderConnection = createConnectionType("Order", () => Order);
export const OrderItemConnection = createConnectionType("OrderItem", () => OrderItem);
