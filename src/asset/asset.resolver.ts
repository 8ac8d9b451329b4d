import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { Account } from "../account/account.type.ts";
import type { Context } from "../context.ts";
import { createListArguments, PageOnly } from "../graph/list.type.ts";
import type { Connection } from "../salesforce/object.ts";
import type { PageArguments } from "../salesforce/page.ts";
import { assetRecord } from "./asset.salesforce.ts";
import { onlyMatch } from "./asset.ts";
import { Asset, AssetConnection } from "./asset.type.ts";

const AssetList = createListArguments(assetRecord);

@Resolver(() => Asset)
export class AssetResolver {
  @Query(() => Asset, { nullable: true, description: "A machine by its id; null if there is none." })
  asset(
    @Arg("id", () => ID, { description: "Salesforce id of the asset." }) id: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Asset | null> {
    return salesforce.byId(assetRecord, id, info);
  }

  @Query(() => Asset, {
    nullable: true,
    description:
      "The machine with this serial number; null if there is none, error CONFLICT if there are several.",
  })
  async assetBySerialNumber(
    @Arg("serialNumber", () => String, { description: "The whole serial number, in any case." })
    serialNumber: string,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Asset | null> {
    const query = { filter: { serialNumber: { eq: serialNumber } }, limit: 2 };
    return onlyMatch(serialNumber, await salesforce.matching<Asset>(assetRecord, query, info));
  }

  @Query(() => AssetConnection, { description: "The machines the caller may see." })
  assets(
    @Args(() => AssetList) page: PageArguments,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Asset>> {
    return salesforce.connection(assetRecord, page, info);
  }

  @FieldResolver(() => AssetConnection, { description: "The components right below this one." })
  children(
    @Root() asset: Asset,
    @Args(() => PageOnly) page: PageOnly,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Asset>> {
    return salesforce.children(asset, page, info);
  }
}

@Resolver(() => Account)
export class AccountAssetsResolver {
  @FieldResolver(() => AssetConnection, { description: "The machines at this account, components included." })
  assets(
    @Root() account: Account,
    @Args(() => AssetList) page: PageArguments,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Asset>> {
    return salesforce.children(account, page, info);
  }
}
