import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { accountRecord } from "../account/account.salesforce.ts";
import { Account } from "../account/account.type.ts";
import type { Context } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { PageOnly } from "../graph/list.type.ts";
import type { Connection } from "../salesforce/object.ts";
import {
  createOrganization,
  listOrganizations,
  mapAccount,
  toMapping,
  toOrganization,
  unmapAccount,
} from "./organization.ts";
import {
  AccountMapping,
  AccountMappingPayload,
  CreateOrganizationInput,
  MapAccountInput,
  Organization,
  OrganizationConnection,
  OrganizationPayload,
  UnmapAccountInput,
  UnmapAccountPayload,
} from "./organization.type.ts";

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => OrganizationConnection, { description: "All customers, oldest first. Scope mappings:admin." })
  organizations(
    @Args(() => PageOnly) page: PageOnly,
    @Ctx() context: Context,
  ): Promise<Connection<Organization>> {
    return listOrganizations(context, page);
  }

  @FieldResolver(() => [AccountMapping], {
    description: "The Salesforce accounts that the customer may see.",
  })
  async accountMappings(
    @Root() { id }: Organization,
    @Ctx() { organizations }: Context,
  ): Promise<readonly AccountMapping[]> {
    return (await organizations.mappings([id])).map(toMapping);
  }

  @Mutation(() => OrganizationPayload, { description: "Adds a customer. Scope mappings:admin." })
  createOrganization(
    @Arg("input", () => CreateOrganizationInput, { description: "The customer." })
    input: CreateOrganizationInput,
    @Ctx() context: Context,
  ): Promise<OrganizationPayload> {
    return createOrganization(context, input);
  }
}

@Resolver(() => AccountMapping)
export class AccountMappingResolver {
  @FieldResolver(() => Organization, { description: "Whose mapping it is." })
  async organization(
    @Root() { organizationId }: AccountMapping,
    @Ctx() { organizations }: Context,
  ): Promise<Organization> {
    const [row] = await organizations.byIds([organizationId]);
    if (!row) throw new GatewayError("CONFLICT", "The organization of this mapping is gone.");
    return toOrganization(row);
  }

  @FieldResolver(() => Account, { description: "The account." })
  async account(
    @Root() { salesforceAccountId }: AccountMapping,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Account> {
    const account = await salesforce.byId<Account>(accountRecord, salesforceAccountId, info);
    if (account) return account;
    throw new GatewayError(
      "CONFLICT",
      "Salesforce does not have the account of this mapping, or not for you.",
    );
  }

  @Mutation(() => AccountMappingPayload, {
    description:
      "Lets an organization see an account. Salesforce is asked for it first. Scope mappings:admin.",
  })
  mapAccount(
    @Arg("input", () => MapAccountInput, { description: "Which account for whom." }) input: MapAccountInput,
    @Ctx() context: Context,
  ): Promise<AccountMappingPayload> {
    return mapAccount(context, input);
  }

  @Mutation(() => UnmapAccountPayload, {
    description:
      "Ends an organization's sight of an account, everywhere within ten seconds. Scope mappings:admin.",
  })
  unmapAccount(
    @Arg("input", () => UnmapAccountInput, { description: "Which mapping." }) {
      accountMappingId,
    }: UnmapAccountInput,
    @Ctx() context: Context,
  ): Promise<UnmapAccountPayload> {
    return unmapAccount(context, accountMappingId);
  }
}
