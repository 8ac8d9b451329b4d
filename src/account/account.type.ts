import { Field, Int, ObjectType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";
import { DateTimeScalar, DecimalScalar } from "../graph/scalar.ts";
import { Address } from "../graph/value.type.ts";

@ObjectType({ implements: Node, description: "A company: customer, dealer or site.", simpleResolvers: true })
export class Account extends Node {
  @Field(() => String, { description: "The company's name." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "The number the org gave the account." })
  readonly accountNumber!: string | null;

  @Field(() => String, { nullable: true, description: "Kind of account; each org defines its own values." })
  readonly type!: string | null;

  @Field(() => String, { nullable: true, description: "Industry; each org defines its own values." })
  readonly industry!: string | null;

  @Field(() => String, { nullable: true, description: "Telephone number as entered." })
  readonly phone!: string | null;

  @Field(() => String, { nullable: true, description: "Web site as entered, with or without scheme." })
  readonly website!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Estimated revenue a year, in the org's currency. Scope accounts:financials.",
  })
  readonly annualRevenue!: string | null;

  @Field(() => Int, { nullable: true, description: "Number of employees. Scope accounts:financials." })
  readonly numberOfEmployees!: number | null;

  @Field(() => Address, { nullable: true, description: "Where invoices go." })
  readonly billingAddress!: Address | null;

  @Field(() => Address, { nullable: true, description: "Where goods go." })
  readonly shippingAddress!: Address | null;

  @Field(() => DateTimeScalar, { description: "When the record was created." })
  readonly createdAt!: string;

  @Field(() => DateTimeScalar, { description: "When the record was last changed." })
  readonly updatedAt!: string;
}

export const AccountConnection = createConnectionType("Account", () => Account);
