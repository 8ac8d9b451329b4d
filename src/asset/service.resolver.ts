import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { PageOnly } from "../graph/list.type.ts";
import type { Connection } from "../salesforce/object.ts";
import { Asset } from "./asset.type.ts";
import { type Promised, toCoverage } from "./coverage.ts";
import { AssetCoverage, type ServiceEvent, ServiceEventConnection } from "./service.type.ts";

@Resolver(() => Asset)
export class AssetServiceResolver {
  @FieldResolver(() => AssetCoverage, {
    nullable: true,
    description:
      "Whether somebody answers for it: by its warranties and service contracts where the org has them, else by usageEndDate; null when nothing says so.",
  })
  async coverage(
    @Root() asset: Asset,
    @Ctx() { salesforce, arrivedAt }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AssetCoverage | null> {
    const promises = await salesforce.needs<Promised>(asset, info);
    const { usageEndDate } = asset;
    return toCoverage(promises, { usageEndDate, today: arrivedAt.toISOString().slice(0, 10) });
  }

  @FieldResolver(() => ServiceEventConnection, {
    description:
      "What was reported of it and done on it, latest first: cases and work orders, as far as the org has them.",
  })
  serviceHistory(
    @Root() asset: Asset,
    @Args(() => PageOnly) page: PageOnly,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ServiceEvent>> {
    return salesforce.merged(asset, page, info);
  }
}
