import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTimeScalar, DecimalScalar } from "../graph/scalar.ts";
import { UserError } from "../graph/user-error.type.ts";
import { AddressInput } from "../graph/value.type.ts";

const fixedNote = "A customer may not change it: NOT_ALLOWED.";

@InputType({ description: "What is different of an account; what is left out stays, null empties." })
export class UpdateAccountInput {
  @Field(() => ID, { description: "The account." })
  readonly accountId!: string;

  @Field(() => String, { nullable: true, description: "Telephone number." })
  readonly phone?: string | null;

  @Field(() => String, { nullable: true, description: "Web site." })
  readonly website?: string | null;

  @Field(() => AddressInput, { nullable: true, description: "Where invoices go, as a whole." })
  readonly billingAddress?: AddressInput | null;

  @Field(() => AddressInput, { nullable: true, description: "Where goods go, as a whole." })
  readonly shippingAddress?: AddressInput | null;

  @Field(() => String, { nullable: true, description: fixedNote })
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: fixedNote })
  readonly accountNumber?: string | null;

  @Field(() => String, { nullable: true, description: fixedNote })
  readonly type?: string | null;

  @Field(() => String, { nullable: true, description: fixedNote })
  readonly industry?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: fixedNote })
  readonly annualRevenue?: string | null;

  @Field(() => Int, { nullable: true, description: fixedNote })
  readonly numberOfEmployees?: number | null;

  @Field(() => ID, { nullable: true, description: fixedNote })
  readonly parentId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The updatedAt that the caller has seen, to the second; VERSION_MISMATCH when the account was changed since. Without it the newest is changed.",
  })
  readonly expectedUpdatedAt?: Date | null;
}

@ObjectType({ description: "What became of an account.", simpleResolvers: true })
export class AccountPayload {
  /** Null where there is no such account. */
  readonly accountId!: string | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}
