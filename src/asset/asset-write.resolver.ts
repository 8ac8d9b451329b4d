import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { assetRecord } from "./asset.salesforce.ts";
import { Asset } from "./asset.type.ts";
import { transferAsset, updateAsset } from "./asset-change.ts";
import {
  AssetPayload,
  AssetsPayload,
  RegisterAssetInput,
  RegisterAssetsInput,
  TransferAssetInput,
  UpdateAssetInput,
} from "./asset-input.type.ts";
import { registerAsset, registerAssets } from "./asset-registration.ts";

@Resolver(() => AssetPayload)
export class AssetWriteResolver {
  @Mutation(() => AssetPayload, { description: "Registers a machine at an account. Scope assets:write." })
  registerAsset(
    @Arg("input", () => RegisterAssetInput, { description: "The machine." }) input: RegisterAssetInput,
    @Ctx() context: Context,
  ): Promise<AssetPayload> {
    return registerAsset(context, input);
  }

  @Mutation(() => AssetsPayload, {
    description:
      "Registers up to 200 machines; what is wrong with one is no matter to the others. Scope assets:write.",
  })
  registerAssets(
    @Arg("input", () => RegisterAssetsInput, { description: "The machines." }) input: RegisterAssetsInput,
    @Ctx() context: Context,
  ): Promise<AssetsPayload> {
    return registerAssets(context, input);
  }

  @Mutation(() => AssetPayload, { description: "Changes what is known of a machine. Scope assets:write." })
  updateAsset(
    @Arg("input", () => UpdateAssetInput, { description: "Which machine, and what is different of it." })
    input: UpdateAssetInput,
    @Ctx() context: Context,
  ): Promise<AssetPayload> {
    return updateAsset(context, input);
  }

  @Mutation(() => AssetPayload, {
    description:
      "Moves a machine with all its components to another of the caller's accounts, or nothing of it. Scope assets:write.",
  })
  transferAsset(
    @Arg("input", () => TransferAssetInput, {
      description: "Which machine, and where it stands from now on.",
    })
    input: TransferAssetInput,
    @Ctx() context: Context,
  ): Promise<AssetPayload> {
    return transferAsset(context, input);
  }

  @FieldResolver(() => Asset, {
    nullable: true,
    description: "The machine as it is now, also when something was wrong; null when there is none.",
  })
  async asset(
    @Root() { assetId }: AssetPayload,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Asset | null> {
    return assetId === null ? null : await salesforce.byId<Asset>(assetRecord, assetId, info);
  }
}

@Resolver(() => AssetsPayload)
export class AssetsPayloadResolver {
  @FieldResolver(() => [Asset], {
    nullable: "items",
    description: "In the order of the input; null for those that are not registered.",
  })
  assets(
    @Root() { assetIds }: AssetsPayload,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly (Asset | null)[]> {
    return Promise.all(
      assetIds.map((id) => (id === null ? null : salesforce.byId<Asset>(assetRecord, id, info))),
    );
  }
}
