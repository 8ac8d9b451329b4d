import type { GraphQLResolveInfo } from "graphql";
import { accountRecord } from "../account/account.salesforce.ts";
import { contactRecord } from "../account/contact.salesforce.ts";
import { assetRecord } from "../asset/asset.salesforce.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { Context } from "../context.ts";
import { orderRecord } from "../order/order.salesforce.ts";
import { hasNodeAccess, requireNodeAccess } from "../permissions.ts";
import { productRecord } from "../product/product.salesforce.ts";
import type { RecordMap } from "../salesforce/record.ts";
import type { SearchArguments, SearchResult, SearchType } from "./search.type.ts";

const records: Readonly<Record<keyof typeof SearchType, RecordMap>> = {
  ACCOUNT: accountRecord,
  ASSET: assetRecord,
  ORDER: orderRecord,
  PRODUCT: productRecord,
  CONTACT: contactRecord,
};

/**
 * @throws GatewayError FORBIDDEN, before Salesforce is asked, when the viewer may not read a type that was asked for by
 * name, and BAD_USER_INPUT for a text that cannot be searched for
 */
export async function search(
  { query, types, first }: SearchArguments,
  { salesforce, viewer }: Context,
  info: GraphQLResolveInfo,
): Promise<readonly (typeof SearchResult)[]> {
  const searched = types ? required(viewer, types) : readable(viewer);
  return await salesforce.search({ records: searched, text: query, first }, info);
}

function required(viewer: Viewer | null, types: NonNullable<SearchArguments["types"]>): readonly RecordMap[] {
  const searched = [...new Set(types)].map((type) => records[type]);
  for (const { typeName } of searched) requireNodeAccess(viewer, typeName);
  return searched;
}

function readable(viewer: Viewer | null): readonly RecordMap[] {
  return Object.values(records).filter(({ typeName }) => hasNodeAccess(viewer, typeName));
}
