import type { AddressInput } from "../graph/value.type.ts";

/** What a customer may change; undefined stays, null empties. */
export interface AccountValues {
  readonly phone?: string | null;
  readonly website?: string | null;
  readonly billingAddress?: AddressInput | null;
  readonly shippingAddress?: AddressInput | null;
}

const addressParts = {
  street: "Street",
  city: "City",
  state: "State",
  postalCode: "PostalCode",
  country: "Country",
} as const;

const addresses = { billingAddress: "Billing", shippingAddress: "Shipping" } as const;

/** The names that inputs have, by Salesforce's columns. */
export const accountInputNames: Readonly<Record<string, string>> = {
  Phone: "phone",
  Website: "website",
  ...Object.fromEntries(
    Object.entries(addresses).flatMap(([name, prefix]) =>
      Object.values(addressParts).map((part) => [`${prefix}${part}`, name]),
    ),
  ),
};

export function toAccountColumns({ phone, website, ...given }: AccountValues): Record<string, string | null> {
  return {
    ...(phone !== undefined && { Phone: phone }),
    ...(website !== undefined && { Website: website }),
    ...addressColumns("Billing", given.billingAddress),
    ...addressColumns("Shipping", given.shippingAddress),
  };
}

/** An address is replaced as a whole. */
function addressColumns(
  prefix: (typeof addresses)[keyof typeof addresses],
  address: AddressInput | null | undefined,
): Record<string, string | null> {
  if (address === undefined) return {};
  return Object.fromEntries(
    Object.entries(addressParts).map(([name, part]) => [
      `${prefix}${part}`,
      address?.[name as keyof typeof addressParts] ?? null,
    ]),
  );
}
