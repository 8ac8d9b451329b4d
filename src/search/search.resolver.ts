import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { search } from "./search.ts";
import { SearchArguments, SearchResult } from "./search.type.ts";

@Resolver()
export class SearchResolver {
  @Query(() => [SearchResult], {
    description: "What has a text in its name or number, the most relevant first of each type.",
  })
  search(
    @Args(() => SearchArguments) wanted: SearchArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly (typeof SearchResult)[]> {
    return search(wanted, context, info);
  }
}
