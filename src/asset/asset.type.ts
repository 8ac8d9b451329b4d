import { Field, ObjectType } from "type-graphql";
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
}

export const AssetConnection = createConnectionType("Asset", () => Asset);
