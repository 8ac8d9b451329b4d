/** What is at hand is answered at once: a promise for each of many rows would cost more than the row. */
export type PromiseOrValue<T> = Promise<T> | T;
