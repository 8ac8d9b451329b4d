import type { Path } from "graphql/jsutils/Path.js";
import type { PromiseOrValue } from "graphql/jsutils/PromiseOrValue.js";

/** What an execution does for a field of a selection, on all objects of a type. */
export interface PlannedField {
  readonly responseKey: string;
  /** Its value where that stands on the object and nothing is wrong with it; undefined: it has to be resolved. */
  propertyOf(source: unknown): unknown;
  /** Its value from its resolver, completed. */
  resolve(source: unknown, parentPath: Path | undefined): PromiseOrValue<unknown>;
}

/** What is selected of an object, by response keys. */
export type Data = Record<string, unknown>;

/**
 * Objects have no names but their own ("__proto__" may be an alias), and yet a layout that V8 and JSON.stringify are quick with, which
 * objects without any prototype do not have.
 */
const noNames: object = Object.freeze(Object.create(null));

/** https://spec.graphql.org/September2025/#sec-Executing-Selection-Sets */
export function executeFields(
  fields: readonly PlannedField[],
  source: unknown,
  path: Path | undefined,
): PromiseOrValue<Data> {
  const data: Data = Object.create(noNames);
  const pending: Promise<void>[] = [];
  try {
    for (const { responseKey, propertyOf, resolve } of fields) {
      const property = propertyOf(source);
      const value = property === undefined ? resolve(source, path) : property;
      data[responseKey] = value;
      if (value instanceof Promise) {
        const settled = value.then((known) => {
          data[responseKey] = known;
        });
        pending.push(settled);
      }
    }
  } catch (error) {
    return failAfter(pending, error);
  }
  return pending.length === 0 ? data : Promise.all(pending).then(() => data);
}

/**
 * Fails when all has come to an end that was begun beside it. What that is does not matter any more, but a failure that nobody
 * waits for would end the process.
 */
export function failAfter(begun: readonly unknown[], error: unknown): Promise<never> {
  if (!begun.some((each) => each instanceof Promise)) throw error;
  return Promise.allSettled(begun).then(() => Promise.reject(error));
}

/** One after the other, as mutations ask for it. */
export async function executeSerially(fields: readonly PlannedField[], source: unknown): Promise<Data> {
  const data: Data = Object.create(noNames);
  for (const field of fields) data[field.responseKey] = await field.resolve(source, undefined);
  return data;
}
