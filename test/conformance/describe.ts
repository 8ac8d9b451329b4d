import type { Entry, Replay, Replays } from "./entry.ts";
import { lackNote } from "./exchange.ts";
import { compareTypes } from "./shape.ts";

export const describeReplays: Replays = {
  "describe/Account.describe.json": replayDescribe("Account"),
  "describe/Case.describe.json": replayDescribe("Case"),
  "describe/Contact.describe.json": replayDescribe("Contact"),
  "describe/CustomObject.describe.json": replayDescribe("Custom__c"),
  "describe/Opportunity.describe.json": replayDescribe("Opportunity"),
  "describe/global.describe.json": replayDescribe(null),
  "meta/key-prefixes.json": replayPrefixes(),
};

/** `type` null is the list of all objects. */
function replayDescribe(type: string | null): Replay {
  return {
    data: "none",
    async run(place, recording) {
      if (type !== null && (await place.describe(type)) === null) {
        return [{ name: "", notReplayed: lackNote([type]) }];
      }
      const path = `/services/data/v68.0/sobjects${type === null ? "" : `/${type}/describe`}`;
      const { body } = await place.send({ method: "GET", path });
      const differences = compareTypes(recording, body);
      const entry: Entry = { name: `1 GET ${path}`, differences };
      return [entry];
    },
  };
}

/** The key prefixes of the objects that both have. */
function replayPrefixes(): Replay {
  return {
    data: "none",
    async run(place, recording) {
      const { body } = await place.send({ method: "GET", path: "/services/data/v68.0/sobjects" });
      const { sobjects } = body as {
        sobjects: readonly { readonly name: string; readonly keyPrefix: string }[];
      };
      const wanted = new Map(Object.entries(recording as Record<string, unknown>));
      const differences = sobjects.flatMap(({ name, keyPrefix }) => {
        const prefix = wanted.get(name) ?? keyPrefix;
        return prefix === keyPrefix ? [] : [{ path: name, text: `wanted ${prefix}, given ${keyPrefix}` }];
      });
      return [{ name: "1 GET /sobjects", differences }];
    },
  };
}
