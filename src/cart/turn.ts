/**
 * Runs a work for a key once at a time. Who asks while it runs is served by one more run after it, together with all others
 * who ask by then.
 */
export function createTurns<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  const next = new Map<string, Promise<T>>();

  function run(key: string): Promise<T> {
    const turn = work(key).finally(() => running.delete(key));
    running.set(key, turn);
    return turn;
  }

  return (key) => {
    const current = running.get(key);
    if (!current) return run(key);
    const waiting =
      next.get(key) ??
      current
        .catch(() => undefined)
        .then(() => {
          next.delete(key);
          return run(key);
        });
    next.set(key, waiting);
    return waiting;
  };
}
