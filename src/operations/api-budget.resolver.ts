import { Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { ApiBudgetType } from "./api-budget.type.ts";

@Resolver()
export class ApiBudgetResolver {
  @Query(() => ApiBudgetType, { description: "What is left of the org's API calls." })
  apiBudget(@Ctx() { org }: Context): Promise<ApiBudgetType> {
    return org.readBudget();
  }
}
