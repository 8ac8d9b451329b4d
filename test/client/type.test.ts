import type { DocumentTypeDecoration as Standard } from "@graphql-typed-document-node/core";
import { expectTypeOf, test } from "vitest";
import {
  type CreateCartInput,
  type CreateCartMutation,
  createGatewayClient,
  type DocumentTypeDecoration,
  type GatewayErrorCode,
  type GatewayRequestError,
  MachineBySerialNumberDocument,
  MachineFileDocument,
  type OrderStatusCode,
  PlaceOrderDocument,
  ProductListDocument,
  resultOf,
  type TransportErrorCode,
  WhoAmIDocument,
} from "../../src/client/entry.ts";
import type { ErrorCode } from "../../src/errors.ts";

const client = createGatewayClient({ url: "http://127.0.0.1:9", credentials: { accessToken: "none" } });
type Run = typeof client.run;

/** Only compiled: what does not fit its type fails `npm run types`. */
const compiled = (_use: (run: Run) => unknown) => undefined;

test("A result has the type of its document", () => {
  compiled(async (run) => {
    const { assetBySerialNumber: machine } = await run(MachineBySerialNumberDocument, { serialNumber: "1" });
    expectTypeOf(machine).exclude<null>().toHaveProperty("name").toEqualTypeOf<string>();
    expectTypeOf(machine).exclude<null>().toHaveProperty("status").toEqualTypeOf<string | null>();
    expectTypeOf(machine).exclude<null>().not.toHaveProperty("serialNumber");
    const { placeOrder } = await run(PlaceOrderDocument, { input: { cartId: "1" } });
    expectTypeOf(placeOrder.orders).items.toHaveProperty("statusCode").toEqualTypeOf<OrderStatusCode>();
    const { data, requestId } = await client.request(WhoAmIDocument);
    expectTypeOf(data.viewer).exclude<null>().toHaveProperty("scopes").toEqualTypeOf<string[]>();
    expectTypeOf(requestId).toEqualTypeOf<string>();
    expectTypeOf(await run("{ viewer { id } }")).toEqualTypeOf<unknown>();
  });
});

test("Variables have to fit their document", () => {
  compiled(async (run) => {
    await run(WhoAmIDocument);
    await run(ProductListDocument);
    await run(ProductListDocument, { search: "propane" });
    // @ts-expect-error the serial number is required
    await run(MachineFileDocument);
    // @ts-expect-error and nothing else
    await run(MachineFileDocument, {});
    // @ts-expect-error it is a text
    await run(MachineFileDocument, { serialNumber: 1 });
    // @ts-expect-error a misspelt one
    await run(ProductListDocument, { serach: "propane" });
    // @ts-expect-error of an input
    await run(PlaceOrderDocument, { input: { cart: "1" } });
    // @ts-expect-error an option that there is not
    await run(WhoAmIDocument, {}, { retries: 3 });
  });
  expectTypeOf<CreateCartInput>().toHaveProperty("idempotencyKey").toEqualTypeOf<string | null | undefined>();
});

test("The codes are the gateway's closed list and the client's own", () => {
  expectTypeOf<GatewayErrorCode>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<GatewayRequestError["code"]>().toEqualTypeOf<GatewayErrorCode | TransportErrorCode>();
});

test("What a mutation makes is there, or an exception", () => {
  type Payload = CreateCartMutation["createCart"];
  expectTypeOf(resultOf<Payload, "cart">).returns.toEqualTypeOf<NonNullable<Payload["cart"]>>();
  compiled(() => {
    // @ts-expect-error a payload has no such field
    resultOf({} as Payload, "order");
  });
});

test("Documents carry their types in the way of the other clients", () => {
  type Own = DocumentTypeDecoration<{ readonly a: string }, { readonly b: string }>;
  expectTypeOf<Own>().toEqualTypeOf<Standard<{ readonly a: string }, { readonly b: string }>>();
});
