import { Field, ID, ObjectType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";
import { Money } from "../graph/value.type.ts";

@ObjectType({ description: "What a product costs in one price book.", simpleResolvers: true })
export class Price {
  @Field(() => ID, { description: "Id of the price book entry." })
  readonly id!: string;

  @Field(() => ID, { description: "Id of the price book." })
  readonly priceBookId!: string;

  @Field(() => String, { description: "Name of the price book." })
  readonly priceBookName!: string;

  @Field(() => Money, { description: "Price of one piece." })
  readonly unitPrice!: Money;
}

@ObjectType({
  implements: Node,
  description: "Something that can be sold or installed.",
  simpleResolvers: true,
})
export class Product extends Node {
  @Field(() => String, { nullable: true, description: "Stock keeping unit: the product code." })
  readonly sku!: string | null;

  @Field(() => String, { description: "The product's name." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "Free text." })
  readonly description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Family of products; each org defines its own values.",
  })
  readonly family!: string | null;

  @Field(() => Boolean, { description: "Whether it is sold." })
  readonly isActive!: boolean;
}

export const ProductConnection = createConnectionType("Product", () => Product);
