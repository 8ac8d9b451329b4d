import { setTimeout } from "node:timers/promises";
import {
  CheckoutDocument,
  type CheckoutQuery,
  type GatewayClient,
  GatewayUserError,
} from "salesforce-graphql-gateway/client";

type Orders = NonNullable<CheckoutQuery["checkout"]>["orders"];

const pauseMs = 500;

/** Mostly the orders are there already; while Salesforce is slow the gateway brings the checkout to its end by itself. */
export async function waitForOrders(client: GatewayClient, id: string): Promise<Orders> {
  const { checkout } = await client.run(CheckoutDocument, { id });
  if (checkout?.state === "COMPLETED") return checkout.orders;
  if (checkout?.state !== "IN_PROGRESS") throw new GatewayUserError(checkout?.userErrors ?? []);
  await setTimeout(pauseMs);
  return await waitForOrders(client, id);
}
