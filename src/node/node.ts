import type { GraphQLResolveInfo } from "graphql";
import { accountRecord } from "../account/account.salesforce.ts";
import { contactRecord } from "../account/contact.salesforce.ts";
import { assetRecord } from "../asset/asset.salesforce.ts";
import { caseRecord, workOrderRecord } from "../asset/service.salesforce.ts";
import { accountOfCart, cartOfLine } from "../cart/cart.document.ts";
import { findCart } from "../cart/cart.ts";
import { cartOfCheckout } from "../cart/checkout.document.ts";
import type { Context } from "../context.ts";
import { GatewayError } from "../errors.ts";
import type { Node } from "../graph/node.type.ts";
import { findCheckout } from "../order/checkout.ts";
import { documentRecord } from "../order/document.salesforce.ts";
import { findOrderDocument } from "../order/document.ts";
import { readDocumentId } from "../order/document-id.ts";
import { orderItemRecord, orderRecord } from "../order/order.salesforce.ts";
import { isUuid } from "../organization/organization.store.ts";
import { toMapping, toOrganization } from "../organization/organization.ts";
import { requireNodeAccess } from "../permissions.ts";
import { priceRecord, productRecord } from "../product/product.salesforce.ts";
import { keyPrefixLength, toSalesforceId } from "../salesforce/id.ts";
import type { RecordMap } from "../salesforce/record.ts";

const maxNodes = 200;

/** Every record that stands for a type with a global id. */
export const nodeRecords: readonly RecordMap[] = [
  accountRecord,
  contactRecord,
  assetRecord,
  productRecord,
  orderRecord,
  orderItemRecord,
];

/** With those that are no nodes of their own. */
export const allRecords: readonly RecordMap[] = [
  ...nodeRecords,
  priceRecord,
  documentRecord,
  caseRecord,
  workOrderRecord,
];

const recordsByPrefix = new Map(nodeRecords.map((record) => [record.keyPrefix, record]));

/**
 * The first three characters of a Salesforce id tell its type; other types than ours are like unknown ids.
 *
 * @throws GatewayError FORBIDDEN, before Salesforce is asked, when the viewer may not read that type
 */
export async function findNode(id: string, context: Context, info: GraphQLResolveInfo): Promise<Node | null> {
  if (isUuid(id)) return findOwn(id, context);
  if (readDocumentId(id)) return findOfOrder(id, context);
  if (isOwnId(id)) return findOfCart(id, context);
  const { salesforce, viewer } = context;
  const normalised = toSalesforceId(id);
  const record = recordsByPrefix.get(normalised.slice(0, keyPrefixLength));
  if (!record) return null;
  requireNodeAccess(viewer, record.typeName);
  return await salesforce.byId(record, normalised, info);
}

/** What the gateway itself keeps: customers and their mappings. */
async function findOwn(id: string, { organizations, viewer }: Context): Promise<Node | null> {
  requireNodeAccess(viewer, "Organization");
  const [organization] = await organizations.byIds([id]);
  if (organization) return toOrganization(organization);
  requireNodeAccess(viewer, "AccountMapping");
  const mapping = await organizations.mapping(id);
  return mapping && toMapping(mapping);
}

/** Whether the gateway itself keeps what the id stands for. */
function isOwnId(id: string): boolean {
  if (readDocumentId(id)) return true;
  return isUuid(id) || accountOfCart(id) !== null || cartOfLine(id) !== null || cartOfCheckout(id) !== null;
}

async function findOfOrder(id: string, context: Context): Promise<Node | null> {
  requireNodeAccess(context.viewer, "OrderDocument");
  return await findOrderDocument(context, id);
}

async function findOfCart(id: string, context: Context): Promise<Node | null> {
  requireNodeAccess(context.viewer, "Cart");
  if (cartOfCheckout(id) !== null) return await findCheckout(context, id);
  const cart = await findCart(context, cartOfLine(id) ?? id);
  return cartOfLine(id) === null ? cart : (cart?.lines.find((line) => line.id === id) ?? null);
}

/** What cannot be read is an error in its place of the list: the others are read all the same. */
export async function findNodes(
  ids: readonly string[],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<(Node | Error | null)[]> {
  if (ids.length > maxNodes)
    throw new GatewayError("BAD_USER_INPUT", `"ids" may have ${maxNodes} ids at most.`);
  const normalised = ids.map((id) => (isOwnId(id) ? id : toSalesforceId(id)));
  const found = await Promise.allSettled(normalised.map((id) => findNode(id, context, info)));
  return found.map((node) => (node.status === "fulfilled" ? node.value : node.reason));
}
