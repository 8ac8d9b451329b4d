import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { accountRecord } from "../account/account.salesforce.ts";
import { Account } from "../account/account.type.ts";
import type { Context } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { PageOnly } from "../graph/list.type.ts";
import { selectedPaths } from "../graph/selection.ts";
import { productRecord } from "../product/product.salesforce.ts";
import { Product } from "../product/product.type.ts";
import { rowId } from "../salesforce/id.ts";
import { type Connection, originOf } from "../salesforce/object.ts";
import type { CartStatus as Status } from "./cart.document.ts";
import { changeCart, findCart } from "./cart.ts";
import { Cart, CartConnection, CartLine, CartPayload, CartStatus } from "./cart.type.ts";
import {
  addCartLines,
  changeCoupon,
  importCartLines,
  updateCartDetails,
  updateCartLines,
} from "./cart-change.ts";
import { cloneCart, createCart, mergeCarts } from "./cart-creation.ts";
import { cancel, clear, removeLines } from "./cart-edit.ts";
import {
  AddCartLinesInput,
  CancelCartInput,
  ClearCartInput,
  CloneCartInput,
  CouponInput,
  CreateCartInput,
  ImportCartLinesInput,
  MergeCartsInput,
  RemoveCartLinesInput,
  UpdateCartDetailsInput,
  UpdateCartLinesInput,
} from "./cart-input.type.ts";
import { activeCart, listCarts } from "./cart-list.ts";

@ArgsType()
class CartList extends PageOnly {
  @Field(() => ID, { description: "Whose carts." })
  readonly accountId!: string;

  @Field(() => CartStatus, { nullable: true, description: "Only those in this state." })
  readonly status?: Status | null;
}

@Resolver(() => Cart)
export class CartResolver {
  @Query(() => Cart, { nullable: true, description: "A cart by its id; null if there is none." })
  cart(
    @Arg("id", () => ID, { description: "Id of the cart." }) id: string,
    @Ctx() context: Context,
  ): Promise<Cart | null> {
    return findCart(context, id);
  }

  @Query(() => CartConnection, { description: "An account's carts, those changed last first." })
  carts(
    @Args(() => CartList) { status = null, ...page }: CartList,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Cart>> {
    return listCarts(context, { ...page, status }, selectedPaths(info).has("totalCount"));
  }

  @FieldResolver(() => Account, { description: "For which account it is." })
  async account(
    @Root() { document }: Cart,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Account> {
    const account = await salesforce.byId<Account>(accountRecord, document.accountId, info);
    if (account) return account;
    throw new GatewayError("CONFLICT", "Salesforce does not have the account of this cart, or not for you.");
  }

  @Mutation(() => CartPayload, { description: "Makes a cart. Scope carts:write." })
  createCart(
    @Arg("input", () => CreateCartInput, { description: "The cart." }) input: CreateCartInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return createCart(context, input, info);
  }

  @Mutation(() => CartPayload, { description: "Adds products; all or none. Scope carts:write." })
  addCartLines(
    @Arg("input", () => AddCartLinesInput, { description: "Which products." }) input: AddCartLinesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return addCartLines(context, input, info);
  }

  @Mutation(() => CartPayload, { description: "Sets quantities; all or none. Scope carts:write." })
  updateCartLines(
    @Arg("input", () => UpdateCartLinesInput, { description: "Which lines." }) input: UpdateCartLinesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return updateCartLines(context, input, info);
  }

  @Mutation(() => CartPayload, { description: "Takes lines out; all or none. Scope carts:write." })
  removeCartLines(
    @Arg("input", () => RemoveCartLinesInput, { description: "Which lines." }) input: RemoveCartLinesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return changeCart(context, { input, info, change: removeLines(input.lineIds) });
  }

  @Mutation(() => CartPayload, { description: "Takes all lines out. Scope carts:write." })
  clearCart(
    @Arg("input", () => ClearCartInput, { description: "Which cart." }) input: ClearCartInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return changeCart(context, { input, info, change: clear });
  }

  @Mutation(() => CartPayload, { description: "Puts a coupon on a cart. Scope carts:write." })
  applyCoupon(
    @Arg("input", () => CouponInput, { description: "Which coupon." }) input: CouponInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return changeCoupon(context, input, { isOn: true, info });
  }

  @Mutation(() => CartPayload, { description: "Takes a coupon off a cart. Scope carts:write." })
  removeCoupon(
    @Arg("input", () => CouponInput, { description: "Which coupon." }) input: CouponInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return changeCoupon(context, input, { isOn: false, info });
  }

  @Mutation(() => CartPayload, {
    description: "Says what the cart is called, where it is delivered and the like. Scope carts:write.",
  })
  updateCartDetails(
    @Arg("input", () => UpdateCartDetailsInput, { description: "What is to be known." })
    input: UpdateCartDetailsInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return updateCartDetails(context, input, info);
  }

  @Mutation(() => CartPayload, { description: "Makes one cart of two. Scope carts:write." })
  mergeCarts(
    @Arg("input", () => MergeCartsInput, { description: "Which carts." }) input: MergeCartsInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return mergeCarts(context, input, info);
  }

  @Mutation(() => CartPayload, {
    description:
      "Adds the rows of a quick order. Good rows are kept; a bad one is an error at input, text and its number, from 0. Scope carts:write.",
  })
  importCartLines(
    @Arg("input", () => ImportCartLinesInput, { description: "The rows." }) input: ImportCartLinesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return importCartLines(context, input, info);
  }

  @Mutation(() => CartPayload, { description: "Copies a cart. Scope carts:write." })
  cloneCart(
    @Arg("input", () => CloneCartInput, { description: "Which cart." }) input: CloneCartInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return cloneCart(context, input, info);
  }

  @Mutation(() => CartPayload, { description: "Gives a cart up. Scope carts:write." })
  cancelCart(
    @Arg("input", () => CancelCartInput, { description: "Which cart." }) input: CancelCartInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CartPayload> {
    return changeCart(context, { input, info, change: cancel });
  }
}

@Resolver(() => CartLine)
export class CartLineResolver {
  @FieldResolver(() => Product, {
    nullable: true,
    description: "The product; null until the SKU was looked up, or when it is not there any more.",
  })
  async product(
    @Root() { productId }: CartLine,
    @Ctx() { salesforce }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Product | null> {
    return productId === null ? null : await salesforce.byId<Product>(productRecord, productId, info);
  }
}

/** What carts add to accounts. */
@Resolver(() => Account)
export class AccountCartsResolver {
  @FieldResolver(() => Cart, {
    nullable: true,
    description: "The cart that the account's people are filling: the active one that was changed last.",
  })
  activeCart(@Root() account: Account, @Ctx() context: Context): Promise<Cart | null> {
    return activeCart(context, rowId(originOf(account).row));
  }
}
