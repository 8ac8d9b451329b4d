import { buildSchema, extendSchema, type GraphQLObjectType, type GraphQLSchema, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { protect } from "../../src/permissions.ts";
import { buildGatewaySchema } from "../../src/schema.ts";

const schema = buildGatewaySchema();

describe("A start is refused", () => {
  test.each([
    ["a relation", "extend type Account { friends: AccountConnection }", "Account.friends has no rule"],
    ["a relation to one", "extend type Order { owner: Contact }", "Order.owner has no rule"],
    ["a root field", "extend type Query { secrets: [String!]! }", "Query.secrets has no rule"],
    ["a type", "type Secret { text: String }", "Secret.text has no rule"],
    ["a mutation", "extend type Mutation { tell: String }", "Mutation.tell has no rule"],
    [
      "a type with a global id",
      "type Secret implements Node { id: ID! }",
      "Secret has no rule for node lookups",
    ],
  ])("when the schema has %s without a rule", (_what, extension, sentence) => {
    expect(() => protect(extendSchema(schema, parse(extension)))).toThrow(sentence);
  });

  test("not when a thing has one more value: whoever may read the thing may read it", () => {
    const extension = "extend type Asset { warrantyEnd: Date, fee: Money }";
    expect(() => protect(extendSchema(schema, parse(extension)))).not.toThrow();
  });

  test("when the table has rules without a field, naming each", () => {
    const small = buildSchema(
      "interface Node { id: ID! } type Query { account: Account } type Account { id: ID! }",
    );
    expect(() => protect(small)).toThrow(
      /Query\.orders is not in the schema, .*Account\.annualRevenue is not in the schema, .*Contact is not in the schema/,
    );
  });
});

describe("The protected schema", () => {
  const guarded = protect(schema);

  test("has the schema's own resolver, or none, on every open field", () => {
    for (const [type, field] of [
      ["Account", "name"],
      ["Account", "contacts"],
      ["Asset", "parent"],
      ["OrderItemEdge", "cursor"],
    ] as const) {
      expect(resolverOf(guarded, type, field)).toBe(resolverOf(schema, type, field));
    }
  });

  test("has another one on guarded fields", () => {
    for (const [type, field] of [
      ["Query", "accounts"],
      ["Account", "orders"],
      ["Account", "annualRevenue"],
    ] as const) {
      expect(resolverOf(guarded, type, field)).not.toBe(resolverOf(schema, type, field));
    }
  });
});

function resolverOf(of: GraphQLSchema, type: string, field: string): unknown {
  return (of.getType(type) as GraphQLObjectType).getFields()[field]?.resolve;
}
