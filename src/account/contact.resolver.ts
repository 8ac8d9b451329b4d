import { Resolver } from "type-graphql";
import { Relation } from "../graph/relation.ts";
import { Account } from "./account.type.ts";
import { Contact } from "./contact.type.ts";

@Resolver(() => Contact)
export class ContactResolver {
  @Relation(() => Account, { nullable: true, description: "The account this person belongs to." })
  readonly account!: Account | null;
}
