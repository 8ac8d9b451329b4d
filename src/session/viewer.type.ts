import { Field, ID, ObjectType, registerEnumType } from "type-graphql";

const ViewerKind = { USER: "USER", CLIENT: "CLIENT" } as const;

registerEnumType(ViewerKind, {
  name: "ViewerKind",
  description: "What kind of caller a token stands for.",
  valuesConfig: {
    USER: { description: "A person." },
    CLIENT: { description: "A program of a partner." },
  },
});

@ObjectType("Viewer", { description: "Who asks, and what they may see.", simpleResolvers: true })
export class ViewerType {
  readonly organizationIds!: readonly string[];

  @Field(() => ID, { description: "The person's or client's id." })
  readonly id!: string;

  @Field(() => ViewerKind, { description: "A person or a program." })
  readonly kind!: keyof typeof ViewerKind;

  @Field(() => String, { nullable: true, description: "The person's e-mail address; null for programs." })
  readonly email!: string | null;

  @Field(() => String, { nullable: true, description: "What to call them." })
  readonly displayName!: string | null;

  @Field(() => [String], { description: "What the token allows." })
  readonly scopes!: readonly string[];
}
