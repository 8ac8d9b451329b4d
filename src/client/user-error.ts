/** What the caller of a mutation can mend. */
export interface UserErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** Thrown by `resultOf` for a payload that has userErrors. */
export class GatewayUserError<Facts extends UserErrorFacts = UserErrorFacts> extends Error {
  override readonly name = "GatewayUserError";
  readonly userErrors: readonly Facts[];

  constructor(userErrors: readonly Facts[]) {
    super(
      userErrors.map(({ message }) => message).join(" ") || "The gateway did not do it and says not why.",
    );
    this.userErrors = userErrors;
  }
}

/**
 * What a mutation has made, for callers to whom userErrors are exceptions: `resultOf(data.createCart, "cart")`.
 *
 * @throws GatewayUserError when there are userErrors, or nothing was made
 */
export function resultOf<
  Payload extends { readonly userErrors: readonly UserErrorFacts[] },
  Name extends keyof Payload,
>(payload: Payload, name: Name): NonNullable<Payload[Name]> {
  const result = payload[name];
  if (payload.userErrors.length > 0 || result == null) throw new GatewayUserError(payload.userErrors);
  return result;
}
