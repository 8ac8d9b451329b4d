import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { accountRecord } from "../account/account.salesforce.ts";
import { AccountConnection } from "../account/account.type.ts";
import type { Context } from "../context.ts";
import { PageOnly } from "../graph/list.type.ts";
import { toOrganization } from "../organization/organization.ts";
import { Organization } from "../organization/organization.type.ts";
import type { Connection } from "../salesforce/object.ts";
import { refreshSession, signIn, signOut } from "./session.ts";
import {
  AuthPayload,
  RefreshSessionInput,
  SignInInput,
  SignOutInput,
  SignOutPayload,
} from "./session.type.ts";
import { findViewer } from "./viewer.ts";
import { ViewerType } from "./viewer.type.ts";

@Resolver()
export class SessionResolver {
  @Mutation(() => AuthPayload, {
    description: "Opens a session for a person with e-mail address and password.",
  })
  signIn(
    @Arg("input", () => SignInInput, { description: "Who, with what password." }) input: SignInInput,
    @Ctx() context: Context,
  ): Promise<AuthPayload> {
    return signIn(context, input);
  }

  @Mutation(() => AuthPayload, {
    description:
      "Exchanges a refresh token for the next pair of tokens. Each can be used once; a second use ends the session.",
  })
  refreshSession(
    @Arg("input", () => RefreshSessionInput, { description: "Which session." }) {
      refreshToken,
    }: RefreshSessionInput,
    @Ctx() context: Context,
  ): Promise<AuthPayload> {
    return refreshSession(context, refreshToken);
  }

  @Mutation(() => SignOutPayload, { description: "Ends a session with all its tokens." })
  signOut(
    @Arg("input", () => SignOutInput, { description: "Which session." }) { refreshToken }: SignOutInput,
    @Ctx() context: Context,
  ): Promise<SignOutPayload> {
    return signOut(context, refreshToken);
  }
}

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { nullable: true, description: "Who asks; null when nobody is signed in." })
  viewer(@Ctx() context: Context): Promise<ViewerType | null> {
    return findViewer(context);
  }

  @FieldResolver(() => [Organization], { description: "The customers they belong to." })
  async organizations(
    @Root() { organizationIds }: ViewerType,
    @Ctx() { organizations }: Context,
  ): Promise<readonly Organization[]> {
    return (await organizations.byIds(organizationIds)).map(toOrganization);
  }

  @FieldResolver(() => AccountConnection, { description: "The Salesforce accounts they may see." })
  accounts(
    @Args(() => PageOnly) page: PageOnly,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<object>> {
    return salesforce.connection(accountRecord, page, info);
  }
}
