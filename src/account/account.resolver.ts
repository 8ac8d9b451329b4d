import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { createListArguments, PageOnly } from "../graph/list.type.ts";
import { createRelations } from "../graph/relation.ts";
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
}

export const AccountRelations = createRelations(() => Account, {
  parent: {
    type: () => Account,
    nullable: true,
    description: "The account above this one in the hierarchy.",
  },
  children: {
    type: () => AccountConnection,
    list: PageOnly,
    description: "The accounts right below this one in the hierarchy.",
  },
  contacts: { type: () => ContactConnection, list: PageOnly, description: "The people at this account." },
});
