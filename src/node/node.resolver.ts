import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { Node } from "../graph/node.type.ts";
import { findNode, findNodes } from "./node.ts";

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Anything by its global id; null if there is none." })
  node(
    @Arg("id", () => ID, { description: "A Salesforce id of 15 or 18 characters." }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    return findNode(id, context, info);
  }

  @Query(() => [Node], {
    nullable: "items",
    description:
      "Many things by their global ids, 200 at most, in the order of the ids; null where there is none.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: "Salesforce ids of 15 or 18 characters." }) ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | Error | null)[]> {
    return findNodes(ids, context, info);
  }
}
