import type { GraphQLResolveInfo } from "graphql";
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { PromiseOrValue } from "../salesforce/promise-or-value.ts";
import { Account } from "./account.type.ts";
import { Contact } from "./contact.type.ts";

@Resolver(() => Contact)
export class ContactResolver {
  @FieldResolver(() => Account, { nullable: true, description: "The account this person belongs to." })
  account(
    @Root() contact: Contact,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): PromiseOrValue<Account | null> {
    return salesforce.parent(contact, info);
  }
}
