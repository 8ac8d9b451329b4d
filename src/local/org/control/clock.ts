/** The org's time, which tests may move. */
export interface Clock {
  now(): Date;
  /** From this moment on, going on as time does. */
  set(moment: Date): void;
  advance(milliseconds: number): void;
}

export function createClock(realNow: () => Date): Clock {
  let offset = 0;
  return {
    now: () => new Date(realNow().getTime() + offset),
    set: (moment) => {
      offset = moment.getTime() - realNow().getTime();
    },
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
