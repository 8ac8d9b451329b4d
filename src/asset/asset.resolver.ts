import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { Account } from "../account/account.type.ts";
import { Contact } from "../account/contact.type.ts";
import type { Context } from "../context.ts";
import { createListArguments, PageOnly } from "../graph/list.type.ts";
import { createRelations } from "../graph/relation.ts";
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
}

export const AssetRelations = createRelations(() => Asset, {
  account: { type: () => Account, nullable: true, description: "Where the machine stands." },
  contact: {
    type: () => Contact,
    nullable: true,
    description: "Who looks after the machine at the account.",
  },
  parent: { type: () => Asset, nullable: true, description: "The machine that this is a component of." },
  root: {
    type: () => Asset,
    nullable: true,
    description: "The whole machine at the top of this component's tree.",
  },
  children: {
    type: () => AssetConnection,
    list: PageOnly,
    description: "The components right below this one.",
  },
});

export const AccountAssets = createRelations(() => Account, {
  assets: {
    type: () => AssetConnection,
    list: AssetList,
    description: "The machines at this account, components included.",
  },
});
