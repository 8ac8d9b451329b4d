import { Field, ObjectType, registerEnumType } from "type-graphql";

export const UserErrorCode = {
  REQUIRED: "REQUIRED",
  INVALID: "INVALID",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  DUPLICATE: "DUPLICATE",
  NOT_ALLOWED: "NOT_ALLOWED",
  OUT_OF_STOCK: "OUT_OF_STOCK",
  VERSION_MISMATCH: "VERSION_MISMATCH",
  LIMIT_EXCEEDED: "LIMIT_EXCEEDED",
} as const;

registerEnumType(UserErrorCode, {
  name: "UserErrorCode",
  description: "What is wrong with an input, in a word.",
  valuesConfig: {
    REQUIRED: { description: "Something that is needed is missing." },
    INVALID: { description: "A value does not fit." },
    NOT_FOUND: { description: "What it refers to is not there, or not for the caller." },
    CONFLICT: { description: "It contradicts what is stored, or the same key came with another input." },
    DUPLICATE: { description: "It is there already." },
    NOT_ALLOWED: { description: "The caller may not do this, or not now." },
    OUT_OF_STOCK: { description: "The shop has not enough of it." },
    VERSION_MISMATCH: { description: "Somebody else has changed it in the meantime." },
    LIMIT_EXCEEDED: { description: "There would be too many of them." },
  },
});

@ObjectType({ description: "What the caller can mend, told as data.", simpleResolvers: true })
export class UserError {
  @Field(() => UserErrorCode, { description: "What is wrong, in a word." })
  readonly code!: keyof typeof UserErrorCode;

  @Field(() => String, { description: "What is wrong and what was wanted, in a sentence." })
  readonly message!: string;

  @Field(() => [String], { description: "Where in the arguments: input, accountId." })
  readonly path!: readonly string[];
}
