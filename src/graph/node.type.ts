import { Field, ID, InterfaceType } from "type-graphql";
import { originOf } from "../salesforce/object.ts";

@InterfaceType({
  description: "Anything that has a global id and can be asked for by it.",
  resolveType: (object: { __typename?: string }) =>
    object.__typename ?? originOf(object).plan.record.typeName,
})
export abstract class Node {
  @Field(() => ID, { description: "The Salesforce id (18 characters) or the gateway's own opaque id." })
  readonly id!: string;
}
