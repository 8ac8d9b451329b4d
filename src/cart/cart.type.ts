import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";
import { DateTimeScalar, DecimalScalar } from "../graph/scalar.ts";
import { UserError } from "../graph/user-error.type.ts";
import { Address, Money } from "../graph/value.type.ts";
import type { CartDocument } from "./cart.document.ts";

export const CartStatus = {
  ACTIVE: "ACTIVE",
  CHECKING_OUT: "CHECKING_OUT",
  ORDERED: "ORDERED",
  EXPIRED: "EXPIRED",
  CANCELED: "CANCELED",
} as const;
registerEnumType(CartStatus, {
  name: "CartStatus",
  description: "Where a cart is in its life.",
  valuesConfig: {
    ACTIVE: { description: "It can be changed and ordered." },
    CHECKING_OUT: { description: "It is becoming an order." },
    ORDERED: { description: "It has become an order." },
    EXPIRED: { description: "Nobody has touched it for too long." },
    CANCELED: { description: "Somebody has given it up." },
  },
});

const CartSyncState = { SYNCED: "SYNCED", PENDING: "PENDING", FAILED: "FAILED", LOCAL: "LOCAL" } as const;
registerEnumType(CartSyncState, {
  name: "CartSyncState",
  description: "How a cart stands to the web store's.",
  valuesConfig: {
    SYNCED: { description: "The web store has the same." },
    PENDING: { description: "Changes are on their way to the web store; prices are those of the last time." },
    FAILED: {
      description: "The web store refuses a change, or could not be reached for long; lastError says why.",
    },
    LOCAL: { description: "There is no web store: prices come from the price book." },
  },
});

const MessageSeverity = { INFO: "INFO", WARNING: "WARNING", ERROR: "ERROR" } as const;
registerEnumType(MessageSeverity, {
  name: "MessageSeverity",
  description: "How much a message matters.",
  valuesConfig: {
    INFO: { description: "Good to know." },
    WARNING: { description: "Something is different from what the buyer may expect." },
    ERROR: { description: "The cart cannot be ordered like this." },
  },
});

@ObjectType({ description: "What the shop says about a cart or a line.", simpleResolvers: true })
export class CartMessage {
  @Field(() => MessageSeverity, { description: "How much it matters." })
  readonly severity!: keyof typeof MessageSeverity;

  @Field(() => String, {
    description: "In a word: OUT_OF_STOCK, NOT_SOLD, NO_PRICE, PRICE_CHANGED, or the store's own code.",
  })
  readonly code!: string;

  @Field(() => String, { description: "In a sentence." })
  readonly text!: string;
}

@ObjectType({ description: "What would stop a checkout now.", simpleResolvers: true })
export class CartProblem {
  @Field(() => String, {
    description: "In a word: EMPTY, NOT_ACTIVE, SYNC_FAILED, or the code of a message.",
  })
  readonly code!: string;

  @Field(() => String, { description: "In a sentence." })
  readonly text!: string;

  @Field(() => ID, { nullable: true, description: "The line that it is about; null for the whole cart." })
  readonly lineId!: string | null;
}

@ObjectType({ description: "A coupon on a cart.", simpleResolvers: true })
class CartCoupon {
  @Field(() => String, { description: "Its code." })
  readonly code!: string;
}

@ObjectType({ description: "How a cart stands to the web store's.", simpleResolvers: true })
class CartSync {
  @Field(() => CartSyncState, { description: "In a word." })
  readonly state!: keyof typeof CartSyncState;

  @Field(() => Int, { description: "How many changes the web store does not have yet." })
  readonly pendingChanges!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When both were the same last." })
  readonly syncedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Of when the prices are." })
  readonly pricedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: "Salesforce id of the cart in the web store." })
  readonly webCartId!: string | null;

  @Field(() => String, { nullable: true, description: "Why the last attempt failed; null when it did not." })
  readonly lastError!: string | null;
}

