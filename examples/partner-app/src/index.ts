import {
  createGatewayClient,
  CreateCartDocument,
  type GatewayClient,
  GatewayRequestError,
  GatewayUserError,
  MachineFileDocument,
  OrderByNumberDocument,
  PlaceOrderDocument,
  resultOf,
} from "salesforce-graphql-gateway/client";
import { waitForOrders } from "./checkout.js";

const [serialNumber = "GC1040-000101", poNumber = "PO-2026-001"] = process.argv.slice(2);
const {
  GATEWAY_URL: url = "http://127.0.0.1:4000",
  GATEWAY_CLIENT_ID: clientId = "partner-app",
  GATEWAY_CLIENT_SECRET: clientSecret = "local-only",
} = process.env;

try {
  await orderPartsFor(createGatewayClient({ url, credentials: { clientId, clientSecret } }));
} catch (error) {
  console.error(sentenceFor(error));
  process.exitCode = 1;
}

/** The machine by its serial number, a cart of its account, an order with the PO number. */
async function orderPartsFor(client: GatewayClient): Promise<void> {
  const { assetBySerialNumber: machine } = await client.run(MachineFileDocument, { serialNumber });
  if (!machine?.account) throw new Error(`There is no machine ${serialNumber} at one of your accounts.`);
  console.log(`${machine.name} at ${machine.account.name}, coverage ${machine.coverage?.state ?? "unknown"}`);

  const lines = [{ sku: "SL9040", quantity: "1" }];
  const { createCart } = await client.run(CreateCartDocument, {
    input: { accountId: machine.account.id, lines },
  });
  const cart = resultOf(createCart, "cart");
  for (const { text } of cart.problems) console.log(`Problem: ${text}`);
  console.log(`Cart of ${cart.lines.length} line, ${cart.total?.amount} ${cart.total?.currencyCode}`);

  // The PO number makes a key that is the same when this program is started again.
  const { placeOrder } = await client.run(
    PlaceOrderDocument,
    { input: { cartId: cart.id, expectedVersion: cart.version, poNumber } },
    { idempotencyKey: `${poNumber}/${cart.id}` },
  );
  const checkout = resultOf(placeOrder, "checkout");
  for (const { orderNumber } of await waitForOrders(client, checkout.id)) {
    const { orderByNumber: order } = await client.run(OrderByNumberDocument, { orderNumber });
    console.log(`Order ${orderNumber}, ${order?.statusCode}, ${order?.poNumber}`);
    for (const { quantity, product, totalPrice } of order?.items.nodes ?? [])
      console.log(`  ${quantity} x ${product?.sku} ${totalPrice.amount} ${totalPrice.currencyCode}`);
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof GatewayUserError)
    return error.userErrors.map(({ code, message }) => `${code}: ${message}`).join("\n");
  if (!(error instanceof GatewayRequestError)) return String(error);
  switch (error.code) {
    case "SIGN_IN_REFUSED":
      return "Look at GATEWAY_CLIENT_ID and GATEWAY_CLIENT_SECRET.";
    case "FORBIDDEN":
      return `This client lacks a scope: ${error.message}`;
    case "NETWORK_FAILURE":
    case "TIMEOUT":
    case "SALESFORCE_UNAVAILABLE":
      return `Try again later: ${error.message}`;
    default:
      return `${error.code}: ${error.message} (request ${error.requestId})`;
  }
}
