import type { Row, Value } from "../row.ts";
import type { Store } from "../store.ts";

/** The living row behind a reference. */
export function related(
  { schema, find }: Pick<Store, "schema" | "find">,
  typeName: string,
  id: Value | undefined,
): Row | undefined {
  const type = schema.type(typeName);
  return type && typeof id === "string" ? find(type, id) : undefined;
}

/** The living rows that refer to a row. */
export function childrenOf(
  { schema, table }: Pick<Store, "schema" | "table">,
  typeName: string,
  { field: name, id }: { readonly field: string; readonly id: Value | undefined },
): readonly Row[] {
  const type = schema.type(typeName);
  const field = type?.field(name);
  if (!type || !field) return [];
  return table(type)
    .lookup(field, id ?? null)
    .filter((row) => row.IsDeleted !== true);
}
