import { Field, ObjectType } from "type-graphql";
import { Account } from "../account/account.type.ts";
import { Contact } from "../account/contact.type.ts";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";
import { DateScalar, DateTimeScalar, DecimalScalar } from "../graph/scalar.ts";
import { Money } from "../graph/value.type.ts";

@ObjectType({
  implements: Node,
  description: "A machine, or a component of one, as installed at an account.",
  simpleResolvers: true,
})
export class Asset extends Node {
  @Field(() => String, { description: "The machine's name." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "The maker's serial number." })
  readonly serialNumber!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "State of the machine; each org defines its own values.",
  })
  readonly status!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: "How many pieces this record stands for." })
  readonly quantity!: string | null;

  @Field(() => Money, { nullable: true, description: "What was paid for it." })
  readonly price!: Money | null;

  @Field(() => DateScalar, { nullable: true, description: "When it was bought." })
  readonly purchaseDate!: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When it was installed." })
  readonly installDate!: string | null;

  @Field(() => DateScalar, { nullable: true, description: "When its use, or its warranty, ends." })
  readonly usageEndDate!: string | null;

  @Field(() => String, { nullable: true, description: "Free text." })
  readonly description!: string | null;

  @Field(() => DateTimeScalar, { description: "When the record was created." })
  readonly createdAt!: string;

  @Field(() => DateTimeScalar, { description: "When the record was last changed." })
  readonly updatedAt!: string;

  @Field(() => Account, { nullable: true, description: "Where the machine stands." })
  readonly account!: Account | null;

  @Field(() => Contact, { nullable: true, description: "Who looks after the machine at the account." })
  readonly contact!: Contact | null;

  @Field(() => Asset, { nullable: true, description: "The machine that this is a component of." })
  readonly parent!: Asset | null;

  @Field(() => Asset, {
    nullable: true,
    description: "The whole machine at the top of this component's tree.",
  })
  readonly root!: Asset | null;
}

export const AssetConnection = createConnectionType("Asset", () => Asset);
