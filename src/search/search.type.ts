import { ArgsType, createUnionType, Field, Int, registerEnumType } from "type-graphql";
import { Account } from "../account/account.type.ts";
import { Contact } from "../account/contact.type.ts";
import { Asset } from "../asset/asset.type.ts";
import { Order } from "../order/order.type.ts";
import { Product } from "../product/product.type.ts";
import { originOf } from "../salesforce/object.ts";
import { maxPageSize } from "../salesforce/page.ts";

export const SearchType = {
  ACCOUNT: "ACCOUNT",
  ASSET: "ASSET",
  ORDER: "ORDER",
  PRODUCT: "PRODUCT",
  CONTACT: "CONTACT",
} as const;

registerEnumType(SearchType, {
  name: "SearchType",
  description: "What can be searched.",
  valuesConfig: {
    ACCOUNT: { description: "Accounts, by name and web site." },
    ASSET: { description: "Machines, by name and serial number." },
    ORDER: { description: "Orders, by number." },
    PRODUCT: { description: "Products, by all of their texts: name, SKU, description." },
    CONTACT: { description: "People at accounts, by name." },
  },
});

export const SearchResult = createUnionType({
  name: "SearchResult",
  description: "Something that a text was found in.",
  types: () => [Account, Asset, Order, Product, Contact] as const,
  resolveType: (object) => originOf(object).plan.record.typeName,
});

@ArgsType()
export class SearchArguments {
  @Field(() => String, {
    description:
      "What to look for: words that are all there, in any order and any case, the last one perhaps only begun. At least 2 letters or digits.",
  })
  readonly query!: string;

  @Field(() => [SearchType], {
    nullable: true,
    description: "Where to look, in the order of the results; in all that the caller may read when left out.",
  })
  readonly types?: readonly (keyof typeof SearchType)[] | null;

  @Field(() => Int, {
    defaultValue: 20,
    nullable: true,
    description: `How many results in all, 1 to ${maxPageSize}: evenly many of each type, as long as there are any.`,
  })
  readonly first!: number;
}
