import { Presets, SingleBar } from "cli-progress";

/** How far long work is, on stderr of a terminal; nothing in pipes. */
export interface Progress extends Disposable {
  step(): void;
}

export function createProgress(what: string, total: number): Progress {
  const bar = new SingleBar(
    {
      format: `{bar} {value}/{total} ${what}`,
      stream: process.stderr,
      noTTYOutput: false,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { step: () => bar.increment(), [Symbol.dispose]: () => bar.stop() };
}
