import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, ArgsType, Ctx, Field, ID, Info, Query, Resolver } from "type-graphql";
import { Asset } from "../asset/asset.type.ts";
import type { Context } from "../context.ts";
import { createListArguments } from "../graph/list.type.ts";
import { createRelations } from "../graph/relation.ts";
import type { Connection } from "../salesforce/object.ts";
import type { PageArguments } from "../salesforce/page.ts";
import { productRecord } from "./product.salesforce.ts";
import { onlyProduct, searchFilter } from "./product.ts";
import { Price, Product, ProductConnection } from "./product.type.ts";

@ArgsType()
class ProductList extends createListArguments(productRecord) {
  @Field(() => String, { nullable: true, description: "Text in the name or the SKU, whatever its case." })
  readonly search?: string | null;
}

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, { nullable: true, description: "A product by its id; null if there is none." })
  product(
    @Arg("id", () => ID, { description: "Salesforce id of the product." }) id: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Product | null> {
    return salesforce.byId(productRecord, id, info);
  }

  @Query(() => Product, {
    nullable: true,
    description:
      "The active product with this SKU; null if there is none, error CONFLICT if there are several.",
  })
  async productBySku(
    @Arg("sku", () => String, { description: "The whole SKU, in any case." }) sku: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Product | null> {
    const query = { filter: { sku: { eq: sku }, isActive: { eq: true } }, limit: 2 };
    return onlyProduct(sku, await salesforce.matching<Product>(productRecord, query, info));
  }

  @Query(() => ProductConnection, { description: "The products the caller may see." })
  products(
    @Args(() => ProductList) page: PageArguments & { readonly search?: string | null },
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Product>> {
    const { search, filter, ...rest } = page;
    return salesforce.connection(
      productRecord,
      { ...rest, filter: searchFilter(search, filter as object) },
      info,
    );
  }
}

export const ProductRelations = createRelations(() => Product, {
  prices: { type: () => [Price], description: "One price for every active price book entry." },
});

export const AssetProduct = createRelations(() => Asset, {
  product: { type: () => Product, nullable: true, description: "What kind of machine it is." },
});
