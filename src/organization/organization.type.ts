import { Field, ID, InputType, ObjectType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";
import { DateTimeScalar } from "../graph/scalar.ts";
import { UserError } from "../graph/user-error.type.ts";

@ObjectType({
  implements: Node,
  description: "A customer: people and programs that see the same Salesforce accounts.",
  simpleResolvers: true,
})
export class Organization extends Node {
  @Field(() => String, { description: "The customer's name." })
  readonly name!: string;
}

export const OrganizationConnection = createConnectionType("Organization", () => Organization);

@ObjectType({
  implements: Node,
  description: "A Salesforce account that an organization may see.",
  simpleResolvers: true,
})
export class AccountMapping extends Node {
  readonly organizationId!: string;
  readonly salesforceAccountId!: string;

  @Field(() => String, {
    nullable: true,
    description: "The customer's number in another system, such as an ERP.",
  })
  readonly externalId!: string | null;

  @Field(() => Boolean, { description: "Whether it is the organization's usual one." })
  readonly isDefault!: boolean;

  @Field(() => DateTimeScalar, { description: "When it was mapped." })
  readonly createdAt!: Date;
}

@ObjectType({ description: "What became of an organization.", simpleResolvers: true })
export class OrganizationPayload {
  @Field(() => Organization, {
    nullable: true,
    description: "The organization; null when something was wrong.",
  })
  readonly organization!: Organization | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}

@ObjectType({ description: "What became of a mapping.", simpleResolvers: true })
export class AccountMappingPayload {
  @Field(() => AccountMapping, { nullable: true, description: "The mapping; null when something was wrong." })
  readonly accountMapping!: AccountMapping | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}

@ObjectType({ description: "What became of a mapping that was to go.", simpleResolvers: true })
export class UnmapAccountPayload {
  @Field(() => ID, {
    nullable: true,
    description: "Id of the mapping that is gone; null when there was none.",
  })
  readonly accountMappingId!: string | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}

@InputType({ description: "A new customer." })
export class CreateOrganizationInput {
  @Field(() => String, { description: "The customer's name." })
  readonly name!: string;
}

@InputType({ description: "An account that an organization is to see." })
export class MapAccountInput {
  @Field(() => ID, { description: "The organization." })
  readonly organizationId!: string;

  @Field(() => ID, { nullable: true, description: "The Salesforce account; or else externalId." })
  readonly accountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The customer's number in another system. Without accountId the account with this account number is meant.",
  })
  readonly externalId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Makes it the organization's usual account." })
  readonly isDefault?: boolean | null;
}

@InputType({ description: "A mapping that is to go." })
export class UnmapAccountInput {
  @Field(() => ID, { description: "The mapping." })
  readonly accountMappingId!: string;
}
