import type { SObjectDefinition } from "../sobject.ts";
import { asset } from "./asset.ts";
import * as cart from "./cart.ts";
import { priceBook, priceBookEntry, product } from "./catalogue.ts";
import * as content from "./content.ts";
import { account, contact } from "./customer.ts";
import * as entitlement from "./entitlement.ts";
import { order, orderItem } from "./order.ts";
import { accountShare, group, organization, user } from "./platform.ts";
import * as pricing from "./pricing.ts";
import * as service from "./service.ts";
import * as webStore from "./web-store.ts";

/**
 * The objects of an org without customisation, as far as this server knows them.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_list.htm
 */
export const standardObjects: readonly SObjectDefinition[] = [
  organization,
  user,
  group,
  account,
  accountShare,
  contact,
  product,
  priceBook,
  priceBookEntry,
  asset,
  order,
  orderItem,
  ...Object.values(service),
  ...Object.values(content),
  ...Object.values(webStore),
  ...Object.values(entitlement),
  ...Object.values(pricing),
  ...Object.values(cart),
];