@ObjectType({ implements: Node, description: "One product in a cart.", simpleResolvers: true })
export class CartLine extends Node {
  readonly productId!: string | null;

  @Field(() => String, { nullable: true, description: "The product's code." })
  readonly sku!: string | null;

  @Field(() => DecimalScalar, { description: "How much of it." })
  readonly quantity!: string;

  @Field(() => Money, { nullable: true, description: "A piece at list price; null until it was priced." })
  readonly listPrice!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "A piece at the buyer's price for this quantity; null until it was priced.",
  })
  readonly unitPrice!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "The line at that price; null until this quantity was priced.",
  })
  readonly total!: Money | null;

  @Field(() => [CartMessage], { description: "What the shop says about it." })
  readonly messages!: readonly CartMessage[];
}

const amountNote = "of the last pricing; null when there was none.";

@ObjectType({ implements: Node, description: "What a buyer is about to order.", simpleResolvers: true })
export class Cart extends Node {
  readonly document!: CartDocument;

  @Field(() => String, { nullable: true, description: "What the buyer calls it." })
  readonly name!: string | null;

  @Field(() => CartStatus, { description: "Where it is in its life." })
  readonly status!: keyof typeof CartStatus;

  @Field(() => [CartLine], { description: "The products, in the order in which they were added." })
  readonly lines!: readonly CartLine[];

  @Field(() => Int, { description: "How many lines it has." })
  readonly lineCount!: number;

  @Field(() => DecimalScalar, { description: "The quantities of all lines together." })
  readonly itemCount!: string;

  @Field(() => Money, { nullable: true, description: `The lines together, ${amountNote}` })
  readonly subtotal!: Money | null;

  @Field(() => Money, { nullable: true, description: `What is to be paid, ${amountNote}` })
  readonly total!: Money | null;

  @Field(() => Money, { nullable: true, description: `What coupons take off, ${amountNote}` })
  readonly discount!: Money | null;

  @Field(() => Money, { nullable: true, description: `Taxes, ${amountNote}` })
  readonly tax!: Money | null;

  @Field(() => Money, { nullable: true, description: `Delivery and other charges, ${amountNote}` })
  readonly shipping!: Money | null;

  @Field(() => [CartCoupon], { description: "The coupons on it." })
  readonly coupons!: readonly CartCoupon[];

  @Field(() => Address, { nullable: true, description: "Where it is to be delivered." })
  readonly deliveryAddress!: Address | null;

  @Field(() => String, { nullable: true, description: "The buyer's number of the purchase order." })
  readonly poNumber!: string | null;

  @Field(() => String, { nullable: true, description: "The buyer's own notes; they stay in the gateway." })
  readonly notes!: string | null;

  @Field(() => CartSync, { description: "How it stands to the web store's cart." })
  readonly sync!: CartSync;

  @Field(() => [CartMessage], { description: "What the shop says about it as a whole." })
  readonly messages!: readonly CartMessage[];

  @Field(() => [CartProblem], { description: "What would stop a checkout now; empty when nothing would." })
  readonly problems!: readonly CartProblem[];

  @Field(() => Int, {
    description: "Grows with every change. Send it back as expectedVersion to detect a lost update.",
  })
  readonly version!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  readonly createdAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it was changed last." })
  readonly updatedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it expires unless it is changed; null when its life is over.",
  })
  readonly expiresAt!: Date | null;
}

export const CartConnection = createConnectionType("Cart", () => Cart);

@ObjectType({ description: "What became of a cart.", simpleResolvers: true })
export class CartPayload {
  @Field(() => Cart, {
    nullable: true,
    description: "The cart as it is now, also when something was wrong; null when there is none.",
  })
  readonly cart!: Cart | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];

  @Field(() => Boolean, {
    description: "Whether an earlier request with the same idempotencyKey had done it.",
  })
  readonly replayed!: boolean;
}
