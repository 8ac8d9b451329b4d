import { createRelations } from "../graph/relation.ts";
import { Account } from "./account.type.ts";
import { Contact } from "./contact.type.ts";

export const ContactRelations = createRelations(() => Contact, {
  account: { type: () => Account, nullable: true, description: "The account this person belongs to." },
});
