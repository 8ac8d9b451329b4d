import { defineSchema, type Schema } from "../sobject.ts";
import { asset } from "./asset.ts";
import { priceBook, priceBookEntry, product } from "./catalogue.ts";
import { account, contact } from "./customer.ts";
import { order, orderItem } from "./order.ts";
import { organization, user } from "./platform.ts";

/**
 * The objects of an org without customisation, as far as this server knows them.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_list.htm
 */
export function createStandardSchema(): Schema {
  return defineSchema([
    organization,
    user,
    account,
    contact,
    product,
    priceBook,
    priceBookEntry,
    asset,
    order,
    orderItem,
  ]);
}
