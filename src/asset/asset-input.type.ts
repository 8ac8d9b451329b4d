import { Field, ID, InputType, ObjectType } from "type-graphql";
import { DateScalar, DateTimeScalar, DecimalScalar } from "../graph/scalar.ts";
import { UserError } from "../graph/user-error.type.ts";

const seenNote =
  "The updatedAt that the caller has seen, to the second; VERSION_MISMATCH when the machine was changed since. Without it the newest is changed.";
const keyNote =
  "Makes it safe to send the request again: the same key and input within 24 hours give the same result, the same key with another input gives CONFLICT.";

@InputType({ description: "What a machine is and where it stands." })
export class NewAssetInput {
  @Field(() => ID, { description: "The account at which it stands." })
  readonly accountId!: string;

  @Field(() => String, { nullable: true, description: "The product's code; or else productId." })
  readonly sku?: string | null;

  @Field(() => ID, { nullable: true, description: "Salesforce id of the product; or else sku." })
  readonly productId?: string | null;

  @Field(() => String, {
    description: "The maker's serial number, of which the caller's accounts have one of each product.",
  })
  readonly serialNumber!: string;

  @Field(() => String, { nullable: true, description: "Default: the product's name and the serial number." })
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: "State of the machine, one of the org's own values." })
  readonly status?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When it was installed." })
  readonly installDate?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When it was bought." })
  readonly purchaseDate?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The machine that it is a component of, at the same account.",
  })
  readonly parentId?: string | null;
}

@InputType({ description: "A machine to be registered." })
export class RegisterAssetInput extends NewAssetInput {
  @Field(() => String, { nullable: true, description: keyNote })
  readonly idempotencyKey?: string | null;
}

@InputType({ description: "Machines to be registered, each by itself." })
export class RegisterAssetsInput {
  @Field(() => [NewAssetInput], { description: "1 to 200 machines." })
  readonly assets!: readonly NewAssetInput[];

  @Field(() => String, { nullable: true, description: keyNote })
  readonly idempotencyKey?: string | null;
}

@InputType({ description: "What is different of a machine; what is left out stays, null empties." })
export class UpdateAssetInput {
  @Field(() => ID, { description: "The machine." })
  readonly assetId!: string;

  @Field(() => String, { nullable: true, description: "The machine's name; it needs one." })
  readonly name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The maker's serial number, of which the caller's accounts have one of each product.",
  })
  readonly serialNumber?: string | null;

  @Field(() => String, { nullable: true, description: "State of the machine, one of the org's own values." })
  readonly status?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: "How many pieces this record stands for." })
  readonly quantity?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When it was bought." })
  readonly purchaseDate?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When it was installed." })
  readonly installDate?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When its use, or its warranty, ends." })
  readonly usageEndDate?: string | null;

  @Field(() => String, { nullable: true, description: "Free text." })
  readonly description?: string | null;

  @Field(() => ID, { nullable: true, description: "Who looks after it, one of the same account's people." })
  readonly contactId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The machine that it is a component of, at the same account; null: of none.",
  })
  readonly parentId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: seenNote })
  readonly expectedUpdatedAt?: Date | null;
}

@InputType({ description: "A machine that stands at another account from now on, with all its components." })
export class TransferAssetInput {
  @Field(() => ID, { description: "The machine. A component leaves the machine that it was part of." })
  readonly assetId!: string;

  @Field(() => ID, { description: "To which of the caller's accounts." })
  readonly accountId!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "When it was installed there; left out: as it was.",
  })
  readonly installDate?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: seenNote })
  readonly expectedUpdatedAt?: Date | null;
}

@ObjectType({ description: "What became of a machine.", simpleResolvers: true })
export class AssetPayload {
  /** Null where there is no such machine. */
  readonly assetId!: string | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}

@ObjectType({ description: "What became of several machines.", simpleResolvers: true })
export class AssetsPayload {
  readonly assetIds!: readonly (string | null)[];

  @Field(() => [UserError], {
    description: "What the caller can mend; the path has the place of the machine: input, assets, 3, sku.",
  })
  readonly userErrors!: readonly UserError[];
}
