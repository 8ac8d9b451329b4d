export interface Random {
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  /** True once in `number` times. */
  oneIn(number: number): boolean;
  /** Up to `most` different ones. */
  some<T>(items: readonly T[], most: number): readonly T[];
}

/** mulberry32: the same numbers at every run. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]) => items[below(items.length)] as T;
  return {
    below,
    pick,
    oneIn: (number) => below(number) === 0,
    some: (items, most) =>
      [...new Set(Array.from({ length: most }, () => pick(items)))].slice(0, items.length),
  };
}
