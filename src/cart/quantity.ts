import Big from "big.js";

/** Salesforce holds 18 digits; with 4 decimals 12 are left before the point. */
const maxQuantity = new Big("999999999999");
const maxDecimals = 4;

export const quantityRule = "A quantity is greater than 0 and has at most 12 digits and 4 decimals.";

/** The quantity in its shortest form; null for one that does not do. */
export function toQuantity(text: string): string | null {
  const quantity = new Big(text);
  const isGood = quantity.gt(0) && quantity.lte(maxQuantity) && quantity.round(maxDecimals).eq(quantity);
  return isGood ? quantity.toFixed() : null;
}

export function plus(a: string, b: string): string {
  return new Big(a).plus(b).toFixed();
}

export function sum(amounts: readonly string[]): string {
  return amounts.reduce((total, amount) => new Big(total).plus(amount).toFixed(), "0");
}

export function isSame(a: string, b: string): boolean {
  return new Big(a).eq(b);
}
