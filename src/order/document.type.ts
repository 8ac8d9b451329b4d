import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Node } from "../graph/node.type.ts";
import { DateTimeScalar } from "../graph/scalar.ts";

@ObjectType({ implements: Node, description: "A file that belongs to an order.", simpleResolvers: true })
export class OrderDocument extends Node {
  @Field(() => String, { description: "The file's name." })
  readonly title!: string;

  @Field(() => String, {
    nullable: true,
    description: "Kind of file as Salesforce calls it: PDF, PNG, TEXT.",
  })
  readonly fileType!: string | null;

  @Field(() => Int, { nullable: true, description: "Size in bytes." })
  readonly contentSize!: number | null;

  @Field(() => DateTimeScalar, { description: "When it was put there." })
  readonly createdAt!: string;
}

@InputType({ description: "A file for an order." })
export class AttachOrderDocumentInput {
  @Field(() => ID, { description: "The order." })
  readonly orderId!: string;

  @Field(() => String, {
    description: "The file's name with its extension: pdf, png, jpg, gif, webp, tif, txt or csv.",
  })
  readonly fileName!: string;

  @Field(() => String, {
    description:
      "The content in base64. It has to be what the extension says; the gateway's operator sets how large it may be (MAX_DOCUMENT_MEGABYTES).",
  })
  readonly contentBase64!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Makes it safe to send the request again: the same key and input within 24 hours attach one file.",
  })
  readonly idempotencyKey?: string | null;
}
