import { afterAll, beforeAll, expect, test } from "vitest";
import type { TypedDocumentString } from "../../src/client/generated/graphql.ts";
import {
  ActivateOrderDocument,
  AttachOrderDocumentDocument,
  CreateCartDocument,
  MachineFileDocument,
  OrderListDocument,
  PlaceOrderDocument,
} from "../../src/client/generated/graphql.ts";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { FOUR_EYES: "true" } });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** A person who has signed in, and what they ask with a document of the generated client. */
async function signIn(email: string) {
  const document = `mutation ($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { message } } }`;
  const input = { email, password: "local-only" };
  const { data } = await gateway.query(document, { input }, { token: null });
  const token = data.signIn.accessToken;
  return async <Result, Variables extends object>(
    asked: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result> => {
    const answer = await gateway.query(asked.toString(), variables, { token });
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
}

/** docs/orders.md tells it with the same documents. */
test("From a serial number to an approved order with its papers", async () => {
  const buyer = await signIn("buyer@uog.example");
  const approver = await signIn("approver@uog.example");

  const { assetBySerialNumber: machine } = await buyer(MachineFileDocument, {
    serialNumber: "GC5060-000123",
  });
  expect(machine).toMatchObject({
    status: "Installed",
    product: { sku: "GC5060" },
    coverage: { state: "ACTIVE", endsOn: "2027-01-15", source: "WARRANTY" },
  });

  const { createCart } = await buyer(CreateCartDocument, {
    input: {
      accountId: machine?.account?.id ?? "",
      lines: [
        { sku: "GC1020", quantity: "1" },
        { sku: "GC1060", quantity: "2" },
      ],
    },
  });
  expect(createCart.userErrors).toEqual([]);
  expect(createCart.cart?.problems).toEqual([]);

  const { placeOrder } = await buyer(PlaceOrderDocument, {
    input: {
      cartId: createCart.cart?.id ?? "",
      expectedVersion: createCart.cart?.version ?? null,
      poNumber: "PO-2026-0815",
      idempotencyKey: "story",
    },
  });
  expect(placeOrder.userErrors).toEqual([]);
  expect(placeOrder).toMatchObject({ checkout: { state: "COMPLETED" }, cart: { status: "ORDERED" } });
  const [order] = placeOrder.orders;
  expect(order).toMatchObject({
    statusCode: "DRAFT",
    poNumber: "PO-2026-0815",
    totalAmount: createCart.cart?.total,
  });
  const orderId = order?.id ?? "";

  const approval = { input: { orderId, comment: "Within the budget." } };
  const refused = await gateway.query(ActivateOrderDocument.toString(), approval, {
    token: gateway.token(["orders:read", "orders:write"]),
  });
  expect(refused.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  const { activateOrder } = await approver(ActivateOrderDocument, approval);
  expect(activateOrder).toMatchObject({ order: { statusCode: "ACTIVATED" }, userErrors: [] });

  const paper = Buffer.from("%PDF-1.7\nOrder PO-2026-0815");
  const { attachOrderDocument } = await buyer(AttachOrderDocumentDocument, {
    input: { orderId, fileName: "PO-2026-0815.pdf", contentBase64: paper.toString("base64") },
  });
  expect(attachOrderDocument.userErrors).toEqual([]);

  const { orders } = await buyer(OrderListDocument, { first: 5 });
  const listed = orders.nodes.find(({ id }) => id === orderId);
  expect(listed).toMatchObject({
    orderNumber: order?.orderNumber,
    statusCode: "ACTIVATED",
    documents: [{ title: "PO-2026-0815.pdf" }],
  });
  expect(listed?.items.nodes.map(({ product }) => product?.sku).toSorted()).toEqual(["GC1020", "GC1060"]);
  const download = await fetch(listed?.documents[0]?.downloadUrl ?? "");
  expect(await download.text()).toBe(paper.toString());
});
