/** Makes something of two things once, and knows it for as long as the first is there. */
export type PairMemo<First, Second, Made> = (first: First, second: Second, make: () => Made) => Made;

export function createPairMemo<First extends WeakKey, Second, Made>(): PairMemo<First, Second, Made> {
  const known = new WeakMap<First, Map<Second, Made>>();

  function makeFor(first: First, second: Second, make: () => Made): Made {
    const made = make();
    const ofFirst = known.get(first) ?? new Map<Second, Made>();
    known.set(first, ofFirst.set(second, made));
    return made;
  }

  return (first, second, make) => known.get(first)?.get(second) ?? makeFor(first, second, make);
}
