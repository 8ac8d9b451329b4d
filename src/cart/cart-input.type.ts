import { Field, ID, InputType, Int, registerEnumType } from "type-graphql";
import { DecimalScalar } from "../graph/scalar.ts";
import { AddressInput } from "../graph/value.type.ts";

const keyNote =
  "Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT.";
const versionNote =
  "The version of the cart that the caller has seen; VERSION_MISMATCH when it is another by now. Without it the newest is changed.";

@InputType({ description: "A request that can be sent again." })
abstract class Repeatable {
  @Field(() => String, { nullable: true, description: keyNote })
  readonly idempotencyKey?: string | null;
}

@InputType({ description: "A change of a cart." })
export abstract class CartInput extends Repeatable {
  @Field(() => ID, { description: "The cart." })
  readonly cartId!: string;

  @Field(() => Int, { nullable: true, description: versionNote })
  readonly expectedVersion?: number | null;
}

@InputType({ description: "A product and how much of it." })
export class CartLineInput {
  @Field(() => String, { nullable: true, description: "The product's code; or else productId." })
  readonly sku?: string | null;

  @Field(() => ID, { nullable: true, description: "Salesforce id of the product; or else sku." })
  readonly productId?: string | null;

  @Field(() => DecimalScalar, { description: "Greater than 0, with at most 4 decimals." })
  readonly quantity!: string;
}

@InputType({ description: "A new cart." })
export class CreateCartInput extends Repeatable {
  @Field(() => ID, { description: "For which account it is." })
  readonly accountId!: string;

  @Field(() => String, { nullable: true, description: "What the buyer calls it." })
  readonly name?: string | null;

  @Field(() => [CartLineInput], { nullable: true, description: "What is in it from the beginning." })
  readonly lines?: readonly CartLineInput[] | null;
}

@InputType({
  description:
    "Products to add. Their quantities are added to what is there, so that the version does not matter.",
})
export class AddCartLinesInput extends CartInput {
  @Field(() => [CartLineInput], { description: "The products." })
  readonly lines!: readonly CartLineInput[];
}

@InputType({ description: "A line and its new quantity." })
export class CartLineUpdateInput {
  @Field(() => ID, { description: "The line." })
  readonly lineId!: string;

  @Field(() => DecimalScalar, { description: "The new quantity; 0 removes the line." })
  readonly quantity!: string;
}

@InputType({ description: "Quantities to set." })
export class UpdateCartLinesInput extends CartInput {
  @Field(() => [CartLineUpdateInput], { description: "The lines." })
  readonly lines!: readonly CartLineUpdateInput[];
}

@InputType({ description: "Lines to remove." })
export class RemoveCartLinesInput extends CartInput {
  @Field(() => [ID], { description: "The lines." })
  readonly lineIds!: readonly string[];
}

@InputType({ description: "A cart to empty." })
export class ClearCartInput extends CartInput {}

@InputType({ description: "A coupon for a cart." })
export class CouponInput extends CartInput {
  @Field(() => String, { description: "Its code, in any case." })
  readonly code!: string;
}

@InputType({ description: "What else is to be known of a cart. What is left out stays, null empties." })
export class UpdateCartDetailsInput extends CartInput {
  @Field(() => String, { nullable: true, description: "What the buyer calls it." })
  readonly name?: string | null;

  @Field(() => AddressInput, { nullable: true, description: "Where it is to be delivered." })
  readonly deliveryAddress?: AddressInput | null;

  @Field(() => String, { nullable: true, description: "The buyer's number of the purchase order." })
  readonly poNumber?: string | null;

  @Field(() => String, { nullable: true, description: "The buyer's own notes; they stay in the gateway." })
  readonly notes?: string | null;
}

export const MergeStrategy = { ADD: "ADD", KEEP_TARGET: "KEEP_TARGET", REPLACE: "REPLACE" } as const;
registerEnumType(MergeStrategy, {
  name: "MergeStrategy",
  description: "What becomes of products that are in both carts.",
  valuesConfig: {
    ADD: { description: "The quantities are added." },
    KEEP_TARGET: {
      description: "The target's quantity stays; products that it does not have are taken over.",
    },
    REPLACE: { description: "The target has what the source has, and nothing else." },
  },
});

@InputType({ description: "Two carts of one account to make one. The source is canceled." })
export class MergeCartsInput extends Repeatable {
  @Field(() => ID, { description: "The cart whose lines are taken over." })
  readonly sourceCartId!: string;

  @Field(() => ID, { description: "The cart that stays." })
  readonly targetCartId!: string;

  @Field(() => MergeStrategy, { defaultValue: "ADD", description: "What becomes of products in both." })
  readonly strategy!: keyof typeof MergeStrategy;

  @Field(() => Int, { nullable: true, description: `Of the target. ${versionNote}` })
  readonly expectedVersion?: number | null;
}

@InputType({ description: "A quick order: rows that were pasted or read from a file." })
export class ImportCartLinesInput extends CartInput {
  @Field(() => String, {
    description:
      "One product a row: its code and how many, separated by a comma, semicolon, tab or blanks; a heading is skipped. 500 rows at most.",
  })
  readonly text!: string;
}

@InputType({ description: "A cart to copy, with its lines and details." })
export class CloneCartInput extends Repeatable {
  @Field(() => ID, { description: "The cart." })
  readonly cartId!: string;

  @Field(() => String, { nullable: true, description: "What the copy is called; the same when left out." })
  readonly name?: string | null;
}

@InputType({ description: "A cart to give up." })
export class CancelCartInput extends CartInput {}
