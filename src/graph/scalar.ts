import Big from "big.js";
import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { GraphQLDateTime, GraphQLLocalDate } from "graphql-scalars";

/** Salesforce holds at most 18 digits: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm */
const maxDigits = 18;
const decimalPattern = /^-?\d+(?:\.\d+)?$/;

/** A calendar day as a string, YYYY-MM-DD. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: "Date",
  description: "A calendar day without time and time zone, e.g. 2026-11-23.",
});

/** RFC 3339; values come in as Date and go out in UTC. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  name: "DateTime",
  description: "A moment in UTC, e.g. 2026-11-23T10:15:30.000Z.",
});

/** A string of digits, never a float. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: "Decimal",
  description: `An exact decimal number as a string, e.g. "1200.00", with ${maxDigits} digits at most. Numbers are accepted as input.`,
  serialize: toDecimal,
  parseValue: toDecimal,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
      return toDecimal(node.value);
    throw new GraphQLError('Decimal wants a string of digits, e.g. "1200.00".', { nodes: node });
  },
});

function toDecimal(value: unknown): string {
  const text = typeof value === "number" && Number.isFinite(value) ? new Big(value).toFixed() : value;
  if (
    typeof text !== "string" ||
    !decimalPattern.test(text) ||
    text.replaceAll(/\D/g, "").length > maxDigits
  ) {
    throw new GraphQLError(`Decimal wants a string of at most ${maxDigits} digits, e.g. "1200.00".`);
  }
  return text;
}
