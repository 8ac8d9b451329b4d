import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPlaces, operations, type Places } from "../../bench/operation.ts";
import { type Gateway, startGateway } from "../gateway.ts";

describe("What an operation of the benchmark costs of Salesforce", () => {
  let gateway: Gateway;
  let places: Places;
  beforeAll(async () => {
    gateway = await startGateway();
    places = await findPlaces(async (document) => (await gateway.query(document)).data);
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test.each(operations)("$name: $apiCalls call(s) in $roundTrips trip(s)", async (operation) => {
    await gateway.org.clearCalls();
    const headers = { "x-salesforce-trace": "1" };
    const answer = await gateway.query(operation.document, places, { token: gateway.token(), headers });
    expect(answer.errors).toBeUndefined();
    expect(await gateway.org.calls()).toHaveLength(operation.apiCalls);
    expect(answer.extensions).toMatchObject({
      salesforce: { apiCalls: operation.apiCalls, roundTrips: operation.roundTrips },
    });
  });

  test("all but one take one call", () => {
    expect(operations.filter(({ apiCalls }) => apiCalls > 1).map(({ name }) => name)).toEqual([
      "an order with its customer's machines",
    ]);
  });
});
