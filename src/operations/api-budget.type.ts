import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTimeScalar } from "../graph/scalar.ts";
import type { ApiBudgetState } from "../salesforce/api-budget.ts";

const ApiBudgetStateEnum = { NORMAL: "NORMAL", CONSERVING: "CONSERVING", CRITICAL: "CRITICAL" } as const;
registerEnumType(ApiBudgetStateEnum, {
  name: "ApiBudgetState",
  description: "How much is left of the org's API calls.",
  valuesConfig: {
    NORMAL: { description: "There are enough." },
    CONSERVING: {
      description:
        "They run short: answers of the cache may be older, and clients of low priority are refused.",
    },
    CRITICAL: { description: "Less than the reserve is left: only carts and orders go on." },
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

  @Field(() => Int, { description: "With fewer calls left than these the state is CRITICAL." })
  readonly reserve!: number;

  @Field(() => ApiBudgetStateEnum, { description: "How much is left." })
  readonly state!: ApiBudgetState;

  @Field(() => DateTimeScalar, { description: "When Salesforce told." })
  readonly observedAt!: Date;
}
