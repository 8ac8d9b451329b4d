import type { Gateway } from "./gateway.ts";

/** The SOQL and SOSL that the local org received, in order, whether alone or inside a composite. */
export async function queriesOf({ org }: Gateway): Promise<string[]> {
  const calls = await org.calls();
  return calls.flatMap((call) => (call.parts ?? [call]).flatMap(({ query }) => (query ? [query] : [])));
}
