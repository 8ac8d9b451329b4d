import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTimeScalar } from "../graph/scalar.ts";
import type { ApiBudgetState } from "../salesforce/api-budget.ts";

const ApiBudgetStateEnum = { NORMAL: "NORMAL", CONSERVING: "CONSERVING", CRITICAL: "CRITICAL" } as const;
registerEnumType(ApiBudgetStateEnum, {
  name: "ApiBudgetState",
  description: "How careful the gateway is with the org's API calls.",
  valuesConfig: {
    NORMAL: { description: "There are enough." },
    CONSERVING: { description: "They run short: what can wait should." },
    CRITICAL: { description: "What is left is kept for carts and orders." },
  },
});

@ObjectType("ApiBudget", {
  description: "The API calls that the Salesforce org has in 24 hours, as Salesforce itself counts them.",
  simpleResolvers: true,
})
export class ApiBudgetType {
  @Field(() => Int, { description: "Calls used in the last 24 hours, by whatever program." })
  readonly used!: number;

  @Field(() => Int, { description: "Calls the org has in 24 hours." })
  readonly limit!: number;

  @Field(() => Int, { description: "Calls that are kept for carts and orders." })
  readonly reserve!: number;

  @Field(() => ApiBudgetStateEnum, { description: "What follows from it." })
  readonly state!: ApiBudgetState;

  @Field(() => DateTimeScalar, { description: "When Salesforce told." })
  readonly observedAt!: Date;
}
