interface Waiting {
  readonly since: number;
  begin(): void;
}

/** So long a turn of the event loop goes on beginning with what waits; what it has begun is finished. */
const turnMs = 3;
/** More than there is time for in a turn. */
const mostCalled = 32;

const waiting: Waiting[] = [];
/** How many are called into the next turn; the rest waits for another. */
let called = 0;
let turnBeganAt: number | null = null;

/**
 * Resolves in a turn of the event loop that has time left, for one after the other; the first of a turn does not wait. What is to be
 * done for answers of thousands of rows is spread over several turns, and what comes in meanwhile does not wait for all of it.
 * https://nodejs.org/learn/asynchronous-work/dont-block-the-event-loop
 */
export function ownTurn(): Promise<void> {
  if (turnBeganAt === null && waiting.length === 0) {
    beginTurn();
    return Promise.resolve();
  }
  return new Promise((begin) => {
    waiting.push({ since: performance.now(), begin });
    if (called < mostCalled) call(1);
  });
}

/** Turns for the parts of one piece of work. */
export interface Turns {
  /** Resolves in the turn of a part of this size. */
  of(size: number): Promise<void>;
}

/** Parts that follow each other have a turn together until they come to `sizePerTurn`. */
export function createTurns(sizePerTurn: number): Turns {
  let turn = { size: sizePerTurn, begun: Promise.resolve() };
  return {
    of: (size) => {
      if (turn.size >= sizePerTurn) turn = { size: 0, begun: ownTurn() };
      turn.size += size;
      return turn.begun;
    },
  };
}

/** How long whoever waits longest for a turn has been waiting, in milliseconds; 0: nobody waits. */
export function longestWaitMs(): number {
  const [first] = waiting;
  return first ? performance.now() - first.since : 0;
}

/** Into the next turn, one by one: what one of them begins is done before the next one is asked whether there is time left. */
function call(count: number): void {
  called += count;
  for (let calls = 0; calls < count; calls += 1) setImmediate(beginNext);
}

function beginNext(): void {
  const beganAt = turnBeganAt ?? beginTurn();
  if (performance.now() - beganAt < turnMs) waiting.shift()?.begin();
  called -= 1;
  if (called === 0) call(Math.min(waiting.length, mostCalled));
}

function beginTurn(): number {
  turnBeganAt = performance.now();
  // Comes before all else in the next turn.
  setImmediate(() => {
    turnBeganAt = null;
  });
  return turnBeganAt;
}
