import { type ClassType, Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "Where a page of a list begins and ends.", simpleResolvers: true })
class PageInfo {
  @Field(() => Boolean, { description: "Whether there are rows behind this page." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: "Whether this page was asked for with a cursor, so that rows lie before it.",
  })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the first row; null on an empty page." })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the last row: send it as `after` for the next page.",
  })
  readonly endCursor!: string | null;
}

/** The connection and edge types of a node type: https://relay.dev/graphql/connections.htm with `nodes` as a short cut. */
export function createConnectionType(name: string, nodeType: () => ClassType): ClassType {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: "Opaque; as `after` it asks for the rows behind this one." })
    readonly cursor!: string;

    @Field(nodeType, { description: `The ${name}.` })
    readonly node!: object;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name}.`, simpleResolvers: true })
  class Connection {
    @Field(() => [Edge], { description: "The rows with their cursors." })
    readonly edges!: readonly Edge[];

    @Field(() => [nodeType()], { description: "The rows." })
    readonly nodes!: readonly object[];

    @Field(() => PageInfo, { description: "Where this page begins and ends." })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      description: "How many rows all pages have. Asked of Salesforce only when selected.",
    })
    readonly totalCount!: number;
  }
  return Connection;
}
