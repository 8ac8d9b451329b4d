import type { Entry, Replay, Replays } from "./entry.ts";
import { replayExchanges } from "./exchange.ts";
import type { Place } from "./org.ts";
import { type Refused, refusals } from "./refusal.ts";
import { compare, createIds, type Difference } from "./shape.ts";

export const errorReplays: Replays = {
  "errors/composite-network-error.json": replayExchanges({
    prepare: (place) => place.control("faults", { path: "/composite", status: 500, body: "" }),
  }),
  "errors/rest-error-bodies.json": replayRefusals(),
  "errors/upsert-collections-duplicate-error.json": replayExchanges(),
};

interface RecordedRefusal {
  readonly status: number | null;
  readonly body: unknown;
}

function replayRefusals(): Replay {
  return {
    data: "sample",
    async run(place, recording) {
      const recorded = Object.entries(recording as Record<string, RecordedRefusal>);
      const entries: Entry[] = [];
      for (const [name, wanted] of recorded.filter(([key]) => key !== "_note")) {
        const refused = refusals[name] ?? "there is no request for this refusal";
        if (typeof refused === "string") entries.push({ name, notReplayed: refused });
        else entries.push({ name, differences: await differencesOf(place, refused, wanted) });
      }
      return entries;
    },
  };
}

async function differencesOf(
  place: Place,
  { names = {}, isPlaceUnknown = false, ask }: Refused,
  { status, body }: RecordedRefusal,
): Promise<readonly Difference[]> {
  const answer = await ask(place);
  const texts = [body, answer.body].map((value) => JSON.stringify(value));
  const [wanted = "", given = ""] = isPlaceUnknown ? texts.map(withoutPlace) : texts;
  const renamed = Object.entries(names).reduce((text, [from, to]) => text.replaceAll(from, to), wanted);
  return compare(
    { status: status ?? answer.status, body: JSON.parse(renamed) },
    { status: answer.status, body: JSON.parse(given) },
    { ids: createIds() },
  );
}

/** The piece of the query, the caret below it, and the column. */
function withoutPlace(text: string): string {
  return text.replace(/"\\n[^"]*?\\n *\^\\nERROR at Row:1:Column:\d+/, '"\\n...');
}
