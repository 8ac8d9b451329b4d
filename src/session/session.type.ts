import { Field, InputType, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../graph/scalar.ts";
import { UserError } from "../graph/user-error.type.ts";
import { ViewerType } from "./viewer.type.ts";

@InputType({ description: "A person's e-mail address and password." })
export class SignInInput {
  @Field(() => String, { description: "The e-mail address, in any case." })
  readonly email!: string;

  @Field(() => String, { description: "The password." })
  readonly password!: string;
}

@InputType({ description: "What keeps a session going." })
export class RefreshSessionInput {
  @Field(() => String, { description: "The last refresh token of the session; it can be used once." })
  readonly refreshToken!: string;
}

@InputType({ description: "Which session is over." })
export class SignOutInput {
  @Field(() => String, { description: "A refresh token of the session." })
  readonly refreshToken!: string;
}

@ObjectType({ description: "A session's tokens, or why there are none.", simpleResolvers: true })
export class AuthPayload {
  @Field(() => String, { nullable: true, description: "The bearer token for the next requests." })
  readonly accessToken!: string | null;

  @Field(() => String, { nullable: true, description: "Gets the next pair of tokens, once." })
  readonly refreshToken!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the access token ends." })
  readonly expiresAt!: Date | null;

  @Field(() => ViewerType, { nullable: true, description: "Who has signed in." })
  readonly viewer!: ViewerType | null;

  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}

@ObjectType({ description: "What became of a session that was to end.", simpleResolvers: true })
export class SignOutPayload {
  @Field(() => [UserError], { description: "What the caller can mend." })
  readonly userErrors!: readonly UserError[];
}
