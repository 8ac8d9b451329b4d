import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { accountRecord } from "./account.salesforce.ts";
import { Account } from "./account.type.ts";
import { updateAccount } from "./account-change.ts";
import { AccountPayload, UpdateAccountInput } from "./account-input.type.ts";

@Resolver(() => AccountPayload)
export class AccountWriteResolver {
  @Mutation(() => AccountPayload, {
    description: "Changes what a customer may change of an account. Scope accounts:write.",
  })
  updateAccount(
    @Arg("input", () => UpdateAccountInput, {
      description: "Which account, and what is different of it.",
    })
    input: UpdateAccountInput,
    @Ctx() context: Context,
  ): Promise<AccountPayload> {
    return updateAccount(context, input);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account as it is now, also when something was wrong; null when there is none.",
  })
  async account(
    @Root() { accountId }: AccountPayload,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Account | null> {
    return accountId === null ? null : await salesforce.byId<Account>(accountRecord, accountId, info);
  }
}
