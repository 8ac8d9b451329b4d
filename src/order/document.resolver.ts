import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { createRelations } from "../graph/relation.ts";
import { attachOrderDocument, downloadUrl } from "./document.ts";
import { AttachOrderDocumentInput, OrderDocument } from "./document.type.ts";
import { Order } from "./order.type.ts";
import { OrderPayload } from "./order-life.type.ts";

@Resolver(() => Order)
export class OrderDocumentsResolver {
  @Mutation(() => OrderPayload, {
    description: "Puts a PDF, a picture or a text to an order. Scope orders:write.",
  })
  attachOrderDocument(
    @Arg("input", () => AttachOrderDocumentInput, { description: "The file, and to which order." })
    input: AttachOrderDocumentInput,
    @Ctx() context: Context,
  ): Promise<OrderPayload> {
    return attachOrderDocument(context, input);
  }
}

export const OrderDocuments = createRelations(() => Order, {
  documents: { type: () => [OrderDocument], description: "The order's files, 200 at most." },
});

@Resolver(() => OrderDocument)
export class OrderDocumentResolver {
  @FieldResolver(() => String, {
    description:
      "Where the file is fetched with a GET. The address holds for five minutes, for whoever has it; ask for a new one then.",
  })
  downloadUrl(@Root() document: OrderDocument, @Ctx() context: Context): string {
    return downloadUrl(context, document);
  }
}
