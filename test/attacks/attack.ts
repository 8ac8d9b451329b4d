/** A request that is made to hurt, or to learn what is none of the caller's business. */
export interface Attack {
  readonly name: string;
  readonly method?: string;
  /** Of the address; `/graphql` unless told otherwise. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: object | string | Uint8Array<ArrayBuffer>;
  /** The status that the gateway must answer, where any 4xx would not do. */
  readonly status?: number;
  /** Why it may be answered like any other request; without a reason it must be refused. */
  readonly harmless?: string;
}

/** A document as an attack. */
export function document(
  name: string,
  query: string,
  rest: Partial<Attack & { variables: object }> = {},
): Attack {
  const { variables, ...others } = rest;
  return { name, body: { query, ...(variables && { variables }) }, ...others };
}

export const nest = (field: string, levels: number, core: string): string =>
  `${`${field} { `.repeat(levels)}${core}${" }".repeat(levels)}`;

export const many = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(" ");

export const onNodes = (selection: string): string => `{ accounts { nodes { ${selection} } } }`;
