import type { Place } from "./org.ts";
import type { Difference } from "./shape.ts";

/** What became of one recorded answer. */
export type Entry =
  /** `note` says what had to be left out. */
  | { readonly name: string; readonly differences: readonly Difference[]; readonly note?: string }
  | { readonly name: string; readonly notReplayed: string };

/** Another recording by its path. */
export type ReadRecording = (file: string) => Promise<unknown>;

/** How the answers of one fixture come about in the local org. */
export interface Replay {
  /** What the org holds at first. */
  readonly data: "none" | "sample";
  run(place: Place, recording: unknown, read: ReadRecording): Promise<readonly Entry[]>;
}

/** Replays by path of the fixture: "composite/composite-count.json". */
export type Replays = Readonly<Record<string, Replay>>;

export function notReplayed(reason: string): Replay {
  const entries = [{ name: "", notReplayed: reason }];
  return { data: "none", run: () => Promise.resolve(entries) };
}
