interface Waiting {
  readonly since: number;
  begin(): void;
}

/** So long a turn of the event loop goes on beginning with what waits; what it has begun is finished. */
const turnMs = 3;

const waiting: Waiting[] = [];
let turnBeganAt: number | null = null;

/**
 * Resolves in a turn of the event loop that has time left, for one after the other; the first of a turn does not wait. What is to be
 * done for a dozen answers of thousands of rows that arrive together is spread over several turns, and what comes in meanwhile does
 * not wait for all of them.
 * https://nodejs.org/learn/asynchronous-work/dont-block-the-event-loop
 */
export function ownTurn(): Promise<void> {
  if (turnBeganAt === null && waiting.length === 0) {
    beginTurn();
    return Promise.resolve();
  }
  return new Promise((begin) => {
    waiting.push({ since: performance.now(), begin });
    setImmediate(beginNext);
  });
}

/** How long whoever waits longest for a turn has been waiting, in milliseconds; 0: nobody waits. */
export function longestWaitMs(): number {
  const [first] = waiting;
  return first ? performance.now() - first.since : 0;
}

function beginNext(): void {
  const beganAt = turnBeganAt ?? beginTurn();
  if (performance.now() - beganAt < turnMs) waiting.shift()?.begin();
  else setImmediate(beginNext);
}

function beginTurn(): number {
  turnBeganAt = performance.now();
  // Comes before all else in the next turn.
  setImmediate(() => {
    turnBeganAt = null;
  });
  return turnBeganAt;
}
