import type { Path } from "graphql/jsutils/Path.js";
import type { PromiseOrValue } from "graphql/jsutils/PromiseOrValue.js";

/** What an execution does for a field of a selection, on all objects of a type. */
export interface PlannedField {
  readonly responseKey: string;
  /** Its completed value where no more than a look at the object is needed; undefined: it has to be resolved. */
  valueAtHand(source: unknown): unknown;
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
    for (const { responseKey, valueAtHand, resolve } of fields) {
      const atHand = valueAtHand(source);
      const value = atHand === undefined ? resolve(source, path) : atHand;
      data[responseKey] = value;
      if (value instanceof Promise) {
        const settled = value.then((known) => {
          data[responseKey] = known;
        });
        pending.push(settled);
      }
    }
  } catch (error) {
    if (pending.length === 0) throw error;
    const fail = () => Promise.reject(error);
    // The others are waited for, so that none of them fails unheard.
    return Promise.all(pending).then(fail, fail);
  }
  return pending.length === 0 ? data : Promise.all(pending).then(() => data);
}

/** One after the other, as mutations ask for it. */
export async function executeSerially(fields: readonly PlannedField[], source: unknown): Promise<Data> {
  const data: Data = Object.create(noNames);
  for (const field of fields) data[field.responseKey] = await field.resolve(source, undefined);
  return data;
}
