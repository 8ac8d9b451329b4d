import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import {
  AccountWithMachinesDocument,
  MachineBySerialNumberDocument,
  type OrderStatusCode,
  OrdersOfAPeriodDocument,
} from "../../src/client/generated/graphql.ts";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "sample" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe("A document of the generated client", () => {
  test("knows what may be null", async () => {
    const { assetBySerialNumber: machine } = await gateway.run(MachineBySerialNumberDocument, {
      serialNumber: "gc1040-000101",
    });
    expect(machine).toMatchObject({ name: "GenWatt Diesel 200kW, Austin plant", product: { sku: "GC1040" } });
    expectTypeOf(machine).exclude<null>().toHaveProperty("name").toEqualTypeOf<string>();
    expectTypeOf(machine).exclude<null>().toHaveProperty("status").toEqualTypeOf<string | null>();
  });

  test("has dates and decimals as strings", async () => {
    const { orders } = await gateway.run(OrdersOfAPeriodDocument, {
      from: "2026-01-01",
      to: "2026-12-31",
      amount: "100000.00",
    });
    const [order] = orders.nodes;
    expect(order?.effectiveDate).toMatch(/^2026-\d\d-\d\d$/);
    expect(order?.totalAmount.amount).toMatch(/^\d+\.\d\d$/);
    expectTypeOf(order).exclude<undefined>().toHaveProperty("effectiveDate").toEqualTypeOf<string>();
  });

  test("has enums as the names of their values", async () => {
    const { account } = await gateway.run(AccountWithMachinesDocument, { id: "001Lo0000000005IAA" });
    const codes = account?.orders.nodes.map((order) => order.statusCode) ?? [];
    expect(codes).toContain("ACTIVATED");
    expectTypeOf(codes).toEqualTypeOf<OrderStatusCode[]>();
  });
});
