/** Items of many parties, which have their turns one after the other, however many items each has. */
export interface FairQueue<Item> {
  readonly length: number;
  push(party: string, item: Item): void;
  shift(): Item | undefined;
  /** Whether a party has as many items as each would have if all had the same number of `places`. */
  hasItsShare(party: string, places: number): boolean;
}

/** https://datatracker.ietf.org/doc/html/rfc970 */
export function createFairQueue<Item>(): FairQueue<Item> {
  /** Whose turn is next comes first. */
  const items = new Map<string, Item[]>();
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (party, item) => {
      length += 1;
      const own = items.get(party);
      if (own) own.push(item);
      else items.set(party, [item]);
    },
    shift: () => {
      const [next] = items;
      if (!next) return undefined;
      const [party, own] = next;
      length -= 1;
      items.delete(party);
      const item = own.shift();
      if (own.length > 0) items.set(party, own);
      return item;
    },
    hasItsShare: (party, places) => {
      const own = items.get(party);
      const parties = items.size + (own ? 0 : 1);
      return (own?.length ?? 0) >= places / parties;
    },
  };
}
