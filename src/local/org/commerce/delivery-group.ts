import { ok } from "../answer.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import { recordValues } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import { type OpenCart, openActiveCart, openCart } from "./cart.ts";
import { amount, invalidInput, refuse, typeOf } from "./storefront.ts";

/** How the address of a delivery group is called outside and inside. */
const addressFields: Readonly<Record<string, string>> = {
  name: "DeliverToName",
  firstName: "DeliverToFirstName",
  lastName: "DeliverToLastName",
  companyName: "CompanyName",
  street: "DeliverToStreet",
  city: "DeliverToCity",
  region: "DeliverToState",
  postalCode: "DeliverToPostalCode",
  country: "DeliverToCountry",
  phoneNumber: "ShipToPhoneNumber",
};

/** GET delivery-groups: https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_cart_delivery_groups.htm */
export function listGroups(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  return ok(groupsAnswer(openCart(org, request, parameters)));
}

/** GET delivery-groups/{id} */
export function getGroup(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openCart(org, request, parameters);
  return ok(groupAnswer(open, requireGroup(open, parameters.group ?? "")));
}

/** POST delivery-groups { name?, deliveryAddress?, desiredDeliveryDate?, shippingInstructions? } */
export function createGroup(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const values = { Name: "Delivery Group", ...readGroup(request.body), CartId: open.cart.Id };
  const group = open.database.insert(typeOf(open.database, "CartDeliveryGroup"), values);
  return { status: 201, body: groupAnswer(open, group) };
}

/** PATCH delivery-groups/{id} */
export function updateGroup(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const group = requireGroup(open, parameters.group ?? "");
  const type = typeOf(open.database, "CartDeliveryGroup");
  return ok(groupAnswer(open, open.database.update(type, String(group.Id), readGroup(request.body))));
}

/** DELETE delivery-groups/{id}: its items go to the default group. */
export function deleteGroup(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const group = requireGroup(open, parameters.group ?? "");
  if (group.IsDefault === true) throw invalidInput("The default delivery group cannot be deleted.");
  open.database.transaction(() => {
    const home = defaultGroup(open).Id ?? null;
    for (const item of itemsIn(open, group)) moveItem(open, item, home);
    open.database.delete(typeOf(open.database, "CartDeliveryGroup"), String(group.Id));
  });
  return { status: 204, body: null };
}

/** POST delivery-groups/actions/arrange-items { arrangements: [{ cartItemId, deliveryGroupId }] } */
export function arrangeItems(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const { arrangements } = recordValues(request.body);
  if (!Array.isArray(arrangements)) throw invalidInput("arrangements must be a list.");
  open.database.transaction(() => {
    for (const arrangement of arrangements.map(recordValues)) {
      const group = requireGroup(open, String(arrangement.deliveryGroupId));
      const itemId = String(arrangement.cartItemId);
      const item = isId(itemId) ? related(open.database, "CartItem", toId18(itemId)) : undefined;
      if (item?.CartId !== open.cart.Id || !item)
        throw refuse(404, "ITEM_NOT_FOUND", `There is no item ${itemId}.`);
      moveItem(open, item, group.Id ?? null);
    }
  });
  return ok(groupsAnswer(open));
}

export function defaultGroup(open: OpenCart): Row {
  const group = groupsOf(open).find(({ IsDefault }) => IsDefault === true);
  if (!group) throw refuse(404, "MISSING_RECORD", "The cart has no delivery group.");
  return group;
}

function groupsOf({ database, cart }: OpenCart): readonly Row[] {
  return childrenOf(database, "CartDeliveryGroup", { field: "CartId", id: cart.Id });
}

function itemsIn({ database }: OpenCart, group: Row): readonly Row[] {
  return childrenOf(database, "CartItem", { field: "CartDeliveryGroupId", id: group.Id });
}

function moveItem({ database }: OpenCart, item: Row, groupId: Row[string]): void {
  database.update(typeOf(database, "CartItem"), String(item.Id), { CartDeliveryGroupId: groupId });
}

function requireGroup(open: OpenCart, id: string): Row {
  const group = groupsOf(open).find((candidate) => isId(id) && candidate.Id === toId18(id));
  if (group) return group;
  throw refuse(404, "MISSING_RECORD", `There is no delivery group ${id} in the cart.`);
}

function readGroup(body: unknown): Record<string, unknown> {
  const { name, deliveryAddress = {}, desiredDeliveryDate, shippingInstructions } = recordValues(body);
  const address = Object.entries(recordValues(deliveryAddress)).map(([key, value]) => {
    const field = addressFields[key];
    if (!field) throw invalidInput(`deliveryAddress has no ${key}.`);
    return [field, value] as const;
  });
  const others = {
    Name: name,
    DesiredDeliveryDate: desiredDeliveryDate,
    ShippingInstructions: shippingInstructions,
  };
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...address, ...given]);
}

function groupsAnswer(open: OpenCart): object {
  const deliveryGroups = groupsOf(open).map((group) => groupAnswer(open, group));
  return { count: deliveryGroups.length, deliveryGroups };
}

function groupAnswer(open: OpenCart, group: Row): object {
  const items = itemsIn(open, group);
  const total = items.reduce((sum, item) => sum + Number(item.TotalPrice), 0);
  const address = Object.entries(addressFields).map(([key, field]) => [key, group[field] ?? null]);
  return {
    id: group.Id,
    name: group.Name,
    default: group.IsDefault,
    deliveryAddress: Object.fromEntries(address),
    desiredDeliveryDate: group.DesiredDeliveryDate,
    shippingInstructions: group.ShippingInstructions,
    cartItems: items.map(({ Id, Quantity }) => ({ cartItemId: Id, quantity: String(Quantity) })),
    totalProductAmount: amount(total),
  };
}
