import { Field, ObjectType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { Node } from "../graph/node.type.ts";

@ObjectType({ implements: Node, description: "A person at an account.", simpleResolvers: true })
export class Contact extends Node {
  @Field(() => String, { description: "First and last name." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "E-mail address." })
  readonly email!: string | null;

  @Field(() => String, { nullable: true, description: "Telephone number as entered." })
  readonly phone!: string | null;

  @Field(() => String, { nullable: true, description: "Job title." })
  readonly title!: string | null;
}

export const ContactConnection = createConnectionType("Contact", () => Contact);
