import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { createListArguments, PageOnly } from "../graph/list.type.ts";
import type { Connection } from "../salesforce/object.ts";
import type { PageArguments } from "../salesforce/page.ts";
import { accountRecord } from "./account.salesforce.ts";
import { Account, AccountConnection } from "./account.type.ts";
import { ContactConnection } from "./contact.type.ts";

const AccountList = createListArguments(accountRecord);

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => Account, { nullable: true, description: "An account by its id; null if there is none." })
  account(
    @Arg("id", () => ID, { description: "Salesforce id of the account." }) id: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Account | null> {
    return salesforce.byId(accountRecord, id, info);
  }

  @Query(() => AccountConnection, { description: "The accounts the caller may see." })
  accounts(
    @Args(() => AccountList) page: PageArguments,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Account>> {
    return salesforce.connection(accountRecord, page, info);
  }

  @FieldResolver(() => AccountConnection, {
    description: "The accounts right below this one in the hierarchy.",
  })
  children(
    @Root() account: Account,
    @Args(() => PageOnly) page: PageOnly,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Account>> {
    return salesforce.children(account, page, info);
  }

  @FieldResolver(() => ContactConnection, { description: "The people at this account." })
  contacts(
    @Root() account: Account,
    @Args(() => PageOnly) page: PageOnly,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<object>> {
    return salesforce.children(account, page, info);
  }
}
